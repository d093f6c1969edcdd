// The three ways in which a job reaches whoever calls the model, as the messages that each step takes: the part of a
// delivery that is paid for. Sources: Upstash's documentation of QStash and of Workflow, 2025 and 2026.

/// Who carries a job from the line to the model.
public enum DeliveryWay: String, CaseIterable, Hashable, Sendable {
  /// Workers of one's own take jobs from the line under a lease. No messages.
  case workers
  /// A message to a queue service, which calls a function and calls back after every attempt.
  case qstash
  /// Durable steps: the service itself calls the model and hands the whole answer to the next step.
  case workflow
}

/// Billed messages of each step of a delivery.
///
/// ```swift
/// DeliveryMessages(.qstash).answer(attempts: 1)    // 2: published, called back
/// DeliveryMessages(.workflow).answer(attempts: 1)  // 4: start, call and its result, write-back
/// ```
///
/// Whether a delivery that is tried again is a message again, the service's price list and its documentation
/// disagree on; the dearer reading is the default.
public struct DeliveryMessages: Hashable, Sendable {
  /// Who carries the jobs.
  public let way: DeliveryWay
  /// True when a delivery that is tried again is billed again.
  public let billsRetries: Bool
  /// True when the queue service calls back after every attempt's response.
  public let callsBack: Bool

  /// The messages of a way.
  public init(_ way: DeliveryWay, billsRetries: Bool = true, callsBack: Bool = true) {
    self.way = way
    self.billsRetries = billsRetries
    self.callsBack = callsBack
  }

  /// A job enters: it is published, or its workflow is started.
  public var entry: Int64 { way == .workers ? 0 : 1 }

  /// The first attempt: a workflow's call of the model is two messages, the call and its result.
  public var firstAttempt: Int64 { way == .workflow ? 2 : 0 }

  /// Another attempt after a failed one.
  public var retry: Int64 {
    switch way {
    case .workers: QueueMessages.redelivery
    case .qstash, .workflow: billsRetries ? 1 : 0
    }
  }

  /// An attempt has had its response, whatever it was.
  public var response: Int64 { way == .qstash && callsBack ? 1 : 0 }

  /// The answer is whole: a workflow writes it back in a step of its own.
  public var completion: Int64 { way == .workflow ? 1 : 0 }

  /// No attempt is left: the job is a dead letter, and the failure callback tells of it.
  public var exhaustion: Int64 { way == .qstash && callsBack ? 1 : 0 }

  /// A delivery that came twice. Receiving it costs what any delivery costs.
  public var duplicate: Int64 { way == .workers ? 0 : 1 }

  /// All messages of a job that is answered in its `attempts`-th attempt.
  public func answer(attempts: Int64) -> Int64 {
    entry + firstAttempt + (attempts - 1) * retry + attempts * response + completion
  }
}
