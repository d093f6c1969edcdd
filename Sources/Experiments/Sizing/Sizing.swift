// The search for the smallest or largest value of a key at which a scenario's thresholds hold. A value type that asks for
// runs and is told what they found: it knows neither scenarios nor threads, so that its tests need neither.

public import RunReport

/// Which value is looked for.
public enum SizingGoal: String, Hashable, Sendable, Codable {
  /// The smallest value at which everything holds; larger values are the favourable ones.
  case smallest
  /// The largest one; smaller values are the favourable ones.
  case largest
}

/// The search for a value. Asks for runs with ``next()`` until that is empty, and is told of all of them by
/// ``take(_:)`` in between.
///
/// 1. One run at the favourable end and one at the other, then bisection, a run a step, all with the scenario's own
///    seed. It ends at two neighbours, or while there is still enough left of the budget for replications. In a long
///    range a few replications look before the last steps whether these are smaller than what seeds make of the answer;
///    then bisection ends there.
/// 2. Replications at the value that was found. As long as they do not show that everything holds there, or that it
///    does not at the neighbour, others follow at values at which that is to be expected from how the margins run along
///    the range and how much replications differ.
/// 3. What is left goes to a value between the last that is shown to fail and the first that is shown to hold, at the
///    crossing of the means.
///
/// What is decided rests on replications only: the runs of the search chose the values, and are not independent of them.
///
/// ```swift
/// var sizing = Sizing(count: 100, thresholds: scenario.thresholds)
/// while case let requests = sizing.next(), !requests.isEmpty {
///   sizing.take(try await runs.observe(requests, scenario: …))
/// }
/// sizing.outcome.answer
/// ```
public struct Sizing: Sendable {
  /// Replications at a value to begin with.
  static let firstReplications = 5
  /// Most replications at a value.
  static let mostReplications = 30
  /// Fewest replications for which what is left of the budget is used.
  static let fewestReplications = 3
  /// Confidence of the interval of the answer, and of each interval of a threshold at one value. The answer's interval is
  /// wrong where a threshold is wrongly decided at one of its ends, and at each end only one side of the threshold's
  /// interval can be wrong: 2.5 % each.
  public static let level = 0.95
  /// The bracket of bisection at which replications look whether smaller steps than that mean anything.
  static let pilotBracket = 32
  /// Values below which no such look is worth its runs.
  static let pilotCount = 512

  /// Number of values in the range.
  public let count: Int
  /// What must hold at the value.
  public let thresholds: [Threshold]
  /// Which value is looked for.
  public let goal: SizingGoal
  /// Most runs, of all kinds together.
  public let maximumRuns: Int

  /// What was run, in the order of positions: the favourable end is the last.
  private(set) var values: [SizedValue] = []
  /// Runs so far.
  public private(set) var runs = 0
  /// Simulated events of all runs.
  public private(set) var events = 0

  /// The last position at which the search failed, and the first after it at which it passed.
  var failing = -1
  var passing: Int
  /// Where replications begin; nil during the search.
  var start: Int?
  /// Replications at a value once the first few did not decide it.
  var fullReplications = Sizing.firstReplications
  /// Whether it is known if steps below ``pilotBracket`` mean anything.
  var isPiloted = false
  /// How far from a limit the first replications, or all of them, are wanted, in standard deviations of one.
  let firstDistance = Sizing.wantedDistance(Sizing.firstReplications)
  var fullDistance = Sizing.wantedDistance(Sizing.firstReplications)

  /// A search among `count` values. Precondition: at least 2 values, at least one threshold, at least 10 runs.
  public init(
    count: Int, thresholds: [Threshold], goal: SizingGoal = .smallest, maximumRuns: Int = 32
  ) {
    precondition(count >= 2 && !thresholds.isEmpty && maximumRuns >= 10, "nothing to search")
    self.count = count
    self.thresholds = thresholds
    self.goal = goal
    self.maximumRuns = maximumRuns
    passing = count - 1
  }

  /// Runs that may still be asked for.
  var remaining: Int { maximumRuns - runs }

  /// The runs that are needed next; empty once there is nothing more to learn, or nothing left to learn it with.
  public mutating func next() -> [SizingRequest] {
    if start == nil {
      if remaining > 0, let requests = nextOfSearch() { return requests }
      endSearch()
    }
    return nextReplications()
  }

  /// Takes what the runs of the last ``next()`` said, in any order.
  public mutating func take(_ observations: [SizingObservation]) {
    for observation in observations.sorted(by: { $0.request.replication < $1.request.replication }) {
      let position = position(of: observation.request.index)
      let place = values.firstIndex { $0.position >= position } ?? values.endIndex
      if place == values.endIndex || values[place].position != position {
        values.insert(SizedValue(position: position), at: place)
      }
      values[place].take(observation, thresholds, level: Self.level)
      runs += 1
      events += observation.events
      if observation.request.replication == 0 { noteSearch(position, passed: observation.passed) }
    }
  }

  /// What is known of a position; nil where nothing was run.
  func value(at position: Int) -> SizedValue? { values.first { $0.position == position } }

  /// The place in the range of a position, and the other way round.
  func index(of position: Int) -> Int { goal == .smallest ? position : count - 1 - position }
  func position(of index: Int) -> Int { goal == .smallest ? index : count - 1 - index }

  func request(_ position: Int, _ replication: Int) -> SizingRequest {
    SizingRequest(index: index(of: position), replication: replication)
  }
}
