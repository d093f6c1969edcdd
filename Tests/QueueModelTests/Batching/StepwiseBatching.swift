// Continuous batching step by step and request by request, in the words of the scheduler's loop: what the engine, which
// counts in sums and takes steps together, must agree with.

@testable import QueueModel

/// A replica that looks at every request in every step.
final class StepwiseBatching {
  final class Request {
    let number: UInt32
    let prompt: Int
    let output: Int
    let cached: Int
    var generated = 0
    var toRead: Int
    var read = 0
    var blocks = 0
    var isDecoding = false
    /// Its last token is made up, and not yet there.
    var isEnding = false
    var isGone = false
    var hasFirstToken = false
    /// Tokens that have come.
    var come = 0
    var isOver: Bool { come == output || isGone }

    init(_ number: UInt32, prompt: Int, output: Int, cached: Int = 0) {
      self.number = number
      self.prompt = prompt
      self.output = output
      self.cached = cached
      toRead = prompt
    }
  }

  private struct Step {
    var decoders: [Request] = []
    var read: [Request] = []
    var ending: [Request] = []
    var decoding = 0
    var context = 0
    var prefill = 0
    var isFirst = false
  }

  private let settings: BatchSettings
  private var time: StepTime
  private var running: [Request] = []
  private var waiting: [Request] = []
  private var executing: Step?
  private var end: Int64 = 0
  private var queued: Step?
  private var isWarm = false
  private(set) var outcomes: [BatchEngine.Outcome] = []
  private(set) var preemptions = 0
  private(set) var steps = 0

  init(_ settings: BatchSettings) {
    self.settings = settings
    time = settings.stepTime
  }

  var isIdle: Bool { executing == nil }

  // MARK: Time

  /// Does what is due until a moment in nanoseconds.
  func advance(to now: Int64) {
    while let step = executing, end <= now * 1_000 {
      steps += 1
      for request in step.decoders + step.read { request.come += 1 }
      for request in step.read where !request.isGone && !request.hasFirstToken {
        request.hasFirstToken = true
        tell(request, .firstToken)
      }
      for request in step.ending where !request.isGone {
        tell(request, .lastToken)
        running.removeAll { $0 === request }
      }
      let next = queued ?? schedule()
      queued = nil
      executing = nil
      if let next { begin(next, at: end) }
    }
  }

  private func tell(_ request: Request, _ event: BatchEngine.Event) {
    outcomes.append(BatchEngine.Outcome(request: request.number, event: event, at: (end + 999) / 1_000))
  }

  private func begin(_ step: Step, at moment: Int64) {
    executing = step
    end = moment + time.duration(decoding: step.decoding, context: step.context, prefill: step.prefill)
    if step.isFirst { end += settings.warmUp }
    if settings.isAsynchronous { queued = schedule() }
  }

  func submit(_ request: Request, now: Int64) {
    waiting.append(request)
    if executing == nil, let step = schedule() { begin(step, at: now * 1_000) }
  }

  func cancel(_ request: Request) {
    request.isGone = true
    running.removeAll { $0 === request }
    waiting.removeAll { $0 === request }
  }

  func change(_ time: StepTime) { self.time = time }

  // MARK: The scheduler

  private func blocks(_ tokens: Int) -> Int {
    (tokens + settings.tokensPerBlock - 1) / settings.tokensPerBlock
  }

  private var grows: Bool { settings.reservation == .asItGrows }

  private var spare: Int {
    guard let blocks = settings.blocks else { return .max }
    return blocks - running.reduce(0) { $0 + $1.blocks }
  }

  private func preempt() -> Request {
    let index = running.lastIndex { !$0.isEnding }!
    let request = running.remove(at: index)
    request.toRead = request.prompt + request.generated
    request.read = 0
    request.blocks = 0
    request.isDecoding = false
    waiting.insert(request, at: 0)
    preemptions += 1
    return request
  }

  private func schedule() -> Step? {
    var step = Step()
    var budget = settings.tokensPerStep
    var hasPreempted = false
    var decoders: [Request] = []
    var index = 0
    while index < running.count {
      let request = running[index]
      index += 1
      if request.isEnding { continue }
      let tokens = request.isDecoding ? 1 : min(request.toRead - request.read, budget)
      let held = request.isDecoding ? request.prompt + request.generated - 1 : request.read
      var isOut = false
      while grows, blocks(held + tokens) - request.blocks > spare, !isOut {
        hasPreempted = true
        isOut = preempt() === request
      }
      if isOut { break }
      if grows { request.blocks = blocks(held + tokens) }
      budget -= tokens
      if request.isDecoding {
        decoders.append(request)
        step.decoding += 1
        step.context += request.prompt + request.generated
      } else {
        read(request, tokens, &step)
      }
    }
    while !hasPreempted, budget > 0, running.count < settings.sequences, let request = waiting.first {
      let whole = blocks(request.prompt + request.output)
      guard (grows ? blocks(request.toRead) : whole) <= spare else { break }
      waiting.removeFirst()
      running.append(request)
      if settings.prefixCache {
        let known = request.generated > 0 ? request.toRead : request.cached
        request.read = min(known, request.toRead - 1) / settings.tokensPerBlock * settings.tokensPerBlock
      }
      let tokens = min(request.toRead - request.read, budget)
      request.blocks = grows ? blocks(request.read + tokens) : whole
      budget -= tokens
      read(request, tokens, &step)
    }
    guard step.decoding > 0 || step.prefill > 0 else { return nil }
    step.isFirst = !isWarm
    isWarm = true
    step.decoders = decoders
    for request in decoders + step.read {
      request.generated += 1
      request.isDecoding = true
      if request.generated == request.output {
        request.isEnding = true
        step.ending.append(request)
      }
    }
    return step
  }

  private func read(_ request: Request, _ tokens: Int, _ step: inout Step) {
    request.read += tokens
    step.prefill += tokens
    if request.read == request.toRead { step.read.append(request) }
  }
}
