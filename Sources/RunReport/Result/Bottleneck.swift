// What the run ran out of first: how busy each limited resource was, and one sentence that names the tightest.

extension RunReport {
  /// How busy each limited resource was.
  public struct Bottleneck: Hashable, Sendable, Codable {
    /// Every resource that has a limit, in the order they were given.
    public var resources: [ResourceUse]
    /// Name of the tightest one; absent when none was ever full and none was busy on average.
    public var name: String?
    /// The finding in words.
    public var sentence: String

    /// A finding from its parts, as they were read from a file.
    public init(resources: [ResourceUse] = [], name: String? = nil, sentence: String = "") {
      self.resources = resources
      self.name = name
      self.sentence = sentence
    }
  }

  /// How busy one limited resource was over the stated duration.
  public struct ResourceUse: Hashable, Sendable, Codable {
    /// What it is, in words that fit "the … were the bottleneck": `places at the language model`.
    public var name: String
    /// How much of it there was; with a limit that changed over time, its usual value.
    public var capacity: Int
    /// What `capacity` counts: `calls`, `slots`, `tokens a minute`.
    public var unit: String
    /// Mean use over capacity, between 0 and 1, weighted by time.
    public var averageUse: Double
    /// Largest use over capacity at one moment.
    public var peakUse: Double
    /// Time during which nothing of it was left.
    public var fullNanoseconds: Int64
    /// How often somebody had to wait for it or was refused for it.
    public var refusals: Int

    /// The use of one resource.
    public init(
      name: String, capacity: Int, unit: String, averageUse: Double, peakUse: Double,
      fullNanoseconds: Int64 = 0,
      refusals: Int = 0
    ) {
      self.name = name
      self.capacity = capacity
      self.unit = unit
      self.averageUse = averageUse
      self.peakUse = peakUse
      self.fullNanoseconds = fullNanoseconds
      self.refusals = refusals
    }
  }
}
