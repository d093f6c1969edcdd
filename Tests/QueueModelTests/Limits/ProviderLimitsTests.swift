// A provider's account by example, and by property against a list of all calls ever admitted.

import QueueModel
import Testing

@Suite struct ProviderLimitsTests {
  private func at(_ seconds: Double) -> Instant { Instant(nanosecondsSinceEpoch: Int64(seconds * 1e9)) }

  private func admitted(_ answer: ProviderAdmission) -> ProviderReservation? {
    if case .admitted(let reservation) = answer { reservation } else { nil }
  }

  private func refused(_ answer: ProviderAdmission) -> ProviderRefusal? {
    if case .refused(let refusal) = answer { refusal } else { nil }
  }

  @Test func everyLimitNeedsHeadroom() throws {
    var account = ProviderLimits([
      ProviderCapacity(.request, per: .minute, value: 3),
      ProviderCapacity(.prompt, per: .minute, value: 1000),
      ProviderCapacity(.completion, per: .hour, value: 500),
    ])
    let call = ProviderTokens(prompt: 400, cachedPrompt: 100, completion: 100)
    #expect(admitted(account.admit(call, caller: .common, now: at(0))) != nil)
    #expect(admitted(account.admit(call, caller: .common, now: at(1))) != nil)
    #expect(admitted(account.admit(call, caller: .common, now: at(2))) != nil)
    #expect(account.used(.prompt, per: .minute, now: at(2)) == 900)
    // Requests and prompt tokens are both spent.
    let refusal = try #require(refused(account.admit(call, caller: .common, now: at(12.5))))
    #expect(refusal.per == .minute && refusal.retryAfterSeconds == 48 && !refusal.neverFits)
    // A minute on, only the hour's completions count: 300 of 500 are reserved.
    #expect(admitted(account.admit(call, caller: .common, now: at(60))) != nil)
    #expect(admitted(account.admit(call, caller: .common, now: at(61))) != nil)
    let spent = try #require(refused(account.admit(call, caller: .common, now: at(62))))
    #expect(spent.kind == .completion && spent.per == .hour && spent.retryAfterSeconds == 3538)
  }

  @Test func aRefusedCallUsesNothing() {
    var account = ProviderLimits(
      [
        ProviderCapacity(.request, per: .minute, value: 10),
        ProviderCapacity(.completion, per: .minute, value: 100),
      ], concurrency: 1)
    #expect(
      refused(account.admit(ProviderTokens(prompt: 1, completion: 101), caller: .common, now: at(0))) != nil)
    #expect(account.used(.request, per: .minute, now: at(0)) == 0)
    #expect(account.inUse == 0)
  }

  @Test func whatNeverFitsSaysSo() throws {
    var account = ProviderLimits([
      ProviderCapacity(.prompt, per: .minute, value: 100),
      ProviderCapacity(.request, per: .day, value: 0),
    ])
    let refusal = try #require(
      refused(account.admit(ProviderTokens(prompt: 101, completion: 0), caller: .common, now: at(0))))
    #expect(refusal.neverFits && refusal.retryAfterSeconds == nil)
  }

  @Test func reservedTokensAreSettledAtTheEnd() throws {
    var account = ProviderLimits([ProviderCapacity(.completion, per: .minute, value: 1000)])
    let first = try #require(
      admitted(account.admit(ProviderTokens(prompt: 5, completion: 800), caller: .common, now: at(10))))
    #expect(
      refused(account.admit(ProviderTokens(prompt: 5, completion: 300), caller: .common, now: at(11)))?
        .retryAfterSeconds == 49)
    account.settle(first, used: ProviderTokens(prompt: 5, completion: 200))
    let second = try #require(
      admitted(account.admit(ProviderTokens(prompt: 5, completion: 300), caller: .common, now: at(12))))
    #expect(account.used(.completion, per: .minute, now: at(12)) == 500)
    // What was reserved in a window that has ended gives the next one nothing back.
    let third = try #require(
      admitted(account.admit(ProviderTokens(prompt: 5, completion: 700), caller: .common, now: at(60))))
    account.settle(second, used: .none)
    #expect(account.used(.completion, per: .minute, now: at(60)) == 700)
    account.settle(third, used: ProviderTokens(prompt: 5, completion: 900))
    #expect(account.used(.completion, per: .minute, now: at(61)) == 900)
  }

  @Test func reservedPlacesAreForThePrivilegedWhoMayUseTheOthersToo() throws {
    var account = ProviderLimits([], concurrency: 4, reservedPlaces: 2)
    let call = ProviderTokens(prompt: 1, completion: 1)
    var held: [ProviderReservation] = []
    for caller in [ProviderCaller.privileged, .privileged, .privileged] {
      held.append(try #require(admitted(account.admit(call, caller: caller, now: at(0)))))
    }
    #expect(held.map(\.holdsReservedPlace) == [true, true, false])
    #expect(account.commonPlaces == 2 && account.reservedPlacesInUse == 2)
    held.append(try #require(admitted(account.admit(call, caller: .common, now: at(0)))))
    let refusal = try #require(refused(account.admit(call, caller: .common, now: at(0))))
    #expect(refusal == refused(account.admit(call, caller: .privileged, now: at(0))))
    #expect(refusal.kind == .concurrency && refusal.per == nil && refusal.retryAfterSeconds == nil)
    account.settle(held[0], used: call)
    #expect(!account.hasPlace(for: .common) && account.hasPlace(for: .privileged))
  }

  @Test func placesAboveALoweredLimitAreKeptUntilReturned() throws {
    var account = ProviderLimits([], concurrency: 10, reservedPlaces: 2)
    let call = ProviderTokens(prompt: 1, completion: 1)
    var held = try (0..<8).map { _ in
      try #require(admitted(account.admit(call, caller: .common, now: at(0))))
    }
    account.setConcurrency(5)
    #expect(account.inUse == 8 && account.commonPlaces == 3)
    #expect(!account.hasPlace(for: .common) && !account.hasPlace(for: .privileged))
    for _ in 0..<4 { account.settle(held.removeLast(), used: call) }
    // Four of five are in use: the fifth is reserved.
    #expect(!account.hasPlace(for: .common) && account.hasPlace(for: .privileged))
    account.setConcurrency(10)
    #expect(account.hasPlace(for: .common))
  }

  @Test func aProviderMayNotSayWhenToComeBack() {
    var account = ProviderLimits(
      [ProviderCapacity(.request, per: .minute, value: 0)], statesRetryAfter: false)
    let answer = account.admit(ProviderTokens(prompt: 1, completion: 1), caller: .common, now: at(0))
    #expect(refused(answer)?.retryAfterSeconds == nil)
  }

  @Test func concurrencyMayStandAmongTheCapacities() {
    let account = ProviderLimits([ProviderCapacity(.concurrency, value: 33)])
    #expect(account.concurrency == 33)
    #expect(ProviderCapacity.Kind.cachedPrompt.rawValue == "cached_prompt")
    #expect(ProviderCapacity.Kind.allCases.map(\.unit) == [.request, .token, .token, .token, .request])
  }

  @Test(arguments: [21, 22, 23, 24, 25, 26] as [UInt64])
  func randomCallsAgreeWithAListOfAllCalls(seed: UInt64) {
    var draw = SeededGenerator(seed: seed)
    for round in 0..<20 {
      var capacities: [ProviderCapacity] = []
      for kind in [ProviderCapacity.Kind.request, .prompt, .cachedPrompt, .completion] {
        for per in ProviderCapacity.Period.allCases where draw.oneIn(3) {
          let most = kind == .request ? 30 : 4000
          capacities.append(ProviderCapacity(kind, per: per, value: Int64(draw.integer(in: 0...most))))
        }
      }
      var concurrency = draw.integer(in: 0...12)
      let reserved = draw.integer(in: 0...4)
      var account = ProviderLimits(capacities, concurrency: concurrency, reservedPlaces: reserved)
      var calls: [ModelCall] = []
      var now = Instant(nanosecondsSinceEpoch: Int64(draw.integer(in: 0...1_000_000)) * 1_000_000_000)
      for step in 0..<300 {
        now = now.advanced(byNanoseconds: Int64(draw.integer(in: 0...draw.integer(in: 1...20))) * 999_999_999)
        let place = Comment(rawValue: "seed \(seed), round \(round), step \(step)")
        let open = calls.indices.filter { calls[$0].isOpen }
        if draw.oneIn(20) {
          concurrency = draw.integer(in: 0...12)
          account.setConcurrency(concurrency)
        } else if !open.isEmpty, draw.oneIn(2) {
          let index = open[draw.integer(in: 0...(open.count - 1))]
          let prompt = draw.integer(in: 0...200)
          let used = ProviderTokens(
            prompt: prompt, cachedPrompt: draw.integer(in: 0...prompt), completion: draw.integer(in: 0...200))
          account.settle(calls[index].reservation, used: used)
          calls[index].tokens = used
          calls[index].isOpen = false
        } else {
          let prompt = draw.integer(in: 0...200)
          let tokens = ProviderTokens(
            prompt: prompt, cachedPrompt: draw.integer(in: 0...prompt), completion: draw.integer(in: 0...200))
          let caller: ProviderCaller = draw.oneIn(3) ? .privileged : .common
          let fits = capacities.allSatisfy {
            spent($0, of: calls, now: now) + amount($0.kind, tokens) <= $0.value
          }
          let heldReserved = open.filter { calls[$0].reservation.holdsReservedPlace }.count
          let heldCommon = open.count - heldReserved
          let hasReserved = caller == .privileged && heldReserved < min(reserved, concurrency)
          let hasPlace =
            open.count < concurrency && (hasReserved || heldCommon < max(0, concurrency - reserved))
          switch account.admit(tokens, caller: caller, now: now) {
          case .admitted(let reservation):
            #expect(fits && hasPlace && reservation.holdsReservedPlace == hasReserved, place)
            calls.append(ModelCall(at: now, tokens: tokens, reservation: reservation))
          case .refused(let refusal):
            #expect(!(fits && hasPlace) && (refusal.kind == .concurrency) == fits, place)
            guard !fits, let seconds = refusal.retryAfterSeconds else { continue }
            // Told truly: by then every limit has room again, if nobody else calls.
            let later = now.advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
            let fitsLater = capacities.allSatisfy {
              spent($0, of: calls, now: later) + amount($0.kind, tokens) <= $0.value
            }
            #expect(fitsLater, place)
          }
        }
        #expect(account.inUse == calls.filter(\.isOpen).count, place)
      }
    }
  }

  private struct ModelCall {
    var at: Instant
    var tokens: ProviderTokens
    var reservation: ProviderReservation
    var isOpen = true
  }

  private func spent(_ capacity: ProviderCapacity, of calls: [ModelCall], now: Instant) -> Int64 {
    let period = capacity.per!.nanoseconds
    let window = now.nanosecondsSinceEpoch / period
    return calls.filter { $0.at.nanosecondsSinceEpoch / period == window }
      .reduce(0) { $0 + amount(capacity.kind, $1.tokens) }
  }

  private func amount(_ kind: ProviderCapacity.Kind, _ tokens: ProviderTokens) -> Int64 {
    switch kind {
    case .request: 1
    case .prompt: Int64(tokens.prompt) - Int64(tokens.cachedPrompt)
    case .cachedPrompt: Int64(tokens.cachedPrompt)
    case .completion: Int64(tokens.completion)
    case .concurrency: 0
    }
  }
}
