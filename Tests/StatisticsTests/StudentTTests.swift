import Statistics
import Testing

/// Known values: mpmath 1.3.0 at 90 digits, I_{ν/(ν+t²)}(ν/2, 1/2) / 2 and its root found by bisection.
struct StudentTTests {
  @Test(arguments: [
    (1, 0.5, 0.35241638234956673), (1, 12, 0.026464676059589875), (1, 1e150, 3.1830988618379068e-151),
    (2, 3, 0.047732983133354566), (4, 1e-8, 0.49999999625), (5, 2, 0.050969739414929178),
    (9, 2.262, 0.025006422751227315), (9, 4.5, 0.00074447470770586561), (9, 12, 3.849943111492826e-7),
    (17.3, 2.1, 0.025344111511433764), (29, 8, 4.0062878248158514e-9), (999, 8, 1.7149991288817979e-15),
    (1e6, 8, 6.2275317166012598e-16), (1e8, 1, 0.15865525514131067), (9, -1, 0.82828180193104324),
    (0.7, 3, 0.14168566965051292),
  ])
  func tails(degreesOfFreedom: Double, t: Double, tail: Double) {
    let student = StudentT(degreesOfFreedom: degreesOfFreedom)
    #expect(relativeError(student.upperTail(t), tail) < 1e-13)
    #expect(student.cumulative(-t) == student.upperTail(t))
    #expect(relativeError(student.cumulative(t), 1 - tail) < 1e-14)
  }

  @Test(arguments: [
    (1, 0.975, 12.706204736174693), (1, 1e-12, -318309886183.79068), (2, 0.975, 4.3026527297494618),
    (3, 0.6, 0.27667066233268985), (9, 0.975, 2.262157162798205), (9, 0.995, 3.2498355415921257),
    (9, 0.5000001, 2.5770877222914438e-7), (29, 0.975, 2.0452296421327039), (17.3, 0.9, 1.3324451660348539),
    (999, 1e-9, -6.0537466577625624), (1e6, 0.025, -1.959966356814107), (0.7, 0.01, -135.57150574187782),
  ])
  func quantiles(degreesOfFreedom: Double, p: Double, t: Double) {
    let quantile = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(p)
    #expect(relativeError(quantile, t) < 1e-12, "\(quantile)")
  }

  @Test func aQuantileLeadsBackToItsProbability() {
    for degreesOfFreedom in [0.5, 1, 2, 4.4, 9, 100, 1e5] {
      let student = StudentT(degreesOfFreedom: degreesOfFreedom)
      for p in [1e-30, 1e-6, 0.01, 0.2, 0.26, 0.4, 0.499] {
        let t = student.quantile(p)
        #expect(relativeError(student.cumulative(t), p) < 1e-12, "ν \(degreesOfFreedom) p \(p)")
        #expect(relativeError(student.quantile(1 - p), -t) < 1e-9 || p < 1e-5)
      }
    }
  }

  @Test func endsAreInfiniteAndBeyondIsNothing() {
    let student = StudentT(degreesOfFreedom: 9)
    #expect(student.quantile(0) == -.infinity && student.quantile(1) == .infinity)
    #expect(student.quantile(0.5) == 0)
    #expect(student.quantile(1.1).isNaN && student.upperTail(.nan).isNaN)
    #expect(student.upperTail(.infinity) == 0 && student.cumulative(.infinity) == 1)
    #expect(StudentT(degreesOfFreedom: 1).quantile(1e-250) < -1e249)
  }

  @Test func infiniteDegreesOfFreedomAreTheNormalDistribution() {
    let student = StudentT(degreesOfFreedom: .infinity)
    #expect(student.upperTail(2) == NormalDistribution.upperTail(2))
    #expect(student.quantile(0.975) == NormalDistribution.quantile(0.975))
  }

  @Test func noDegreesOfFreedomAreAMistake() async {
    await #expect(processExitsWith: .failure) { _ = StudentT(degreesOfFreedom: 0) }
  }
}
