// How busy a number of equal places was over time.

/// Integrates places in use, and the time during which all of them were, from the end of the warm-up to the end of the
/// stated duration of a run.
struct SlotUse: Sendable {
  private(set) var busyNanoseconds: Int64 = 0
  private(set) var fullNanoseconds: Int64 = 0
  private(set) var peak = 0
  private var inUse = 0
  private var isFull = false
  private var since: Int64
  /// Nothing after this is counted: the tail of a run is no part of its duration.
  let limit: Int64

  /// Counts from `start` on: what was before it is warm-up.
  init(from start: Int64, until limit: Int64) {
    since = start
    self.limit = limit
  }

  /// From `time` on `inUse` of `slots` are in use.
  mutating func update(inUse: Int, slots: Int, at time: Int64) {
    let now = min(time, limit)
    let span = max(0, now - since)
    busyNanoseconds &+= span &* Int64(self.inUse)
    fullNanoseconds &+= isFull ? span : 0
    since &+= span
    self.inUse = inUse
    isFull = inUse >= slots
    peak = max(peak, inUse)
  }
}
