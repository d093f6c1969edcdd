// A provider from what OpenRouter publishes of an endpoint: quantiles of half an hour, prices, limits.

internal import QueueModel
internal import RunReport
internal import Scenario

/// What a provider asks for tokens, in US dollars for a million.
public struct PublishedPrices: Hashable, Sendable {
  /// Tokens of prompts.
  public var input: Double
  /// Tokens of answers.
  public var output: Double
  /// Tokens of prompts that the provider still has in its cache, where it has a price for them.
  public var cachedInput: Double?

  /// Prices from their numbers.
  public init(input: Double, output: Double, cachedInput: Double? = nil) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
  }

  /// The prices as `prices.overrides` of a scenario has them, in place of those of `model`, which must be in
  /// the price book.
  public func overrides(of model: String) -> [String: Double] {
    var overrides = ["llm.\(model).input": input, "llm.\(model).output": output]
    if let cachedInput { overrides["llm.\(model).cachedInput"] = cachedInput }
    return overrides
  }
}

/// An endpoint that was fitted to what is published of it.
public struct PublishedEndpoint: Hashable, Sendable {
  /// The unit of published latencies. Their description says milliseconds, their examples look like seconds.
  public enum LatencyUnit: String, CaseIterable, Hashable, Sendable {
    case seconds, milliseconds
  }

  /// Its name, as it was published.
  public var name: String
  /// The model that it serves, where that is published.
  public var model: String?
  /// The fitted provider.
  public var provider: CalibratedProvider
  /// Its prices, where they are published.
  public var prices: PublishedPrices?
  /// Most tokens of an answer, where there is a limit.
  public var mostAnswerTokens: Int?

  /// Reads and fits an endpoint.
  ///
  /// The file holds the endpoint itself, or `data` with the endpoint or with a list `endpoints`. Latencies
  /// are times to the first token; throughputs are tokens a second, as shares of answers that are below
  /// (rising) or at least (falling).
  ///
  /// - Parameters:
  ///   - endpoint: The `tag`, the `provider_name` or the `name` of the endpoint, where the file has several.
  ///   - unit: The unit of latencies. Where nothing is given a median of at most 20 is in seconds and one of
  ///     at least 50 in milliseconds, since nobody answers in 20 ms and nobody waits for 50 s.
  public static func read(
    bytes: [UInt8], fileName: String, endpoint: String? = nil, unit: LatencyUnit? = nil
  ) throws(CalibrationError) -> PublishedEndpoint {
    let root = try PlacedJSONReader.read(bytes, file: fileName)
    let data = root["data"] ?? root
    let value = try EndpointChoice(file: fileName, root: data).value(named: endpoint)
    let fields = EndpointFields(file: fileName, value: value)
    return try fields.fitted(model: fields.text("model_id") ?? data["id"]?.text, unit: unit)
  }
}

/// The endpoints of a file, of which one is meant.
struct EndpointChoice {
  var file: String
  var root: PlacedJSON

  func value(named wanted: String?) throws(CalibrationError) -> PlacedJSON {
    let all = root["endpoints"]?.list ?? root.list ?? [root]
    guard let first = all.first else {
      throw CalibrationError(
        file: file, line: root.line, message: "the list of endpoints is empty", hint: "ask for another model")
    }
    guard all.allSatisfy(\.isObject) else {
      throw CalibrationError(
        file: file, line: root.line, message: "an endpoint is no object",
        hint: "give an endpoint, or the answer that lists those of a model")
    }
    guard let wanted else {
      if all.count == 1 { return first }
      throw CalibrationError(
        file: file, line: root.line, message: "the file has \(all.count) endpoints and none is named",
        hint: "name one of \(Self.names(all))")
    }
    let keys = ["tag", "provider_name", "name"]
    let chosen = keys.lazy.map { key in all.filter { $0[key]?.text == wanted } }.first { !$0.isEmpty } ?? []
    guard let only = chosen.first, chosen.count == 1 else {
      throw CalibrationError(
        file: file, line: root.line,
        message: chosen.isEmpty
          ? "the file has no endpoint '\(wanted)'" : "\(chosen.count) endpoints are called '\(wanted)'",
        hint: "name one of \(Self.names(all))")
    }
    return only
  }

  private static func names(_ endpoints: [PlacedJSON]) -> String {
    endpoints.map { EndpointFields.name($0) }.joined(separator: ", ")
  }
}
