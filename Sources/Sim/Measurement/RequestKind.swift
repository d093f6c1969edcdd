// What tells one ended request from another in counts and thresholds, as one small number, so that a request costs
// one look-up whatever the scenario asks about it; and the parts of the run that this depends on.

import QueueModel

/// A part of the run that thresholds judge: requests meant to be sent in `from..<to`, nanoseconds since its start.
struct Stretch: Hashable, Sendable {
  var from: Int64
  var to: Int64
}

/// The current window of 60 seconds of a stretch.
struct RollingWindow: Sendable {
  static let lengthNanoseconds: Int64 = 60_000_000_000

  let stretch: Stretch
  private(set) var from: Int64

  init(_ stretch: Stretch) {
    self.stretch = stretch
    from = stretch.from
  }

  /// True when the window is over at `time`.
  func isOver(at time: Int64) -> Bool { time - from >= Self.lengthNanoseconds && time <= stretch.to }

  /// Begins the next window.
  mutating func begin(at time: Int64) { from = time }
}

/// The pieces into which the ends of all stretches cut the run: requests of one piece are in the same stretches.
struct Segments: Sendable {
  /// Ascending. Piece `i + 1` begins at boundary `i - 1` and ends before boundary `i`.
  let boundaries: [Int64]
  /// Requests that nobody meant to send at any moment are in every stretch.
  static let anywhere = 0

  init(_ stretches: [Stretch]) {
    boundaries = Set(stretches.flatMap { [$0.from, $0.to] }).sorted()
  }

  var count: Int { boundaries.count + 2 }

  /// True when requests of piece `segment` are in `stretch`, one of those that the pieces were made from.
  func contains(_ segment: Int, in stretch: Stretch) -> Bool {
    if segment == Self.anywhere { return true }
    guard segment >= 2 else { return false }
    let begin = boundaries[segment - 2]
    return begin >= stretch.from && begin < stretch.to
  }
}

/// Role, outcome, level, piece of the run, and whether it was late.
struct RequestKind: Hashable, Sendable {
  var role: Role
  var outcome: Outcome
  /// The level that the request met at the door.
  var level: DegradationLevel
  /// Which piece of ``Segments`` it was meant to be sent in.
  var segment: Int
  /// True for an answer that came, but not within the limits of a good one.
  var isLate = false

  /// True for a whole answer within its limits.
  var isGood: Bool { outcome.isDelivered && !isLate }

  /// Place among all kinds, by piece, role, outcome, level, and whether it is late.
  @inline(__always) var place: Int {
    let ofOutcome = (segment &* Role.places &+ role.place) &* Outcome.places &+ outcome.place
    return (ofOutcome &* DegradationLevel.places &+ level.rawValue) &* 2 &+ (isLate ? 1 : 0)
  }

  /// Every kind in the order of places.
  static func all(segments: Int) -> [RequestKind] {
    (0..<segments).flatMap { segment in
      Role.allCases.flatMap { role in
        Outcome.allCases.flatMap { outcome in
          DegradationLevel.allCases.flatMap { level in
            [false, true].map {
              RequestKind(role: role, outcome: outcome, level: level, segment: segment, isLate: $0)
            }
          }
        }
      }
    }
  }
}

// The numbers of cases are written out: `allCases` is an array that would be made at every request.

extension Role {
  /// How many roles there are.
  @inline(__always) static var places: Int { 3 }

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
  /// How many outcomes there are.
  @inline(__always) static var places: Int { 14 }

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

extension DegradationLevel {
  /// How many levels there are.
  @inline(__always) static var places: Int { 4 }
}
