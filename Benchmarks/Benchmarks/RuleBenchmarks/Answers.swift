// An answer as a log, how tokens become its entries, and what it costs to follow it. The response cache has a file of
// its own.

import QueueModel

/// The rules of answer streams.
enum AnswerRules {
  /// Adds the benchmarks.
  static func register() {
    // Entries written.
    rule("answers-answerStream-append", StreamWrites.self, sum: 1_000)
    // Entries read.
    rule("answers-answerStream-read", StreamReads.self, sum: 31_368)
    // Entries that the tokens have become.
    rule("answers-coalescer-token-by-token", CoalescedTokens.self, sum: 50)
    rule("answers-coalescer-whole-answer", CoalescedAnswers.self, sum: 15_067)
    // Polls.
    rule("answers-pollingPolicy", Polls.self, sum: 275_363)
    // Heartbeats and seconds of connections.
    rule("answers-streamDelivery", Deliveries.self, sum: 240_483)
  }
}

/// An answer of 64 entries, written entry by entry, and then another.
private struct StreamWrites: RuleWorkload {
  var stream = AnswerStream(now: beginning)

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 250_000_000 * Int64(turn))
    if stream.isEnded { stream = AnswerStream(now: now) }
    let isLast = turn % 64 == 63
    let id = stream.append(
      isLast ? .done : .chunk, attempt: 1, firstToken: UInt32(turn % 64) * 20, tokens: isLast ? 0 : 20,
      now: now)
    return id == nil ? 0 : 1
  }
}

/// A reader who comes back to an answer of 64 entries, from anywhere in it, and reads what is new.
private struct StreamReads: RuleWorkload {
  let stream: AnswerStream

  init() {
    var stream = AnswerStream(now: beginning)
    for entry in 0..<64 {
      stream.append(
        entry == 63 ? .done : .chunk, attempt: 1, firstToken: UInt32(entry) * 20,
        tokens: entry == 63 ? 0 : 20,
        now: beginning.advanced(byNanoseconds: 250_000_000 * Int64(entry)))
    }
    self.stream = stream
  }

  mutating func operate(_ turn: Int) -> Int {
    let last = stream.entries[draw(turn, below: 64)].id
    guard case .entries(let new) = stream.read(after: last, now: beginning) else { return 0 }
    var reader = StreamReader()
    for entry in new { reader.receive(entry) }
    precondition(reader.isEnded == !new.isEmpty, "an answer without an end")
    return new.count
  }
}

/// A token every 12 ms, each told by itself; an answer has 280.
private struct CoalescedTokens: RuleWorkload {
  var coalescer = Coalescer(policy: CoalescingPolicy())

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 12_000_000 * Int64(turn))
    let before = coalescer.entries
    coalescer.flushIfDue(now: now)
    _ = coalescer.append(now: now)
    let entries = coalescer.entries - before
    if turn % 280 == 279 { coalescer = Coalescer(policy: coalescer.policy) }
    return entries
  }
}

/// Answers of some hundreds of tokens, each counted in closed form.
private struct CoalescedAnswers: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    var coalescer = Coalescer(policy: CoalescingPolicy())
    coalescer.append(
      count: 100 + draw(turn, below: 400), first: beginning, interval: 8_000_000 + Int64(turn % 8) * 1_000_000
    )
    coalescer.flush(now: beginning.advanced(by: .seconds(60)))
    return coalescer.entries
  }
}

private struct Polls: RuleWorkload {
  let told = PollingPolicy(roundTrip: .milliseconds(20), rereadsLast: false)
  let rereading = PollingPolicy(roundTrip: .milliseconds(20), rereadsLast: true)

  mutating func operate(_ turn: Int) -> Int {
    let time = Int64(draw(turn, below: 10_000_000_000))
    let polls = time / told.waitingDistance + time / rereading.streamingDistance
    return Int(polls) + (rereading.repeatsEntries(streaming: time) ? 1 : 0)
  }
}

private struct Deliveries: RuleWorkload {
  let policy = StreamDeliveryPolicy()

  mutating func operate(_ turn: Int) -> Int {
    let silence = Int64(draw(turn, below: 40_000_000_000))
    return Int(policy.heartbeats(inSilence: silence))
      + Int(policy.lifetimeNanoseconds(draw: word(turn)) / 1_000_000_000)
  }
}
