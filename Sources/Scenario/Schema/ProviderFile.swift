// A provider written out as a file of its own, which `llm: {file: …}` includes.

internal import RunReport

extension ScenarioSchema {
  /// The keys of `llm` that differ from their defaults, as a file that reads back as the same provider. The record of a fit is
  /// written an error a line, for people who look into the file.
  public static func providerFile(_ llm: LanguageModel) -> String {
    let usual = LanguageModel()
    var lines: [String] = []
    for field in LanguageModel.schema.fields where field.key != "fit" {
      let own = field.lines(llm)
      if own != field.lines(usual) || field.key == "kind" { lines += own }
    }
    if let fit = llm.fit { lines += self.lines(of: fit) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(of fit: ProviderFit) -> [String] {
    let rows = ProviderFit.Row.schema.kind(
      ProviderFit.Row(metric: "", statistic: "", sample: .inSample, error: 0))
    var head = fit
    head.rows = []
    return ["fit:"] + ProviderFit.schema.lines(head).dropLast().map { "  " + $0 } + ["  rows:"]
      + fit.rows.map { "    - " + rows.show($0) }
  }
}
