// Who remembers what was found broken on the way, in debug builds.

#if DEBUG
  /// Keeps what the checks after each event found, and counts them.
  actor InvariantWatch: SimulationActor {
    nonisolated let kernel: SimulationKernel

    /// Events between two recounts of everything.
    static let eventsBetweenRecounts = 10_000

    /// What was broken, with the event and the moment.
    private(set) var found: [InvariantViolation] = []
    /// Events after which what they touched was checked.
    private(set) var events = 0
    /// Times that everything was recounted.
    private(set) var recounts = 0

    /// Those that a defect of the original design says it breaks: found at the end, and no reason to stop.
    private let declared: Set<Invariant>

    init(kernel: SimulationKernel, declared: Set<Invariant> = []) {
      self.kernel = kernel
      self.declared = declared
    }

    /// An event was checked; ends the run if something is broken.
    func checked(_ violations: [InvariantViolation], isRecount: Bool) {
      events += 1
      if isRecount { recounts += 1 }
      let violations = violations.filter { !declared.contains($0.invariant) }
      guard !violations.isEmpty else { return }
      let seconds = Double(kernel.now) / 1e9
      found += violations.map {
        InvariantViolation($0.invariant, "\($0.detail), after event \(kernel.eventCount) at \(seconds) s")
      }
      kernel.stop()
    }
  }
#endif
