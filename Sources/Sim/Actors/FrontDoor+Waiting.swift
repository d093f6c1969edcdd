// The door while Redis is short: a request waits for the answer to each command before the next is sent. As long as
// nothing is short the door takes no virtual time, and none of this happens.

import QueueModel
import Scenario

extension FrontDoor {
  /// Takes a request while a platform is short; nil where it can be judged at once.
  @inline(never)
  func submitWhileShort(_ submission: Submission, level: DegradationLevel) -> DoorReply? {
    if send(to: system.platform, { $0.hasNoFunction() }) {
      return DoorReply(outcome: .unauthorized, level: level, isUnavailable: true)
    }
    // The second post of a double click is decided by the first.
    guard !submission.isRepetition else { return nil }
    let order = order(for: submission)
    let step = order.begin()
    plan.record(.judgement(order.request, nil, then: step))
    var visit = DoorVisit(
      submission: submission, order: order, step: step, level: level, since: kernel.now)
    return goOn(&visit)
  }

  /// Redis has answered a command of a request, or the limiter's time is over.
  func redisAnswered(_ asker: UInt32) {
    guard var visit = visits[asker], visit.answerAt == kernel.now else { return }
    _ = send(to: system.platform) { $0.isShortNow() }
    visits[asker] = nil
    send(to: system.platform, visit.announced) { $0.withdraw($1) }
    if visit.isTimedOut {
      // The commands wait in Redis all the same.
      ledger.redisCommands += visit.announced
      send(to: system.platform) { $0.limiterFailedOpen() }
    }
    visit.announced = 0
    visit.isAnswered = true
    let reply = goOn(&visit)
    if reply.isPending { return }
    send(to: system.people, asker, reply) { $0.doorAnswered($1, $2) }
  }

  /// Sends what the request needs next, until it is decided, refused or has to wait; then the reply is pending.
  private func goOn(_ visit: inout DoorVisit) -> DoorReply {
    while true {
      if let reply = isHeld(&visit) { return reply }
      guard case .ask(let asked) = visit.step else { break }
      visit.step = next(visit.order, finding(asked, visit))
    }
    guard case .decide(let outcome) = visit.step else { preconditionFailure("a request was not decided") }
    countFunctionTime(visit)
    return submit(visit.submission, decided: DecidedVisit(outcome: outcome, level: visit.level))
  }

  /// As the judge of an unhurried door: the same lookups, by what has come meanwhile.
  private func finding(_ asked: AdmissionOrder.Question, _ visit: DoorVisit) -> AdmissionOrder.Finding {
    let question = visit.submission.question
    switch asked {
    case .educatorPlace:
      let isFree =
        educatorMayCall(question) && send(to: system.model, question) { $0.hasEducatorPlace($1) }
      return .educatorPlace(isFree)
    case .repetition:
      ledger.redisCommands += RedisCommands.idempotencyCheck
      return .repetition(nil)
    case .rateLimit where visit.isTimedOut: return .rateLimit(retryAfterSeconds: nil)
    case .rateLimit:
      return .rateLimit(retryAfterSeconds: send(to: system.limiter, question) { $0.check($1) })
    case .cache: return .cache(send(to: system.answers, question) { $0.lookUp($1) })
    case .sameQuestion: return .sameQuestion(send(to: system.answers, question) { $0.answerInTheMaking($1) })
    case .waitingJobs: return .waitingJobs(send(to: system.queue, question.person) { $0.waiting(of: $1) })
    case .level:
      ledger.redisCommands += RedisCommands.degradationRead
      let level = send(to: system.queue) { $0.level() }
      let seconds = level == .busy ? send(to: system.queue, question) { $0.busyAnswer($1) } : 0
      return .level(level, retryAfterSeconds: seconds)
    }
  }

  /// Whoever waited at the door has gone. What was sent to Redis is done there all the same.
  func visitorLeft(_ asker: UInt32) {
    guard let visit = visits.removeValue(forKey: asker) else { return }
    send(to: system.platform, visit.announced) { $0.withdraw($1) }
    ledger.redisCommands += visit.announced
    countFunctionTime(visit)
  }

  /// Sends the commands of the request's next step. A reply where it has to wait for them, or they are refused.
  private func isHeld(_ visit: inout DoorVisit) -> DoorReply? {
    let (commands, isLimiter) = Self.commands(for: visit.step)
    guard commands > 0 else { return nil }
    if visit.isAnswered {
      visit.isAnswered = false
      return nil
    }
    visit.isTimedOut = false
    let question = visit.submission.question
    let trip = RedisTrip(
      session: question.person, commands: commands, entity: question.asker,
      number: question.number &* 64 &+ visit.trips)
    visit.trips += 1
    switch send(to: system.platform, trip, { $0.ask($1) }) {
    case .done(0): return nil
    case .refused:
      countFunctionTime(visit)
      send(to: system.platform) { $0.requestRefused() }
      return DoorReply(outcome: .unauthorized, level: visit.level, isUnavailable: true)
    case .done(let wait):
      let timeout = plan.scenario.system.rateLimit.timeout.wholeNanoseconds
      visit.isTimedOut = isLimiter && timeout > 0 && wait > timeout
      visit.announced = commands
      visit.answerAt = kernel.now + (visit.isTimedOut ? timeout : wait)
      send(to: system.platform, commands) { $0.announce($1) }
      visits[visit.submission.asker] = visit
      kernel.schedule(.doorAnswer, visit.submission.asker, at: visit.answerAt)
      return DoorReply(outcome: .unauthorized, level: visit.level, isPending: true)
    }
  }

  /// What a step takes, 0 where Redis is not asked, and whether the limiter asks.
  private static func commands(for step: AdmissionOrder.Step) -> (Int64, isLimiter: Bool) {
    switch step {
    case .ask(.educatorPlace), .ask(.waitingJobs): (0, false)
    case .ask(.repetition): (RedisCommands.idempotencyCheck, false)
    // A sliding window that is used for the first time.
    case .ask(.rateLimit): (5, true)
    case .ask(.cache): (RedisCommands.cacheGet, false)
    case .ask(.sameQuestion): (RedisCommands.singleFlightJoin, false)
    case .ask(.level): (RedisCommands.degradationRead, false)
    case .decide(.admitted): (RedisCommands.enqueue + RedisCommands.streamCreate, false)
    case .decide: (0, false)
    }
  }

  private func countFunctionTime(_ visit: DoorVisit) {
    ledger.addFunctionTime(
      cpuNanoseconds: 0, memoryBytes: ServiceFootprint.streamMemoryBytes,
      openNanoseconds: kernel.now - visit.since)
  }
}

/// What was decided of a request that has waited for Redis.
struct DecidedVisit: Sendable {
  var outcome: AdmissionOutcome
  /// The level when it came.
  var level: DegradationLevel
}

/// A request at the door that waits for Redis.
struct DoorVisit: Sendable {
  var submission: Submission
  var order: AdmissionOrder
  var step: AdmissionOrder.Step
  /// The level when it came.
  var level: DegradationLevel
  var since: Int64
  /// Commands sent to Redis so far, each script and each single one counted once.
  var trips: UInt32 = 0
  /// When the answer comes to what was sent last.
  var answerAt: Int64 = -1
  /// What that was, in commands.
  var announced: Int64 = 0
  /// It was the limiter's, which does not wait so long.
  var isTimedOut = false
  /// What was sent last has been answered.
  var isAnswered = false
}
