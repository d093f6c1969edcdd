// The rules give the same effects wherever they run: every call of a recorded run, made again one by one in actors
// that know no virtual time.

#if DEBUG
  import QueueModel
  import RunReport
  import Scenario
  import Testing

  @testable import Sim

  /// A run in which every answer at the door is given and every transition made.
  private func nastyScenario(seed: UInt64) -> Scenario {
    var scenario = disturbedScenario(seed: seed)
    scenario.name = "nasty"
    scenario.duration = .seconds(900)
    scenario.behaviour.emailShare = 0.02
    scenario.behaviour.hasty.share = 0.3
    scenario.behaviour.hasty.doubleClickShare = 0.3
    scenario.behaviour.malformedShare = 0.02
    scenario.behaviour.closeTabShare = 0.2
    scenario.behaviour.patience = .lognormal(median: 15, sigma: 0.8, shift: 1)
    scenario.system.degradation.busy = 40
    scenario.system.queue.timeToLive = .seconds(40)
    scenario.system.queue.maximumWaitingPerPerson = 1
    scenario.system.educators.requestsPerMinute = 3
    scenario.system.rateLimit.requests = 4
    scenario.system.rateLimit.retryJitter = .seconds(3)
    scenario.llm.limits = [Capacity(kind: .request, per: .minute, value: 150)]
    return scenario
  }

  @Suite struct ParityTests {
    @Test(arguments: [
      Queue.Policy.strictPriority, .deficitRoundRobin, .startTimeFairQueuing, .boundedAging,
    ])
    func ordinaryActorsAnswerEveryCallTheSame(policy: Queue.Policy) async throws {
      var scenario = nastyScenario(seed: 1)
      scenario.system.queue = scenario.system.queue.withPolicy(policy)
      if policy != .strictPriority { scenario.system.queue.maximumRunningPerPerson = 1 }
      var simulation = try Simulation(scenario)
      let journal = simulation.keepJournal()
      _ = await simulation.run()
      let calls = await journal.calls
      #expect(calls.count >= 100_000, "\(calls.count) calls were recorded")

      let shells = try await Shells(scenario)
      var different = 0
      for (index, call) in calls.enumerated() {
        let again = await shells.repeatCall(call)
        if again != call {
          different += 1
          if different <= 5 { Issue.record("seed \(scenario.seed), call \(index): \(call), again: \(again)") }
        }
      }
      #expect(different == 0, "seed \(scenario.seed): \(different) of \(calls.count) calls differ")

      let outcomes = Set(calls.compactMap(outcome))
      for kind in [
        "malformed", "tooLarge", "unauthorized", "bypass", "repeated", "limited", "cached", "joined",
        "capped",
        "busy", "admitted",
      ] {
        #expect(outcomes.contains(kind), "seed \(scenario.seed): no request was \(kind)")
      }
      let missing = Self.transitions.subtracting(await shells.queue.transitions)
      #expect(missing.isEmpty, "seed \(scenario.seed): never seen: \(missing)")
    }

    @Test func aCallThatIsLeftOutShows() async throws {
      var scenario = nastyScenario(seed: 2)
      scenario.duration = .seconds(60)
      var simulation = try Simulation(scenario)
      let journal = simulation.keepJournal()
      _ = await simulation.run()
      var calls = await journal.calls
      let admitted = calls.firstIndex { if case .queue(.admit, _) = $0 { true } else { false } }
      calls.remove(at: try #require(admitted))
      let shells = try await Shells(scenario)
      var different = 0
      for call in calls where await shells.repeatCall(call) != call { different += 1 }
      #expect(different > 0)
    }

    @Test(arguments: Queue.Policy.allCases)
    func everyTransitionOfTheTableIsTheSame(policy: Queue.Policy) async {
      let seed: UInt64 = 7
      let line = Queue().withPolicy(policy).makePolicy()
      let parameters = JobQueueParameters(
        timeToLive: .seconds(40), lease: .seconds(5),
        budget: RetryBudget(ratio: 0.5, minimumPerSecond: 0.5, burst: 3), countsOwners: true)
      let kernel = SimulationKernel()
      let queue = ScriptedQueue(
        kernel: kernel, parameters: parameters, line: line, slots: 6, seed: seed)
      _ = await kernel.run(Script(kernel: kernel, queue: queue, steps: 30_000))
      let calls = await queue.calls
      let shell = QueueShell(parameters: parameters, line: line, slots: 6)
      var different = 0
      for call in calls {
        guard case .queue(let inner, _) = call else { continue }
        if await RecordedCall.queue(inner, shell.apply(inner)) != call { different += 1 }
      }
      #expect(different == 0, "seed \(seed): \(different) of \(calls.count) calls differ")
      let missing = Self.table.subtracting(await shell.transitions)
      #expect(missing.isEmpty, "seed \(seed): never seen: \(missing)")
    }

    /// Every transition that the table allows.
    static let table = Set(
      JobEvent.allCases.flatMap { event in
        JobState.allCases.filter { state in
          // Only defects of the original design lead there.
          JobLifecycle.next(state, event).map { $0 != .unpublished && state != .unpublished } ?? false
        }.map {
          QueueShell.Transition(event: event, state: $0)
        }
      })

    /// The table less what no run does: a worker begins at the moment of dispatch, so that nothing happens to a job
    /// that is only dispatched; every answer has a first token; and whoever waits for an email cannot cancel, nor
    /// does a job expire before it is back in the line.
    static let transitions: Set<QueueShell.Transition> = {
      var all = table
      for event in [JobEvent.retry, .fail, .stall, .cancel] {
        all.remove(QueueShell.Transition(event: event, state: .dispatched))
      }
      all.remove(QueueShell.Transition(event: .complete, state: .processing))
      all.remove(QueueShell.Transition(event: .cancel, state: .parked))
      all.remove(QueueShell.Transition(event: .expire, state: .parked))
      all.remove(QueueShell.Transition(event: .expire, state: .retryScheduled))
      return all
    }()

    private func outcome(_ call: RecordedCall) -> String? {
      guard case .judgement(_, _, .decide(let outcome)) = call else { return nil }
      return switch outcome {
      case .malformed: "malformed"
      case .tooLarge: "tooLarge"
      case .unauthorized: "unauthorized"
      case .bypass: "bypass"
      case .repeated: "repeated"
      case .limited: "limited"
      case .cached: "cached"
      case .joined: "joined"
      case .capped: "capped"
      case .busy: "busy"
      case .admitted: "admitted"
      }
    }
  }

  extension PriorityQueue {
    fileprivate var parameters: JobQueueParameters { rules.value.parameters }
  }

  /// One shell for each actor of the simulation that owns rules, set up from the same scenario.
  private struct Shells {
    let queue: QueueShell
    let answers: AnswersShell
    let people: LimiterShell
    let educators: LimiterShell
    let door: DoorShell
    let account: AccountShell

    init(_ scenario: Scenario) async throws {
      let plan = try RunPlan(scenario)
      let actors = SimulatedSystem(kernel: SimulationKernel(), plan: plan)
      queue = QueueShell(
        parameters: await actors.queue.parameters, line: plan.line, slots: plan.slots(at: 0))
      answers = AnswersShell(
        cache: ResponseCache(
          timeToLive: scenario.system.cache.timeToLive,
          maximumEntries: scenario.system.cache.maximumEntries == 0
            ? nil : scenario.system.cache.maximumEntries))
      people = LimiterShell(rule: Limiter.rule(scenario.system.rateLimit))
      educators = LimiterShell(rule: await actors.frontDoor.educatorRule)
      door = DoorShell(policy: await actors.frontDoor.policy)
      account = AccountShell(account: plan.providerLimits())
    }

    /// The same call, with the effect that it has here.
    func repeatCall(_ call: RecordedCall) async -> RecordedCall {
      switch call {
      case .judgement(let request, let finding, _):
        return .judgement(request, finding, then: await door.judge(request, finding))
      case .idempotency(let inner, _):
        return .idempotency(inner, await door.apply(inner))
      case .educatorLimit(let person, let milliseconds, _):
        let again = await educators.limit(person, milliseconds: milliseconds)
        return .educatorLimit(person: person, milliseconds: milliseconds, again ?? .timedOut)
      case .personLimit(let person, let milliseconds, _):
        let again = await people.limit(person, milliseconds: milliseconds)
        return .personLimit(person: person, milliseconds: milliseconds, again ?? .timedOut)
      case .countdown(let answer, let now, let jitter, _):
        let seconds = await people.countdown(answer, now: now, jitter: jitter)
        return .countdown(answer, now: now, jitter: jitter, seconds: seconds)
      case .answers(let inner, _): return .answers(inner, await answers.apply(inner))
      case .queue(let inner, _): return .queue(inner, await queue.apply(inner))
      case .account(let inner, _): return .account(inner, await account.apply(inner))
      }
    }
  }
#endif
