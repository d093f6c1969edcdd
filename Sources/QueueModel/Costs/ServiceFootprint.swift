// How much of a paid resource one operation takes where no meter says so: assumptions, each stated once.

/// What operations take besides Redis commands and tokens.
public enum ServiceFootprint {
  /// Memory that one open answer stream holds of a function: a 2 GB instance that serves 20 streams.
  public static let streamMemoryBytes: Int64 = 100_000_000
  /// Processor time of one request at the door: parsing, verifying a token, a few round trips.
  public static let requestCPUNanoseconds: Int64 = 5_000_000
  /// Processor time of opening a stream.
  public static let connectionCPUNanoseconds: Int64 = 3_000_000
  /// Processor time of writing or passing on one entry.
  public static let entryCPUNanoseconds: Int64 = 100_000
  /// Bytes of one token of text, in Redis.
  public static let bytesPerToken: Int64 = 4
  /// Bytes of a job's record besides its text, and of a stream's keys and ids.
  public static let jobRecordBytes: Int64 = 1_000
  /// Tokens of a question with what it refers to, where a cache looks for its meaning.
  public static let embeddedTokens: Int64 = 30
  /// Calls of the database for an answer: the question, the answer, the state of the conversation.
  public static let persistenceCallsPerAnswer: Int64 = 3
}
