// How a distribution is written: a constant, or a map with the name of its shape. The same shapes serve
// durations and counts; only the unit differs.

internal import QueueModel
internal import RunReport

extension ValueKind where Value == Distribution {
  /// A duration that is drawn, each parameter between 0 and a day.
  static var durationDistribution: ValueKind {
    distribution(
      "duration distribution",
      ValueKind<Duration>.duration(.zero ... .seconds(86_400)).map(
        { Double($0.wholeNanoseconds) / 1e9 }, { .nanoseconds(Int64(($0 * 1e9).rounded())) }))
  }

  /// A count that is drawn, each parameter between 0 and `largest`.
  static func countDistribution(largest: Double) -> ValueKind {
    distribution("count distribution", .number(0...largest))
  }

  private static func distribution(_ name: String, _ unit: ValueKind<Double>) -> ValueKind {
    let shapes = OneOf(what: "distribution", forms: DistributionForms(unit: unit).all)
    return ValueKind(
      name: name, range: "parameters " + unit.range,
      read: { node, decoding in
        if case .mapping = node.content { return shapes.read(node, &decoding) }
        if case .sequence = node.content {
          decoding.failType(node, expected: "a \(unit.name) or a distribution")
          return nil
        }
        return unit.read(node, &decoding).map { .constant($0) }
      },
      show: { value in
        if case .constant(let constant) = value { return unit.show(constant) }
        return shapes.show(value)
      })
  }
}

/// The shapes of a distribution in one unit.
struct DistributionForms {
  /// A parameter: a duration in seconds, or a plain number.
  let unit: ValueKind<Double>

  /// The tables that ship with the program.
  static let tableNames = [
    "ragpulse-gap", "ragpulse-turns", "ragpulse-prompt-tokens", "ragpulse-answer-tokens",
  ]
  .filter { QuantileTables.named($0) != nil }

  private struct Erlang {
    var mean = 0.0
    var stages = 1
  }

  private struct Branch {
    var probability = 0.0
    var mean = 0.0
  }

  private struct Lognormal {
    var median = 0.0
    var sigma = 0.0
    var shift = 0.0
  }

  private struct LognormalPart {
    var probability = 0.0
    var median = 0.0
    var sigma = 0.0
  }

  private struct LognormalMixture {
    var shift = 0.0
    var parts: [LognormalPart] = []
  }

  private struct Pareto {
    var scale = 0.0
    var shape = 0.0
  }

  /// A parameter that must not be 0.
  private var positive: ValueKind<Double> {
    var kind = unit
    kind.read = { node, decoding in
      guard let value = unit.read(node, &decoding) else { return nil }
      guard value > 0 else {
        decoding.fail(node.origin, "'\(decoding.path.last ?? "value")' is zero", hint: "write more than zero")
        return nil
      }
      return value
    }
    return kind
  }

  var all: [Form<Distribution>] {
    [exponential, erlang, hyperexponential, lognormal, lognormals, pareto, quantiles, table]
  }

  private var exponential: Form<Distribution> {
    Form(
      key: "exponential", text: "exponential with this mean", example: "MEAN",
      read: { node, decoding in positive.read(node, &decoding).map { .exponential(mean: $0) } },
      show: { if case .exponential(let mean) = $0 { unit.show(mean) } else { nil } })
  }

  private var erlang: Form<Distribution> {
    .map(
      "erlang", "sum of `stages` exponentials, together of mean `mean`",
      example: "{mean: MEAN, stages: 1 to 1000}",
      ObjectSchema<Erlang>(fields: [
        .value("mean", \.mean, positive, isRequired: true, "MEAN"),
        .value("stages", \.stages, .integer(1...1000), isRequired: true, "NUMBER"),
      ]), Erlang(), { .erlang(mean: $0.mean, stages: $0.stages) },
      { if case .erlang(let mean, let stages) = $0 { Erlang(mean: mean, stages: stages) } else { nil } })
  }

  private var hyperexponential: Form<Distribution> {
    let branch = ObjectSchema<Branch>(fields: [
      .value("probability", \.probability, .share(), isRequired: true, "SHARE"),
      .value("mean", \.mean, positive, isRequired: true, "MEAN"),
    ])
    let list = sharing(ValueKind<[Branch]>.list(of: branch.kind(Branch()), longest: 16), \.probability)
    return Form(
      key: "hyperexponential", text: "one of several exponentials, each with its probability",
      example: "[{probability: SHARE, mean: MEAN}, …]",
      read: { node, decoding in
        guard let branches = list.read(node, &decoding) else { return nil }
        return .hyperexponential(probabilities: branches.map(\.probability), means: branches.map(\.mean))
      },
      show: { value in
        guard case .hyperexponential(let probabilities, let means) = value else { return nil }
        return list.show(zip(probabilities, means).map { Branch(probability: $0, mean: $1) })
      },
      members: list.members)
  }

  private var lognormal: Form<Distribution> {
    .map(
      "lognormal", "`shift` + exp(normal) with this median, and `sigma` of the logarithm",
      example: "{median: MEDIAN, sigma: 0 to 5, shift: SHIFT (default 0)}",
      ObjectSchema<Lognormal>(fields: [
        .value("median", \.median, positive, isRequired: true, "MEDIAN"),
        .value("sigma", \.sigma, .number(0...5), isRequired: true, "NUMBER"),
        .value("shift", \.shift, unit, "SHIFT"),
      ]), Lognormal(), { .lognormal(median: $0.median, sigma: $0.sigma, shift: $0.shift) },
      {
        guard case .lognormal(let median, let sigma, let shift) = $0 else { return nil }
        return Lognormal(median: median, sigma: sigma, shift: shift)
      })
  }

  private var lognormals: Form<Distribution> {
    let part = ObjectSchema<LognormalPart>(fields: [
      .value("probability", \.probability, .share(), isRequired: true, "SHARE"),
      .value("median", \.median, positive, isRequired: true, "MEDIAN"),
      .value("sigma", \.sigma, .number(0...5), isRequired: true, "NUMBER"),
    ])
    let parts = ValueKind<[LognormalPart]>.list(of: part.kind(LognormalPart()), longest: 16)
    return .map(
      "lognormals", "`shift` + one of several lognormals, each with its probability",
      example: "{shift: SHIFT (default 0), parts: [{probability: SHARE, median: MEDIAN, sigma: 0 to 5}, …]}",
      ObjectSchema<LognormalMixture>(fields: [
        .value("shift", \.shift, unit, "SHIFT"),
        .value("parts", \.parts, sharing(parts, \.probability), isRequired: true, "LIST"),
      ]), LognormalMixture(),
      {
        .lognormalMixture(
          probabilities: $0.parts.map(\.probability), medians: $0.parts.map(\.median),
          sigmas: $0.parts.map(\.sigma), shift: $0.shift)
      },
      {
        guard case .lognormalMixture(let probabilities, let medians, let sigmas, let shift) = $0 else {
          return nil
        }
        let parts = probabilities.indices.map {
          LognormalPart(probability: probabilities[$0], median: medians[$0], sigma: sigmas[$0])
        }
        return LognormalMixture(shift: shift, parts: parts)
      })
  }

  /// A list whose probabilities sum to 100%.
  private func sharing<Element>(
    _ list: ValueKind<[Element]>, _ probability: KeyPath<Element, Double>
  ) -> ValueKind<[Element]> {
    var kind = list
    kind.read = { node, decoding in
      guard let elements = list.read(node, &decoding) else { return nil }
      let sum = elements.reduce(0) { $0 + $1[keyPath: probability] }
      guard abs(sum - 1) < 1e-9 else {
        let hint = "the probabilities must sum to 100%"
        decoding.fail(decoding.keyOrigin, "the probabilities sum to \(Spelled.share(sum))", hint: hint)
        return nil
      }
      return elements
    }
    return kind
  }

  private var pareto: Form<Distribution> {
    .map(
      "pareto",
      "at least `scale`, with a tail that falls with `shape`; the mean is finite for a shape above 1",
      example: "{scale: SCALE, shape: 0.1 to 100}",
      ObjectSchema<Pareto>(fields: [
        .value("scale", \.scale, positive, isRequired: true, "SCALE"),
        .value("shape", \.shape, .number(0.1...100), isRequired: true, "NUMBER"),
      ]), Pareto(), { .pareto(scale: $0.scale, shape: $0.shape) },
      { if case .pareto(let scale, let shape) = $0 { Pareto(scale: scale, shape: shape) } else { nil } })
  }

  private var quantiles: Form<Distribution> {
    Form(
      key: "quantiles", text: "linear between these quantiles, from 0% to 100%",
      example: "{0%: LEAST, 50%: MEDIAN, 100%: GREATEST}", read: readQuantiles,
      show: { value in
        guard case .quantiles(let probabilities, let values) = value else { return nil }
        let pairs = zip(probabilities, values).map { "\(Spelled.share($0)): \(unit.show($1))" }
        return "{" + pairs.joined(separator: ", ") + "}"
      })
  }

  private var table: Form<Distribution> {
    Form(
      key: "table", text: "the quantiles of a table that ships with the program", example: "NAME",
      read: { node, decoding in
        guard let name = decoding.scalar(node, expected: "the name of a table") else { return nil }
        if QuantileTables.named(name) != nil { return .table(name) }
        let hint = Spelling.hint(for: name, among: Self.tableNames)
        decoding.fail(node.origin, "unknown table '\(name)'", hint: hint)
        return nil
      },
      show: { if case .table(let name) = $0 { Spelled.text(name) } else { nil } })
  }

  private func readQuantiles(_ node: SyntaxNode, _ decoding: inout Decoding) -> Distribution? {
    guard let entries = decoding.entries(node, expected: "a map of quantiles, such as {0%: 1s, 100%: 9s},")
    else {
      return nil
    }
    guard (2...1000).contains(entries.count) else {
      decoding.fail(
        decoding.keyOrigin, "\(entries.count) quantiles", hint: "give 0% and 100%, and at most 1000")
      return nil
    }
    var probabilities: [Double] = []
    var values: [Double] = []
    for entry in entries {
      let key = SyntaxNode(content: .scalar(entry.key, isQuoted: false), origin: entry.keyOrigin)
      let shares = ValueKind<Double>.share()
      let pair = decoding.within(entry.key, entry.keyOrigin) { decoding in
        (shares.read(key, &decoding), unit.read(entry.value, &decoding))
      }
      guard let probability = pair.0, let value = pair.1 else { return nil }
      if let last = probabilities.last, probability <= last {
        decoding.fail(
          entry.keyOrigin, "quantile \(entry.key) does not follow the one before it", hint: "let them rise")
        return nil
      }
      if let last = values.last, value < last {
        let hint = "a greater quantile is at least as large; the one before is \(unit.show(last))"
        decoding.fail(entry.value.origin, "the value falls at \(entry.key)", hint: hint)
        return nil
      }
      probabilities.append(probability)
      values.append(value)
    }
    guard probabilities.first == 0, probabilities.last == 1 else {
      let wrong = probabilities.first == 0 ? entries[entries.count - 1] : entries[0]
      decoding.fail(wrong.keyOrigin, "quantiles must begin with 0% and end with 100%", hint: "add the ends")
      return nil
    }
    return .quantiles(probabilities: probabilities, values: values)
  }
}
