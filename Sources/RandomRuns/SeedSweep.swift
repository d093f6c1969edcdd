// Runs of many seeds, as many at a time as there are processors, up to the first that breaks something.

import RunReport
import Sim
import Synchronization

/// What a seed broke.
public struct BrokenSeed: Hashable, Sendable {
  /// The seed of scenario and run.
  public var seed: UInt64
  /// What was found, in words.
  public var findings: [String]
}

/// Runs random scenarios and holds each against what must hold of every run.
public enum SeedSweep {
  /// One seed in so many is run twice and must give the same bytes.
  static let repeatedOneIn: UInt64 = 50

  /// Runs seeds in order, `tasks` at a time; nil when nothing broke. Of several broken seeds the first.
  ///
  /// - Parameter progress: called now and then with the number of seeds that were begun.
  public static func firstBroken(
    _ seeds: ClosedRange<UInt64>, tasks: Int, progress: (@Sendable (Int) -> Void)? = nil
  ) async -> BrokenSeed? {
    let hand = Hand(seeds)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, tasks) {
        group.addTask {
          while let seed = hand.take() {
            if let broken = await broken(seed) { hand.found(broken) }
            let begun = Int(seed - seeds.lowerBound) + 1
            if begun.isMultiple(of: 10_000) { progress?(begun) }
          }
        }
      }
    }
    return hand.first
  }

  /// What one seed breaks; nil when all holds.
  public static func broken(_ seed: UInt64) async -> BrokenSeed? {
    let scenario = RandomScenario.scenario(seed: seed)
    func run() async -> RunReport? { await (try? Simulation(scenario))?.run() }
    guard let report = await run() else {
      return BrokenSeed(seed: seed, findings: ["the scenario cannot be run"])
    }
    var findings = findings(of: report)
    if seed % repeatedOneIn == 0, let again = await run() {
      if (try? report.canonicalJSON()) != (try? again.canonicalJSON()) {
        findings.append("I9: the same seed gave another report")
      }
    }
    return findings.isEmpty ? nil : BrokenSeed(seed: seed, findings: findings)
  }

  private static func findings(of report: RunReport) -> [String] {
    var found = report.invariants.filter { !$0.held }.map { "\($0.name): \($0.detail ?? $0.statement)" }
    func expect(_ holds: Bool, _ finding: @autoclosure () -> String) {
      if !holds { found.append(finding()) }
    }
    expect(report.jobs.refusedTransitions == 0, "\(report.jobs.refusedTransitions) illegal transitions")
    expect(report.requests.unfinished == 0, "\(report.requests.unfinished) requests never ended")
    expect(report.jobs.live == 0, "\(report.jobs.live) jobs never ended")
    if let workers = report.workers {
      expect(
        workers.refusedWrites >= workers.returns && workers.refusedWrites <= report.jobs.lateEvents,
        "\(workers.returns) workers came back, and \(workers.refusedWrites) of their writes were refused")
    }
    return found
  }

  /// Hands seeds out in order; none after something broke, so that every lower seed has been tried.
  private final class Hand: Sendable {
    private struct State {
      var next: UInt64
      var first: BrokenSeed?
    }

    private let state: Mutex<State>
    private let last: UInt64

    init(_ seeds: ClosedRange<UInt64>) {
      state = Mutex(State(next: seeds.lowerBound))
      last = seeds.upperBound
    }

    var first: BrokenSeed? { state.withLock { $0.first } }

    func take() -> UInt64? {
      state.withLock { state in
        guard state.first == nil, state.next <= last else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func found(_ broken: BrokenSeed) {
      state.withLock { state in
        if state.first.map({ broken.seed < $0.seed }) ?? true { state.first = broken }
      }
    }
  }
}
