// Who got what in a run with noisy people: how evenly tokens were shared, and how long whom was kept waiting.

extension RunReport {
  /// Quiet people beside noisy ones.
  public struct Fairness: Hashable, Sendable, Codable {
    /// How somebody sends.
    public enum Sender: String, Hashable, Sendable, Codable {
      /// Waits for the answer, or gives it up.
      case quiet
      /// At a pace whether answered or not, with one account.
      case oneAccount
      /// The same with several accounts.
      case severalAccounts
    }

    /// Jain's index of the tokens that workers made for each account that asked: 1 when all got the same.
    public var jainByAccount: Double
    /// The same with the accounts of one person taken together.
    public var jainByPerson: Double
    /// The kinds of senders that there were.
    public var groups: [Group]

    /// Findings on fairness.
    public init(jainByAccount: Double, jainByPerson: Double, groups: [Group]) {
      self.jainByAccount = jainByAccount
      self.jainByPerson = jainByPerson
      self.groups = groups
    }

    /// The group of one kind; nil where nobody sent so.
    public func group(_ sender: Sender) -> Group? { groups.first { $0.sender == sender } }
  }
}

extension RunReport.Fairness {
  /// People who send in the same way.
  public struct Group: Hashable, Sendable, Codable {
    /// How they send.
    public var sender: Sender
    /// People who asked.
    public var people: Int
    /// Accounts that they used.
    public var accounts: Int
    /// Their requests by outcome.
    public var requests: [RunReport.NamedCount]
    /// Those among them that were failures (`Outcome.isFailure`).
    public var failures: Int
    /// Whole answers within the limits of a good one.
    public var goodAnswers: Int
    /// Tokens of answers that workers made for their jobs, read or not.
    public var servedTokens: Int
    /// From admission to the first dispatch, of whole answers.
    public var queueWait: RunReport.LatencySummary
    /// From the moment when somebody meant to send to the first token, of whole answers.
    public var timeToFirstToken: RunReport.LatencySummary
    /// The same with each failure counted as +∞.
    public var timeToFirstTokenWithFailures: RunReport.LatencySummary

    /// Requests that have ended.
    public var requestCount: Int { requests.reduce(0) { $0 + $1.count } }

    /// A group from its numbers.
    public init(
      sender: Sender, people: Int, accounts: Int, requests: [RunReport.NamedCount], failures: Int,
      goodAnswers: Int, servedTokens: Int, queueWait: RunReport.LatencySummary,
      timeToFirstToken: RunReport.LatencySummary, timeToFirstTokenWithFailures: RunReport.LatencySummary
    ) {
      self.sender = sender
      self.people = people
      self.accounts = accounts
      self.requests = requests
      self.failures = failures
      self.goodAnswers = goodAnswers
      self.servedTokens = servedTokens
      self.queueWait = queueWait
      self.timeToFirstToken = timeToFirstToken
      self.timeToFirstTokenWithFailures = timeToFirstTokenWithFailures
    }
  }
}
