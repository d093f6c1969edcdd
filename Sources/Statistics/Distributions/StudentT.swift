// Student's t distribution: the uncertainty of a mean whose variance was estimated from the same few values.

import QueueModel

/// Student's t with a real number of degrees of freedom (Welch's are no integers).
public struct StudentT: Hashable, Sendable {
  /// Degrees of freedom, above 0; infinite means the normal distribution.
  public let degreesOfFreedom: Double

  /// The distribution. Precondition: more than 0 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "Student's t with \(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T ≤ t). Small values keep their relative accuracy.
  public func cumulative(_ t: Double) -> Double { upperTail(-t) }

  /// P(T > t). Small values keep their relative accuracy, about 1e-13.
  ///
  /// Half of I_x(ν/2, 1/2) with x = ν / (ν + t²), for t ≥ 0.
  public func upperTail(_ t: Double) -> Double {
    if t.isNaN { return t }
    if degreesOfFreedom == .infinity { return NormalDistribution.upperTail(t) }
    return t >= 0 ? farTail(t) : 0.5 + centre(-t)
  }

  /// The t with P(T ≤ t) = p; infinite at 0 and 1, NaN outside. Relative accuracy about 1e-13.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if degreesOfFreedom == .infinity { return NormalDistribution.quantile(p) }
    if p == 0 || p == 1 { return p == 0 ? -.infinity : .infinity }
    if p == 0.5 { return 0 }
    // The normal quantile is the start: closer to 0 than Student's, and not far where p is near one half.
    let start = NormalDistribution.quantile(p).magnitude
    let offset = (p - 0.5).magnitude
    let magnitude =
      offset < 0.25
      ? QuantileSearch.root(target: offset, from: start, probability: centre, slope: slope)
      : QuantileSearch.root(target: p < 0.5 ? p : 1 - p, from: start, probability: farTail) { -slope($0) }
    return p < 0.5 ? -magnitude : magnitude
  }

  /// P(T > t) for t ≥ 0.
  private func farTail(_ t: Double) -> Double {
    // Beyond this the distribution is a power of t to the last digit, and t² / ν need not be a number.
    let edge = 1e100
    if t > edge { return farTail(edge) * PortableMath.pow(edge / t, degreesOfFreedom) }
    let (p, q) = shares(t)
    return 0.5 * IncompleteBeta.lower(0.5 * degreesOfFreedom, 0.5, p: p, q: q)
  }

  /// P(0 < T ≤ t) for t ≥ 0.
  private func centre(_ t: Double) -> Double {
    if t > 1e100 { return 0.5 - farTail(t) }
    let (p, q) = shares(t)
    return 0.5 * IncompleteBeta.lower(0.5, 0.5 * degreesOfFreedom, p: q, q: p)
  }

  /// t times the density at t, for t > 0.
  private func slope(_ t: Double) -> Double {
    if t > 1e100 { return degreesOfFreedom * farTail(t) }
    let (p, q) = shares(t)
    return SaddlePoint.betaTerm(0.5 * degreesOfFreedom, 0.5, p: p, q: q)
  }

  /// ν / (ν + t²) and t² / (ν + t²).
  private func shares(_ t: Double) -> (p: Double, q: Double) {
    if t * t > degreesOfFreedom {
      let ratio = degreesOfFreedom / t / t
      return (ratio / (1 + ratio), 1 / (1 + ratio))
    }
    let ratio = t * t / degreesOfFreedom
    return (1 / (1 + ratio), ratio / (1 + ratio))
  }
}
