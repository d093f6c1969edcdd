// Which questions count as the same question: the identity of an answer and its 128-bit key. The digest is
// handed in, so that the rules need no cryptography.

/// 128 bits that stand for one question.
public struct CacheKey: Hashable, Sendable, BitwiseCopyable {
  /// The first 64 bits.
  public var high: UInt64
  /// The last 64 bits.
  public var low: UInt64

  /// The key with these halves.
  @inlinable public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The first 128 bits of a digest, most significant byte first.
  ///
  /// Precondition: the digest has at least 16 bytes. Two of a hundred million random keys of this length
  /// share one with a probability of 10⁻²³.
  public init(digest: some Sequence<UInt8>) {
    var bytes = digest.makeIterator()
    func half() -> UInt64 {
      var bits: UInt64 = 0
      for _ in 0..<8 {
        guard let byte = bytes.next() else { preconditionFailure("a digest of fewer than 16 bytes") }
        bits = bits << 8 | UInt64(byte)
      }
      return bits
    }
    high = half()
    low = half()
  }

  /// Mixed bits for a table. A simulation's keys need not be digests.
  @inlinable var hash: UInt64 {
    var bits = high ^ (low &* 0x9E37_79B9_7F4A_7C15)
    bits = (bits ^ (bits >> 32)) &* 0xD6E8_FEB8_6659_FD93
    bits = (bits ^ (bits >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return bits ^ (bits >> 32)
  }
}

/// Everything an answer depends on. Two requests with equal identities may be given the same answer.
///
/// Leaving a field out would serve a wrong answer (another model, another picture), so the fields are all
/// here and the encoding is unambiguous. What is not here (a name, a date, a request id) would make every
/// question its own.
public struct CacheIdentity: Hashable, Sendable {
  /// How long the answer may be.
  public enum Mode: UInt8, CaseIterable, Hashable, Sendable {
    case full, simple
  }

  /// One message of the conversation.
  public struct Message: Hashable, Sendable {
    /// Who speaks: `user`, `assistant` or `system`.
    public var role: String
    /// What is said.
    public var content: String

    /// A message of `role`.
    public init(role: String, content: String) {
      self.role = role
      self.content = content
    }
  }

  /// Version of this encoding and of what is stored under it; a new one starts an empty cache.
  public var schemaVersion: UInt32
  /// The model that answers.
  public var model: String
  /// Version of the system prompt.
  public var promptVersion: String
  /// The textbook that the question is about, if any.
  public var textbookID: String?
  /// Digest of the picture that came with the question, if any.
  public var imageHash: String?
  /// Full or simple: a short answer is never served for a full one.
  public var mode: Mode
  /// The whole conversation, in order.
  public var messages: [Message]

  /// An identity with these fields.
  public init(
    schemaVersion: UInt32 = 1, model: String, promptVersion: String, textbookID: String? = nil,
    imageHash: String? = nil, mode: Mode = .full, messages: [Message]
  ) {
    self.schemaVersion = schemaVersion
    self.model = model
    self.promptVersion = promptVersion
    self.textbookID = textbookID
    self.imageHash = imageHash
    self.mode = mode
    self.messages = messages
  }

  /// The bytes that are hashed: fields in a fixed order, each text as its length in bytes (8 bytes, most
  /// significant first) and its UTF-8, an absent text as a single 0 byte where a present one has a 1 before
  /// it. No two identities that differ after normalisation share an encoding.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt64(schemaVersion))
    bytes.append(lengthPrefixed: model)
    bytes.append(lengthPrefixed: promptVersion)
    bytes.append(optional: textbookID)
    bytes.append(optional: imageHash)
    bytes.append(mode.rawValue)
    bytes.append(bigEndian: UInt64(messages.count))
    for message in messages {
      bytes.append(lengthPrefixed: message.role)
      bytes.append(lengthPrefixed: CacheIdentity.normalised(message.content))
    }
    return bytes
  }

  /// The key under which the answer is stored.
  ///
  /// - Parameter digest: a cryptographic digest, SHA-256 in production; 128 of its bits are kept.
  public func key(digest: ([UInt8]) -> [UInt8]) -> CacheKey {
    CacheKey(digest: digest(canonicalBytes))
  }

  /// A message as it is compared: line ends as `\n`, without white space at the ends of lines and without
  /// empty lines before or after it. Nothing else changes: in mathematics case, punctuation and inner spaces
  /// can carry meaning. Letters that Unicode can compose in two ways stay as they came, which can miss a hit
  /// and cannot make a false one.
  public static func normalised(_ content: String) -> String {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in content.utf8 {
      switch byte {
      case 0x0A where previous == 0x0D: break
      case 0x0A, 0x0D: lines.append([])
      default: lines[lines.count - 1].append(byte)
      }
      previous = byte
    }
    for index in lines.indices {
      while let last = lines[index].last, last == 0x20 || last == 0x09 { lines[index].removeLast() }
    }
    let kept = lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
    return String(decoding: Array(kept.joined(separator: [0x0A])), as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  fileprivate mutating func append(lengthPrefixed text: String) {
    append(bigEndian: UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(optional text: String?) {
    guard let text else { return append(0) }
    append(1)
    append(lengthPrefixed: text)
  }
}
