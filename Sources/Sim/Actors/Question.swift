// What travels with a request: everything that is decided by who asks and what, before the system has a say.

import QueueModel

/// A question on its way through the system. Drawn from the person's own streams, so that every variant of a
/// scenario sees the same one.
struct Question: Sendable, BitwiseCopyable {
  /// The asker, and the number of the question among the asker's.
  var asker: UInt32
  var number: UInt32
  /// The person whom the limiter counts; several askers when the person uses several tabs.
  var person: UInt32
  var promptTokens: Int32
  /// Length of the answer before simple mode and before any cap.
  var answerTokens: Int32
  var role: Role
  /// Priority in the line, 1 to 10.
  var priority: UInt8
  /// True when somebody else may ask the same, so that keeping the answer can pay.
  var isRepeatable: Bool
  /// True when the same may be asked while it is being answered: by somebody else, or by its own asker who does
  /// not wait.
  var isJoinable: Bool
  /// True when it is posted twice within 300 ms, under one key.
  var isDoubleClicked: Bool
  /// What the response cache and single-flight know it by.
  var key: CacheKey
}
