// The normal distribution function as often as a search for a minimum needs it: `NormalDistribution` of
// Statistics is exact in far tails and takes a series for it.

internal import QueueModel

/// The standard normal distribution, quickly.
enum NormalShape {
  /// P(Z ≤ z), within 1e-14.
  ///
  /// J. F. Hart's rational approximation (Computer Approximations, 1968) as G. West gives it (Better
  /// approximations to cumulative normal functions, Wilmott, May 2005). Beyond ±7.07, where less than 1e-12
  /// is left, it is 0 or 1.
  static func cumulative(_ z: Double) -> Double {
    let x = z.magnitude
    guard x < 7.071_067_811_865_47 else { return z > 0 ? 1 : 0 }
    var above = 3.526_249_659_989_11e-2 * x + 0.700_383_064_443_688
    above = above * x + 6.373_962_203_531_65
    above = above * x + 33.912_866_078_383
    above = above * x + 112.079_291_497_871
    above = above * x + 221.213_596_169_931
    above = above * x + 220.206_867_912_376
    var below = 8.838_834_764_831_84e-2 * x + 1.755_667_163_182_64
    below = below * x + 16.064_177_579_207
    below = below * x + 86.780_732_202_946_1
    below = below * x + 296.564_248_779_674
    below = below * x + 637.333_633_378_831
    below = below * x + 793.826_512_519_948
    below = below * x + 440.413_735_824_752
    let tail = PortableMath.exp(-0.5 * x * x) * above / below
    return z > 0 ? 1 - tail : tail
  }
}
