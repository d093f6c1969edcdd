// Each policy beside its model, and what its documentation says of it.

import QueueModel
import Testing

private let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

private func job(
  _ index: UInt32, priority: UInt8 = 10, owner: UInt32 = 0, after: Duration = .zero
) -> WaitingJob {
  WaitingJob(
    handle: JobHandle(index: index, generation: 0), priority: priority, owner: owner,
    createdMilliseconds: start.advanced(by: after).millisecondsSinceEpoch, sequence: UInt64(index) + 1)
}

/// The places of all jobs in the order in which they are dispatched at one moment.
private func order(_ line: some DispatchPolicy, now: Instant) -> [UInt32] {
  var line = line
  var order: [UInt32] = []
  while let next = line.popNext(now: now) { order.append(next.handle.index) }
  return order
}

@Suite struct StridePriorityTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let levelMilliseconds: Int64
    func next(now: Instant) -> WaitingJob? {
      waiting.min {
        (Int64($0.priority) * levelMilliseconds + $0.createdMilliseconds, $0.sequence)
          < (Int64($1.priority) * levelMilliseconds + $1.createdMilliseconds, $1.sequence)
      }
    }
  }

  @Test(arguments: UInt64(1)...40) func equalsItsModel(seed: UInt64) {
    let worth: Int64 = [0, 50, 1000, 1_000_000_000_000][Int(seed % 4)]
    var comparison = PolicyComparison(
      StridePriority(levelWorth: .milliseconds(worth)), Model(levelMilliseconds: worth), seed: seed)
    comparison.run()
  }

  @Test func aLevelIsWorthItsTime() {
    var line = StridePriority(levelWorth: .seconds(60))
    line.insert(job(0, priority: 10), now: start)
    line.insert(job(1, priority: 9, after: .seconds(60)), now: start)
    line.insert(job(2, priority: 9, after: .milliseconds(60_001)), now: start)
    line.insert(job(3, priority: 9, after: .milliseconds(59_999)), now: start)
    #expect(order(line, now: start) == [3, 0, 1, 2])
  }
}

@Suite struct BoundedAgingTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let interval: Int64
    let levels: Int64
    func next(now: Instant) -> WaitingJob? {
      func place(_ job: WaitingJob) -> (Int64, Int64, UInt64) {
        let earned = min(levels, (now.millisecondsSinceEpoch - job.createdMilliseconds) / interval)
        return (max(1, Int64(job.priority) - earned), job.createdMilliseconds, job.sequence)
      }
      return waiting.min { place($0) < place($1) }
    }
  }

  @Test(arguments: UInt64(1)...40) func equalsItsModel(seed: UInt64) {
    let levels = Int(seed % 5)
    let interval = Int64(1 + seed % 7 * 150)
    var comparison = PolicyComparison(
      BoundedAging(interval: .milliseconds(interval), levels: levels),
      Model(interval: interval, levels: Int64(levels)), seed: seed)
    comparison.run()
  }

  @Test func waitingEarnsLevelsAndNoMoreThanAreAllowed() {
    var line = BoundedAging(interval: .seconds(60), levels: 2)
    line.insert(job(0, priority: 10), now: start)
    line.insert(job(1, priority: 8, after: .seconds(120)), now: start)
    line.insert(job(2, priority: 7, after: .seconds(500)), now: start)
    #expect(line.level(of: job(0, priority: 10), now: start.advanced(by: .seconds(119))) == 9)
    #expect(order(line, now: start.advanced(by: .seconds(119))) == [2, 1, 0])
    // After two minutes it has earned both levels and came first, and never earns a third.
    #expect(order(line, now: start.advanced(by: .seconds(120))) == [2, 0, 1])
    #expect(line.level(of: job(0, priority: 10), now: start.advanced(by: .seconds(10_000))) == 8)
  }
}

@Suite struct DeadlineDropTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let maximumWait: Int64
    func next(now: Instant) -> WaitingJob? { waiting.min { $0.strictPlace < $1.strictPlace } }
    func overdue(now: Instant) -> WaitingJob? {
      waiting.filter { now.millisecondsSinceEpoch - $0.createdMilliseconds > maximumWait }
        .min { ($0.createdMilliseconds, $0.sequence) < ($1.createdMilliseconds, $1.sequence) }
    }
  }

  @Test(arguments: UInt64(1)...40) func equalsItsModel(seed: UInt64) {
    let wait = Int64(seed % 5) * 1500
    var comparison = PolicyComparison(
      DeadlineDrop(maximumWait: .milliseconds(wait)), Model(maximumWait: wait), seed: seed)
    comparison.run()
  }
}

@Suite struct AdaptiveLIFOTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let target: Int64
    let interval: Int64
    /// When each job is due.
    var deadlines: [UInt64: Int64] = [:]
    var lastEmpty = start

    func isOverloaded(_ now: Instant) -> Bool { now.nanoseconds(since: lastEmpty) > interval }

    mutating func entered(_ job: WaitingJob, now: Instant) {
      if waiting.count == 1 { lastEmpty = now }
      let timeout = isOverloaded(now) ? target : interval
      deadlines[job.sequence] = now.advanced(byNanoseconds: timeout).nanosecondsSinceEpoch
    }

    func next(now: Instant) -> WaitingJob? {
      guard isOverloaded(now) else { return waiting.min { $0.strictPlace < $1.strictPlace } }
      let highest = waiting.map(\.priority).min()
      return waiting.filter { $0.priority == highest }
        .max { ($0.createdMilliseconds, $0.sequence) < ($1.createdMilliseconds, $1.sequence) }
    }

    func overdue(now: Instant) -> WaitingJob? {
      func due(_ job: WaitingJob) -> (Int64, UInt64) { (deadlines[job.sequence] ?? .max, job.sequence) }
      return waiting.filter { due($0).0 < now.nanosecondsSinceEpoch }.min { due($0) < due($1) }
    }
  }

  @Test(arguments: UInt64(1)...40) func equalsItsModel(seed: UInt64) {
    let target = Int64(300 + seed % 3 * 500)
    let interval = target + Int64(seed % 4) * 1000
    var comparison = PolicyComparison(
      AdaptiveLIFO(target: .milliseconds(target), interval: .milliseconds(interval)),
      Model(target: target * 1_000_000, interval: interval * 1_000_000), seed: seed)
    comparison.run()
  }

  @Test func theNewestGoesFirstOnlyInAnOverload() {
    var line = AdaptiveLIFO(target: .seconds(2), interval: .seconds(30))
    for second in 0..<5 {
      let after = Duration.seconds(second)
      line.insert(job(UInt32(second), after: after), now: start.advanced(by: after))
    }
    #expect(order(line, now: start.advanced(by: .seconds(30))) == [0, 1, 2, 3, 4])
    #expect(order(line, now: start.advanced(by: .milliseconds(30_001))) == [4, 3, 2, 1, 0])
    // Who entered before the overload may wait for the interval, who enters in it for the target.
    line.insert(job(9, after: .seconds(31)), now: start.advanced(by: .seconds(31)))
    #expect(line.popOverdue(now: start.advanced(by: .seconds(31)))?.handle.index == 0)
    #expect(line.popOverdue(now: start.advanced(by: .seconds(31))) == nil)
    var dropped: [UInt32] = []
    while let next = line.popOverdue(now: start.advanced(by: .milliseconds(33_500))) {
      dropped.append(next.handle.index)
    }
    #expect(dropped == [1, 2, 3, 9])
  }
}

@Suite struct DeficitRoundRobinTests {
  struct Model: PolicyModel {
    struct Person {
      var owner: UInt32
      var account = 0
    }

    var waiting: [WaitingJob] = []
    let quantum: Int
    let expected: Int
    /// The one who is visited is first.
    var ring: [Person] = []
    var isPaidIn = false

    mutating func entered(_ job: WaitingJob, now: Instant) {
      if !ring.contains(where: { $0.owner == job.owner }) { ring.append(Person(owner: job.owner)) }
    }

    private mutating func goToNext() {
      guard !ring.isEmpty else { return }
      while true {
        if !isPaidIn { ring[0].account += quantum }
        isPaidIn = true
        if ring[0].account >= expected { return }
        ring.append(ring.removeFirst())
        isPaidIn = false
      }
    }

    func next(now: Instant) -> WaitingJob? {
      var copy = self
      copy.goToNext()
      return waiting.filter { $0.owner == copy.ring.first?.owner }.min { $0.strictPlace < $1.strictPlace }
    }

    mutating func taken(_ job: WaitingJob, now: Instant) {
      goToNext()
      ring[0].account -= expected
      left(job, now: now)
    }

    mutating func left(_ job: WaitingJob, now: Instant) {
      guard !waiting.contains(where: { $0.owner == job.owner }) else { return }
      if ring[0].owner == job.owner { isPaidIn = false }
      ring.removeAll { $0.owner == job.owner }
    }

    mutating func settle(_ owner: UInt32, tokens: Int?) {
      guard let tokens, let place = ring.firstIndex(where: { $0.owner == owner }) else { return }
      ring[place].account += expected - tokens
    }
  }

  @Test(arguments: UInt64(1)...40) func equalsItsModel(seed: UInt64) {
    let expected = Int(1 + seed % 3 * 200)
    let quantum = expected + Int(seed % 4) * 250
    var comparison = PolicyComparison(
      DeficitRoundRobin(quantum: quantum, expectedTokens: expected),
      Model(quantum: quantum, expected: expected), seed: seed)
    comparison.run()
  }

  @Test func tokensAreSharedByThoseWhoAlwaysWait() {
    // Three persons with as many jobs as they like, whose answers are short, middling and long.
    var line = DeficitRoundRobin(quantum: 300, expectedTokens: 300)
    let length = [100, 300, 900]
    var served = [0, 0, 0]
    for index in 0..<30 { line.insert(job(UInt32(index), owner: UInt32(index % 3)), now: start) }
    for _ in 0..<3000 {
      guard let next = line.popNext(now: start) else { break }
      line.settle(next.owner, tokens: length[Int(next.owner)], now: start)
      served[Int(next.owner)] += length[Int(next.owner)]
      line.insert(next, now: start)
    }
    let (least, most) = (served.min() ?? 0, served.max() ?? 0)
    #expect(most - least <= 300 + 900, "\(served)")
  }
}

@Suite struct StartTimeFairQueuingTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let expected: Int
    var virtualTime = 0
    var finish: [UInt32: Int] = [:]
    var waitingSince: [UInt32: Int] = [:]

    mutating func entered(_ job: WaitingJob, now: Instant) {
      if waiting.count(where: { $0.owner == job.owner }) == 1 { waitingSince[job.owner] = virtualTime }
    }

    private func first(of owner: UInt32) -> WaitingJob? {
      waiting.filter { $0.owner == owner }.min { $0.strictPlace < $1.strictPlace }
    }

    private func begin(of owner: UInt32) -> Int { max(waitingSince[owner] ?? 0, finish[owner] ?? 0) }

    func next(now: Instant) -> WaitingJob? {
      Set(waiting.map(\.owner)).compactMap { first(of: $0) }
        .min { (begin(of: $0.owner), $0.sequence) < (begin(of: $1.owner), $1.sequence) }
    }

    mutating func taken(_ job: WaitingJob, now: Instant) {
      let begin = begin(of: job.owner)
      virtualTime = max(virtualTime, begin)
      finish[job.owner] = begin + expected
    }

    mutating func settle(_ owner: UInt32, tokens: Int?) {
      finish[owner, default: 0] += tokens.map { $0 - expected } ?? 0
    }
  }

  @Test(arguments: UInt64(1)...60) func equalsItsModel(seed: UInt64) {
    let expected = Int(1 + seed % 3 * 200)
    var comparison = PolicyComparison(
      StartTimeFairQueuing(expectedTokens: expected), Model(expected: expected), seed: seed)
    comparison.run()
  }

  @Test func whoAsksOnceGoesBeforeWhoAsksAHundredTimes() {
    var line = StartTimeFairQueuing()
    for index in 0..<100 { line.insert(job(UInt32(index), owner: 1), now: start) }
    for _ in 0..<10 { _ = line.popNext(now: start) }
    line.insert(job(100, owner: 2), now: start)
    line.insert(job(101, owner: 2), now: start)
    #expect(line.popNext(now: start)?.handle.index == 100)
    // Then both have had as much since the second began to wait.
    #expect(Set(order(line, now: start).prefix(2)) == [10, 101])
  }
}

@Suite struct RunningCapTests {
  struct Model: PolicyModel {
    var waiting: [WaitingJob] = []
    let most: Int
    var running: [UInt32: Int] = [:]

    func next(now: Instant) -> WaitingJob? {
      waiting.filter { running[$0.owner, default: 0] < most }.min { $0.strictPlace < $1.strictPlace }
    }

    mutating func taken(_ job: WaitingJob, now: Instant) { running[job.owner, default: 0] += 1 }
    mutating func settle(_ owner: UInt32, tokens: Int?) { running[owner, default: 0] -= 1 }
  }

  @Test(arguments: UInt64(1)...60) func equalsItsModel(seed: UInt64) {
    let most = Int(1 + seed % 3)
    var comparison = PolicyComparison(
      RunningCap(StrictPriority(), most: most), Model(most: most), seed: seed)
    comparison.run()
  }

  @Test(arguments: UInt64(1)...20) func nobodyIsForgottenWhateverThePolicy(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let policies: [any DispatchPolicy] = [
      DeficitRoundRobin(), StartTimeFairQueuing(), AdaptiveLIFO(),
      BoundedAging(interval: .seconds(1), levels: 9),
    ]
    for policy in policies {
      var line = RunningCap(policy, most: 2)
      var running: [WaitingJob] = []
      for index in 0..<40 {
        line.insert(job(UInt32(index), owner: UInt32(generator.integer(in: 0...4))), now: start)
      }
      for index in 0..<40 where generator.oneIn(4) {
        _ = line.remove(JobHandle(index: UInt32(index), generation: 0))
      }
      var left = line.count
      while left > 0 {
        while let next = line.popNext(now: start) {
          running.append(next)
          left -= 1
          #expect(running.count { $0.owner == next.owner } <= 2, "seed \(seed), \(policy)")
        }
        guard let place = running.indices.randomElement(using: &generator) else { break }
        line.settle(running.remove(at: place).owner, tokens: 100, now: start)
      }
      #expect(left == 0 && line.count == 0, "seed \(seed), \(policy): \(left) are left")
    }
  }
}
