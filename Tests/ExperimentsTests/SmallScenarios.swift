// Scenarios that run in milliseconds and are known: four servers in front of which somebody waits.

import Experiments
import RunReport
import Scenario

@testable import Experiments

/// Scenarios for tests of experiments.
enum SmallScenarios {
  /// M/M/4 at 0.75 of capacity, started empty: a mean wait of 0.5094 s in the steady state.
  static func fourServers(_ duration: Duration = .seconds(200)) -> Scenario {
    var scenario = Scenario()
    scenario.name = "four-servers"
    scenario.duration = duration
    scenario.arrivals.kind = .poisson(rate: 3)
    scenario.behaviour = Behaviour()
    scenario.behaviour.patience = .constant(1e6)
    scenario.behaviour.cancelShare = 0
    scenario.behaviour.refreshShare = 0
    scenario.behaviour.dropShare = 0
    scenario.questions.catalogue = .unique
    scenario.system.degradation.enabled = false
    scenario.system.workers.slots = .fixed(4)
    scenario.system.workers.firstTokenTimeout = .seconds(1000)
    scenario.system.workers.lease = .seconds(2000)
    scenario.llm.concurrency = 4
    scenario.llm.service = .exponential(mean: 1)
    return scenario
  }

  /// The same with a threshold.
  static func fourServers(
    _ duration: Duration = .seconds(200), where selector: String, is expression: String
  ) throws -> Scenario {
    var scenario = fourServers(duration)
    scenario.thresholds = [
      try ThresholdParser.threshold(selector: selector, expression: expression, line: 3)
    ]
    return scenario
  }
}

extension Replications.Result {
  /// The intervals of a replicated report.
  var intervals: RunReport.Intervals { report.replication?.intervals ?? .init() }
}
