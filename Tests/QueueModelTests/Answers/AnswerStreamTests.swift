// The log of an answer: ids, reading after an id, what follows a retry, and when it is gone.

import Testing

@testable import QueueModel

@Suite struct AnswerStreamTests {
  static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  // MARK: Ids

  @Test func entriesOfOneMillisecondAreCounted() {
    var stream = AnswerStream(now: Self.start)
    let texts = (0..<3).map { _ in stream.append(.heartbeat, attempt: 1, now: Self.start)?.text }
    #expect(texts == ["1700000000000-0", "1700000000000-1", "1700000000000-2"])
    let later = stream.append(.heartbeat, attempt: 1, now: Self.start.advanced(by: .milliseconds(1)))
    #expect(later?.text == "1700000000001-0")
  }

  @Test func idsDoNotGoBackWhenTheClockDoes() {
    var stream = AnswerStream(now: Self.start)
    let first = stream.append(.heartbeat, attempt: 1, now: Self.start)
    let second = stream.append(.heartbeat, attempt: 1, now: Self.start.advanced(by: .seconds(-5)))
    #expect(first?.text == "1700000000000-0")
    #expect(second?.text == "1700000000000-1")
  }

  @Test func noEntryHasTheIdThatComesBeforeEveryEntry() {
    for milliseconds in [Int64(0), -1] {
      let now = Instant(millisecondsSinceEpoch: milliseconds)
      var stream = AnswerStream(now: now)
      let first = stream.append(.heartbeat, attempt: 1, now: now)
      #expect(first?.text == "0-1")
    }
  }

  // MARK: Reading

  /// Three entries, a millisecond apart.
  private static func threeEntries() -> AnswerStream {
    var stream = AnswerStream(now: start)
    for index in 0..<UInt32(3) {
      stream.append(
        .chunk, attempt: 1, firstToken: 2 * index, tokens: 2,
        now: start.advanced(by: .milliseconds(Int(index))))
    }
    return stream
  }

  @Test func readingIsExclusiveOfTheIdItBeginsAfter() {
    let stream = Self.threeEntries()
    for index in 0..<3 {
      let reading = stream.read(after: stream.entries[index].id, now: Self.start)
      #expect(reading == .entries(stream.entries[(index + 1)...]))
    }
    #expect(stream.read(after: .start, now: Self.start) == .entries(stream.entries[...]))
  }

  @Test func anUnknownIdGetsTheWholeStreamBehindAReset() {
    let stream = Self.threeEntries()
    let milliseconds = Self.start.millisecondsSinceEpoch
    for id in [
      EntryID(milliseconds: 1, counter: 0), EntryID(milliseconds: milliseconds, counter: 1),
      EntryID(milliseconds: milliseconds + 3, counter: 0),
    ] {
      #expect(stream.read(after: id, now: Self.start) == .resetThen(stream.entries[...]), "\(id.text)")
    }
    let empty = AnswerStream(now: Self.start)
    #expect(
      empty.read(after: EntryID(milliseconds: 1, counter: 0), now: Self.start) == .resetThen([]))
    #expect(empty.read(after: .start, now: Self.start) == .entries([]))
  }

  // MARK: The end

  @Test(arguments: [EntryKind.done, .error]) func nothingFollowsATerminalEntry(_ kind: EntryKind) {
    var stream = Self.threeEntries()
    #expect(!stream.isEnded)
    stream.append(kind, attempt: 1, now: Self.start)
    #expect(stream.isEnded)
    for further in EntryKind.allCases {
      let id = stream.append(further, attempt: 2, now: Self.start)
      #expect(id == nil)
    }
    #expect(stream.entries.count == 4)
  }

  @Test func theEndIsAKindAndNeverAText() {
    #expect(EntryKind.allCases.filter(\.isTerminal) == [.done, .error])
    // An entry has no text to mistake for an end: tokens are numbered, and what is not a chunk holds none.
    var stream = Self.threeEntries()
    stream.append(.done, attempt: 1, now: Self.start)
    #expect(stream.entries.allSatisfy { ($0.kind == .chunk) == ($0.tokens > 0) })
  }

  @Test func aStreamIsHeldForItsTimeAfterItsCreationAndAfterItsEnd() {
    var stream = AnswerStream(now: Self.start)
    let hour = Self.start.advanced(by: .seconds(3600))
    #expect(stream.read(after: .start, now: hour.advanced(byNanoseconds: -1)) == .entries([]))
    #expect(stream.read(after: .start, now: hour) == .gone)
    stream.append(.done, attempt: 1, now: Self.start.advanced(by: .seconds(100)))
    let end = Self.start.advanced(by: .seconds(3700))
    #expect(
      stream.read(after: .start, now: end.advanced(byNanoseconds: -1)) == .entries(stream.entries[...]))
    #expect(stream.read(after: .start, now: end) == .gone)
    #expect(stream.read(after: EntryID(milliseconds: 1, counter: 1), now: end) == .gone)
  }

  // MARK: By property

  @Test(arguments: UInt64(1)...40) func equalsAnArrayOfEverything(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var stream = AnswerStream(timeToLive: .seconds(20), now: Self.start)
    var everything: [StreamEntry] = []
    var goneAt = Self.start.advanced(by: .seconds(20))
    var now = Self.start
    for step in 0..<120 {
      now = now.advanced(byNanoseconds: Int64(generator.integer(in: -2_000_000...300_000_000)))
      if generator.oneIn(2) {
        let kind: EntryKind = generator.oneIn(60) ? .done : generator.oneIn(3) ? .heartbeat : .chunk
        let isEnded = everything.contains { $0.kind == .done }
        let id = stream.append(kind, attempt: 1, tokens: 1, now: now)
        guard (id == nil) == isEnded else {
          Issue.record("seed \(seed), step \(step): \(kind) after the end gave \(id as Any)")
          return
        }
        guard let id else { continue }
        if let last = everything.last, id <= last.id {
          Issue.record("seed \(seed), step \(step): \(id.text) follows \(last.id.text)")
          return
        }
        everything.append(
          StreamEntry(
            id: id, attempt: 1, sequence: UInt32(everything.count + 1), kind: kind, firstToken: 0,
            tokens: 1))
        if kind == .done { goneAt = now.advanced(by: .seconds(20)) }
      }
      let known = everything.randomElement(using: &generator)?.id ?? .start
      let unknown = EntryID(milliseconds: known.milliseconds, counter: known.counter + 1000)
      let last = generator.oneIn(5) ? unknown : generator.oneIn(5) ? .start : known
      let expected: AnswerStream.Reading
      if now >= goneAt {
        expected = .gone
      } else if last == .start || everything.contains(where: { $0.id == last }) {
        expected = .entries(everything.filter { $0.id > last }[...])
      } else {
        expected = .resetThen(everything[...])
      }
      let reading = stream.read(after: last, now: now)
      guard reading == expected else {
        Issue.record("seed \(seed), step \(step): after \(last.text): \(reading), not \(expected)")
        return
      }
    }
  }
}
