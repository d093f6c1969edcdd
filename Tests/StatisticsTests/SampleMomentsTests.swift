import Statistics
import Testing

struct SampleMomentsTests {
  /// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares of deviations 32.
  @Test func momentsOfAKnownSample() {
    let moments = SampleMoments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(moments.count == 8)
    #expect(moments.mean == 5)
    #expect(relativeError(moments.variance, 32.0 / 7) < 1e-15)
    #expect(relativeError(moments.standardDeviation, (32.0 / 7).squareRoot()) < 1e-15)
    #expect(relativeError(moments.standardError, (4.0 / 7).squareRoot()) < 1e-15)
  }

  @Test func valuesAddedOneByOneAreTheSequence() {
    let values = (0..<100).map { Double($0 * $0) }
    var moments = SampleMoments()
    for value in values { moments.add(value) }
    #expect(moments == SampleMoments(values))
  }

  /// The difference of squares would leave nothing of a variance of 30 beside a mean of a billion.
  @Test func aLargeMeanCostsNoVariance() {
    let moments = SampleMoments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(moments.mean == 1e9 + 10)
    #expect(moments.variance == 30)
  }

  @Test func equalValuesHaveNoVariance() {
    let moments = SampleMoments(repeatElement(0.1, count: 1000))
    #expect(moments.mean == 0.1)
    #expect(moments.variance == 0)
  }

  @Test func tooFewValuesAreNoNumbers() {
    #expect(SampleMoments().mean.isNaN)
    let one = SampleMoments(CollectionOfOne(3))
    #expect(one.mean == 3)
    #expect(one.variance.isNaN && one.standardDeviation.isNaN && one.standardError.isNaN)
  }
}
