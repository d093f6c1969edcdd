// Asking: what is asked, how it is sent, what people do with the answer at the door.

import QueueModel
import Scenario

extension People {
  /// The moment for a question has come: a new one, or the same one again after a countdown.
  func sendQuestion(_ asker: UInt32) {
    let now = kernel.now
    guard now < plan.duration else {
      askers[Int(asker)].state = .away
      return
    }
    let isRepetition = askers[Int(asker)].state == .countdown
    var record = askers[Int(asker)]
    record.intendedAt = now
    if isRepetition { counts.retriedAfterCountdown += 1 } else { beginQuestion(asker, &record, now: now) }
    askers[Int(asker)] = record
    let question = makeQuestion(asker, record)
    if question.isDoubleClicked { scheduleSecondClick(asker, now: now) }
    submit(question, asker, now: now)
  }

  /// Turns to the next question: of the same conversation, or the first of a new one.
  private func beginQuestion(_ asker: UInt32, _ record: inout AskerRecord, now: Int64) {
    // A person counts once, whatever the number of tabs: at the person's first record.
    if record.flags.contains(.visitor) || record.person == asker {
      if !record.flags.contains(.active), record.sender != .severalAccounts || holders[record.person] == nil {
        counts.active += 1
      }
      record.flags.insert(.active)
    } else if !askers[Int(record.person)].flags.contains(.active) {
      askers[Int(record.person)].flags.insert(.active)
      counts.active += 1
    }
    record.question += 1
    if plan.people.setsClassQuestions, !record.flags.contains(.visitor) { takeClassQuestion(asker, &record) }
    if record.turn >= record.turns {
      record.conversation &+= 1
      record.turn = 0
      record.conversationAt = record.nominalAt
      var stream = plan.chance.stream(.turns, entity(asker), UInt32(record.conversation))
      record.turns = UInt8(clamping: Int(plan.people.turns.value(&stream)))
      counts.conversations += 1
    }
    record.turn += 1
    if !record.flags.contains(.visitor) {
      // Where people think after an answer, when the next question comes is not known before that has ended.
      let gapEnd =
        plan.people.thinks && record.sender == .quiet
        ? now : drawGap(asker, question: record.question, from: now)
      record.plannedAt = gapEnd
      record.nominalAt += gapEnd - now
      readings[Int(asker)].connections = 0
    }
  }

  /// Everything that a question carries, by asker and number alone.
  func makeQuestion(_ asker: UInt32, _ record: AskerRecord) -> Question {
    if let replay = plan.replay { return recordedQuestion(asker, record, in: replay) }
    // A visitor's draws are those of its own number.
    let entity = record.flags.contains(.visitor) ? record.person : asker
    let identity = questionIdentity(entity, record)
    if identity.isRepeatable { send(to: system.answers, identity.key) { $0.prepare($1) } }
    let cohort = cohorts[Int(record.cohort)]
    let number = record.question
    var promptStream = plan.chance.stream(.promptTokens, entity, number)
    var answerStream = plan.chance.stream(.answerTokens, entity, number)
    let growth = plan.people.growth[min(max(1, Int(record.turn)), plan.people.growth.count) - 1]
    let prompt = plan.people.promptTokens.value(&promptStream) + growth.historyTokens
    let answer = plan.people.answerTokens.value(&answerStream) * growth.answerFactor
    return Question(
      asker: entity, number: number, person: record.person,
      promptTokens: Int32(max(1, prompt)), answerTokens: Int32(max(1, answer)), role: cohort.role,
      priority: cohort.priority, isRepeatable: identity.isRepeatable,
      isJoinable: identity.isRepeatable || record.flags.contains(.hasty),
      isDoubleClicked: record.flags.contains(.hasty)
        && plan.people.doubleClickShare.hits(plan.chance.bits(.doubleClick, asker, number)),
      key: identity.key)
  }

  /// Sends the current question once more, at once.
  func sendSameAgain(_ asker: UInt32) {
    let now = kernel.now
    guard now < plan.duration else {
      planNext(asker, now: now)
      return
    }
    askers[Int(asker)].intendedAt = now
    submit(makeQuestion(asker, askers[Int(asker)]), asker, now: now)
  }

  /// Posts a request and goes on by what the door says.
  private func submit(_ question: Question, _ asker: UInt32, now: Int64) {
    let index = Int(asker)
    let body: AdmissionRequest.Body =
      !happens(plan.people.malformedShare, .malformed, asker)
      ? .valid : draw(.malformed, asker) & 1 == 0 ? .malformed : .tooLarge
    let isSignedIn = !happens(plan.people.signedOutShare, .signedOut, asker)
    let request = Submission(
      question: question, asker: asker, body: body, isSignedIn: isSignedIn,
      bypass: cohorts[Int(askers[index].cohort)].bypass,
      claimsTeacher: pretends(question), isRepetition: false)
    let reply = send(to: system.frontDoor, request) { $0.submit($1) }
    goOn(reply, question, asker, now: now)
  }

  /// Goes on by what the door said.
  @inline(__always)
  private func goOn(_ reply: DoorReply, _ question: Question, _ asker: UInt32, now: Int64) {
    let index = Int(asker)
    askers[index].levelMet = reply.level
    askers[index].flags.remove([.direct, .shared])
    if reply.isPending || reply.isUnavailable {
      if reply.isPending { waitAtTheDoor(asker) } else { endAtDoor(asker, .failed, now: now) }
      return
    }
    if plan.switches.statusUnchecked, reply.outcome.isUncheckedRefusal {
      waitForNothing(asker, now: now)
      return
    }
    switch reply.outcome {
    case .malformed, .tooLarge: endAtDoor(asker, .malformed, now: now)
    case .unauthorized: endAtDoor(asker, .unauthorized, now: now)
    case .capped: endAtDoor(asker, .capped, now: now)
    case .cached: readCached(asker, now: now)
    case .limited(let seconds):
      finishRequest(asker, .limited)
      waitOut(asker, seconds: seconds, now: now)
    case .busy(let seconds):
      finishRequest(asker, .busy)
      if askers[index].sender == .quiet, happens(plan.people.emailShare, .email, asker) {
        counts.emailOffersAccepted += 1
        send(to: system.queue, question) { $0.park($1) }
        planNext(asker, now: now)
      } else {
        waitOut(asker, seconds: seconds, now: now)
      }
    case .bypass where plan.switches.bypassClient:
      send(to: system.frontDoor, reply.place) { $0.directCallLeft($1) }
      endAtDoor(asker, .failed, now: now)
    case .bypass:
      askers[index].flags.insert(.direct)
      readDirect(asker, call: reply.place, now: now)
    case .joined, .repeated:
      askers[index].flags.insert(.shared)
      follow(asker, job: reply.place, now: now)
    case .admitted where reply.hasFailed:
      learnOfFailure(asker, job: reply.place, now: now)
    case .admitted:
      follow(asker, job: reply.place, now: now)
    }
  }

  /// The door has no answer yet: the person waits, as long as patience lasts.
  private func waitAtTheDoor(_ asker: UInt32) {
    askers[Int(asker)].state = .posting
    following.value.atDoor += 1
    armPatience(asker, firstTokenExpected: .max)
  }

  /// The door answers a request that had to wait there.
  func doorAnswered(_ asker: UInt32, _ reply: DoorReply) {
    clearTimer(asker)
    following.value.atDoor -= 1
    askers[Int(asker)].state = .away
    goOn(reply, makeQuestion(asker, askers[Int(asker)]), asker, now: kernel.now)
  }

  /// Leaves before the door has answered.
  func leaveDoor(_ asker: UInt32) {
    following.value.atDoor -= 1
    send(to: system.frontDoor, asker) { $0.visitorLeft($1) }
  }

  /// The countdown of a refusal: the same question is sent again when it is over, unless the hour is or the person has
  /// lost interest. Noisy people go on at their pace.
  private func waitOut(_ asker: UInt32, seconds: Int, now: Int64) {
    let at = now + Int64(seconds) * 1_000_000_000
    if at < plan.duration, askers[Int(asker)].sender == .quiet,
      happens(plan.people.comeBackShare, .comeBack, asker)
    {
      setTimer(asker, .send, at: at, state: .countdown)
    } else {
      planNext(asker, now: now)
    }
  }

  private func endAtDoor(_ asker: UInt32, _ outcome: Outcome, now: Int64) {
    finishRequest(asker, outcome)
    planNext(asker, now: now)
  }

  /// A draw for the asker's current question.
  func draw(_ purpose: Purpose, _ asker: UInt32) -> UInt64 {
    plan.chance.bits(purpose, asker, askers[Int(asker)].question)
  }

  /// Whether something that happens to a share of questions happens to the asker's current one.
  @inline(__always) private func happens(_ share: Share, _ purpose: Purpose, _ asker: UInt32) -> Bool {
    !share.isNever && share.hits(draw(purpose, asker))
  }

  // MARK: People who do not wait

  /// Posts the same request again within 300 ms, under the same key.
  private func scheduleSecondClick(_ asker: UInt32, now: Int64) {
    let delay = Int64(
      plan.chance.uniform(.doubleClickDelay, entity(asker), askers[Int(asker)].question) * 300_000_000)
    kernel.schedule(.secondClick, asker, at: now + 1 + delay)
  }

  /// The second click of a double click. Whatever it brings, the person goes on reading the first.
  func secondClick(_ asker: UInt32) {
    let question = makeQuestion(asker, askers[Int(asker)])
    counts.doubleClicks += 1
    if askers[Int(asker)].state == .posting {
      // The first is still at the door, which takes no second with the same key.
      send(to: system.meter) { $0.requestSent() }
      var end = RequestEnd(role: question.role, outcome: .duplicate, level: askers[Int(asker)].levelMet)
      end.intendedAt = kernel.now
      send(to: system.meter, end) { $0.requestEnded($1) }
      return
    }
    let request = Submission(
      question: question, asker: asker, body: .valid, isSignedIn: true, bypass: false, claimsTeacher: false,
      isRepetition: true)
    let reply = send(to: system.frontDoor, request) { $0.submit($1) }
    let outcome: Outcome =
      switch reply.outcome {
      case .repeated, .joined: .duplicate
      case .cached: .cached
      case .limited: .limited
      case .busy: .busy
      default: .duplicate
      }
    var end = RequestEnd(role: question.role, outcome: outcome, level: reply.level)
    end.intendedAt = kernel.now
    send(to: system.meter, end) { $0.requestEnded($1) }
  }

  /// A hasty person has waited long enough: the same question again, under a new key.
  func sendAgainWithoutWaiting(_ asker: UInt32) {
    let now = kernel.now
    let waited = waitInLine(asker)
    leaveAnswer(asker, cancels: false, now: now)
    finishRequest(asker, .abandoned, queueWait: waited)
    counts.giveUps += 1
    if now < plan.duration { counts.resends += 1 }
    sendSameAgain(asker)
  }
}

/// A request as it reaches the door.
struct Submission: Sendable {
  var question: Question
  /// The record of whoever asks.
  var asker: UInt32
  var body: AdmissionRequest.Body
  var isSignedIn: Bool
  var bypass: Bool
  /// The request says that it is a teacher's, and the door believes it.
  var claimsTeacher: Bool
  /// The second post of a double click: the same idempotency key as the first.
  var isRepetition: Bool
}

/// What the door answers.
struct DoorReply: Sendable {
  var outcome: AdmissionOutcome
  /// The level that the request met.
  var level: DegradationLevel
  /// Where the job is kept, or the call for a direct one.
  var place: UInt32 = AskerRecord.nothing
  /// True when the job was begun and failed before the door could answer.
  var hasFailed = false
  /// True when the answer comes later; the outcome means nothing yet.
  var isPending = false
  /// True for an error of the server (500 or 503); the outcome means nothing.
  var isUnavailable = false
}
