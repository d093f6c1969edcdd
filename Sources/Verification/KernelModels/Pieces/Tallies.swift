// What the systems count: durations, levels over time, and who of the counted customers is still there.

/// The sum of durations. A value of sixteen bytes.
struct DurationSum: BitwiseCopyable {
  private(set) var count = 0
  private var nanoseconds = 0.0

  mutating func add(_ duration: Int64) { add(Double(duration)) }

  mutating func add(_ duration: Double) {
    count += 1
    nanoseconds += duration
  }

  /// The mean in a truth file's units; not a number when there was none.
  func mean(_ scale: TimeScale) -> Double { scale.units(nanoseconds / Double(count)) }
}

/// The average of a level over a fixed time.
struct LevelAverage: BitwiseCopyable {
  private(set) var level = 0
  private var since: Int64 = 0
  private var area = 0.0
  private let from: Int64
  private let to: Int64

  /// Level 0 at moment 0, to be averaged over `window`.
  init(_ window: Range<Int64>) {
    from = window.lowerBound
    to = window.upperBound
  }

  /// The level changes now.
  mutating func change(by difference: Int, at now: Int64) {
    let begin = max(since, from)
    let end = min(now, to)
    if end > begin { area += Double(level) * Double(end - begin) }
    since = now
    level += difference
  }

  /// Whether a moment counts.
  func counts(_ now: Int64) -> Bool { now >= from && now < to }

  /// Whether the time is over.
  func isOver(at now: Int64) -> Bool { now >= to }

  /// The average. To be asked when the time is over.
  func mean(at now: Int64) -> Double {
    var closed = self
    closed.change(by: 0, at: now)
    return closed.area / Double(to - from)
  }
}

/// The customers that count: which, and how many of them are there.
struct CountedCustomers: BitwiseCopyable {
  private let numbers: (from: Int, to: Int)
  private(set) var present = 0

  init(_ plan: ArrivalPlan) { numbers = (plan.counted.lowerBound, plan.counted.upperBound) }

  @inline(__always) func contains(_ number: Int) -> Bool { number >= numbers.from && number < numbers.to }

  /// A customer comes.
  mutating func come(_ number: Int) { if contains(number) { present += 1 } }

  /// A customer leaves; whether it counts.
  mutating func leave(_ number: Int) -> Bool {
    guard contains(number) else { return false }
    present -= 1
    return true
  }
}
