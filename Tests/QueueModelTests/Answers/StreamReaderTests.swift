// Readers that are cut off, come back, reload and are sent things twice, beside an array of everything that was
// written: nobody misses a token or has one twice.

import Testing

@testable import QueueModel

@Suite struct StreamReaderTests {
  private static let start = Instant(millisecondsSinceEpoch: 1_700_000_000_000)

  /// A chunk as a broken stream might send it.
  private static func chunk(
    _ counter: UInt32, attempt: UInt8 = 1, firstToken: UInt32, tokens: UInt32 = 2
  ) -> StreamEntry {
    StreamEntry(
      id: EntryID(milliseconds: 1, counter: counter), attempt: attempt, sequence: counter, kind: .chunk,
      firstToken: firstToken, tokens: tokens)
  }

  // MARK: By example

  @Test func aGapARepetitionAndAForeignAttemptAreEachABreak() {
    for (second, name) in [
      (Self.chunk(2, firstToken: 3), "gap"), (Self.chunk(2, firstToken: 0), "repetition"),
      (Self.chunk(2, attempt: 2, firstToken: 2), "foreign attempt"),
    ] {
      var reader = StreamReader()
      reader.receive(Self.chunk(1, firstToken: 0))
      reader.receive(second)
      #expect(reader.breaks == 1, "\(name)")
    }
  }

  @Test func anEntryThatWasReceivedIsDiscarded() {
    var reader = StreamReader()
    reader.receive(Self.chunk(2, firstToken: 0))
    let before = reader
    reader.receive(Self.chunk(2, firstToken: 0))
    reader.receive(Self.chunk(1, firstToken: 0))
    #expect(reader == before)
  }

  @Test func aResetVoidsWhatWasRead() {
    var reader = StreamReader()
    reader.receive(Self.chunk(1, firstToken: 0))
    reader.receive(
      StreamEntry(
        id: EntryID(milliseconds: 1, counter: 2), attempt: 2, sequence: 2, kind: .reset, firstToken: 0,
        tokens: 0))
    #expect(reader.tokens == 0 && reader.attempt == 2)
    reader.receive(Self.chunk(3, attempt: 2, firstToken: 0))
    #expect(reader.tokens == 2 && reader.breaks == 0)
  }

  @Test func aReloadForgetsAllButTheBreaks() {
    var reader = StreamReader()
    reader.receive(Self.chunk(1, firstToken: 5))
    reader.reset()
    #expect(reader.last == .start && reader.tokens == 0 && reader.attempt == 0 && reader.breaks == 1)
  }

  // MARK: By property

  /// A token of an answer; the same token of another attempt is another token.
  private struct Token: Equatable {
    var attempt: UInt8
    var index: UInt32
  }

  /// A page that reads an answer.
  private struct Page {
    var reader = StreamReader()
    var text: [Token] = []
    var isConnected = false
    /// Sent and not yet received: what a cut loses.
    var underway: [StreamEntry] = []

    mutating func receive(_ entry: StreamEntry) {
      let isNew = entry.id > reader.last
      reader.receive(entry)
      guard isNew else { return }
      switch entry.kind {
      case .chunk:
        text += (entry.firstToken..<(entry.firstToken + entry.tokens)).map {
          Token(attempt: entry.attempt, index: $0)
        }
      case .reset: text = []
      default: break
      }
    }

    mutating func connect(to reading: AnswerStream.Reading) {
      isConnected = true
      switch reading {
      case .entries(let entries): underway += entries
      case .resetThen(let entries):
        reload()
        underway += entries
      case .gone: Issue.record("the stream is gone")
      }
    }

    mutating func reload() {
      reader.reset()
      text = []
      underway = []
    }
  }

  /// What everybody who has read up to `last` must have: the tokens after the last reset.
  private static func text(of everything: [StreamEntry], upTo last: EntryID) -> [Token] {
    var text: [Token] = []
    for entry in everything where entry.id <= last {
      if entry.kind == .reset { text = [] }
      if entry.kind == .chunk {
        for token in 0..<entry.tokens {
          text.append(Token(attempt: entry.attempt, index: entry.firstToken + token))
        }
      }
    }
    return text
  }

  /// Writes an answer of several attempts, entry by entry.
  private struct Writer {
    var attempt: UInt8 = 1
    var tokens: UInt32 = 0
    var left = 40

    /// Writes one more entry at random and returns it.
    mutating func write(
      to stream: inout AnswerStream, now: Instant, _ generator: inout SeededGenerator
    ) -> StreamEntry? {
      left -= 1
      if left == 0 {
        stream.append(generator.oneIn(4) ? .error : .done, attempt: attempt, now: now)
      } else if generator.oneIn(9), attempt < 4 {
        let resets = tokens > 0
        attempt += 1
        tokens = 0
        // An attempt that wrote nothing has nothing to reset.
        guard resets else { return nil }
        stream.append(.reset, attempt: attempt, now: now)
      } else if generator.oneIn(4) {
        stream.append(.heartbeat, attempt: attempt, now: now)
      } else {
        let count = UInt32(generator.integer(in: 1...5))
        stream.append(.chunk, attempt: attempt, firstToken: tokens, tokens: count, now: now)
        tokens += count
      }
      return stream.entries.last
    }
  }

  @Test(arguments: UInt64(1)...200) func nobodyMissesATokenOrHasItTwice(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var stream = AnswerStream(now: Self.start)
    var writer = Writer()
    var everything: [StreamEntry] = []
    var pages = [Page](repeating: Page(), count: 3)
    var now = Self.start
    var step = 0
    while writer.left > 0 || pages.contains(where: { !$0.reader.isEnded }) {
      step += 1
      now = now.advanced(byNanoseconds: Int64(generator.integer(in: -500_000...2_000_000)))
      if writer.left > 0, generator.oneIn(2),
        let entry = writer.write(to: &stream, now: now, &generator)
      {
        everything.append(entry)
        for index in pages.indices where pages[index].isConnected { pages[index].underway.append(entry) }
      }
      let index = generator.integer(in: 0...(pages.count - 1))
      Self.act(on: &pages[index], stream, now: now, &generator)
      let page = pages[index]
      guard page.reader.breaks == 0, page.text == Self.text(of: everything, upTo: page.reader.last),
        page.reader.tokens == page.text.count
      else {
        Issue.record("seed \(seed), step \(step): \(page.reader) has \(page.text)")
        return
      }
      guard step < 20_000 else {
        Issue.record("seed \(seed): no end")
        return
      }
    }
    let whole = (0..<writer.tokens).map { Token(attempt: writer.attempt, index: $0) }
    for page in pages { #expect(page.text == whole, "seed \(seed)") }
  }

  /// Something that happens to a page: it receives, is cut off, comes back, reloads, or names an id that the
  /// stream does not know.
  private static func act(
    on page: inout Page, _ stream: AnswerStream, now: Instant, _ generator: inout SeededGenerator
  ) {
    guard page.isConnected else {
      if generator.oneIn(6) { page.reload() }
      let unknown = EntryID(milliseconds: 5, counter: 5)
      // A page that comes back is subscribed before it catches up: what is written now may reach it twice.
      let twice = generator.oneIn(2) ? Array(stream.entries.suffix(generator.integer(in: 0...3))) : []
      page.connect(
        to: stream.read(after: generator.oneIn(8) ? unknown : page.reader.last, now: now))
      page.underway += twice
      return
    }
    if generator.oneIn(12) {
      page.isConnected = false
      page.underway = []
      return
    }
    for _ in 0..<generator.integer(in: 0...4) where !page.underway.isEmpty {
      page.receive(page.underway.removeFirst())
    }
  }
}
