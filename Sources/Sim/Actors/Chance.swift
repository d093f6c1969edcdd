// Every draw of the run by name: what it decides, for whom, and which time. A draw depends on nothing else, so
// one more of a kind shifts no other and two variants of a scenario see the same people.

/// What a draw decides. The raw value is part of the stream's key: never reuse one.
enum Purpose: UInt32, CaseIterable, Sendable {
  case arrival = 1, synchronised, cohort, hasty, gap, bell, bellTime, turns
  case question, questionRank, questionRecency, promptTokens, answerTokens
  case patience, giveUp, resendAfter, doubleClick, doubleClickDelay, malformed, signedOut, email
  case reading, readingPoint, reconnect, rotation
  case firstToken, tokenInterval, service, errorAfter, fate, fatePoint, crash, crashPoint, backoff
  case limitJitter, busyJitter, openArrival, resendSame
  case classQuestion, schoolClass, semanticHit, pretender
  case noisy, spread
  // Faults of workers.
  case workerHang = 64, workerPause, workerPauseLength
  // Outages, and calls that fail over.
  case outageGap = 72, outageLength, outageSeverity
  case fallbackFate, fallbackFirstToken, fallbackTokenInterval
  // Deliveries.
  case duplicate = 80, duplicateAfter
  // A short database.
  case redisRefusal = 88, redisPause
  // Who comes back after a refusal.
  case comeBack = 96
}

/// The run's source of chance.
struct Chance: Sendable, BitwiseCopyable {
  /// One family a purpose, by its raw value.
  private let families: FixedTable<RandomFamily>

  /// The chance of a seed; it must not outlive `tables`.
  init(seed: UInt64, in tables: FixedTables) {
    let streams = RandomStreams(seed: seed)
    families = tables.table(
      (0...(Purpose.allCases.map(\.rawValue).max() ?? 0)).map { streams.family(RandomPurpose(rawValue: $0)) })
  }

  /// The stream of draws that decides `purpose` for the `index`-th time for `entity`; up to 256 draws.
  @inline(__always) func stream(_ purpose: Purpose, _ entity: UInt32, _ index: UInt32 = 0) -> RandomStream {
    families[Int(purpose.rawValue)].stream(entity: UInt64(entity), index: UInt64(index))
  }

  /// The first 64 bits of ``stream(_:_:_:)``.
  @inline(__always) func bits(_ purpose: Purpose, _ entity: UInt32, _ index: UInt32 = 0) -> UInt64 {
    var stream = stream(purpose, entity, index)
    return stream.next()
  }

  /// An even draw from [0, 1).
  @inline(__always) func uniform(_ purpose: Purpose, _ entity: UInt32, _ index: UInt32 = 0) -> Double {
    Double(bits(purpose, entity, index) >> 11) * 0x1p-53
  }
}

/// A probability, ready to be compared with 64 bits.
struct Share: Sendable, BitwiseCopyable {
  /// Draws below this are hits; `always` covers the one that the number cannot.
  let bound: UInt64
  let isAlways: Bool

  init(_ probability: Double) {
    isAlways = probability >= 1
    bound = isAlways ? .max : UInt64(max(0, probability) * 0x1p64)
  }

  /// True when the share is 0, so that no draw is needed.
  var isNever: Bool { bound == 0 }

  /// True for `probability` of all draws.
  @inline(__always) func hits(_ draw: UInt64) -> Bool { draw < bound || isAlways }
}
