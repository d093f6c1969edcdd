// `peakload calibrate`: fits a provider to measurements and writes it as a file that a scenario includes.

import ArgumentParser
import Calibration
import RunReport
import Scenario

/// Fits a provider to what was measured of it.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit a provider to measurements and write it for scenarios to include.",
    discussion: """
      Reads one of
        - the requests of a vLLM run (JSON lines with input_toks, output_toks, arrival_time, queued_ts, first_token_ts,
          last_token_ts), with its meta file beside it: fits the model that serves by continuous batching;
        - calls as a client saw them, llmperf's results or a CSV table (ttft and e2e in seconds, answer_tokens; error,
          prompt_tokens and endpoint where there are any): fits the model whose times are drawn;
        - what OpenRouter publishes of an endpoint (latency_last_30m, throughput_last_30m).
      The errors of the fit are printed and written into the file, by metric and percentile, of what was fitted and of
      what was kept back; runs on the provider repeat them. A scenario includes it with llm: {file: provider.yaml}.
      docs/providers.md says what each model can say and what not, and how to measure an endpoint.

      EXAMPLES
        peakload calibrate requests.jsonl
        peakload calibrate calls.csv --endpoint together_70b --out together.yaml
        peakload calibrate endpoint.json --model openai/gpt-4.1-nano
      """)

  @Argument(help: .init("The measurements; of a vLLM run the folder will do.", valueName: "file"))
  var measurements: String

  @Option(
    help: .init(
      "The meta file of a vLLM run. (default: meta.json beside the requests, where there is one)",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var meta: String?

  @Option(help: .init("Which endpoint, of a file with several.", valueName: "name"))
  var endpoint: String?

  @Option(
    help: .init("The provider's name in the price book. (default: the scenario's own)", valueName: "model"))
  var model: String?

  @Option(help: .init("The unit of published latencies: seconds or milliseconds.", valueName: "unit"))
  var latencyUnit: LatencyUnit?

  @Option(
    help: .init(
      "What the file holds: served (a vLLM run), calls or published. (default: judged from it)",
      valueName: "kind"))
  var kind: Kind?

  @Option(
    help: .init("The file to write.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var out = "provider.yaml"

  @Flag(help: "Replace a file that exists.")
  var force = false

  @Flag(name: .shortAndLong, help: "No table and no plots.")
  var quiet = false
}

extension CalibrateCommand {
  /// What a file can hold.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case served, calls, published
  }

  /// The unit of published latencies.
  enum LatencyUnit: String, CaseIterable, ExpressibleByArgument {
    case seconds, milliseconds
  }
}

extension CalibrateCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    if let model, !ScenarioSchema.models.contains(model) {
      throw Failure(
        "no model is called '\(model)' in the price book",
        hint: Spelling.nearest(to: model, among: ScenarioSchema.models).map { "did you mean \($0)?" }
          ?? "a scenario's llm.model names them: docs/scenario-language.md")
    }
    if !force, (try? world.files.read(out)) != nil {
      throw Failure("\(out) exists already", hint: "give --force to replace it, or another --out")
    }
    var request = CalibrationRequest(try file(in: world))
    request.meta = try metaFile(beside: request.file.name, in: world)
    request.endpoint = endpoint
    request.unit = latencyUnit.flatMap { PublishedEndpoint.LatencyUnit(rawValue: $0.rawValue) }
    request.kind = kind.flatMap { Measurements(rawValue: $0.rawValue) }
    let calibrated: (provider: CalibratedProvider, prices: PublishedPrices?)
    do {
      calibrated = try request.calibrated()
    } catch {
      throw Failure(
        [error.file, error.line.map(String.init)].compactMap { $0 }.joined(separator: ":")
          + ": \(error.message)",
        hint: error.hint, status: .invalidScenario)
    }
    var llm = calibrated.provider.llm
    if let model { llm.model = model }
    llm.fit?.source = shown(request)
    try world.files.replace(out, Array(text(of: llm, calibrated.prices).utf8))
    if !quiet {
      let shown = CalibratedProvider(llm: llm, plots: calibrated.provider.plots)
      try world.output.write(summary(shown, in: world))
    }
    try world.printOutput("wrote \(out)")
    try world.printOutput("next: in a scenario, llm: {file: \(out)}")
    return .passed
  }

  // MARK: Reading

  /// The measurements; of a folder its `requests.jsonl`.
  private func file(in world: World) throws -> MeasuredFile {
    do {
      return MeasuredFile(name: measurements, bytes: try world.files.read(measurements))
    } catch {
      let inside = measurements + (measurements.hasSuffix("/") ? "" : "/") + "requests.jsonl"
      guard let bytes = try? world.files.read(inside) else { throw error }
      return MeasuredFile(name: inside, bytes: bytes)
    }
  }

  private func metaFile(beside requests: String, in world: World) throws -> MeasuredFile? {
    if let meta { return MeasuredFile(name: meta, bytes: try world.files.read(meta)) }
    guard requests.hasSuffix(".jsonl") else { return nil }
    let folder = requests.lastIndex(of: "/").map { String(requests[...$0]) } ?? ""
    let path = folder + "meta.json"
    return (try? world.files.read(path)).map { MeasuredFile(name: path, bytes: $0) }
  }

  // MARK: Writing

  /// The file: where it is from, what has to be known to use it, and the keys.
  private func text(of llm: LanguageModel, _ prices: PublishedPrices?) -> String {
    var lines = [
      "# A provider, fitted by peakload calibrate \(PeakloadVersion.current) to \(llm.fit?.source ?? measurements).",
      "# Not to be changed by hand: calibrate again, or give other values in the scenario that includes it.",
    ]
    if llm.kind == .quantiles {
      lines.append(
        "# How many calls it serves at one time was not measured: set llm.concurrency in the scenario.")
    }
    if let prices {
      lines.append("# Its prices, as a scenario takes them:")
      lines.append("#   prices:")
      lines.append("#     overrides:")
      for (key, price) in prices.overrides(of: llm.model).sorted(by: { $0.key < $1.key }) {
        lines.append("#       \(key): $\(price)")
      }
    }
    return lines.joined(separator: "\n") + "\n\n" + ScenarioSchema.providerFile(llm)
  }

  /// The files by name and folder: where they lie on this machine is nobody's business who reads a report.
  private func shown(_ request: CalibrationRequest) -> String {
    let files = [request.file.name, request.meta?.name].compactMap { $0 }.map { path in
      path.split(separator: "/").suffix(2).joined(separator: "/")
    }
    let name = files.joined(separator: ", ")
    return endpoint.map { "\(name) (\($0))" } ?? name
  }

  private func summary(_ provider: CalibratedProvider, in world: World) -> String {
    var style = world.style(for: world.output)
    if world.output.isTerminal, world.output.columns > 0 {
      style.width = min(max(world.output.columns, 60), 120)
    }
    var lines: [String] = []
    if let fit = provider.llm.fit {
      lines += [fit.source] + style.wrapped(fit.method, indentation: 2) + [""]
    }
    for plot in provider.plots {
      let drawn = DistributionPlot(plot, width: min(style.width, 100)).lines
      if !drawn.isEmpty {
        lines += ["  \(plot.metric): share of calls, o measured, + model, * both"] + drawn + [""]
      }
    }
    if let fit = provider.llm.fit { lines += ProviderFitTable(fit).lines(style) + [""] }
    return lines.joined(separator: "\n") + "\n"
  }
}
