// The table of a job's life beside a literal list.

import QueueModel
import Testing

@Suite struct JobLifecycleTests {
  /// Every legal step; whatever is not listed is illegal.
  private static let steps: [(JobState, JobEvent, JobState)] = [
    (.parked, .promote, .pending),
    (.pending, .dispatch, .dispatched),
    (.dispatched, .start, .processing),
    (.processing, .firstToken, .streaming),
    (.processing, .complete, .completed),
    (.streaming, .complete, .completed),
    (.dispatched, .retry, .retryScheduled),
    (.processing, .retry, .retryScheduled),
    (.streaming, .retry, .retryScheduled),
    (.dispatched, .fail, .failed),
    (.processing, .fail, .failed),
    (.streaming, .fail, .failed),
    (.retryScheduled, .retryDue, .pending),
    (.dispatched, .stall, .pending),
    (.processing, .stall, .pending),
    (.streaming, .stall, .pending),
    (.pending, .expire, .expired),
    (.retryScheduled, .expire, .expired),
    (.parked, .expire, .expired),
    (.pending, .cancel, .cancelled),
    (.dispatched, .cancel, .cancelled),
    (.processing, .cancel, .cancelled),
    (.streaming, .cancel, .cancelled),
    (.retryScheduled, .cancel, .cancelled),
    (.parked, .cancel, .cancelled),
    (.unpublished, .publish, .pending),
    (.dispatched, .lose, .unpublished),
    (.processing, .lose, .unpublished),
    (.streaming, .lose, .unpublished),
    (.unpublished, .expire, .expired),
    (.unpublished, .cancel, .cancelled),
  ]

  @Test(arguments: JobState.allCases, JobEvent.allCases)
  func everyPairIsLegalOrIllegalAsListed(_ state: JobState, _ event: JobEvent) {
    let listed = Self.steps.first { $0.0 == state && $0.1 == event }?.2
    #expect(JobLifecycle.next(state, event) == listed)
  }

  @Test func terminalStatesLeadNowhere() {
    let terminal = JobState.allCases.filter(\.isTerminal)
    #expect(terminal == [.completed, .failed, .cancelled, .expired])
    for state in terminal {
      for event in JobEvent.allCases { #expect(JobLifecycle.next(state, event) == nil) }
    }
  }

  @Test func everyStateCanBeReachedAndEveryOtherLeft() {
    let reached = Set(Self.steps.map(\.2))
    // Admission and the email offer are the two ways in.
    #expect(reached.union([.pending, .parked]) == Set(JobState.allCases))
    #expect(Set(Self.steps.map(\.0)) == Set(JobState.allCases.filter { !$0.isTerminal }))
  }

  @Test func othersAreToldOneOfFourStates() {
    let told: [JobState: String] = [
      .pending: "pending", .dispatched: "pending", .retryScheduled: "pending", .parked: "pending",
      .unpublished: "pending",
      .processing: "processing", .streaming: "processing", .completed: "completed", .failed: "failed",
      .cancelled: "failed", .expired: "failed",
    ]
    for state in JobState.allCases { #expect(state.persisted == told[state]) }
  }

  @Test func aWorkerIsAtItInThreeStates() {
    #expect(JobState.allCases.filter(\.isInFlight) == [.dispatched, .processing, .streaming])
  }
}
