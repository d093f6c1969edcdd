// What must hold between the keys of a scenario. Apart from the schema, which looks at one key at a time.

internal import QueueModel
internal import RunReport

/// Checks a decoded scenario as a whole and reports at the keys concerned.
struct Checks {
  let root: SyntaxNode
  var decoding: Decoding

  init(root: SyntaxNode, decoding: Decoding) {
    self.root = root
    self.decoding = decoding
  }

  mutating func run(_ scenario: Scenario) {
    checkTimes(scenario)
    checkPeople(scenario)
    checkSystem(scenario)
    checkProvider(scenario)
    checkThresholds(scenario)
  }

  /// Reports where `condition` does not hold, at the first of `paths` that the file gives. Says nothing where
  /// one of them could not be read.
  mutating func require(
    _ condition: Bool, at paths: [String]..., message: @autoclosure () -> String,
    hint: @autoclosure () -> String
  ) {
    guard !condition, !paths.contains(where: { decoding.hasFailed($0) }) else { return }
    decoding.diagnostics.report(place(paths), message(), hint: hint())
  }

  /// The value at the first of `paths` that the file gives, else the nearest section around the first.
  private func place(_ paths: [[String]]) -> Origin {
    for path in paths {
      guard let value = root.value(at: path) else { continue }
      if case .scalar = value.content { return value.origin }
      return root.keyOrigin(at: path) ?? value.origin
    }
    var path = paths[0]
    while !path.isEmpty {
      path.removeLast()
      if let origin = root.keyOrigin(at: path) { return origin }
    }
    return root.origin
  }

  // MARK: Times

  private mutating func checkTimes(_ scenario: Scenario) {
    let end = scenario.duration
    let endText = Spelled.duration(end)
    let duration = ["duration"]
    func outside(_ what: String, _ time: Duration) -> String {
      "\(what) \(Spelled.duration(time)) is outside the run of \(endText)"
    }
    require(
      scenario.warmUp < end, at: ["warmUp"], duration,
      message: "the warm-up of \(Spelled.duration(scenario.warmUp)) leaves nothing of a run of \(endText)",
      hint: "make it shorter")
    require(
      scenario.population.ramp <= end, at: ["population", "ramp"], duration,
      message: outside("the ramp of", scenario.population.ramp), hint: "make it shorter, or the run longer")
    require(
      scenario.population.synchronisedWithin <= end || scenario.population.synchronisedShare == 0,
      at: ["population", "synchronised", "within"], duration,
      message: outside("the synchronised start within", scenario.population.synchronisedWithin),
      hint: "make it shorter, or the run longer")
    for (index, bell) in scenario.behaviour.bells.enumerated() {
      let path = ["behaviour", "bells", String(index)]
      require(
        bell.at < end, at: path + ["at"], duration, message: outside("the bell at", bell.at),
        hint: "bells ring before \(endText)")
      require(
        bell.at >= end || bell.at + bell.within <= end, at: path + ["within"], path, duration,
        message: outside("the end of the bell at", bell.at + bell.within), hint: "make it shorter")
    }
    checkWindows(scenario)
    for (index, threshold) in scenario.thresholds.enumerated() where threshold.delayAbortEvaluation > end {
      let path = thresholdPath(index, scenario)
      require(
        false, at: path + ["delayAbortEval"], path,
        message: outside("the delay of", threshold.delayAbortEvaluation), hint: "make it shorter")
    }
    guard case .curve(let points) = scenario.arrivals.kind else { return }
    require(
      !points.isEmpty, at: ["arrivals", "curve"], message: "the curve has no points",
      hint: "give at least one")
    require(
      points.isEmpty || points.contains { $0.rate > 0 }, at: ["arrivals", "curve"],
      message: "nobody ever comes", hint: "give a rate above 0/s")
    for (index, point) in points.enumerated() {
      let path = ["arrivals", "curve", String(index), "at"]
      require(
        point.at <= end, at: path, duration, message: outside("the point at", point.at),
        hint: "points lie within the run")
      require(
        index == 0 || points[index - 1].at < point.at, at: path,
        message: "the points of a curve must follow one another", hint: "sort them by `at`")
    }
  }

  private mutating func checkWindows(_ scenario: Scenario) {
    let end = scenario.duration
    var names: Set<String> = []
    for (index, window) in scenario.windows.enumerated() {
      let path = ["windows", String(index)]
      require(
        window.to <= end, at: path + ["to"], ["duration"],
        message: "window '\(window.name)' ends outside the run of \(Spelled.duration(end))",
        hint: "end it at \(Spelled.duration(end)) at the latest")
      require(
        window.from < window.to, at: path + ["from"], path + ["to"],
        message: "window '\(window.name)' ends before it begins", hint: "let `from` be before `to`")
      require(
        names.insert(window.name).inserted, at: path + ["name"],
        message: "there are two windows '\(window.name)'", hint: "give each its own name")
    }
  }

  // MARK: People

  private mutating func checkPeople(_ scenario: Scenario) {
    let population = scenario.population
    require(
      scenario.behaviour.noisy.share == 0 || scenario.arrivals.kind == .closed,
      at: ["behaviour", "noisy", "share"], ["arrivals"],
      message: "open arrivals have no noisy people: whoever comes asks once",
      hint: "set arrivals: closed, or remove behaviour.noisy")
    let cohorts = ["population", "cohorts"]
    let sum = population.cohorts.reduce(0) { $0 + $1.share }
    require(
      !population.cohorts.isEmpty, at: cohorts, message: "there are no cohorts", hint: "give at least one")
    require(
      population.cohorts.isEmpty || abs(sum - 1) < 1e-9, at: cohorts,
      message: "the shares of the cohorts sum to \(Spelled.share(sum))", hint: "they must sum to 100%")
    for (index, cohort) in population.cohorts.enumerated() {
      require(
        cohort.role.isEducator || !cohort.bypass, at: cohorts + [String(index), "bypass"],
        message: "students cannot bypass the queue", hint: "only teachers and admins can")
    }
    let bells = scenario.behaviour.bells
    for (index, bell) in bells.enumerated() where index > 0 {
      require(
        bells[index - 1].at <= bell.at, at: ["behaviour", "bells", String(index), "at"],
        message: "the bells must follow one another", hint: "sort them by `at`")
    }
    let maximum = Double(scenario.questions.maximumAnswerTokens)
    if case .constant(let tokens) = scenario.questions.answerTokens {
      require(
        tokens <= maximum, at: ["questions", "answerTokens"], ["questions", "maximumAnswerTokens"],
        message: "every answer is longer than maximumAnswerTokens", hint: "raise maximumAnswerTokens")
    }
    checkTurns(scenario.behaviour.turns)
    checkArrivals(scenario)
  }

  private mutating func checkTurns(_ turns: Distribution) {
    guard case .constant(let value) = turns else { return }
    require(
      value >= 1, at: ["behaviour", "turns"], message: "a conversation has at least one turn",
      hint: "write 1 or more")
  }

  private mutating func checkArrivals(_ scenario: Scenario) {
    switch scenario.arrivals.kind {
    case .poisson(let rate):
      require(
        rate > 0, at: ["arrivals", "poisson", "rate"], message: "nobody ever comes",
        hint: "write more than 0/s")
    case .renewal(.constant(let gap)):
      require(
        gap > 0, at: ["arrivals", "renewal", "gap"], message: "the gap is zero", hint: "write more than 0s")
    case .closed, .renewal, .curve, .trace: break
    }
    guard case .constant(let gap) = scenario.behaviour.gap else { return }
    require(gap > 0, at: ["behaviour", "gap"], message: "the gap is zero", hint: "write more than 0s")
  }
}
