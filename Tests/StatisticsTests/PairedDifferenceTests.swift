import Statistics
import Testing

struct PairedDifferenceTests {
  static let first = [10.2, 11.1, 9.7, 12.4, 10.9, 11.8, 10.1, 9.9]
  static let second = [9.8, 10.9, 9.1, 11.7, 10.8, 10.9, 9.9, 9.2]

  /// scipy 1.17.1 and numpy: stats.ttest_rel and ttest_ind(equal_var=False) with their confidence_interval(0.95),
  /// corrcoef, and variances with ddof 1.
  @Test func knownPairs() throws {
    let paired = PairedDifference(first: Self.first, second: Self.second)
    #expect(relativeError(paired.difference.mean, -0.475) < 1e-14)
    #expect(relativeError(paired.difference.halfWidth, 0.24373988885535447) < 1e-12)
    #expect(paired.difference.replications == 8 && paired.difference.level == 0.95)
    #expect(relativeError(paired.unpairedHalfWidth, 1.0137911902638166) < 1e-12)
    #expect(relativeError(try #require(paired.correlation), 0.9532847887059336) < 1e-12)
    #expect(relativeError(paired.varianceRatio, 21.02100840336127) < 1e-12)
    #expect(paired.showsDifference)
  }

  @Test func theLevelIsThatOfBothIntervals() {
    let usual = PairedDifference(first: Self.first, second: Self.second)
    let wider = PairedDifference(first: Self.first, second: Self.second, level: 0.999)
    #expect(wider.difference.level == 0.999)
    #expect(wider.difference.halfWidth > usual.difference.halfWidth)
    #expect(wider.unpairedHalfWidth > usual.unpairedHalfWidth)
    #expect(!PairedDifference(first: [1, 2, 3], second: [1.5, 1.5, 3.5]).showsDifference)
  }

  @Test func pairsThatMoveApartAreWorseThanNone() throws {
    let paired = PairedDifference(first: [1, 2, 3, 4], second: [8, 6, 4, 2])
    #expect(try #require(paired.correlation) == -1)
    #expect(relativeError(paired.varianceRatio, 5.0 / 9) < 1e-14)
  }

  @Test func aConstantShiftIsKnownExactly() throws {
    let paired = PairedDifference(first: [1, 2, 4], second: [3, 4, 6])
    #expect(paired.difference.mean == 2 && paired.difference.halfWidth == 0)
    #expect(paired.varianceRatio == .infinity)
    #expect(relativeError(try #require(paired.correlation), 1) < 1e-15)
    #expect(paired.showsDifference)
  }

  @Test func whereNothingVaries() {
    let same = PairedDifference(first: [5, 5, 5], second: [5, 5, 5])
    #expect(same.correlation == nil)
    #expect(same.unpairedHalfWidth == 0 && same.varianceRatio == 1)
    #expect(!same.showsDifference)
    #expect(PairedDifference(first: [5, 5, 5], second: [5, 6, 7]).correlation == nil)
  }

  @Test func onePairShowsNothing() {
    let one = PairedDifference(first: [1], second: [100])
    #expect(one.difference.mean == 99)
    #expect(one.correlation == nil && one.unpairedHalfWidth == .infinity && one.varianceRatio.isNaN)
    #expect(!one.showsDifference)
  }

  @Test func unequalNumbersAreAMistake() async {
    await #expect(processExitsWith: .failure) { _ = PairedDifference(first: [1], second: [1, 2]) }
  }
}
