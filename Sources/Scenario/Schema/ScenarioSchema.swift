// The schema as documents: the reference page, and a scenario written out in full.

internal import QueueModel
internal import RunReport

/// What the schema of the scenario language says about itself.
public enum ScenarioSchema {
  /// Every key that a scenario can have and `--set` can reach, in the order of the reference.
  public static func keys() -> [DocumentedKey] {
    var scenario = Scenario()
    scenario.name = ""
    return Scenario.schema.documentation(scenario)
  }

  /// The scenario as a file that gives every key, and reads back as the same scenario.
  public static func yaml(_ scenario: Scenario) -> String {
    let lines = Scenario.schema.lines(scenario)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The reference page `docs/scenario-language.md`.
  public static func markdown() -> String {
    let sections =
      [ReferencePage.head] + tables() + [ReferencePage.distributions(), ReferencePage.thresholds()]
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// One table for each section of the top level, and one for what is in none.
  private static func tables() -> [String] {
    let keys = keys()
    let sections = keys.filter { key in key.isSection && !key.path.contains(".") }.map(\.path)
    func section(of key: DocumentedKey) -> String? {
      sections.first { key.path.hasPrefix($0 + ".") }
    }
    var tables = [
      "## Top level\n\n" + table(keys.filter { section(of: $0) == nil && !$0.isSection }, within: nil)
    ]
    for name in sections {
      let text = keys.first { $0.path == name }?.text ?? ""
      let rows = keys.filter { section(of: $0) == name && !$0.isSection }
      tables.append("## `\(name)`\n\n\(text)\n\n" + table(rows, within: name))
    }
    return tables
  }

  private static func table(_ keys: [DocumentedKey], within section: String?) -> String {
    let rows = keys.map { key in
      let shown = key.isRequired ? "required" : key.defaultValue.isEmpty ? "" : "`\(key.defaultValue)`"
      let kind = key.range.isEmpty ? key.kind : "\(key.kind): \(key.range)"
      return "| `\(key.path)` | \(kind) | \(shown) | \(key.text) |"
    }
    return (["| key | value | default | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
  }
}

/// The parts of the reference page that are not tables of keys.
private enum ReferencePage {
  static let head = """
    # The scenario language

    <!-- Generated from the schema in Sources/Scenario/Schema. Change it there; a test compares. -->

    A scenario is one YAML file. Every key may be left out; what a file does not say has the default \
    below. Anchors, \
    aliases, tags, a second document and files over 256 KB are refused. All errors of a file are reported \
    at once, \
    each with file, line and column.

    `--set KEY=VALUE` gives any of these keys another value, with the same checks: `--set \
    llm.concurrency=3780`. \
    `N` is the index of a list entry, from 0; the index after the last adds one: `--set \
    behaviour.bells.0.share=20%`. \
    A part of a key that contains a point stands between single quotes. Lists and maps are written \
    `[a, b]` and `{a: 1}`.

    | value | how it is written |
    |---|---|
    | duration | a number with its unit, largest unit first: `250ms`, `12.5ms`, `10s`, `1m30s`, `1h`, `0s`; \
    units d, h, m, s, ms, us, ns |
    | share | `95%` or `0.95` |
    | rate | `5/s`, `300/min`, `2000/h` |
    | number | `10`, `2.5`, `100_000`, `1e6` |
    | price | `$0.20`, `0.20USD` or `0.20`, in US dollars |
    | moment | ISO 8601 in UTC: `2026-01-12T09:00:00Z` |
    """

  static func distributions() -> String {
    let rows = DistributionForms(unit: .number(0...1)).all.map { form in
      "| `\(form.key): \(form.example)` | \(form.text) |"
    }
    let tables = DistributionForms.tableNames.map { "`\($0)`" }.joined(separator: ", ")
    let head = """
      ## Distributions

      A duration distribution is a duration, which is then constant, or a map with one of these keys. A \
      count \
      distribution has plain numbers where a duration distribution has durations. The tables are \(tables).

      | form | meaning |
      |---|---|
      """
    return ([head] + rows).joined(separator: "\n")
  }

  static func thresholds() -> String {
    let rows = Metric.allCases.map { metric in
      let tags = metric.tagNames.map { "`\($0)`" }.joined(separator: ", ")
      let aggregates = metric.kind.aggregateNames.map { "`\($0)`" }.joined(separator: ", ")
      return
        "| `\(metric.rawValue)` | \(aggregates) | \(tags) | \(ThresholdParser.limitDescription(of: metric)) |"
    }
    func words(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }
    let head = """
      ## Thresholds

      A selector is a metric, with tags between braces where only a part counts: \
      `'queue_wait{role:student,window:bell}'`. An expression is an aggregate, one of \
      \(words(Comparison.allCases.map(\.rawValue))), and a limit: `p(95)<2s`. A metric with one aggregate \
      only needs \
      none: `'>800/s'`. Without a window a threshold judges the run after the warm-up. A threshold without \
      samples \
      fails. The value of money is what was spent in the \
      stretch that is judged; `docs/metrics.md` defines every metric.

      | metric | aggregates | tags | limit |
      |---|---|---|---|
      """
    let tail = """
      | tag | values |
      |---|---|
      | `role` | \(words(Role.allCases.map(\.rawValue))) |
      | `outcome` | \(words(Outcome.allCases.map(\.rawValue))) |
      | `level` | \(words(DegradationLevel.allCases.map(\.name))) |
      | `service` | \(words(BilledService.allCases.map(\.rawValue))) |
      | `window` | a name from `windows` |
      """
    return ([head] + rows + ["", tail]).joined(separator: "\n")
  }
}
