// The mixture itself: its distribution function and its quantiles agree, and a scenario keeps it.

import Scenario
import Statistics
import Testing

@testable import Calibration

@Suite struct LognormalMixtureTests {
  static let mixture = DurationFitTests.known[1]

  @Test func quantilesInvertTheDistributionFunction() {
    for probability in [1e-6, 0.01, 0.3, 0.5, 0.79, 0.81, 0.99, 0.999999] {
      let value = Self.mixture.quantile(probability)
      #expect((Self.mixture.cumulative(value) - probability).magnitude < 1e-9)
    }
    #expect(Self.mixture.cumulative(0.1) == 0)
    #expect(Self.mixture.cumulative(1e9) == 1)
  }

  @Test func drawsHaveTheDistribution() {
    let draws = (0..<2000).map { Self.mixture.draw((Double($0) + 0.5) / 2000) }.sorted()
    #expect(SampleDistance.between(draws, and: Self.mixture.cumulative) < 0.001)
  }

  @Test func theQuickNormalDistributionAgreesWithTheExactOne() {
    for step in -800...800 {
      let z = Double(step) / 100
      #expect((NormalShape.cumulative(z) - NormalDistribution.cumulative(z)).magnitude < 2e-12, "\(z)")
    }
  }

  @Test func aScenarioKeepsIt() throws {
    var scenario = try ScenarioReader.read(text: "seed: 1", fileName: "t.yaml")
    var odd = Self.mixture
    odd.shift = 0.123_456_789_4
    odd.parts[0].probability = 1 / 3
    odd.parts[1].probability = 2 / 3
    odd.parts[0].sigma = 1 / 7
    odd.parts[1].median = 1e-12
    for distribution in [odd.distribution, DurationFitTests.known[0].distribution] {
      scenario.llm.firstToken = distribution
      let again = try ScenarioReader.read(text: ScenarioSchema.yaml(scenario), fileName: "t.yaml")
      #expect(again.llm.firstToken == distribution)
    }
  }

  @Test func distancesLookAtBothSidesOfEachStep() {
    #expect(SampleDistance.between([1, 1, 2, 2]) { $0 < 2 ? 0.5 : 1 } == 0.5)
    #expect(SampleDistance.between([1]) { _ in 0.25 } == 0.75)
    #expect(SampleDistance.between([1, 2, 3, 4], and: [1, 2, 3, 4]) == 0)
    #expect(SampleDistance.between([1, 2], and: [3, 4, 5]) == 1)
    #expect(SampleDistance.between([1, 1, 2], and: [1, 2, 2]) == 2.0 / 3 - 1.0 / 3)
    #expect(SampleDistance.quantile(0.5, of: [1, 2, 3, 4]) == 2)
    #expect(SampleDistance.quantile(0.99, of: [1, 2, 3, 4]) == 4)
  }
}
