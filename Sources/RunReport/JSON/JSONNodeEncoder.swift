// The `Encoder` behind `CanonicalJSON`: what a `Codable` value says about itself becomes a tree of nodes.

/// Fills one node.
struct JSONNodeEncoder: Encoder {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.become(.object)
    return KeyedEncodingContainer(JSONObjectEncoder(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.become(.list)
    return JSONListEncoder(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONNodeEncoder: SingleValueEncodingContainer {
  func encodeNil() { node.become(.null) }
  func encode(_ value: Bool) { node.become(.boolean(value)) }
  func encode(_ value: String) { node.become(.string(value)) }
  func encode(_ value: Double) throws { node.become(try .decimal(value, at: codingPath)) }
  func encode(_ value: Float) throws { node.become(try .decimal(value, at: codingPath)) }
  func encode(_ value: Int) { node.become(.integer(value)) }
  func encode(_ value: Int8) { node.become(.integer(value)) }
  func encode(_ value: Int16) { node.become(.integer(value)) }
  func encode(_ value: Int32) { node.become(.integer(value)) }
  func encode(_ value: Int64) { node.become(.integer(value)) }
  func encode(_ value: UInt) { node.become(.integer(value)) }
  func encode(_ value: UInt8) { node.become(.integer(value)) }
  func encode(_ value: UInt16) { node.become(.integer(value)) }
  func encode(_ value: UInt32) { node.become(.integer(value)) }
  func encode(_ value: UInt64) { node.become(.integer(value)) }
  func encode(_ value: some Encodable) throws { try value.encode(to: self) }
}

/// Adds members to a list.
struct JSONListEncoder: UnkeyedEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var count: Int { node.members.count }

  private func add(_ content: JSONNode.Content) { node.append(JSONNode(content)) }

  func encodeNil() { add(.null) }
  func encode(_ value: Bool) { add(.boolean(value)) }
  func encode(_ value: String) { add(.string(value)) }
  func encode(_ value: Double) throws { add(try .decimal(value, at: codingPath)) }
  func encode(_ value: Float) throws { add(try .decimal(value, at: codingPath)) }
  func encode(_ value: Int) { add(.integer(value)) }
  func encode(_ value: Int8) { add(.integer(value)) }
  func encode(_ value: Int16) { add(.integer(value)) }
  func encode(_ value: Int32) { add(.integer(value)) }
  func encode(_ value: Int64) { add(.integer(value)) }
  func encode(_ value: UInt) { add(.integer(value)) }
  func encode(_ value: UInt8) { add(.integer(value)) }
  func encode(_ value: UInt16) { add(.integer(value)) }
  func encode(_ value: UInt32) { add(.integer(value)) }
  func encode(_ value: UInt64) { add(.integer(value)) }
  func encode(_ value: some Encodable) throws { node.append(try JSONNode(encoding: value, at: codingPath)) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    nestedEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nestedEncoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { nestedEncoder() }

  private func nestedEncoder() -> JSONNodeEncoder {
    let member = JSONNode(.object)
    node.append(member)
    return JSONNodeEncoder(node: member, codingPath: codingPath)
  }
}

/// Adds members to an object.
struct JSONObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONNode
  let codingPath: [any CodingKey]

  private func add(_ content: JSONNode.Content, _ key: Key) {
    node.append(JSONNode(content), under: key.stringValue)
  }

  func encodeNil(forKey key: Key) { add(.null, key) }
  func encode(_ value: Bool, forKey key: Key) { add(.boolean(value), key) }
  func encode(_ value: String, forKey key: Key) { add(.string(value), key) }
  func encode(_ value: Double, forKey key: Key) throws { add(try .decimal(value, at: path(key)), key) }
  func encode(_ value: Float, forKey key: Key) throws { add(try .decimal(value, at: path(key)), key) }
  func encode(_ value: Int, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: Int8, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: Int16, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: Int32, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: Int64, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: UInt, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: UInt8, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: UInt16, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: UInt32, forKey key: Key) { add(.integer(value), key) }
  func encode(_ value: UInt64, forKey key: Key) { add(.integer(value), key) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    node.append(try JSONNode(encoding: value, at: path(key)), under: key.stringValue)
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key)
    -> KeyedEncodingContainer<Nested>
  {
    nestedEncoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nestedEncoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    let member = JSONNode(.object)
    node.append(member, under: "super")
    return JSONNodeEncoder(node: member, codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder { nestedEncoder(key) }

  private func nestedEncoder(_ key: Key) -> JSONNodeEncoder {
    let member = JSONNode(.object)
    node.append(member, under: key.stringValue)
    return JSONNodeEncoder(node: member, codingPath: path(key))
  }

  private func path(_ key: Key) -> [any CodingKey] { codingPath + [key] }
}
