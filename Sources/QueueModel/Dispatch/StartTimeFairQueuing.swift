// Fair by virtual time: who has been served less goes first, and who was away has missed nothing and saved nothing.

/// Start-time fair queuing over persons (P. Goyal, H. Vin and H. Cheng, "Start-time Fair Queuing: A Scheduling Algorithm
/// for Integrated Services Packet Switching Networks", SIGCOMM 1996).
///
/// Virtual time counts tokens: it is the start of the job that was taken last. A person's next job starts at the finish
/// of the person's last one, or at the virtual time when the person's jobs began to wait, whichever is later; it
/// finishes `expectedTokens` after its start. The job that starts first is taken, ties by sequence. When an attempt has
/// ended, the finish moves by what the answer took more or less than expected.
///
/// So somebody who asks once in a while starts now, while somebody with a hundred jobs waiting starts the next one only
/// when everybody else who waits has had as much. Within a person the order is that of ``StrictPriority``; between
/// persons priorities say nothing. A person here is who the queue calls an owner: one that uses many accounts is as
/// many persons.
///
/// Adding is O(1) for who has jobs waiting already; everything else is O(log n) amortised. Persons are forgotten once
/// virtual time has passed their finish and nothing of theirs waits or runs.
public struct StartTimeFairQueuing: DispatchPolicy {
  /// Tokens that a job is expected to take.
  public let expectedTokens: Int64

  private var jobs = WaitingTable()
  private var heaps = PairingHeaps()
  private var persons: [ServedPerson] = []
  private var free: [UInt32] = []
  private var placeOf: [UInt32: UInt32] = [:]
  /// Persons by the start of their next job, and those without any by their finish.
  private var ranks = PairingHeaps()
  private var nextToStart = PairingHeaps.nothing
  private var nextToForget = PairingHeaps.nothing
  private var virtualTime: Int64 = 0

  /// An empty line. Precondition: `expectedTokens` is positive.
  public init(expectedTokens: Int = 300) {
    precondition(expectedTokens > 0, "the expected tokens must be positive, not \(expectedTokens)")
    self.expectedTokens = Int64(expectedTokens)
  }

  /// An order of its own; wants to know what answers took.
  public var contract: DispatchContract { DispatchContract(settles: true) }

  /// Jobs waiting.
  public var count: Int { jobs.count }

  /// Adds a job. Precondition: it is not waiting already.
  public mutating func insert(_ job: WaitingJob, now: Instant) {
    jobs.insert(job)
    let person = placeOf[job.owner] ?? enter(job.owner)
    let first = persons[Int(person)].first
    if first == PairingHeaps.nothing {
      if persons[Int(person)].running == 0 { ranks.remove(person, from: &nextToForget) }
      persons[Int(person)].waitingSince = virtualTime
    }
    heaps.insert(job.handle.index, job.strictRank, into: &persons[Int(person)].first)
    guard persons[Int(person)].first != first else { return }
    if first != PairingHeaps.nothing { ranks.remove(person, from: &nextToStart) }
    ranks.insert(person, startRank(person), into: &nextToStart)
  }

  /// Removes and returns the job that starts first; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    guard nextToStart != PairingHeaps.nothing else { return nil }
    let person = nextToStart
    let start = ranks.rank(of: person).score
    virtualTime = max(virtualTime, start)
    persons[Int(person)].running += 1
    persons[Int(person)].finish = start + expectedTokens
    let job = take(persons[Int(person)].first, of: person)
    forget()
    return job
  }

  /// The job that starts first; nil when none waits. O(1).
  public func peekNext(now: Instant) -> WaitingJob? {
    nextToStart == PairingHeaps.nothing ? nil : jobs[persons[Int(nextToStart)].first]
  }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard let job = jobs.job(handle), let person = placeOf[job.owner] else { return false }
    _ = take(handle.index, of: person)
    forget()
    return true
  }

  /// Moves the person's finish by what the answer took more than expected, or less.
  public mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant) {
    guard let person = placeOf[owner], persons[Int(person)].running > 0 else {
      preconditionFailure("nothing of owner \(owner) runs")
    }
    let place = Int(person)
    persons[place].running -= 1
    persons[place].finish += tokens.map { Int64($0) - expectedTokens } ?? 0
    if persons[place].first != PairingHeaps.nothing {
      ranks.remove(person, from: &nextToStart)
      ranks.insert(person, startRank(person), into: &nextToStart)
    } else if persons[place].running == 0 {
      ranks.insert(person, forgetRank(person), into: &nextToForget)
      forget()
    }
  }

  // MARK: Persons

  private func startRank(_ person: UInt32) -> HeapRank {
    let record = persons[Int(person)]
    return HeapRank(
      score: max(record.waitingSince, record.finish), sequence: jobs[record.first].sequence)
  }

  private func forgetRank(_ person: UInt32) -> HeapRank {
    HeapRank(score: persons[Int(person)].finish, sequence: UInt64(person))
  }

  /// Makes a person known, as one who is about to be forgotten.
  private mutating func enter(_ owner: UInt32) -> UInt32 {
    let person = free.popLast() ?? UInt32(persons.count)
    let record = ServedPerson(owner: owner, finish: virtualTime)
    if Int(person) == persons.count { persons.append(record) } else { persons[Int(person)] = record }
    placeOf[owner] = person
    ranks.insert(person, forgetRank(person), into: &nextToForget)
    return person
  }

  private mutating func take(_ place: UInt32, of person: UInt32) -> WaitingJob {
    let first = persons[Int(person)].first
    heaps.remove(place, from: &persons[Int(person)].first)
    let job = jobs.remove(place)
    guard first == place else { return job }
    ranks.remove(person, from: &nextToStart)
    if persons[Int(person)].first != PairingHeaps.nothing {
      ranks.insert(person, startRank(person), into: &nextToStart)
    } else if persons[Int(person)].running == 0 {
      ranks.insert(person, forgetRank(person), into: &nextToForget)
    }
    return job
  }

  /// Forgets persons of whom nothing waits or runs and whose finish has passed.
  private mutating func forget() {
    while nextToForget != PairingHeaps.nothing, persons[Int(nextToForget)].finish <= virtualTime {
      let person = nextToForget
      ranks.remove(person, from: &nextToForget)
      placeOf[persons[Int(person)].owner] = nil
      free.append(person)
    }
  }
}

/// A person that fair queuing knows.
struct ServedPerson: Sendable {
  var owner: UInt32
  /// The person's next job.
  var first = PairingHeaps.nothing
  /// Virtual time when the person's jobs began to wait.
  var waitingSince: Int64 = 0
  /// Finish of the job that was taken last.
  var finish: Int64
  /// Jobs taken and not settled.
  var running: UInt32 = 0
}
