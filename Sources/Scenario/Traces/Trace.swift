// A recorded workload as plain data: what `arrivals.trace` names, and what its file holds. Apart from the reader,
// because the simulation replays traces without knowing any file.

/// The file of a replay, as a scenario names it.
public struct TraceFile: Hashable, Sendable {
  /// How the lines of a trace are written; `docs/traces.md` describes each.
  public enum Format: String, CaseIterable, Hashable, Sendable {
    /// CSV of the Azure LLM inference traces: times and tokens.
    case azure
    /// RAGPulse's JSON Lines: times, tokens, sessions, questions and histories.
    case ragpulse
    /// Mooncake's JSON Lines: times, tokens, prompts.
    case mooncake
    /// Our own CSV: times and tokens, and as much of sessions, questions and histories as is known.
    case table
  }

  /// Path of the file, from the folder of the scenario's own file.
  public var path: String
  /// How its lines are written.
  public var format: Format

  /// A file at a path.
  public init(path: String, format: Format) {
    self.path = path
    self.format = format
  }
}

/// Requests as they were recorded, in order of time.
public struct Trace: Hashable, Sendable {
  /// One request.
  public struct Request: Hashable, Sendable, BitwiseCopyable {
    /// Time since the earliest request of the file.
    public var atNanoseconds: Int64
    /// Tokens of the whole prompt.
    public var promptTokens: Int32
    /// Tokens of the answer.
    public var answerTokens: Int32
    /// The conversation, numbered from 0 in order of first appearance. Each request has its own where the file
    /// knows no sessions.
    public var session: UInt32
    /// Number of the request among those of its session, from 1.
    public var turn: UInt32
    /// What is asked: equal numbers are equal texts.
    public var question: UInt32
    /// What was said before: equal numbers are equal histories.
    public var history: UInt32
  }

  /// The requests, in order of time; those of the same time in the order of the file.
  public var requests: [Request]
  /// Whether the file says which requests belong to one conversation.
  public var hasSessions: Bool
  /// Whether the file says which requests ask the same.
  public var hasQuestions: Bool

  /// A trace of these requests.
  public init(requests: [Request], hasSessions: Bool, hasQuestions: Bool) {
    self.requests = requests
    self.hasSessions = hasSessions
    self.hasQuestions = hasQuestions
  }

  /// From the first request to the last.
  public var span: Duration { .nanoseconds(requests.last?.atNanoseconds ?? 0) }
}
