// How often and for how long services were out, as they reported it themselves.

/// A service whose incidents were counted.
public enum OutageRecord: String, CaseIterable, Hashable, Sendable {
  case openAI = "openai-api"
  case anthropic = "anthropic-api"
  case chatGPT = "chatgpt"

  /// Minutes that incidents lasted, at the probabilities 25, 50, 75, 90 and 99 %.
  public var lengthMinutes: [Double] {
    switch self {
    case .openAI: [35, 75, 180, 301, 1789]
    case .anthropic: [20, 46, 105, 247, 2260]
    case .chatGPT: [39, 80, 160, 430, 1869]
    }
  }

  /// Hours from the beginning of one incident to that of the next: median and mean.
  public var hoursBetween: (median: Double, mean: Double) {
    switch self {
    case .openAI: (36, 80)
    case .anthropic: (50, 132)
    case .chatGPT: (52, 97)
    }
  }

  /// Of the minutes of downtime, the share that was reported as a major outage and not as a partial one.
  public var majorShare: Double {
    switch self {
    case .openAI: 1390.0 / (6501 + 1390)
    case .anthropic: 0
    case .chatGPT: 1698.0 / (3487 + 1698)
    }
  }

  /// Incidents that the lengths are from.
  public var incidents: Int {
    switch self {
    case .openAI: 181
    case .anthropic: 72
    case .chatGPT: 140
    }
  }

  /// Where the numbers are from.
  public static let source = "incidents on the services' own status pages, to 2024-08-31"

  /// How long an incident lasts. Linear between the quantiles; what was not measured is an assumption: the
  /// shortest lasts a minute, and the longest hundredth as long as the 99th percentile.
  public var length: Distribution {
    .quantiles(
      probabilities: [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1],
      values: ([1] + lengthMinutes + [lengthMinutes[4]]).map { $0 * 60 })
  }

  /// From the beginning of one incident to that of the next: lognormal with the measured median and mean, which
  /// clusters as they do (sigma² = 2 ln(mean / median)). The constants are that root, worked out.
  public var gap: Distribution {
    let sigma =
      switch self {
      case .openAI: 1.26373
      case .anthropic: 1.39336
      case .chatGPT: 1.11665
      }
    return .lognormal(median: hoursBetween.median * 3600, sigma: sigma, shift: 0)
  }
}

/// Outages that are drawn as a service had them.
public struct DrawnOutages: Hashable, Sendable {
  /// Whose record.
  public var record: OutageRecord
  /// So many times as often as in the record: a run of an hour would hardly ever see one.
  public var timesAsOften = 1.0
  /// Share of calls that fail in an outage that is reported as partial.
  public var partialErrors = 0.3
  /// Share of calls that fail in a major one.
  public var majorErrors = 1.0

  /// Outages as often as in the record.
  public init(record: OutageRecord) { self.record = record }
}
