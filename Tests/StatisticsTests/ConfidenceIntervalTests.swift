import Statistics
import Testing

struct ConfidenceIntervalTests {
  @Test func levelIsNinetyFivePerCentUnlessSaid() {
    #expect(ConfidenceInterval(mean: 1, halfWidth: 0.1, replications: 10).level == 0.95)
  }
}
