// What it costs to follow an answer: connections, heartbeats and rotations, by formula.

/// How answers are held open for their readers.
public struct StreamDeliveryPolicy: Hashable, Sendable {
  /// A sign of life is sent after this much silence, in nanoseconds.
  public let heartbeatNanoseconds: Int64
  /// A response is ended with a hint to resume after this long ± `rotationJitterNanoseconds`.
  public let rotationNanoseconds: Int64
  /// Largest deviation of a rotation, in nanoseconds.
  public let rotationJitterNanoseconds: Int64
  /// A response is cut by the platform after this long, in nanoseconds. Its reader comes back as after a rotation.
  public let longestNanoseconds: Int64

  /// Precondition: a rotation is longer than its jitter.
  public init(
    heartbeat: Duration = .seconds(15), rotation: Duration = .seconds(240),
    rotationJitter: Duration = .seconds(20), longest: Duration? = nil
  ) {
    precondition(heartbeat > .zero && rotation > rotationJitter, "a rotation must be longer than its jitter")
    self.heartbeatNanoseconds = heartbeat.wholeNanoseconds
    self.rotationNanoseconds = rotation.wholeNanoseconds
    self.rotationJitterNanoseconds = rotationJitter.wholeNanoseconds
    longestNanoseconds = longest?.wholeNanoseconds ?? .max
    leastLifetimeNanoseconds = min(
      rotation.wholeNanoseconds - rotationJitter.wholeNanoseconds, longestNanoseconds)
  }

  /// Heartbeats in a silence of `nanoseconds`: one at each whole interval strictly before its end. O(1).
  @inlinable public func heartbeats(inSilence nanoseconds: Int64) -> Int64 {
    // Almost every silence is shorter, and a division is slow.
    nanoseconds <= heartbeatNanoseconds ? 0 : (nanoseconds - 1) / heartbeatNanoseconds
  }

  /// No response that is not ended by something else lasts less than this, in nanoseconds.
  public let leastLifetimeNanoseconds: Int64

  /// A response that has been silent since its beginning, for this long at most, has been neither kept alive nor
  /// ended, in nanoseconds.
  @inlinable public var plainSilenceNanoseconds: Int64 { min(heartbeatNanoseconds, leastLifetimeNanoseconds) }

  /// How long a response lasts that is not ended by something else; `draw` is 64 evenly distributed bits.
  @inlinable public func lifetimeNanoseconds(draw: UInt64) -> Int64 {
    let width = UInt64(2 * rotationJitterNanoseconds + 1)
    let drawn =
      rotationNanoseconds - rotationJitterNanoseconds + Int64(draw.multipliedFullWidth(by: width).high)
    return min(drawn, longestNanoseconds)
  }
}
