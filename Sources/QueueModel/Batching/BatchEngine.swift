// A language model that serves by continuous batching: the scheduler of vLLM v1, with the cost of a change a change.

/// One replica of a model: requests come, steps follow each other, and every request that runs gets a token a step.
///
/// Running requests go first, each with one token; then prompts are read, first come first served, within the tokens of a
/// step, a long one in pieces. Where memory is short, the request that was admitted last gives its blocks back and begins
/// anew at the head of the line. Steps in which nothing changes are taken together: only an arrival, a prompt read to its end
/// and an answer's end cost anything, however long the answers are. Of n that run, each costs O(log n), and a prompt's end besides
/// the move of at most n notes of 16 bytes.
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
  /// What it has done.
  public internal(set) var tally = BatchTally()

  var stepTime: StepTime
  var requests = BatchedRequests()
  /// Who waits, in the order in which they are taken.
  var waiting = BatchLine()
  /// Who gets a token in each step from `nextStep` on, and who gets the last in the step before it, until what is made up is down
  /// to that one.
  var decoding: DecodingRequests
  /// A prompt of which a part is read: the last that was admitted, if any.
  var partial: BatchedRequests.Handle?
  /// Blocks in use.
  var usedBlocks = 0
  /// Number of the next step that is made up.
  var nextStep = 0

  /// The step that is under way, or several. Not optional, as the next is not: both change in their places.
  private(set) var executing = BatchStep.none
  /// When what is executing began, in picoseconds.
  private var began: Int64 = 0
  /// How long its steps take: they keep what they began with.
  private var executingTime: StepTime
  /// The step after it, where that is made up already.
  private var queued = BatchStep.none
  /// Whether it steps on without work, since others do that it steps with.
  var stepsAlong = false
  /// Whether requests are given memory as their answers grow: where there is no limit nobody counts it.
  let grows: Bool

  /// A replica that has not served anything. Precondition: `sequences` is at most `tokensPerStep`.
  public init(_ settings: BatchSettings) {
    precondition(
      settings.sequences <= settings.tokensPerStep, "every running request needs a token of each step")
    self.settings = settings
    stepTime = settings.stepTime
    executingTime = settings.stepTime
    grows = settings.blocks != nil && settings.reservation == .asItGrows
    decoding = DecodingRequests(tokensPerBlock: grows ? settings.tokensPerBlock : nil)
  }

  /// Steps that have ended.
  public var endedSteps: Int { tally.steps }
  /// Requests that had to give their memory back, counted each time.
  public var preemptions: Int { tally.preemptions }
  /// Requests that run.
  public var running: Int { requests.running }
  /// Requests that run or wait.
  public private(set) var count = 0

  // MARK: Time

  /// No outcome comes before this moment, in whole nanoseconds: whoever calls `advance` then misses none. Nil while nothing runs.
  ///
  /// Exact where something is known to come; else the least that the steps of which nothing is known yet can take.
  public private(set) var nextWake: Int64?

  private mutating func noteWake() { nextWake = nextEndInPicoseconds.map { ($0 + 999) / 1_000 } }

  // Inlined, as are others that only look: else all of the engine would be copied first.
  @inline(__always) private var nextEndInPicoseconds: Int64? {
    guard !executing.isNone else { return nil }
    var end = began + duration(of: executing, taking: executingTime)
    guard settings.takesEqualStepsAtOnce, !executing.hasOutcomes else { return end }
    if !queued.isNone {
      end += duration(of: queued, taking: stepTime)
      if queued.hasOutcomes { return end }
    }
    // Of the steps after it only the least is known: where memory is short, fewer may decode.
    guard settings.blocks == nil else { return end + stepTime.base }
    // A prompt that takes several steps fills all but the last of them, whoever comes before that, and no answer ends before
    // the first that was noted.
    let (count, context, toRead) = (decoding.count, decoding.context, leastToRead)
    let budget = settings.tokensPerStep - count
    let filled = toRead > budget && budget > 0 ? (toRead - 1) / budget : 0
    let full = min(filled, decoding.firstNotedEnd.map { max(0, $0 - nextStep) } ?? filled)
    return end + stepTime.duration(decoding: count, context: context, prefill: budget, steps: full)
      + stepTime.duration(
        decoding: count, context: context + full * count, prefill: min(toRead - full * budget, budget))
  }

  /// Tokens of prompts that the steps which are made up next read at least, whoever comes before that. Without a limit of
  /// memory.
  @inline(__always) private var leastToRead: Int {
    if let handle = partial { return requests[handle].tokens - Int(requests[handle].read) }
    guard requests.running < settings.sequences, let handle = waiting.next else { return 0 }
    return requests[handle].tokens - foundTokens(of: handle)
  }

  /// The number of the request of which the next outcome may be, for whoever fetches what it will touch; nil where nothing is
  /// foreseen. Mutating only so that nothing is copied.
  @inline(__always) public mutating func nextExpected() -> UInt32? {
    guard !executing.isNone else { return nil }
    return executing.hasOutcomes || queued.isNone ? nextExpected(of: executing) : nextExpected(of: queued)
  }

  @inline(__always) private func nextExpected(of step: BatchStep) -> UInt32? {
    if !step.read.isEmpty { return requests[step.read.first].number }
    if !step.ending.isEmpty { return requests[step.ending.first].number }
    // Nothing comes of what is made up, or the end of an answer: whose is noted already.
    let handle = step.endsAnswers ? decoding.firstNoted : partial ?? waiting.next
    return handle.map { requests[$0].number }
  }

  /// How long a step takes, or several that are taken together.
  @inline(__always) private func duration(of step: BatchStep, taking time: StepTime) -> Int64 {
    step.count == 1
      ? time.duration(decoding: step.decoding, context: step.context, prefill: step.prefill) + step.warmUp
      : time.duration(decoding: step.decoding, context: step.context, steps: step.count)
  }

  /// When the step that is executing ends, or the last of several begins; in picoseconds.
  @inline(__always) var nextEnd: Int64? {
    guard !executing.isNone else { return nil }
    return began
      + (executing.count == 1
        ? duration(of: executing, taking: executingTime)
        : executingTime.duration(
          decoding: executing.decoding, context: executing.context, steps: executing.count - 1))
  }

  /// Does all that is due until a moment, that moment included, and appends what has come of requests.
  public mutating func advance(to now: Int64, _ outcomes: inout [Outcome]) {
    guard let end = nextEnd, end <= now * 1_000 else { return }
    endStep(at: end, &outcomes)
    while let end = nextEnd, end <= now * 1_000 { endStep(at: end, &outcomes) }
    noteWake()
  }

  /// What is executing ends at a moment, in picoseconds, and the next begins: at `nextEnd`, or later where this engine has to
  /// wait for another. Of several steps, all but the last end.
  mutating func endStep(at end: Int64, _ outcomes: inout [Outcome]) {
    guard !executing.isNone else { return }
    if executing.count > 1 {
      // Nothing was made up to follow while it was not yet known how many there would be.
      let ended = executing.count - 1
      note(ended, taking: end - began)
      executing.skip(ended)
      begin(at: end)
      return
    }
    note(1, taking: end - began)
    let (read, ending) = (executing.read, executing.ending)
    executing.count = 0
    finish(read, ending, at: end, &outcomes)
    start(at: end)
  }

  // MARK: Stepping along with others

  /// Begins a step without work, since another engine that it steps with has begun one. Precondition: it is idle.
  mutating func stepAlong(from now: Int64) {
    precondition(executing.isNone, "an engine that steps already steps along")
    start(at: now * 1_000)
    noteWake()
  }

  /// Nobody has work any more: the steps without work end.
  mutating func halt() {
    precondition(count == 0, "an engine stops that has \(count) requests")
    // What was made up will not have been.
    nextStep = tally.steps
    // Those who have gone may still be listed.
    for step in [executing, queued] where !step.isNone {
      var (read, ending) = (step.read, step.ending)
      while requests.popRead(&read) != nil {}
      while requests.popEnding(&ending) != nil {}
    }
    executing = .none
    queued = .none
    nextWake = nil
  }

  /// Tokens of an answer that have come by now; none of a request that is over. Precondition: everything due is done.
  public func tokens(of handle: BatchedRequests.Handle, now: Int64) -> Int {
    guard requests.isAlive(handle), requests[handle].hasFirstToken else { return 0 }
    let request = requests[handle]
    // What is made up has not come: a step or two of one that decoded, and of a prompt that is read no more than one token, be
    // it the last.
    let since = endedSteps(by: now) - request.decodesFrom
    return Int(request.generated)
      + (request.state == .decoding || request.endsWhenRead ? max(-1, since) : min(0, since))
  }

  @inline(__always) private func endedSteps(by now: Int64) -> Int {
    guard executing.count > 1 else { return endedSteps }
    return endedSteps
      + executingTime.steps(
        within: now * 1_000 - began, decoding: executing.decoding, context: executing.context,
        most: executing.count - 1)
  }

  /// Steps of those that are executing have ended.
  private mutating func note(_ steps: Int, taking picoseconds: Int64) {
    tally.steps += steps
    tally.decoded += steps * executing.decoding
    tally.read += executing.prefill
    tally.busyPicoseconds += picoseconds
  }

  /// Begins with what is made up, or can be, if there is anything to do.
  private mutating func start(at moment: Int64) {
    executing = queued.isNone ? makeUp() : queued
    queued.count = 0
    executingTime = stepTime
    begin(at: moment)
  }

  /// What is to be executed begins.
  private mutating func begin(at moment: Int64) {
    began = moment
    guard executing.count == 1 else { return }
    if executing.endsAnswers {
      executing.endsAnswers = false
      executing.ending = endings()
    }
    if settings.isAsynchronous { queued = makeUp() }
  }

  private mutating func finish(
    _ read: RequestList, _ ending: RequestList, at end: Int64, _ outcomes: inout [Outcome]
  ) {
    let at = (end + 999) / 1_000
    var read = read
    while let index = requests.popRead(&read) {
      guard let number = requests.firstTokenCame(index) else { continue }
      outcomes.append(Outcome(request: number, event: .firstToken, at: at))
    }
    var ending = ending
    while let index = requests.popEnding(&ending) {
      guard let ended = requests.lastTokenCame(index) else { continue }
      outcomes.append(Outcome(request: ended.number, event: .lastToken, at: at))
      usedBlocks -= Int(ended.blocks)
      count -= 1
    }
  }

  /// Steps that are not yet under way are made up anew, since something has changed: all but the one that is executing and,
  /// where scheduling is asynchronous, the one after it.
  private mutating func forgetPlans(_ now: Int64) {
    if executing.count > 1 {
      let over = endedSteps(by: now) - endedSteps
      // The step after the one that is under way is made up already where that is done ahead: one more of those alike, if
      // there is one.
      let isTwo = settings.isAsynchronous && executing.count >= over + 2
      takeBack(executing.shorten(to: over + (isTwo ? 2 : 1)))
      let past = executingTime.duration(
        decoding: executing.decoding, context: executing.context, steps: over)
      note(over, taking: past)
      executing.skip(over)
      if isTwo {
        queued = executing
        queued.skip(1)
        if queued.endsAnswers {
          queued.endsAnswers = false
          queued.ending = endings()
        }
        executing.count = 1
        executing.endsAnswers = false
        began += past
      } else {
        begin(at: began + past)
      }
    }
    if queued.count > 1 { takeBack(queued.shorten(to: 1)) }
  }

  /// The last steps that were made up are not, after all.
  private mutating func takeBack(_ steps: Int) {
    guard steps > 0 else { return }
    nextStep -= steps
    decoding.goBack(steps)
    if grows { usedBlocks -= decoding.blocksNeeded(from: nextStep, steps: steps) }
  }

  // MARK: What comes from outside

  /// A request comes at a moment, in nanoseconds. `number` is what it is called in outcomes; `cached` are the tokens at the
  /// beginning of its prompt that have been computed for others, and are found where there is a prefix cache.
  ///
  /// Preconditions: everything due before is done (`advance`), the settings can hold it, and it asks for a token at least.
  @discardableResult public mutating func submit(
    _ number: UInt32, prompt: Int, output: Int, cached: Int = 0, now: Int64
  ) -> BatchedRequests.Handle {
    precondition(
      settings.canHold(prompt: prompt, output: output), "request \(number) is larger than the memory")
    precondition(prompt > 0 && output > 0, "request \(number) has no prompt or asks for nothing")
    forgetPlans(now)
    count += 1
    let handle = requests.add(number, prompt: prompt, output: output, cached: cached)
    waiting.append(handle)
    if executing.isNone { start(at: now * 1_000) }
    noteWake()
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
    release(handle)
    noteWake()
  }

  private mutating func release(_ handle: BatchedRequests.Handle) {
    requests.release(handle)
    count -= 1
  }

  /// Steps that begin from now on take another time: a slow minute, or its end.
  public mutating func change(_ time: StepTime, now: Int64) {
    guard time != stepTime else { return }
    forgetPlans(now)
    stepTime = time
    noteWake()
  }
}
