// Every duration of the run by metric, role and outcome, in recorders that are made when first needed.

import QueueModel
import RunReport

/// Latency recorders by metric, role and outcome.
struct LatencyTable {
  static let metrics: [Metric] = [
    .queueWait, .timeToFirstToken, .providerTimeToFirstToken, .timePerOutputToken, .endToEnd,
  ]

  private var places: [Int16]
  private(set) var recorders: [LatencyRecorder] = []

  init() {
    places = [Int16](repeating: -1, count: Self.metrics.count * Role.allCases.count * Outcome.allCases.count)
  }

  /// Adds a duration. O(1); allocates at the first of its kind.
  mutating func record(_ nanoseconds: Int64, metric: Int, role: Role, outcome: Outcome) {
    let key = Self.key(metric, role, outcome)
    var place = Int(places[key])
    if place < 0 {
      place = recorders.count
      places[key] = Int16(place)
      recorders.append(LatencyRecorder())
    }
    recorders[place].record(nanoseconds)
  }

  /// The durations of one kind; nil when there are none.
  func recorder(_ metric: Int, _ role: Role, _ outcome: Outcome) -> LatencyRecorder? {
    let place = Int(places[Self.key(metric, role, outcome)])
    return place < 0 ? nil : recorders[place]
  }

  /// Everything of a metric that fits, merged; nil when there is nothing.
  func merged(_ metric: Int, role: Role?, outcome: Outcome?) -> LatencyRecorder? {
    var result: LatencyRecorder?
    for candidateRole in Role.allCases where role == nil || role == candidateRole {
      for candidate in Outcome.allCases where outcome == nil || outcome == candidate {
        guard let recorder = recorder(metric, candidateRole, candidate) else { continue }
        if result == nil { result = recorder } else { result?.merge(recorder) }
      }
    }
    return result
  }

  private static func key(_ metric: Int, _ role: Role, _ outcome: Outcome) -> Int {
    (metric * Role.allCases.count + role.place) * Outcome.allCases.count + outcome.place
  }
}

extension Role {
  /// Place among all roles.
  @inline(__always) var place: Int {
    switch self {
    case .student: 0
    case .teacher: 1
    case .admin: 2
    }
  }
}

extension Outcome {
  /// Place among all outcomes.
  @inline(__always) var place: Int {
    switch self {
    case .completed: 0
    case .cached: 1
    case .shared: 2
    case .bypassed: 3
    case .failed: 4
    case .cancelled: 5
    case .abandoned: 6
    case .expired: 7
    case .limited: 8
    case .busy: 9
    case .capped: 10
    case .malformed: 11
    case .unauthorized: 12
    case .duplicate: 13
    }
  }
}
