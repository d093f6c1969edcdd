// A scenario from which everything is taken that a textbook system does not have: what is left is what a model puts in.

import QueueModel
import RunReport
import Scenario
import Sim

/// Makes scenarios in which nothing is limited, goes wrong or takes time but what the caller states.
enum BareScenario {
  /// Longer than any run: a patience or a time to live that never ends.
  static let never = 1e8

  /// People who come from outside, ask once and wait for ever; no limiter, cache, degradation, plan or fault.
  static func open(_ kind: Arrivals.Kind, seconds: Double, warmUp: Double) -> Scenario {
    var scenario = Scenario()
    scenario.name = "verify"
    scenario.duration = .nanoseconds(Int64(seconds * 1e9))
    scenario.warmUp = .nanoseconds(Int64(warmUp * 1e9))
    scenario.drain = .nanoseconds(Int64(never / 10 * 1e9))
    scenario.arrivals.kind = kind
    scenario.behaviour.turns = .constant(1)
    scenario.behaviour.patience = .constant(never)
    scenario.behaviour.resendShare = 0
    scenario.behaviour.closeTabShare = 0
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.behaviour.emailShare = 0
    scenario.behaviour.comeBackShare = 0
    scenario.questions.catalogue = .unique
    scenario.questions.promptTokens = .constant(1)
    scenario.questions.answerTokens = .constant(1)
    scenario.system.rateLimit.algorithm = .off
    scenario.system.degradation.enabled = false
    scenario.system.cache.enabled = false
    scenario.system.queue.timeToLive = .seconds(Int64(never))
    scenario.system.workers.lease = .seconds(Int64(never))
    scenario.system.workers.firstTokenTimeout = .seconds(Int64(never))
    scenario.system.workers.tokenTimeout = .seconds(Int64(never))
    scenario.plans.redis.commandsPerSecond = .off
    scenario.plans.functions.concurrency = nil
    scenario.plans.functions.maximumDuration = nil
    return scenario
  }

  /// So many servers, each of which takes this long for an answer.
  static func serve(_ scenario: inout Scenario, servers: Int, _ service: Distribution) {
    scenario.system.workers.slots = .fixed(servers)
    scenario.llm.concurrency = servers
    scenario.llm.service = service
  }
}

/// A scenario that has been run once, in the unit of a truth file.
struct ScenarioRun {
  let run: MeasuredRun
  /// Seconds of the simulation in a unit of the file.
  let unit: Double
  /// Units from the end of the warm-up to the end of the stated duration.
  let span: Double

  init(_ scenario: Scenario, seed: UInt64, unit: Double, bent: BentRule? = nil) async throws {
    var scenario = scenario
    scenario.seed = seed
    self.unit = unit
    span = Double((scenario.duration - scenario.warmUp).wholeNanoseconds) / 1e9 / unit
    var simulation = try Simulation(scenario)
    simulation.bend(bent)
    run = await simulation.measure()
    guard run.report.invariantsHold else {
      throw TruthProblem("a run of seed \(seed) broke an invariant")
    }
  }

  /// What waited for a worker, those who gave up included where they are asked for.
  func waits(_ role: Role? = nil, withAbandoned: Bool = false) -> Durations {
    durations(.queueWait, role, withAbandoned ? [.completed, .abandoned] : [.completed])
  }

  /// Durations of requests that ended in these ways.
  func durations(_ metric: Metric, _ role: Role? = nil, _ outcomes: [Outcome]) -> Durations {
    Durations(run.durations(metric, role: role, outcomes: outcomes), unit: unit * 1e9)
  }

  /// Average share of the workers' slots in use.
  var utilisation: Double {
    run.report.bottleneck.resources.first { $0.name == "worker slots" }?.averageUse ?? .nan
  }
}

/// Durations of a run in the unit of a truth file.
struct Durations {
  let distribution: LatencyDistribution
  /// Nanoseconds in a unit.
  let unit: Double

  init(_ distribution: LatencyDistribution, unit: Double) {
    self.distribution = distribution
    self.unit = unit
  }

  var count: Int { distribution.count }

  var mean: Estimate { Estimate(count == 0 ? .nan : Double(distribution.sum) / Double(count) / unit) }

  /// Their sum.
  var total: Double { Double(distribution.sum) / unit }

  /// The share of those above zero.
  var positive: Estimate { Estimate(hits: count - distribution.zeros, of: count) }

  /// A quantile, with what is needed where it is zero.
  func percentile(_ percent: Double) -> Estimate {
    Estimate(
      quantile: (distribution.interpolatedPercentile(percent) ?? .nan) / unit, shareBelow: 0,
      shareNotAbove: count == 0 ? .nan : Double(distribution.zeros) / Double(count), of: count)
  }
}
