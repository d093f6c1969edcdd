import QueueModel
import Testing

@testable import Scenario
@testable import Sim

/// Steps of ``Platform`` in which nothing is used are left out; what follows must not show it.
@Suite struct QuietStepTests {
  @Test func aFlowAfterStepsLeftOutIsTheOneAfterStepsTaken() {
    for pause in [1, 3, 999, 1024, 5000] {
      var (taking, skipping) = (FlowSchedule(), FlowSchedule())
      let begins = (0..<3).map { Int64($0 * (pause + 20)) * Platform.stepNanoseconds }
      for begin in begins { taking.add(rate: 7, from: begin, to: begin + 5 * Platform.stepNanoseconds) }
      // One knows of all flows, the other of each when it begins, with the pause before it left out.
      var (taken, skipped) = ([Int64](), [Int64]())
      for _ in 0..<(3 * (pause + 20)) { taken.append(taking.takeStep()) }
      for begin in begins {
        skipping.add(rate: 7, from: begin, to: begin + 5 * Platform.stepNanoseconds)
        var steps = 0
        while skipping.flows {
          skipped.append(skipping.takeStep())
          steps += 1
        }
        skipping.skip(Int64(pause + 20 - steps))
        skipped += Array(repeating: 0, count: pause + 20 - steps)
      }
      #expect(taken == skipped)
    }
  }

  @Test func secondsEndWhereTheyWouldHave() throws {
    // So many commands in a step, then nothing for some steps: the most of a second is what single steps find.
    for (pause, expected) in [(3, 12), (9, 9), (10, 9), (25, 9)] {
      let plan = try RunPlan(Scenario())
      var (single, skipping) = (PlatformState(plan), PlatformState(plan))
      for work in [3, 9] {
        for steps in 0...pause {
          let commands = steps == 0 ? Int64(work) * CommandWork.perCommand : 0
          single.addRefused(work: commands)
          single.endStep()
        }
        skipping.addRefused(work: Int64(work) * CommandWork.perCommand)
        skipping.endStep()
        skipping.nextStep += Platform.stepNanoseconds
        let last = skipping.nextStep + Int64(pause - 1) * Platform.stepNanoseconds
        skipping.skipSteps(until: last)
      }
      for _ in 0..<20 { single.endStep() }
      skipping.skipSteps(until: skipping.nextStep + 19 * Platform.stepNanoseconds)
      #expect(single.counts.mostCommands == Int64(expected))
      #expect(skipping.counts.mostCommands == Int64(expected))
    }
  }
}
