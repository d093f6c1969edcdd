// Each dispatch policy at steady depths: a job leaves for a worker, another ends, a new one enters, and now and then
// one is cancelled. A thousand such turns an iteration; the hash of what was dispatched must be that of the first.

import Benchmark
import Measuring
import QueueModel
import Scenario

/// The policies with 10, 1,000 and 100,000 jobs waiting.
enum DispatchPolicies {
  /// Adds the benchmarks.
  static func register() {
    for waiting in [10, 1_000, 100_000] {
      for policy in Queue.Policy.allCases {
        add("dispatch-\(policy.rawValue)-\(waiting)-waiting", waiting) {
          Queue().withPolicy(policy).makePolicy()
        }
      }
      add("dispatch-runningCap-\(waiting)-waiting", waiting) { RunningCap(StrictPriority(), most: 2) }
    }
  }

  private static let turns = 1_000

  private static func add(
    _ name: String, _ waiting: Int, _ makePolicy: @escaping @Sendable () -> any DispatchPolicy
  ) {
    let firstHash = FirstHash()
    let configuration = Effort.configuration(
      [.wallClock, RuleMetric.operations, RuleMetric.allocations], warmupIterations: 0, maxSeconds: 2,
      maxIterations: 100)
    Benchmark(name, configuration: configuration) { benchmark in
      var line = SteadyLine(makePolicy(), waiting: waiting)
      // What has only been added is put in order by the first to leave, which pays for all of them.
      for _ in 0..<turns { line.turn() }
      benchmark.startMeasurement()
      for _ in 0..<turns { line.turn() }
      benchmark.stopMeasurement()
      expect(benchmark, line.count == waiting, line.count)
      let first = firstHash.note(line.hash)
      expect(benchmark, line.hash == first, "the hash \(line.hash), where the first was \(first)")
      guard benchmark.currentIteration == 0 else { return }
      benchmark.measurement(RuleMetric.operations, turns)
      let allocations = Allocations.count {
        for _ in 0..<turns { line.turn() }
      }
      benchmark.measurement(RuleMetric.allocations, allocations)
    }
  }
}

/// A line that is kept at one depth.
private struct SteadyLine {
  private var policy: any DispatchPolicy
  private let owners: Int
  private var now = Instant(millisecondsSinceEpoch: 1_768_208_400_000)
  private var sequence: UInt64 = 0
  private var generations: [UInt32]
  private var random: UInt64 = 1
  private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Fills `policy` with so many jobs, of half as many owners.
  init(_ policy: any DispatchPolicy, waiting: Int) {
    self.policy = policy
    owners = max(1, waiting / 2)
    generations = [UInt32](repeating: 0, count: waiting)
    for index in 0..<UInt32(waiting) { enter(index) }
  }

  var count: Int { policy.count }

  /// One dispatch, its end, and somebody new in its place; every eighth time somebody leaves for somebody else.
  mutating func turn() {
    now = now.advanced(byNanoseconds: 1_000_000)
    if let overdue = policy.popOverdue(now: now) {
      enter(overdue.handle.index)
    } else if let next = policy.popNext(now: now) {
      hash = (hash ^ next.sequence) &* 0x100_0000_01b3
      policy.settle(next.owner, tokens: 100 + draw(below: 400), now: now)
      enter(next.handle.index)
    }
    guard sequence % 8 == 0 else { return }
    let index = UInt32(draw(below: generations.count))
    if policy.remove(JobHandle(index: index, generation: generations[Int(index)])) { enter(index) }
  }

  private mutating func enter(_ index: UInt32) {
    sequence += 1
    generations[Int(index)] += 1
    policy.insert(
      WaitingJob(
        handle: JobHandle(index: index, generation: generations[Int(index)]),
        priority: draw(below: 50) == 0 ? 1 : 10, owner: UInt32(draw(below: owners)),
        createdMilliseconds: now.millisecondsSinceEpoch, sequence: sequence),
      now: now)
  }

  /// The next number of an LCG (Knuth, MMIX), by its high bits.
  private mutating func draw(below bound: Int) -> Int {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(random.multipliedFullWidth(by: UInt64(bound)).high)
  }
}
