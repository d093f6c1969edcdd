// Checks between the keys of `system` and `llm`.

internal import QueueModel
internal import RunReport

extension Checks {
  mutating func checkSystem(_ scenario: Scenario) {
    let degradation = scenario.system.degradation
    let path = ["system", "degradation"]
    require(
      degradation.hidden < degradation.simple, at: path + ["simple"], path + ["hidden"],
      message: "simple (\(Spelled.number(degradation.simple))) is not above hidden "
        + "(\(Spelled.number(degradation.hidden)))",
      hint: "let hidden, simple and busy rise")
    require(
      degradation.simple < degradation.busy, at: path + ["busy"], path + ["simple"],
      message: "busy (\(Spelled.number(degradation.busy))) is not above simple "
        + "(\(Spelled.number(degradation.simple)))",
      hint: "let hidden, simple and busy rise")

    checkQueue(scenario.system.queue)

    let workers = scenario.system.workers
    let timeouts = [("firstTokenTimeout", workers.firstTokenTimeout), ("tokenTimeout", workers.tokenTimeout)]
    for (key, timeout) in timeouts {
      require(
        timeout < workers.lease, at: ["system", "workers", key], ["system", "workers", "lease"],
        message:
          "\(key) (\(Spelled.duration(timeout))) is not below the lease (\(Spelled.duration(workers.lease)))",
        hint: "a worker must give a call up before it loses its job")
    }

    let stream = scenario.system.stream
    require(
      stream.rotationJitter < stream.rotation, at: ["system", "stream", "rotationJitter"],
      ["system", "stream", "rotation"], message: "rotationJitter is not below rotation",
      hint: "make it smaller")
    require(
      stream.heartbeat < stream.rotation, at: ["system", "stream", "heartbeat"],
      ["system", "stream", "rotation"],
      message: "heartbeat is not below rotation", hint: "make it smaller")

    let flushes = scenario.system.cache.flushes
    for (index, flush) in flushes.enumerated() {
      let path = ["system", "cache", "flushes", String(index)]
      require(
        flush < scenario.duration, at: path, ["duration"],
        message: "the flush at \(Spelled.duration(flush)) is outside the run of "
          + Spelled.duration(scenario.duration), hint: "make it earlier, or the run longer")
      require(
        index == 0 || flushes[index - 1] < flush, at: path, message: "the flushes must follow one another",
        hint: "sort them")
    }

    let reserve = ["system", "educators", "reserve"]
    require(
      scenario.system.educators.reserve < scenario.llm.concurrency, at: reserve, ["llm", "concurrency"],
      message:
        "the educators' reserve of \(scenario.system.educators.reserve) leaves nothing of the provider's "
        + "\(scenario.llm.concurrency) calls at one time",
      hint: "reserve less")
    let window = scenario.system.rateLimit.window
    require(
      window.wholeNanoseconds % 1_000_000 == 0, at: ["system", "rateLimit", "window"],
      message: "the window is not a whole number of milliseconds", hint: "limiters count in milliseconds")
  }

  private mutating func checkQueue(_ queue: Queue) {
    let path = ["system", "queue"]
    let policy = path + ["policy"]
    for key in Queue.schema.fields.map(\.key) {
      let users = Queue.policies(with: key)
      let names = users.map(\.rawValue).joined(separator: " and ")
      require(
        users.isEmpty || users.contains(queue.policy) || root.value(at: path + [key]) == nil,
        at: path + [key], policy,
        message: "\(key) is given, and the policy is \(queue.policy.rawValue)",
        hint: "\(key) is a parameter of \(names); remove it, or choose that policy")
    }
    typealias Default = Queue.PolicyDefaults
    let quantum = queue.quantum ?? Default.quantum
    let expected = queue.expectedTokens ?? Default.expectedTokens
    require(
      queue.policy != .deficitRoundRobin || quantum >= expected, at: path + ["quantum"],
      path + ["expectedTokens"], policy,
      message: "quantum (\(Spelled.integer(quantum))) is below expectedTokens (\(Spelled.integer(expected)))",
      hint: "a visit must pay for an expected answer")
    let target = queue.target ?? Default.target
    let interval = queue.interval ?? Default.interval
    require(
      queue.policy != .adaptiveLIFO || target <= interval, at: path + ["target"], path + ["interval"], policy,
      message: "target (\(Spelled.duration(target))) is above interval (\(Spelled.duration(interval)))",
      hint: "an overloaded line allows shorter waits, not longer ones")
    require(
      queue.atMaximumWaiting == .reject || queue.maximumWaitingPerPerson > 0,
      at: path + ["atMaximumWaiting"], message: "nothing is superseded without maximumWaitingPerPerson",
      hint: "set maximumWaitingPerPerson, or remove atMaximumWaiting")
  }

  mutating func checkProvider(_ scenario: Scenario) {
    let llm = scenario.llm
    let shares = llm.hangShare + llm.stallShare + llm.errorBeforeShare + llm.errorMidShare
    require(
      shares <= 1, at: ["llm", "hangShare"], ["llm", "stallShare"], ["llm", "errorBeforeShare"],
      ["llm", "errorMidShare"],
      message: "the shares of calls that go wrong sum to \(Spelled.share(shares))", hint: "the most is 100%")
    for key in ["firstToken", "tokenInterval"] {
      let given = root.value(at: ["llm", key]) != nil
      require(
        llm.service == nil || !given, at: ["llm", key], message: "\(key) is given beside service",
        hint: "service takes the place of firstToken and tokenInterval; keep one or the others")
    }
    checkBatchServing(llm)
    checkStretches("brown-out", "brownouts", llm.brownouts.map { ($0.at, $0.length) }, scenario)
    checkStretches("outage", "outages", llm.outages.map { ($0.at, $0.length) }, scenario)
    var limits: Set<String> = []
    for (index, limit) in llm.limits.enumerated() {
      require(
        limits.insert("\(limit.kind.rawValue)/\(limit.per.rawValue)").inserted,
        at: ["llm", "limits", String(index)],
        message: "there are two limits on \(limit.kind.rawValue) per \(limit.per.rawValue)", hint: "keep one")
    }
  }

  private mutating func checkBatchServing(_ llm: LanguageModel) {
    let isBatch = llm.kind == .batch
    for key in ["firstToken", "tokenInterval", "service"] where isBatch {
      require(
        root.value(at: ["llm", key]) == nil, at: ["llm", key], ["llm", "kind"],
        message: "\(key) is given, and the kind is batch",
        hint: "the times of a batch model follow from llm.batch; remove it, or set kind: quantiles")
    }
    let batch = ["llm", "batch"]
    // Where no files are read nobody knows what the provider's says.
    let isUnread = root.value(at: ["llm", "file"]) != nil
    require(
      isBatch || root.value(at: batch) == nil || isUnread, at: batch, ["llm", "kind"],
      message: "batch is given, and the kind is quantiles", hint: "set kind: batch, or remove batch")
    let engine = llm.batch.engine
    require(
      engine.sequences <= engine.tokensPerStep, at: batch + ["sequences"], batch + ["tokensPerStep"],
      message: "\(engine.sequences) sequences need a token of each step, and a step has "
        + "\(engine.tokensPerStep)",
      hint: "let tokensPerStep be at least sequences")
    require(
      engine.blocks != nil || engine.reservation == .asItGrows, at: batch + ["reservation"],
      message: "nothing is reserved where memory has no limit", hint: "set blocks, or remove reservation")
  }

  /// Stretches of time lie within the run, in order, and do not overlap.
  private mutating func checkStretches(
    _ what: String, _ key: String, _ stretches: [(at: Duration, length: Duration)], _ scenario: Scenario
  ) {
    let end = Spelled.duration(scenario.duration)
    for (index, stretch) in stretches.enumerated() {
      let path = ["llm", key, String(index)]
      require(
        stretch.at < scenario.duration, at: path + ["at"], ["duration"],
        message: "the \(what) at \(Spelled.duration(stretch.at)) is outside the run of \(end)",
        hint: "it begins before \(end)")
      require(
        stretch.at >= scenario.duration || stretch.at + stretch.length <= scenario.duration,
        at: path + ["for"],
        path + ["at"], ["duration"],
        message:
          "the \(what) ends at \(Spelled.duration(stretch.at + stretch.length)), outside the run of \(end)",
        hint: "make it shorter")
      guard index > 0 else { continue }
      let last = stretches[index - 1]
      require(
        last.at + last.length <= stretch.at, at: path + ["at"], ["llm", key, String(index - 1)],
        message: "the \(what) begins before the one above it has ended", hint: "let them follow one another")
    }
  }
}
