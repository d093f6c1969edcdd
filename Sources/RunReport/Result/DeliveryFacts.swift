// What a service that carries jobs was asked, and what became of it.

extension RunReport {
  /// Jobs carried by a queue service or as durable steps.
  public struct DeliveryFacts: Hashable, Sendable, Codable {
    /// `qstash` or `workflow`.
    public var way = ""
    /// Jobs given to it.
    public var published = 0
    /// Deliveries, those that were tried again included.
    public var deliveries = 0
    /// Deliveries that were tried again.
    public var retries = 0
    /// Callbacks after an attempt.
    public var callbacks = 0
    /// Copies of deliveries: recognised, and without effect.
    public var duplicates = 0
    /// Jobs for which no attempt was left.
    public var deadLetters = 0
    /// Times that deliveries waited for the next period of flow control.
    public var heldBack = 0
    /// Billed messages.
    public var messages = 0

    /// Nothing counted yet.
    public init() {}
  }
}
