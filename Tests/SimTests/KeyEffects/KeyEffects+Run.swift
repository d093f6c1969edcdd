// What the keys of the top level move: the run itself, its windows, its month, what counts as good, its prices and
// what must hold.

@testable import Scenario

extension KeyEffect {
  static let run: [KeyEffect] = [
    KeyEffect("name", "one", "another", changes: "run.scenario"),
    KeyEffect("description", "A run.", "Another.", changes: "run.description"),
    KeyEffect("seed", "1", "2", "3", changes: "e2e avg", in: .crowded),
    // A minute that begins in the middle of the limiter's has two of its windows.
    KeyEffect(
      "start", "2026-01-12T09:00:00Z", "2026-01-12T09:00:30Z", lowers: "limited rate", in: .limited,
      with: ["duration=1m", "system.rateLimit.algorithm=fixedWindow", "system.rateLimit.window=1m"]),
    KeyEffect("duration", "1m", "2m", raises: "requests count"),
    KeyEffect("drain", "0s", "5m", lowers: "requests.unfinished", in: .crowded),
    KeyEffect("warmUp", "0s", "auto", "1m", lowers: "requests count"),

    KeyEffect(
      "month.peakHours", "1", "10", raises: "cost.month.amountNanoUSD", with: ["month.otherAnswers=100"]),
    KeyEffect(
      "month.otherAnswers", "100", "1000", raises: "cost.month.amountNanoUSD", with: ["month.peakHours=1"]),

    KeyEffect("goodput.ttft", "100ms", "10s", raises: "goodput value"),
    KeyEffect("goodput.tpot", "10ms", "30ms", raises: "goodput value"),
    KeyEffect("goodput.e2e", "1s", "30s", raises: "goodput value"),

    // What a threshold selects by a name is the window that has it: here the one before the people have come, there
    // the one after.
    KeyEffect(
      "windows.0.name", Value("early", with: "windows.1.name=late"),
      Value("late", with: "windows.1.name=early"),
      raises: "requests{window:early} count",
      with: ["windows=[{name: a, from: 0s, to: 1m}, {name: b, from: 1m, to: 2m}]", "population.ramp=1m"]),
    KeyEffect(
      "windows.0.from", "0s", "30s", lowers: "requests{window:part} count",
      with: ["windows=[{name: part, from: 0s, to: 1m}]"]),
    KeyEffect(
      "windows.0.to", "10s", "1m", raises: "requests{window:part} count",
      with: ["windows=[{name: part, from: 0s, to: 1m}]"]),

    KeyEffect("thresholds.requests", "count>1", "count>1000000", changes: "verdict"),
    KeyEffect(
      "thresholds.requests.0.threshold", "count>1", "count>1000000", changes: "verdict",
      with: ["thresholds.requests=[{threshold: 'count>2'}]"]),
    KeyEffect(
      "thresholds.requests.0.abortOnFail", "true", "false", raises: "run.endNanoseconds",
      with: ["thresholds.requests=[{threshold: 'count<1'}]"]),
    KeyEffect(
      "thresholds.requests.0.delayAbortEval", "30s", "90s", raises: "run.endNanoseconds",
      with: ["thresholds.requests=[{threshold: 'count<1', abortOnFail: true}]"]),
  ]

  static let prices: [KeyEffect] =
    [
      // One book ships, and a report names it; the key is for reports that are made again when there are two.
      KeyEffect("prices.book", ["2026-08", "2025-01"], .refusesTheRest, "cost.priceBook", in: .tiny)
    ]
    // The months of plans are in the table of limits: see ``planPrices``.
    + PriceNames.entries.filter { !$0.hasPrefix("redis.plan.") }.map { entry in
      // The three prices of a model move the bill of who uses it, the others everybody's.
      let parts = entry.split(separator: ".", maxSplits: 1)
      let model = parts[0] == "llm" ? parts[1].split(separator: ".").dropLast().joined(separator: ".") : ""
      let used = PriceNames.models.contains(model) ? ["llm.model=\(model)"] : []
      return KeyEffect(
        "prices.overrides.'\(entry)'", "0.5", "1", raises: "cost.totalNanoUSD", in: .everythingBilled,
        with: used)
    }
}
