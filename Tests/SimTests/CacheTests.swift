// What the response cache finds in a run: by which key, of whom, after a flush, and what a look by meaning adds.

import QueueModel
import RunReport
import Scenario
import Testing

@testable import Sim

/// Many people who ask one question after the other of a system that answers all.
private func askers(seed: UInt64 = 1) -> Scenario {
  var scenario = Scenario()
  scenario.seed = seed
  scenario.duration = .seconds(900)
  scenario.population.people = 400
  scenario.population.ramp = .seconds(60)
  scenario.behaviour.cancelShare = 0
  scenario.behaviour.refreshShare = 0
  scenario.behaviour.dropShare = 0
  scenario.behaviour.gap = .exponential(mean: 30)
  scenario.behaviour.turns = .constant(3)
  scenario.system.rateLimit.algorithm = .off
  scenario.llm.concurrency = 1000
  return scenario
}

@Suite struct CacheTests {
  // MARK: The key

  @Test func theQuestionAloneIsFoundMoreOften() async throws {
    var scenario = askers()
    let withHistory = await (try Simulation(scenario)).run()
    scenario.system.cache.key = .question
    let alone = await (try Simulation(scenario)).run()
    #expect(alone.cache.hits > withHistory.cache.hits * 3 / 2)
    // With the history in the key only first turns are found: a third of what is asked.
    #expect(withHistory.cache.hits < withHistory.requests.sent / 3)
    #expect(alone.invariants.allSatisfy { $0.held })
  }

  /// What is asked is the catalogue's, whatever the key: turns, repeats and all.
  @Test func aRunAsksWhatTheCatalogueSays() async throws {
    var scenario = askers(seed: 5)
    scenario.population.people = 50
    scenario.system.cache.key = .question
    let asked = Kept<[UInt64: [QuestionIdentity]]>([:])
    _ = try await runMeddled(
      scenario,
      afterEach: { system, happening, asker, _ in
        guard happening == .asker, system.kernel.now < system.plan.duration else { return }
        let (record, identity) = send(to: system.people, asker) { people, asker in
          (people.askers[Int(asker)], people.questionIdentity(asker, people.askers[Int(asker)]))
        }
        guard record.turn > 0 else { return }
        let conversation = UInt64(asker) << 16 | UInt64(record.conversation)
        asked.change {
          let known = $0[conversation, default: []].count
          if known == Int(record.turn) - 1 { $0[conversation, default: []].append(identity) }
        }
      })
    let all = asked.value.values
    let repeats = all.reduce(0) { sum, turns in sum + zip(turns, turns.dropFirst()).count { $0.key == $1.key }
    }
    let later = all.reduce(0) { $0 + max(0, $1.count - 1) }
    // A later turn repeats the one before with a probability of 0.069, and by chance.
    #expect(Double(repeats) / Double(later) > 0.04 && Double(repeats) / Double(later) < 0.12)
    // What is repeated is kept, so that it can be found.
    for turns in all {
      for (one, next) in zip(turns, turns.dropFirst()) where one.key == next.key {
        #expect(one.isRepeatable && next.isRepeatable)
      }
    }
  }

  // MARK: A class

  /// Everybody asks at the bell, and nothing else is ever asked twice.
  private func classAtTheBell(classes: Int, singleFlight: Bool) -> Scenario {
    var scenario = askers()
    scenario.questions.catalogue = .unique
    scenario.behaviour.gap = .constant(600)
    scenario.behaviour.bells = [
      Bell(
        at: .seconds(120), share: 1, within: .seconds(3),
        classQuestion: ClassQuestion(share: 1, classes: classes))
    ]
    scenario.system.cache.singleFlight = singleFlight
    scenario.llm.service = .constant(5)
    return scenario
  }

  @Test(arguments: [1, 20]) func aClassAsksOneQuestion(classes: Int) async throws {
    let shared = await (try Simulation(classAtTheBell(classes: classes, singleFlight: true))).run()
    #expect(shared.people.askedAtBell == 400)
    #expect(shared.people.askedForClass == 400)
    // One answer for each class; all others of it come while it is being made.
    #expect(shared.cache.joins == 400 - classes)
    #expect(shared.cache.hits == 0)
    #expect(shared.cache.entries == classes)
    let stampede = await (try Simulation(classAtTheBell(classes: classes, singleFlight: false))).run()
    #expect(stampede.cache.joins == 0)
    #expect(stampede.cache.hits == 0)
    #expect(stampede.calls.begun == shared.calls.begun + 400 - classes)
  }

  @Test func someAskSomethingOfTheirOwn() async throws {
    var scenario = classAtTheBell(classes: 1, singleFlight: true)
    scenario.behaviour.bells[0].classQuestion?.share = 0.5
    let report = await (try Simulation(scenario)).run()
    let asked = try #require(report.people.askedForClass)
    #expect(asked > 160 && asked < 240)
    #expect(report.cache.joins == asked - 1)
    scenario.behaviour.bells[0].classQuestion = nil
    let without = await (try Simulation(scenario)).run()
    #expect(without.people.askedForClass == nil)
    #expect(without.cache.joins == 0)
  }

  @Test func whoComesLaterFindsTheAnswer() async throws {
    var scenario = classAtTheBell(classes: 1, singleFlight: true)
    scenario.behaviour.bells[0].within = .seconds(100)
    let report = await (try Simulation(scenario)).run()
    #expect(report.cache.hits > 300)
    #expect(report.cache.hits + report.cache.joins == 399)
  }

  // MARK: A flush

  @Test func aFlushedCacheFindsNothingThatWasKeptBefore() async throws {
    var scenario = classAtTheBell(classes: 1, singleFlight: true)
    scenario.behaviour.bells[0].within = .seconds(100)
    scenario.system.cache.flushes = [.seconds(10), .seconds(150), .seconds(151), .seconds(180)]
    let report = await (try Simulation(scenario)).run()
    // Each of the two flushes between the questions costs one more answer.
    #expect(report.calls.begun == report.cache.misses - report.cache.joins)
    #expect(report.cache.hits + report.cache.joins < 399)
    #expect(report.cache.hits + report.cache.joins >= 396)
    #expect(report.cache.evictions == 0)
    #expect(report.invariants.allSatisfy { $0.held })
  }

  // MARK: By meaning

  @Test func aLookByMeaningFindsWhatItIsStatedToFind() async throws {
    var scenario = askers()
    scenario.questions.catalogue = .unique
    scenario.system.cache.semantic = SemanticCache(hitRatio: 0.4, falseHitShare: 0.1)
    let report = await (try Simulation(scenario)).run()
    let semantic = try #require(report.cache.semantic)
    #expect(semantic.lookups == report.requests.sent)
    #expect(report.cache.hits == semantic.hits)
    #expect(report.requests.count(of: .cached) == semantic.hits)
    #expect(abs(Double(semantic.hits) / Double(semantic.lookups) - 0.4) < 0.03)
    #expect(abs(Double(semantic.falseHits) / Double(semantic.hits) - 0.1) < 0.03)
    #expect(report.invariants.allSatisfy { $0.held })
    // An operation for each look and for each answer that is kept.
    let lines = report.cost.lines.filter { $0.service == .vectors }
    #expect(lines.map(\.item) == ["operations", "tokens embedded"])
    #expect(lines[0].count == semantic.lookups + report.requests.count(of: .completed))
    #expect(lines[1].count == 30 * semantic.lookups)
    #expect(lines[0].amountNanoUSD == Int64(lines[0].count) * 4_000)
    #expect(report.cost.totalNanoUSD >= lines.reduce(0) { $0 + $1.amountNanoUSD })
  }

  @Test func withoutOneNothingIsSaidOfIt() async throws {
    let report = await (try Simulation(askers())).run()
    #expect(report.cache.semantic == nil)
    #expect(!report.cost.lines.contains { $0.service == .vectors })
  }

  /// The draws of the what-if are its own: who asks what and when does not change.
  @Test func theWhatIfChangesNobody() async throws {
    var scenario = askers()
    let without = await (try Simulation(scenario)).run()
    scenario.system.cache.semantic = SemanticCache(hitRatio: 0, falseHitShare: 0)
    let with = await (try Simulation(scenario)).run()
    #expect(with.latency == without.latency)
    #expect(with.requests == without.requests)
  }
}
