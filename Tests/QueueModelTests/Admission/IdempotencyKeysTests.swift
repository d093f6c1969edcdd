// Idempotency keys for their 24 hours, beside a list of everything that was remembered.

import QueueModel
import Testing

@Suite struct IdempotencyKeysTests {
  private static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)
  private static let job = JobHandle(index: 1, generation: 0)

  @Test func aKeyIsKnownForTwentyFourHoursAndNotAtTheirEnd() {
    var keys = IdempotencyKeys<String>()
    keys.remember("a", job: Self.job, now: Self.start)
    let lastMoment = keys.job(for: "a", now: Self.start.advanced(byNanoseconds: 86_400_000_000_000 - 1))
    #expect(lastMoment == Self.job)
    let end = keys.job(for: "a", now: Self.start.advanced(by: .seconds(86_400)))
    #expect(end == nil)
    #expect(keys.count == 0)
  }

  @Test func aForgottenKeyIsNew() {
    var keys = IdempotencyKeys<String>()
    keys.remember("a", job: Self.job, now: Self.start)
    keys.forget("a")
    keys.forget("b")
    let found = keys.job(for: "a", now: Self.start)
    #expect(found == nil)
  }

  @Test(arguments: UInt64(1)...20) func equalsAListOfEverything(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var keys = IdempotencyKeys<Int>(timeToLive: .seconds(10))
    var history: [(key: Int, job: JobHandle?, until: Instant)] = []
    var now = Self.start
    for step in 0..<400 {
      now = now.advanced(by: .milliseconds(generator.integer(in: 0...1500)))
      let key = generator.integer(in: 0...9)
      switch generator.integer(in: 0...4) {
      case 0, 1:
        let job = JobHandle(index: UInt32(step), generation: 0)
        keys.remember(key, job: job, now: now)
        history.append((key, job, now.advanced(by: .seconds(10))))
      case 2:
        keys.forget(key)
        history.append((key, nil, .distantFuture))
      default:
        let latest = history.last { $0.key == key }
        let expected = latest.flatMap { now < $0.until ? $0.job : nil }
        let found = keys.job(for: key, now: now)
        #expect(found == expected, "seed \(seed), step \(step)")
      }
    }
  }
}
