// The heap of waiting jobs beside a sorted array.

import QueueModel
import Testing

@Suite struct StrictPriorityTests {
  private static let now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  private static func job(
    _ index: UInt32, priority: UInt8, milliseconds: Int64, sequence: UInt64, generation: UInt32 = 0
  ) -> WaitingJob {
    WaitingJob(
      handle: JobHandle(index: index, generation: generation), priority: priority, owner: 0,
      createdMilliseconds: milliseconds, sequence: sequence)
  }

  @Test func theScoreIsThatOfTheDesign() {
    #expect(
      StrictPriority.score(priority: 3, createdMilliseconds: 1_700_000_000_123) == 4_700_000_000_123)
  }

  @Test func aHigherPriorityGoesFirstHoweverLateItComes() {
    var line = StrictPriority()
    line.insert(Self.job(0, priority: 10, milliseconds: 1_700_000_000_000, sequence: 1), now: Self.now)
    line.insert(Self.job(1, priority: 9, milliseconds: 1_799_999_999_999, sequence: 2), now: Self.now)
    line.insert(Self.job(2, priority: 1, milliseconds: 1_899_999_999_999, sequence: 3), now: Self.now)
    var order: [UInt32] = []
    while let next = line.popNext(now: Self.now) { order.append(next.handle.index) }
    #expect(order == [2, 1, 0])
  }

  @Test func withinAMillisecondTheOrderOfAdmissionDecides() {
    var line = StrictPriority()
    for (index, sequence) in [UInt64(5), 2, 9, 1, 7].enumerated() {
      line.insert(
        Self.job(UInt32(index), priority: 10, milliseconds: 1, sequence: sequence), now: Self.now)
    }
    var order: [UInt64] = []
    while let next = line.popNext(now: Self.now) { order.append(next.sequence) }
    #expect(order == [1, 2, 5, 7, 9])
  }

  @Test func anEarlierHolderOfThePlaceIsNotRemoved() {
    var line = StrictPriority()
    line.insert(Self.job(3, priority: 1, milliseconds: 1, sequence: 1, generation: 4), now: Self.now)
    let earlier = line.remove(JobHandle(index: 3, generation: 3))
    let unknown = line.remove(JobHandle(index: 99, generation: 0))
    #expect(!earlier && !unknown && line.count == 1)
    let present = line.remove(JobHandle(index: 3, generation: 4))
    let again = line.remove(JobHandle(index: 3, generation: 4))
    #expect(present && !again && line.count == 0)
  }

  @Test(arguments: UInt64(1)...40) func equalsASortedArray(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var line = StrictPriority()
    // Kept in order by score, then by admission.
    var sorted: [WaitingJob] = []
    var free = Array(UInt32(0)..<64)
    var generations = [UInt32](repeating: 0, count: 64)
    var sequence: UInt64 = 0
    func precedes(_ left: WaitingJob, _ right: WaitingJob) -> Bool {
      if left.priority != right.priority { return left.priority < right.priority }
      if left.createdMilliseconds != right.createdMilliseconds {
        return left.createdMilliseconds < right.createdMilliseconds
      }
      return left.sequence < right.sequence
    }
    func giveBack(_ handle: JobHandle) {
      free.append(handle.index)
      generations[Int(handle.index)] += 1
    }
    for step in 0..<1500 {
      switch generator.integer(in: 0...5) {
      case 0, 1, 2:
        guard !free.isEmpty else { continue }
        let index = free.remove(at: generator.integer(in: 0...(free.count - 1)))
        sequence += 1
        // Few priorities and milliseconds, so that ties are common.
        let job = Self.job(
          index, priority: UInt8(generator.integer(in: 1...3)),
          milliseconds: Int64(generator.integer(in: 0...9)), sequence: sequence,
          generation: generations[Int(index)])
        line.insert(job, now: Self.now)
        sorted.insert(job, at: sorted.firstIndex { precedes(job, $0) } ?? sorted.count)
      case 3, 4:
        let expected = sorted.isEmpty ? nil : sorted.removeFirst()
        let peeked = line.peekNext(now: Self.now)
        let popped = line.popNext(now: Self.now)
        guard popped == expected, peeked == expected else {
          Issue.record("seed \(seed), step \(step): \(popped as Any), not \(expected as Any)")
          return
        }
        if let popped { giveBack(popped.handle) }
      default:
        let handle =
          generator.oneIn(4)
          ? JobHandle(index: UInt32(generator.integer(in: 0...70)), generation: 1000)
          : sorted.randomElement(using: &generator)?.handle ?? JobHandle(index: 0, generation: 1000)
        let place = sorted.firstIndex { $0.handle == handle }
        let removed = line.remove(handle)
        guard removed == (place != nil) else {
          Issue.record("seed \(seed), step \(step): removing \(handle) gave \(removed)")
          return
        }
        if let place { giveBack(sorted.remove(at: place).handle) }
      }
      guard line.count == sorted.count else {
        Issue.record("seed \(seed), step \(step): \(line.count) wait, not \(sorted.count)")
        return
      }
    }
  }
}
