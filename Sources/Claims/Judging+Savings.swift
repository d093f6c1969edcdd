// What the queue saves: the same people and questions with it, and straight to the model without it.

import QueueModel

extension Judging {
  /// The claims about bills with and without the queue, and about the cache.
  var savings: [Claim] {
    saving(
      "normal", "5,000 people on ordinary days", people: Self.normalPeople, with: normal,
      without: normalWithout,
      answers: normalAnswers(Self.normalPeople), claimedWithout: ClaimedAmount(500),
      claimedWith: ClaimedAmount(300),
      claimedShare: 0.40)
      + saving(
        "peak", "100,000 people with exam hours", people: Self.peakPeople, with: peak, without: peakWithout,
        answers: peakAnswers, claimedWithout: ClaimedAmount(30_000), claimedWith: ClaimedAmount(2_400),
        claimedShare: 0.92)
  }

  private func saving(
    _ id: String, _ who: String, people: Double, with: RunCosts, without: RunCosts, answers: Double,
    claimedWithout: ClaimedAmount, claimedWith: ClaimedAmount, claimedShare: Double
  ) -> [Claim] {
    let bare = month(without, answers: answers, withQueue: false)
    let queued = month(with, answers: answers, withQueue: true)
    let saved = bare > 0 ? 1 - queued / bare : 0
    let model = without.perAnswer(.llm) > 0 ? 1 - with.perAnswer(.llm) / without.perAnswer(.llm) : 0
    let share = Share.text(saved.magnitude)
    let prices = modelPrices + ["functions.invocation", "persistence.call", "vercel.proMonth"]
    return [
      Claim(
        "savings.\(id).without", .savings, "A month of \(who) without the queue",
        claimed: claimedWithout.text,
        computed: "\(Dollars.text(bare)) a month for \(Count.text(answers)) answers straight from the model",
        verdict: claimedWithout.verdict(on: bare),
        reason: wouldHold(claimedWithout, people: people, without, withQueue: false),
        basis: basis(without), figures: [ClaimFigure("monthUSD", bare)], prices: prices),
      Claim(
        "savings.\(id).with", .savings, "A month of \(who) with the queue", claimed: claimedWith.text,
        computed: "\(Dollars.text(queued)) a month for as many answers",
        verdict: claimedWith.verdict(on: queued),
        reason: wouldHold(claimedWith, people: people, with, withQueue: true),
        basis: basis(with), figures: [ClaimFigure("monthUSD", queued)], prices: prices + ["redis.command"]),
      Claim(
        "savings.\(id).share", .savings, "What the queue saves \(who)",
        claimed: Share.whole(claimedShare),
        computed: saved >= 0 ? "\(share) saved" : "\(share) more is paid than without it",
        verdict: (saved - claimedShare).magnitude <= Dollars.shareSlack ? .holds : .doesNotHold,
        reason: "A queue asks the model for the same tokens; only its cache takes some away, "
          + "\(Share.text(max(0, model))) of the model's bill here, and Redis is paid on top.",
        basis: basis(with, without),
        figures: [ClaimFigure("savedShare", saved), ClaimFigure("modelSavedShare", model)],
        prices: prices + ["redis.command"]),
    ]
  }
}
