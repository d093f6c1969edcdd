// The intervals of a replicated report by the place of their numbers, so that whoever prints a number finds its own.

extension RunReport {
  /// Intervals by place.
  ///
  /// A place is the keys that lead to a number, joined by slashes; entries of lists go by what they are about, not by
  /// their index: `latency/queue_wait/student/observed/p95`. See ``RunReport/place(of:)``.
  public struct Intervals: Hashable, Sendable {
    private var byPlace: [String: Interval] = [:]
    /// Before the names of numbers that stand nowhere in the report.
    private static let derivedPrefix = "derived/"

    /// No interval.
    public init() {}

    /// True without any.
    public var isEmpty: Bool { byPlace.isEmpty }

    /// The interval of the number at a place; nil where there is none.
    public subscript(place: String) -> Interval? {
      get { byPlace[place] }
      set { byPlace[place] = newValue }
    }

    /// The interval of a number that is computed from several of the report, such as `requests/completed/share`.
    public subscript(derived name: String) -> Interval? {
      get { byPlace[Self.derivedPrefix + name] }
      set { byPlace[Self.derivedPrefix + name] = newValue }
    }

    /// Places with their intervals, in the order of their names.
    public var sorted: [(place: String, interval: Interval)] {
      byPlace.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Those that stand nowhere in the report, by name.
    var derived: [(name: String, interval: Interval)] {
      sorted.filter { $0.place.hasPrefix(Self.derivedPrefix) }.map {
        (String($0.place.dropFirst(Self.derivedPrefix.count)), $0.interval)
      }
    }
  }
}
