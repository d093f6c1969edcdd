// A duration that was observed, or never came. Apart, because JSON has no infinity and reports need one.

/// A duration in whole nanoseconds, or +∞ for what never happened.
///
/// An answer that failed counts as infinitely late in the columns with failures. In JSON a finite duration is an
/// integer and an infinite one the string `"inf"`.
///
/// ```swift
/// MeasuredDuration(nanoseconds: 5) < .infinite  // true
/// ```
public struct MeasuredDuration: Hashable, Comparable, Sendable {
  /// Nanoseconds; `Int64.max` stands for +∞.
  private let storage: Int64

  /// A finite duration. Precondition: `nanoseconds` is less than `Int64.max`.
  public init(nanoseconds: Int64) {
    precondition(nanoseconds < .max, "a finite duration of \(nanoseconds) ns would read as infinite")
    storage = nanoseconds
  }

  private init(storage: Int64) { self.storage = storage }

  /// What never happened.
  public static let infinite = MeasuredDuration(storage: .max)
  /// No time at all.
  public static let zero = MeasuredDuration(nanoseconds: 0)

  /// True for what never happened.
  public var isInfinite: Bool { storage == .max }

  /// Whole nanoseconds; nil when infinite.
  public var nanoseconds: Int64? { isInfinite ? nil : storage }

  /// Seconds, `Double.infinity` included.
  public var seconds: Double { isInfinite ? .infinity : Double(storage) / 1e9 }

  /// Infinite is later than every finite duration.
  public static func < (left: MeasuredDuration, right: MeasuredDuration) -> Bool {
    left.storage < right.storage
  }
}

extension MeasuredDuration: Codable {
  /// Reads an integer of nanoseconds or the string `"inf"`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let nanoseconds = try? container.decode(Int64.self), nanoseconds < .max {
      self.init(storage: nanoseconds)
      return
    }
    guard let text = try? container.decode(String.self), text == "inf" else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected whole nanoseconds or \"inf\"")
    }
    self = .infinite
  }

  /// Writes an integer of nanoseconds or the string `"inf"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if isInfinite { try container.encode("inf") } else { try container.encode(storage) }
  }
}
