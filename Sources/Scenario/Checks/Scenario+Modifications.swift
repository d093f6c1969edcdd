// Whole-scenario changes that a command line offers: another size, another length.

internal import QueueModel
internal import RunReport

extension Scenario {
  /// The same system `factor` times as large: people, arrival rates, fixed slots, the educators' reserve, the
  /// provider's concurrency, replicas and limits, the Redis databases, the number of classes, the least retry budget, the level
  /// thresholds in jobs, the cache's
  /// size, and the thresholds on counts, rates per second, money and waiting jobs, whose texts then say so:
  /// `value<$500 × 10`.
  ///
  /// What concerns one person or one answer (gaps, the rate limit, durations, shares) stays, and so does a
  /// trace, which is what it is. A product is rounded to the nearest whole number and is at least 1 where the original was.
  ///
  /// - Precondition: `factor` is finite and greater than 0.
  public func scaled(by factor: Double) -> Scenario {
    precondition(factor.isFinite && factor > 0, "a scale of \(factor) is not greater than 0")
    func times(_ count: Int) -> Int {
      let product = (Double(count) * factor).rounded()
      return max(count > 0 ? 1 : 0, Int(min(product, 1e15)))
    }
    var scenario = self
    scenario.population.people = times(population.people)
    scenario.arrivals.kind = arrivals.kind.scaled(by: factor)
    if case .fixed(let slots) = system.workers.slots { scenario.system.workers.slots = .fixed(times(slots)) }
    scenario.system.qstash.parallelism = times(system.qstash.parallelism)
    scenario.system.qstash.flowControl.parallelism = times(system.qstash.flowControl.parallelism)
    scenario.system.qstash.flowControl.rate = times(system.qstash.flowControl.rate)
    scenario.system.educators.reserve = times(system.educators.reserve)
    scenario.system.retries.budgetMinimumPerSecond *= factor
    scenario.system.cache.maximumEntries = times(system.cache.maximumEntries)
    for index in behaviour.bells.indices {
      guard let question = behaviour.bells[index].classQuestion else { continue }
      scenario.behaviour.bells[index].classQuestion?.classes = times(question.classes)
    }
    if system.degradation.unit == .jobs {
      scenario.system.degradation.hidden *= factor
      scenario.system.degradation.simple *= factor
      scenario.system.degradation.busy *= factor
    }
    scenario.llm.concurrency = times(llm.concurrency)
    scenario.llm.batch.replicas = times(llm.batch.replicas)
    scenario.plans.redis.databases = times(plans.redis.databases)
    for index in llm.limits.indices { scenario.llm.limits[index].value = times(llm.limits[index].value) }
    for index in llm.fallbacks.indices {
      scenario.llm.fallbacks[index].concurrency = times(llm.fallbacks[index].concurrency)
      for limit in llm.fallbacks[index].limits.indices {
        scenario.llm.fallbacks[index].limits[limit].value = times(llm.fallbacks[index].limits[limit].value)
      }
    }
    scenario.llm.slope = llm.slope.map { Slope(start: times($0.start), rise: times($0.rise)) }
    for index in thresholds.indices where thresholds[index].growsWithSize {
      scenario.thresholds[index].limit *= factor
      scenario.thresholds[index].expressionText += " × " + Spelled.number(factor)
    }
    return scenario
  }

  /// The same system with other people: only their number changes.
  ///
  /// - Precondition: `people` is greater than 0.
  public func withPeople(_ people: Int) -> Scenario {
    precondition(people > 0, "\(people) people")
    var scenario = self
    scenario.population.people = people
    return scenario
  }

  /// The same scenario over another time, with what does not fit left out.
  ///
  /// A longer run gets nothing new. In a shorter one the ramp and the warm-up end with the run at the latest,
  /// bells, brown-outs and outages that do not end within it are left out, and so are windows, with the
  /// thresholds on them.
  ///
  /// - Returns: The scenario, and a sentence for each thing that was left out or cut.
  /// - Precondition: `duration` is greater than 0.
  public func withDuration(_ duration: Duration) -> (scenario: Scenario, notes: [String]) {
    precondition(duration > .zero, "a run of \(duration)")
    var scenario = self
    var notes: [String] = []
    scenario.duration = duration
    func leaveOut<Element>(
      _ what: String, _ list: WritableKeyPath<Scenario, [Element]>, _ end: (Element) -> Duration,
      _ name: (Element) -> String
    ) {
      for element in self[keyPath: list] where end(element) > duration {
        notes.append("The \(what) \(name(element)) does not end within the run and is left out.")
      }
      scenario[keyPath: list].removeAll { end($0) > duration }
    }
    func at(_ moment: Duration) -> String { "at " + Spelled.duration(moment) }
    leaveOut("bell", \.behaviour.bells, { max($0.at + $0.within, $0.at + .nanoseconds(1)) }, { at($0.at) })
    leaveOut("brown-out", \.llm.brownouts, { $0.at + $0.length }, { at($0.at) })
    leaveOut("outage", \.llm.outages, { $0.at + $0.length }, { at($0.at) })
    leaveOut("flush of the cache", \.system.cache.flushes, { $0 + .nanoseconds(1) }, { at($0) })
    leaveOut("window", \.windows, \.to, { "'\($0.name)'" })
    let windows = Set(scenario.windows.map(\.name))
    for threshold in thresholds {
      guard let window = threshold.selector.window, !windows.contains(window) else { continue }
      notes.append("The threshold \(threshold.selectorText) has lost its window and is left out.")
    }
    scenario.thresholds.removeAll { $0.selector.window.map { !windows.contains($0) } ?? false }
    if scenario.population.ramp > duration {
      notes.append("The ramp is cut to the run.")
      scenario.population.ramp = duration
    }
    if scenario.population.synchronisedWithin > duration { scenario.population.synchronisedWithin = duration }
    if scenario.warmUp >= duration {
      notes.append("The warm-up is longer than the run and is left out.")
      scenario.warmUp = .zero
    }
    if case .curve(let points) = arrivals.kind { scenario.arrivals.kind = .curve(points.cut(at: duration)) }
    return (scenario, notes)
  }
}

extension Arrivals.Kind {
  /// The same process, `factor` times as fast.
  fileprivate func scaled(by factor: Double) -> Arrivals.Kind {
    switch self {
    case .closed, .trace: self
    case .poisson(let rate): .poisson(rate: rate * factor)
    case .renewal(let gap): .renewal(gap: gap.scaled(by: 1 / factor))
    case .curve(let points): .curve(points.map { RatePoint(at: $0.at, rate: $0.rate * factor) })
    }
  }
}

extension Array where Element == RatePoint {
  /// The points up to `end`, with one at `end` where the curve goes on beyond it.
  fileprivate func cut(at end: Duration) -> [RatePoint] {
    guard let next = first(where: { $0.at > end }) else { return self }
    let kept = filter { $0.at <= end }
    guard let last = kept.last else { return [RatePoint(at: .zero, rate: next.rate)] }
    guard last.at < end else { return kept }
    let part = (end - last.at) / (next.at - last.at)
    return kept + [RatePoint(at: end, rate: last.rate + part * (next.rate - last.rate))]
  }
}

extension Distribution {
  /// The distribution of `factor` times the value. A shipped table becomes its quantiles.
  public func scaled(by factor: Double) -> Distribution {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .erlang(let mean, let stages): .erlang(mean: mean * factor, stages: stages)
    case .hyperexponential(let probabilities, let means):
      .hyperexponential(probabilities: probabilities, means: means.map { $0 * factor })
    case .lognormal(let median, let sigma, let shift):
      .lognormal(median: median * factor, sigma: sigma, shift: shift * factor)
    case .lognormalMixture(let probabilities, let medians, let sigmas, let shift):
      .lognormalMixture(
        probabilities: probabilities, medians: medians.map { $0 * factor }, sigmas: sigmas,
        shift: shift * factor)
    case .pareto(let scale, let shape): .pareto(scale: scale * factor, shape: shape)
    case .quantiles(let probabilities, let values):
      .quantiles(probabilities: probabilities, values: values.map { $0 * factor })
    case .table(let name):
      QuantileTables.named(name).map {
        .quantiles(probabilities: $0.probabilities, values: $0.values.map { $0 * factor })
      } ?? self
    }
  }
}

extension Threshold {
  /// True when the observed value is proportional to the size of the system.
  fileprivate var growsWithSize: Bool {
    switch (selector.metric.kind, aggregate) {
    case (.counter, _), (.ratePerSecond, _), (.money, _), (.gauge, _), (.duration, .count): true
    default: false
    }
  }
}
