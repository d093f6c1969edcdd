// Dates from nanoseconds, without a calendar library: reports print UTC only.

/// A moment as a date and a time of day in UTC.
public enum CivilTime {
  /// ISO 8601 to the second: `2026-01-12T09:00:00Z`. Moments before 1970 count, too.
  public static func utc(nanosecondsSinceEpoch: Int64) -> String {
    let (year, month, day, seconds) = components(nanosecondsSinceEpoch)
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, to: 2) }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))T"
      + clock.joined(separator: ":") + "Z"
  }

  /// Year, month, day and seconds of the day, by the proleptic Gregorian calendar. Years are counted from March,
  /// so that the leap day is the last of its year, in eras of 400 years, which all have 146,097 days.
  private static func components(_ nanoseconds: Int64) -> (Int64, Int64, Int64, Int64) {
    let total = floorDivide(nanoseconds, 1_000_000_000)
    let days = floorDivide(total, 86_400)
    let shifted = days + 719_468  // days since 0000-03-01
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day, total - days * 86_400)
  }

  private static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ value: Int64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
