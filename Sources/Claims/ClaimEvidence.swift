// What claims are judged by: five runs, a month's use and two price books. The judging itself is spread over the
// files named Judging+…, one a topic.

public import QueueModel
public import RunReport

/// Everything that the verdicts on the claims are computed from.
///
/// The life of a judgement: whoever calls runs the scenarios (``ClaimRun`` says which), hands over their reports with
/// a month's use, and gets a ``ClaimsReport``. Nothing is read or run here, so that known counts can be judged in a
/// test.
public struct ClaimEvidence: Sendable {
  /// The report of each run.
  public var reports: [ClaimRun: RunReport]
  /// What a month holds.
  public var usage: MonthlyUsage
  /// The book that the runs were billed by.
  public var book: PriceBook
  /// Prices of alternatives and of plans.
  public var services: PriceBook
  /// The language model that the runs were billed for.
  public var model: String
  /// Why the figures are not for quoting; absent when they are.
  public var caveat: String?

  /// Evidence from its parts. Precondition: there is a report of each run.
  public init(
    reports: [ClaimRun: RunReport], usage: MonthlyUsage, book: PriceBook, model: String,
    services: PriceBook = .servicesOf2026, caveat: String? = nil
  ) {
    for run in ClaimRun.allCases { precondition(reports[run] != nil, "no report of \(run.rawValue)") }
    self.reports = reports
    self.usage = usage
    self.book = book
    self.model = model
    self.services = services
    self.caveat = caveat
  }

  /// Every claim with its verdict.
  public func judged() -> ClaimsReport {
    let judging = Judging(self)
    let claims =
      Judging.services + judging.alternatives + judging.monthlyLines + judging.savings + judging.cache
      + judging.roadmap
    return ClaimsReport(
      usage: usage, answersPerPersonMonth: judging.usePerPerson, caveat: caveat,
      runs: ClaimRun.allCases.map { ClaimsReport.Run($0, reports[$0]!) },
      prices: judging.priceFacts(of: claims), claims: claims)
  }
}

/// The runs that the claims are judged by.
public enum ClaimRun: String, CaseIterable, Hashable, Sendable, Codable {
  /// `normal-5k`.
  case normal
  /// `exam-peak-100k`.
  case peak
  /// `normal-5k` with every question going straight to the model.
  case normalWithoutQueue
  /// `exam-peak-100k` with every question going straight to the model.
  case peakWithoutQueue
  /// `normal-5k` in the design as it was first written, kept from stopping.
  case asFirstWritten

  /// The shipped scenario that is run.
  public var scenario: String {
    switch self {
    case .normal, .normalWithoutQueue, .asFirstWritten: "normal-5k"
    case .peak, .peakWithoutQueue: "exam-peak-100k"
    }
  }

  /// What is changed in it, in words; empty for nothing.
  public var change: String {
    switch self {
    case .normal, .peak: ""
    case .normalWithoutQueue, .peakWithoutQueue: "straight to the model, without queue, cache and limits"
    case .asFirstWritten: "the design as first written, with its gates held open and no cap on Redis"
    }
  }
}

extension ClaimRun {
  /// What is changed, in two or three words.
  var shortChange: String {
    switch self {
    case .normal, .peak: ""
    case .normalWithoutQueue, .peakWithoutQueue: "without the queue"
    case .asFirstWritten: "as first written"
    }
  }
}

/// What the topics' judgements share: the runs' ratios, the month, and the people that the design speaks of.
struct Judging: Sendable {
  /// People of the design's peak.
  static let peakPeople = 100_000.0
  /// People of the design's ordinary day.
  static let normalPeople = 5_000.0

  let evidence: ClaimEvidence
  let normal, peak, normalWithout, peakWithout, first: RunCosts

  init(_ evidence: ClaimEvidence) {
    self.evidence = evidence
    func costs(_ run: ClaimRun) -> RunCosts { RunCosts(evidence.reports[run]!, change: run.shortChange) }
    normal = costs(.normal)
    peak = costs(.peak)
    normalWithout = costs(.normalWithoutQueue)
    peakWithout = costs(.peakWithoutQueue)
    first = costs(.asFirstWritten)
  }

  /// Answers a person and month: with exam hours, and without.
  var usePerPerson: ClaimsReport.Use {
    ClaimsReport.Use(
      withPeakHours: evidence.usage.withPeaks(peak.answersPerPersonHour),
      withoutPeakHours: evidence.usage.withoutPeaks)
  }

  /// Answers of a month at the peak's 100,000 people.
  var peakAnswers: Double { Self.peakPeople * usePerPerson.withPeakHours }

  /// Answers of a month of so many people without exam hours.
  func normalAnswers(_ people: Double) -> Double { people * usePerPerson.withoutPeakHours }

  /// Dollars of a price of the services' book.
  func dollars(_ name: String) -> Double { evidence.services[name]?.price.dollars ?? 0 }

  /// Vercel's month: a seat and what is used beyond what it includes.
  func vercel(_ usage: Double) -> Double {
    dollars("vercel.proMonth") + max(0, usage - Double(PlanLimit.vercelIncludedDollars.count))
  }

  /// Convex's month beyond its plan: calls above those that it includes.
  func convexBeyond(_ calls: Double) -> Double {
    let entry = evidence.book["persistence.call"]
    let perCall = (entry?.price.dollars ?? 0) / Double(entry?.unit.quantity ?? 1)
    return max(0, calls - Double(PlanLimit.convexIncludedCalls.count)) * perCall
  }

  /// The whole month of `answers` answers that cost what those of `costs` do.
  ///
  /// - Parameter withQueue: false leaves out Redis and the queue service.
  func month(_ costs: RunCosts, answers: Double, withQueue: Bool) -> Double {
    let queue = withQueue ? costs.perAnswer([.redis, .qstash]) : 0
    return answers * (costs.perAnswer(.llm) + queue) + vercel(answers * costs.perAnswer(.functions))
      + convexBeyond(answers * costs.persistenceCalls) + dollars("convex.proMonth")
  }

  /// Where a claim about a whole month of `people` people would be right.
  func wouldHold(
    _ claimed: ClaimedAmount, people: Double, _ costs: RunCosts, withQueue: Bool
  ) -> String {
    wouldHold(claimed.use { month(costs, answers: $0 * people, withQueue: withQueue) })
  }

  /// Where a claim about dollars that grow with the answers of 100,000 people would be right.
  func wouldHold(_ claimed: ClaimedAmount, perAnswer: Double) -> String {
    wouldHold(claimed.use { $0 * Self.peakPeople * perAnswer })
  }

  /// What the plans cost when nothing is used.
  var plans: Double { dollars("vercel.proMonth") + dollars("convex.proMonth") }

  /// The basis of a computation on a run.
  func basis(_ runs: RunCosts...) -> String {
    var names: [String] = []
    for run in runs where !names.contains(run.name) { names.append(run.name) }
    return "\(names.joined(separator: "; ")); prices of \(evidence.book.name)"
  }

  /// Where a claimed amount would be right, as a sentence.
  func wouldHold(_ use: ClosedRange<Double>?) -> String {
    guard let use else { return "At no use would it be right." }
    let days = Double(evidence.usage.schoolDays)
    let perDay = use.lowerBound / days...use.upperBound / days
    func text(_ range: ClosedRange<Double>) -> String {
      range.lowerBound == 0 ? "up to \(Count.text(range.upperBound))" : Count.text(range)
    }
    return "It would be right at \(text(use)) answers a person and month (\(text(perDay)) a school day)."
  }

  /// Names of the prices of the model of a run.
  var modelPrices: [String] {
    ["llm.\(evidence.model).input", "llm.\(evidence.model).output", "llm.creditFee"]
  }

  /// The prices and limits that `claims` name, each once, in order of their names.
  func priceFacts(of claims: [Claim]) -> [ClaimsReport.Price] {
    Set(claims.flatMap(\.prices)).sorted().compactMap { name in
      if let entry = evidence.book[name] { return ClaimsReport.Price(entry, book: evidence.book.name) }
      if let entry = evidence.services[name] {
        return ClaimsReport.Price(entry, book: evidence.services.name)
      }
      return PlanLimit.all.first { $0.name == name }.map(ClaimsReport.Price.init)
    }
  }
}
