// Each invariant can fail: a run in which it is broken on purpose ends there, and its report says what was found.

import RunReport
import Scenario
import Testing

@testable import QueueModel
@testable import Sim

/// What a test does to a run after one of its events; true once it is done.
private typealias Sabotage = @Sendable (SimulatedSystem) -> Bool

/// Serves the last job that came first, whatever its score.
private struct LatestFirst: DispatchPolicy {
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

@Suite struct InvariantTests {
  /// From this event on a run is broken: by then jobs wait, answers are read and nothing has been recounted.
  private static let event = 3_000

  /// Breaks a run once and expects that it ends there, with this finding.
  private func expect(
    _ name: String, _ words: String, after sabotage: @escaping Sabotage,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let isDone = Latch()
    let (report, _, events) = try await runMeddled(disturbedScenario(seed: 1)) { system, _, _, number in
      if number >= Self.event, !isDone.isSet, sabotage(system) { isDone.set() }
    }
    expectBroken(report, name, words, sourceLocation)
    #if DEBUG
      #expect(report.run.isPartial, sourceLocation: sourceLocation)
      #expect(report.run.partialReason == "an invariant was broken", sourceLocation: sourceLocation)
      let detail = report.invariants.first { $0.name == name }?.detail ?? ""
      #expect(detail.contains(", after event \(events) at "), sourceLocation: sourceLocation)
    #endif
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
    try await expect("I1", "requests were sent") { system in
      send(to: system.meter) { $0.sent += 1 }
      return true
    }
  }

  @Test func aRequestThatEndedUnnoticedShows() async throws {
    try await expect("I1", "requests were sent") { system in
      send(to: system.meter) { $0.ended -= 1 }
      return true
    }
  }

  @Test func aRefusalThatTheMeterMissedShows() async throws {
    try await expect("I1", "the limiter refused") { system in
      send(to: system.limiter) { $0.facts.limited += 1 }
      return true
    }
  }

  @Test func anAnswerOfTheCacheThatTheMeterMissedShows() async throws {
    try await expect("I1", "the cache had") { system in
      send(to: system.answers) { $0.counts.hits += 1 }
      return true
    }
  }

  // MARK: Jobs

  @Test func aJobThatIsNotCountedShows() async throws {
    try await expect("I2", "jobs were admitted") { system in
      send(to: system.queue) { $0.rules.value.live -= 1 }
      return true
    }
  }

  @Test func aJobInTwoStatesShows() async throws {
    try await expect("I2", "jobs are pending") { system in
      send(to: system.queue) { queue in
        guard let place = queue.rules.value.jobs.firstIndex(where: { $0.sequence > 0 && $0.state == .streaming })
        else { return false }
        queue.rules.value.jobs[place].state = .pending
        queue.rules.value.jobs[place].holdsSlot = false
        return true
      }
    }
  }

  // MARK: Slots

  @Test func aSlotTooManyShows() async throws {
    try await expect("I3", "slots are in use") { system in
      send(to: system.queue) { $0.rules.value.slotsInUse = $0.rules.value.slots + 1 }
      return true
    }
  }

  @Test func aSlotThatNobodyHoldsShows() async throws {
    try await expect("I3", "jobs hold slots") { system in
      send(to: system.queue) { queue in
        guard queue.rules.value.slotsInUse < queue.rules.value.slots else { return false }
        queue.rules.value.slotsInUse += 1
        return true
      }
    }
  }

  @Test func aCallWithoutAPlaceShows() async throws {
    try await expect("I3", "calls are under way") { system in
      send(to: system.model) { $0.inUse += 1 }
      return true
    }
  }

  // MARK: Order

  @Test func aLineServedFromBehindShows() async throws {
    let (report, _, events) = try await runMeddled(
      disturbedScenario(seed: 1),
      before: { system in
        send(to: system.queue) { queue in
          let rules = queue.rules.value
          queue.rules.value = JobQueue(parameters: rules.parameters, line: LatestFirst(), slots: rules.slots)
        }
      })
    expectBroken(report, "I5", "was dispatched while job", #_sourceLocation)
    #expect(events > 0)
  }

  /// What is found at the end when nothing is checked on the way, as in release builds.
  @Test func aLineServedFromBehindShowsAtTheEnd() {
    var queue = JobQueue(parameters: JobQueueParameters(), line: LatestFirst(), slots: 3)
    let start = Instant(nanosecondsSinceEpoch: 1_768_208_400_000_000_000)
    for place in 0..<4 {
      _ = queue.admit(owner: UInt32(place), priority: 10, now: start.advanced(byNanoseconds: Int64(place) * 1_000_000))
    }
    #expect(queue.orderViolations().isEmpty)
    _ = queue.dispatch(now: start)
    #expect(queue.orderViolations() == ["3 jobs waited while a worse-scored one was dispatched"])
    _ = queue.dispatch(now: start)
    #expect(queue.dispatchedOutOfOrder == 1)
    #expect(queue.orderViolations() == ["3 jobs waited while a worse-scored one was dispatched"])
  }

  @Test func aJobDispatchedBeforeAnEarlierOneShows() async throws {
    try await expect("I4", "before an earlier one") { system in
      send(to: system.queue) { queue in
        guard queue.rules.value.depth > 0 else { return false }
        queue.rules.value.latestDispatched[10] = .max
        return true
      }
    }
  }

  // MARK: Readers

  @Test func aReaderOfAJobThatHasEndedShows() async throws {
    try await expect("I6", "has ended and is still read") { system in
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
    try await expect("I6", "were written") { system in
      send(to: system.people) { people in
        guard
          let asker = (0..<UInt32(people.askers.count)).first(where: {
            people.askers[Int($0)].state == .reading && !people.askers[Int($0)].flags.contains(.direct)
          })
        else { return false }
        let answer = DeliveredAnswer(tokens: 12, written: 11, queueWait: 0, providerFirstToken: 0)
        people.deliver(asker, answer, now: people.kernel.now)
        return true
      }
    }
  }

  @Test func anAskerWhoReadsNothingShows() async throws {
    try await expect("I6", "with a job: true") { system in
      send(to: system.people) { people in
        guard
          let asker = (0..<UInt32(people.askers.count)).first(where: {
            people.askers[Int($0)].state == .reading && !people.askers[Int($0)].flags.contains(.direct)
          })
        else { return false }
        people.askers[Int(asker)].state = .thinking
        return true
      }
    }
  }

  // MARK: Levels

  @Test func aForbiddenChangeOfLevelShows() async throws {
    try await expect("I7", "up to busy at a depth of 1") { system in
      send(to: system.queue) { queue in
        guard queue.rules.value.level == .normal else { return false }
        queue.allChanges.append(
          LevelChange(at: queue.plan.instant(queue.kernel.now), from: .normal, to: .busy, depth: 1))
        return true
      }
    }
  }

  @Test func aLevelWithoutAChangeShows() async throws {
    try await expect("I7", "and the last change was to") { system in
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
    scenario.behaviour.patience = .constant(1000)
    scenario.llm.firstToken = .constant(1)
    // The only call loses its event.
    let (report, _, _) = try await runMeddled(scenario) { system, happening, _, _ in
      guard happening == .asker else { return }
      send(to: system.model) { model in
        for place in 0..<model.calls.count where model.calls[place].stage != .free {
          model.kernel.cancel(model.calls[place].timer)
        }
      }
    }
    expectBroken(report, "I10", "1 jobs, 1 requests, 1 slots in use, 1 calls", #_sourceLocation)
  }

  // MARK: Sound runs

  @Test(arguments: UInt64(1)...2) func aSoundRunIsCheckedAfterEachEvent(seed: UInt64) async throws {
    let (report, system, events) = try await runMeddled(disturbedScenario(seed: seed))
    for finding in report.invariants {
      #expect(finding.held, "seed \(seed): \(finding.name), \(finding.detail ?? "")")
    }
    #expect(report.invariants.map(\.name) == ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I10"])
    #if DEBUG
      #expect(await system.watch.events == events, "seed \(seed)")
      #expect(await system.watch.recounts == events / 10_000, "seed \(seed)")
      #expect(events > 10_000, "seed \(seed)")
    #endif
    let read = report.invariants.first { $0.name == "I6" }?.checks ?? 0
    #expect(read > 300, "seed \(seed): \(read) readers were checked")
  }

  @Test func theSameSeedIsTheSameEvents() async throws {
    func events(_ seed: UInt64) async throws -> [LoggedEvent] {
      let log = EventLog()
      _ = try await runMeddled(eventfulScenario(seed: seed)) { system, happening, index, _ in
        log.append(LoggedEvent(at: system.kernel.now, happening: happening, index: index))
      }
      return log.events
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
