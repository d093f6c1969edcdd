// What the keys of `system` move, but for those of its line and of who carries its jobs.

extension KeyEffect {
  static let rateLimit: [KeyEffect] = [
    KeyEffect(
      "system.rateLimit.algorithm", "slidingWindow", "fixedWindow", "tokenBucket", "off",
      changes: "limited rate", in: .limited),
    KeyEffect("system.rateLimit.requests", "1", "5", lowers: "limited rate", in: .limited),
    KeyEffect("system.rateLimit.window", "10s", "1m", raises: "limited rate", in: .limited),
    KeyEffect(
      "system.rateLimit.refill", "1", "5", lowers: "limited rate", in: .limited,
      with: ["system.rateLimit.algorithm=tokenBucket"]),
    KeyEffect(
      "system.rateLimit.ephemeralCache", "false", "true", raises: "limiter.refusedFromMemory", in: .limited),
    KeyEffect(
      "system.rateLimit.retryJitter", "0s", "1m", raises: "limiter.longestCountdownNanoseconds", in: .limited),
  ]

  static let degradation: [KeyEffect] = [
    KeyEffect(
      "system.degradation.enabled", "false", "true", raises: "requests{outcome:busy} count", in: .degrading),
    KeyEffect(
      "system.degradation.unit", "jobs", "seconds", changes: "time_at_level{level:hidden} value",
      in: .degrading),
    KeyEffect(
      "system.degradation.hidden", "5", "20", lowers: "time_at_level{level:hidden} value", in: .degrading,
      with: ["system.degradation.simple=1000", "system.degradation.busy=2000"]),
    KeyEffect(
      "system.degradation.simple", "8", "20", lowers: "time_at_level{level:simple} value", in: .degrading,
      with: ["system.degradation.busy=1000"]),
    KeyEffect(
      "system.degradation.busy", "16", "40", lowers: "requests{outcome:busy} count", in: .degrading),
    KeyEffect(
      "system.degradation.exitRatio", "10%", "90%", lowers: "time_at_level{level:hidden} value",
      in: .degrading),
    KeyEffect(
      "system.degradation.minimumDwell", "0s", "1m", raises: "time_at_level{level:busy} value", in: .degrading
    ),
    KeyEffect("system.degradation.simpleFactor", "0.1", "1", raises: "e2e avg", in: .degrading),
  ]

  static let retries: [KeyEffect] = [
    KeyEffect("system.retries.maximum", "0", "5", lowers: "failed rate", in: .failing),
    KeyEffect("system.retries.baseDelay", "100ms", "20s", raises: "ttft avg", in: .failing),
    KeyEffect(
      "system.retries.budgetRatio", "0", "1", raises: "attempts_per_job value", in: .failing,
      with: ["system.retries.budgetMinimumPerSecond=0/s"]),
    KeyEffect(
      "system.retries.budgetMinimumPerSecond", "0/s", "5/s", raises: "attempts_per_job value", in: .failing,
      with: ["system.retries.budgetRatio=0"]),
  ]

  static let workers: [KeyEffect] = [
    KeyEffect("system.workers.slots", "4", "20", "auto", lowers: "queue_wait avg"),
    KeyEffect(
      "system.workers.lease", "16s", "1m", raises: "e2e avg",
      with: ["system.workers={crashShare: 30%, firstTokenTimeout: 15s, tokenTimeout: 15s}"]),
    KeyEffect(
      "system.workers.firstTokenTimeout", "2s", "30s", raises: "ttft avg", with: ["llm.hangShare=10%"]),
    KeyEffect("system.workers.tokenTimeout", "2s", "15s", raises: "e2e avg", with: ["llm.stallShare=10%"]),
    KeyEffect("system.workers.crashShare", "0%", "30%", raises: "attempts_per_job value"),
    KeyEffect("system.workers.hangShare", "0%", "30%", raises: "attempts_per_job value"),
    KeyEffect("system.workers.pauseShare", "0%", "30%", raises: "attempts_per_job value"),
    // Whoever comes back before the call has ended hangs up, and has less to write than a whole answer.
    KeyEffect(
      "system.workers.pauseBeyondLease", "1s", "2m", raises: "workers.refusedWrites",
      with: [
        "system.workers={pauseShare: 30%, lease: 5s, firstTokenTimeout: 4s, tokenTimeout: 4s}",
        "questions.answerTokens=1000",
      ]),
  ]

  static let educators: [KeyEffect] = [
    KeyEffect(
      "system.educators.reserve", "1", "5", raises: "requests{outcome:bypassed} count", in: .staffed),
    KeyEffect(
      "system.educators.requestsPerMinute", "1", "5", raises: "requests{outcome:bypassed} count", in: .staffed
    ),
  ]

  static let cache: [KeyEffect] = [
    KeyEffect("system.cache.enabled", "false", "true", raises: "cache.hits", in: .repeating),
    KeyEffect(
      "system.cache.key", "questionAndHistory", "question", raises: "requests{outcome:cached} count",
      in: .repeating),
    KeyEffect(
      "system.cache.timeToLive", "1s", "1h", raises: "requests{outcome:cached} count", in: .repeating),
    KeyEffect(
      "system.cache.maximumEntries", "1", "1000", raises: "requests{outcome:cached} count", in: .repeating),
    KeyEffect(
      "system.cache.singleFlight", "false", "true", raises: "requests{outcome:shared} count", in: .repeating),
    KeyEffect(
      "system.cache.flushes", "[]", "[60s]", lowers: "requests{outcome:cached} count", in: .repeating),
    KeyEffect(
      "system.cache.semantic.hitRatio", "10%", "50%", raises: "requests{outcome:cached} count",
      with: ["system.cache.semantic={hitRatio: 20%, falseHitShare: 10%}"]),
    KeyEffect(
      "system.cache.semantic.falseHitShare", "10%", "50%", raises: "cache.semantic.falseHits",
      with: ["system.cache.semantic={hitRatio: 20%, falseHitShare: 20%}"]),
  ]

  static let stream: [KeyEffect] = [
    KeyEffect("system.stream.coalesceTime", "50ms", "1s", lowers: "streams.entries"),
    KeyEffect(
      "system.stream.coalesceTokens", "1", "50", lowers: "streams.entries",
      with: ["system.stream.coalesceTime=10s"]),
    KeyEffect(
      "system.stream.heartbeat", "1s", "8s", lowers: "streams.heartbeats", with: ["llm.firstToken=10s"]),
    KeyEffect(
      "system.stream.rotation", "2s", "4s", lowers: "streams.rotations",
      with: ["system.stream={rotationJitter: 0s, heartbeat: 1s}"]),
    KeyEffect(
      "system.stream.rotationJitter", "0s", "1s", changes: "streams.rotations",
      with: ["system.stream={rotation: 2s, heartbeat: 1s}"]),
    KeyEffect(
      "system.stream.timeToLive", "1m", "1h",
      raises: "cost.lines[item=gigabyte-seconds stored].amountNanoUSD",
      with: ["system.cache.enabled=false"]),
  ]
}
