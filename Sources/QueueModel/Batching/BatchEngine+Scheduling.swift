// What the next step does: the scheduler itself.

extension BatchEngine {
  /// Makes up the next step, and those after it that are alike; none when there is nothing to do.
  mutating func makeUp() -> BatchStep {
    let hasPreempted = makeRoom()
    var step = BatchStep(decoding: decoding.count, context: decoding.context)
    if grows { usedBlocks += decoding.blocksNeeded(at: nextStep) }
    var budget = settings.tokensPerStep - decoding.count
    let isPartialOut = readOn(&step, &budget)
    if !hasPreempted, !isPartialOut { admit(&step, &budget) }
    guard step.decoding > 0 || step.prefill > 0 || stepsAlong else { return .none }
    if nextStep == 0 { step.warmUp = settings.warmUp }
    count(&step)
    extend(&step)
    return step
  }

  @inline(__always) private var spareBlocks: Int { settings.blocks.map { $0 - usedBlocks } ?? .max }

  /// Blocks that a request must find free to be admitted.
  @inline(__always) private func blocksToAdmit(_ handle: BatchedRequests.Handle) -> Int {
    guard settings.blocks != nil else { return 0 }
    return settings.blocks(for: grows ? requests[handle].tokens : requests[handle].longest)
  }

  /// Whoever decodes needs memory for the next token; true when somebody had to give theirs back.
  private mutating func makeRoom() -> Bool {
    var hasPreempted = false
    while grows, decoding.blocksNeeded(at: nextStep) > spareBlocks {
      preemptLast()
      hasPreempted = true
    }
    return hasPreempted
  }

  /// Reads on in a prompt of which a part is read; true when there was no memory for it and it had to begin anew.
  private mutating func readOn(_ step: inout BatchStep, _ budget: inout Int) -> Bool {
    guard let handle = partial else { return false }
    let tokens = min(requests[handle].tokens - Int(requests[handle].read), budget)
    let blocks =
      grows ? settings.blocks(for: Int(requests[handle].read) + tokens) - Int(requests[handle].blocks) : 0
    guard blocks <= spareBlocks else {
      preemptLast()
      return true
    }
    read(handle, tokens, blocks, &step, &budget)
    return false
  }

  /// Admits who waits, in order, as long as there are tokens in the step, places, and memory for the whole prompt.
  private mutating func admit(_ step: inout BatchStep, _ budget: inout Int) {
    while budget > 0, partial == nil, requests.running < settings.sequences, let handle = waiting.next {
      let toRead = requests[handle].tokens
      let whole = blocksToAdmit(handle)
      guard whole <= spareBlocks else { return }
      waiting.removeNext()
      let found = foundTokens(of: handle)
      requests.startRunning(handle, found: found)
      let tokens = min(toRead - found, budget)
      read(handle, tokens, grows ? settings.blocks(for: found + tokens) : whole, &step, &budget)
    }
  }

  /// Tokens of a prompt that have been computed before: whole blocks, and never all of it, for the last token is what gives
  /// the next.
  @inline(__always) func foundTokens(of handle: BatchedRequests.Handle) -> Int {
    guard settings.prefixCache else { return 0 }
    let toRead = requests[handle].tokens
    let known = requests[handle].generated > 0 ? toRead : Int(requests[handle].cached)
    return min(known, toRead - 1) / settings.tokensPerBlock * settings.tokensPerBlock
  }

  private mutating func read(
    _ handle: BatchedRequests.Handle, _ tokens: Int, _ blocks: Int, _ step: inout BatchStep,
    _ budget: inout Int
  ) {
    let isRead = requests[handle].wasRead(tokens, blocks)
    usedBlocks += blocks
    step.prefill += tokens
    budget -= tokens
    if isRead {
      partial = nil
      requests.append(handle, toRead: &step.read)
    } else {
      partial = handle
    }
  }

  /// Everybody who decodes has a token more after the step, and whose last it is leaves.
  private mutating func count(_ step: inout BatchStep) {
    decoding.goOn(1)
    nextStep += 1
    step.ending = endings()
    var index = step.read.first
    while index >= 0 {
      let handle = requests.handle(index)
      index = requests[index].nextRead
      let record = requests[handle].gotToken(at: nextStep)
      if record.state == .ending {
        requests.append(handle, toEnding: &step.ending)
      } else {
        decoding.add(handle, context: record.tokens, from: nextStep, until: record.endsIn)
      }
    }
  }

  /// Those whose last token comes in the step that was made up last: they leave those who decode.
  mutating func endings() -> RequestList {
    var endings = RequestList()
    while let handle = decoding.popEnd(at: nextStep - 1, requests) {
      requests.append(handle, toEnding: &endings)
      leaveDecoding(handle)
      requests[handle].state = .ending
    }
    return endings
  }

  /// The steps after it are like it: up to and with the one in which the first answer ends, or as many as memory lasts for. None,
  /// where somebody can be admitted.
  private mutating func extend(_ step: inout BatchStep) {
    guard settings.takesEqualStepsAtOnce, step.prefill == 0, step.ending.isEmpty, step.warmUp == 0,
      partial == nil,
      let end = decoding.firstEnd(requests)
    else { return }
    if let handle = waiting.next {
      // What ends in the step before this one makes a place, and memory.
      let isAnythingFreed = !executing.isNone && !executing.ending.isEmpty
      let isAdmitted =
        requests.running < settings.sequences
        && blocksToAdmit(handle) <= spareBlocks
      if isAnythingFreed || isAdmitted { return }
    }
    var steps = end + 1 - nextStep
    if grows {
      var spare = spareBlocks
      var fitting = 0
      while fitting < steps, decoding.blocksNeeded(at: nextStep + fitting) <= spare {
        spare -= decoding.blocksNeeded(at: nextStep + fitting)
        fitting += 1
      }
      usedBlocks += spareBlocks - spare
      steps = fitting
    }
    nextStep += steps
    decoding.goOn(steps)
    step.count += steps
    step.endsAnswers = nextStep > end
  }

  // MARK: One request

  /// Takes a request out of those that decode in the next step.
  mutating func leaveDecoding(_ handle: BatchedRequests.Handle) {
    let tokens = requests[handle].stopped(at: nextStep)
    if grows { requests[handle].blocks = Int32(settings.blocks(for: tokens - 1)) }
    decoding.remove(context: tokens, at: nextStep)
  }

  mutating func giveBack(_ handle: BatchedRequests.Handle) {
    let blocks = Int(requests[handle].blocks)
    guard blocks > 0 else { return }
    usedBlocks -= blocks
    requests[handle].blocks = 0
  }

  /// The request that was admitted last gives its memory back and is the next to be admitted.
  private mutating func preemptLast() {
    guard let handle = requests.lastAdmitted else {
      preconditionFailure("memory is short, and nobody has any")
    }
    tally.preemptions += 1
    if partial == handle { partial = nil }
    if requests[handle].state == .decoding { leaveDecoding(handle) }
    giveBack(handle)
    requests.stopRunning(handle)
    requests[handle].state = .waiting
    requests[handle].read = 0
    waiting.putFirst(handle)
  }
}

extension BatchedRequests {
  /// Whether a request decodes and gets its last token in a step: what was noted of it before may not be true any more.
  func endsIn(_ handle: Handle, _ step: Int) -> Bool {
    isAlive(handle) && self[handle].state == .decoding && self[handle].endsIn == step
  }
}
