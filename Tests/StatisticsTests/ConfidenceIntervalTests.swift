import Statistics
import Testing

struct ConfidenceIntervalTests {
  @Test func levelIsNinetyFivePerCentUnlessSaid() {
    #expect(ConfidenceInterval(mean: 1, halfWidth: 0.1, replications: 10).level == 0.95)
  }

  /// Mean 5, standard error √(4/7), t(7, 0.975) = 2.3646242515927853, t(7, 0.995) = 3.4994832973504939
  /// (mpmath 1.3.0 by bisection, agreeing with printed tables).
  @Test func intervalOfKnownReplications() {
    let values: [Double] = [2, 4, 4, 4, 5, 5, 7, 9]
    let interval = ConfidenceInterval(of: values)
    #expect(interval.mean == 5)
    #expect(interval.replications == 8)
    #expect(interval.level == 0.95)
    #expect(relativeError(interval.halfWidth, 2.3646242515927853 * (4.0 / 7).squareRoot()) < 1e-13)
    let wider = ConfidenceInterval(of: values, level: 0.99)
    #expect(relativeError(wider.halfWidth, 3.4994832973504939 * (4.0 / 7).squareRoot()) < 1e-13)
    #expect(wider.level == 0.99)
  }

  @Test func fewerThanTwoReplicationsShowNothing() {
    let one = ConfidenceInterval(of: [3])
    #expect(one.mean == 3)
    #expect(one.halfWidth == .infinity)
    #expect(one.contains(-1e300))
    #expect(one.side(of: 1e300) == .straddles)
    let none = ConfidenceInterval(of: [])
    #expect(none.mean.isNaN && none.halfWidth == .infinity)
    #expect(none.side(of: 0) == .straddles)
    #expect(!none.contains(0))
  }

  @Test func equalReplicationsHaveNoWidth() {
    let interval = ConfidenceInterval(of: [0.1, 0.1, 0.1])
    #expect(interval.halfWidth == 0)
    #expect(interval.relativeHalfWidth == 0)
    #expect(interval.contains(0.1))
    #expect(interval.side(of: 0.2) == .below)
    #expect(interval.side(of: 0.1) == .straddles)
  }

  @Test func relativeHalfWidth() {
    #expect(ConfidenceInterval(mean: -4, halfWidth: 1, replications: 5).relativeHalfWidth == 0.25)
    #expect(ConfidenceInterval(mean: 0, halfWidth: 1, replications: 5).relativeHalfWidth == .infinity)
    #expect(ConfidenceInterval(mean: 0, halfWidth: 0, replications: 5).relativeHalfWidth == 0)
    #expect(ConfidenceInterval(mean: 0, halfWidth: .infinity, replications: 1).relativeHalfWidth == .infinity)
  }

  @Test func sidesOfALimit() {
    let interval = ConfidenceInterval(mean: 10, halfWidth: 2, replications: 5)
    #expect(interval.lower == 8 && interval.upper == 12)
    #expect(interval.side(of: 12.5) == .below)
    #expect(interval.side(of: 7.5) == .above)
    for limit in [8, 9, 12] as [Double] {
      #expect(interval.side(of: limit) == .straddles)
      #expect(interval.contains(limit))
    }
    #expect(!interval.contains(12.5) && !interval.contains(7.5))
  }

  /// Of 2000 intervals of five normal values each covers with probability 0.95: between the 0.05 % and the 99.95 %
  /// point of the binomial distribution, 1867 and 1931 (scipy 1.17.1, stats.binom.ppf).
  @Test func intervalsCoverAsOftenAsTheySay() {
    var noise = NormalStream(seed: 11)
    let covered = (0..<2000).count { _ in
      ConfidenceInterval(of: (0..<5).map { _ in 7 + 2 * noise.next() }).contains(7)
    }
    #expect((1867...1931).contains(covered), "\(covered)")
  }
}
