// The `Decoder` of a tree of nodes, for reports of several runs: what is counted in whole numbers is a mean there, and
// is rounded where it is read.

/// Reads one node.
struct JSONNodeDecoder: Decoder {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ node: JSONNode, at path: [any CodingKey] = []) {
    self.node = node
    codingPath = path
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object = node.content else { throw mismatch("an object") }
    return KeyedDecodingContainer(JSONObjectDecoder(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch node.content {
    case .list: return JSONListDecoder(members: node.members, codingPath: codingPath)
    case .integers(let integers):
      return JSONListDecoder(members: integers.map { JSONNode(.integer($0)) }, codingPath: codingPath)
    case .scalar, .object: throw mismatch("a list")
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  private func mismatch(_ expected: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "expected \(expected)"))
  }
}

extension JSONNodeDecoder: SingleValueDecodingContainer {
  private var text: String? { if case .scalar(let text) = node.content { text } else { nil } }

  func decodeNil() -> Bool { text == "null" }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: throw mismatch("true or false")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard let text, text.hasPrefix("\"") else { throw mismatch("a text") }
    return JSONNode.Content.unquoted(text)
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard let text, let value = ReportShape.number(text) else { throw mismatch("a number") }
    return value
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

  /// A whole number as it is written, or the one nearest to a fraction.
  private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    if let text, let value = Value(text) { return value }
    let number = try decode(Double.self)
    guard number.isFinite, let value = Value(exactly: number.rounded()) else {
      throw mismatch("a whole number")
    }
    return value
  }
}

/// Reads the members of an object.
private struct JSONObjectDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let node: JSONNode
  let codingPath: [any CodingKey]

  var allKeys: [Key] { node.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { node.keys.contains(key.stringValue) }

  private func member(_ key: Key) throws -> JSONNodeDecoder {
    guard let index = node.keys.firstIndex(of: key.stringValue) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "no \(key.stringValue)"))
    }
    return JSONNodeDecoder(node.members[index], at: codingPath + [key])
  }

  func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try member(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try member(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try member(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try member(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try member(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try member(key).decode(type) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: member(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { JSONNodeDecoder(node, at: codingPath) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// Reads the members of a list one after the other.
private struct JSONListDecoder: UnkeyedDecodingContainer {
  let members: [JSONNode]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  var count: Int? { members.count }
  var isAtEnd: Bool { currentIndex >= members.count }

  private mutating func next() throws -> JSONNodeDecoder {
    guard !isAtEnd else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "a list of \(members.count) is too short"))
    }
    defer { currentIndex += 1 }
    return JSONNodeDecoder(members[currentIndex], at: codingPath)
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, JSONNodeDecoder(members[currentIndex]).decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next().decode(type) }
  mutating func decode(_ type: String.Type) throws -> String { try next().decode(type) }
  mutating func decode(_ type: Double.Type) throws -> Double { try next().decode(type) }
  mutating func decode(_ type: Float.Type) throws -> Float { try next().decode(type) }
  mutating func decode(_ type: Int.Type) throws -> Int { try next().decode(type) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try next().decode(type) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try next().decode(type) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try next().decode(type) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try next().decode(type) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try next().decode(type) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next().decode(type) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next().decode(type) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next().decode(type) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next().decode(type) }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: next()) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }
}
