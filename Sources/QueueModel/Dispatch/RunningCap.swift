// A cap on how many jobs of one person run at a time, in front of any policy.

/// Dispatches as another policy does, but passes over persons of whom `most` jobs are running.
///
/// A job whose turn comes while its person is at the cap is set aside without a look at the others, and one of the
/// person's jobs goes back to the policy whenever one that ran has ended: the one that ``StrictPriority`` would take.
/// So nobody who is at the cap is looked at twice. A chat is sequential: who waits for an answer needs one slot.
///
/// A cap bounds what one person can take, whatever there is to take: slots stay free while only capped persons have
/// jobs waiting. And it is a cap on each owner, not on all that one person does: who spreads over ten accounts has ten
/// times as much.
///
/// Each call costs what it costs in the policy, and O(log n) amortised.
public struct RunningCap: DispatchPolicy {
  /// Most jobs of one person that run at a time.
  public let most: Int
  private var policy: any DispatchPolicy
  private let inner: DispatchContract
  /// All that wait, and those among them that are set aside.
  private var jobs = WaitingTable()
  private var aside = WaitingTable()
  private var heaps = PairingHeaps()
  private var persons: [UInt32: CappedPerson] = [:]
  /// The moment of the latest call: that of a removal, which is told none.
  private var latest = Instant(nanosecondsSinceEpoch: 0)

  /// `policy`, which must be empty, under a cap. Precondition: `most` is positive.
  public init(_ policy: any DispatchPolicy, most: Int) {
    precondition(most > 0, "at least one job of each person must run, not \(most)")
    precondition(policy.count == 0, "\(policy.count) jobs wait already")
    self.policy = policy
    self.most = most
    inner = policy.contract
  }

  /// No order that can be judged from outside, since jobs are passed over.
  public var contract: DispatchContract {
    DispatchContract(dropsOverdue: inner.dropsOverdue, settles: true)
  }

  /// Jobs waiting, those set aside included.
  public var count: Int { jobs.count }

  /// Adds a job.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    latest = now
    jobs.insert(job)
    policy.insert(job, now: now)
  }

  /// Removes and returns the policy's next job of a person below the cap; nil when there is none.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    latest = now
    while let job = policy.popNext(now: now) {
      var person = persons[job.owner] ?? CappedPerson()
      guard person.running >= most else {
        person.running += 1
        persons[job.owner] = person
        return jobs.remove(job.handle.index)
      }
      // Taken, and given back without a token.
      if inner.settles { policy.settle(job.owner, tokens: 0, now: now) }
      aside.insert(job)
      heaps.insert(job.handle.index, job.strictRank, into: &person.aside)
      persons[job.owner] = person
    }
    return nil
  }

  /// Removes and returns a job that the policy drops. Those set aside are dropped once they are back.
  public mutating func popOverdue(now: Instant) -> WaitingJob? {
    guard inner.dropsOverdue, let job = policy.popOverdue(now: now) else { return nil }
    _ = jobs.remove(job.handle.index)
    bringBack(job.owner, now: now)
    return job
  }

  /// The job that is next; nil when none may run. Copies everything: for a look from outside.
  public func peekNext(now: Instant) -> WaitingJob? {
    var copy = self
    return copy.popNext(now: now)
  }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard let job = jobs.job(handle) else { return false }
    _ = jobs.remove(handle.index)
    guard aside.job(handle) != nil else {
      let removed = policy.remove(handle)
      precondition(removed, "job \(handle) was in no line")
      bringBack(job.owner, now: latest)
      return true
    }
    _ = aside.remove(handle.index)
    var person = persons[job.owner] ?? CappedPerson()
    heaps.remove(handle.index, from: &person.aside)
    persons[job.owner] = person.isIdle ? nil : person
    return true
  }

  /// A job of this owner's has ended: the next one that was set aside goes back to the policy.
  public mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant) {
    guard var person = persons[owner], person.running > 0 else {
      preconditionFailure("nothing of owner \(owner) runs")
    }
    person.running -= 1
    persons[owner] = person.isIdle ? nil : person
    if inner.settles { policy.settle(owner, tokens: tokens, now: now) }
    bringBack(owner, now: now)
  }

  private mutating func bringBack(_ owner: UInt32, now: Instant) {
    guard var person = persons[owner], person.aside != PairingHeaps.nothing else { return }
    let job = aside.remove(person.aside)
    heaps.remove(job.handle.index, from: &person.aside)
    persons[owner] = person.isIdle ? nil : person
    policy.insert(job, now: now)
  }
}

/// A person of whom jobs run or are set aside.
struct CappedPerson: Sendable {
  var running = 0
  /// The first of the jobs set aside.
  var aside = PairingHeaps.nothing

  var isIdle: Bool { running == 0 && aside == PairingHeaps.nothing }
}
