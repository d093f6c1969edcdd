// What a run is, as plain data. The reader fills it from YAML; the simulation and the live driver read it.

public import QueueModel
public import RunReport

/// A scenario: who asks what when, of which system, at which prices, and what must hold.
///
/// Every property has the default that a file gets when it leaves the key out; keys of a file carry the same
/// names as the properties.
public struct Scenario: Hashable, Sendable {
  /// The name that reports carry; by default the file's name without its suffix.
  public var name = "scenario"
  /// One sentence for the head of a report.
  public var description = ""
  /// Seed of every random stream of the run.
  public var seed: UInt64 = 1
  /// The first instant in UTC. Windows of limiters and of a provider's limits begin at whole ones of the clock.
  public var start = Instant(millisecondsSinceEpoch: 1_768_208_400_000)  // 2026-01-12T09:00:00Z
  /// Time during which questions are sent.
  public var duration: Duration = .seconds(3600)
  /// Longest time after `duration` that the run goes on until every answer is ended.
  public var drain: Duration = .seconds(1800)
  /// How much of the beginning is not judged.
  public var warmUpRule = WarmUpRule.stated(.zero)

  /// The people.
  public var population = Population()
  /// How requests come to be.
  public var arrivals = Arrivals()
  /// The requests of the file that `arrivals.trace` names; nil as long as it has not been read.
  public var trace: Trace?
  /// What people do.
  public var behaviour = Behaviour()
  /// What is asked, and how long the answers are.
  public var questions = Questions()
  /// Which reading of the original design the service follows.
  public var design = Design()
  /// The service under test.
  public var system = SystemUnderTest()
  /// The provider behind the workers.
  public var llm = LanguageModel()
  /// What was bought of the platforms behind the service.
  public var plans = Plans()
  /// What the bill is computed from.
  public var prices = Prices()
  /// What a month holds besides this hour; without it no monthly cost is printed.
  public var month: Month?
  /// What an answer must keep to count as good; without it every whole answer does.
  public var goodput: GoodputLimits?
  /// Named stretches of the run that thresholds can be limited to.
  public var windows: [Window] = []
  /// What must hold, in the order of the file.
  public var thresholds: [Threshold] = []

  /// A scenario with every default.
  public init() {}

  /// Time at the beginning that is not judged; as long as that of a steady state has not been found, a tenth of the
  /// duration. Setting it states it.
  public var warmUp: Duration {
    get {
      switch warmUpRule {
      case .stated(let time): time
      case .auto: duration / 10
      }
    }
    set { warmUpRule = .stated(newValue) }
  }
}

/// How much of the beginning of a run is not judged.
public enum WarmUpRule: Hashable, Sendable {
  /// So much. Nothing in a run that is judged from its first question to its last, as an exam is.
  case stated(Duration)
  /// The run is a piece of a steady state, and what belongs to its start is found from pilot replications.
  case auto
}

/// The limits within which a whole answer is a good one. A limit that is not given is not applied.
public struct GoodputLimits: Hashable, Sendable {
  /// Longest time from the moment a person meant to send to the first token.
  public var ttft: Duration?
  /// Longest time from token to token, on average over the answer.
  public var tpot: Duration?
  /// Longest time from the moment a person meant to send to the last token.
  public var e2e: Duration?

  /// No limit.
  public init() {}
}

/// A named stretch of the run.
public struct Window: Hashable, Sendable {
  /// The name that thresholds use; one of its own for each window.
  public var name: String
  /// Time since the start of the run.
  public var from: Duration
  /// End, since the start of the run.
  public var to: Duration

  /// A stretch from `from` to `to`.
  public init(name: String, from: Duration, to: Duration) {
    self.name = name
    self.from = from
    self.to = to
  }
}

/// What a month holds, for the monthly bill: `peakHours` hours like this run and `otherAnswers` answers at
/// its cost per answer outside them.
public struct Month: Hashable, Sendable {
  /// Hours of a month that are like this run.
  public var peakHours: Double
  /// Answers of a month outside those hours.
  public var otherAnswers: Double

  /// A month of so many peak hours and other answers.
  public init(peakHours: Double, otherAnswers: Double) {
    self.peakHours = peakHours
    self.otherAnswers = otherAnswers
  }
}

/// Which price book the bill is computed from, and what the scenario replaces in it.
public struct Prices: Hashable, Sendable {
  /// Name of a price book that ships with the program.
  public var book = "2026-08"
  /// Entries replaced by the scenario, by the name the book gives them, in US dollars.
  public var overrides: [String: Double] = [:]

  /// The newest book, nothing replaced.
  public init() {}
}
