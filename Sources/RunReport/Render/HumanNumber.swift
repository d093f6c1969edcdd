// Numbers as people write them: a unit that fits, three digits that matter, commas in thousands. Integer
// arithmetic throughout, so that the same number is the same text everywhere.

/// Texts for durations, counts, shares, rates and money.
public enum HumanNumber {
  /// A count with commas: `3,712,345`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// A mean of counts: `3,712,345`, `36.4`, `0.4`; whole from a hundred up, and where it is.
  public static func mean(_ value: Double) -> String {
    if value > 0, value < 0.005 { return "<0.01" }
    let size = value.magnitude
    let places = size >= 99.95 || value == value.rounded() ? 0 : size >= 9.995 ? 1 : 2
    return decimal(value, places: places)
  }

  /// `value` to two significant digits.
  static func twoDigits(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var scale = 1.0
    while value.magnitude * scale < 9.95 { scale *= 10 }
    while value.magnitude * scale >= 99.5 { scale /= 10 }
    return (value * scale).rounded() / scale
  }

  /// `text` without zeros at the end of a fraction: `1.30s` as `1.3s`, `26.0ms` as `26ms`.
  static func withoutZeros(_ text: String) -> String {
    guard let point = text.firstIndex(of: ".") else { return text }
    let end = text[point...].dropFirst().firstIndex { !$0.isASCII || !$0.isNumber } ?? text.endIndex
    var fraction = text[point..<end]
    while fraction.last == "0" { fraction.removeLast() }
    if fraction == "." { fraction = "" }
    return String(text[..<point] + fraction + text[end...])
  }

  /// A duration: `812ns`, `45.6µs`, `456ms`, `1.23s`, `1m 23s`, `1h 02m`, `∞`.
  ///
  /// Three significant digits below a minute, whole seconds below an hour, whole minutes above.
  public static func duration(_ value: MeasuredDuration) -> String {
    guard let nanoseconds = value.nanoseconds else { return "∞" }
    return duration(nanoseconds: nanoseconds)
  }

  /// A duration of whole nanoseconds, as ``duration(_:)`` writes it.
  public static func duration(nanoseconds: Int64) -> String {
    if nanoseconds < 0 { return "-" + duration(nanoseconds: nanoseconds == .min ? .max : -nanoseconds) }
    if nanoseconds == 0 { return "0s" }
    if nanoseconds < 1_000 { return "\(nanoseconds)ns" }
    for (unit, name) in [(Int64(1_000), "µs"), (1_000_000, "ms")] {
      if let text = threeDigits(nanoseconds, unit: unit, below: 1_000) { return text + name }
    }
    if let text = threeDigits(nanoseconds, unit: second, below: 60) { return text + "s" }
    let seconds = rounded(nanoseconds, to: second)
    if seconds < 3_600 { return "\(seconds / 60)m \(twoDigits(seconds % 60))s" }
    let minutes = rounded(nanoseconds, to: 60 * second)
    return "\(count(Int(minutes / 60)))h \(twoDigits(minutes % 60))m"
  }

  /// A moment of the run, to the second: `0s`, `25m 00s`, `1h 01m 11s`.
  public static func moment(nanoseconds: Int64) -> String {
    let seconds = nanoseconds / second
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3_600 { return "\(seconds / 60)m \(twoDigits(seconds % 60))s" }
    return "\(seconds / 3_600)h \(twoDigits(seconds / 60 % 60))m \(twoDigits(seconds % 60))s"
  }

  /// A share as a percentage: `0%`, `<0.01%`, `0.09%`, `4.2%`, `97.2%`, `>99.9%`, `100%`. Only nothing is 0 %
  /// and only everything is 100 %.
  public static func share(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "?" }
    if value < 0 { return "-" + share(-value) }
    if value == 0 { return "0%" }
    if value < 0.000_1 { return "<0.01%" }
    if value < 0.009_95 { return decimal(value * 100, places: 2) + "%" }
    if value < 1, value >= 0.999_5 { return ">99.9%" }
    if value == 1 { return "100%" }
    return decimal(value * 100, places: 1) + "%"
  }

  /// A rate: `996.7/s`, `1,031.2/s`, `0.42/s`.
  public static func rate(_ perSecond: Double) -> String {
    decimal(perSecond, places: perSecond.magnitude < 9.995 ? 2 : 1) + "/s"
  }

  /// US dollars: `$1,234.56`, `$0.1636`, `$0.000123`. Cents from a dollar up, four places from a cent up, three
  /// significant digits below; never fewer than two places.
  public static func money(nanoUSD: Int64) -> String {
    if nanoUSD < 0 { return "-" + money(nanoUSD: nanoUSD == .min ? .max : -nanoUSD) }
    var places = 2
    if nanoUSD > 0, nanoUSD < dollar {
      places = 4
      var bound = dollar / 100
      while nanoUSD < bound, places < 9 {
        places = places == 4 ? 5 : places + 1
        bound /= 10
      }
    }
    let unit = powerOfTen(9 - places)
    let units = rounded(nanoUSD, to: unit)
    let perDollar = powerOfTen(places)
    var fraction = String(units % perDollar)
    fraction = String(repeating: "0", count: places - fraction.count) + fraction
    while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
    return "$\(count(Int(units / perDollar))).\(fraction)"
  }

  /// A number with `places` digits after the point, rounded half away from zero: `1,031.2`.
  public static func decimal(_ value: Double, places: Int) -> String {
    guard !value.isNaN else { return "?" }
    guard value.isFinite else { return value > 0 ? "∞" : "-∞" }
    let perOne = powerOfTen(places)
    let scaled = (value * Double(perOne)).rounded()
    guard scaled.magnitude < 9e15 else { return "\(value)" }
    let units = Int64(scaled.magnitude)
    let sign = scaled < 0 ? "-" : ""
    guard places > 0 else { return sign + count(Int(units)) }
    let fraction = String(units % perOne)
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(count(Int(units / perOne))).\(zeros)\(fraction)"
  }

  /// A threshold's value, which is in its metric's own unit.
  public static func value(_ value: Double, kind: Metric.Kind) -> String {
    switch kind {
    case .duration, .time:
      guard value.isFinite, value.magnitude < 9e9 else { return value > 0 ? "∞" : "?" }
      return duration(nanoseconds: Int64((value * 1e9).rounded()))
    case .share: return share(value)
    case .ratePerSecond: return rate(value)
    case .money:
      guard value.isFinite, value.magnitude < 9e9 else { return value > 0 ? "∞" : "?" }
      return money(nanoUSD: Int64((value * 1e9).rounded()))
    case .counter, .gauge: return decimal(value, places: value == value.rounded() ? 0 : 1)
    case .ratio: return decimal(value, places: 3)
    }
  }

  /// As ``value(_:kind:)``, with as many digits as it takes not to read like `limit` when it is not: 2.0004 s
  /// against a limit of 2 s is `2.0004s`.
  public static func value(_ value: Double, apartFrom limit: Double, kind: Metric.Kind) -> String {
    let usual = self.value(value, kind: kind)
    guard value != limit, value.isFinite, usual == self.value(limit, kind: kind) else { return usual }
    let (factor, before, after) =
      switch kind {
      case .duration, .time: (1.0, "", "s")
      case .share: (100.0, "", "%")
      case .money: (1.0, "$", "")
      case .ratePerSecond: (1.0, "", "/s")
      case .counter, .gauge, .ratio: (1.0, "", "")
      }
    for places in 2...9 {
      let text = decimal(value * factor, places: places)
      if text != decimal(limit * factor, places: places) { return before + text + after }
    }
    return usual
  }

  private static let second: Int64 = 1_000_000_000
  private static let dollar: Int64 = 1_000_000_000

  /// `value` in `unit`s with three significant digits, if that reads as less than `limit`; nil otherwise.
  private static func threeDigits(_ value: Int64, unit: Int64, below limit: Int64) -> String? {
    for places in [2, 1, 0] {
      let perUnit = powerOfTen(places)
      let units = rounded(value, to: unit / perUnit)
      // Two places up to 9.99, one up to 99.9: what rounds up to four digits goes to the next.
      guard units < 1_000 else { continue }
      guard units < limit * perUnit else { return nil }
      if places == 0 { return String(units) }
      let fraction = String(units % perUnit)
      return "\(units / perUnit).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
    }
    return nil
  }

  /// `value` over `unit`, to the nearest whole number, for `value` from 0.
  private static func rounded(_ value: Int64, to unit: Int64) -> Int64 {
    let quotient = value / unit
    return value % unit >= unit - unit / 2 ? quotient + 1 : quotient
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func powerOfTen(_ exponent: Int) -> Int64 {
    (0..<exponent).reduce(Int64(1)) { power, _ in power * 10 }
  }
}
