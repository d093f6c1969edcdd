// A language model that serves by continuous batching: the scheduler of vLLM v1, with the cost of a change a change.

/// One replica of a model: requests come, steps follow each other, and every request that runs gets a token a step.
///
/// Running requests go first, each with one token; then prompts are read, first come first served, within the tokens of a
/// step, a long one in pieces. Where memory is short, the request that was admitted last gives its blocks back and begins
/// anew at the head of the line. Steps in which nothing changes are taken together: an arrival, a prompt read to its end and
/// an answer's end each cost O(log n), however many requests run and however long their answers are.
///
/// Source: vLLM 0.19, `v1/core/sched/scheduler.py` and `v1/engine/core.py`.
public struct BatchEngine: Sendable {
  /// What has come of a request.
  public enum Event: Hashable, Sendable {
    case firstToken, lastToken
  }

  /// Something that a caller waits for.
  public struct Outcome: Hashable, Sendable {
    /// The number that the caller gave to the request.
    public var request: UInt32
    /// What it has got.
    public var event: Event
    /// The first whole nanosecond at which it has happened.
    public var at: Int64
  }

  /// How this replica works.
  public let settings: BatchSettings
  /// Requests that had to give their memory back, counted each time.
  public internal(set) var preemptions = 0
  /// Steps that have ended.
  public private(set) var endedSteps = 0

  var stepTime: StepTime
  var requests = BatchedRequests()
  /// Who waits, in the order in which they are taken.
  var waiting = BatchLine()
  /// Who gets a token in each step from `nextStep` on.
  var decoding: DecodingRequests
  /// A prompt of which a part is read: the last that was admitted, if any.
  var partial: BatchedRequests.Handle?
  /// Blocks in use.
  var usedBlocks = 0
  /// Number of the next step that is made up.
  var nextStep = 0

  /// The step that is under way, or several.
  private(set) var executing: BatchStep?
  /// When what is executing began, in picoseconds.
  private var began: Int64 = 0
  /// How long its steps take: they keep what they began with.
  private var executingTime: StepTime
  /// The step after it, where that is made up already.
  private var queued: BatchStep?

  /// A replica that has not served anything. Precondition: `sequences` is at most `tokensPerStep`.
  public init(_ settings: BatchSettings) {
    precondition(
      settings.sequences <= settings.tokensPerStep, "every running request needs a token of each step")
    self.settings = settings
    stepTime = settings.stepTime
    executingTime = settings.stepTime
    decoding = DecodingRequests(tokensPerBlock: settings.tokensPerBlock)
  }

  /// Requests that run or wait.
  public var count: Int { requests.running + waiting.count }
  /// Requests that run.
  public var running: Int { requests.running }
  /// Requests that wait.
  public var waitingCount: Int { waiting.count }

  // MARK: Time

  /// When `advance` has something to do, in whole nanoseconds; nil while nothing runs.
  public var nextWake: Int64? {
    nextEnd.map { ($0 + 999) / 1_000 }
  }

  /// When the step that is executing ends, or the last of several begins.
  var nextEnd: Int64? {
    guard let executing else { return nil }
    return began + duration(of: executing, steps: max(1, executing.count - 1))
  }

  private func duration(of step: BatchStep, steps: Int) -> Int64 {
    step.count == 1
      ? executingTime.duration(decoding: step.decoding, context: step.context, prefill: step.prefill)
        + step.warmUp
      : executingTime.duration(decoding: step.decoding, context: step.context, steps: steps)
  }

  /// Does all that is due until a moment, that moment included, and appends what has come of requests.
  public mutating func advance(to now: Int64, _ outcomes: inout [Outcome]) {
    while let end = nextEnd, end <= now * 1_000 { endStep(at: end, &outcomes) }
  }

  /// What is executing ends at a moment, in picoseconds, and the next begins: at `nextEnd`, or later where this replica has to
  /// wait for another. Of several steps, all but the last end.
  mutating func endStep(at end: Int64, _ outcomes: inout [Outcome]) {
    guard var step = executing else { return }
    if step.count > 1 {
      // Nothing was made up to follow while it was not yet known how many there would be.
      endedSteps += step.count - 1
      step.skip(step.count - 1)
      begin(step, at: end, taking: executingTime)
      return
    }
    endedSteps += 1
    executing = nil
    finish(step, at: end, &outcomes)
    let next = queued ?? makeUp()
    queued = nil
    if let next { begin(next, at: end, taking: stepTime) }
  }

  /// Tokens of an answer that have come by now; none of a request that is over. Precondition: everything due is done.
  public func tokens(of handle: BatchedRequests.Handle, now: Int64) -> Int {
    guard requests.isAlive(handle), requests[handle].hasFirstToken else { return 0 }
    let request = requests[handle]
    // What is made up has not come: a step or two of one that decoded, and of a prompt that is read no more than one token.
    let since = endedSteps(by: now) - request.decodesFrom
    return Int(request.generated) + (request.state == .decoding ? max(-1, since) : min(0, since))
  }

  private func endedSteps(by now: Int64) -> Int {
    guard let step = executing, step.count > 1 else { return endedSteps }
    return endedSteps
      + executingTime.steps(
        within: now * 1_000 - began, decoding: step.decoding, context: step.context, most: step.count - 1)
  }

  private mutating func begin(_ step: BatchStep, at moment: Int64, taking time: StepTime) {
    began = moment
    executing = step
    executingTime = time
    if settings.isAsynchronous, step.count == 1 { queued = makeUp() }
  }

  private mutating func finish(_ step: BatchStep, at end: Int64, _ outcomes: inout [Outcome]) {
    let at = (end + 999) / 1_000
    for handle in step.read where requests.isAlive(handle) && !requests[handle].hasFirstToken {
      requests[handle].hasFirstToken = true
      outcomes.append(Outcome(request: requests[handle].number, event: .firstToken, at: at))
    }
    for handle in step.ending where requests.isAlive(handle) {
      outcomes.append(Outcome(request: requests[handle].number, event: .lastToken, at: at))
      giveBack(handle)
      requests.stopRunning(handle)
      requests.release(handle)
    }
  }

  /// Steps that are not yet under way are made up anew, since something has changed: all but the one that is executing and,
  /// where scheduling is asynchronous, the one after it.
  private mutating func forgetPlans(_ now: Int64) {
    guard var step = executing else { return }
    if step.count > 1 {
      let over = endedSteps(by: now) - endedSteps
      shorten(&step, to: over + 1)
      let past = executingTime.duration(decoding: step.decoding, context: step.context, steps: over)
      endedSteps += over
      step.skip(over)
      begin(step, at: began + past, taking: executingTime)
    }
    if var next = queued, next.count > 1 {
      shorten(&next, to: 1)
      queued = next
    }
  }

  private mutating func shorten(_ step: inout BatchStep, to count: Int) {
    let steps = step.count - count
    nextStep -= steps
    decoding.goBack(steps)
    if settings.reservation == .asItGrows {
      usedBlocks -= decoding.blocksNeeded(from: nextStep, steps: steps)
    }
    step.count = count
  }

  // MARK: What comes from outside

  /// A request comes at a moment, in nanoseconds. `number` is what it is called in outcomes.
  ///
  /// Preconditions: everything due before is done (`advance`), the settings can hold it, and it asks for a token at least.
  @discardableResult public mutating func submit(
    _ number: UInt32, prompt: Int, output: Int, now: Int64
  ) -> BatchedRequests.Handle {
    precondition(
      settings.canHold(prompt: prompt, output: output), "request \(number) is larger than the memory")
    precondition(prompt > 0 && output > 0, "request \(number) has no prompt or asks for nothing")
    forgetPlans(now)
    let handle = requests.add(number, prompt: prompt, output: output)
    waiting.append(handle)
    if executing == nil, let step = makeUp() { begin(step, at: now * 1_000, taking: stepTime) }
    return handle
  }

  /// Whoever asked has gone: the request gets no further token, and nothing more is said of it. Steps that are made up
  /// already take as long as they would have.
  public mutating func cancel(_ handle: BatchedRequests.Handle, now: Int64) {
    guard requests.isAlive(handle) else { return }
    forgetPlans(now)
    switch requests[handle].state {
    case .waiting: waiting.remove(handle)
    case .reading:
      if partial == handle { partial = nil }
    case .decoding: leaveDecoding(handle)
    case .ending: break
    }
    if requests[handle].state != .waiting {
      giveBack(handle)
      requests.stopRunning(handle)
    }
    requests.release(handle)
  }

  /// Steps that begin from now on take another time: a slow minute, or its end.
  public mutating func change(_ time: StepTime, now: Int64) {
    guard time != stepTime else { return }
    forgetPlans(now)
    stepTime = time
  }
}
