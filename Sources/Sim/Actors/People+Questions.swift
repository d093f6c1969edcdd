// What is asked: the identity of a question, by which the cache and single-flight know it again.

import QueueModel
import Scenario

/// What a question is known by.
struct QuestionIdentity {
  var key: CacheKey
  /// True when somebody else may ask the same with the same history.
  var isRepeatable: Bool
}

extension People {
  /// The identity of the asker's current question.
  ///
  /// A first turn has no history, so that its key is the question alone; a later turn's history is the
  /// asker's own, so that nobody else can have its key.
  func questionIdentity(_ asker: UInt32, _ record: AskerRecord) -> QuestionIdentity {
    let entity = entity(asker)
    let own = CacheKey(high: 1 << 63 | UInt64(entity), low: UInt64(record.question))
    guard plan.scenario.questions.catalogue == .ragpulse, record.turn == 1 else {
      return QuestionIdentity(key: own, isRepeatable: false)
    }
    var stream = plan.chance.stream(.question, entity, record.question)
    let drawn = catalogue.draw(
      turn: 1, conversationNanoseconds: record.conversationAt, choice: stream.next(), position: stream.next())
    guard case .question(let question) = drawn, question.isRepeatable else {
      return QuestionIdentity(key: own, isRepeatable: false)
    }
    return QuestionIdentity(key: CacheKey(high: 0, low: question.rawValue), isRepeatable: true)
  }
}
