// A replayed trace: each recorded request comes at its own time, from a visitor who asks what the file says. The
// people's own pauses, turns and tokens are not drawn; patience, reading and cancelling are.

import QueueModel
import Scenario

extension People {
  /// Makes a visitor the one who sends a recorded request.
  ///
  /// All requests of a session come from one person, each from a record of its own: a recorded request does not
  /// wait for the answer to the one before. Its draws are those of the session and the turn.
  func takeRole(_ asker: UInt32, of request: UInt32, in replay: FixedTable<Trace.Request>) {
    let recorded = replay[Int(request)]
    self.recorded.grow(toInclude: Int(asker), with: 0)
    self.recorded[Int(asker)] = request
    let turn = recorded.turn
    askers[Int(asker)].person = recorded.session
    askers[Int(asker)].question = turn - 1
    askers[Int(asker)].nominalAt = recorded.atNanoseconds
    guard turn > 1 else { return }
    // The conversation and its person are counted at the first turn.
    askers[Int(asker)].flags.insert(.active)
    askers[Int(asker)].turn = UInt8(min(turn - 1, 254))
    askers[Int(asker)].turns = .max
  }

  /// What the trace says is asked. A file that does not know which requests ask the same leaves that to the
  /// catalogue.
  @inline(never)
  func recordedQuestion(
    _ asker: UInt32, _ record: AskerRecord, in replay: FixedTable<Trace.Request>
  ) -> Question {
    let request = replay[Int(recorded[Int(asker)])]
    let cohort = cohorts[Int(record.cohort)]
    let history = plan.people.keyHoldsHistory ? UInt64(request.history) : 0
    var identity = QuestionIdentity(
      key: CacheKey(high: history, low: UInt64(request.question)), isRepeatable: true)
    if !plan.replayHasQuestions { identity = questionIdentity(record.person, record) }
    if identity.isRepeatable { send(to: system.answers, identity.key) { $0.prepare($1) } }
    return Question(
      asker: record.person, number: record.question, person: record.person,
      promptTokens: max(1, request.promptTokens), answerTokens: max(1, request.answerTokens),
      role: cohort.role, priority: cohort.priority, isRepeatable: identity.isRepeatable,
      isJoinable: identity.isRepeatable, isDoubleClicked: false, key: identity.key)
  }
}
