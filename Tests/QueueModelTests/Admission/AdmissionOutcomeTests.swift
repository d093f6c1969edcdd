// Every outcome at the door and what goes over the wire for it.

import Testing

@testable import QueueModel

@Suite struct AdmissionOutcomeTests {
  private static let job = JobHandle(index: 4, generation: 2)

  /// Outcome; status, error, message, seconds to wait, offer of an email.
  static let forms: [(AdmissionOutcome, WireForm)] = [
    (.malformed, WireForm(status: 400, error: "Bad request", message: .error)),
    (.tooLarge, WireForm(status: 413, error: "Payload too large", message: .error)),
    (.unauthorized, WireForm(status: 401, error: "Unauthorized")),
    (.bypass, WireForm(status: 200)),
    (.repeated(job), WireForm(status: 200)),
    (
      .limited(retryAfterSeconds: 17),
      WireForm(status: 429, error: "Rate limited", message: .rateLimited, retryAfterSeconds: 17)
    ),
    (.cached(9), WireForm(status: 200)),
    (.joined(job), WireForm(status: 202, message: .processing)),
    (.capped, WireForm(status: 409, error: "Already waiting", message: .processing)),
    (
      .busy(retryAfterSeconds: 120),
      WireForm(
        status: 503, error: "System busy", message: .systemBusy, retryAfterSeconds: 120, offersEmail: true)
    ),
    (.admitted(priority: 10), WireForm(status: 202, message: .processing)),
  ]

  @Test(arguments: forms) func hasItsWireForm(_ outcome: AdmissionOutcome, _ form: WireForm) {
    #expect(outcome.wireForm == form)
  }

  @Test(arguments: forms)
  func secondsAreToldOnlyToThoseWhoAreToComeBack(_ outcome: AdmissionOutcome, _ form: WireForm) {
    #expect((outcome.wireForm.retryAfterSeconds != nil) == [429, 503].contains(form.status))
    #expect(outcome.wireForm.offersEmail == (form.status == 503))
    #expect((outcome.wireForm.error != nil) == (form.status >= 400))
  }

  /// The fields are listed here so that a further one is seen by whoever adds it: none may be a position in the
  /// line, its length or an estimated wait.
  @Test(arguments: forms)
  func noFormHasAFieldForAPositionOrAWait(_ outcome: AdmissionOutcome, _ form: WireForm) {
    let fields = Mirror(reflecting: outcome.wireForm).children.compactMap(\.label)
    #expect(fields == ["status", "error", "message", "retryAfterSeconds", "offersEmail"])
  }
}
