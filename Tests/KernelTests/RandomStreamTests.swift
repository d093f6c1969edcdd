// Random streams: known answers, and the statistics that a simulation relies on.

import Foundation
import Testing

@testable import Sim

@Suite struct RandomStreamTests {
  private static let purpose = RandomPurpose(rawValue: 3)

  @Test("the same key and index give the same bits, wherever they are asked for")
  func randomAccess() {
    var stream = RandomStream(seed: 42, entity: 7, purpose: Self.purpose)
    let again = RandomStreams(seed: 42).family(Self.purpose).stream(entity: 7)
    let drawn = (0..<100).map { _ in stream.next() }
    #expect(drawn == (0..<100).map { again.bits(at: $0) })
    stream.index = 17
    _ = stream.nextExponential()
    _ = stream.next(below: 10)
    _ = stream.nextNormal()
    #expect(stream.index == 20)
  }

  @Test("known answers: a change here changes every run of every seed")
  func knownAnswers() {
    var stream = RandomStream(seed: 1, entity: 2, purpose: Self.purpose)
    let bits = (0..<4).map { _ in stream.next() }
    #expect(bits == KnownAnswers.bits)
    stream.index = 0
    #expect(stream.nextExponential().bitPattern == KnownAnswers.exponential)
    #expect(stream.nextNormal().bitPattern == KnownAnswers.normal)
    #expect(stream.next(below: 1_000_000) == KnownAnswers.belowMillion)
    // SplitMix64 itself, from its authors' program: seed 1234567.
    #expect(RandomBits.draw(key: 1_234_567, index: 0) == 6_457_827_717_110_365_317)
    #expect(RandomBits.draw(key: 1_234_567, index: 1) == 3_203_168_211_198_807_973)
  }

  /// Chi-square of counts against a uniform expectation, as a normal score.
  private static func score(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let freedom = Double(counts.count - 1)
    return (chiSquare - freedom) / (2 * freedom).squareRoot()
  }

  @Test("each byte of a draw is uniform, along a stream, over entities, over purposes and over seeds")
  func uniformity() {
    let streams = RandomStreams(seed: 9)
    let family = streams.family(Self.purpose)
    let directions: [(String, (UInt64) -> UInt64)] = [
      ("index", { family.stream(entity: 5).bits(at: $0) }),
      ("entity", { family.stream(entity: $0).bits(at: 0) }),
      ("turn", { family.stream(entity: 5, index: $0).bits(at: 0) }),
      ("purpose", { streams.family(RandomPurpose(rawValue: UInt32($0))).stream(entity: 5).bits(at: 0) }),
      ("seed", { RandomStreams(seed: $0).stream(entity: 5, purpose: Self.purpose).bits(at: 0) }),
    ]
    for (name, draw) in directions {
      for byte in 0..<8 {
        var counts = [Int](repeating: 0, count: 256)
        for index in 0..<20_000 as Range<UInt64> { counts[Int(draw(index) >> UInt64(8 * byte) & 255)] += 1 }
        #expect(Self.score(counts).magnitude < 4.5, "byte \(byte) along \(name)")
      }
    }
  }

  @Test("neighbouring draws, entities and purposes are not correlated", arguments: [1, 2, 3, 8])
  func correlation(lag: UInt64) {
    let streams = RandomStreams(seed: 11)
    let family = streams.family(Self.purpose)
    let next = streams.family(RandomPurpose(rawValue: 3 + UInt32(lag)))
    let count = 50_000
    var sums = [0.0, 0.0, 0.0, 0.0]
    for index in 0..<UInt64(count) {
      let here = RandomBits.uniform(family.stream(entity: index / 10).bits(at: index % 10)) - 0.5
      let others = [
        family.stream(entity: index / 10).bits(at: index % 10 + lag),
        family.stream(entity: index / 10 + lag).bits(at: index % 10),
        next.stream(entity: index / 10).bits(at: index % 10),
        family.stream(entity: index / 10, index: lag).bits(at: index % 10),
      ]
      for place in others.indices { sums[place] += here * (RandomBits.uniform(others[place]) - 0.5) }
    }
    for (place, sum) in sums.enumerated() {
      let correlation = sum / Double(count) * 12
      #expect((correlation * Double(count).squareRoot()).magnitude < 4.5, "lag \(lag), direction \(place)")
    }
  }

  @Test("one bit of the key or the index changes half the bits of the draw")
  func avalanche() {
    for flipped in 0..<64 {
      var changed = 0
      for index in 0..<200 as Range<UInt64> {
        let key = RandomBits.mix(index)
        let draw = RandomBits.draw(key: key, index: index)
        changed += (draw ^ RandomBits.draw(key: key ^ 1 << UInt64(flipped), index: index)).nonzeroBitCount
      }
      #expect((5_800...7_000).contains(changed), "bit \(flipped): \(changed) of 12800")
    }
  }

  @Test("uniform numbers stay within their bounds")
  func bounds() {
    #expect(RandomBits.uniform(0) == 0)
    #expect(RandomBits.uniform(.max) < 1)
    #expect(RandomBits.uniformOpen(0) > 0)
    #expect(RandomBits.uniformOpen(.max) < 1)
  }

  @Test("whole numbers below a bound are equally likely", arguments: [2, 3, 7, 100, 1000] as [UInt64])
  func below(bound: UInt64) {
    var stream = RandomStream(seed: 5, entity: bound, purpose: Self.purpose)
    var counts = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<50_000 { counts[Int(stream.next(below: bound))] += 1 }
    #expect(Self.score(counts).magnitude < 4.5)
    #expect((0..<1_000).allSatisfy { _ in stream.next(below: 1) == 0 })
    // A bound for which nearly half of all draws are drawn again.
    let large = UInt64(1) << 63 + 1
    #expect((0..<1_000).allSatisfy { _ in stream.next(below: large) < large })
  }

  @Test("exponential numbers have the distribution's moments and its shape")
  func exponential() {
    var stream = RandomStream(seed: 6, entity: 0, purpose: Self.purpose)
    let count = 200_000
    var numbers = (0..<count).map { _ in stream.nextExponential() }
    let mean = numbers.reduce(0, +) / Double(count)
    let second = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
    #expect((mean - 1).magnitude < 4.5 / Double(count).squareRoot())
    #expect((second - 2).magnitude < 4.5 * (20 / Double(count)).squareRoot())
    numbers.sort()
    #expect(Self.distance(numbers) { 1 - PortableMathForTests.exp(-$0) } < 2.2)
    // The tail begins at 7.697: P = 0.000454.
    let tail = numbers.count { $0 > ExponentialZigguratTables.tail }
    #expect((60...125).contains(tail), "\(tail) in the tail, 91 expected")
  }

  @Test("normal numbers have the distribution's moments and its shape", arguments: [7, 8, 9] as [UInt64])
  func normal(seed: UInt64) {
    var stream = RandomStream(seed: seed, entity: 0, purpose: Self.purpose)
    let count = 200_000
    var numbers = (0..<count).map { _ in stream.nextNormal() }
    let mean = numbers.reduce(0, +) / Double(count)
    let second = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
    let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
    #expect(mean.magnitude < 4.5 / Double(count).squareRoot(), "seed \(seed)")
    #expect((second - 1).magnitude < 4.5 * (2 / Double(count)).squareRoot(), "seed \(seed)")
    #expect((fourth - 3).magnitude < 4.5 * (96 / Double(count)).squareRoot(), "seed \(seed)")
    numbers.sort()
    #expect(Self.distance(numbers) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } < 2.2, "seed \(seed)")
  }

  @Test("the tails of normal numbers hold what they should")
  func normalTails() {
    var stream = RandomStream(seed: 10, entity: 0, purpose: Self.purpose)
    let count = 4_000_000
    var tail = [0, 0]
    var far = 0
    for _ in 0..<count {
      let number = stream.nextNormal()
      guard number.magnitude > NormalZigguratTables.tail else { continue }
      tail[number > 0 ? 1 : 0] += 1
      if number.magnitude > 4 { far += 1 }
    }
    // It begins at 3.654: P = 0.000258 for both sides; beyond 4, P = 0.0000633.
    for side in tail { #expect((415...617).contains(side), "\(tail) in the tails, 516 expected in each") }
    #expect((182...325).contains(far), "\(far) beyond 4, 253 expected")
  }

  /// Kolmogorov's statistic: the largest distance between the sorted numbers' distribution and another, times the
  /// root of their number.
  static func distance(_ sorted: [Double], _ distribution: (Double) -> Double) -> Double {
    var largest = 0.0
    for (index, number) in sorted.enumerated() {
      let value = distribution(number)
      largest = max(
        largest, value - Double(index) / Double(sorted.count),
        Double(index + 1) / Double(sorted.count) - value)
    }
    return largest * Double(sorted.count).squareRoot()
  }
}
