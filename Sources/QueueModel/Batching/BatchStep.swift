// What is done in a step, or in several that are alike.

/// A step that is made up. It holds no reference: at an exam's peak there are thousands a second.
struct BatchStep: Sendable, BitwiseCopyable {
  /// Steps, one after the other; where more than one, nothing is read in them, and nothing ends but in the last. 0 where
  /// there is nothing to do.
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
  /// Whether answers end in the last of several steps. Whose they are is noted when only that one is left.
  var endsAnswers = false

  /// Nothing to do.
  static var none: BatchStep { BatchStep(count: 0, decoding: 0, context: 0) }

  var isNone: Bool { count == 0 }

  /// True when anything may be told at its end.
  var hasOutcomes: Bool { !read.isEmpty || !ending.isEmpty || endsAnswers }

  /// Leaves out the first of several steps.
  mutating func skip(_ steps: Int) {
    count -= steps
    context += decoding * steps
  }

  /// Leaves out the last of several steps, so that no more than `count` are left. Returns how many went.
  mutating func shorten(to count: Int) -> Int {
    let left = self.count - count
    guard left > 0 else { return 0 }
    endsAnswers = false
    self.count = count
    return left
  }
}

/// Requests in order, linked through their records.
struct RequestList: Sendable, BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1

  var isEmpty: Bool { first < 0 }
}
