// What the search for a value found, as data: everything that is printed of it, and `size.json`.

public import RunReport

/// The answer of a search, and the way to it.
public struct SizingResult: Hashable, Sendable, Codable {
  /// The version of the format that this program writes.
  public static let currentFormatVersion = 1

  /// How the search ended.
  public enum Verdict: String, Hashable, Sendable, Codable {
    /// At the answer everything is shown to hold, and at its neighbour something is shown to fail.
    case settled
    /// Several values cannot be told apart.
    case tie
    /// Not even the favourable end of the range passes.
    case nonePasses
    /// The budget ended before values were found that are shown to hold and to fail.
    case budgetEnded
    /// Somebody stopped it.
    case interrupted
  }

  /// A value as text and as a number in its unit.
  public struct Value: Hashable, Sendable, Codable {
    /// Place in the range, from 0.
    public var index: Int
    /// As it stands in a scenario file.
    public var text: String
    /// As a person reads it.
    public var label: String
    /// In the unit of the range.
    public var number: Double
  }

  /// A mean with its interval, at the level ``SizingResult/level``.
  public struct Measured: Hashable, Sendable, Codable {
    /// The mean, in the unit of what was measured.
    public var mean: Double
    /// Absent below two replications.
    public var halfWidth: Double?
    /// Runs that the mean is of; 0 where it lies between two values that were run.
    public var runs: Int
  }

  /// One threshold, whatever the value.
  public struct Threshold: Hashable, Sendable, Codable {
    /// The selector as the scenario spells it.
    public var selector: String
    /// The condition as the scenario spells it.
    public var condition: String
    /// What a value of the metric is.
    public var kind: Metric.Kind
    /// The value that must not be crossed.
    public var limit: Double
  }

  /// One threshold at one value.
  public struct ThresholdAtValue: Hashable, Sendable, Codable {
    /// In the metric's own unit; absent where a run has no samples.
    public var observed: Measured?
    /// What the replications show; absent where there were none.
    public var standing: SizingStanding?
    /// Whether the mean, or the one run, is on the right side.
    public var passed: Bool
  }

  /// One value of the curve.
  public struct Point: Hashable, Sendable, Codable {
    /// The value.
    public var value: Value
    /// Replications; 0 where there is only the run of the search.
    public var replications: Int
    /// What the replications show of all thresholds together; absent where there were none.
    public var standing: SizingStanding?
    /// Whether all means, or the one run, are on the right side.
    public var passed: Bool
    /// In the order of the thresholds.
    public var thresholds: [ThresholdAtValue]
    /// The whole bill in US dollars.
    public var cost: Measured
    /// The bill of an hour in US dollars.
    public var costPerHour: Measured
  }

  /// Version of the format.
  public var formatVersion = SizingResult.currentFormatVersion
  /// Version of the program that searched.
  public var programVersion = PeakloadVersion.current
  /// Name of the scenario.
  public var scenario: String
  /// Seed of the search; those of replications follow from it.
  public var seed: UInt64
  /// Keys that the command line replaced, the one that was looked for not among them.
  public var overrides: [RunReport.Override]
  /// The system and its people were this many times those of the scenario.
  public var scale: Double
  /// The key whose value was looked for.
  public var key: String
  /// Which value was looked for.
  public var goal: SizingGoal
  /// The ends of the range, the lower first.
  public var range: [Value]
  /// How the search ended.
  public var verdict: Verdict
  /// The smallest (or largest) value at which the means of all thresholds are on the right side; absent without answer.
  public var answer: Value?
  /// The first and the last value that cannot be told from the answer, the lower one first; equal where it is settled.
  public var interval: [Value]
  /// How many values that are.
  public var ties: Int
  /// Confidence of the interval, and of each interval of a metric at one value.
  public var level: Double
  /// True where the interval ends at the favourable end of the range without a value that is shown to hold.
  public var isOpen: Bool
  /// What must hold, in the order of the scenario.
  public var thresholds: [Threshold]
  /// Number of the threshold that fails first on the way past the answer, from 0; absent where none does.
  public var binding: Int?
  /// The binding threshold at the answer.
  public var bindingAtAnswer: ThresholdAtValue?
  /// The whole bill at the answer in US dollars.
  public var cost: Measured?
  /// The bill of an hour at the answer in US dollars.
  public var costPerHour: Measured?
  /// Every value that was run, in the order of the range.
  public var curve: [Point]
  /// What a reader should know of the range, a sentence each.
  public var notes: [String] = []
  /// What does not fit a single change from failing to passing, a sentence each.
  public var warnings: [String]
  /// Runs of all kinds together.
  public var runs: Int
  /// Most runs that there could have been.
  public var maximumRuns: Int
  /// Simulated events of all runs.
  public var events: Int
}
