// Measures what a run takes of the machine, from its creation on.

import RunReport

/// A stopwatch for one run.
struct Stopwatch {
  private let machine: Machine
  private let startedWall: Int64
  private let startedMonotonic: Int64
  private let startedCPU: Double

  /// Starts now, by the clocks of `machine`.
  init(_ machine: Machine) {
    self.machine = machine
    startedWall = machine.wallNanoseconds()
    startedMonotonic = machine.monotonicNanoseconds()
    startedCPU = machine.cpuSeconds()
  }

  /// The facts about a run of `events` events that came as far as `simulatedNanoseconds`, or about several together.
  func stop(events: Int, simulatedNanoseconds: Int64, threads: Int? = nil) -> WallClock {
    let wall = Double(machine.monotonicNanoseconds() - startedMonotonic) / 1e9
    return WallClock(
      started: CivilTime.utc(nanosecondsSinceEpoch: startedWall),
      cpuSeconds: machine.cpuSeconds() - startedCPU,
      wallSeconds: wall,
      peakMemoryBytes: machine.peakMemoryBytes(),
      events: events,
      eventsPerSecond: wall > 0 ? Double(events) / wall : 0,
      speed: wall > 0 ? Double(simulatedNanoseconds) / 1e9 / wall : 0,
      hostThreads: machine.processors(),
      threads: threads)
  }
}
