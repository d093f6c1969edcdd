// How much a month is used: what the original design leaves open, and what every monthly amount hangs on.

/// How many answers a person is given in a month.
///
/// Either stated, or made up of peak hours like the hour of a scenario and of other answers beside them.
public struct MonthlyUsage: Hashable, Sendable, Codable {
  /// Answers a person and month, where they are stated; then the other fields do not count them.
  public var answersPerPerson: Double?
  /// Hours of a month that are like the peak hour.
  public var peakHours: Double
  /// Answers a person and month outside those hours.
  public var otherAnswersPerPerson: Double
  /// Days of a month on which there is school: only to say what a month's answers are a day.
  public var schoolDays: Int

  /// A month. Precondition: nothing is negative, and there is a school day.
  public init(
    answersPerPerson: Double? = nil, peakHours: Double, otherAnswersPerPerson: Double, schoolDays: Int = 20
  ) {
    precondition(peakHours >= 0 && otherAnswersPerPerson >= 0 && schoolDays > 0, "a month of \(peakHours) h")
    self.answersPerPerson = answersPerPerson
    self.peakHours = peakHours
    self.otherAnswersPerPerson = otherAnswersPerPerson
    self.schoolDays = schoolDays
  }

  /// Answers a person and month with peak hours, of which one holds `answersOfPeakHour` a person.
  func withPeaks(_ answersOfPeakHour: Double) -> Double {
    answersPerPerson ?? peakHours * answersOfPeakHour + otherAnswersPerPerson
  }

  /// Answers a person and month without peak hours.
  var withoutPeaks: Double { answersPerPerson ?? otherAnswersPerPerson }
}
