// What a response cache saves: the exam hour's hit ratio, and that of the trace that its questions come from.

import QueueModel

extension Judging {
  /// Hits within 24 hours where a question is known by its text and the conversation before it, as the design's key
  /// has it: of 7,106 requests of a week of RAGPulse. Measured on the trace, see `docs/people.md`.
  static let recordedHitRatio = 0.0329
  /// The same where only the question's text counts.
  static let recordedHitRatioOfQuestions = 0.0777
  /// The claimed share of the model's bill.
  static let claimedSaving = 0.40...0.60

  /// The claims about the cache.
  var cache: [Claim] { [saved(peak, peakWithout, "exam"), recorded] }

  private func verdict(_ share: Double) -> ClaimVerdict {
    share >= Self.claimedSaving.lowerBound - Dollars.shareSlack
      && share <= Self.claimedSaving.upperBound + Dollars.shareSlack
      ? .holds : .doesNotHold
  }

  private var claimedText: String { "40 to 60 % of the model's bill" }

  private func saved(_ with: RunCosts, _ without: RunCosts, _ id: String) -> Claim {
    let saved = without.perAnswer(.llm) > 0 ? 1 - with.perAnswer(.llm) / without.perAnswer(.llm) : 0
    return Claim(
      "cache.\(id)", .cache, "Stored answers save that much of the model's bill in an exam hour",
      claimed: claimedText,
      computed:
        "\(Share.text(max(0, saved))) saved; \(Share.text(with.hitRatio)) of the questions were found or shared",
      verdict: verdict(saved),
      reason:
        "Questions repeat as they do in a university's week, extrapolated to an hour of this size; other fits of "
        + "the same week give 15 to 22 %. A cache by meaning is not modelled.",
      basis: basis(with, without),
      figures: [ClaimFigure("savedShare", saved), ClaimFigure("hitRatio", with.hitRatio)], prices: modelPrices
    )
  }

  private var recorded: Claim {
    Claim(
      "cache.recorded", .cache, "Stored answers save that much of the model's bill in an ordinary week",
      claimed: claimedText,
      computed: "at most \(Share.text(Self.recordedHitRatio)) of the questions found within 24 hours, "
        + "\(Share.text(Self.recordedHitRatioOfQuestions)) if the conversation before them did not matter",
      verdict: verdict(Self.recordedHitRatioOfQuestions),
      basis: "RAGPulse, 7,106 requests of a week at a university, published 2025; docs/people.md",
      figures: [
        ClaimFigure("hitRatio", Self.recordedHitRatio),
        ClaimFigure("hitRatioOfQuestions", Self.recordedHitRatioOfQuestions),
      ])
  }
}
