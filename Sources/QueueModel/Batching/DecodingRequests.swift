// The requests that get a token in every step: how many, with how many tokens, when they need memory and when they end.

/// Sums over the requests that decode, which change only when one begins or stops.
struct DecodingRequests: Sendable {
  private(set) var count = 0
  /// Tokens that they have, at the next step that is made up.
  private(set) var context = 0
  /// Requests by (tokens that they have − number of the step) modulo the tokens of a block: that stays as it is. Empty where
  /// nobody counts blocks.
  private var phases: [Int]
  /// The first end last: so it goes at once, and what is moved when one comes is less than a page.
  private var ends: [End] = []

  /// When a request gets its last token.
  private struct End: Sendable {
    var step: Int
    var handle: BatchedRequests.Handle

    static func < (left: End, right: End) -> Bool {
      (left.step, left.handle.index, left.handle.generation) < (
        right.step, right.handle.index, right.handle.generation
      )
    }
  }

  init(tokensPerBlock: Int?) { phases = Array(repeating: 0, count: tokensPerBlock ?? 0) }

  private func phase(_ context: Int, at step: Int) -> Int {
    let phase = (context - step) % phases.count
    return phase < 0 ? phase + phases.count : phase
  }

  /// A request decodes from a step on, in which it has so many tokens; it gets its last in step `end`.
  mutating func add(_ handle: BatchedRequests.Handle, context tokens: Int, from step: Int, until end: Int) {
    count += 1
    context += tokens
    if !phases.isEmpty { phases[phase(tokens, at: step)] += 1 }
    insert(End(step: end, handle: handle))
  }

  /// A request that would have so many tokens in a step does not decode in it. Its end is found stale later.
  mutating func remove(context tokens: Int, at step: Int) {
    count -= 1
    context -= tokens
    if !phases.isEmpty { phases[phase(tokens, at: step)] -= 1 }
  }

  mutating func goOn(_ steps: Int) { context += count * steps }

  mutating func goBack(_ steps: Int) { context -= count * steps }

  /// Blocks that they need more of in a step: a request does whose token is the first of a block.
  func blocksNeeded(at step: Int) -> Int { phases[phase(1, at: step)] }

  func blocksNeeded(from step: Int, steps: Int) -> Int {
    var blocks = count * (steps / phases.count)
    for offset in 0..<(steps % phases.count) { blocks += blocksNeeded(at: step + offset) }
    return blocks
  }

  // MARK: Ends, in order

  /// The end that was noted as the first, true or not: none that is true comes before it.
  var firstNotedEnd: Int? { ends.last?.step }
  /// Whose it is.
  var firstNoted: BatchedRequests.Handle? { ends.last?.handle }

  /// The step of the first end that is still true.
  mutating func firstEnd(_ requests: borrowing BatchedRequests) -> Int? {
    while let end = ends.last {
      // As many ends as requests: none is stale.
      if ends.count == count || requests.endsIn(end.handle, end.step) { return end.step }
      ends.removeLast()
    }
    return nil
  }

  /// Takes out an end that is due in a step; nil when there is none.
  mutating func popEnd(
    at step: Int, _ requests: borrowing BatchedRequests
  ) -> BatchedRequests.Handle? {
    guard firstEnd(requests) == step else { return nil }
    return ends.removeLast().handle
  }

  private mutating func insert(_ end: End) {
    var places = 0..<ends.count
    while !places.isEmpty {
      let middle = places.lowerBound + places.count / 2
      places = ends[middle] < end ? places.lowerBound..<middle : middle + 1..<places.upperBound
    }
    // By hand: `insert` would allocate.
    ends.append(end)
    var place = ends.count - 1
    while place > places.lowerBound {
      ends[place] = ends[place - 1]
      place -= 1
    }
    ends[place] = end
  }
}
