// Each invariant can fail: a run in which it is broken on purpose ends there, and its report says what was found.
// Debug builds check after each event; the recount that every build makes has tests of its own.

#if DEBUG
  import RunReport
  import Scenario
  import Testing

  @testable import QueueModel
  @testable import Sim

  /// What a test does to a run after one of its events; true once it is done.
  private typealias Sabotage = @Sendable (SimulatedSystem) -> Bool

  /// Serves the last job that came first, whatever its score, and promises what strict priority does.
  private struct LatestFirst: DispatchPolicy {
    var contract = StrictPriority().contract
    private var jobs: [WaitingJob] = []
    var count: Int { jobs.count }

    mutating func insert(_ job: WaitingJob, now: Instant) { jobs.append(job) }
    mutating func popNext(now: Instant) -> WaitingJob? { jobs.popLast() }
    mutating func remove(_ handle: JobHandle) -> Bool {
      let place = jobs.firstIndex { $0.handle == handle }
      if let place { jobs.remove(at: place) }
      return place != nil
    }
    func peekNext(now: Instant) -> WaitingJob? { jobs.last }
  }

  /// A run in which everything happens, and that is recounted twice on the way in debug builds.
  private func longScenario(seed: UInt64) -> Scenario {
    var scenario = disturbedScenario(seed: seed)
    scenario.duration = .seconds(900)
    return scenario
  }

  @Suite struct InvariantTests {
    /// From this event on a run is broken: by then jobs wait and answers are read. The next but one is followed by a
    /// recount.
    private static let event = 9_998

    /// By which check a broken invariant is found in debug builds.
    private enum Check {
      /// That of what the event has touched, after the very event.
      case touched
      /// The recount of everything, or a check of a later event.
      case later
    }

    /// Breaks a run once and expects that it ends there, with this finding.
    private func expect(
      _ name: String, _ words: String, foundBy check: Check, after sabotage: @escaping Sabotage,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      let brokenAt = Kept(0)
      let run = try await runMeddled(
        longScenario(seed: 1),
        afterEach: { system, _, _, number in
          if number >= Self.event, brokenAt.value == 0, sabotage(system) { brokenAt.value = number }
        })
      expectBroken(run.report, name, words, sourceLocation)
      #expect(run.report.run.isPartial, sourceLocation: sourceLocation)
      #expect(run.report.run.partialReason == "an invariant was broken", sourceLocation: sourceLocation)
      let detail = run.report.invariants.first { $0.name == name }?.detail ?? ""
      #expect(detail.contains(", after event \(run.events) at "), sourceLocation: sourceLocation)
      if check == .touched { #expect(run.events == brokenAt.value, sourceLocation: sourceLocation) }
    }

    private func expectBroken(
      _ report: RunReport, _ name: String, _ words: String, _ sourceLocation: SourceLocation
    ) {
      let finding = report.invariants.first { $0.name == name }
      #expect(finding?.held == false, "\(name) held", sourceLocation: sourceLocation)
      #expect(
        finding?.detail?.contains(words) == true, "\(finding?.detail ?? "no detail")",
        sourceLocation: sourceLocation)
      #expect(report.verdict == .broken, sourceLocation: sourceLocation)
    }

    // MARK: Requests

    @Test func aRequestThatWasNeverAnsweredShows() async throws {
      try await expect("I1", "requests were sent", foundBy: .touched) { system in
        send(to: system.meter) { $0.sent += 1 }
        return true
      }
    }

    @Test func aRequestThatEndedUnnoticedShows() async throws {
      try await expect("I1", "requests were sent", foundBy: .touched) { system in
        send(to: system.meter) { $0.ended -= 1 }
        return true
      }
    }

    @Test func aRefusalThatTheMeterMissedShows() async throws {
      try await expect("I1", "the limiter refused", foundBy: .later) { system in
        send(to: system.limiter) { $0.facts.limited += 1 }
        return true
      }
    }

    @Test func anAnswerOfTheCacheThatTheMeterMissedShows() async throws {
      try await expect("I1", "the cache had", foundBy: .later) { system in
        send(to: system.answers) { $0.counts.hits += 1 }
        return true
      }
    }

    // MARK: Jobs

    @Test func aJobThatIsNotCountedShows() async throws {
      try await expect("I2", "jobs were admitted", foundBy: .touched) { system in
        send(to: system.queue) { $0.rules.value.live -= 1 }
        return true
      }
    }

    @Test func aJobInTwoStatesShows() async throws {
      try await expect("I2", "jobs are pending", foundBy: .later) { system in
        send(to: system.queue) { queue in
          guard
            let place = queue.rules.value.jobs.firstIndex(where: { $0.sequence > 0 && $0.state == .streaming }
            )
          else { return false }
          queue.rules.value.jobs[place].state = .pending
          queue.rules.value.jobs[place].holdsSlot = false
          return true
        }
      }
    }

    // MARK: Slots

    @Test func aSlotTooManyShows() async throws {
      try await expect("I3", "slots are in use", foundBy: .touched) { system in
        send(to: system.queue) { $0.rules.value.slotsInUse = $0.rules.value.slots + 1 }
        return true
      }
    }

    @Test func aSlotThatNobodyHoldsShows() async throws {
      try await expect("I3", "jobs hold slots", foundBy: .later) { system in
        send(to: system.queue) { queue in
          queue.rules.value.slots += 1
          queue.rules.value.slotsInUse += 1
          return true
        }
      }
    }

    @Test func aCallWithoutAPlaceShows() async throws {
      try await expect("I3", "calls are under way", foundBy: .touched) { system in
        send(to: system.model) { $0.inUse += 1 }
        return true
      }
    }

    // MARK: Order

    @Test func aLineServedFromBehindShows() async throws {
      let run = try await runMeddled(
        disturbedScenario(seed: 1),
        before: { system in
          send(to: system.queue) { queue in
            let rules = queue.rules.value
            queue.rules.value = JobQueue(
              parameters: rules.parameters, line: LatestFirst(), slots: rules.slots)
          }
        })
      expectBroken(run.report, "I5", "was dispatched while job", #_sourceLocation)
    }

    @Test func aJobDispatchedBeforeAnEarlierOneShows() async throws {
      try await expect("I4", "before an earlier one", foundBy: .later) { system in
        send(to: system.queue) { queue in
          guard queue.rules.value.depth > 0 else { return false }
          queue.rules.value.latestDispatched[10] = .max
          return true
        }
      }
    }

    // MARK: Readers

    @Test func aReaderOfAJobThatHasEndedShows() async throws {
      try await expect("I6", "has ended and is still read", foundBy: .later) { system in
        let free = send(to: system.queue) { $0.rules.value.freePlaces.last }
        guard let free else { return false }
        return send(to: system.people, free) { people, free in
          // Whoever reads something now reads the ended job instead.
          guard
            let asker = (0..<UInt32(people.askers.count)).first(where: {
              people.askers[Int($0)].state == .reading && !people.askers[Int($0)].flags.contains(.direct)
            })
          else { return false }
          people.detach(asker)
          people.attach(asker, to: free)
          return true
        }
      }
    }

    @Test func anAnswerWithATokenTooFewShows() async throws {
      try await expect("I6", "were written", foundBy: .touched) { system in
        send(to: system.people) { people in
          guard
            let asker = (0..<UInt32(people.askers.count)).first(where: {
              people.askers[Int($0)].state == .reading && !people.askers[Int($0)].flags.contains(.direct)
            })
          else { return false }
          let answer = DeliveredAnswer(
            tokens: 12, written: 11, queueWait: 0, providerFirstToken: 0, firstTokenAt: 0)
          people.deliver(asker, answer, now: people.kernel.now)
          return true
        }
      }
    }

    @Test func anAskerWhoReadsNothingShows() async throws {
      try await expect("I6", "with a job: true", foundBy: .later) { system in
        // Just before a recount: the end of its answer would mend the asker.
        let toRecount = InvariantWatch.eventsBetweenRecounts
        guard system.kernel.eventCount % toRecount > toRecount - 20 else { return false }
        return send(to: system.people) { people in
          guard
            let asker = (0..<UInt32(people.askers.count)).first(where: {
              [.waiting, .reading].contains(people.askers[Int($0)].state)
                && !people.askers[Int($0)].flags.contains(.direct)
            })
          else { return false }
          people.askers[Int(asker)].state = .thinking
          return true
        }
      }
    }

    // MARK: Levels

    @Test func aForbiddenChangeOfLevelShows() async throws {
      try await expect("I7", "up to busy at a depth of 1", foundBy: .touched) { system in
        send(to: system.queue) { queue in
          guard queue.rules.value.level == .normal else { return false }
          queue.allChanges.append(
            LevelChange(at: queue.plan.instant(queue.kernel.now), from: .normal, to: .busy, depth: 1))
          return true
        }
      }
    }

    @Test func aLevelWithoutAChangeShows() async throws {
      try await expect("I7", "and the last change was to", foundBy: .touched) { system in
        send(to: system.queue) { queue in
          guard !queue.allChanges.isEmpty else { return false }
          queue.allChanges.removeLast()
          return true
        }
      }
    }

    // MARK: Drain

    @Test func aQuestionThatNobodyEndsShows() async throws {
      var scenario = Scenario()
      scenario.duration = .seconds(5)
      scenario.population.people = 1
      scenario.population.cohorts = [Cohort(role: .student, share: 1)]
      scenario.behaviour.patience = .constant(1000)
      scenario.llm.firstToken = .constant(1)
      // The only call loses its event.
      let run = try await runMeddled(
        scenario,
        afterEach: { system, happening, _, _ in
          guard happening == .asker else { return }
          send(to: system.model) { model in
            for place in 0..<model.calls.count where model.calls[place].stage != .free {
              model.kernel.cancel(model.calls[place].timer)
            }
          }
        })
      expectBroken(run.report, "I10", "jobs: 1, requests: 1, slots: 1, calls: 1", #_sourceLocation)
    }

    // MARK: Sound runs

    @Test(arguments: UInt64(1)...2) func aSoundRunIsCheckedAfterEachEvent(seed: UInt64) async throws {
      let run = try await runMeddled(longScenario(seed: seed))
      for finding in run.report.invariants {
        #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
      }
      #expect(run.report.invariants.map(\.name) == ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I10"])
      #expect(await run.system.watch.events == run.events, "seed \(seed)")
      #expect(await run.system.watch.recounts == run.events / 10_000, "seed \(seed)")
      #expect(run.events > 20_000, "seed \(seed)")
      let read = run.report.invariants.first { $0.name == "I6" }?.checks ?? 0
      #expect(read > 300, "seed \(seed): \(read) readers were checked")
    }

    @Test func theSameSeedIsTheSameEvents() async throws {
      func events(_ seed: UInt64) async throws -> [LoggedEvent] {
        let log = Kept<[LoggedEvent]>([])
        _ = try await runMeddled(
          eventfulScenario(seed: seed),
          afterEach: { system, happening, index, _ in
            let event = LoggedEvent(at: system.kernel.now, happening: happening, index: index)
            log.change { $0.append(event) }
          })
        return log.value
      }
      let first = try await events(1)
      #expect(first.count > 5_000)
      #expect(try await events(1) == first)
      #expect(try await events(2) != first)
    }
  }

  /// An event of a run, as a log has it.
  private struct LoggedEvent: Hashable, Sendable {
    var at: Int64
    var happening: Happening
    var index: UInt32
  }
#endif
