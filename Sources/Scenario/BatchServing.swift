// A model that serves by continuous batching: how many replicas, and how each makes up its steps.

public import QueueModel

/// The replicas of a model.
public struct BatchServing: Hashable, Sendable {
  /// How many there are.
  public var replicas = 1
  /// Which of them a call goes to.
  public var choice = ReplicaChoice.leastLoaded
  /// Engines of each replica, which step together: data parallelism with the experts of a model spread over them.
  public var engines = 1
  /// How each of them works. The default is what was fitted to a run of Llama-3.1-8B on an RTX PRO 6000 with vLLM 0.19
  /// (docs/providers.md), rounded.
  public var engine = BatchSettings(
    stepTime: StepTime(
      base: 11_800_000_000, perSequence: 121_000_000, perPrefillToken: 39_700_000, perContextToken: 10_900))

  /// One replica with the defaults.
  public init() {}
}
