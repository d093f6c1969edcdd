// The limits of the plans, a row each. A new limit is one more part of `limits()`.

import QueueModel
import RunReport
import Scenario

extension ReportBuilder {
  /// Every limit of the plans, in the order of the table.
  func limits() -> [RunReport.LimitRow] {
    redisLimits() + functionLimits() + deliveryLimits() + providerLimits()
  }

  /// Limits that were short, as resources for the bottleneck. These come first: what they hold up looks busy, too.
  func shortPlatforms() -> [RunReport.ResourceUse] {
    var short: [RunReport.ResourceUse] = []
    let counts = tallies.platform.counts
    if counts.databasesShortNanoseconds > 0, let cap = plan.scenario.plans.redis.cap {
      let databases = plan.scenario.plans.redis.databases
      let capacity = Double(cap.commandsPerSecond)
      let perSecond = Double(tallies.ledger.redisCommands) / Double(databases) / seconds
      short.append(
        RunReport.ResourceUse(
          name: Self.redisCommands, capacity: Int(cap.commandsPerSecond), unit: "commands a second",
          averageUse: min(1, perSecond / capacity),
          peakUse: Double(tallies.platform.mostCommandsOfOne) / capacity,
          fullNanoseconds: counts.databasesShortNanoseconds,
          refusals: Int(counts.refusedCommands) + counts.delayedWaits))
    }
    if counts.functionsFullNanoseconds > 0, let maximum = plan.scenario.plans.functions.concurrency {
      short.append(
        RunReport.ResourceUse(
          name: "function instances", capacity: maximum, unit: "instances",
          averageUse: 0, peakUse: Double(counts.mostInstances) / Double(maximum),
          fullNanoseconds: counts.functionsFullNanoseconds, refusals: counts.requestsWithoutFunction))
    }
    return short + shortQuotas()
  }

  /// Limits of the account that refused calls.
  private func shortQuotas() -> [RunReport.ResourceUse] {
    quotaLimits().enumerated().filter { $0.element.isBinding }.map { index, row in
      RunReport.ResourceUse(
        name: row.name, capacity: Int(row.has ?? 0), unit: row.unit,
        averageUse: averageUse(of: plan.scenario.llm.limits[index]),
        peakUse: row.peakShare ?? 0, fullNanoseconds: row.shortNanoseconds,
        refusals: tallies.places.quota.refused[index])
    }
  }

  /// The part of a limit that was used over the whole run.
  private func averageUse(of limit: Capacity) -> Double {
    let used =
      switch limit.kind {
      case .request: Double(tallies.calls.begun)
      case .prompt: Double(tallies.ledger.tokensIn)
      case .completion: Double(tallies.ledger.tokensOut)
      }
    let periods = seconds / (Double(limit.per.capacity.nanoseconds) / 1e9)
    return min(1, used / periods / Double(limit.value))
  }

  private static let redisCommands = "Redis commands of each database"

  // MARK: Redis

  private func redisLimits() -> [RunReport.LimitRow] {
    let redis = plan.scenario.plans.redis
    let counts = tallies.platform.counts
    let databases = Int64(redis.databases)
    return [
      RunReport.LimitRow(
        name: Self.redisCommands, unit: "a second", plan: Int64(DesignPlans.redis.commandsPerSecond),
        has: redis.cap?.commandsPerSecond, peak: tallies.platform.mostCommandsOfOne,
        isBinding: counts.databasesShortNanoseconds > 0, shortNanoseconds: counts.databasesShortNanoseconds,
        purchase: commandPurchase(), effect: redisEffect()),
      RunReport.LimitRow(
        name: "Redis databases", unit: "databases", plan: Int64(DesignPlans.databases), has: databases,
        peak: databasesNeeded(), isBinding: counts.databasesShortNanoseconds > 0, purchase: databasePurchase()
      ),
      RunReport.LimitRow(
        name: "Redis storage of each database", unit: "MB, at the most",
        plan: DesignPlans.redis.storageBytes / 1_000_000, has: redis.plan.storageBytes / 1_000_000,
        peak: tallies.platform.storedBytes / databases / 1_000_000,
        isBinding: tallies.platform.storedBytes / databases > redis.plan.storageBytes),
    ]
  }

  /// Databases that the peak needs, each at its full rate.
  private func databasesNeeded() -> Int64 {
    guard let cap = plan.scenario.plans.redis.cap else { return 1 }
    return max(1, (tallies.platform.counts.mostCommands + cap.commandsPerSecond - 1) / cap.commandsPerSecond)
  }

  private func redisEffect() -> String? {
    let counts = tallies.platform.counts
    guard counts.databasesShortNanoseconds > 0 else { return nil }
    var effects: [String] = []
    if counts.delayedWaits > 0 {
      let mean = HumanNumber.duration(nanoseconds: counts.delayNanoseconds / Int64(counts.delayedWaits))
      let longest = HumanNumber.duration(nanoseconds: counts.longestDelayNanoseconds)
      effects.append(
        "\(HumanNumber.count(counts.delayedWaits)) waits of \(mean) on average and \(longest) at the most")
    }
    if counts.refusedCommands > 0 {
      effects.append("\(HumanNumber.count(Int(counts.refusedCommands))) commands refused")
    }
    if counts.refusedRequests > 0 {
      effects.append("\(HumanNumber.count(counts.refusedRequests)) requests ended with an error")
    }
    if counts.failedOpen > 0 {
      effects.append("the rate limiter let \(HumanNumber.count(counts.failedOpen)) requests pass unasked")
    }
    return effects.isEmpty ? nil : effects.joined(separator: ", ")
  }

  private func databasePurchase() -> RunReport.LimitPurchase? {
    let redis = plan.scenario.plans.redis
    let more = redis.databases - DesignPlans.databases
    guard more > 0 || redis.plan != DesignPlans.redis else { return nil }
    let what =
      more > 0
      ? "\(HumanNumber.count(more)) more \(more == 1 ? "database" : "databases")" : "another plan"
    guard let price = plan.redisPlanPrice else {
      return RunReport.LimitPurchase(
        what: what, monthNanoUSD: 0, terms: "pay as you go, the commands of all databases are in the bill")
    }
    return RunReport.LimitPurchase(
      what: "\(what), all on \(redis.plan.rawValue)",
      monthNanoUSD: price.price.nanoUSD * Int64(redis.databases),
      terms: "\(price.source), \(price.date); the bill has their commands as on pay as you go")
  }

  private func commandPurchase() -> RunReport.LimitPurchase? {
    let redis = plan.scenario.plans.redis
    let listed = Int64(redis.plan.commandsPerSecond)
    guard let cap = redis.cap else {
      return RunReport.LimitPurchase(what: "no cap", monthNanoUSD: nil, terms: "which no plan offers")
    }
    guard cap.commandsPerSecond > listed else { return nil }
    return RunReport.LimitPurchase(
      what: "\(HumanNumber.count(Int(cap.commandsPerSecond))) commands a second", monthNanoUSD: nil,
      terms: "which the plan \(redis.plan.rawValue) does not offer")
  }

  // MARK: Functions

  private func functionLimits() -> [RunReport.LimitRow] {
    let functions = plan.scenario.plans.functions
    let counts = tallies.platform.counts
    let second: Int64 = 1_000_000_000
    return [
      RunReport.LimitRow(
        name: "function instances", unit: "instances", plan: Int64(DesignPlans.functions.maximum),
        has: functions.concurrency.map { Int64($0) }, peak: Int64(counts.mostInstances),
        isBinding: counts.functionsFullNanoseconds > 0 || counts.requestsWithoutFunction > 0,
        shortNanoseconds: counts.functionsFullNanoseconds,
        purchase: functionPurchase(functions.concurrency),
        effect: counts.requestsWithoutFunction > 0
          ? "\(HumanNumber.count(counts.requestsWithoutFunction)) requests were refused (503)" : nil),
      RunReport.LimitRow(
        name: "longest stream", unit: "seconds", plan: DesignPlans.functionDuration.wholeNanoseconds / second,
        has: functions.maximumDuration.map { $0.wholeNanoseconds / second },
        peak: tallies.platform.longestStream / second,
        isBinding: functions.maximumDuration.map { tallies.platform.longestStream >= $0.wholeNanoseconds }
          ?? false),
    ]
  }

  private func functionPurchase(_ concurrency: Int?) -> RunReport.LimitPurchase? {
    guard let concurrency else {
      return RunReport.LimitPurchase(what: "no limit", monthNanoUSD: nil, terms: "which no plan offers")
    }
    guard concurrency > DesignPlans.functions.maximum else { return nil }
    return RunReport.LimitPurchase(
      what: "\(HumanNumber.count(concurrency)) instances", monthNanoUSD: nil,
      terms: "an Enterprise plan, whose price is not public")
  }

  // MARK: The queue service

  /// What a queue service holds open at one time; nothing where workers carry the jobs.
  private func deliveryLimits() -> [RunReport.LimitRow] {
    guard plan.transport.isService else { return [] }
    let parallelism = plan.scenario.system.qstash.deliveriesAtOneTime
    return [
      RunReport.LimitRow(
        name: "QStash deliveries", unit: "at one time", plan: Int64(DesignPlans.qstashParallelism),
        has: Int64(parallelism), peak: Int64(tallies.queue.peak),
        isBinding: tallies.queue.fullNanoseconds > 0, shortNanoseconds: tallies.queue.fullNanoseconds,
        purchase: parallelismPurchase(plan.scenario.system.qstash.parallelism))
    ]
  }

  private func parallelismPurchase(_ parallelism: Int) -> RunReport.LimitPurchase? {
    guard parallelism > DesignPlans.qstashParallelism else { return nil }
    let what = "\(HumanNumber.count(parallelism)) deliveries at one time"
    guard let fixed = QStashPlan.cheapest(parallelism: parallelism) else {
      return RunReport.LimitPurchase(what: what, monthNanoUSD: nil, terms: "which no plan offers")
    }
    return RunReport.LimitPurchase(
      what: what, monthNanoUSD: Int64(fixed.dollarsPerMonth) * 1_000_000_000,
      terms:
        "the fixed plan of \(HumanNumber.count(fixed.messagesPerDay)) messages a day, \(QStashPlan.source); "
        + "the bill has its messages as on pay as you go")
  }

  // MARK: The provider

  private func providerLimits() -> [RunReport.LimitRow] {
    let llm = plan.scenario.llm
    let isFull = tallies.places.peak >= llm.concurrency
    let places = RunReport.LimitRow(
      name: "calls at the language model", unit: "at one time", plan: nil, has: Int64(llm.concurrency),
      peak: Int64(tallies.places.peak), isBinding: isFull,
      shortNanoseconds: isFull ? tallies.queue.fullNanoseconds : 0)
    return [places] + defaultQuota() + quotaLimits()
  }

  /// The quota that accounts have by default, where the scenario states none of its kind.
  private func defaultQuota() -> [RunReport.LimitRow] {
    let limits = plan.scenario.llm.limits.filter { $0.per == .minute }
    let quota = tallies.places.quota
    var rows: [RunReport.LimitRow] = []
    if !limits.contains(where: { $0.kind == .request }) {
      let most = Int64(quota.mostCalls)
      rows.append(
        RunReport.LimitRow(
          name: Self.calls, unit: Self.aMinute, plan: Int64(DesignPlans.providerCallsPerMinute), has: nil,
          peak: most, purchase: quotaPurchase(most, "calls", beyond: DesignPlans.providerCallsPerMinute)))
    }
    if !limits.contains(where: { $0.kind != .request }) {
      rows.append(
        RunReport.LimitRow(
          name: "tokens at the language model", unit: Self.aMinute,
          plan: Int64(DesignPlans.providerTokensPerMinute), has: nil, peak: quota.mostTokens,
          purchase: quotaPurchase(quota.mostTokens, "tokens", beyond: DesignPlans.providerTokensPerMinute)))
    }
    return rows
  }

  /// The quota that the scenario states.
  private func quotaLimits() -> [RunReport.LimitRow] {
    plan.scenario.llm.limits.enumerated().map { index, limit in
      let (name, usual): (String, Int?) =
        switch limit.kind {
        case .request: (Self.calls, DesignPlans.providerCallsPerMinute)
        case .prompt: ("prompt tokens at the language model", DesignPlans.providerTokensPerMinute)
        case .completion: ("answer tokens at the language model", nil)
        }
      let stated = limit.per == .minute ? usual : nil
      let quota = tallies.places.quota
      let refused = quota.refused[index]
      let seconds = quota.refusedSeconds[index]
      return RunReport.LimitRow(
        name: name, unit: "a \(limit.per.rawValue)", plan: stated.map { Int64($0) }, has: Int64(limit.value),
        peak: quota.mostUsed[index], isBinding: refused > 0, shortNanoseconds: seconds * 1_000_000_000,
        purchase: stated.flatMap {
          quotaPurchase(Int64(limit.value), limit.kind == .request ? "calls" : "tokens", beyond: $0)
        },
        effect: refused > 0 ? "\(HumanNumber.count(refused)) calls were refused (429)" : nil)
    }
  }

  private func quotaPurchase(_ needed: Int64, _ what: String, beyond usual: Int) -> RunReport.LimitPurchase? {
    guard needed > usual else { return nil }
    return RunReport.LimitPurchase(
      what: "a quota of \(HumanNumber.count(Int(needed))) \(what) a minute", monthNanoUSD: nil,
      terms:
        "beyond the highest that an account reaches by itself: to be agreed with the provider, at no public price"
    )
  }

  private static let calls = "calls begun at the language model"
  private static let aMinute = "a minute"
}
