// Calls to the queue that no run of the simulation makes, because a worker there begins at the moment of dispatch: a
// simulation actor that makes random ones, so that every transition of the table is held against an ordinary actor.

#if DEBUG
  import QueueModel

  @testable import Sim

  /// The one kind of event: another call.
  enum ScriptStep: UInt8, EventKind { case call }

  /// Owns a queue inside a simulation, and calls it at random.
  actor ScriptedQueue: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private var rules: JobQueue
    private var generator: SeededGenerator
    /// Jobs that are not released, with the latest lease of each.
    private var jobs: [(handle: JobHandle, lease: LeaseToken)] = []
    private(set) var calls: [RecordedCall] = []

    init(
      kernel: SimulationKernel, parameters: JobQueueParameters, line: any DispatchPolicy, slots: Int,
      seed: UInt64
    ) {
      self.kernel = kernel
      rules = JobQueue(parameters: parameters, line: line, slots: slots)
      generator = SeededGenerator(seed: seed)
    }

    /// Makes a call, and another one later while `left` is not used up.
    func step(_ left: UInt32) {
      let call = nextCall()
      let answer = rules.answer(call)
      calls.append(.queue(call, QueueEffect(answer, of: call, rules)))
      follow(call, answer)
      if left > 0 {
        kernel.schedule(after: Int64(generator.integer(in: 0...300_000_000)), ScriptStep.call, left - 1)
      }
    }

    private func nextCall() -> QueueCall {
      let now = Instant(millisecondsSinceEpoch: 1_768_208_400_000).advanced(byNanoseconds: kernel.now)
      let owner = UInt32(generator.integer(in: 0...20))
      let priority = UInt8(generator.integer(in: 1...10))
      guard !jobs.isEmpty, !generator.oneIn(3) else {
        switch generator.integer(in: 0...5) {
        case 0 where jobs.count < 9: return .park(owner: owner, priority: priority, now: now)
        case 1: return generator.oneIn(20) ? .promote(now: now) : .dispatch(now: now)
        case 2, 3: return .dispatch(now: now)
        // Few at a time, so that each is called often.
        default:
          return jobs.count < 9 ? .admit(owner: owner, priority: priority, now: now) : .dispatch(now: now)
        }
      }
      let (job, lease) = jobs[generator.integer(in: 0...(jobs.count - 1))]
      switch generator.integer(in: 0...11) {
      case 0, 1: return .start(job, lease, now: now)
      case 2, 3: return .firstToken(job, lease, now: now)
      case 4: return .renewLease(job, lease, now: now)
      case 5: return .complete(job, lease, tokens: generator.integer(in: 0...900), now: now)
      case 6: return .fail(job, lease, notBefore: nil, draw: generator.next(), tokens: 7, now: now)
      case 7: return .leaseExpired(job, lease, now: now)
      case 8: return .retryDue(job, now: now)
      case 9: return generator.oneIn(3) ? .cancel(job, now: now) : .workerStopped(job, tokens: nil, now: now)
      case 10: return .release(job)
      default: return .expire(job, now: now)
      }
    }

    private func follow(_ call: QueueCall, _ answer: QueueEffect.Answer) {
      switch (call, answer) {
      case (.admit, .job(let job?)), (.park, .job(let job?)): jobs.append((job, LeaseToken(value: 0)))
      case (.dispatch, .dispatch(.start(let job, let lease))):
        if let place = jobs.firstIndex(where: { $0.handle == job }) { jobs[place].lease = lease }
      case (.release(let job), .flag(true)): jobs.removeAll { $0.handle == job }
      default: break
      }
    }
  }

  /// Hands each event to the queue.
  struct Script: EventDispatcher {
    let kernel: SimulationKernel
    let queue: ScriptedQueue
    let steps: UInt32

    func start() { kernel.schedule(at: 0, ScriptStep.call, steps) }

    func handle(_ kind: ScriptStep, _ index: UInt32) { send(to: queue, index) { $0.step($1) } }
  }
#endif
