// What is known of one asker: a person, or one of the tabs of a person who uses several.

import QueueModel

/// What an asker is doing.
enum AskerState: UInt8, Sendable {
  /// Not in session yet, or done for the run.
  case away
  /// Thinking: the next question comes when the timer fires.
  case thinking
  /// Refused for now: the same question is sent again when the timer fires.
  case countdown
  /// A question was taken; no token has come, or none that was told (`QuietCalls.swift`).
  case waiting
  /// Tokens are coming.
  case reading
  /// The page is reloading or the connection is down; reading goes on when the timer fires.
  case reconnecting
  /// A question was sent and the door has not answered: only while Redis is short.
  case posting
}

/// What the timer of an asker stands for.
enum AskerTimer: UInt8, Sendable {
  case none, send, patience, resend, cancel, refresh, drop, reconnect
  /// The longest time of a function is over; only in the original design.
  case cut
}

/// How somebody sends.
enum Sender: UInt8, CaseIterable, BitwiseCopyable, Sendable {
  /// Waits for the answer, or gives it up.
  case quiet
  /// At a pace, with one account.
  case oneAccount
  /// At a pace, with several accounts.
  case severalAccounts
}

/// One asker: what every event of it needs, in one cache line.
struct AskerRecord: BitwiseCopyable {
  /// When the current request was meant to be sent, nanoseconds since the start of the run.
  var intendedAt: Int64 = 0
  /// When the next question is planned for, if the current one has ended by then.
  var plannedAt: Int64 = 0
  /// The same schedule if no answer ever took longer than the gap: known from the seed alone.
  var nominalAt: Int64 = 0
  /// The nominal beginning of the current conversation.
  var conversationAt: Int64 = 0
  /// The job being read, or the call when it is a direct one.
  var job: UInt32 = AskerRecord.nothing
  /// Number of the current question among the asker's.
  var question: UInt32 = 0
  var person: UInt32 = 0
  /// The other readers of the same job.
  var nextReader: UInt32 = AskerRecord.nothing
  var previousReader: UInt32 = AskerRecord.nothing
  var conversation: UInt16 = 0
  /// Turn of the conversation, from 1, and how many it has.
  var turn: UInt8 = 0
  var turns: UInt8 = 0
  var state: AskerState = .away
  var timerMeaning: AskerTimer = .none
  var cohort: UInt8 = 0
  var flags: Flags = []
  /// The number from 1 of the bell whose class question the current question is; 0 for none.
  var classBell: UInt16 = 0
  var sender = Sender.quiet

  static let nothing = UInt32.max

  struct Flags: OptionSet, BitwiseCopyable, Sendable {
    var rawValue: UInt8
    /// A person who does not wait.
    static let hasty = Flags(rawValue: 1)
    /// Reads a direct call instead of a job.
    static let direct = Flags(rawValue: 2)
    /// Joined an answer that was being made for somebody else.
    static let shared = Flags(rawValue: 4)
    /// The person of this first record asked at least once.
    static let active = Flags(rawValue: 8)
    /// Open arrivals only: leaves when the question has ended.
    static let visitor = Flags(rawValue: 16)
    /// The timer is noted, and has no event yet: see `People+Patience.swift`.
    static let noted = Flags(rawValue: 128)
    /// From this bit on, two bits hold the level that the request met.
    static let levelShift: UInt8 = 5
  }

  /// The level that the current request met.
  var levelMet: DegradationLevel {
    get { DegradationLevel(rawValue: Int(flags.rawValue >> Flags.levelShift) & 3) ?? .normal }
    set {
      flags.rawValue = flags.rawValue & 0b1001_1111 | UInt8(newValue.rawValue) << Flags.levelShift
    }
  }
}

/// How one asker follows an answer, and its timer.
struct ReadingRecord: BitwiseCopyable {
  /// When the connection was opened; -1 when there is none.
  var openedAt: Int64 = -1
  /// Since when nothing has come over it; -1 while tokens come.
  var silentSince: Int64 = -1
  /// First token of the attempt being read, as this reader saw it.
  var firstTokenAt: Int64 = -1
  /// The event that the asker's timer stands for, while it is set and not only noted.
  var timer: EventHandle = .none
  /// When the timer fires, while it is set.
  var timerAt: Int64 = 0
  /// Rotations and reconnections so far for this question: the index of their draws.
  var connections: UInt32 = 0
  /// The attempt before left tokens that nothing takes back; only in the original design.
  var isGarbled = false
  /// Fills the cache line.
  private var unused: (UInt8, UInt16, UInt32) = (0, 0, 0)
}
