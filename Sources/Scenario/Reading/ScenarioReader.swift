// The way in: text and overrides become a scenario, or everything that is wrong with them.

internal import RunReport

/// Reads scenario files.
public enum ScenarioReader {
  /// Largest file that is read, in bytes.
  public static let largestFile = 262_144

  /// Reads a scenario from the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The file; refused where it is larger than ``largestFile`` or not UTF-8.
  ///   - fileName: What diagnostics call it; its last component without suffix is the scenario's default
  /// name.
  ///   - overrides: Values in place of the file's, applied in order.
  ///   - readFile: Reads the file of a provider or a trace. Without it they are named and not read.
  /// - Throws: Everything that is wrong with the file and the overrides, or else with the trace.
  public static func read(
    bytes: [UInt8], fileName: String, overrides: [Override] = [],
    readFile: ((_ path: String) throws -> [UInt8])? = nil
  ) throws(ScenarioErrors) -> Scenario {
    if bytes.count > largestFile { try refuseSize(bytes.count, fileName) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let valid = String(decoding: bytes, as: UTF8.self)
      let source = SourceText(name: fileName, text: valid)
      let index = source.scalars.firstIndex(of: "\u{FFFD}") ?? 0
      let position = source.position(of: index)
      var diagnostics = Diagnostics(file: source)
      let origin = Origin(source: 0, line: position.line, column: position.column, length: 1)
      diagnostics.report(origin, "not UTF-8", hint: "save the file in UTF-8")
      try diagnostics.check()
      return Scenario()
    }
    return try read(text: text, fileName: fileName, overrides: overrides, readFile: readFile)
  }

  /// Reads a scenario from text.
  ///
  /// The text is parsed, the overrides are applied to its tree, the tree is decoded by ``ScenarioSchema``,
  /// and what was decoded is checked as a whole. Each pass reports all that it finds; decoding goes on past
  /// what is wrong. The file of a trace is read last.
  ///
  /// ```swift
  /// let scenario = try ScenarioReader.read(
  ///   text: "seed: 7", fileName: "tiny.yaml", overrides: [Override("llm.concurrency=50")!])
  /// scenario.name             // "tiny"
  /// scenario.llm.concurrency  // 50
  /// ```
  ///
  /// - Throws: Everything that is wrong with the file and the overrides, with positions in the text; or else what
  ///   is wrong with the trace.
  /// - Complexity: Linear in the text.
  public static func read(
    text: String, fileName: String, overrides: [Override] = [],
    readFile: ((_ path: String) throws -> [UInt8])? = nil
  ) throws(ScenarioErrors) -> Scenario {
    if text.utf8.count > largestFile { try refuseSize(text.utf8.count, fileName) }
    var diagnostics = Diagnostics(file: SourceText(name: fileName, text: text))
    let start = Origin(source: 0, line: 1, column: 1, length: 1)
    guard var root = Composition.compose(0, &diagnostics) else {
      try diagnostics.check()
      return Scenario()
    }
    if case .null = root.content {
      let hint = "begin with `description:`; every key may be left out"
      diagnostics.report(start, "the file is empty", hint: hint)
      root.content = .mapping([])
    }
    guard case .mapping = root.content else {
      diagnostics.report(
        root.origin, "\(root.kindName) where a map of keys is expected", hint: "write KEY: VALUE")
      try diagnostics.check()
      return Scenario()
    }
    guard overrides.count <= OverrideApplication.limit else {
      diagnostics.report(
        start, "more than \(OverrideApplication.limit) overrides", hint: "put them into the file")
      try diagnostics.check()
      return Scenario()
    }
    // Which file is included is settled first; every other override changes what has been included.
    let naming = overrides.filter { $0.key == "llm.file" }
    for override in naming { OverrideApplication.apply(override, to: &root, &diagnostics) }
    if let readFile { Inclusion.apply(to: &root, fileName: fileName, &diagnostics, readFile) }
    for override in overrides where override.key != "llm.file" {
      OverrideApplication.apply(override, to: &root, &diagnostics)
    }

    var scenario = Scenario()
    scenario.name = defaultName(of: fileName)
    var decoding = Decoding(diagnostics: diagnostics)
    Scenario.schema.read(root, into: &scenario, &decoding)
    var checks = Checks(root: root, decoding: decoding)
    checks.run(scenario)
    try checks.decoding.diagnostics.check()
    if case .trace(let file) = scenario.arrivals.kind, let readFile {
      scenario.trace = try trace(file, fileName, root, checks.decoding.diagnostics, readFile)
    }
    return scenario
  }

  /// Reads the file of a trace. One that cannot be had is an error at the key that names it.
  private static func trace(
    _ file: TraceFile, _ fileName: String, _ root: SyntaxNode, _ diagnostics: Diagnostics,
    _ readFile: (String) throws -> [UInt8]
  ) throws(ScenarioErrors) -> Trace {
    let folder = fileName.lastIndex(of: "/").map { fileName[...$0] } ?? ""
    let path = file.path.hasPrefix("/") ? file.path : folder + file.path
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      var diagnostics = diagnostics
      diagnostics.report(
        root.value(at: ["arrivals", "trace", "file"])?.origin ?? root.origin, "\(error)",
        hint: "the path of a trace begins at the folder of the scenario's file")
      try diagnostics.check()
      return Trace(requests: [], hasSessions: false, hasQuestions: false)
    }
    return try TraceReader.read(bytes: bytes, fileName: path, format: file.format)
  }

  private static func refuseSize(_ size: Int, _ fileName: String) throws(ScenarioErrors) {
    let diagnostic = Diagnostic(
      file: fileName, line: 1, column: 1, length: 1,
      message: "the file has \(size) bytes; the most is \(largestFile) (256 KB)", hint: "shorten it",
      quotedLine: "")
    throw ScenarioErrors(diagnostics: [diagnostic], leftOut: 0)
  }

  /// The last component of a path, without its suffix, with every character that is not allowed in a name
  /// replaced.
  private static func defaultName(of fileName: String) -> String {
    let last = fileName.split(separator: "/").last ?? "scenario"
    let stem = last.prefix { $0 != "." }
    let name = stem.prefix(64).map { letter -> Character in
      letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == "_") ? letter : "-"
    }
    return name.isEmpty ? "scenario" : String(name)
  }
}
