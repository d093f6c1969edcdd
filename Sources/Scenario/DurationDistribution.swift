// The shapes a duration (or a count) can have. Only a description: the simulation draws from it.

/// How a duration is distributed. All times are in seconds.
public indirect enum Distribution: Hashable, Sendable {
  /// Always `value`.
  case constant(Double)
  case exponential(mean: Double)
  /// Sum of `stages` exponentials, together of mean `mean`.
  case erlang(mean: Double, stages: Int)
  /// Exponential of mean `means[i]` with probability `probabilities[i]`.
  case hyperexponential(probabilities: [Double], means: [Double])
  /// `shift` + exp(N(ln(`median`), `sigma`²)).
  case lognormal(median: Double, sigma: Double, shift: Double)
  /// `shift` + exp(N(ln(`medians[i]`), `sigmas[i]`²)) with probability `probabilities[i]`: what fits calls of
  /// which most are quick and some are not.
  case lognormalMixture(probabilities: [Double], medians: [Double], sigmas: [Double], shift: Double)
  /// `scale` / U^(1/`shape`); the mean is infinite for `shape` ≤ 1.
  case pareto(scale: Double, shape: Double)
  /// Linear interpolation between quantiles: `values[i]` is the quantile at `probabilities[i]`; the first
  /// probability is 0 and the last 1.
  case quantiles(probabilities: [Double], values: [Double])
  /// A table that ships with the program, by name (see `QuantileTables`).
  case table(String)
}
