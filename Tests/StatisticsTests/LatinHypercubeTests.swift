import Statistics
import Testing

struct LatinHypercubeTests {
  @Test func onePointInEachStratumOfEachDimension() {
    for count in [1, 2, 3, 10, 49, 1000] {
      for seed in [0, 1, 0xFFFF_FFFF_FFFF_FFFF] as [UInt64] {
        let points = LatinHypercube.points(count: count, dimensions: 5, seed: seed)
        #expect(points.count == count && points.allSatisfy { $0.count == 5 })
        for dimension in 0..<5 {
          let values = points.map { $0[dimension] }
          #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
          #expect(values.map { Int($0 * Double(count)) }.sorted() == Array(0..<count))
        }
      }
    }
  }

  /// A stratum's borders would be hit by rounding if places could lie on them.
  @Test func manyPointsKeepTheirStrata() {
    let count = 100_003
    let values = LatinHypercube.points(count: count, dimensions: 1, seed: 9).map { $0[0] }
    #expect(values.map { Int($0 * Double(count)) }.sorted() == Array(0..<count))
  }

  /// Written a second time in Python from the description.
  @Test func theSamePointsEverywhere() {
    let points = LatinHypercube.points(count: 4, dimensions: 2, seed: 42)
    #expect(
      points == [
        [0.28290800005197525, 0.960073746740818],
        [0.2151375189423561, 0.6279682591557503],
        [0.9155138358473778, 0.12752608209848404],
        [0.6058056578040123, 0.37847913056612015],
      ])
  }

  @Test func aDimensionMoreLeavesTheOthers() {
    let few = LatinHypercube.points(count: 20, dimensions: 2, seed: 3)
    let more = LatinHypercube.points(count: 20, dimensions: 6, seed: 3)
    #expect(more.map { Array($0.prefix(2)) } == few)
  }

  @Test func seedsAndDimensionsAreUnrelated() {
    let one = LatinHypercube.points(count: 500, dimensions: 2, seed: 1)
    let other = LatinHypercube.points(count: 500, dimensions: 2, seed: 2)
    // Correlations of 500 independent values have a standard deviation of 0.045.
    let withinSeed = PairedDifference(first: one.map { $0[0] }, second: one.map { $0[1] })
    let acrossSeeds = PairedDifference(first: one.map { $0[0] }, second: other.map { $0[0] })
    #expect(abs(withinSeed.correlation ?? 1) < 0.18)
    #expect(abs(acrossSeeds.correlation ?? 1) < 0.18)
  }

  /// The mean place inside the stratum is one half: 5000 places have a standard error of 0.0041.
  @Test func placesInsideTheStrataAreSpread() {
    let points = LatinHypercube.points(count: 1000, dimensions: 5, seed: 7)
    let places = SampleMoments(points.joined().map { $0 * 1000 - ($0 * 1000).rounded(.down) })
    #expect((places.mean - 0.5).magnitude < 4 * 0.0041)
    #expect((places.variance - 1.0 / 12).magnitude < 0.005)
  }

  @Test func nothingIsNothing() {
    #expect(LatinHypercube.points(count: 0, dimensions: 3, seed: 1).isEmpty)
    #expect(LatinHypercube.points(count: 2, dimensions: 0, seed: 1) == [[], []])
  }

  /// The first draws of SplitMix64 with seed 1234567 (the published test vector).
  @Test func splitMix64() {
    let draws = (0..<5).map { SplitMix64.draw(key: 1_234_567, index: $0) }
    let known: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(draws == known)
  }
}
