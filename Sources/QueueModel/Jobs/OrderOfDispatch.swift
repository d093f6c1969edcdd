// Whether the line is served in the order of scores, judged without asking the policy that serves it.

/// Notices when a job was given to a worker although a better-scored one waited.
///
/// After a right dispatch nothing that waits is better than the job that left. So a bound on the best score that can
/// wait is enough: a dispatch raises it, a job that enters may lower it, and a job found below it had been passed
/// over. It is found when it leaves in its turn, or at the end while it still waits; one that a better job entered
/// after, and that leaves next, is not. O(1) for each job that enters or leaves.
struct OrderOfDispatch: Sendable {
  /// What a job is ordered by: the lowest first.
  struct Rank: Comparable, Sendable {
    var score: Int64
    var sequence: UInt64

    @inline(__always) init(_ job: Job, levelMilliseconds: Int64) {
      score = Int64(job.priority) * levelMilliseconds + job.queuedAt.millisecondsSinceEpoch
      sequence = job.sequence
    }

    @inline(__always) static func < (left: Rank, right: Rank) -> Bool {
      left.score != right.score ? left.score < right.score : left.sequence < right.sequence
    }
  }

  /// True where the policy keeps an order of scores; else nothing is judged.
  let isJudged: Bool
  /// What a priority is worth in milliseconds.
  private let levelMilliseconds: Int64
  /// No waiting job is better than this if every dispatch so far was right.
  private var bound: Rank?
  /// Jobs that left the line and had been passed over.
  private(set) var passedOver = 0

  init(_ order: DispatchContract.Order) {
    if case .byScore(let milliseconds) = order {
      isJudged = true
      levelMilliseconds = milliseconds
    } else {
      isJudged = false
      levelMilliseconds = 0
    }
  }

  /// What a job is ordered by.
  @inline(__always) func rank(_ job: Job) -> Rank { Rank(job, levelMilliseconds: levelMilliseconds) }

  /// A job enters the line.
  @inline(__always) mutating func entered(_ job: Job) {
    guard isJudged, let bound else { return }
    let rank = rank(job)
    if rank < bound { self.bound = rank }
  }

  /// The policy has named a job as the next.
  @inline(__always) mutating func served(_ job: Job) {
    guard isJudged else { return }
    let rank = rank(job)
    if let bound, rank < bound { passedOver += 1 } else { bound = rank }
  }

  /// A job leaves the line before its turn.
  @inline(__always) mutating func left(_ job: Job) {
    if hasPassed(job) { passedOver += 1 }
  }

  /// True for a waiting job that had been passed over.
  @inline(__always) func hasPassed(_ job: Job) -> Bool {
    guard isJudged, let bound else { return false }
    return rank(job) < bound
  }
}
