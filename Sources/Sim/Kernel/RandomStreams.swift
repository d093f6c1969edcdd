// Random numbers as a function of (seed, entity, purpose, index): one more draw in one place shifts nothing
// elsewhere, so two variants of a scenario see the same people asking the same questions.

import QueueModel

/// What a draw is for. Purposes with different raw values have independent streams.
@usableFromInline
package struct RandomPurpose: RawRepresentable, Hashable, Sendable {
  @usableFromInline package let rawValue: UInt32

  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// All random streams of a run with one seed.
///
/// ```swift
/// let thinking = RandomStreams(seed: 42).family(RandomPurpose(rawValue: 1))
/// var pause = thinking.stream(entity: 7, index: 0)
/// pause.nextExponential()  // always the same number
/// ```
@usableFromInline
package struct RandomStreams: Sendable {
  @usableFromInline let root: UInt64

  /// The streams of a seed.
  package init(seed: UInt64) { root = RandomBits.mix(seed &+ RandomBits.gamma) }

  /// The streams of one purpose: keep it where draws of that purpose are made.
  package func family(_ purpose: RandomPurpose) -> RandomFamily {
    RandomFamily(key: RandomBits.mix(root ^ RandomBits.mix(UInt64(purpose.rawValue) &+ RandomBits.delta)))
  }

  /// The stream of one entity and purpose.
  package func stream(entity: UInt64, purpose: RandomPurpose) -> RandomStream {
    family(purpose).stream(entity: entity)
  }
}

/// The draws of one purpose for all entities: a key of eight bytes from which all follow.
@usableFromInline
package struct RandomFamily: Sendable, BitwiseCopyable {
  @usableFromInline let key: UInt64

  @usableFromInline init(key: UInt64) { self.key = key }

  /// The key of an entity's stream.
  @inlinable @inline(__always)
  package func key(entity: UInt64) -> UInt64 {
    RandomBits.mix(key &+ entity &* RandomBits.delta)
  }

  /// The stream of one entity, at its first draw.
  @inlinable package func stream(entity: UInt64) -> RandomStream { RandomStream(key: key(entity: entity)) }

  /// The stream that decides something for the `index`-th time for an entity.
  ///
  /// Its draws are apart from those of `stream(entity:)` and of every other index.
  @inlinable @inline(__always)
  package func stream(entity: UInt64, index: UInt64) -> RandomStream {
    RandomStream(key: RandomBits.draw(key: key(entity: entity), index: index))
  }
}

/// The numbered draws of one entity for one purpose.
///
/// Each call of a `next…` function consumes exactly one index, whatever it returns: where a number needs more than
/// 64 bits, the rest is derived from the first 64. So draw 5 is draw 5, whatever draws 0 to 4 were used for.
@usableFromInline
package struct RandomStream: Sendable, BitwiseCopyable {
  @usableFromInline let key: UInt64
  /// Number of the next draw.
  @usableFromInline package var index: UInt64 = 0

  @inlinable package init(key: UInt64) { self.key = key }

  /// The stream of (`seed`, `entity`, `purpose`), at its first draw.
  package init(seed: UInt64, entity: UInt64, purpose: RandomPurpose) {
    self = RandomStreams(seed: seed).stream(entity: entity, purpose: purpose)
  }

  /// 64 random bits.
  @inlinable package mutating func next() -> UInt64 {
    let bits = RandomBits.draw(key: key, index: index)
    index &+= 1
    return bits
  }

  /// Draw number `index`, wherever the stream stands.
  @inlinable package func bits(at index: UInt64) -> UInt64 { RandomBits.draw(key: key, index: index) }

  /// A number from [0, 1): a multiple of 2^-53.
  @inlinable package mutating func nextUniform() -> Double { RandomBits.uniform(next()) }

  /// A number from (0, 1): an odd multiple of 2^-54.
  @inlinable package mutating func nextUniformOpen() -> Double { RandomBits.uniformOpen(next()) }

  /// An exponential number of mean 1.
  @inlinable package mutating func nextExponential() -> Double { ExponentialZiggurat.shared.value(next()) }

  /// A normal number of mean 0 and variance 1.
  @inlinable package mutating func nextNormal() -> Double { NormalZiggurat.shared.value(next()) }

  /// A whole number from 0 to `bound` - 1, each equally likely. Precondition: `bound` > 0.
  @inlinable package mutating func next(below bound: UInt64) -> UInt64 { RandomBits.below(bound, next()) }
}

/// Mixing of bits, and numbers made from 64 of them.
@usableFromInline
package enum RandomBits {
  /// 2^64 / golden ratio: the step between the draws of a stream (SplitMix64).
  @inlinable static var gamma: UInt64 { 0x9E37_79B9_7F4A_7C15 }
  /// 2^64 / plastic number, made odd: the step between entities.
  @inlinable static var delta: UInt64 { 0xC13F_A9A9_02A6_328F }

  /// A bijection of 64 bits in which each input bit changes each output bit about half the time (D. Stafford's
  /// variant 13 of the MurmurHash3 finaliser, the one of SplitMix64).
  @inlinable @inline(__always)
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// Draw `index` of the stream with a key.
  @inlinable @inline(__always)
  package static func draw(key: UInt64, index: UInt64) -> UInt64 { mix(key &+ (index &+ 1) &* gamma) }

  /// The first 53 bits as a number from [0, 1).
  @inlinable @inline(__always)
  package static func uniform(_ bits: UInt64) -> Double {
    Double(Int64(truncatingIfNeeded: bits &>> 11)) * 0x1p-53
  }

  /// The first 53 bits as a number from (0, 1): the middle of a cell of width 2^-53.
  @inlinable @inline(__always)
  package static func uniformOpen(_ bits: UInt64) -> Double {
    // Below 1/2 the sum is exact; above, it may round up to the next multiple, never to 1.
    let value = Double(Int64(truncatingIfNeeded: bits &>> 12)) * 0x1p-52
    return value + 0x1p-53
  }

  /// A number below `bound` without bias (D. Lemire 2019); further bits come from a stream of their own.
  @inlinable
  package static func below(_ bound: UInt64, _ bits: UInt64) -> UInt64 {
    precondition(bound > 0, "a number below 0 was asked for")
    var product = bits.multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      var further = RandomStream(key: mix(bits ^ delta))
      while product.low < threshold { product = further.next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}
