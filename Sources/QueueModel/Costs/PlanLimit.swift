// What plans include before they charge, and where they end: dated facts like prices, but counts instead of money.

/// A count that a plan includes or does not go beyond, with where it was read and when.
public struct PlanLimit: Hashable, Sendable {
  /// What it is called here.
  public var name: String
  /// How many.
  public var count: Int64
  /// Of what, in the plural.
  public var noun: String
  /// Where it was read, in words.
  public var source: String
  /// The day of the source, as `YYYY-MM-DD`.
  public var date: String
}

extension PlanLimit {
  /// Every limit.
  public static let all = [
    redisFreeCommands, redisCommandsPerSecond, redisFixedCommandsPerSecond, vercelIncludedDollars,
    convexIncludedCalls, triggerdevIncludedDollars, triggerdevIncludedRuns,
  ]

  /// Commands of a month in Upstash's free plan for Redis.
  public static let redisFreeCommands = PlanLimit(
    name: "redis.free", count: 500_000, noun: "commands a month",
    source: "Upstash documentation, Redis billing", date: "2026-06-18")
  /// Highest rate of commands that Upstash Redis takes when it is paid as one goes, and with fixed plans up to 50 GB.
  public static let redisCommandsPerSecond = PlanLimit(
    name: "redis.payAsYouGo.rate", count: 10_000, noun: "commands a second",
    source: "Upstash documentation, Redis billing", date: "2026-06-18")
  /// Highest rate of commands of Upstash's largest fixed plans, 100 GB and 500 GB.
  public static let redisFixedCommandsPerSecond = PlanLimit(
    name: "redis.fixed.rate", count: 16_000, noun: "commands a second",
    source: "Upstash documentation, Redis billing", date: "2026-06-18")
  /// Dollars of usage that a Vercel Pro seat includes.
  public static let vercelIncludedDollars = PlanLimit(
    name: "vercel.pro.usage", count: 20, noun: "dollars of usage a month",
    source: "Vercel documentation, Pro plan", date: "2025-09-09")
  /// Calls that Convex Professional includes.
  public static let convexIncludedCalls = PlanLimit(
    name: "convex.pro.calls", count: 25_000_000, noun: "calls a month",
    source: "Convex documentation, limits", date: "2026-08-12")
  /// Dollars of usage that Trigger.dev Pro includes.
  public static let triggerdevIncludedDollars = PlanLimit(
    name: "triggerdev.pro.usage", count: 50, noun: "dollars of usage a month",
    source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22")
  /// Runs at one time that Trigger.dev Pro includes.
  public static let triggerdevIncludedRuns = PlanLimit(
    name: "triggerdev.pro.concurrency", count: 200, noun: "runs at one time",
    source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22")
}
