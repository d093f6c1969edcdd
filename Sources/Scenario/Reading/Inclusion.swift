// `llm: {file: provider.yaml}`: keys of the section that stand in a file of their own. The file becomes a source of the same
// reading, so that what is wrong in it is said with its own name, line and column, and passes the same checks.

internal import RunReport

/// Reads the file that the section `llm` names into the tree.
enum Inclusion {
  /// Puts the keys of the provider's file beside those that the scenario gives; where both give a key the scenario's counts,
  /// key by key within sections. The file of `--set llm.file` takes the place of the scenario's.
  ///
  /// - Parameter fileName: The scenario's file, in whose folder the path begins.
  static func apply(
    to root: inout SyntaxNode, fileName: String, _ diagnostics: inout Diagnostics,
    _ readFile: (_ path: String) throws -> [UInt8]
  ) {
    guard case .mapping(var entries) = root.content,
      let place = entries.firstIndex(where: { $0.key == "llm" }),
      case .mapping(var keys) = entries[place].value.content,
      let named = keys.firstIndex(where: { $0.key == "file" }),
      case .scalar(let name, _) = keys[named].value.content
    else { return }
    let origin = keys[named].value.origin
    guard let included = provider(name, fileName, origin, &diagnostics, readFile) else { return }
    keys.remove(at: named)
    entries[place].value.content = .mapping(merged(included, under: keys))
    root.content = .mapping(entries)
  }

  private static func provider(
    _ name: String, _ fileName: String, _ origin: Origin, _ diagnostics: inout Diagnostics,
    _ readFile: (String) throws -> [UInt8]
  ) -> [SyntaxNode.Entry]? {
    let folder = fileName.lastIndex(of: "/").map { fileName[...$0] } ?? ""
    let path = name.hasPrefix("/") ? name : folder + name
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      diagnostics.report(
        origin, "\(error)", hint: "the path of a provider begins at the folder of the scenario's file")
      return nil
    }
    guard bytes.count <= ScenarioReader.largestFile else {
      diagnostics.report(
        origin, "\(path) has \(bytes.count) bytes; the most is \(ScenarioReader.largestFile) (256 KB)",
        hint: "shorten it")
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      diagnostics.report(origin, "\(path) is not UTF-8", hint: "save the file in UTF-8")
      return nil
    }
    let number = diagnostics.add(SourceText(name: path, text: text))
    guard let root = Composition.compose(number, &diagnostics) else { return nil }
    guard case .mapping(let entries) = root.content else {
      diagnostics.report(
        root.origin, "\(root.kindName) where the keys of a provider are expected",
        hint: "write the keys of llm, such as concurrency: 100, without llm: before them")
      return nil
    }
    if let nested = entries.first(where: { $0.key == "file" }) {
      diagnostics.report(
        nested.keyOrigin, "a provider's file names no other file", hint: "remove the key")
      return nil
    }
    return entries
  }

  /// A scenario's own keys, and those that only the file gives.
  private static func merged(
    _ included: [SyntaxNode.Entry], under own: [SyntaxNode.Entry]
  ) -> [SyntaxNode.Entry] {
    var result = own
    for entry in included {
      guard let place = result.firstIndex(where: { $0.key == entry.key }) else {
        result.append(entry)
        continue
      }
      if case .mapping(let outer) = result[place].value.content,
        case .mapping(let inner) = entry.value.content
      {
        result[place].value.content = .mapping(merged(inner, under: outer))
      }
    }
    return result
  }
}
