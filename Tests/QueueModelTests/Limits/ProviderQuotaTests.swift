// The three forms of a provider's limit and the slope: by example, and beside models that recount everything from a
// list of all calls, a second at a time.

import QueueModel
import Testing

@Suite struct ProviderQuotaTests {
  private static let second: Int64 = 1_000_000_000

  private func at(_ seconds: Int) -> Instant {
    Instant(nanosecondsSinceEpoch: Int64(seconds) * Self.second)
  }

  private func account(_ window: ProviderCapacity.Window, _ value: Int64) -> ProviderLimits {
    ProviderLimits([ProviderCapacity(.completion, per: .minute, value: value, window: window)])
  }

  private func call(_ tokens: Int) -> ProviderTokens { ProviderTokens(prompt: 0, completion: tokens) }

  private func retryAfter(_ answer: ProviderAdmission) -> Int? {
    if case .refused(let refusal) = answer { refusal.retryAfterSeconds } else { nil }
  }

  private func isAdmitted(_ answer: ProviderAdmission) -> Bool {
    if case .admitted = answer { true } else { false }
  }

  @Test func aSlidingWindowWeighsThePreviousOne() {
    var account = account(.sliding, 60)
    #expect(isAdmitted(account.admit(call(60), caller: .common, now: at(59))))
    // A fixed window would be empty at 60 s.
    #expect(retryAfter(account.admit(call(30), caller: .common, now: at(60))) == 30)
    #expect(!isAdmitted(account.admit(call(30), caller: .common, now: at(88))))
    #expect(isAdmitted(account.admit(call(30), caller: .common, now: at(90))))
    // Of this window's 30 so many weigh in the next that 40 fit 20 s into it.
    #expect(retryAfter(account.admit(call(40), caller: .common, now: at(90))) == 49)
  }

  @Test func aBucketFillsEvenly() {
    var account = account(.bucket, 60)
    #expect(isAdmitted(account.admit(call(60), caller: .common, now: at(59))))
    #expect(retryAfter(account.admit(call(30), caller: .common, now: at(60))) == 29)
    #expect(isAdmitted(account.admit(call(30), caller: .common, now: at(89))))
    #expect(retryAfter(account.admit(call(1), caller: .common, now: at(89))) == 1)
    #expect(!isAdmitted(account.admit(call(61), caller: .common, now: at(900))))
  }

  @Test func aBucketIsNeverMoreThanFull() {
    var account = account(.bucket, 60)
    guard case .admitted(let reservation) = account.admit(call(60), caller: .common, now: at(0)) else {
      Issue.record("a full bucket refused")
      return
    }
    account.settle(reservation, used: call(10))
    #expect(retryAfter(account.admit(call(60), caller: .common, now: at(1))) == 9)
    #expect(isAdmitted(account.admit(call(60), caller: .common, now: at(10))))
    #expect(!isAdmitted(account.admit(call(1), caller: .common, now: at(10))))
  }

  @Test func aRateMayRiseSoFastAndNoFaster() {
    var account = ProviderLimits([], slope: SlopeLimit(start: 3, rise: 2))
    var admitted: [Int] = []
    for minute in [0, 1, 2, 3, 5] {
      var count = 0
      for second in 0..<60
      where isAdmitted(account.admit(call(1), caller: .common, now: at(minute * 60 + second))) {
        count += 1
      }
      admitted.append(count)
    }
    #expect(admitted == [3, 5, 7, 9, 3])
    #expect(retryAfter(account.admit(call(1), caller: .common, now: at(350))) == 10)
  }

  @Test func theLaterOfLimitAndSlopeIsTold() {
    var account = ProviderLimits(
      [ProviderCapacity(.request, per: .hour, value: 1)], slope: SlopeLimit(start: 1, rise: 1))
    #expect(isAdmitted(account.admit(call(1), caller: .common, now: at(0))))
    #expect(retryAfter(account.admit(call(1), caller: .common, now: at(10))) == 3590)
    var silent = ProviderLimits([], slope: SlopeLimit(start: 1, rise: 1), statesRetryAfter: false)
    #expect(isAdmitted(silent.admit(call(1), caller: .common, now: at(0))))
    #expect(retryAfter(silent.admit(call(1), caller: .common, now: at(10))) == nil)
  }

  // MARK: Beside slow models

  /// Everything that ever happened, looked at from the beginning each time. Times are whole seconds, the period is a
  /// minute and the limit a multiple of 60, so that all of it is exact.
  private struct SlowQuota {
    let window: ProviderCapacity.Window
    let limit: Int
    /// Seconds, tokens, and when the tokens were put right by so much.
    var calls: [(at: Int, tokens: Int, corrections: [(at: Int, by: Int)])] = []

    func used(at time: Int) -> Int {
      switch window {
      case .fixed: return sum(minute: time / 60)
      case .sliding: return sum(minute: time / 60) + sum(minute: time / 60 - 1) * (60 - time % 60) / 60
      case .bucket:
        var missing = 0
        for second in 0...time {
          if second > 0 { missing = max(0, missing - limit / 60) }
          for call in calls {
            if call.at == second { missing += call.tokens }
            for correction in call.corrections where correction.at == second {
              missing = max(0, missing + correction.by)
            }
          }
        }
        return missing
      }
    }

    private func sum(minute: Int) -> Int {
      calls.filter { $0.at / 60 == minute }.reduce(0) { sum, call in
        sum + call.tokens + call.corrections.reduce(0) { $0 + $1.by }
      }
    }
  }

  @Test(
    arguments: [ProviderCapacity.Window.fixed, .sliding, .bucket], [31, 32, 33, 34] as [UInt64])
  func everyFormAgreesWithARecount(window: ProviderCapacity.Window, seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    for round in 0..<6 {
      let limit = 60 * draw.integer(in: 1...20)
      var slow = SlowQuota(window: window, limit: limit)
      var account = account(window, Int64(limit))
      var open: [(Int, ProviderReservation)] = []
      var now = 0
      for step in 0..<150 {
        now += draw.integer(in: 1...draw.integer(in: 1...25))
        let place = Comment(rawValue: "\(window), seed \(seed), round \(round), step \(step), \(now) s")
        if !open.isEmpty, draw.oneIn(3) {
          let (index, reservation) = open.remove(at: draw.integer(in: 0...(open.count - 1)))
          let used = draw.integer(in: 0...slow.calls[index].tokens)
          account.settle(reservation, used: call(used))
          slow.calls[index].corrections.append((now, used - slow.calls[index].tokens))
          continue
        }
        let tokens = draw.integer(in: 0...(limit * 5 / 4))
        let fits = slow.used(at: now) + tokens <= limit
        switch account.admit(call(tokens), caller: .common, now: at(now)) {
        case .admitted(let reservation):
          #expect(fits, place)
          open.append((slow.calls.count, reservation))
          slow.calls.append((now, tokens, []))
        case .refused(let refusal):
          #expect(!fits && refusal.neverFits == (tokens > limit), place)
          guard let wait = refusal.retryAfterSeconds else { continue }
          // True to the second: it fits then, and would not have a second earlier.
          #expect(slow.used(at: now + wait) + tokens <= limit, place)
          #expect(wait == 1 || slow.used(at: now + wait - 1) + tokens > limit, place)
        }
      }
    }
  }
}
