// How requests ended, how many answers were good, and what went on after the last question.

public import QueueModel

extension RunReport {
  /// Requests by role and outcome. Every request is in exactly one row.
  public struct Requests: Hashable, Sendable, Codable {
    /// Requests of one role that ended in one way; combinations without any are left out.
    public struct Row: Hashable, Sendable, Codable {
      /// Who asked.
      public var role: Role
      /// How the request ended.
      public var outcome: Outcome
      /// How many there were.
      public var count: Int

      /// `count` requests of `role` that ended in `outcome`.
      public init(role: Role, outcome: Outcome, count: Int) {
        self.role = role
        self.outcome = outcome
        self.count = count
      }
    }

    /// Requests sent.
    public var sent: Int
    /// Requests sent per second of the stated duration.
    public var sentPerSecond: Double
    /// Requests that had not ended when the run did; they are in no row.
    public var unfinished: Int
    /// By role, then by outcome.
    public var rows: [Row]

    /// Requests from their parts.
    public init(sent: Int = 0, sentPerSecond: Double = 0, unfinished: Int = 0, rows: [Row] = []) {
      self.sent = sent
      self.sentPerSecond = sentPerSecond
      self.unfinished = unfinished
      self.rows = rows
    }

    /// Requests that ended in `outcome`, of `role` or of all roles.
    public func count(of outcome: Outcome, role: Role? = nil) -> Int {
      rows.reduce(0) { $1.outcome == outcome && (role == nil || $1.role == role) ? $0 + $1.count : $0 }
    }
  }

  /// Answers delivered whole, before their person gave up and within the stated limits.
  public struct Goodput: Hashable, Sendable, Codable {
    /// Good answers.
    public var answers: Int
    /// Good answers per second of the stated duration.
    public var perSecond: Double
    /// Good answers over requests sent.
    public var shareOfRequests: Double
    /// Answers delivered whole, in time or not.
    public var delivered: Int

    /// Goodput from its parts.
    public init(answers: Int = 0, perSecond: Double = 0, shareOfRequests: Double = 0, delivered: Int = 0) {
      self.answers = answers
      self.perSecond = perSecond
      self.shareOfRequests = shareOfRequests
      self.delivered = delivered
    }
  }

  /// What went on after the stated duration, when no new question was sent.
  public struct Tail: Hashable, Sendable, Codable {
    /// Answers delivered after the stated duration; they count everywhere else, too.
    public var delivered: Int
    /// Requests that ended otherwise after the stated duration.
    public var endedOtherwise: Int
    /// When the last of them ended, since the start of the run; the stated duration when there was none.
    public var lastEndNanoseconds: Int64
    /// Requests that had not ended when the drain was over.
    public var unfinished: Int

    /// A tail from its parts.
    public init(
      delivered: Int = 0, endedOtherwise: Int = 0, lastEndNanoseconds: Int64 = 0, unfinished: Int = 0
    ) {
      self.delivered = delivered
      self.endedOtherwise = endedOtherwise
      self.lastEndNanoseconds = lastEndNanoseconds
      self.unfinished = unfinished
    }
  }
}
