// Own exponentials, logarithms and powers beside the C library's.

import Foundation
import QueueModel
import Testing

/// The C library's functions, for tests that need a second opinion.
enum PortableMathForTests {
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
}

@Suite struct PortableMathTests {
  /// Distance in units of the last place of `expected`.
  private static func distance(_ found: Double, _ expected: Double) -> Double {
    if found == expected || (found.isNaN && expected.isNaN) { return 0 }
    return ((found - expected) / expected.ulp).magnitude
  }

  @Test("within 2 ulp of the C library over seeded numbers", arguments: [UInt64(1), 2, 3])
  func agreesWithLibrary(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50_000 {
      let x = (random.uniform() - 0.5) * 1400
      #expect(Self.distance(PortableMath.exp(x), Foundation.exp(x)) <= 2, "seed \(seed): exp(\(x))")
      let small = (random.uniform() - 0.5) * Foundation.pow(2, Double(random.below(60)) - 58)
      #expect(
        Self.distance(PortableMath.exp(small), Foundation.exp(small)) <= 2, "seed \(seed): exp(\(small))")
      let positive = Double(bitPattern: random.next() >> 1)
      if positive.isFinite {
        #expect(
          Self.distance(PortableMath.log(positive), Foundation.log(positive)) <= 2,
          "seed \(seed): log(\(positive))")
      }
      let near = 1 + small
      #expect(Self.distance(PortableMath.log(near), Foundation.log(near)) <= 2, "seed \(seed): log(\(near))")
    }
  }

  @Test("powers within 2 ulp of the C library over seeded numbers", arguments: [UInt64(4), 5, 6])
  func powers(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50_000 {
      // The result's exponent runs over the whole normal range.
      let x = Foundation.exp((random.uniform() - 0.5) * Foundation.pow(2, Double(random.below(12)) - 3))
      let target = (random.uniform() - 0.5) * 1400
      let y = x == 1 ? 3 : target / Foundation.log(x)
      let expected = Foundation.pow(x, y)
      if expected.isNormal {
        #expect(Self.distance(PortableMath.pow(x, y), expected) <= 2, "seed \(seed): pow(\(x), \(y))")
      }
      let base = random.uniform() * 10
      let exponent = Double(random.below(41) - 20) / 2
      #expect(
        Self.distance(PortableMath.pow(base, exponent), Foundation.pow(base, exponent)) <= 2,
        "seed \(seed): pow(\(base), \(exponent))")
    }
  }

  @Test("special cases are exact")
  func specialCases() {
    let infinity = Double.infinity
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(-infinity) == 0)
    #expect(PortableMath.exp(infinity) == infinity)
    #expect(PortableMath.exp(710) == infinity)
    #expect(PortableMath.exp(-746) == 0)
    #expect(PortableMath.exp(-745) == .leastNonzeroMagnitude)
    #expect(PortableMath.exp(.nan).isNaN)
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.log(0) == -infinity)
    #expect(PortableMath.log(infinity) == infinity)
    #expect(PortableMath.log(-1).isNaN)
    #expect(PortableMath.log(.nan).isNaN)
    #expect(PortableMath.log(.leastNonzeroMagnitude) == Foundation.log(Double.leastNonzeroMagnitude))
    let bases: [Double] = [
      0, -0.0, 1, -1, 2, -2, 0.5, -0.5, infinity, -infinity, .nan, .leastNonzeroMagnitude, 1e308,
    ]
    let exponents: [Double] = [
      0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, 1e300, -1e300, infinity, -infinity, .nan, 9_007_199_254_740_991,
    ]
    for base in bases {
      for exponent in exponents {
        let found = PortableMath.pow(base, exponent)
        let expected = Foundation.pow(base, exponent)
        #expect(
          found.isNaN && expected.isNaN || Self.distance(found, expected) <= 1 && found.sign == expected.sign,
          "pow(\(base), \(exponent)) is \(found), not \(expected)")
      }
    }
    for n in 0...50 { #expect(PortableMath.pow(2, Double(n)) == Double(Int64(1) << Int64(n))) }
  }
}
