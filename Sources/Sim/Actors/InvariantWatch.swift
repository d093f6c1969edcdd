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

    init(kernel: SimulationKernel) { self.kernel = kernel }

    /// An event was checked; ends the run if something is broken.
    func checked(_ violations: [InvariantViolation], isRecount: Bool) {
      events += 1
      if isRecount { recounts += 1 }
      guard !violations.isEmpty else { return }
      let seconds = Double(kernel.now) / 1e9
      found += violations.map {
        InvariantViolation($0.invariant, "\($0.detail), after event \(kernel.eventCount) at \(seconds) s")
      }
      kernel.stop()
    }
  }
#endif
