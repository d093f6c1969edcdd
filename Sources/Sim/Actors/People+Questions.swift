// What is asked: the identity of a question, by which the cache and single-flight know it again.

import QueueModel
import Scenario

/// What a question is known by.
struct QuestionIdentity {
  var key: CacheKey
  /// True when the same key may be asked again: with the same history, where the key holds it.
  var isRepeatable: Bool
}

extension People {
  /// The identity of the current question of an asker whose draws are those of `entity`.
  ///
  /// A first turn has no history, so that its key is the question alone; a later turn's history is the
  /// asker's own, so that nobody else can have its key as long as the key holds the history.
  func questionIdentity(_ entity: UInt32, _ record: AskerRecord) -> QuestionIdentity {
    if record.classBell != 0 { return classQuestion(record) }
    let own = CacheKey(high: 1 << 63 | UInt64(entity), low: UInt64(record.question))
    switch plan.people.repetition {
    case .ofFirstTurns where record.turn == 1: break
    case .none, .ofFirstTurns: return QuestionIdentity(key: own, isRepeatable: false)
    case .ofAllTurns: return questionAlone(entity, record)
    }
    var stream = plan.chance.stream(.question, entity, record.question)
    let drawn = catalogue.draw(
      turn: 1, conversationNanoseconds: record.conversationAt, choice: stream.next(), position: stream.next())
    guard case .question(let question) = drawn, question.isRepeatable else {
      return QuestionIdentity(key: own, isRepeatable: false)
    }
    return QuestionIdentity(key: CacheKey(high: 0, low: question.rawValue), isRepeatable: true)
  }

  /// Makes a class's question of the one that begins, if a teacher has set it. It begins a conversation.
  @inline(never) func takeClassQuestion(_ asker: UInt32, _ record: inout AskerRecord) {
    record.classBell = nextClassBells[Int(asker)]
    nextClassBells[Int(asker)] = 0
    guard record.classBell != 0 else { return }
    counts.askedForClass += 1
    record.turns = record.turn
  }

  /// The question that the teacher of this person's class has set.
  @inline(never) private func classQuestion(_ record: AskerRecord) -> QuestionIdentity {
    let bell = plan.people.bells[Int(record.classBell) - 1]
    let draw = plan.chance.bits(.schoolClass, record.person)
    let schoolClass = draw.multipliedFullWidth(by: bell.classes).high
    return QuestionIdentity(
      key: CacheKey(high: 1 << 62 | UInt64(record.classBell), low: schoolClass), isRepeatable: true)
  }

  /// The identity of a question whose history does not matter: later turns are found as well, and a conversation
  /// finds what it repeats of itself.
  ///
  /// The words of a turn are those of its question's number, and the numbers of a conversation follow each other.
  @inline(never)
  private func questionAlone(_ entity: UInt32, _ record: AskerRecord) -> QuestionIdentity {
    let turn = Int(record.turn)
    func words(_ wanted: Int) -> (choice: UInt64, position: UInt64) {
      let number = UInt32(truncatingIfNeeded: Int(record.question) + wanted - turn)
      var stream = plan.chance.stream(.question, entity, number)
      return (stream.next(), stream.next())
    }
    let question = catalogue.question(
      turn: turn, conversationNanoseconds: record.conversationAt, words: words)
    let isRepeated =
      question.isRepeatable || catalogue.repeatsPrevious(turn: turn, choice: words(turn).choice)
      || (turn < Int(record.turns)
        && catalogue.repeatsPrevious(turn: turn + 1, choice: words(turn + 1).choice))
    return QuestionIdentity(key: CacheKey(high: 0, low: question.rawValue), isRepeatable: isRepeated)
  }
}
