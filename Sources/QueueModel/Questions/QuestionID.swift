// Which question was asked: all that a cache key needs to know of it. Apart from the catalogue because
// caches, reports and people hold questions without drawing them.

/// A question, as a number: two requests ask the same text when their numbers are equal.
///
/// ```swift
/// let hello = QuestionID(catalogueIndex: 0)
/// hello.isRepeatable                      // true: somebody else may ask it
/// QuestionID(unique: 42).isRepeatable     // false: only its own asker ever will
/// ```
public struct QuestionID: Hashable, Sendable {
  /// The number. The highest bit is set in questions that nobody else asks.
  public let rawValue: UInt64

  /// A question of the catalogue.
  @inlinable public init(catalogueIndex: UInt32) { rawValue = UInt64(catalogueIndex) }

  /// A question that nobody else asks, named by the random word it was drawn with.
  ///
  /// Two such questions share a number with probability 2⁻⁶³. It does no harm: they never reach a cache.
  @inlinable public init(unique word: UInt64) { rawValue = word | 1 << 63 }

  /// True when somebody else may ask it: such an answer is worth keeping. One that is not can be released as
  /// soon as its own conversation cannot ask it again (see `QuestionCatalogue.repeatsPrevious`).
  @inlinable public var isRepeatable: Bool { rawValue >> 63 == 0 }

  /// The place in the catalogue, a key of 32 bits; nil for a question that nobody else asks.
  @inlinable public var catalogueIndex: UInt32? { isRepeatable ? UInt32(truncatingIfNeeded: rawValue) : nil }
}
