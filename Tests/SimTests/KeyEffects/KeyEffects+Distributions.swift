// What the parameters of a distribution move, of one that is drawn as a duration and of one that is drawn as a count.

extension KeyEffect {
  static let distributions: [KeyEffect] =
    forms(of: "llm.firstToken", unit: "s", average: "provider_ttft avg", greatest: "provider_ttft max")
    + forms(of: "questions.answerTokens", unit: "", average: "calls.tokensOut", greatest: nil)

  /// Two lognormals of the same share.
  private static func lognormals(_ first: String, _ second: String) -> String {
    let parts = [first, second].map { "{probability: 50%, median: \($0), sigma: 0.5}" }
    return "{lognormals: {parts: [\(parts.joined(separator: ", "))]}}"
  }

  /// Parameters around 2 s, or 200 tokens.
  private static func forms(of key: String, unit: String, average: String, greatest: String?) -> [KeyEffect] {
    func of(_ hundreds: Int) -> Value {
      Value(unit.isEmpty ? "\(hundreds)" : "\(hundreds / 100)\(unit)")
    }
    let two = of(200).text
    return [
      KeyEffect("\(key).exponential", [of(100), of(300)], .raises, average),
      KeyEffect(
        "\(key).erlang.mean", [of(100), of(300)], .raises, average,
        with: ["\(key)={erlang: {mean: \(two), stages: 4}}"]),
      KeyEffect(
        "\(key).erlang.stages", ["1", "100"], greatest == nil ? .changes : .lowers, greatest ?? average,
        with: ["\(key)={erlang: {mean: \(two), stages: 4}}"]),
      KeyEffect(
        "\(key).hyperexponential.1.mean", [of(100), of(300)], .raises, average,
        with: [
          "\(key)={hyperexponential: [{probability: 50%, mean: \(two)}, {probability: 50%, mean: \(two)}]}"
        ]),
      KeyEffect(
        "\(key).hyperexponential.1.probability",
        [
          Value("10%", with: "\(key).hyperexponential.0.probability=90%"),
          Value("90%", with: "\(key).hyperexponential.0.probability=10%"),
        ], .raises, average,
        with: [
          "\(key)={hyperexponential: [{probability: 50%, mean: \(of(100).text)}, "
            + "{probability: 50%, mean: \(two)}]}"
        ]),
      KeyEffect(
        "\(key).lognormal.median", [of(100), of(300)], .raises, average,
        with: ["\(key)={lognormal: {median: \(two), sigma: 0.5}}"]),
      KeyEffect(
        "\(key).lognormal.sigma", ["0", "0.8"], .raises, average,
        with: ["\(key)={lognormal: {median: \(two), sigma: 0.5}}"]),
      KeyEffect(
        "\(key).lognormal.shift", [of(100), of(300)], .raises, average,
        with: ["\(key)={lognormal: {median: \(two), sigma: 0.5}}"]),
      KeyEffect(
        "\(key).lognormals.shift", [of(100), of(300)], .raises, average,
        with: ["\(key)=\(lognormals(two, two))"]),
      KeyEffect(
        "\(key).lognormals.parts",
        [
          Value("[{probability: 100%, median: \(of(100).text), sigma: 0.5}]"),
          Value("[{probability: 100%, median: \(of(300).text), sigma: 0.5}]"),
        ], .raises, average),
      KeyEffect(
        "\(key).lognormals.parts.1.median", [of(100), of(300)], .raises, average,
        with: ["\(key)=\(lognormals(two, two))"]),
      KeyEffect(
        "\(key).lognormals.parts.1.sigma", ["0", "0.8"], .raises, average,
        with: ["\(key)=\(lognormals(two, two))"]),
      KeyEffect(
        "\(key).lognormals.parts.1.probability",
        [
          Value("10%", with: "\(key).lognormals.parts.0.probability=90%"),
          Value("90%", with: "\(key).lognormals.parts.0.probability=10%"),
        ], .raises, average, with: ["\(key)=\(lognormals(of(100).text, two))"]),
      KeyEffect(
        "\(key).pareto.scale", [of(100), of(200)], .raises, average,
        with: ["\(key)={pareto: {scale: \(two), shape: 3}}"]),
      KeyEffect(
        "\(key).pareto.shape", ["2", "20"], .lowers, average,
        with: ["\(key)={pareto: {scale: \(two), shape: 3}}"]),
      KeyEffect(
        "\(key).quantiles",
        [
          Value("{0%: \(of(100).text), 50%: \(of(100).text), 100%: \(of(400).text)}"),
          Value("{0%: \(of(100).text), 50%: \(of(300).text), 100%: \(of(400).text)}"),
        ], .raises, average),
      KeyEffect(
        "\(key).table",
        ["ragpulse-gap", "ragpulse-turns", "ragpulse-prompt-tokens", "ragpulse-answer-tokens"], .changes,
        average,
        with: ["system.workers={lease: 24h, firstTokenTimeout: 20h}", "behaviour.patience=24h", "drain=30m"]),
    ]
  }
}
