// When a computed amount agrees with a claimed one: the only place that knows how much "about" allows.

import RunReport

/// An amount of dollars a month as the design gives it: a number or a range, each with "about" before it.
struct ClaimedAmount: Hashable, Sendable {
  /// "About" allows a quarter more than the higher end, and the lower end divided by as much.
  static let slack = 1.25

  let low: Double
  let high: Double

  /// About `low` to `high` dollars.
  init(_ low: Double, _ high: Double) {
    precondition(0 < low && low <= high, "a claim of \(low) to \(high)")
    self.low = low
    self.high = high
  }

  /// About `amount` dollars.
  init(_ amount: Double) { self.init(amount, amount) }

  /// As the design writes it.
  var text: String {
    (low == high ? "about \(Dollars.text(low))" : "about \(Dollars.text(low)) to \(Dollars.text(high))")
      + " a month"
  }

  /// Whether `dollars` are about as much.
  func verdict(on dollars: Double) -> ClaimVerdict { verdict(from: dollars, to: dollars) }

  /// Whether every amount from `least` to `most` is about as much.
  func verdict(from least: Double, to most: Double) -> ClaimVerdict {
    least * Self.slack >= low && most <= high * Self.slack ? .holds : .doesNotHold
  }

  /// The use at which it would be right, in answers a person and month; nil where it never would be. What costs
  /// nothing by the answer is right up to a million.
  ///
  /// - Parameter month: dollars of a month with so many answers a person; must not fall as they grow.
  func use(_ month: (_ answersPerPerson: Double) -> Double) -> ClosedRange<Double>? {
    guard month(0) <= high else { return nil }
    return Self.largestUse(below: low, month)...Self.largestUse(below: high, month)
  }

  /// Above so many answers a person and month nobody looks for a use: one every two seconds, day and night.
  private static let mostUse = 1e6

  /// The most answers whose month costs at most `dollars`, to one in a thousand million; 0 where there are none.
  private static func largestUse(below dollars: Double, _ month: (Double) -> Double) -> Double {
    var low = 0.0
    var high = mostUse
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if month(middle) <= dollars { low = middle } else { high = middle }
    }
    return low
  }
}

/// Texts of dollars.
enum Dollars {
  /// Whole dollars from ten up, else as the summary of a run prints them.
  static func text(_ dollars: Double) -> String {
    if dollars.magnitude >= 9.995 {
      return (dollars < 0 ? "-$" : "$") + HumanNumber.decimal(dollars.magnitude, places: 0)
    }
    return HumanNumber.money(nanoUSD: Int64((dollars * 1e9).rounded()))
  }

  /// A claimed share is right within so much: five percentage points.
  static let shareSlack = 0.05
}

/// Texts of counts with three digits that matter.
enum Count {
  static func text(_ value: Double) -> String {
    if value == value.rounded(), value == 0 || value >= 10 { return HumanNumber.decimal(value, places: 0) }
    return HumanNumber.decimal(value, places: value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
  }

  static func text(_ range: ClosedRange<Double>) -> String {
    let (low, high) = (text(range.lowerBound), text(range.upperBound))
    return low == high ? low : "\(low) to \(high)"
  }
}

/// Texts of shares.
enum Share {
  static func text(_ value: Double) -> String { HumanNumber.share(value) }

  /// A claimed share, in whole percents.
  static func whole(_ value: Double) -> String { HumanNumber.decimal(value * 100, places: 0) + "%" }
}
