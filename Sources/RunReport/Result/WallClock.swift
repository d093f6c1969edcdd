// What a run took on the machine it ran on. Kept out of the report, whose bytes must not depend on a machine.

/// Facts of the wall clock about one run; `wallclock.json` beside `report.json`.
public struct WallClock: Hashable, Sendable, Codable {
  /// When the run began, ISO 8601 in UTC.
  public var started: String
  /// Processor time of the process, in seconds.
  public var cpuSeconds: Double
  /// Time that passed, in seconds.
  public var wallSeconds: Double
  /// Largest resident set of the process.
  public var peakMemoryBytes: Int
  /// Events of the simulation.
  public var events: Int
  /// Events per second of `wallSeconds`.
  public var eventsPerSecond: Double
  /// Simulated seconds per second of `wallSeconds`.
  public var speed: Double
  /// Processors that the machine offers.
  public var hostThreads: Int
  /// Runs at one time; absent where there was one run.
  public var threads: Int?

  /// The facts of one run.
  public init(
    started: String, cpuSeconds: Double, wallSeconds: Double, peakMemoryBytes: Int, events: Int,
    eventsPerSecond: Double, speed: Double, hostThreads: Int, threads: Int? = nil
  ) {
    self.started = started
    self.cpuSeconds = cpuSeconds
    self.wallSeconds = wallSeconds
    self.peakMemoryBytes = peakMemoryBytes
    self.events = events
    self.eventsPerSecond = eventsPerSecond
    self.speed = speed
    self.hostThreads = hostThreads
    self.threads = threads
  }
}
