// One answer as a log that any number of readers can follow, leave and take up again.

/// The id of a stream entry: milliseconds and a counter within them, as Redis makes it.
public struct EntryID: Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch; never less than those of the entry before.
  public var milliseconds: Int64
  /// Counts the entries of one millisecond from 0.
  public var counter: UInt32

  /// The id of these parts.
  public init(milliseconds: Int64, counter: UInt32) {
    self.milliseconds = milliseconds
    self.counter = counter
  }

  /// Before every entry: what a reader that has read nothing asks after.
  public static let start = EntryID(milliseconds: 0, counter: 0)

  /// True when `left` was written before `right`.
  public static func < (left: EntryID, right: EntryID) -> Bool {
    left.milliseconds != right.milliseconds
      ? left.milliseconds < right.milliseconds : left.counter < right.counter
  }

  /// The id as it goes over the wire, always whole: `1700000000000-0`.
  public var text: String { "\(milliseconds)-\(counter)" }
}

/// What an entry is. Terminal kinds are a kind, never a text.
public enum EntryKind: UInt8, CaseIterable, Hashable, Sendable {
  /// Tokens of the answer.
  case chunk
  /// What came before is void: another attempt begins.
  case reset
  case done, error
  /// A sign of life without content.
  case heartbeat

  /// True when nothing can follow.
  public var isTerminal: Bool { self == .done || self == .error }
}

/// An entry of an answer stream.
public struct StreamEntry: Hashable, Sendable {
  /// Names the entry within its stream.
  public var id: EntryID
  /// The attempt that wrote it, from 1.
  public var attempt: UInt8
  /// Position in the stream, from 1.
  public var sequence: UInt32
  /// What the entry is.
  public var kind: EntryKind
  /// The first token of a chunk, counted from 0 in its attempt, and how many tokens it holds.
  public var firstToken: UInt32
  /// Tokens in a chunk; 0 for other kinds.
  public var tokens: UInt32
}

/// The log of one answer.
///
/// Ids never go back, even when the clock does. A reader asks for what came strictly after the last id it has
/// seen; an id that the stream never had is answered with the whole stream behind a reset. After a terminal
/// entry nothing can be written. The stream is held for `timeToLive` after its creation and after its end.
public struct AnswerStream: Hashable, Sendable {
  /// Everything written, oldest first.
  public private(set) var entries: [StreamEntry] = []
  /// When the stream is no longer held.
  public private(set) var expiresAt: Instant
  let timeToLiveNanoseconds: Int64

  /// An empty stream, made at `now`.
  public init(timeToLive: Duration = .seconds(3600), now: Instant) {
    self.timeToLiveNanoseconds = timeToLive.wholeNanoseconds
    self.expiresAt = now.advanced(byNanoseconds: timeToLiveNanoseconds)
  }

  /// True after a terminal entry.
  public var isEnded: Bool { entries.last?.kind.isTerminal ?? false }

  /// Writes an entry; nil when the stream has ended.
  @discardableResult
  public mutating func append(
    _ kind: EntryKind, attempt: UInt8, firstToken: UInt32 = 0, tokens: UInt32 = 0, now: Instant
  ) -> EntryID? {
    guard !isEnded else { return nil }
    let last = entries.last?.id ?? .start
    let milliseconds = max(now.millisecondsSinceEpoch, last.milliseconds)
    let counter = milliseconds == last.milliseconds ? last.counter + 1 : 0
    let id = EntryID(milliseconds: milliseconds, counter: counter)
    entries.append(
      StreamEntry(
        id: id, attempt: attempt, sequence: UInt32(entries.count + 1), kind: kind, firstToken: firstToken,
        tokens: tokens))
    if kind.isTerminal { expiresAt = now.advanced(byNanoseconds: timeToLiveNanoseconds) }
    return id
  }

  /// What a reader gets.
  public enum Reading: Hashable, Sendable {
    /// The entries after the id, possibly none yet.
    case entries(ArraySlice<StreamEntry>)
    /// The id is unknown: forget everything and take the whole stream.
    case resetThen(ArraySlice<StreamEntry>)
    /// The stream is no longer held (410).
    case gone
  }

  /// The entries strictly after `last`.
  public func read(after last: EntryID, now: Instant) -> Reading {
    guard now < expiresAt else { return .gone }
    if last == .start { return .entries(entries[...]) }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < last { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, entries[low].id == last else { return .resetThen(entries[...]) }
    return .entries(entries[(low + 1)...])
  }
}

/// What one client has read, and how it puts an answer together.
public struct StreamReader: Hashable, Sendable {
  /// The last id received; `start` when nothing was.
  public private(set) var last = EntryID.start
  /// Tokens of the attempt being read.
  public private(set) var tokens: UInt32 = 0
  /// The attempt being read; 0 before the first chunk.
  public private(set) var attempt: UInt8 = 0
  /// True once a terminal entry was received.
  public private(set) var isEnded = false
  /// Entries that did not continue what was read: a gap, a repetition or a wrong attempt. Always 0.
  public private(set) var breaks = 0

  /// A reader that has read nothing.
  public init() {}

  /// Takes one entry; entries at or before the last one received are discarded.
  public mutating func receive(_ entry: StreamEntry) {
    guard entry.id > last else { return }
    last = entry.id
    switch entry.kind {
    case .chunk:
      if tokens == 0 { attempt = entry.attempt }
      if entry.firstToken != tokens || entry.attempt != attempt { breaks += 1 }
      tokens += entry.tokens
    case .reset:
      tokens = 0
      attempt = entry.attempt
    case .done, .error: isEnded = true
    case .heartbeat: break
    }
  }

  /// Forgets everything: the page was reloaded, or the stream asked for it.
  public mutating func reset() {
    let breaksSoFar = breaks
    self = StreamReader()
    breaks = breaksSoFar
  }
}
