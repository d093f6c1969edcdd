import Statistics
import Testing

/// Known values: mpmath 1.3.0 at 60 digits, 1 - 0.05^(1/n).
struct RuleOfThreeTests {
  @Test(arguments: [
    (1, 0.95), (3, 0.63159685013596134), (30, 0.095033852855304139), (1000, 0.0029912495450952962),
    (1_000_000_000, 2.9957322690667851e-9),
  ])
  func upperBound(trials: Int, bound: Double) {
    #expect(relativeError(RuleOfThree.upperBound(trials: trials), bound) < 1e-15)
  }

  @Test func withoutTrialsNothingIsKnown() {
    #expect(RuleOfThree.upperBound(trials: 0) == 1)
  }
}
