// A map of keys as a list of fields. The one list serves reading, `--set`, suggestions, the reference page
// and writing, so that no key exists twice.

internal import RunReport

/// One key of a map: what it means, how it is read into `Root`, how it is written back.
struct Field<Root> {
  let key: String
  let text: String
  let isRequired: Bool
  /// Reads the value of the key into the root; reports what is wrong with it.
  let read: (SyntaxNode, inout Root, inout Decoding) -> Void
  /// The lines of a scenario file that give the key its value in `root`; empty where it has none.
  let lines: (Root) -> [String]
  /// The documentation of this key and of those within.
  let documentation: (Root) -> [DocumentedKey]
}

/// A map of keys.
struct ObjectSchema<Root> {
  let fields: [Field<Root>]

  /// Reads a map into `root`, which holds the defaults. What cannot be read keeps its default and is
  /// reported.
  func read(_ node: SyntaxNode, into root: inout Root, _ decoding: inout Decoding) {
    guard let entries = decoding.entries(node, expected: "a map of keys") else { return }
    let keys = fields.map(\.key)
    var meant: Set<String> = []
    for entry in entries {
      guard let field = fields.first(where: { $0.key == entry.key }) else {
        let hint = Spelling.hint(for: entry.key, among: keys)
        if let nearest = Spelling.nearest(to: entry.key, among: keys) { meant.insert(nearest) }
        decoding.diagnostics.report(entry.keyOrigin, "unknown key '\(Self.shortened(entry.key))'", hint: hint)
        continue
      }
      decoding.within(entry.key, entry.keyOrigin) { field.read(entry.value, &root, &$0) }
    }
    let given = meant.union(entries.map(\.key))
    for field in fields where field.isRequired && !given.contains(field.key) {
      let keyOrigin = entries.first?.keyOrigin ?? decoding.keyOrigin
      decoding.within(field.key, keyOrigin) {
        $0.fail(keyOrigin, "missing key '\(field.key)'", hint: "add \(field.key): \(field.text)")
      }
    }
  }

  /// The map as one value that starts from `template`.
  func kind(_ template: Root) -> ValueKind<Root> {
    ValueKind(
      name: "map",
      read: { node, decoding in
        var root = template
        let failed = decoding.failedPaths.count
        read(node, into: &root, &decoding)
        return decoding.failedPaths.count == failed ? root : nil
      },
      show: { root in "{" + lines(root).joined(separator: ", ") + "}" },
      members: { documentation(template) })
  }

  /// The lines of a scenario file for all keys.
  func lines(_ root: Root) -> [String] { fields.flatMap { $0.lines(root) } }

  func documentation(_ root: Root) -> [DocumentedKey] { fields.flatMap { $0.documentation(root) } }

  private static func shortened(_ key: String) -> String {
    key.unicodeScalars.count <= 60 ? key : String(key.prefix(59)) + "…"
  }
}

extension Field {
  /// A key with one value.
  ///
  /// - Parameter defaultText: What the reference says instead of a default that depends on other keys.
  static func value<Value>(
    _ key: String, _ path: WritableKeyPath<Root, Value>, _ kind: ValueKind<Value>, isRequired: Bool = false,
    defaultText: String? = nil, _ text: String
  ) -> Field {
    Field(
      key: key, text: text, isRequired: isRequired,
      read: { node, root, decoding in
        if let value = kind.read(node, &decoding) { root[keyPath: path] = value }
      },
      lines: { ["\(key): \(kind.show($0[keyPath: path]))"] },
      documentation: { root in
        let shown = isRequired ? "" : defaultText ?? kind.show(root[keyPath: path])
        return documented(key, kind, default: shown, isRequired: isRequired, text)
      })
  }

  /// A key with one value or none.
  static func optional<Value>(
    _ key: String, _ path: WritableKeyPath<Root, Value?>, _ kind: ValueKind<Value>,
    defaultText: String = "none",
    _ text: String
  ) -> Field {
    Field(
      key: key, text: text, isRequired: false,
      read: { node, root, decoding in
        if let value = kind.read(node, &decoding) { root[keyPath: path] = value }
      },
      lines: { root in root[keyPath: path].map { ["\(key): \(kind.show($0))"] } ?? [] },
      documentation: { _ in documented(key, kind, default: defaultText, isRequired: false, text) })
  }

  /// A key with keys of its own.
  static func section<Value>(
    _ key: String, _ path: WritableKeyPath<Root, Value>, _ schema: ObjectSchema<Value>, _ text: String
  ) -> Field {
    Field(
      key: key, text: text, isRequired: false,
      read: { node, root, decoding in schema.read(node, into: &root[keyPath: path], &decoding) },
      lines: { root in ["\(key):"] + schema.lines(root[keyPath: path]).map { "  " + $0 } },
      documentation: { root in
        let own = DocumentedKey(
          path: key, kind: "section", range: "", defaultValue: "", isRequired: false, text: text,
          isSection: true)
        return [own] + schema.documentation(root[keyPath: path]).map { $0.within(key) }
      })
  }

  /// A list of maps.
  static func list<Element>(
    _ key: String, _ path: WritableKeyPath<Root, [Element]>, of kind: ValueKind<Element>, longest: Int,
    defaultText: String = "none", _ text: String
  ) -> Field {
    .value(key, path, .list(of: kind, longest: longest), defaultText: defaultText, text)
  }

  /// A key that names a file with keys of the same map, which have been put in its place where files can be read.
  static func included(_ key: String, _ text: String) -> Field {
    let kind = ValueKind<String>.text(longest: 1000).with(name: "path", range: "")
    return Field(
      key: key, text: text, isRequired: false, read: { node, _, decoding in _ = kind.read(node, &decoding) },
      lines: { _ in [] },
      documentation: { _ in documented(key, kind, default: "none", isRequired: false, text) })
  }

  /// The same key, which a file that is written out gives only where `condition` holds: keys that exclude one
  /// another would not read back together.
  func written(where condition: @escaping (Root) -> Bool) -> Field {
    Field(
      key: key, text: text, isRequired: isRequired, read: read,
      lines: { [lines] in condition($0) ? lines($0) : [] }, documentation: documentation)
  }

  private static func documented<Value>(
    _ key: String, _ kind: ValueKind<Value>, default shown: String, isRequired: Bool, _ text: String
  ) -> [DocumentedKey] {
    let own = DocumentedKey(
      path: key, kind: kind.name, range: kind.range, defaultValue: shown, isRequired: isRequired, text: text,
      isSection: false)
    return [own] + kind.members().map { $0.within(key) }
  }
}

extension ValueKind {
  /// A list of at most `longest` values.
  static func list<Element>(of kind: ValueKind<Element>, longest: Int) -> ValueKind<[Element]> {
    ValueKind<[Element]>(
      name: "list", range: "at most \(Spelled.integer(longest)) entries",
      read: { node, decoding in
        guard let values = decoding.values(node, expected: "a list") else { return nil }
        guard values.count <= longest else {
          decoding.fail(values[longest].origin, "more than \(longest) entries", hint: "shorten the list")
          return nil
        }
        let elements = values.enumerated().map { index, value in
          decoding.within(String(index), value.origin) { kind.read(value, &$0) }
        }
        let read = elements.compactMap { $0 }
        return read.count == values.count ? read : nil
      },
      show: { "[" + $0.map(kind.show).joined(separator: ", ") + "]" },
      members: { kind.members().map { $0.within("N") } })
  }

  /// The same kind for another type that holds the same.
  func map<Other>(_ to: @escaping (Value) -> Other, _ from: @escaping (Other) -> Value) -> ValueKind<Other> {
    ValueKind<Other>(
      name: name, range: range, read: { node, decoding in read(node, &decoding).map(to) },
      show: { show(from($0)) }, members: members)
  }
}

extension DocumentedKey {
  /// The key as a part of `section`.
  func within(_ section: String) -> DocumentedKey {
    var key = self
    key.path = "\(section).\(path)"
    return key
  }
}
