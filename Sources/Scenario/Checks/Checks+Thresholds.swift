// Thresholds on what this scenario can never measure are errors: they would fail, or pass, for no reason of
// the system.

internal import QueueModel
internal import RunReport

extension Checks {
  mutating func checkThresholds(_ scenario: Scenario) {
    let windows = scenario.windows.map(\.name)
    var judged: Set<String> = []
    for threshold in scenario.thresholds {
      let isFirst = judged.insert(threshold.selectorText).inserted
      guard isFirst, let key = root.keyOrigin(at: ["thresholds", threshold.selectorText]) else { continue }
      if let reason = reason(against: threshold.selector, scenario) {
        let quote = key.length > threshold.selectorText.unicodeScalars.count ? 1 : 0
        let (offset, length) = place(of: reason.word, in: threshold.selectorText)
        let origin = key.part(offset: offset + quote, length: length)
        decoding.diagnostics.report(origin, reason.message, hint: reason.hint)
      }
      guard let window = threshold.selector.window, !windows.contains(window) else { continue }
      guard !decoding.hasFailed(["windows"]) else { continue }
      let quote = key.length > threshold.selectorText.unicodeScalars.count ? 1 : 0
      let (offset, length) = place(of: window, in: threshold.selectorText)
      let hint = windows.isEmpty ? "add it to `windows`" : Spelling.hint(for: window, among: windows)
      decoding.diagnostics.report(
        key.part(offset: offset + quote, length: length), "there is no window '\(window)'", hint: hint)
    }
  }

  /// The path of the `index`-th threshold in the tree.
  func thresholdPath(_ index: Int, _ scenario: Scenario) -> [String] {
    let text = scenario.thresholds[index].selectorText
    let place = scenario.thresholds[..<index].count { $0.selectorText == text }
    let path = ["thresholds", text]
    guard case .sequence? = root.value(at: path)?.content else { return path }
    return path + [String(place)]
  }

  private struct Reason {
    /// The word of the selector that is wrong.
    var word: String
    var message: String
    var hint: String
  }

  /// Why nothing can be measured for a selector, if nothing can.
  private func reason(against selector: MetricSelector, _ scenario: Scenario) -> Reason? {
    let system = scenario.system
    let metric = selector.metric.rawValue
    func off(_ word: String, _ feature: String, _ key: [String], isOff: Bool, hint: String) -> Reason? {
      guard isOff, !decoding.hasFailed(key) else { return nil }
      return Reason(word: word, message: "\(word) is never measured: \(feature) is off", hint: hint)
    }
    let limiterHint = "set system.rateLimit.algorithm, or remove the threshold"
    let degradationHint = "set system.degradation.enabled: true, or remove the threshold"
    let limiterKey = ["system", "rateLimit", "algorithm"]
    let degradationKey = ["system", "degradation", "enabled"]
    let limiterIsOff = system.rateLimit.algorithm == .off
    if selector.metric == .limited,
      let reason = off(metric, "the rate limiter", limiterKey, isOff: limiterIsOff, hint: limiterHint)
    {
      return reason
    }
    if selector.metric == .timeAtLevel {
      if let reason = off(
        metric, "degradation", degradationKey, isOff: !system.degradation.enabled, hint: degradationHint)
      {
        return reason
      }
      if selector.level == nil {
        return Reason(
          word: metric, message: "time_at_level needs a level", hint: "write time_at_level{level:simple}")
      }
    }
    if selector.metric == .timePerOutputToken, scenario.llm.service != nil,
      !decoding.hasFailed(["llm", "service"])
    {
      let hint = "use llm.firstToken and llm.tokenInterval, or remove the threshold"
      return Reason(word: metric, message: "tpot is never measured: llm.service has no tokens", hint: hint)
    }
    if let level = selector.level, level != .normal,
      let reason = off(
        level.name, "degradation", degradationKey, isOff: !system.degradation.enabled, hint: degradationHint)
    {
      return reason
    }
    return reason(againstRoleOrOutcomeOf: selector, scenario)
  }

  private func reason(againstRoleOrOutcomeOf selector: MetricSelector, _ scenario: Scenario) -> Reason? {
    let system = scenario.system
    let cohorts = scenario.population.cohorts
    let cohortsPath = ["population", "cohorts"]
    if let role = selector.role, !cohorts.contains(where: { $0.role == role && $0.share > 0 }),
      !decoding.hasFailed(cohortsPath)
    {
      let roles = Role.allCases.filter { role in cohorts.contains { $0.role == role } }.map(\.rawValue)
      return Reason(
        word: role.rawValue, message: "there is no cohort of role \(role.rawValue)",
        hint: "add one to population.cohorts; there are \(roles.joined(separator: ", "))")
    }
    guard let outcome = selector.outcome else { return nil }
    func never(_ key: String, isOff: Bool) -> Reason? {
      guard isOff, !decoding.hasFailed(key.split(separator: ".").map(String.init)) else { return nil }
      return Reason(
        word: outcome.rawValue, message: "no request is ever \(outcome.rawValue): \(key) is off",
        hint: "set \(key), or remove the threshold")
    }
    switch outcome {
    case .cached: return never("system.cache.enabled", isOff: !system.cache.enabled)
    case .shared: return never("system.cache.singleFlight", isOff: !system.cache.singleFlight)
    case .limited: return never("system.rateLimit.algorithm", isOff: system.rateLimit.algorithm == .off)
    case .busy: return never("system.degradation.enabled", isOff: !system.degradation.enabled)
    case .capped:
      if system.queue.atMaximumWaiting == .supersede {
        return never("system.queue.atMaximumWaiting", isOff: true)
      }
      return never("system.queue.maximumWaitingPerPerson", isOff: system.queue.maximumWaitingPerPerson == 0)
    case .bypassed: return never("population.cohorts", isOff: !cohorts.contains { $0.bypass && $0.share > 0 })
    case .malformed: return never("behaviour.malformedShare", isOff: scenario.behaviour.malformedShare == 0)
    case .unauthorized:
      return never("behaviour.signedOutShare", isOff: scenario.behaviour.signedOutShare == 0)
    default: return nil
    }
  }

  /// Where a word stands in a selector: the whole selector where it does not.
  private func place(of word: String, in text: String) -> (offset: Int, length: Int) {
    let scalars = Array(text.unicodeScalars)
    let wanted = Array(word.unicodeScalars)
    // Tag values stand behind a colon; looked for from the end so that a metric's name is not taken for one.
    if wanted.count <= scalars.count {
      for start in stride(from: scalars.count - wanted.count, through: 0, by: -1)
      where Array(scalars[start..<start + wanted.count]) == wanted {
        return (start, wanted.count)
      }
    }
    return (0, scalars.count)
  }
}
