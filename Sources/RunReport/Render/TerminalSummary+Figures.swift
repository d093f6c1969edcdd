// Numbers of the summary: of one run as they are, of several as a mean with half the width of its interval.

/// A number as it is printed.
struct Figure {
  /// What a number counts, which says how it is written.
  enum Kind {
    case count, duration, moment, share, rate, money
    case decimal(places: Int)
    case of(Metric.Kind)

    /// A mean.
    func text(_ value: Double) -> String {
      switch self {
      case .count: HumanNumber.mean(value)
      case .duration: Self.nanoseconds(value).map(HumanNumber.duration(nanoseconds:)) ?? "∞"
      case .moment: Self.nanoseconds(value).map(HumanNumber.moment(nanoseconds:)) ?? "∞"
      case .share: HumanNumber.share(value)
      case .rate: HumanNumber.rate(value)
      case .money: Self.nanoseconds(value).map(HumanNumber.money(nanoUSD:)) ?? "∞"
      case .decimal(let places): HumanNumber.decimal(value, places: places)
      case .of(let kind): HumanNumber.value(value, kind: kind)
      }
    }

    /// Half the width of an interval: two digits, more than that nobody knows of it.
    func spread(_ halfWidth: Double) -> String {
      let width = HumanNumber.twoDigits(halfWidth)
      switch self {
      case .moment: return Self.duration.spread(halfWidth)
      case .of(.counter), .of(.gauge), .count: return HumanNumber.withoutZeros(HumanNumber.mean(width))
      case .decimal(let places): return HumanNumber.decimal(halfWidth, places: places)
      case .share:
        return width > 0 && width < 0.000_1
          ? "<0.01%" : HumanNumber.withoutZeros(HumanNumber.decimal(width * 100, places: 2)) + "%"
      case .money, .of(.money), .of(.ratio): return text(width)
      case .rate, .duration, .of:
        return HumanNumber.withoutZeros(text(width))
      }
    }

    private static func nanoseconds(_ value: Double) -> Int64? {
      value.magnitude < 9e18 ? Int64(value.rounded()) : nil
    }
  }

  /// The number.
  var text: String
  /// What is printed beneath or beside it: `±12.0ms`; of a number that is infinite in some replications, in how many;
  /// empty for one run.
  var spread = ""

  /// Both on one line.
  var beside: String { spread.isEmpty ? text : "\(text) \(spread)" }
}

extension TerminalSummary {
  /// True when the numbers are means over replications.
  var isReplicated: Bool { report.replication != nil }

  /// The interval of the number at a place; nil of one run.
  func interval(_ place: String) -> RunReport.Interval? { report.replication?.intervals[place] }

  /// A number of the report: `single` of one run, its mean with its interval of several.
  func figure(_ place: String, _ kind: Figure.Kind, or single: @autoclosure () -> String) -> Figure {
    guard let replication = report.replication, let interval = replication.intervals[place] else {
      return Figure(text: single())
    }
    return Figure(text: kind.text(interval.mean), spread: spread(interval, kind))
  }

  /// What is printed beside the mean of an interval.
  func spread(_ interval: RunReport.Interval, _ kind: Figure.Kind) -> String {
    let all = report.replication?.count ?? interval.replications
    if interval.infinite > 0 { return "in \(interval.infinite)/\(all)" }
    let width = interval.halfWidth.isFinite ? kind.spread(interval.halfWidth) : "?"
    return "±\(width)\(interval.replications < all ? "*" : "")"
  }

  /// A count of the report.
  func count(_ place: String, or single: Int) -> Figure {
    figure(place, .count, or: HumanNumber.count(single))
  }

  /// A count, or a dash for none.
  func countOrDash(_ place: String, or single: Int) -> Figure {
    isNone(place, or: single) ? Figure(text: "-") : count(place, or: single)
  }

  /// True when nothing was counted at a place, in no replication.
  func isNone(_ place: String, or single: Int) -> Bool {
    isReplicated ? (interval(place)?.mean ?? 0) == 0 : single == 0
  }

  /// A duration of the report.
  func duration(_ place: String, or single: Int64) -> Figure {
    figure(place, .duration, or: HumanNumber.duration(nanoseconds: single))
  }

  /// A share of the report.
  func share(_ place: String, or single: Double) -> Figure {
    figure(place, .share, or: HumanNumber.share(single))
  }

  /// An amount of the report.
  func money(_ place: String, or single: Int64) -> Figure {
    figure(place, .money, or: HumanNumber.money(nanoUSD: single))
  }

  /// A rate of the report.
  func rate(_ place: String, or single: Double) -> Figure {
    figure(place, .rate, or: HumanNumber.rate(single))
  }

  /// What the marks at numbers mean; empty where there are none.
  var legendLines: [String] {
    guard let replication = report.replication else { return [] }
    let isPartly = replication.intervals.sorted.contains { $0.interval.replications < replication.count }
    return [
      "  ± half the width of the \(plain(replication.level * 100)) % interval of a mean over replications"
    ] + (isPartly ? ["  * of the replications that have the number: not all do"] : [])
  }
}
