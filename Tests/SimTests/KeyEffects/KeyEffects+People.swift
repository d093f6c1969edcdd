// What the keys of `population`, `arrivals` and `behaviour` move.

extension KeyEffect {
  static let population: [KeyEffect] = [
    KeyEffect("population.people", "20", "80", raises: "requests count"),
    KeyEffect("population.ramp", "0s", "1m", lowers: "requests count"),
    KeyEffect(
      "population.synchronised.share", "0%", "100%", raises: "requests count",
      with: ["population.ramp=1m", "population.synchronised.within=1s"]),
    KeyEffect(
      "population.synchronised.within", "1s", "1m", lowers: "requests count",
      with: ["population.synchronised.share=100%"]),
    KeyEffect(
      "population.cohorts.0.role", "student", "teacher", "admin", changes: "requests.rows[0].role",
      with: ["population.cohorts=[{role: student, share: 100%, bypass: false}]"]),
    KeyEffect(
      "population.cohorts.0.share", Value("20%", with: "population.cohorts.1.share=80%"),
      Value("80%", with: "population.cohorts.1.share=20%"), raises: "requests{role:teacher} count",
      in: .staffed),
    KeyEffect(
      "population.cohorts.1.priority", "1", "10", raises: "queue_wait{role:teacher} avg", in: .contended),
    KeyEffect(
      "population.cohorts.0.bypass", "false", "true", raises: "requests{outcome:bypassed} count",
      in: .staffed,
      with: ["system.educators.reserve=10"]),
  ]

  static let arrivals: [KeyEffect] = [
    KeyEffect(
      "arrivals", "closed", "{poisson: {rate: 2/s}}", "{renewal: {gap: 1s}}",
      "{curve: [{at: 0s, rate: 0/s}, {at: 2m, rate: 2/s}]}", "{trace: {file: table, format: table}}",
      changes: "requests count"),
    KeyEffect("arrivals.poisson.rate", "1/s", "4/s", raises: "requests count"),
    KeyEffect("arrivals.renewal.gap", "1s", "5s", lowers: "requests count"),
    KeyEffect(
      "arrivals.curve.1.at", "30s", "2m", raises: "requests count",
      with: ["arrivals={curve: [{at: 0s, rate: 0/s}, {at: 1m, rate: 5/s}]}"]),
    KeyEffect(
      "arrivals.curve.1.rate", "1/s", "4/s", raises: "requests count",
      with: ["arrivals={curve: [{at: 0s, rate: 0/s}, {at: 2m, rate: 5/s}]}"]),
    KeyEffect(
      "arrivals.trace.file", "table", "long", raises: "requests count",
      with: ["arrivals={trace: {file: table, format: table}}"]),
    KeyEffect(
      "arrivals.trace.format", Value("ragpulse", with: "arrivals.trace.file=ragpulse"),
      Value("azure", with: "arrivals.trace.file=azure"), Value("table", with: "arrivals.trace.file=table"),
      Value("mooncake", with: "arrivals.trace.file=mooncake"), raises: "requests count",
      with: ["arrivals={trace: {file: table, format: table}}"]),
    KeyEffect(
      "arrivals.trace.format", ["table", "azure", "ragpulse", "mooncake"], .refusesTheRest, "requests count",
      with: ["arrivals={trace: {file: table, format: table}}"]),
  ]

  static let behaviour: [KeyEffect] = [
    KeyEffect("behaviour.gap", "10s", "1m", lowers: "requests count"),
    KeyEffect("behaviour.think", "10s", "1m", lowers: "requests count"),
    KeyEffect("behaviour.turns", "1", "5", lowers: "people.conversations"),
    KeyEffect("behaviour.patience", "5s", "2m", lowers: "requests{outcome:abandoned} count", in: .crowded),
    KeyEffect(
      "behaviour.resendShare", "0%", "100%", raises: "people.resends", in: .crowded,
      with: ["behaviour.patience=5s"]),
    KeyEffect(
      "behaviour.closeTabShare", "0%", "100%", raises: "people.closedTabs", in: .crowded,
      with: ["behaviour.patience=5s"]),
    // Their answers are made all the same.
    KeyEffect(
      "behaviour.closeTabShare", "0%", "100%", lowers: "jobs.ended[name=cancelled].count", in: .crowded,
      with: ["behaviour.patience=5s"]),
    KeyEffect("behaviour.cancelShare", "0%", "50%", raises: "requests{outcome:cancelled} count"),
    KeyEffect("behaviour.refreshShare", "0%", "50%", raises: "people.refreshes"),
    KeyEffect("behaviour.dropShare", "0%", "50%", raises: "people.resumes"),
    KeyEffect(
      "behaviour.reconnectDelay", "100ms", "20s", raises: "e2e avg", with: ["behaviour.dropShare=100%"]),
    KeyEffect(
      "behaviour.comeBackShare", "0%", "100%", raises: "limiter.retriedAfterCountdown", in: .degrading,
      with: ["behaviour.emailShare=0%"]),
    KeyEffect("behaviour.emailShare", "0%", "100%", raises: "people.emailOffersAccepted", in: .degrading),
    KeyEffect("behaviour.malformedShare", "0%", "20%", raises: "requests{outcome:malformed} count"),
    KeyEffect("behaviour.signedOutShare", "0%", "20%", raises: "requests{outcome:unauthorized} count"),

    KeyEffect("behaviour.hasty.share", "0%", "50%", raises: "requests count"),
    KeyEffect("behaviour.hasty.tabs", "1", "4", raises: "requests count", in: .hasty),
    KeyEffect("behaviour.hasty.gapFactor", "0.2", "2", lowers: "requests count", in: .hasty),
    KeyEffect(
      "behaviour.hasty.doubleClickShare", "0%", "50%", raises: "requests{outcome:duplicate} count", in: .hasty
    ),
    KeyEffect("behaviour.hasty.resendAfter", "5s", "1m", lowers: "people.resends", in: .hasty),

    KeyEffect("behaviour.noisy.share", "0%", "20%", raises: "requests count"),
    KeyEffect("behaviour.noisy.requestsPerMinute", "10", "60", raises: "requests count", in: .noisy),
    KeyEffect(
      "behaviour.noisy.spreadShare", "0%", "100%", raises: "fairness.groups[sender=severalAccounts].people",
      in: .noisy),
    KeyEffect(
      "behaviour.noisy.accounts", "2", "5", raises: "fairness.groups[sender=severalAccounts].accounts",
      in: .noisy, with: ["behaviour.noisy.spreadShare=100%"]),

    KeyEffect(
      "behaviour.bells.0.at", "10s", "90s", lowers: "requests{window:first} count", in: .belled,
      with: ["windows=[{name: first, from: 0s, to: 1m}]"]),
    KeyEffect("behaviour.bells.0.share", "10%", "90%", raises: "people.askedAtBell", in: .belled),
    KeyEffect(
      "behaviour.bells.0.within", "0s", "1m", lowers: "queue_wait avg", in: .belled,
      with: ["llm.concurrency=5"]),
    KeyEffect(
      "behaviour.bells.0.classQuestion.share", "0%", "100%", raises: "people.askedForClass", in: .belled,
      with: ["behaviour.bells.0.classQuestion={share: 50%}"]),
    // Each class asks once; whoever asks what their class asked joins its answer or finds it.
    KeyEffect(
      "behaviour.bells.0.classQuestion.classes", "1", "10", raises: "calls.begun", in: .belled,
      with: ["behaviour.bells.0.classQuestion={share: 100%}"]),
  ]

  static let questions: [KeyEffect] = [
    KeyEffect("questions.catalogue", "unique", "ragpulse", raises: "cache.hits", in: .repeating),
    KeyEffect("questions.promptTokens", "500", "1500", raises: "calls.tokensIn"),
    KeyEffect("questions.cachedPromptShare", "0%", "50%", lowers: "cost{service:llm} value"),
    KeyEffect("questions.answerTokens", "100", "300", raises: "calls.tokensOut"),
    KeyEffect(
      "questions.maximumAnswerTokens", "100", "1000", raises: "calls.tokensOut",
      with: ["questions.answerTokens={exponential: 200}"]),
  ]
}
