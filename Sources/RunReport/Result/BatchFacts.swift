// What the replicas of a model that serves by continuous batching did.

extension RunReport {
  /// The replicas of the model, together.
  public struct BatchFacts: Hashable, Sendable, Codable {
    /// Replicas.
    public var replicas: Int
    /// Engines of each.
    public var engines: Int
    /// Steps of all engines.
    public var steps: Int
    /// Answers that got a token in a step, on average.
    public var averageDecoding: Double
    /// Share of the run in which engines had a step under way, on average.
    public var busyShare: Double
    /// Tokens of prompts that were read, those that were read anew included.
    public var promptTokensRead: Int
    /// How often a call had to give its memory back and began anew.
    public var preemptions: Int

    /// Facts from their parts.
    public init(
      replicas: Int, engines: Int, steps: Int, averageDecoding: Double, busyShare: Double,
      promptTokensRead: Int,
      preemptions: Int
    ) {
      self.replicas = replicas
      self.engines = engines
      self.steps = steps
      self.averageDecoding = averageDecoding
      self.busyShare = busyShare
      self.promptTokensRead = promptTokensRead
      self.preemptions = preemptions
    }
  }
}
