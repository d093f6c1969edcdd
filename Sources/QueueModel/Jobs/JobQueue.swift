// The queue as a state machine: who waits, who is being worked for, how degraded the service is. It returns
// what has to be done; whoever owns it (an actor of the simulation, a service) does it.

/// Parameters of a ``JobQueue``.
public struct JobQueueParameters: Hashable, Sendable {
  /// From admission until a job that has not started is expired.
  public var timeToLiveNanoseconds: Int64
  /// From one sign of life of a worker until its job is taken from it.
  public var leaseNanoseconds: Int64
  /// Leases that may end before the job is failed.
  public var maximumStalls: Int
  /// How often and how late an attempt is repeated.
  public var retry: RetryPolicy
  /// How many retries all jobs together may have.
  public var budget: RetryBudget
  /// When the service degrades, and how it recovers.
  public var degradation: DegradationPolicy
  /// True when the levels are in seconds of wait instead of jobs.
  public var degradesBySeconds: Bool
  /// Defects of the original design that bend the rules.
  public var faults: DesignFaults
  /// Members of the sorted set from which on nothing is published; only with the fault `noDrain`.
  public var publishGate: Int
  /// True when ``JobQueue/waiting(of:)`` is asked for: counting by owner costs a look-up at each step.
  public var countsOwners: Bool
  /// True when ``JobQueue/longestWaiting(of:)`` is asked for as well.
  public var ordersOwners: Bool
  /// False when an attempt has so much time in all, whatever signs of life it gives: the timeout of a service that
  /// waits for a response.
  public var renewsLeases: Bool

  /// The corrected design's values unless told otherwise.
  public init(
    timeToLive: Duration = .seconds(3600), lease: Duration = .seconds(60), maximumStalls: Int = 1,
    retry: RetryPolicy = RetryPolicy(), budget: RetryBudget = RetryBudget(),
    degradation: DegradationPolicy = DegradationPolicy(), degradesBySeconds: Bool = false,
    faults: DesignFaults = [], publishGate: Int = 100, countsOwners: Bool = false, ordersOwners: Bool = false,
    renewsLeases: Bool = true
  ) {
    self.timeToLiveNanoseconds = timeToLive.wholeNanoseconds
    self.leaseNanoseconds = lease.wholeNanoseconds
    self.maximumStalls = maximumStalls
    self.retry = retry
    self.budget = budget
    self.degradation = degradation
    self.degradesBySeconds = degradesBySeconds
    self.faults = faults
    self.publishGate = publishGate
    self.countsOwners = countsOwners || ordersOwners
    self.ordersOwners = ordersOwners
    self.renewsLeases = renewsLeases
  }
}

/// The jobs of a service: admission to the line, dispatch to workers, leases, retries, endings.
///
/// A job's life is ``JobLifecycle``. Every call names the moment it happens; a call that the table or a lease
/// forbids changes nothing and is counted in ``counters``. All calls are O(log n) in the waiting jobs or better.
public struct JobQueue: Sendable {
  /// The rules that do not change during a run.
  public let parameters: JobQueueParameters
  /// What has happened so far.
  public internal(set) var counters = JobCounters()
  /// Workers' places.
  public internal(set) var slots: Int
  /// Workers' places that are taken.
  public internal(set) var slotsInUse = 0
  /// Jobs waiting: what every rule calls depth.
  public internal(set) var depth = 0
  /// The deepest the line has been.
  public internal(set) var deepest = 0
  /// The changes of level since the owner last took them.
  public internal(set) var levelChanges: [LevelChange] = []

  // Read through inlinable accessors: an owner that keeps the queue behind a pointer would otherwise copy all of
  // it at each read.
  @usableFromInline var jobs: [Job] = []
  var freePlaces: [UInt32] = []
  var line: WaitingLine
  /// What the line's policy promises and wants.
  public let contract: DispatchContract
  @usableFromInline var controller: DegradationController
  var budget: RetryBudget
  var dispatchRate = DispatchRate()
  @usableFromInline var parkedJobs = ParkedJobs()
  /// Admission order of the latest first dispatch, by priority, and how often an earlier one came after it.
  var latestDispatched = [UInt64](repeating: 0, count: 11)
  /// First dispatches of a job after one of its priority that was admitted later; 0 under a policy that keeps the order
  /// of admission.
  public internal(set) var dispatchedOutOfOrder = 0
  /// True when the owner has to count an instant's inserts once all of them are made, with ``count(_:now:)``.
  public let countsLater: Bool
  /// The sorted set of the original design; nil where no fault needs it.
  public internal(set) var sortedSet: SortedSet?
  var order: OrderOfDispatch
  var nextSequence: UInt64 = 1
  var nextLease: UInt64 = 1
  @usableFromInline var live = 0
  var waitingByOwner: [UInt32: Int] = [:]
  var ownerLines = OwnerLines()

  /// An empty queue with `slots` workers' places.
  public init(parameters: JobQueueParameters, line: any DispatchPolicy = StrictPriority(), slots: Int) {
    self.parameters = parameters
    self.line = WaitingLine(line)
    contract = line.contract
    order = OrderOfDispatch(contract.order)
    self.slots = slots
    self.controller = DegradationController(policy: parameters.degradation)
    self.budget = parameters.budget
    self.sortedSet = Self.sortedSet(parameters)
    self.countsLater = parameters.faults.contains(.batchGate)
  }

  /// How many of a person's jobs wait. Precondition: the parameters say that owners are counted.
  public func waiting(of owner: UInt32) -> Int {
    precondition(parameters.countsOwners, "owners are not counted")
    return waitingByOwner[owner] ?? 0
  }

  /// The person's job that has waited longest; nil when none waits. Precondition: the parameters say that owners'
  /// jobs are kept in order.
  public func longestWaiting(of owner: UInt32) -> JobHandle? {
    precondition(parameters.ordersOwners, "owners' jobs are not kept in order")
    return ownerLines.first(of: owner)
  }

  /// Jobs that have not ended.
  @inlinable public var liveCount: Int { live }

  /// Jobs set aside behind an email offer.
  @inlinable public var parkedCount: Int { parkedJobs.count }

  /// The degradation level now.
  @inlinable public var level: DegradationLevel { controller.level }

  /// When ``evaluateLevel(now:)`` must be called although nothing else happens; nil when no dwell is running.
  @inlinable public var nextLevelEvaluation: Instant? { controller.nextEvaluation }

  /// The job, or nil when the handle's job has been released.
  @inlinable public subscript(handle: JobHandle) -> Job? {
    isKnown(handle) ? jobs[Int(handle.index)] : nil
  }

  /// True until the handle's job is released.
  @inlinable func isKnown(_ handle: JobHandle) -> Bool {
    let index = Int(handle.index)
    return index < jobs.count && jobs[index].generation == handle.generation && jobs[index].sequence != 0
  }

  /// Reads one byte of the job at a place, whatever it is: an owner of many jobs who knows that one will be needed
  /// soon has it fetched into the cache that way.
  @inlinable public func glance(at index: UInt32) -> UInt8 {
    Int(index) < jobs.count ? jobs[Int(index)].state.rawValue : 0
  }

  /// Attempts begun of a job; 0 when it has been released.
  @inlinable public func attempts(of handle: JobHandle) -> Int {
    isKnown(handle) ? Int(jobs[Int(handle.index)].attempts) : 0
  }

  /// True when the job is answered in simple mode, which is settled when its first attempt starts.
  @inlinable public func isSimple(_ handle: JobHandle) -> Bool {
    isKnown(handle) && jobs[Int(handle.index)].isSimple
  }

  // MARK: Entering

  /// Admits a job to the line.
  public mutating func admit(owner: UInt32, priority: UInt8, now: Instant) -> JobHandle {
    counters.admitted += 1
    if sortedSet != nil { return enterSet(owner: owner, priority: priority, now: now) }
    let handle = makeJob(.pending, owner: owner, priority: priority, now: now)
    enterLine(handle, now: now)
    return handle
  }

  /// Sets a job aside until the service has calmed: the person accepted to be told by email.
  public mutating func park(owner: UInt32, priority: UInt8, now: Instant) -> JobHandle {
    let handle = makeJob(.parked, owner: owner, priority: priority, now: now)
    counters.admitted += 1
    counters.parked += 1
    parkedJobs.append(handle)
    return handle
  }

  /// Moves the longest parked job into the line when the level is at most `hidden`; nil when none may move.
  ///
  /// The job keeps its age but stands behind those of its priority who came before this moment.
  public mutating func promote(now: Instant) -> JobHandle? {
    guard controller.level <= .hidden else { return nil }
    while let handle = parkedJobs.popFirst() {
      guard self[handle]?.state == .parked else { continue }
      guard move(handle, .promote) else { continue }
      counters.promoted += 1
      jobs[Int(handle.index)].sequence = takeSequence()
      jobs[Int(handle.index)].queuedAt = now
      sortedSet?.insert()
      enterLine(handle, now: now)
      return handle
    }
    return nil
  }

  // MARK: Leaving

  /// Gives the place of an ended job back; its handle is void from here on. False while it has not ended or
  /// still holds a slot.
  @discardableResult
  public mutating func release(_ handle: JobHandle) -> Bool {
    let index = Int(handle.index)
    guard isKnown(handle), jobs[index].state.isTerminal, !jobs[index].holdsSlot else { return false }
    jobs[index].generation &+= 1
    jobs[index].sequence = 0
    freePlaces.append(handle.index)
    return true
  }

  /// Ends a job whose time to live is over; false when it has already started or ended.
  public mutating func expire(_ handle: JobHandle, now: Instant) -> Bool {
    guard let job = self[handle], now >= job.expiresAt else { return refuse(handle) }
    guard move(handle, .expire) else { return false }
    counters.expired += 1
    live -= 1
    if job.state == .pending { leaveLine(handle, now: now) }
    if sortedSet != nil { leaveSet(from: job.state, succeeded: false, now: now) }
    return true
  }

  /// What a cancellation leaves to do.
  public enum Cancellation: Hashable, Sendable {
    /// The job had ended before; nothing happened.
    case late
    /// It was not being worked for.
    case removed
    /// Tell the worker to stop; it answers with ``workerStopped(_:now:)``.
    case stopWorker
  }

  /// Ends a job at its owner's wish.
  public mutating func cancel(_ handle: JobHandle, now: Instant) -> Cancellation {
    guard let job = self[handle] else {
      counters.lateEvents += 1
      return .late
    }
    guard move(handle, .cancel) else { return .late }
    counters.cancelled += 1
    live -= 1
    jobs[Int(handle.index)].lease = 0
    if job.state == .pending { leaveLine(handle, now: now) }
    if sortedSet != nil { leaveSet(from: job.state, succeeded: false, now: now) }
    return job.holdsSlot ? .stopWorker : .removed
  }

  /// The worker of a cancelled job has stopped, after `tokens` of the answer: its slot is free.
  @discardableResult
  public mutating func workerStopped(_ handle: JobHandle, tokens: Int? = nil, now: Instant) -> Bool {
    guard let job = self[handle], job.state == .cancelled, job.holdsSlot else { return refuse(handle) }
    jobs[Int(handle.index)].holdsSlot = false
    giveSlotBack(of: handle, tokens: tokens, now: now)
    return true
  }

  // MARK: Capacity and level

  /// Changes the number of workers' places. Places in use above it are kept until they are given back.
  public mutating func setSlots(_ count: Int) {
    precondition(count >= 0, "slots must not be negative, not \(count)")
    slots = count
  }

  /// Evaluates the level again: for the end of a dwell.
  public mutating func evaluateLevel(now: Instant) {
    let depth = parameters.degradesBySeconds ? waitEstimateSeconds(now: now) : Double(countedDepth)
    if controller.isSettled(at: depth) { return }
    if let change = controller.update(depth: depth, now: now) { levelChanges.append(change) }
  }

  /// Hands over the changes of level since the last call.
  public mutating func takeLevelChanges() -> [LevelChange] {
    defer { levelChanges.removeAll(keepingCapacity: true) }
    return levelChanges
  }

  /// How long a job that enters now would wait: jobs waiting over the rate of dispatch of the last minute.
  public func waitEstimateSeconds(now: Instant) -> Double {
    line.count == 0 ? 0 : Double(line.count) / max(dispatchRate.perSecond(now: now), 0.01)
  }

  /// Jobs dispatched per second over the last minute.
  public func dispatchesPerSecond(now: Instant) -> Double { dispatchRate.perSecond(now: now) }

  // MARK: Inside

  mutating func makeJob(_ state: JobState, owner: UInt32, priority: UInt8, now: Instant) -> JobHandle {
    precondition((1...10).contains(priority), "priority must be 1 to 10, not \(priority)")
    let free = freePlaces.popLast()
    let generation = free.map { jobs[Int($0)].generation } ?? 0
    let job = Job(
      state: state, priority: priority, attempts: 0, stalls: 0, isSimple: false, isModeFixed: false,
      holdsSlot: false, hasTokens: false, generation: generation, owner: owner, lease: 0,
      sequence: takeSequence(), createdAt: now, queuedAt: now,
      expiresAt: now.advanced(byNanoseconds: parameters.timeToLiveNanoseconds), leaseEndsAt: now)
    if let free { jobs[Int(free)] = job } else { jobs.append(job) }
    live += 1
    return JobHandle(index: free ?? UInt32(jobs.count - 1), generation: generation)
  }

  mutating func takeSequence() -> UInt64 {
    defer { nextSequence += 1 }
    return nextSequence
  }

  mutating func enterLine(_ handle: JobHandle, now: Instant) {
    let index = Int(handle.index)
    let owner = jobs[index].owner
    line.insert(
      WaitingJob(
        handle: handle, priority: jobs[index].priority, owner: owner,
        createdMilliseconds: jobs[index].queuedAt.millisecondsSinceEpoch,
        sequence: jobs[index].sequence),
      now: now)
    order.entered(jobs[index])
    depth = line.count
    if depth > deepest { deepest = depth }
    countOwner(handle, 1)
    evaluateLevel(now: now)
  }

  mutating func leaveLine(_ handle: JobHandle, now: Instant) {
    let removed = line.remove(handle)
    depth = line.count
    precondition(removed, "pending job \(handle) was not in the line")
    order.left(jobs[Int(handle.index)])
    countOwner(handle, -1)
    evaluateLevel(now: now)
  }

  /// Moves the job along the table; an illegal or late event is counted and refused.
  mutating func move(_ handle: JobHandle, _ event: JobEvent) -> Bool {
    isMade(jobs[Int(handle.index)].move(event))
  }

  /// True when a job has moved; else the event is counted as what it was.
  @inline(__always) mutating func isMade(_ move: JobMove) -> Bool {
    switch move {
    case .made: return true
    case .late: counters.lateEvents += 1
    case .illegal: counters.illegalTransitions += 1
    }
    return false
  }

  /// Counts a call that its job does not allow: late when the job has ended or is gone, else illegal.
  mutating func refuse(_ handle: JobHandle) -> Bool {
    if let job = self[handle], !job.state.isTerminal {
      counters.illegalTransitions += 1
    } else {
      counters.lateEvents += 1
    }
    return false
  }

  /// Keeps the count of one owner's waiting jobs, where it is asked for, and their order.
  @inline(__always) mutating func countOwner(_ handle: JobHandle, _ change: Int) {
    if parameters.countsOwners { countWaiting(handle, change) }
  }

  private mutating func countWaiting(_ handle: JobHandle, _ change: Int) {
    let job = jobs[Int(handle.index)]
    let count = (waitingByOwner[job.owner] ?? 0) + change
    waitingByOwner[job.owner] = count == 0 ? nil : count
    guard parameters.ordersOwners else { return }
    if change > 0 { ownerLines.insert(handle, job) } else { ownerLines.remove(handle, job) }
  }

  /// An attempt of a job has ended after so many tokens.
  @inline(__always) mutating func giveSlotBack(of handle: JobHandle, tokens: Int?, now: Instant) {
    slotsInUse -= 1
    precondition(slotsInUse >= 0, "more slots were given back than taken")
    guard contract.settles else { return }
    line.settle(jobs[Int(handle.index)].owner, tokens: tokens, now: now)
  }
}
