// What the queue service's plans allow, as dated facts.

/// A plan of QStash with a price of its own.
///
/// Source: Upstash, QStash pricing, undated: pay as you go has a parallelism of 100.
public enum QStashPlan: CaseIterable, Hashable, Sendable {
  /// A million messages a day, and ten.
  case fixed1M, fixed10M

  /// Where these facts are from.
  public static let source = "Upstash, QStash pricing, undated"

  /// Deliveries that it holds open at one time.
  public var parallelism: Int { self == .fixed1M ? 200 : 1_000 }

  /// Messages of a day.
  public var messagesPerDay: Int { self == .fixed1M ? 1_000_000 : 10_000_000 }

  /// Price of a month.
  public var dollarsPerMonth: Int { self == .fixed1M ? 180 : 420 }

  /// The cheapest plan with so many deliveries at one time; nil where there is none.
  public static func cheapest(parallelism: Int) -> QStashPlan? {
    allCases.first { $0.parallelism >= parallelism }
  }
}
