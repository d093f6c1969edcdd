// The batch engine by example, and against a replica that looks at every request in every step.

import Testing

@testable import QueueModel

@Suite struct BatchEngineTests {
  /// A millisecond a step and nothing else, unless told otherwise.
  private func settings(_ change: (inout BatchSettings) -> Void = { _ in }) -> BatchSettings {
    var settings = BatchSettings(
      stepTime: StepTime(base: 1_000_000_000, perSequence: 0, perPrefillToken: 0))
    change(&settings)
    return settings
  }

  /// Requests of (moment in milliseconds, prompt, output), and when each gets its first and last token.
  private func run(_ settings: BatchSettings, _ requests: [(at: Int64, prompt: Int, output: Int)]) -> (
    first: [Double], last: [Double], engine: BatchEngine
  ) {
    var engine = BatchEngine(settings)
    var outcomes: [BatchEngine.Outcome] = []
    for (number, request) in requests.enumerated() {
      engine.advance(to: request.at * 1_000_000, &outcomes)
      engine.submit(
        UInt32(number), prompt: request.prompt, output: request.output, now: request.at * 1_000_000)
    }
    while let wake = engine.nextWake { engine.advance(to: wake, &outcomes) }
    func times(_ event: BatchEngine.Event) -> [Double] {
      requests.indices.map { number in
        outcomes.first { $0.request == UInt32(number) && $0.event == event }.map { Double($0.at) / 1e6 }
          ?? .nan
      }
    }
    return (times(.firstToken), times(.lastToken), engine)
  }

  @Test func aLoneRequestGetsATokenAStep() {
    let (first, last, engine) = run(settings(), [(0, 100, 5)])
    #expect(first == [1])
    #expect(last == [5])
    #expect(engine.endedSteps == 5)
    #expect(engine.count == 0)
  }

  @Test func aStepTakesLongerTheMoreIsInIt() {
    let time = StepTime(
      base: 1_000_000_000, perSequence: 100_000_000, perPrefillToken: 10_000_000, perContextToken: 1_000_000)
    // Reading 100 tokens: 1 + 1 ms. Then tokens with 101, 102 and 103 before them: 1 + 0.1 + 0.101 ms and so on.
    let (first, last, _) = run(BatchSettings(stepTime: time), [(0, 100, 4)])
    #expect(first == [2])
    #expect(abs(last[0] - (2 + 3 * 1.1 + 0.306)) < 1e-9)
  }

  @Test func aLongPromptIsReadInPieces() {
    let (first, last, _) = run(
      settings {
        $0.tokensPerStep = 300; $0.sequences = 100
      }, [(0, 1_000, 1)])
    #expect(first == [4])
    #expect(last == [4])
  }

  @Test func whoComesDuringAStepRunsInTheStepAfterTheNext() {
    let requests: [(at: Int64, prompt: Int, output: Int)] = [(0, 10, 100), (2, 10, 100)]
    // The step from 2 to 3 ms was made up when the one before began, and so was the one from 3 to 4.
    #expect(run(settings(), requests).first == [1, 5])
    #expect(run(settings { $0.isAsynchronous = false }, requests).first == [1, 4])
  }

  @Test func theFirstStepIsSlow() {
    let (first, _, _) = run(settings { $0.warmUp = 300_000_000_000 }, [(0, 10, 2), (1_000, 10, 2)])
    #expect(first == [301, 1_001])
  }

  @Test func noMoreRunThanMay() {
    let (first, last, _) = run(
      settings {
        $0.sequences = 2; $0.isAsynchronous = false
      }, [(0, 10, 10), (0, 10, 10), (0, 10, 10)])
    #expect(first == [1, 2, 11])
    #expect(last == [10, 11, 20])
  }

  @Test func whoWasAdmittedLastGivesItsMemoryBack() {
    // Ten blocks of four tokens: two requests of 16 tokens each fit, and do not once they have 20 together with answers.
    let small = settings {
      $0.blocks = 10
      $0.tokensPerBlock = 4
      $0.isAsynchronous = false
    }
    let (first, last, engine) = run(small, [(0, 16, 16), (0, 16, 16)])
    #expect(engine.preemptions == 1)
    #expect(first == [1, 2], "a first token comes once")
    #expect(last[0] == 16)
    #expect(last[1] > 16 + 8)
    #expect(engine.usedBlocks == 0)
  }

  @Test func whoHasGoneGetsNothing() {
    var engine = BatchEngine(settings())
    var outcomes: [BatchEngine.Outcome] = []
    let first = engine.submit(0, prompt: 10, output: 1_000, now: 0)
    let second = engine.submit(1, prompt: 10, output: 20, now: 0)
    engine.advance(to: 10_500_000, &outcomes)
    engine.cancel(first, now: 10_500_000)
    engine.cancel(first, now: 10_500_000)
    while let wake = engine.nextWake { engine.advance(to: wake, &outcomes) }
    #expect(outcomes.filter { $0.request == 0 }.map(\.event) == [.firstToken])
    #expect(outcomes.filter { $0.request == 1 }.map(\.event) == [.firstToken, .lastToken])
    engine.cancel(second, now: 1_000_000_000)
    #expect(engine.count == 0)
  }

  @Test func manyEqualStepsAreOneLookAtThem() {
    var engine = BatchEngine(settings())
    var outcomes: [BatchEngine.Outcome] = []
    engine.submit(0, prompt: 10, output: 1_000_000, now: 0)
    var wakes = 0
    while let wake = engine.nextWake {
      engine.advance(to: wake, &outcomes)
      wakes += 1
    }
    #expect(engine.endedSteps == 1_000_000)
    #expect(wakes < 10)
  }

  @Test func aPromptOfManyStepsIsLookedAtOnce() {
    var engine = BatchEngine(
      settings {
        $0.tokensPerStep = 100; $0.sequences = 10
      })
    var outcomes: [BatchEngine.Outcome] = []
    engine.submit(0, prompt: 10, output: 1_000, now: 0)
    engine.advance(to: 10_500_000, &outcomes)
    // Comes in the eleventh step; the twelfth is made up; 99 tokens of the prompt fit into each from the thirteenth on.
    engine.submit(1, prompt: 5 * 99, output: 10, now: 10_500_000)
    #expect(engine.nextWake == 17_000_000)
    engine.advance(to: 17_000_000, &outcomes)
    #expect(outcomes.last == BatchEngine.Outcome(request: 1, event: .firstToken, at: 17_000_000))
    #expect(outcomes.count == 2)
  }

  @Test func stepsWithinATimeAreCounted() {
    let time = StepTime(base: 1_000, perSequence: 10, perPrefillToken: 1, perContextToken: 3)
    for span in [Int64(0), 1, 1_999, 2_000, 50_000, 1_000_000_000] {
      let steps = time.steps(within: span, decoding: 5, context: 70, most: 10_000)
      #expect(time.duration(decoding: 5, context: 70, steps: steps) <= span)
      #expect(steps == 10_000 || time.duration(decoding: 5, context: 70, steps: steps + 1) > span)
    }
  }

  // MARK: Against the reference

  /// Draws a small case.
  private struct Case {
    var settings: BatchSettings
    var requests: [(at: Int64, prompt: Int, output: Int)] = []
    /// Tokens at the beginning of each prompt that others have had computed.
    var cached = 0
    /// Moments at which a request is given up, and at which steps become slower or faster.
    var cancellations: [(at: Int64, number: Int)] = []
    var changes: [(at: Int64, time: StepTime)] = []

    init(_ random: inout SeededGenerator, isPlain: Bool) {
      func time() -> StepTime {
        StepTime(
          base: .random(in: 1_000_000...40_000_000_000, using: &random),
          perSequence: .random(in: 0...2_000_000_000, using: &random),
          perPrefillToken: .random(in: 0...500_000_000, using: &random),
          perContextToken: .random(in: 0...20_000_000, using: &random))
      }
      settings = BatchSettings(stepTime: time())
      settings.sequences = .random(in: 1...8, using: &random)
      settings.tokensPerStep = settings.sequences + .random(in: 0...60, using: &random)
      settings.tokensPerBlock = .random(in: 1...8, using: &random)
      settings.isAsynchronous = .random(using: &random)
      settings.prefixCache = .random(using: &random)
      settings.takesEqualStepsAtOnce = Int.random(in: 0..<4, using: &random) > 0
      if Int.random(in: 0..<4, using: &random) == 0 { settings.reservation = .wholeAnswer }
      settings.warmUp = .random(using: &random) ? .random(in: 0...1_000_000_000_000, using: &random) : 0
      let prompt = Int.random(in: 1...40, using: &random)
      let output = Int.random(in: 1...60, using: &random)
      // Poisson arrivals at up to about what the replica can serve.
      let gap =
        Double.random(in: 0.05...3, using: &random) * 1e-3 * Double(settings.stepTime.base) * Double(output)
        / Double(settings.sequences)
      var now = 0.0
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        let draws = !isPlain && Bool.random(using: &random)
        requests.append(
          (
            at: Int64(now), prompt: draws ? .random(in: 1...40, using: &random) : prompt,
            output: draws ? .random(in: 1...60, using: &random) : output
          ))
        now += -PortableMath.log(Double.random(in: 1e-9...1, using: &random)) * gap
      }
      if Bool.random(using: &random) {
        let largest = requests.map {
          ($0.prompt + $0.output + settings.tokensPerBlock - 1) / settings.tokensPerBlock
        }
        settings.blocks = largest.max()! + .random(in: 0...40, using: &random)
      }
      guard !isPlain else { return }
      cached = .random(in: 0...30, using: &random)
      for number in requests.indices where Int.random(in: 0..<8, using: &random) == 0 {
        let at = requests[number].at + Int64(Double.random(in: 0...20, using: &random) * gap)
        cancellations.append((at: at, number: number))
      }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        changes.append((at: Int64(Double.random(in: 0...1, using: &random) * now), time: time()))
      }
    }

    enum Happening {
      case submit(Int)
      case cancel(Int)
      case change(StepTime)
    }

    /// Everything that comes from outside, in order of time.
    var happenings: [(at: Int64, what: Happening)] {
      let all =
        requests.enumerated().map { (at: $1.at, rank: 0, what: Happening.submit($0)) }
        + cancellations.map { (at: $0.at, rank: 1, what: .cancel($0.number)) }
        + changes.map { (at: $0.at, rank: 2, what: .change($0.time)) }
      return all.enumerated().sorted {
        ($0.element.at, $0.element.rank, $0.offset) < ($1.element.at, $1.element.rank, $1.offset)
      }
      .map { (at: $0.element.at, what: $0.element.what) }
    }
  }

  private struct Result {
    var outcomes: [BatchEngine.Outcome]
    var preemptions: Int
    var steps: Int
    /// Tokens that had come of each request, whenever something came from outside.
    var tokens: [Int]
  }

  /// Looks at an engine at the moments that it names and no other: every outcome is found when it happens.
  private func lookWhenTold(
    _ engine: inout BatchEngine, until now: Int64, _ outcomes: inout [BatchEngine.Outcome]
  ) {
    while let wake = engine.nextWake, wake <= now {
      let known = outcomes.count
      engine.advance(to: wake, &outcomes)
      #expect(outcomes[known...].allSatisfy { $0.at == wake })
    }
    let known = outcomes.count
    engine.advance(to: now, &outcomes)
    #expect(outcomes.count == known, "an outcome that nobody was told to look for")
  }

  private func byEngine(_ given: Case) -> Result {
    var engine = BatchEngine(given.settings)
    var outcomes: [BatchEngine.Outcome] = []
    var handles: [Int: BatchedRequests.Handle] = [:]
    var tokens: [Int] = []
    for (at, what) in given.happenings {
      lookWhenTold(&engine, until: at, &outcomes)
      for number in given.requests.indices {
        if let handle = handles[number] { tokens.append(engine.tokens(of: handle, now: at)) }
      }
      switch what {
      case .submit(let number):
        let request = given.requests[number]
        handles[number] = engine.submit(
          UInt32(number), prompt: request.prompt, output: request.output, cached: given.cached, now: at)
      case .cancel(let number):
        engine.cancel(handles[number]!, now: at)
      case .change(let time): engine.change(time, now: at)
      }
    }
    lookWhenTold(&engine, until: .max / 1_000, &outcomes)
    #expect(engine.count == 0 && engine.usedBlocks == 0 && engine.decoding.count == 0)
    #expect(engine.decoding.context == 0)
    return Result(
      outcomes: outcomes, preemptions: engine.preemptions, steps: engine.endedSteps, tokens: tokens)
  }

  private func byStep(_ given: Case) -> Result {
    var tokens: [Int] = []
    var submitted: Set<UInt32> = []
    let reference = StepwiseBatching(given.settings)
    let requests = given.requests.enumerated().map {
      StepwiseBatching.Request(
        UInt32($0), prompt: $1.prompt, output: $1.output, cached: given.cached)
    }
    for (at, what) in given.happenings {
      reference.advance(to: at)
      for request in requests where submitted.contains(request.number) {
        tokens.append(request.isOver ? 0 : request.come)
      }
      switch what {
      case .submit(let number):
        reference.submit(requests[number], now: at)
        submitted.insert(requests[number].number)
      case .cancel(let number): reference.cancel(requests[number])
      case .change(let time): reference.change(time)
      }
    }
    while !reference.isIdle { reference.advance(to: .max / 1_000) }
    return Result(
      outcomes: reference.outcomes, preemptions: reference.preemptions, steps: reference.steps, tokens: tokens
    )
  }

  private func order(_ outcomes: [BatchEngine.Outcome]) -> [BatchEngine.Outcome] {
    outcomes.sorted {
      ($0.at, $0.request, $0.event == .lastToken ? 1 : 0) < (
        $1.at, $1.request, $1.event == .lastToken ? 1 : 0
      )
    }
  }

  /// Poisson arrivals and constant lengths (plain), and whatever else can happen.
  @Test(arguments: [true, false]) func itAgreesWithStepsTakenOneByOne(isPlain: Bool) {
    var random = SeededGenerator(seed: isPlain ? 1 : 2)
    var preemptions = 0
    for number in 0..<2_000 {
      let given = Case(&random, isPlain: isPlain)
      let (fast, slow) = (byEngine(given), byStep(given))
      preemptions += slow.preemptions
      guard order(fast.outcomes) == order(slow.outcomes), fast.preemptions == slow.preemptions,
        fast.steps == slow.steps, fast.tokens == slow.tokens
      else {
        let (one, other) = (order(fast.outcomes), order(slow.outcomes))
        let place = zip(one, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(one.count, other.count)
        Issue.record(
          """
          case \(number): outcome \(place) is \(one.dropFirst(place).first.map { "\($0)" } ?? "missing"), \
          by step \(other.dropFirst(place).first.map { "\($0)" } ?? "missing"); preemptions \(fast.preemptions) and \
          \(slow.preemptions), steps \(fast.steps) and \(slow.steps), tokens \(fast.tokens) and \(slow.tokens); \(given)
          """)
        return
      }
    }
    #expect(preemptions > 1_000, "memory was short often enough to be tried")
  }
}
