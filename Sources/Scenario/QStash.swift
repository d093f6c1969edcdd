// How jobs reach whoever calls the model.

/// The queue service that carries jobs where no workers of one's own do.
public struct QStash: Hashable, Sendable {
  /// How long it waits before it delivers again.
  public enum Backoff: String, CaseIterable, Hashable, Sendable {
    /// Its own: e^(2.5 n) seconds, or what a Retry-After says.
    case exponential
    /// As workers do: jittered under a bound that doubles from `system.retries.baseDelay`.
    case jittered
  }

  /// Deliveries that it holds open at one time, by its plan.
  public var parallelism = 100
  /// A further bound on deliveries.
  public var flowControl = Flow()
  /// Deliveries after the first.
  public var retries = 3
  /// How long it waits before it delivers again.
  public var backoff: Backoff = .exponential
  /// True when the receiver stops retries once the service's retry budget is empty.
  public var retryBudget = false
  /// A delivery without a response for this long has failed.
  public var timeout: Duration = .seconds(7200)
  /// Share of deliveries that come twice.
  public var duplicateShare = 0.0
  /// How long after the first the second comes.
  public var duplicateAfter: Distribution = .exponential(mean: 2)
  /// True when a delivery that is tried again is billed again.
  public var billRetries = true
  /// True when it calls back after every attempt.
  public var callbacks = true

  /// Deliveries with the defaults above: pay as you go.
  public init() {}

  /// Flow control; 0 is no bound.
  public struct Flow: Hashable, Sendable {
    /// Deliveries open at one time.
    public var parallelism = 0
    /// Deliveries started in a period.
    public var rate = 0
    /// Length of the period.
    public var period: Duration = .seconds(1)

    /// No bound.
    public init() {}
  }

  /// Deliveries open at one time, by plan and flow control.
  public var deliveriesAtOneTime: Int {
    flowControl.parallelism > 0 ? min(parallelism, flowControl.parallelism) : parallelism
  }
}
