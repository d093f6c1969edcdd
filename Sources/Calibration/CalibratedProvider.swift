// What a calibration gives.

public import Scenario

/// A provider fitted to measurements.
public struct CalibratedProvider: Hashable, Sendable {
  /// One metric of the part that is plotted, measured and fitted.
  public struct Plot: Hashable, Sendable {
    /// `ttft`, `tpot`, `e2e`.
    public var metric: String
    /// In seconds, rising.
    public var measured: [Double]
    /// In seconds, rising: predictions of the same requests, or quantiles of the fitted distribution.
    public var fitted: [Double]

    /// A plot from its values, in any order.
    public init(metric: String, measured: [Double], fitted: [Double]) {
      self.metric = metric
      self.measured = measured.sorted()
      self.fitted = fitted.sorted()
    }
  }

  /// The provider, with the record of its fit.
  public var llm: LanguageModel
  /// What is drawn for people to see.
  public var plots: [Plot]

  /// A provider from its parts.
  public init(llm: LanguageModel, plots: [Plot]) {
    self.llm = llm
    self.plots = plots
  }
}
