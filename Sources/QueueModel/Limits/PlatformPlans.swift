// What the design's plans allow, as dated facts: the values that a report holds a run against.

/// A plan for one Redis database.
///
/// Source: Upstash documentation, Redis billing, 2026-06-18.
public enum RedisPlan: String, CaseIterable, Hashable, Sendable {
  case payAsYouGo
  case fixed250MB, fixed1GB, fixed5GB, fixed10GB, fixed50GB, fixed100GB, fixed500GB

  /// Commands that a database takes in a second.
  public var commandsPerSecond: Int {
    switch self {
    case .fixed100GB, .fixed500GB: 16_000
    default: 10_000
    }
  }

  /// Bytes that a database holds; of pay as you go its greatest size.
  public var storageBytes: Int64 {
    switch self {
    case .fixed250MB: 250_000_000
    case .fixed1GB: 1_000_000_000
    case .fixed5GB: 5_000_000_000
    case .fixed10GB: 10_000_000_000
    case .fixed50GB: 50_000_000_000
    case .payAsYouGo, .fixed100GB: 100_000_000_000
    case .fixed500GB: 500_000_000_000
    }
  }

  /// The entry of a price book with the price of a month; nil where commands are paid for one by one.
  public var priceEntry: String? { self == .payAsYouGo ? nil : "redis.plan.\(rawValue)" }
}

/// The plans that the design buys, as far as they limit anything.
public enum DesignPlans {
  /// One database on pay as you go.
  public static let redis = RedisPlan.payAsYouGo
  /// Databases.
  public static let databases = 1
  /// Vercel Pro: instances of functions at one time, and their growth.
  public static let functions = FunctionConcurrencyPolicy()
  /// Longest duration of a function with its stream. Source: Vercel documentation, functions limits, Pro, default of
  /// Node functions and bound of edge streams; read in August 2026.
  public static let functionDuration = Duration.seconds(300)
  /// The provider's highest quota that an account reaches without an agreement, of one small model: calls a minute.
  /// Source: OpenAI usage tiers, tier 5, as ai-buzz.com and API Evangelist (rate-limits.apis.io) keep them; undated,
  /// read in November 2026.
  public static let providerCallsPerMinute = 30_000
  /// The same for tokens a minute, read and written. Source: as above, ai-buzz.com.
  public static let providerTokensPerMinute = 150_000_000
  /// Deliveries that QStash holds open at one time on pay as you go. Source: Upstash documentation, QStash pricing,
  /// undated: 100, on the fixed plan of a million messages a day 200, of ten million 1,000.
  public static let qstashParallelism = 100
  /// After so long without an answer of Redis the rate limiter lets a request pass. Source: upstash/ratelimit-js
  /// 2.0.8, default `timeout`.
  public static let limiterTimeout = Duration.seconds(5)
}
