import Statistics
import Testing

struct NormalScoreTests {
  /// mpmath 1.3.0 at 90 digits: the root of erfc(z / √2) / 2 = I_{ν/(ν+t²)}(ν/2, 1/2) / 2.
  @Test(arguments: [
    (1, 12, 1.9354968721902468), (3, -40, -4.1423222491479674), (9, 2.262, 1.9598541025659287),
    (9, 4.5, 3.176828723934549), (9, -4.5, -3.176828723934549), (9, 48, 6.9480053415700895),
    (29, 10, 6.529479540901797), (29, 25, 9.4439461789498626), (1e6, 10, 9.9997475136243962),
  ])
  func student(degreesOfFreedom: Double, t: Double, z: Double) {
    let score = NormalScore.student(t: t, degreesOfFreedom: degreesOfFreedom)
    #expect(relativeError(score, z) < 1e-13, "\(score)")
  }

  @Test func edgesOfStudent() {
    #expect(NormalScore.student(t: 0, degreesOfFreedom: 9) == 0)
    #expect(NormalScore.student(t: .infinity, degreesOfFreedom: 9) == .infinity)
    #expect(NormalScore.student(t: -.infinity, degreesOfFreedom: 9) == -.infinity)
    #expect(NormalScore.student(t: .nan, degreesOfFreedom: 9).isNaN)
  }

  /// mpmath 1.3.0 at 90 digits: the root of erfc(z / √2) / 2 = the exact tail.
  @Test(arguments: [
    (0, 3.2, -1.7419087766388489), (1, 3.2, -0.94942890820426), (3, 3.2, 0), (4, 3.2, 0.25987453955501988),
    (10, 3.2, 2.9179174945057811), (90, 50, 5.0428550851923968), (20, 50, -4.7105596803862938), (7, 7, 0),
    (7, 6.6, 0.027173742848323135),
    (2, 0.001, 4.8917696569958744),
  ])
  func poisson(count: Int, mean: Double, z: Double) {
    let score = NormalScore.poisson(count: count, mean: mean)
    #expect(relativeError(score, z) < 1e-12, "\(score)")
  }

  @Test func edgesOfPoisson() {
    #expect(NormalScore.poisson(count: 0, mean: 0) == 0)
    #expect(NormalScore.poisson(count: 1, mean: 0) == .infinity)
  }
}
