// What the keys of `plans` move, and those prices that only a plan has.

extension KeyEffect {
  private static let databaseMonth = "limits[name=Redis databases].purchase.monthNanoUSD"
  private static let shortOfRedis = "plans.redis.commandsPerSecond=10"
  private static let shortFunctions = ["plans.functions.streamsPerInstance=1"]

  static let plans: [KeyEffect] = [
    KeyEffect("plans.redis.databases", "1", "4", lowers: "ttft avg", with: [shortOfRedis]),
    KeyEffect(
      "plans.redis.plan", "payAsYouGo", "fixed250MB", "fixed1GB", "fixed5GB", "fixed10GB", "fixed50GB",
      "fixed100GB", "fixed500GB", changes: databaseMonth, with: ["plans.redis.databases=2"]),
    KeyEffect("plans.redis.commandsPerSecond", "5", "20", "auto", lowers: "ttft avg"),
    KeyEffect("plans.redis.commandsPerSecond", "off", "10", raises: "ttft avg"),
    KeyEffect(
      "plans.redis.beyond", "delay", "reject", raises: "failed rate",
      with: ["plans.redis.commandsPerSecond=5"]),
    KeyEffect("plans.functions.concurrency", "5", "30", "off", lowers: "failed rate", with: shortFunctions),
    KeyEffect("plans.functions.growth", "2", "20", lowers: "failed rate", with: shortFunctions),
    KeyEffect(
      "plans.functions.growthPeriod", "1s", "1m", raises: "failed rate",
      with: shortFunctions + ["plans.functions.growth=2"]),
    KeyEffect(
      "plans.functions.streamsPerInstance", "1", "20", lowers: "failed rate",
      with: ["plans.functions.concurrency=5"]),
    KeyEffect("plans.functions.maximumDuration", "2s", "1m", lowers: "attempts_per_job value", in: .carried),
    KeyEffect("plans.functions.maximumDuration", "off", "2s", raises: "attempts_per_job value", in: .carried),
    KeyEffect(
      "system.rateLimit.timeout", "0s", "1s", lowers: "limiter.checks", in: .limited,
      with: ["plans.redis.commandsPerSecond=5"]),
  ]

  static let planPrices = [
    "fixed250MB", "fixed1GB", "fixed5GB", "fixed10GB", "fixed50GB", "fixed100GB", "fixed500GB",
  ].map { plan in
    KeyEffect(
      "prices.overrides.'redis.plan.\(plan)'", "1", "2", raises: databaseMonth,
      with: ["plans.redis.plan=\(plan)"])
  }
}
