// Readers: what each has in hand when its answer is whole, and whether what they read is still there.

/// What is known of those who read answers.
struct ReaderFacts: Sendable {
  /// Whole answers, as their readers have them.
  var read: ReaderFindings
  /// What is wrong with the lists of readers.
  var listViolation: String?
  /// A job that has ended and is still read.
  var endedJobRead: UInt32?

  func violations() -> [InvariantViolation] {
    let ended = endedJobRead.map { "the job at place \($0) has ended and is still read" }
    return [read.first, listViolation, ended].compactMap { $0 }.map { InvariantViolation(.readers, $0) }
  }
}

/// What was found of readers that ended with a whole answer.
struct ReaderFindings: Sendable {
  private(set) var checks = 0
  private(set) var failures = 0
  /// The first failure, in words.
  private(set) var first: String?

  /// A reader has a whole answer; `isWhole` says whether it has each token once.
  @inline(__always) mutating func read(_ isWhole: Bool, _ failure: @autoclosure () -> String) {
    checks += 1
    guard !isWhole else { return }
    failures += 1
    if first == nil { first = failure() }
  }

  /// Adds the findings of others.
  mutating func merge(_ other: ReaderFindings) {
    checks += other.checks
    failures += other.failures
    first = first ?? other.first
  }
}
