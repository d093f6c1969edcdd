// Heartbeats and rotations by formula beside a loop.

import QueueModel
import Testing

@Suite struct StreamDeliveryTests {
  /// Beats one by one: after each whole interval, as long as the silence has not ended.
  private static func beats(in silence: Int64, every interval: Int64) -> Int64 {
    var count: Int64 = 0
    var at = interval
    while at < silence {
      count += 1
      at += interval
    }
    return count
  }

  @Test func aBeatComesAtEachIntervalStrictlyBeforeTheEnd() {
    let policy = StreamDeliveryPolicy()
    let second: Int64 = 1_000_000_000
    for (silence, count) in [
      (-second, 0), (0, 0), (1, 0), (15 * second, 0), (15 * second + 1, 1), (30 * second, 1),
      (30 * second + 1, 2), (100 * second, 6),
    ] {
      #expect(policy.heartbeats(inSilence: silence) == count, "\(silence) ns")
    }
  }

  @Test(arguments: UInt64(1)...20) func heartbeatsEqualALoop(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let interval = Int64(generator.integer(in: 1...50))
      let policy = StreamDeliveryPolicy(heartbeat: .nanoseconds(interval))
      let silence = Int64(generator.integer(in: -10...1000))
      guard policy.heartbeats(inSilence: silence) == Self.beats(in: silence, every: interval) else {
        Issue.record("seed \(seed): \(silence) ns of silence at one beat each \(interval) ns")
        return
      }
    }
  }

  @Test func aResponseLasts220To260Seconds() {
    let policy = StreamDeliveryPolicy()
    #expect(policy.lifetimeNanoseconds(draw: 0) == 220_000_000_000)
    #expect(policy.lifetimeNanoseconds(draw: 1 << 63) == 240_000_000_000)
    #expect(policy.lifetimeNanoseconds(draw: .max) == 260_000_000_000)
    var generator = SeededGenerator(seed: 1)
    var sum = 0.0
    for _ in 0..<10_000 {
      let lifetime = policy.lifetimeNanoseconds(draw: generator.next())
      #expect((220_000_000_000...260_000_000_000).contains(lifetime))
      sum += Double(lifetime) / 1e9
    }
    // Even over 40 s: the mean of 10,000 has a standard error of 0.12 s.
    #expect(abs(sum / 10_000 - 240) < 0.6)
  }

  @Test func withoutJitterEveryResponseLastsTheSame() {
    let policy = StreamDeliveryPolicy(rotation: .seconds(10), rotationJitter: .zero)
    for draw in [UInt64(0), 1 << 63, .max] {
      #expect(policy.lifetimeNanoseconds(draw: draw) == 10_000_000_000)
    }
  }
}
