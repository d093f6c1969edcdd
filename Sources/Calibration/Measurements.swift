// What a file of measurements is, by what stands in it, and the fit that is made for it.

internal import RunReport
internal import Scenario

/// Measurements of a provider, as a file has them.
public enum Measurements: String, CaseIterable, Hashable, Sendable {
  /// The requests of a vLLM run, a line of JSON each.
  case served
  /// Calls as a client saw them: llmperf's results, or a table.
  case calls
  /// What OpenRouter publishes of an endpoint.
  case published

  /// What a file holds, judged by its first object; a table where it is no JSON.
  public static func kind(of bytes: [UInt8]) -> Measurements {
    let start = bytes.prefix(65_536)
    func holds(_ key: String) -> Bool {
      let quoted = Array("\"\(key)\"".utf8)
      guard start.count >= quoted.count else { return false }
      return start.indices.dropLast(quoted.count - 1).contains { start[$0...].starts(with: quoted) }
    }
    if holds("first_token_ts") || holds("queued_ts") { return .served }
    if ["latency_last_30m", "throughput_last_30m", "endpoints"].contains(where: holds) { return .published }
    return .calls
  }
}

/// What people may say besides the file.
public struct CalibrationRequest: Sendable {
  /// The measurements.
  public var file: MeasuredFile
  /// The meta file of a vLLM run.
  public var meta: MeasuredFile?
  /// Which endpoint, of a file with several.
  public var endpoint: String?
  /// The unit of published latencies, where it is not plain.
  public var unit: PublishedEndpoint.LatencyUnit?
  /// What the file holds; judged from it where nothing is said.
  public var kind: Measurements?

  /// A request to fit a file.
  public init(_ file: MeasuredFile) { self.file = file }

  /// The fitted provider, and prices where the file has them.
  ///
  /// - Throws: Why the file is no such file, or says too little.
  public func calibrated() throws(CalibrationError) -> (
    provider: CalibratedProvider, prices: PublishedPrices?
  ) {
    switch kind ?? .kind(of: file.bytes) {
    case .served:
      try refuse(endpoint != nil, "--endpoint", "a vLLM run has one")
      return (try ServingFit.fit(try ServedRunReader.read(requests: file, meta: meta)), nil)
    case .calls:
      try refuse(meta != nil, "--meta", "calls have none; it belongs to the requests of a vLLM run")
      let calls = try MeasuredCalls.read(bytes: file.bytes, fileName: file.name, endpoint: endpoint)
      return (try QuantileModel.fit(calls), nil)
    case .published:
      try refuse(meta != nil, "--meta", "endpoints have none; it belongs to the requests of a vLLM run")
      let published = try PublishedEndpoint.read(
        bytes: file.bytes, fileName: file.name, endpoint: endpoint, unit: unit)
      return (published.provider, published.prices)
    }
  }

  private func refuse(_ isGiven: Bool, _ flag: String, _ reason: String) throws(CalibrationError) {
    guard isGiven else { return }
    throw CalibrationError(file: file.name, message: "\(flag) is given, and \(reason)", hint: "leave it out")
  }
}
