// How long each level of degradation lasted, how deep the queue was and how old its oldest job.

import QueueModel

/// Time and depth at each level.
struct LevelLedger: Sendable {
  struct Row: Sendable {
    var timesEntered = 0
    var firstEntered: Int64?
    var total: Int64 = 0
    var deepest = 0
    var oldestWait: Int64 = 0
    var requestsMet = 0
  }

  /// A change of level; time in nanoseconds since the start of the run.
  struct Change: Sendable {
    var at: Int64
    var from: DegradationLevel
    var to: DegradationLevel
    var waiting: Int
  }

  private(set) var rows = [Row](repeating: Row(), count: DegradationLevel.allCases.count)
  private(set) var changes: [Change] = []
  private(set) var level: DegradationLevel = .normal
  private var since: Int64 = 0

  /// A run begins at level normal.
  init() {
    rows[DegradationLevel.normal.rawValue].timesEntered = 1
    rows[DegradationLevel.normal.rawValue].firstEntered = 0
  }

  mutating func change(_ change: LevelChange, start: Instant, waiting: Int) {
    let at = change.at.nanoseconds(since: start)
    changes.append(Change(at: at, from: change.from, to: change.to, waiting: waiting))
    rows[level.rawValue].total += at - since
    since = at
    level = change.to
    rows[level.rawValue].timesEntered += 1
    if rows[level.rawValue].firstEntered == nil { rows[level.rawValue].firstEntered = at }
  }

  /// The line was this deep.
  @inline(__always) mutating func depth(_ depth: Int) {
    if depth > rows[level.rawValue].deepest { rows[level.rawValue].deepest = depth }
  }

  /// A job left the line after this wait.
  @inline(__always) mutating func wait(_ nanoseconds: Int64) {
    if nanoseconds > rows[level.rawValue].oldestWait { rows[level.rawValue].oldestWait = nanoseconds }
  }

  /// Closes the books at the end of the run, with the requests that met each level.
  mutating func end(at time: Int64, requestsMet: [Int]) {
    for (place, count) in requestsMet.enumerated() { rows[place].requestsMet = count }
    rows[level.rawValue].total += time - since
    since = time
  }

  /// Time spent at `level` or above it between two moments, in nanoseconds.
  func time(atOrAbove wanted: DegradationLevel, from: Int64, to: Int64) -> Int64 {
    var total: Int64 = 0
    var current = DegradationLevel.normal
    var begin: Int64 = 0
    func add(until end: Int64) {
      if current >= wanted { total += max(0, min(end, to) - max(begin, from)) }
    }
    for change in changes {
      add(until: change.at)
      current = change.to
      begin = change.at
    }
    add(until: to)
    return total
  }
}
