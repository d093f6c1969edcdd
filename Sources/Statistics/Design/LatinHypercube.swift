// Points spread over many dimensions at once: where a sweep of several parameters looks when a grid is too large.

/// Latin hypercube samples.
public enum LatinHypercube {
  /// `count` points of `dimensions` coordinates in [0, 1), one point in each of `count` equal strata of every
  /// dimension.
  ///
  /// M. D. McKay, R. J. Beckman, W. J. Conover (Technometrics 21, 1979): an independent permutation of the strata for
  /// each dimension, and a place drawn in each stratum (of 2^24 that keep off its borders). A function of its
  /// arguments alone; dimension d of a seed is the same whatever the number of dimensions.
  /// Precondition: at least 0 points, fewer than 2^24, at least 0 dimensions.
  public static func points(count: Int, dimensions: Int, seed: UInt64) -> [[Double]] {
    precondition(count >= 0 && count < 1 << 24, "\(count) points")
    precondition(dimensions >= 0, "\(dimensions) dimensions")
    let columns = (0..<dimensions).map { column(count: count, key: key(seed: seed, dimension: $0)) }
    return (0..<count).map { point in columns.map { $0[point] } }
  }

  private static func key(seed: UInt64, dimension: Int) -> UInt64 {
    SplitMix64.mix(SplitMix64.mix(seed &+ SplitMix64.increment) &+ UInt64(dimension))
  }

  /// One coordinate of every point.
  private static func column(count: Int, key: UInt64) -> [Double] {
    var strata = Array(0..<count)
    // Fisher and Yates. The high half of draw × bound is below the bound and uneven by less than 2^-40.
    for last in stride(from: count - 1, to: 0, by: -1) {
      let draw = SplitMix64.draw(key: key, index: UInt64(last))
      let chosen = Int(draw.multipliedFullWidth(by: UInt64(last + 1)).high)
      strata.swapAt(chosen, last)
    }
    return strata.enumerated().map { point, stratum in
      let draw = SplitMix64.draw(key: ~key, index: UInt64(point))
      let place = (Double(draw >> 40) + 0.5) * 0x1p-24
      return (Double(stratum) + place) / Double(count)
    }
  }
}
