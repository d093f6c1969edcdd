// Money as an integer, so that sums do not depend on the order in which they were made.

/// An amount of US dollars, in whole billionths (nano-dollars).
///
/// A single Redis command at $0.20 per 100,000 costs 2,000 nano-dollars, so nothing that is billed here is lost
/// to rounding. The range is ±9.2 billion dollars.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
  /// Billionths of a US dollar.
  public var nanoUSD: Int64

  /// `nanoUSD` billionths of a US dollar.
  @inlinable public init(nanoUSD: Int64) { self.nanoUSD = nanoUSD }

  /// The amount as a number of dollars, for printing.
  public var dollars: Double { Double(nanoUSD) / 1e9 }

  /// Nothing.
  public static let zero = Money(nanoUSD: 0)

  /// The sum; traps beyond the range.
  @inlinable public static func + (left: Money, right: Money) -> Money {
    Money(nanoUSD: left.nanoUSD + right.nanoUSD)
  }

  /// The difference; traps beyond the range.
  @inlinable public static func - (left: Money, right: Money) -> Money {
    Money(nanoUSD: left.nanoUSD - right.nanoUSD)
  }

  /// True when `left` is the smaller amount.
  @inlinable public static func < (left: Money, right: Money) -> Bool { left.nanoUSD < right.nanoUSD }
}
