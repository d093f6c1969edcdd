// What somebody is told who is turned away because too many wait.

/// The Retry-After of a refusal at level busy: the time until the line should have drained to where the level
/// is left, spread so that those who were refused together do not come back together.
public enum BusyAnswer {
  /// Seconds to come back after, 5 to 300.
  ///
  /// - Parameters:
  ///   - depth: jobs waiting.
  ///   - exit: the depth at which the level is left.
  ///   - dispatchesPerSecond: how fast the line moves.
  ///   - draw: 64 evenly distributed bits; the estimate is multiplied by 0.5 to 1.5.
  public static func retryAfterSeconds(
    depth: Int, exit: Double, dispatchesPerSecond: Double, draw: UInt64
  ) -> Int {
    let drain = max(0, Double(depth) - exit) / max(dispatchesPerSecond, 0.1)
    let spread = 0.5 + Double(draw >> 11) * 0x1p-53
    return Int(min(300, max(5, drain)) * spread).clamped(to: 5...300)
  }
}

extension Comparable {
  func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
