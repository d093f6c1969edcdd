// The one answer that a request gets at the door, and its form on the wire.

/// How a request is answered at the door.
public enum AdmissionOutcome: Hashable, Sendable {
  /// The body is not what it should be (400), or larger than allowed (413).
  case malformed, tooLarge
  /// Nobody is signed in.
  case unauthorized
  /// A verified educator: call the model directly.
  case bypass
  /// The idempotency key was seen before: the same job's answer again.
  case repeated(JobHandle)
  /// The limiter refused; come back after this many seconds.
  case limited(retryAfterSeconds: Int)
  /// The response cache has the answer.
  case cached(UInt32)
  /// The same question is being answered: read that answer.
  case joined(JobHandle)
  /// The person has as many waiting jobs as allowed.
  case capped
  /// Too many wait; come back after this many seconds, or leave an email address.
  case busy(retryAfterSeconds: Int)
  /// Enter the line, with this priority.
  case admitted(priority: UInt8)
}

/// The head of a response and the fields of its body that every client reads.
public struct WireForm: Hashable, Sendable {
  /// HTTP status.
  public var status: Int
  /// The body's `error`; nil for a success.
  public var error: String?
  /// The user message to show, if any.
  public var message: UserMessageKey?
  /// `Retry-After` in seconds, also in the body.
  public var retryAfterSeconds: Int?
  /// True when the body offers to send an email once the answer can be had.
  public var offersEmail = false
}

extension AdmissionOutcome {
  /// What goes over the wire. No form carries a position or an estimated wait.
  public var wireForm: WireForm {
    switch self {
    case .malformed: WireForm(status: 400, error: "Bad request", message: .error)
    case .tooLarge: WireForm(status: 413, error: "Payload too large", message: .error)
    case .unauthorized: WireForm(status: 401, error: "Unauthorized")
    case .bypass, .cached, .repeated: WireForm(status: 200)
    case .joined, .admitted: WireForm(status: 202, message: .processing)
    case .limited(let seconds):
      WireForm(status: 429, error: "Rate limited", message: .rateLimited, retryAfterSeconds: seconds)
    case .capped: WireForm(status: 409, error: "Already waiting", message: .processing)
    case .busy(let seconds):
      WireForm(
        status: 503, error: "System busy", message: .systemBusy, retryAfterSeconds: seconds,
        offersEmail: true)
    }
  }
}

extension AdmissionOutcome {
  /// True for a refusal that a client which looks for 429 alone takes for an answer to come.
  public var isUncheckedRefusal: Bool {
    switch self {
    case .malformed, .tooLarge, .unauthorized, .capped, .busy: true
    case .bypass, .cached, .repeated, .joined, .admitted, .limited: false
    }
  }
}
