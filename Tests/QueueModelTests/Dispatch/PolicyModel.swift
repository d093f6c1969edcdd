// Policies beside slow and obvious models of them: the same random calls to both, every answer compared.

import QueueModel
import Testing

/// A policy as its definition reads: lists that are searched.
protocol PolicyModel {
  /// Jobs that wait, in the order in which they entered.
  var waiting: [WaitingJob] { get set }
  mutating func entered(_ job: WaitingJob, now: Instant)
  /// The job that is next.
  func next(now: Instant) -> WaitingJob?
  /// A job to be dropped.
  func overdue(now: Instant) -> WaitingJob?
  /// A job has been taken for dispatch; it is not among the waiting any more.
  mutating func taken(_ job: WaitingJob, now: Instant)
  /// A job has left otherwise.
  mutating func left(_ job: WaitingJob, now: Instant)
  mutating func settle(_ owner: UInt32, tokens: Int?)
}

extension PolicyModel {
  mutating func entered(_ job: WaitingJob, now: Instant) {}
  func overdue(now: Instant) -> WaitingJob? { nil }
  mutating func taken(_ job: WaitingJob, now: Instant) {}
  mutating func left(_ job: WaitingJob, now: Instant) {}
  mutating func settle(_ owner: UInt32, tokens: Int?) {}
}

extension WaitingJob {
  /// Its place under strict priority.
  var strictPlace: (Int64, UInt64) {
    (StrictPriority.score(priority: priority, createdMilliseconds: createdMilliseconds), sequence)
  }
}

/// Makes the same random calls to a policy and to a model of it.
struct PolicyComparison<Policy: DispatchPolicy, Model: PolicyModel> {
  private var policy: Policy
  private var model: Model
  private let seed: UInt64
  private var generator: SeededGenerator
  private var now = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
  private var free = Array(UInt32(0)..<64)
  private var generations = [UInt32](repeating: 0, count: 64)
  private var sequence: UInt64 = 0
  /// Jobs that were popped and not settled.
  private var running: [WaitingJob] = []
  private var step = 0

  init(_ policy: Policy, _ model: Model, seed: UInt64) {
    self.policy = policy
    self.model = model
    self.seed = seed
    generator = SeededGenerator(seed: seed)
  }

  /// Records an issue at the first difference.
  mutating func run(steps: Int = 1500) {
    // Now and then the line is left to run empty, and to fill.
    for number in 0..<steps {
      step = number
      now = now.advanced(by: .milliseconds(generator.integer(in: 0...400)))
      let fills = number / 150 % 2 == 0
      let isAlike =
        switch generator.integer(in: 0...9) {
        case 0, 1, 2: insert()
        case 3 where fills: insert()
        case 3, 4, 5: pop()
        case 6: removeSomething()
        case 7: dropOverdue()
        default: settleSomething()
        }
      guard isAlike else { return }
      guard policy.count == model.waiting.count else {
        record("\(policy.count) wait, not \(model.waiting.count)")
        return
      }
    }
  }

  private func record(_ what: String) {
    Issue.record("seed \(seed), step \(step), \(Policy.self): \(what)")
  }

  private mutating func insert() -> Bool {
    // What comes back after an error keeps its age and its sequence.
    if generator.oneIn(5), let place = running.indices.randomElement(using: &generator) {
      let job = running.remove(at: place)
      settle(job)
      enter(job)
      return true
    }
    guard !free.isEmpty else { return true }
    let index = free.remove(at: generator.integer(in: 0...(free.count - 1)))
    sequence += 1
    // Few priorities, owners and milliseconds, so that ties are common.
    enter(
      WaitingJob(
        handle: JobHandle(index: index, generation: generations[Int(index)]),
        priority: UInt8(generator.integer(in: 1...4)), owner: UInt32(generator.integer(in: 0...6)),
        createdMilliseconds: now.millisecondsSinceEpoch / 50 * 50, sequence: sequence))
    return true
  }

  private mutating func enter(_ job: WaitingJob) {
    policy.insert(job, now: now)
    model.waiting.append(job)
    model.entered(job, now: now)
  }

  private mutating func pop() -> Bool {
    while let overdue = policy.popOverdue(now: now) {
      guard leaves(overdue, as: model.overdue(now: now)) else { return false }
    }
    let expected = model.next(now: now)
    let peeked = policy.peekNext(now: now)
    let popped = policy.popNext(now: now)
    guard popped == expected, peeked == expected else {
      record("popped \(popped as Any), peeked \(peeked as Any), not \(expected as Any)")
      return false
    }
    guard let popped else { return true }
    model.waiting.removeAll { $0.handle == popped.handle }
    model.taken(popped, now: now)
    running.append(popped)
    return true
  }

  private mutating func dropOverdue() -> Bool {
    let expected = model.overdue(now: now)
    let overdue = policy.popOverdue(now: now)
    guard let overdue else {
      if let expected { record("\(expected) was not dropped") }
      return expected == nil
    }
    return leaves(overdue, as: expected)
  }

  private mutating func leaves(_ job: WaitingJob, as expected: WaitingJob?) -> Bool {
    guard job == expected else {
      record("dropped \(job), not \(expected as Any)")
      return false
    }
    model.waiting.removeAll { $0.handle == job.handle }
    model.left(job, now: now)
    giveBack(job.handle)
    return true
  }

  private mutating func removeSomething() -> Bool {
    let job = generator.oneIn(4) ? nil : model.waiting.randomElement(using: &generator)
    let handle =
      job?.handle ?? JobHandle(index: UInt32(generator.integer(in: 0...70)), generation: 1_000_000)
    let isRemoved = policy.remove(handle)
    guard isRemoved == (job != nil) else {
      record("removing \(handle) gave \(isRemoved)")
      return false
    }
    guard let job else { return true }
    model.waiting.removeAll { $0.handle == handle }
    model.left(job, now: now)
    giveBack(handle)
    return true
  }

  private mutating func settleSomething() -> Bool {
    guard let place = running.indices.randomElement(using: &generator) else { return true }
    let job = running.remove(at: place)
    settle(job)
    giveBack(job.handle)
    return true
  }

  private mutating func settle(_ job: WaitingJob) {
    let tokens: Int? = generator.oneIn(5) ? nil : generator.integer(in: 0...900)
    policy.settle(job.owner, tokens: tokens, now: now)
    model.settle(job.owner, tokens: tokens)
  }

  private mutating func giveBack(_ handle: JobHandle) {
    free.append(handle.index)
    generations[Int(handle.index)] += 1
  }
}
