// How well a provider that was fitted to measurements fits them: never one number, but what each statistic of each metric
// was, measured and fitted, on the part that was fitted and on the part that was not.

/// The record of a fit, which goes from `peakload calibrate` through the scenario into the report.
public struct ProviderFit: Hashable, Sendable, Codable {
  /// Which part of the measurements an error is of.
  public enum Sample: String, CaseIterable, Hashable, Sendable, Codable {
    /// Measurements that the model was fitted to.
    case inSample
    /// Measurements that it has not seen.
    case outOfSample
  }

  /// One statistic of one metric.
  public struct Row: Hashable, Sendable, Codable {
    /// `ttft`, `tpot`, `e2e`.
    public var metric: String
    /// `p50`, `p90`, `p99`, and of published quantiles those that were published; `single p50` for the median of the absolute errors of single requests; `distance` for the
    /// largest distance between the two distribution functions (Kolmogorov–Smirnov).
    public var statistic: String
    /// Which part of the measurements.
    public var sample: Sample
    /// What was measured, in seconds; nil where the row is an error alone.
    public var measuredSeconds: Double?
    /// What the model gives, in seconds.
    public var fittedSeconds: Double?
    /// (fitted − measured) / measured; of `single` rows and of `distance` the value itself.
    public var error: Double

    /// A row from its parts.
    public init(
      metric: String, statistic: String, sample: Sample, measuredSeconds: Double? = nil,
      fittedSeconds: Double? = nil, error: Double
    ) {
      self.metric = metric
      self.statistic = statistic
      self.sample = sample
      self.measuredSeconds = measuredSeconds
      self.fittedSeconds = fittedSeconds
      // To the millionth: more digits would only be longer.
      self.error = (error * 1e6).rounded() / 1e6
    }

    /// A statistic that was measured and fitted. Precondition: `measured` is above 0.
    public init(
      metric: String, statistic: String, sample: Sample, measured: Double, fitted: Double
    ) {
      self.init(
        metric: metric, statistic: statistic, sample: sample, measuredSeconds: measured,
        fittedSeconds: fitted, error: fitted / measured - 1)
    }
  }

  /// What was measured: the names of the files.
  public var source: String
  /// How it was fitted, in a few words.
  public var method: String
  /// Measurements that the model was fitted to.
  public var fittedRows: Int
  /// Measurements that were predicted and compared.
  public var predictedRows: Int
  /// The errors.
  public var rows: [Row]

  /// A record from its parts.
  public init(source: String, method: String, fittedRows: Int, predictedRows: Int, rows: [Row]) {
    self.source = source
    self.method = method
    self.fittedRows = fittedRows
    self.predictedRows = predictedRows
    self.rows = rows
  }
}
