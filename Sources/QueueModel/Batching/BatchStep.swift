// What is done in a step, or in several that are alike.

/// A step that is made up.
struct BatchStep: Sendable {
  /// Steps, one after the other; where more than one, nothing is read and nothing ends in them.
  var count = 1
  /// Requests that get a token in each.
  var decoding: Int
  /// Tokens that stand before theirs, in the first of the steps.
  var context: Int
  /// Tokens of prompts.
  var prefill = 0
  /// Picoseconds that it takes besides.
  var warmUp: Int64 = 0
  /// Requests whose prompt is read to its end: they get their next token.
  var read: [BatchedRequests.Handle] = []
  /// Requests that get their last token.
  var ending: [BatchedRequests.Handle] = []

  /// A step of which nothing is made up but who decodes.
  mutating func begin(decoding: Int, context: Int) {
    count = 1
    self.decoding = decoding
    self.context = context
    prefill = 0
    warmUp = 0
  }

  /// Leaves out the first of several steps.
  mutating func skip(_ steps: Int) {
    count -= steps
    context += decoding * steps
  }
}
