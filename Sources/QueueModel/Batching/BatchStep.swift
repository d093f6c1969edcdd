// What is done in a step, or in several that are alike.

/// A step that is made up. It holds no reference: at an exam's peak there are thousands a second.
struct BatchStep: Sendable, BitwiseCopyable {
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
  var read = RequestList()
  /// Requests that get their last token.
  var ending = RequestList()

  /// True when anything may be told at its end.
  var hasOutcomes: Bool { !read.isEmpty || !ending.isEmpty }

  /// Leaves out the first of several steps.
  mutating func skip(_ steps: Int) {
    count -= steps
    context += decoding * steps
  }
}

/// Requests in order, linked through their records.
struct RequestList: Sendable, BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1

  var isEmpty: Bool { first < 0 }
}
