// Values as a scenario spells them. What is written here reads back as the same value.

internal import QueueModel
internal import RunReport

/// The spelling of each kind of value.
enum Spelled {
  /// `1m30s`, `250ms`, `12.5ms`.
  static func duration(_ duration: Duration) -> String {
    var rest = duration.wholeNanoseconds
    guard rest > 0 else { return "0s" }
    var text = ""
    for (unit, nanoseconds) in [("h", 3_600_000_000_000), ("m", 60_000_000_000)] as [(String, Int64)]
    where rest >= nanoseconds {
      text += "\(rest / nanoseconds)\(unit)"
      rest %= nanoseconds
    }
    guard rest > 0 else { return text }
    let (unit, size): (String, Int64) =
      rest >= 1_000_000_000 ? ("s", 1_000_000_000) : rest >= 1_000_000 ? ("ms", 1_000_000) : ("ns", 1)
    text += "\(rest / size)"
    let remainder = rest % size
    if remainder > 0 {
      var digits = String(remainder + size).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text + unit
  }

  /// A duration held as seconds.
  static func seconds(_ seconds: Double) -> String {
    duration(.nanoseconds(Int64((seconds * 1e9).rounded())))
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? integer(Int(value)) : "\(value)"
  }

  static func integer(_ value: Int) -> String {
    let digits = String(abs(value))
    guard digits.count > 4 else { return String(value) }
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "_" }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// `5%` where that is exact, else `0.0333`.
  static func share(_ value: Double) -> String {
    let percent = (value * 100 * 1e6).rounded() / 1e6
    return percent / 100 == value ? number(percent) + "%" : "\(value)"
  }

  static func rate(_ value: Double) -> String { number(value) + "/s" }

  /// Plain where that reads back, else between quotes.
  static func text(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "-_./".unicodeScalars.contains($0)
      } && !["null", "Null", "NULL"].contains(text) && !text.hasPrefix("-") && !text.hasPrefix("...")
    return isPlain ? text : quoted(text)
  }

  /// Between single quotes.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// `2026-01-12T09:00:00Z`, with a fraction where there is one.
  static func moment(_ instant: Instant) -> String {
    let second: Int64 = 1_000_000_000
    let all = instant.nanosecondsSinceEpoch
    let day = 86_400 * second
    let days = Int(all >= 0 ? all / day : (all - day + 1) / day)
    let date = CivilDate.date(daysSinceEpoch: days)
    let ofDay = all - Int64(days) * day
    let seconds = Int(ofDay / second)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let dateText = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
    var fraction = ofDay % second == 0 ? "" : "." + String(ofDay % second + second).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(dateText)T\(time)\(fraction)Z"
  }
}

/// The Gregorian calendar, as far as a scenario's start needs it.
enum CivilDate {
  /// Days from 1970-01-01 to a date.
  static func days(year: Int, month: Int, day: Int) -> Int {
    // Counted in eras of 400 years that begin on the first of March, so that the leap day is the last of a
    // year.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date of a day counted from 1970-01-01.
  static func date(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
    let days = daysSinceEpoch + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
