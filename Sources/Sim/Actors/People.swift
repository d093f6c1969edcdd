// The people: students, teachers and admins, each asker a record. This file holds who they are and when they
// come; asking, waiting and reading have files of their own.

import QueueModel
import Scenario

/// Everybody who asks.
///
/// An asker thinks, asks, waits, reads and thinks again. Whatever a person decides is drawn from the person's own
/// streams by the number of the question, never from the state of the system.
actor People: SimulationActor {
  nonisolated let kernel: SimulationKernel
  nonisolated let plan: RunPlan

  let askers = GrowingRecords<AskerRecord>()
  let readings = GrowingRecords<ReadingRecord>()
  /// First reader of each job, by the job's place.
  let firstReaders = GrowingRecords<UInt32>()
  /// Asker of each direct call, by the call's place.
  let directReaders = GrowingRecords<UInt32>()
  let cohorts = GrowingRecords<CohortPlan>()
  let catalogue: QuestionCatalogue
  /// Those whose patience is only noted, and some who were.
  let patient = GrowingRecords<UInt32>()
  /// The number from 1 of the bell whose class question an asker's next question is; empty where no bell sets one.
  let nextClassBells = GrowingRecords<UInt16>()
  /// When they are looked at next; -1 when no look is planned.
  let nextLook: Hot<Int64> = Hot(-1)
  /// Whose the further accounts are of those who have several, by account.
  var holders: [UInt32: UInt32] = [:]
  /// Open arrivals: records that are free again.
  var freeVisitors: [UInt32] = []
  var visitors: UInt32 = 0
  /// In a replay: which request of the trace each record asks.
  let recorded = GrowingRecords<UInt32>()
  /// How an answer ended whose reader is away, by asker.
  let endsWhileAway: Hot<[UInt32: EndWhileAway]> = Hot([:])
  /// How many read the answers of jobs and of direct calls, how many wait for what will never come, and how many at the
  /// door.
  let following: Hot<(jobs: Int, direct: Int, vain: Int, atDoor: Int)> = Hot((0, 0, 0, 0))
  /// Whole answers, as their readers were told.
  let read: Hot<ReaderFindings> = Hot(ReaderFindings())
  private let hotCounts: Hot<PeopleCounts> = Hot(PeopleCounts())
  var counts: PeopleCounts {
    _read { yield hotCounts.value }
    _modify { yield &hotCounts.value }
  }
  private let hotLedger: Hot<CostLedger> = Hot(CostLedger())
  var ledger: CostLedger {
    _read { yield hotLedger.value }
    _modify { yield &hotLedger.value }
  }

  /// The other actors; set when the run begins.
  private let hotCast: Hot<Cast> = Hot(Cast())
  var system: Cast {
    _read { yield hotCast.value }
    _modify { yield &hotCast.value }
  }

  /// What an asker's cohort means for a request.
  struct CohortPlan: Sendable, BitwiseCopyable {
    var role: Role
    var priority: UInt8
    var bypass: Bool
  }

  init(kernel: SimulationKernel, plan: RunPlan) {
    self.kernel = kernel
    self.plan = plan
    catalogue = QuestionCatalogue(seed: plan.scenario.seed)
    let population = plan.scenario.population
    let isClosed = plan.scenario.arrivals.kind == .closed
    let people = isClosed ? population.people : 0
    let hasty = Share(isClosed ? plan.scenario.behaviour.hasty.share : 0)
    for cohort in population.cohorts {
      cohorts.append(
        CohortPlan(role: cohort.role, priority: UInt8(cohort.priority), bypass: cohort.bypass))
    }
    let tabs = hasty.isNever ? 0 : plan.scenario.behaviour.hasty.tabs
    askers.reserveCapacity(
      people + Int(Double(people * max(0, tabs - 1)) * plan.scenario.behaviour.hasty.share))
    for person in 0..<UInt32(people) {
      var record = AskerRecord()
      record.person = person
      record.cohort = Self.cohort(of: person, in: population.cohorts, chance: plan.chance)
      askers.append(record)
      readings.append(ReadingRecord())
    }
    if plan.measuresFairness {
      for person in 0..<UInt32(people) {
        let role = population.cohorts[Int(askers[Int(person)].cohort)].role
        askers[Int(person)].sender = Self.sender(person, role, plan)
        for _ in 0..<Self.furtherAccounts(of: askers[Int(person)].sender, plan) {
          let account = UInt32(askers.count)
          askers.append(askers[Int(person)])
          askers[Int(account)].person = account
          readings.append(ReadingRecord())
          holders[account] = person
        }
      }
    }
    if tabs > 0 {
      for person in 0..<UInt32(people)
      where askers[Int(person)].sender == .quiet && hasty.hits(plan.chance.bits(.hasty, person)) {
        askers[Int(person)].flags.insert(.hasty)
        for _ in 1..<max(1, tabs) {
          askers.append(askers[Int(person)])
          readings.append(ReadingRecord())
        }
      }
    }
    if plan.people.setsClassQuestions, askers.count > 0 {
      nextClassBells.grow(toInclude: askers.count - 1, with: 0)
    }
  }

  static func cohort(of person: UInt32, in cohorts: [Cohort], chance: Chance) -> UInt8 {
    var draw = chance.uniform(.cohort, person)
    for (index, cohort) in cohorts.enumerated() {
      draw -= cohort.share
      if draw < 0 { return UInt8(index) }
    }
    return UInt8(cohorts.count - 1)
  }

  /// Sets the first question of everybody, or the first arrival.
  func begin() {
    kernel.prefetch(askers, for: Happening.asker)
    guard plan.scenario.arrivals.kind == .closed else {
      scheduleNextArrival(after: 0)
      return
    }
    let population = plan.scenario.population
    let together = Share(population.synchronisedShare)
    for asker in 0..<UInt32(askers.count) {
      let isTogether = together.hits(plan.chance.bits(.synchronised, entity(asker)))
      let span = isTogether ? population.synchronisedWithin : population.ramp
      let at = Int64(plan.chance.uniform(.arrival, entity(asker)) * Double(span.wholeNanoseconds))
      askers[Int(asker)].plannedAt = at
      askers[Int(asker)].nominalAt = at
      if at < plan.duration { setTimer(asker, .send, at: at, state: .thinking) }
    }
  }

  /// Askers whose request has not ended.
  func openRequests() -> Int {
    var open = 0
    for index in 0..<askers.count {
      switch askers[index].state {
      case .waiting, .reading, .reconnecting, .posting: open += 1
      case .away, .thinking, .countdown: break
      }
    }
    return open
  }

  // MARK: Prefetching

  /// An asker's timer fires soon; its record is fetched by the event list itself.
  @inline(__always) func prepare(_ asker: UInt32) { readings.prefetch(Int(asker)) }

  /// A job's readers hear of it soon.
  @inline(__always) func prepareReaders(of job: UInt32) {
    guard Int(job) < firstReaders.count else { return }
    let asker = firstReaders[Int(job)]
    guard asker != AskerRecord.nothing else { return }
    askers.prefetch(Int(asker))
    readings.prefetch(Int(asker))
  }

  // MARK: Timers

  /// An asker has one timer; setting it replaces the one before.
  func setTimer(_ asker: UInt32, _ meaning: AskerTimer, at time: Int64, state: AskerState) {
    clearTimer(asker)
    readings[Int(asker)].timer = kernel.schedule(.asker, asker, at: time)
    readings[Int(asker)].timerAt = time
    askers[Int(asker)].timerMeaning = meaning
    askers[Int(asker)].state = state
  }

  func clearTimer(_ asker: UInt32) {
    guard askers[Int(asker)].timerMeaning != .none else { return }
    if askers[Int(asker)].flags.contains(.noted) {
      askers[Int(asker)].flags.remove(.noted)
    } else {
      kernel.cancel(readings[Int(asker)].timer)
    }
    askers[Int(asker)].timerMeaning = .none
  }

  /// The timer of an asker fires.
  func timerFired(_ asker: UInt32) {
    let meaning = askers[Int(asker)].timerMeaning
    askers[Int(asker)].timerMeaning = .none
    switch meaning {
    case .none: preconditionFailure("asker \(asker) has no timer")
    case .send:
      if askers[Int(asker)].sender != .quiet { leaveForTheNext(asker) }
      sendQuestion(asker)
    case .patience: giveUp(asker)
    case .resend: sendAgainWithoutWaiting(asker)
    case .cancel:
      noticeFirstToken(asker)
      stopReading(asker)
    case .refresh, .drop:
      noticeFirstToken(asker)
      loseConnection(asker, reloads: meaning == .refresh)
    case .reconnect: reconnect(asker)
    case .cut: cutResponse(asker)
    }
  }

  /// Whose draws the asker's are: a visitor's own number, since its record is used again by later ones.
  @inline(__always) func entity(_ asker: UInt32) -> UInt32 {
    askers[Int(asker)].flags.contains(.visitor) ? askers[Int(asker)].person : asker
  }

  // MARK: The next question

  /// Plans the next question after one has ended or was given up at `now`.
  func planNext(_ asker: UInt32, now: Int64) {
    let index = Int(asker)
    askers[index].job = AskerRecord.nothing
    askers[index].state = .away
    if askers[index].flags.contains(.visitor) {
      leave(asker)
      return
    }
    let at =
      plan.people.thinks && askers[index].sender == .quiet
      ? drawGap(asker, question: askers[index].question, from: now) : max(askers[index].plannedAt, now)
    if at < plan.duration { setTimer(asker, .send, at: at, state: .thinking) }
  }

  /// When the question after the current one is meant to be sent: after a gap, or at a bell if one comes before.
  func drawGap(_ asker: UInt32, question: UInt32, from: Int64) -> Int64 {
    if askers[Int(asker)].sender != .quiet { return from + plan.people.pace }
    var stream = plan.chance.stream(.gap, entity(asker), question)
    var gap = plan.people.gap.nanoseconds(&stream)
    if askers[Int(asker)].flags.contains(.hasty) {
      gap = Int64(Double(gap) * plan.people.hastyGapFactor)
    }
    for number in 0..<plan.people.bells.count {
      let bell = plan.people.bells[number]
      guard from < bell.at, bell.at < from + gap else { continue }
      let person = askers[Int(asker)].person
      guard bell.share.hits(plan.chance.bits(.bell, person, UInt32(number))) else { continue }
      counts.askedAtBell += 1
      if !bell.classShare.isNever {
        let draw = plan.chance.bits(.classQuestion, person, UInt32(number))
        if bell.classShare.hits(draw) { nextClassBells[Int(asker)] = UInt16(number + 1) }
      }
      let spread = plan.chance.uniform(.bellTime, entity(asker), UInt32(number))
      return bell.at + Int64(spread * Double(bell.within))
    }
    return from + gap
  }
}

/// What people did besides asking.
struct PeopleCounts: Sendable {
  var active = 0
  var conversations = 0
  var refreshes = 0
  var resumes = 0
  var rotations = 0
  var resets = 0
  var cancels = 0
  var giveUps = 0
  var closedTabs = 0
  var resends = 0
  var doubleClicks = 0
  var emailOffersAccepted = 0
  var askedAtBell = 0
  var askedForClass = 0
  var retriedAfterCountdown = 0
  var heartbeats = 0
  var connections = 0
  var openConnections = 0
  var mostOpenConnections = 0
  /// Responses that were cut at the longest time of a function.
  var cuts = 0
  var entriesReadAgain: Int64 = 0
  /// Longest that a stream was open, in nanoseconds.
  var longestConnection: Int64 = 0
}
