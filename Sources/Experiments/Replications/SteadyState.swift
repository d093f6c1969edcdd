// Where the steady state of a scenario begins: MSER-5 on series that are averaged over pilot replications, with one cut
// for all replications. Cutting each by itself leaves intervals that cover far less than they claim.

internal import QueueModel
internal import RunReport
internal import Scenario
internal import Statistics

/// Why no steady state can be found.
public enum SteadyStateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Too few intervals of the series lie within the run.
  case runTooShort(values: Int)
  /// The cut of a series would be in the second half of the run.
  case notSettled(series: String)

  /// One sentence for a person.
  public var description: String {
    switch self {
    case .runTooShort(let values):
      "the run has \(values) intervals of ten seconds, and finding its warm-up takes \(WarmUp.fewestValues)"
    case .notSettled(let series):
      "no warm-up can be found: the series of \(series) has not settled before half of the run is over"
    }
  }
}

/// The search for the warm-up of a scenario.
struct SteadyState: Sendable {
  /// Replications that are run for it.
  static let pilots = 10
  /// Length of an interval of a report's series.
  private static let intervalNanoseconds = RunReport.TimeSeries().intervalNanoseconds

  private let scenario: Scenario

  /// The search in a scenario whose warm-up is `auto`. Throws where it is too short for one.
  init(_ scenario: Scenario) throws(SteadyStateError) {
    self.scenario = scenario
    let values = Int(scenario.duration.wholeNanoseconds / Self.intervalNanoseconds)
    guard values >= WarmUp.fewestValues else { throw .runTooShort(values: values) }
  }

  /// What the pilots found, and how much work they were.
  struct Found: Sendable {
    var search: RunReport.WarmUpSearch
    var events: Int
    var simulatedNanoseconds: Int64
  }

  /// Runs the pilots and finds where their averaged series settle; nil when it was stopped.
  func search(_ pool: WorkPool, _ control: RunControl) async throws -> Found? {
    control.begin(planned: Self.pilots, purpose: "pilot")
    var pilot = scenario
    // The series covers the run from its beginning on, whatever the warm-up; nothing is to be judged.
    pilot.warmUp = .zero
    pilot.thresholds = []
    let (scenario, seeds) = (pilot, ReplicationSeeds(pilot.seed))
    let reports = try await pool.map(Self.pilots) { number in
      try await ScenarioRun(scenario.with(seed: seeds.pilot(number))).report(control, number: number)
    }
    guard !reports.contains(where: \.run.isPartial) else { return nil }
    return Found(
      search: try Self.search(in: reports.map(\.series), duration: scenario.duration.wholeNanoseconds),
      events: reports.reduce(0) { $0 + $1.totalEvents },
      simulatedNanoseconds: reports.reduce(0) { $0 + $1.run.endNanoseconds })
  }

  /// Where series settle that were found by runs of `duration`.
  static func search(
    in series: [RunReport.TimeSeries], duration: Int64
  ) throws(SteadyStateError) -> RunReport.WarmUpSearch {
    let interval = series.first?.intervalNanoseconds ?? intervalNanoseconds
    let length = Int(duration / interval)
    func averaged(_ value: (RunReport.TimeSeries, Int) -> Int) -> [Double] {
      (0..<length).map { index in
        Double(series.reduce(0) { $0 + value($1, index) }) / Double(series.count)
      }
    }
    // A run that has nothing more to do ends before its time: nobody waits then.
    func at(_ values: [Int], _ index: Int) -> Int { index < values.count ? values[index] : 0 }
    let averages = [
      ("waiting and in flight", averaged { at($0.waiting, $1) + at($0.inFlight, $1) }),
      ("finished", averaged { at($0.finished, $1) }),
    ]
    var cuts: [RunReport.WarmUpSearch.Cut] = []
    for (name, values) in averages {
      switch WarmUp.cut(ofAveraged: values) {
      case .cut(let cut):
        cuts.append(.init(series: name, atNanoseconds: Int64(cut) * interval))
      case .refused(.tooShort(let values)): throw .runTooShort(values: values)
      case .refused: throw .notSettled(series: name)
      }
    }
    return RunReport.WarmUpSearch(
      pilots: series.count, intervalNanoseconds: interval, cuts: cuts, leastNanoseconds: duration / 10)
  }
}

extension RunReport.WarmUpSearch {
  /// The warm-up that satisfies every series, and at least the least.
  var warmUpNanoseconds: Int64 { max(leastNanoseconds, cuts.map(\.atNanoseconds).max() ?? 0) }
}
