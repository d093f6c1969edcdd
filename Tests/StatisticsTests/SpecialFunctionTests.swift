import Statistics
import Testing

/// Known values: mpmath 1.3.0 at 90 digits.
struct SpecialFunctionTests {
  @Test(arguments: [
    (1e-5, 11.512919692895826, 4.8376435564606884), (0.1, 2.2527126517342059, 0.51274008133191493),
    (0.5, 0.57236494292470009, 0.15342640972002735), (1, 0, 0.081061466795327258),
    (1.5, -0.12078223763524522, 0.054814121051917654), (2, 0, 0.041340695955409294),
    (3.7, 1.4280723266653881, 0.022468770580143146), (12, 17.502307845873886, 0.0069428401072095299),
    (15.9, 27.625493215168692, 0.0052403998807561082), (16, 27.899271383840892, 0.0052076559196096404),
    (100, 359.1342053695754, 0.00083333055563491468), (1e8, 1742068066.1038347, 8.3333333333333333e-10),
  ])
  func logGamma(x: Double, value: Double, stirlingError: Double) {
    #expect((LogGamma.value(x) - value).magnitude < 1e-14 * max(1, value.magnitude))
    #expect((LogGamma.stirlingError(x) - stirlingError).magnitude < 1e-15 * max(1, stirlingError))
  }

  @Test(arguments: [
    (-0.9, -1.4025850929940459, -2.3025850929940459, -0.5934303402594009),
    (-0.5, -0.19314718055994531, -0.69314718055994531, -0.39346934028736658),
    (-0.3, -0.056674943938732374, -0.35667494393873236, -0.25918177931828213),
    (-1e-5, -5.0000333335833362e-11, -1.0000050000333337e-5, -9.9999500001666671e-6),
    (1e-12, -4.9999999999966665e-25, 9.9999999999949998e-13, 1.0000000000005e-12), (0, 0, 0, 0),
    (0.001, -4.9966691646683321e-7, 0.00099950033308353319, 0.0010005001667083417),
    (0.4, -0.063527763378787076, 0.33647223662121295, 0.49182469764127035),
    (0.99, -0.30186536126359897, 0.68813463873640102, 1.6912344723492623),
    (5, -3.208240530771945, 1.791759469228055, 147.4131591025766),
  ])
  func nearOne(x: Double, logMinus: Double, log: Double, exponential: Double) {
    #expect(relativeError(NearOne.logOnePlusMinus(x), logMinus) < 2e-15)
    #expect(relativeError(NearOne.logOnePlus(x), log) < 1e-15)
    #expect(relativeError(NearOne.exponentialMinusOne(x), exponential) < 1e-15)
  }

  @Test func nearOneFarAway() {
    #expect(NearOne.logOnePlus(.infinity) == .infinity)
    #expect(NearOne.exponentialMinusOne(-800) == -1)
    #expect(NearOne.exponentialMinusOne(800) == .infinity)
  }

  /// The recurrence P(a, x) - P(a + 1, x) = x^a e^-x / Γ(a + 1) ties both methods to each other and to the term.
  @Test func incompleteGammaClimbsByItsTerm() {
    for a in [0.2, 0.5, 3, 40.5, 2000] {
      for x in [0.01 * a, 0.9 * a, a + 0.5, a + 1.5, 1.4 * a + 2] {
        let term = SaddlePoint.poissonTerm(a, mean: x)
        let lower = IncompleteGamma.lower(a, x) - IncompleteGamma.lower(a + 1, x)
        let upper = IncompleteGamma.upper(a + 1, x) - IncompleteGamma.upper(a, x)
        #expect((lower - term).magnitude < 1e-13 && (upper - term).magnitude < 1e-13, "a \(a) x \(x)")
      }
    }
  }

  /// mpmath 1.3.0: betainc(a, b, 0, p, regularized). Both sides of the mean, equal and very unequal shapes.
  @Test(arguments: [
    (2, 3, 0.25, 0.26171875), (0.5, 0.5, 0.04, 0.12818843369794986), (30, 70, 0.5, 0.99997696878517813),
    (30, 70, 0.1, 1.8929897218613862e-8), (1, 1000, 0.002, 0.8649354775533164),
    (0.01, 8, 0.3, 0.99980061879990322), (1e6, 3, 0.999995, 0.12465054555790806),
  ])
  func incompleteBeta(a: Double, b: Double, p: Double, value: Double) {
    let lower = IncompleteBeta.lower(a, b, p: p, q: 1 - p)
    #expect(relativeError(lower, value) < 1e-13, "\(lower)")
    #expect((IncompleteBeta.lower(b, a, p: 1 - p, q: p) + lower - 1).magnitude < 1e-14)
  }

  @Test func endsOfTheIncompleteFunctions() {
    #expect(IncompleteGamma.lower(2, 0) == 0 && IncompleteGamma.upper(2, 0) == 1)
    #expect(IncompleteGamma.lower(2, .infinity) == 1 && IncompleteGamma.upper(2, .infinity) == 0)
    #expect(IncompleteBeta.lower(2, 3, p: 0, q: 1) == 0 && IncompleteBeta.lower(2, 3, p: 1, q: 0) == 1)
  }

  /// The square root of 2 from far away on either side.
  @Test(arguments: [1e-6, 1, 1e9]) func quantileSearchFindsARoot(start: Double) {
    let rising = QuantileSearch.root(target: 2, from: start) {
      $0 * $0
    } slope: {
      2 * $0 * $0
    }
    #expect(relativeError(rising, 2.0.squareRoot()) < 1e-15)
    let falling = QuantileSearch.root(target: 0.5, from: start) {
      1 / ($0 * $0)
    } slope: {
      -2 / ($0 * $0)
    }
    #expect(relativeError(falling, 2.0.squareRoot()) < 1e-15)
  }

  /// Far right 1 - e^-x is so flat that Newton's step would leave the numbers.
  @Test func quantileSearchSurvivesAFlatStart() {
    let root = QuantileSearch.root(target: 0.5, from: 30) {
      -NearOne.exponentialMinusOne(-$0)
    } slope: {
      $0 * (1 + NearOne.exponentialMinusOne(-$0))
    }
    #expect(relativeError(root, 0.69314718055994531) < 1e-15)
  }
}
