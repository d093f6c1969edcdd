// What was claimed, what was found, and whether the two agree: the vocabulary of `peakload claims`.

/// A claim of the original design about what things cost or are, and what came of checking it.
public struct Claim: Hashable, Sendable, Codable {
  /// A short name that stays: `cost.redis`.
  public var id: String
  /// What it is about.
  public var topic: ClaimTopic
  /// The claim as a sentence.
  public var statement: String
  /// What the design says, in its numbers.
  public var claimed: String
  /// What this program computes, or what a source says, with its unit.
  public var computed: String
  /// Whether the two agree.
  public var verdict: ClaimVerdict
  /// Why, in a sentence or two; empty where the numbers say it.
  public var reason: String
  /// What the computation stands on: scenarios and price books, or a source and its date.
  public var basis: String
  /// The numbers behind `computed`.
  public var figures: [ClaimFigure]
  /// Names of the prices and limits that were used.
  public var prices: [String]
  /// What is missing, where nothing can be decided.
  public var missing: MissingFact?

  init(
    _ id: String, _ topic: ClaimTopic, _ statement: String, claimed: String, computed: String,
    verdict: ClaimVerdict, reason: String = "", basis: String, figures: [ClaimFigure] = [],
    prices: [String] = [],
    missing: MissingFact? = nil
  ) {
    precondition((verdict == .undecided) == (missing != nil), "\(id): only what is undecided lacks a fact")
    self.id = id
    self.topic = topic
    self.statement = statement
    self.claimed = claimed
    self.computed = computed
    self.verdict = verdict
    self.reason = reason
    self.basis = basis
    self.figures = figures
    self.prices = prices
    self.missing = missing
  }
}

/// Whether a claim and what was found agree.
public enum ClaimVerdict: String, CaseIterable, Hashable, Sendable, Codable {
  case holds, doesNotHold
  /// It hangs on a fact that nobody has published; the claim says which.
  case undecided
}

/// What a claim is about; the order is that of the table.
public enum ClaimTopic: String, CaseIterable, Hashable, Sendable, Codable {
  case services, alternatives, monthlyLines, savings, cache, roadmap
}

/// A number behind a claim, for programs.
public struct ClaimFigure: Hashable, Sendable, Codable {
  /// What it is: `monthUSD`.
  public var name: String
  /// Its value, in the unit that the name ends in.
  public var value: Double

  init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// The fact that a claim hangs on, and the verdict for each way it may be.
public struct MissingFact: Hashable, Sendable, Codable {
  /// A way it may be, and what follows.
  public struct Reading: Hashable, Sendable, Codable {
    /// The fact, as it may be.
    public var when: String
    /// The verdict then.
    public var verdict: ClaimVerdict
  }

  /// What nobody has published.
  public var fact: String
  /// The verdicts that it would give.
  public var readings: [Reading]

  init(_ fact: String, holdsIf: String, doesNotHoldIf: String) {
    self.fact = fact
    readings = [
      Reading(when: holdsIf, verdict: .holds), Reading(when: doesNotHoldIf, verdict: .doesNotHold),
    ]
  }
}
