// Person by person in turn, by tokens: who asks for more gets no more than the others.

/// Deficit round robin over persons (M. Shreedhar and G. Varghese, "Efficient Fair Queuing Using Deficit Round Robin",
/// SIGCOMM 1995).
///
/// Persons with waiting jobs stand in a ring. A visit adds `quantum` tokens to a person's account, and as long as it
/// holds `expectedTokens`, a job is taken and that much paid; then the next person is visited. Who has no job waiting
/// leaves the ring, and the account is closed. Nobody knows how long an answer will be, so a job pays what is expected,
/// and the difference is settled when the attempt has ended, if the person still stands in the ring: whose answers are
/// long is visited in vain until the account has recovered.
///
/// Among persons with jobs waiting at all times, tokens differ by at most a quantum and the longest answers in flight.
/// Within a person the order is that of ``StrictPriority``; between persons priorities say nothing. A person here is
/// who the queue calls an owner: one that uses many accounts is as many persons.
///
/// Adding is O(1), removing is O(log n) in the person's jobs; so is taking, and visits in vain are at most the tokens
/// that answers took over `quantum`, amortised.
public struct DeficitRoundRobin: DispatchPolicy {
  /// Tokens that a visit adds to a person's account.
  public let quantum: Int64
  /// Tokens that a job pays when it is taken.
  public let expectedTokens: Int64

  private var jobs = WaitingTable()
  private var heaps = PairingHeaps()
  private var persons: [RingedPerson] = []
  private var free: [UInt32] = []
  private var placeOf: [UInt32: UInt32] = [:]
  /// Who is visited, and whether the visit's quantum is on the account.
  private var current = PairingHeaps.nothing
  private var isPaidIn = false

  /// An empty ring. Precondition: 0 < `expectedTokens` ≤ `quantum`, so that a visit is rarely in vain.
  public init(quantum: Int = 300, expectedTokens: Int = 300) {
    precondition(
      expectedTokens > 0 && expectedTokens <= quantum,
      "a quantum of \(quantum) tokens must be at least the \(expectedTokens) expected, and these positive")
    self.quantum = Int64(quantum)
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
    heaps.insert(job.handle.index, job.strictRank, into: &persons[Int(person)].first)
  }

  /// Removes and returns the first job of the next person whose account allows it; nil when none waits.
  public mutating func popNext(now: Instant) -> WaitingJob? {
    guard current != PairingHeaps.nothing else { return nil }
    while true {
      if !isPaidIn {
        persons[Int(current)].account += quantum
        isPaidIn = true
      }
      if persons[Int(current)].account >= expectedTokens { break }
      goOn()
    }
    persons[Int(current)].account -= expectedTokens
    return take(persons[Int(current)].first, of: current)
  }

  /// The job that is next if nothing is added or removed; nil when none waits. O(visits).
  public func peekNext(now: Instant) -> WaitingJob? {
    guard current != PairingHeaps.nothing else { return nil }
    var person = current
    var rounds: Int64 = 0
    while true {
      let visits = rounds + (person == current && isPaidIn ? 0 : 1)
      if persons[Int(person)].account + visits * quantum >= expectedTokens {
        return jobs[persons[Int(person)].first]
      }
      person = persons[Int(person)].next
      if person == current { rounds += 1 }
    }
  }

  /// Removes a job that will not be dispatched; false when it is not waiting here.
  public mutating func remove(_ handle: JobHandle) -> Bool {
    guard let job = jobs.job(handle), let person = placeOf[job.owner] else { return false }
    _ = take(handle.index, of: person)
    return true
  }

  /// Settles the difference between what an answer took and what was expected of it.
  public mutating func settle(_ owner: UInt32, tokens: Int?, now: Instant) {
    guard let tokens, let person = placeOf[owner] else { return }
    persons[Int(person)].account += expectedTokens - Int64(tokens)
  }

  // MARK: The ring

  /// Puts a person at the end of the ring, which is before the one who is visited.
  private mutating func enter(_ owner: UInt32) -> UInt32 {
    let place = free.popLast() ?? UInt32(persons.count)
    var person = RingedPerson(owner: owner, next: place, previous: place)
    if current == PairingHeaps.nothing {
      current = place
      isPaidIn = false
    } else {
      person.next = current
      person.previous = persons[Int(current)].previous
    }
    if Int(place) == persons.count { persons.append(person) } else { persons[Int(place)] = person }
    persons[Int(person.previous)].next = place
    persons[Int(person.next)].previous = place
    placeOf[owner] = place
    return place
  }

  private mutating func goOn() {
    current = persons[Int(current)].next
    isPaidIn = false
  }

  private mutating func take(_ place: UInt32, of person: UInt32) -> WaitingJob {
    heaps.remove(place, from: &persons[Int(person)].first)
    if persons[Int(person)].first == PairingHeaps.nothing { leave(person) }
    return jobs.remove(place)
  }

  private mutating func leave(_ place: UInt32) {
    let person = persons[Int(place)]
    if current == place { goOn() }
    if current == place { current = PairingHeaps.nothing }
    persons[Int(person.previous)].next = person.next
    persons[Int(person.next)].previous = person.previous
    placeOf[person.owner] = nil
    free.append(place)
  }
}

/// A person with jobs waiting.
struct RingedPerson: Sendable {
  var owner: UInt32
  /// The person's next job.
  var first = PairingHeaps.nothing
  /// Tokens to spend; negative after answers that were longer than expected.
  var account: Int64 = 0
  var next: UInt32
  var previous: UInt32
}
