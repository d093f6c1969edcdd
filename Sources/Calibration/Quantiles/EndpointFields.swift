// The members of one published endpoint, and the provider that they make.

internal import QueueModel
internal import RunReport
internal import Scenario

/// Reads the members of an endpoint.
struct EndpointFields {
  static let quantiles: [(key: String, probability: Double)] = [
    ("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p99", 0.99),
  ]

  let file: String
  let value: PlacedJSON

  /// What an endpoint is called: its tag, which is its own, or else its provider.
  static func name(_ endpoint: PlacedJSON) -> String {
    endpoint["tag"]?.text ?? endpoint["provider_name"]?.text ?? endpoint["name"]?.text ?? "unnamed"
  }

  func text(_ key: String) -> String? { value[key]?.text }

  /// The endpoint with its fit.
  func fitted(model: String?, unit: PublishedEndpoint.LatencyUnit?) throws(CalibrationError)
    -> PublishedEndpoint
  {
    let latency = try latency(unit)
    let interval = try intervals()
    var llm = LanguageModel()
    llm.kind = .quantiles
    if let model, let book = PriceBook.shippedNames.last.flatMap({ try? PriceBook.named($0) }),
      book.models.contains(model)
    {
      llm.model = model
    }
    llm.firstToken = latency.fit.distribution
    llm.tokenInterval = interval.fit.distribution
    let uptime = try number(value, "uptime_last_30m", in: 0...100)
    llm.errorBeforeShare = ((1 - (uptime ?? 100) / 100) * 1e6).rounded() / 1e6
    let capacity = try EndpointCapacity(file: file, endpoint: value)
    llm.limits = capacity.limits
    if let concurrency = capacity.concurrency { llm.concurrency = concurrency }
    llm.fit = ProviderFit(
      source: "\(file) (\(Self.name(value)))",
      method: "lognormals through published quantiles; latencies in \(latency.unit.rawValue), "
        + (interval.falls ? "throughputs that a share of answers at least has" : "throughputs that rise")
        + (uptime == nil ? "; no uptime" : "; errors before the first token from the uptime"),
      fittedRows: latency.values.count + interval.values.count, predictedRows: 0,
      rows: latency.rows("ttft") + interval.rows("tpot"))
    let provider = CalibratedProvider(llm: llm, plots: [latency.plot("ttft"), interval.plot("tpot")])
    let most = try number(value, "max_completion_tokens", in: 1...1e9)
    return PublishedEndpoint(
      name: Self.name(value), model: model, provider: provider, prices: try prices(),
      mostAnswerTokens: most.map { Int($0) })
  }

  /// Quantiles of one metric in seconds, rising, and their fit.
  private struct Fitted {
    var probabilities: [Double]
    var values: [Double]
    var unit = PublishedEndpoint.LatencyUnit.seconds
    var falls = false
    var fit: LognormalMixture

    init(_ probabilities: [Double], _ values: [Double]) {
      self.probabilities = probabilities
      self.values = values
      fit = PublishedQuantiles(probabilities: probabilities, values: values).fit()
    }

    func rows(_ metric: String) -> [ProviderFit.Row] {
      zip(probabilities, values).map {
        ProviderFit.Row(
          metric: metric, statistic: "p\(Int(($0 * 100).rounded()))", sample: .inSample, measured: $1,
          fitted: fit.quantile($0))
      }
    }

    func plot(_ metric: String) -> CalibratedProvider.Plot {
      .init(metric: metric, measured: values, fitted: probabilities.map(fit.quantile))
    }
  }

  private func latency(_ wanted: PublishedEndpoint.LatencyUnit?) throws(CalibrationError) -> Fitted {
    let (probabilities, given, line) = try quantiles("latency_last_30m")
    guard zip(given, given.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw wrong(line, "a greater quantile of latency_last_30m is smaller", "p50, p75, p90 and p99 rise")
    }
    let median = given[0]
    let unit = wanted ?? (median <= 20 ? .seconds : median >= 50 ? .milliseconds : nil)
    guard let unit else {
      throw wrong(
        line, "a median latency of \(median) may be in seconds or in milliseconds", "say which unit it is")
    }
    let seconds = given.map { unit == .seconds ? $0 : $0 / 1000 }
    guard seconds[0] <= 1000, seconds.allSatisfy({ $0 <= CallRecord.longest }) else {
      throw wrong(
        line, "a median latency of \(median) \(unit.rawValue) is no time to a first token",
        "latencies are in seconds or milliseconds")
    }
    var fitted = Fitted(probabilities, seconds)
    fitted.unit = unit
    return fitted
  }

  /// The intervals between tokens: the slowest answers have the longest.
  private func intervals() throws(CalibrationError) -> Fitted {
    let (probabilities, given, line) = try quantiles("throughput_last_30m")
    let pairs = zip(given, given.dropFirst())
    let falls = given[given.count - 1] < given[0]
    guard pairs.allSatisfy({ falls ? $0 >= $1 : $0 <= $1 }) else {
      throw wrong(
        line, "the quantiles of throughput_last_30m neither rise nor fall",
        "they rise, or fall where each is what a share of answers at least has")
    }
    guard given.allSatisfy({ $0 <= 1e6 && 1 / $0 <= CallRecord.longest }) else {
      throw wrong(line, "a throughput that is none", "throughputs are in tokens a second")
    }
    var fitted =
      falls
      ? Fitted(probabilities, given.map { 1 / $0 })
      : Fitted(probabilities.reversed().map { 1 - $0 }, given.reversed().map { 1 / $0 })
    fitted.falls = falls
    return fitted
  }

  private func quantiles(
    _ key: String
  ) throws(CalibrationError) -> (probabilities: [Double], values: [Double], line: Int) {
    guard let member = value[key], member.isObject else {
      throw wrong(
        value.line, "no quantiles under '\(key)'",
        "they are published to requests with a key of one's own; it needs p50, p75, p90 and p99")
    }
    var (probabilities, values): ([Double], [Double]) = ([], [])
    for quantile in Self.quantiles {
      guard let number = try number(member, quantile.key, in: 0...1e12) else { continue }
      guard number > 0 else { throw wrong(member.line, "\(quantile.key) of \(key) is 0", "they are above 0") }
      probabilities.append(quantile.probability)
      values.append(number)
    }
    guard probabilities.first == 0.5, probabilities.count >= 3 else {
      throw wrong(member.line, "too few quantiles under '\(key)'", "give p50, and two of p75, p90 and p99")
    }
    return (probabilities, values, member.line)
  }

  private func prices() throws(CalibrationError) -> PublishedPrices? {
    guard let pricing = value["pricing"],
      let input = try number(pricing, "prompt", in: 0...0.01),
      let output = try number(pricing, "completion", in: 0...0.01)
    else { return nil }
    // Dollars a token: for a million, to the billionth of a dollar, which is what a price book keeps.
    func million(_ price: Double) -> Double { (price * 1e15).rounded() / 1e9 }
    let cached = try number(pricing, "input_cache_read", in: 0...0.01)
    return PublishedPrices(input: million(input), output: million(output), cachedInput: cached.map(million))
  }

  /// A number, or the text of one.
  private func number(
    _ object: PlacedJSON, _ key: String, in range: ClosedRange<Double>
  ) throws(CalibrationError) -> Double? {
    guard let member = object[key] else { return nil }
    guard let number = member.number ?? member.text.flatMap({ Double($0) }), range.contains(number) else {
      throw wrong(
        member.line, "'\(key)' is not a number from \(range.lowerBound) to \(range.upperBound)",
        "give the endpoint as it was published")
    }
    return number
  }

  private func wrong(_ line: Int, _ message: String, _ hint: String) -> CalibrationError {
    CalibrationError(file: file, line: line, message: message, hint: hint)
  }
}
