// What one threshold needs to be judged, over its whole stretch and in windows of 60 seconds, so that the worst of
// them can be named. Requests are read from the log; only readings of the system are kept here.

import QueueModel
import RunReport

/// What a threshold found at the end of a run.
struct ThresholdReading: Sendable {
  var threshold: Threshold
  /// In the threshold's own unit; nil without samples.
  var observed: Double?
  /// How many samples that was made from.
  var samples: Int
  var worst: RunReport.WorstWindow?
}

/// Judges one threshold.
struct ThresholdProbe: Sendable {
  let threshold: Threshold
  /// Place of the sample set that it judges; nil where it does not judge durations.
  let set: Int?
  private let total: [Int]
  private let hits: [Int]

  private var whole = Tally()
  /// Since the window began; of requests, what there were before it.
  private var recent = Tally()
  private var window: RollingWindow
  private(set) var worst: RunReport.WorstWindow?

  var stretch: Stretch { window.stretch }

  /// Samples of one stretch.
  private struct Tally {
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
    /// Attempts begun, and jobs attempted for the first time.
    var attempts = 0
    var jobs = 0

    mutating func add(reading: Double) {
      sum += reading
      readings += 1
      least = min(least, reading)
      greatest = max(greatest, reading)
      last = reading
    }
  }

  /// - Parameter set: place of the sample set that `threshold` selects.
  init(_ threshold: Threshold, _ stretch: Stretch, set: Int?, log: RequestLog) {
    self.threshold = threshold
    self.set = set
    window = RollingWindow(stretch)
    let selector = threshold.selector
    let segments = log.segments
    let selected = { (kind: RequestKind) in
      (selector.role == nil || selector.role == kind.role)
        && (selector.level == nil || selector.level == kind.level)
        && segments.contains(kind.segment, in: stretch)
    }
    let counts: ((RequestKind) -> Bool)? =
      switch selector.metric {
      case .requests: { selector.outcome == nil || selector.outcome == $0.outcome }
      case .failed: { $0.outcome.isFailure }
      case .limited: { $0.outcome == .limited }
      case .goodput: { $0.isGood }
      default: nil
      }
    total = counts == nil ? [] : log.places(where: selected)
    hits = counts.map { counts in log.places { selected($0) && counts($0) } } ?? []
  }

  // MARK: Samples

  /// The state of the system at the end of an interval: jobs waiting, and in it money spent by service,
  /// attempts begun and jobs attempted for the first time.
  mutating func record(
    waiting: Int, spent: (BilledService?) -> Int64, attempts: Int = 0, jobs: Int = 0, at time: Int64
  ) {
    guard time > stretch.from, time <= stretch.to else { return }
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
    case .attemptsPerJob:
      whole.attempts += attempts
      whole.jobs += jobs
      recent.attempts += attempts
      recent.jobs += jobs
    default: break
    }
  }

  /// Ends the current window if it is over at `time`, and keeps it if it is the worst so far. Before the sample sets
  /// are rolled, and on a settled log.
  mutating func roll(at time: Int64, _ log: RequestLog) {
    guard window.isOver(at: time) else { return }
    let length = time - window.from
    let now = requests(log)
    var tally = recent
    tally.hits = now.hits - recent.hits
    tally.total = now.total - recent.total
    let found: Double? =
      if let set { log.sets[set].value(threshold.aggregate) } else { value(of: tally, over: length) }
    if let value = found, isWorse(value) {
      worst = RunReport.WorstWindow(value: value, startNanoseconds: window.from, lengthNanoseconds: length)
    }
    recent = Tally()
    (recent.hits, recent.total) = now
    window.begin(at: time)
  }

  private func requests(_ log: RequestLog) -> (hits: Int, total: Int) {
    (log.count(hits), log.count(total))
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

  /// What was found until `time`. On a settled log.
  func reading(until time: Int64, _ log: RequestLog) -> ThresholdReading {
    if let set {
      let durations = log.whole(set).distribution()
      return ThresholdReading(
        threshold: threshold, observed: durations.value(threshold.aggregate), samples: durations.count,
        worst: worst)
    }
    var tally = whole
    (tally.hits, tally.total) = requests(log)
    let isReading = threshold.selector.metric == .waiting || threshold.selector.metric == .cost
    return ThresholdReading(
      threshold: threshold, observed: value(of: tally, over: min(time, stretch.to) - stretch.from),
      samples: threshold.selector.metric == .attemptsPerJob
        ? tally.jobs : isReading ? tally.readings : tally.total, worst: worst)
  }

  private func value(of tally: Tally, over nanoseconds: Int64) -> Double? {
    let seconds = Double(nanoseconds) / 1e9
    switch threshold.selector.metric.kind {
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
    case .ratio: return tally.jobs == 0 ? nil : Double(tally.attempts) / Double(tally.jobs)
    case .duration, .time: return nil
    }
  }
}
