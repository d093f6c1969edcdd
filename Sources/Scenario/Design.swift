// Which reading of the original design a run shows, and its defects one by one.

public import QueueModel

/// The reading of the design, and the defects that are switched on or off beside it.
public struct Design: Hashable, Sendable {
  /// The reading to start from.
  public var profile: DesignProfile = .corrected
  /// Defects switched on besides those of the reading.
  public var faults: [DesignFault] = []
  /// Defects of the reading that are switched off.
  public var without: [DesignFault] = []
  /// `noDrain` only: a job is published while the sorted set, counted with it, holds fewer.
  public var publishGate = 100
  /// Time of one round trip to Redis, for polls.
  public var roundTrip: Duration = .milliseconds(10)
  /// `roleFromBody` only: share of the students who call themselves teachers.
  public var pretenders = 0.01

  /// The corrected design.
  public init() {}

  /// The defects that are switched on.
  public var switchedOn: DesignFaults {
    profile.faults.union(DesignFaults(faults)).subtracting(DesignFaults(without))
  }
}

extension Scenario {
  /// The scenario with the settings that its defects stand for: a defect that is a value of a key becomes that value.
  public func withDesignSettings() -> Scenario {
    let faults = design.switchedOn
    guard !faults.isEmpty else { return self }
    var scenario = self
    if faults.contains(.cacheUnused) { scenario.system.cache.enabled = false }
    if faults.contains(.cacheStampede) { scenario.system.cache.singleFlight = false }
    if faults.contains(.degradationAbsent) { scenario.system.degradation.enabled = false }
    if faults.contains(.noHysteresis) {
      scenario.system.degradation.exitRatio = 1
      scenario.system.degradation.minimumDwell = .zero
    }
    if faults.contains(.ephemeralCache) { scenario.system.rateLimit.ephemeralCache = true }
    if faults.contains(.threeCommandsPerChunk) { scenario.system.stream.coalesceTokens = 1 }
    return scenario
  }
}
