// What one threshold needs to be judged: the samples it selects, over its whole stretch and in windows of
// 60 seconds, so that the worst of them can be named.

import QueueModel
import RunReport

/// Collects what one threshold judges.
struct ThresholdProbe {
  let threshold: Threshold
  /// The stretch that it judges, nanoseconds since the start of the run.
  let from: Int64
  let to: Int64
  /// Place of a duration's metric in ``LatencyTable/metrics``; nil for other kinds.
  let metric: Int?

  private(set) var whole = Tally()
  private var recent = Tally()
  private var recentFrom: Int64
  private(set) var worst: RunReport.WorstWindow?

  static let windowNanoseconds: Int64 = 60_000_000_000

  /// Samples of one stretch.
  struct Tally {
    var durations: LatencyRecorder?
    /// Requests that count, and requests among which they are counted.
    var hits = 0
    var total = 0
    /// Sum of a gauge's readings, their number and extremes.
    var sum = 0.0
    var readings = 0
    var least = Double.infinity
    var greatest = -Double.infinity
    var last = 0.0
    var money: Int64 = 0

    mutating func reset() {
      var durations = durations
      durations?.reset()
      self = Tally()
      self.durations = durations
    }
  }

  init(_ threshold: Threshold, from: Int64, to: Int64) {
    self.threshold = threshold
    self.from = from
    self.to = to
    recentFrom = from
    metric = LatencyTable.metrics.firstIndex(of: threshold.selector.metric)
    if metric != nil {
      whole.durations = LatencyRecorder()
      recent.durations = LatencyRecorder()
    }
  }

  // MARK: Samples

  /// A request has ended.
  mutating func record(_ end: RequestEnd) {
    let selector = threshold.selector
    if end.intendedAt >= 0, end.intendedAt < from || end.intendedAt >= to { return }
    if let role = selector.role, role != end.role { return }
    if let level = selector.level, selector.metric != .timeAtLevel, level != end.level { return }
    if metric != nil {
      if let outcome = selector.outcome, outcome != end.outcome { return }
      let duration = end.duration(selector.metric)
      guard duration >= 0 else { return }
      whole.durations?.record(duration)
      recent.durations?.record(duration)
      return
    }
    let hit: Bool
    switch selector.metric {
    case .requests: hit = selector.outcome == nil || selector.outcome == end.outcome
    case .failed: hit = end.outcome.isFailure
    case .limited: hit = end.outcome == .limited
    case .goodput: hit = end.outcome.isDelivered
    default: return
    }
    whole.total += 1
    recent.total += 1
    if hit {
      whole.hits += 1
      recent.hits += 1
    }
  }

  /// The state of the system at the end of an interval: jobs waiting, and money spent in it by service.
  mutating func record(waiting: Int, spent: (BilledService?) -> Int64, at time: Int64) {
    guard time > from, time <= to else { return }
    switch threshold.selector.metric {
    case .waiting:
      whole.add(reading: Double(waiting))
      recent.add(reading: Double(waiting))
    case .cost:
      let money = spent(threshold.selector.service)
      whole.money += money
      recent.money += money
      whole.readings += 1
      recent.readings += 1
    default: break
    }
  }

  /// Ends the current window if it is over at `time`, and keeps it if it is the worst so far.
  mutating func roll(at time: Int64) {
    guard time - recentFrom >= Self.windowNanoseconds, time <= to else { return }
    if let value = value(of: recent, over: time - recentFrom), isWorse(value) {
      worst = RunReport.WorstWindow(
        value: value, startNanoseconds: recentFrom, lengthNanoseconds: time - recentFrom)
    }
    recent.reset()
    recentFrom = time
  }

  /// True when `value` is farther on the wrong side than the worst so far.
  private func isWorse(_ value: Double) -> Bool {
    guard let worst else { return true }
    switch threshold.comparison {
    case .less, .lessOrEqual, .notEqual: return value > worst.value
    case .greater, .greaterOrEqual: return value < worst.value
    case .equal: return abs(value - threshold.limit) > abs(worst.value - threshold.limit)
    }
  }

  // MARK: Judgement

  /// The observed value over the whole stretch so far; nil without samples.
  func observed(until time: Int64) -> Double? { value(of: whole, over: min(time, to) - from) }

  /// How many samples ``observed(until:)`` was made from.
  var samples: Int {
    switch threshold.selector.metric.kind {
    case .duration: whole.durations?.count ?? 0
    case .gauge, .money: whole.readings
    default: whole.total
    }
  }

  private func value(of tally: Tally, over nanoseconds: Int64) -> Double? {
    let seconds = Double(nanoseconds) / 1e9
    switch threshold.selector.metric.kind {
    case .duration:
      guard let durations = tally.durations else { return nil }
      if threshold.aggregate == .count { return Double(durations.count) }
      guard durations.count > 0 else { return nil }
      return durations.value(threshold.aggregate)
    case .share:
      return tally.total == 0 ? nil : Double(tally.hits) / Double(tally.total)
    case .counter:
      if threshold.aggregate == .rate { return seconds > 0 ? Double(tally.hits) / seconds : nil }
      return Double(tally.hits)
    case .ratePerSecond: return seconds > 0 && tally.total > 0 ? Double(tally.hits) / seconds : nil
    case .money: return tally.readings == 0 ? nil : Double(tally.money) / 1e9
    case .gauge:
      guard tally.readings > 0 else { return nil }
      switch threshold.aggregate {
      case .average: return tally.sum / Double(tally.readings)
      case .minimum: return tally.least
      case .maximum: return tally.greatest
      default: return tally.last
      }
    case .time: return nil
    }
  }
}

extension ThresholdProbe.Tally {
  mutating func add(reading: Double) {
    sum += reading
    readings += 1
    least = min(least, reading)
    greatest = max(greatest, reading)
    last = reading
  }
}

extension LatencyRecorder {
  /// One number in seconds. Precondition: there are durations.
  func value(_ aggregate: Aggregate) -> Double? {
    switch aggregate {
    case .average: mean / 1e9
    case .minimum: Double(least) / 1e9
    case .maximum: Double(greatest) / 1e9
    case .median: percentile(50).map { Double($0) / 1e9 }
    case .percentile(let percent): percentile(percent).map { Double($0) / 1e9 }
    case .count: Double(count)
    case .rate, .value: nil
    }
  }
}
