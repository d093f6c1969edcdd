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
  /// How each of them works. The default times are round numbers of the size that a small model has, and fitted to nothing:
  /// `peakload calibrate` gives those of a real one.
  public var engine = BatchSettings(
    stepTime: StepTime(
      base: 10_000_000_000, perSequence: 100_000_000, perPrefillToken: 50_000_000, perContextToken: 0))

  /// One replica with the defaults.
  public init() {}
}
