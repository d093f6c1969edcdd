// The journal of a run: every call to a rule in order. In release builds recording compiles to nothing.

#if DEBUG
  /// Keeps the calls of one run.
  actor Journal: SimulationActor {
    nonisolated let kernel: SimulationKernel
    private(set) var calls: [RecordedCall] = []

    init(kernel: SimulationKernel) { self.kernel = kernel }

    func append(_ call: RecordedCall) { calls.append(call) }
  }
#endif

extension RunPlan {
  /// Writes a call into the journal, if there is one.
  @inline(__always) func record(_ call: @autoclosure () -> RecordedCall) {
    #if DEBUG
      guard let journal else { return }
      send(to: journal, call()) { $0.append($1) }
    #endif
  }
}

extension PriorityQueue {
  /// Writes a call that has just been answered into the journal, if there is one.
  @inline(__always) func record(
    _ call: @autoclosure () -> QueueCall, _ answer: @autoclosure () -> QueueEffect.Answer
  ) {
    #if DEBUG
      let call = call()
      let answer = answer()
      noteTouched(call, answer)
      guard plan.journal != nil else { return }
      plan.record(.queue(call, QueueEffect(answer, of: call, rules.value)))
    #endif
  }
}
