// When the service degrades and when it recovers: a staircase with hysteresis and dwell.

/// The thresholds and the way down.
public struct DegradationPolicy: Hashable, Sendable {
  /// Level `hidden`, `simple`, `busy` is entered when the depth is strictly greater than its threshold, in jobs
  /// or in seconds of wait as the owner measures depth. Ascending.
  public var hidden: Double
  /// Threshold of level `simple`, as `hidden`.
  public var simple: Double
  /// Threshold of level `busy`, as `hidden`.
  public var busy: Double
  /// A level can be left when the depth is at or below its threshold times this; 0 to 1.
  public var exitRatio: Double
  /// ... and has been so without interruption for this long, in nanoseconds.
  public var minimumDwellNanoseconds: Int64
  /// At level `simple` the length that an answer would have had is multiplied by this, before any cap.
  public var simpleFactor: Double

  /// The design's thresholds unless told otherwise. Precondition: they ascend, and the ratio is 0 to 1.
  public init(
    hidden: Double = 1000, simple: Double = 5000, busy: Double = 10000, exitRatio: Double = 0.8,
    minimumDwell: Duration = .seconds(10), simpleFactor: Double = 0.5
  ) {
    precondition(0 <= hidden && hidden <= simple && simple <= busy, "levels must ascend")
    precondition((0...1).contains(exitRatio), "exitRatio must be 0 to 1, not \(exitRatio)")
    self.hidden = hidden
    self.simple = simple
    self.busy = busy
    self.exitRatio = exitRatio
    self.minimumDwellNanoseconds = minimumDwell.wholeNanoseconds
    self.simpleFactor = simpleFactor
  }

  /// A policy under which nothing ever degrades.
  public static let off = DegradationPolicy(hidden: .infinity, simple: .infinity, busy: .infinity)

  /// The depth above which `level` is entered.
  @inlinable public func threshold(_ level: DegradationLevel) -> Double {
    switch level {
    case .normal: 0
    case .hidden: hidden
    case .simple: simple
    case .busy: busy
    }
  }

  /// The highest level whose threshold `depth` exceeds.
  @inlinable public func levelFor(depth: Double) -> DegradationLevel {
    if depth <= hidden { return .normal }
    if depth <= simple { return .hidden }
    return depth <= busy ? .simple : .busy
  }
}

/// A change of level.
public struct LevelChange: Hashable, Sendable {
  /// When it happened.
  public var at: Instant
  /// The level before.
  public var from: DegradationLevel
  /// The level after.
  public var to: DegradationLevel
  /// The depth that caused it.
  public var depth: Double
}

/// Follows the depth of the queue and holds the level.
///
/// Up: immediately, to the highest level whose threshold is exceeded. Down: one level at a time, each after the
/// depth has been at or below the level's exit for the whole dwell, counted from the moment the level was
/// reached or the depth fell below its exit, whichever is later. With `exitRatio` 1 and no dwell the level is
/// at each moment the one that the depth alone gives.
///
/// ```swift
/// var controller = DegradationController(policy: DegradationPolicy())
/// controller.update(depth: 1000, now: start)  // nil: strictly greater is needed
/// controller.update(depth: 1001, now: start)  // normal → hidden
/// ```
public struct DegradationController: Hashable, Sendable {
  /// The rule that is followed.
  public let policy: DegradationPolicy
  /// The level now.
  public private(set) var level: DegradationLevel = .normal
  /// Since when the depth has been low enough to leave the level.
  @usableFromInline private(set) var calmSince: Instant?

  /// At level normal, with nothing waiting.
  public init(policy: DegradationPolicy) {
    self.policy = policy
  }

  /// When the level should be evaluated again although the depth may not change; nil when no dwell is running.
  @inlinable public var nextEvaluation: Instant? {
    calmSince?.advanced(byNanoseconds: policy.minimumDwellNanoseconds)
  }

  /// True when `update` with this depth could change anything: a cheap test for the common case.
  @inlinable public func isSettled(at depth: Double) -> Bool {
    level == .normal && depth <= policy.hidden
  }

  /// Tells the controller the depth at `now` and returns the change, if any. At most one step down a call where
  /// a dwell is set.
  public mutating func update(depth: Double, now: Instant) -> LevelChange? {
    let target = policy.levelFor(depth: depth)
    let before = level
    if target > level {
      level = target
      calmSince = nil
      return LevelChange(at: now, from: before, to: level, depth: depth)
    }
    while level > .normal {
      guard depth <= policy.threshold(level) * policy.exitRatio else {
        calmSince = nil
        break
      }
      let since = calmSince ?? now
      calmSince = since
      guard now.nanoseconds(since: since) >= policy.minimumDwellNanoseconds else { break }
      level = DegradationLevel(rawValue: level.rawValue - 1) ?? .normal
      calmSince = nil
    }
    return level == before ? nil : LevelChange(at: now, from: before, to: level, depth: depth)
  }
}
