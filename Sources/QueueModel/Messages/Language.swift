// The languages that people are spoken to in.

/// A language of the messages; the raw value is its ISO 639-1 code.
public enum Language: String, CaseIterable, Hashable, Sendable, Codable {
  /// English.
  case en
  /// Mongolian, in Cyrillic.
  case mn
}
