// Each person's waiting jobs in order, for a cap that lets the new one take the place of the oldest.

/// Waiting jobs by owner. Adding is O(1), removing O(log n) amortised in the owner's jobs.
struct OwnerLines: Sendable {
  private var heaps = PairingHeaps()
  private var first: [UInt32: UInt32] = [:]
  private var handles: [JobHandle] = []

  /// The owner's job that entered the line first; nil when none waits.
  func first(of owner: UInt32) -> JobHandle? { first[owner].map { handles[Int($0)] } }

  /// A job enters the line.
  mutating func insert(_ handle: JobHandle, _ job: Job) {
    while handles.count <= Int(handle.index) { handles.append(handle) }
    handles[Int(handle.index)] = handle
    let rank = HeapRank(score: job.queuedAt.nanosecondsSinceEpoch, sequence: job.sequence)
    heaps.insert(handle.index, rank, into: &first[job.owner, default: PairingHeaps.nothing])
  }

  /// A job leaves the line.
  mutating func remove(_ handle: JobHandle, _ job: Job) {
    guard var root = first[job.owner] else { preconditionFailure("no job of owner \(job.owner) waits") }
    heaps.remove(handle.index, from: &root)
    first[job.owner] = root == PairingHeaps.nothing ? nil : root
  }
}
