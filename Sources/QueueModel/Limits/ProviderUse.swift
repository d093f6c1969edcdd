// What is used of one limit of an account, and when it has room again: the three ways in which providers count.

extension ProviderLimits {
  /// One limit, and what is used of it.
  @usableFromInline struct Use: Hashable, Sendable {
    @usableFromInline let kind: ProviderCapacity.Kind
    @usableFromInline let per: ProviderCapacity.Period
    @usableFromInline let limit: Int64
    @usableFromInline let window: ProviderCapacity.Window
    @usableFromInline let periodNanoseconds: Int64
    /// Beginning of the window; of a bucket, when it was last looked at.
    @usableFromInline var sinceNanoseconds = Int64.min
    /// Used in the window.
    @usableFromInline var used: Int64 = 0
    /// Sliding windows only: used in the window before it.
    @usableFromInline var previous: Int64 = 0
    /// Buckets only: what is missing from a full one, times the nanoseconds of the period, so that what flows in
    /// within a nanosecond is a whole number.
    @usableFromInline var missing: Int128 = 0

    init(_ capacity: ProviderCapacity, per: ProviderCapacity.Period) {
      self.kind = capacity.kind
      self.per = per
      self.limit = capacity.value
      self.window = capacity.window
      self.periodNanoseconds = per.nanoseconds
    }

    /// Brings the count to `now`: starts a window if the last one has ended, or lets the bucket fill.
    @inlinable mutating func advance(to now: Instant) {
      let time = now.nanosecondsSinceEpoch
      switch window {
      case .fixed:
        if sinceNanoseconds != .min, time - sinceNanoseconds < periodNanoseconds { return }
        sinceNanoseconds = time.dividedRoundingDown(by: periodNanoseconds) * periodNanoseconds
        used = 0
      case .sliding:
        if sinceNanoseconds != .min, time - sinceNanoseconds < periodNanoseconds { return }
        let start = time.dividedRoundingDown(by: periodNanoseconds) * periodNanoseconds
        let isNext = sinceNanoseconds != .min && start - sinceNanoseconds == periodNanoseconds
        previous = isNext ? used : 0
        used = 0
        sinceNanoseconds = start
      case .bucket:
        if sinceNanoseconds != .min {
          missing = max(0, missing - Int128(limit) * Int128(time - sinceNanoseconds))
        }
        sinceNanoseconds = time
      }
    }

    /// True when so much more fits at `now`, to which the count has been brought.
    @inlinable func fits(_ amount: Int64, now: Instant) -> Bool {
      switch window {
      case .fixed: used + amount <= limit
      case .sliding: weightOfPrevious(now) + used + amount <= limit
      case .bucket:
        missing + Int128(amount) * Int128(periodNanoseconds) <= Int128(limit) * Int128(periodNanoseconds)
      }
    }

    /// Counts so much more.
    @inlinable mutating func take(_ amount: Int64) {
      used += amount
      if window == .bucket { missing += Int128(amount) * Int128(periodNanoseconds) }
    }

    /// A call that was admitted at a moment used so much more (or less) than it had reserved.
    @inlinable mutating func correct(by difference: Int64, admittedAt: Instant) {
      let time = admittedAt.nanosecondsSinceEpoch
      switch window {
      case .fixed:
        if time >= sinceNanoseconds { used += difference }
      case .sliding:
        if time >= sinceNanoseconds {
          used += difference
        } else if time >= sinceNanoseconds - periodNanoseconds {
          previous += difference
        }
      case .bucket:
        // What has flowed in meanwhile was for everybody: a bucket is never more than full.
        missing = max(0, missing + Int128(difference) * Int128(periodNanoseconds))
      }
    }

    /// Nanoseconds from `now`, at which it does not fit, until so much fits if nobody else calls; nil for never.
    @usableFromInline func wait(for amount: Int64, now: Instant) -> Int64? {
      guard amount <= limit else { return nil }
      let offset = now.nanosecondsSinceEpoch - sinceNanoseconds
      switch window {
      case .fixed: return periodNanoseconds - offset
      case .sliding:
        let room = limit - used - amount
        if room >= 0 { return fading(previous, to: room) - offset }
        return periodNanoseconds - offset + fading(used, to: limit - amount)
      case .bucket:
        let lacking = missing + Int128(amount - limit) * Int128(periodNanoseconds)
        return Int64((lacking + Int128(limit) - 1) / Int128(limit))
      }
    }

    /// What the previous window still counts: its use times the share of it that lies within a period of `now`,
    /// rounded down.
    @inlinable func weightOfPrevious(_ now: Instant) -> Int64 {
      if previous <= 0 { return 0 }
      let left = periodNanoseconds - (now.nanosecondsSinceEpoch - sinceNanoseconds)
      return Int64(Int128(previous) * Int128(left) / Int128(periodNanoseconds))
    }

    /// Nanoseconds into a window at which the window before it, in which `count` were used, weighs `room` or less.
    private func fading(_ count: Int64, to room: Int64) -> Int64 {
      if count <= room { return 0 }
      let left = (Int128(room + 1) * Int128(periodNanoseconds) - 1) / Int128(count)
      return max(0, periodNanoseconds - Int64(left))
    }
  }
}
