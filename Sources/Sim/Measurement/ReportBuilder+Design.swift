// What the defects of the original design did, as a report says it.

import QueueModel
import RunReport
import Scenario

extension ReportBuilder {
  /// The facts on a run of the original design; nil for the corrected one.
  func design(delivered: Int) -> RunReport.DesignFacts? {
    let design = plan.scenario.design
    let faults = design.switchedOn
    guard !faults.isEmpty else { return nil }
    var facts = RunReport.DesignFacts(
      profile: design.profile.rawValue, faults: faults.faults.map(\.rawValue))
    facts.sortedSet = tallies.queue.sortedSet.map { set in
      RunReport.SortedSetFacts(
        gate: set.gate, members: set.members, stuck: set.stuck, published: set.published,
        stranded: set.stranded, lastPublishedJob: set.lastPublished?.job,
        lastPublishedNanoseconds: set.lastPublished?.at.nanoseconds(since: plan.start),
        closedForGoodNanoseconds: set.closedForGoodAt?.nanoseconds(since: plan.start))
    }
    let polls = tallies.platform.counts.polls
    let perPoll = Double(CommandWork.perCommand)
    facts.polls = Int((polls.all / perPoll).rounded())
    facts.abandonedPolls = Int((polls.left / perPoll).rounded())
    facts.entriesReadAgain =
      Int(tallies.people.entriesReadAgain)
      + (faults.contains(.inclusiveRange) ? Int((polls.streaming / perPoll).rounded()) : 0)
    facts.cutResponses = tallies.people.cuts
    facts.answersDelivered = delivered
    return facts
  }
}
