// The waiting line of a queue, whatever its policy.

/// Jobs that wait under a policy.
///
/// Strict priority is kept as what it is, since it is the order of almost every run: through `any DispatchPolicy` each
/// call would look for its value in a box of its own, which costs as much as the call.
struct WaitingLine: Sendable {
  private let isStrict: Bool
  /// In force where `isStrict`, else empty.
  private var strict = StrictPriority()
  /// In force elsewhere.
  private var other: any DispatchPolicy

  init(_ policy: any DispatchPolicy) {
    other = policy
    isStrict = policy is StrictPriority
    if let policy = policy as? StrictPriority { strict = policy }
  }

  var count: Int { isStrict ? strict.count : other.count }

  func peekNext(now: Instant) -> WaitingJob? {
    isStrict ? strict.peekNext(now: now) : other.peekNext(now: now)
  }

  mutating func insert(_ job: WaitingJob, now: Instant) {
    if isStrict { strict.insert(job, now: now) } else { other.insert(job, now: now) }
  }

  mutating func popNext(now: Instant) -> WaitingJob? {
    isStrict ? strict.popNext(now: now) : other.popNext(now: now)
  }

  mutating func remove(_ handle: JobHandle) -> Bool {
    isStrict ? strict.remove(handle) : other.remove(handle)
  }

  mutating func popOverdue(now: Instant) -> WaitingJob? { isStrict ? nil : other.popOverdue(now: now) }

  mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant) {
    if !isStrict { other.settle(owner, tokens: tokens, now: now) }
  }
}
