// The plans that the service runs on, as far as they limit it: Redis and functions.

public import QueueModel

/// What was bought of the platforms behind the service. The defaults are the design's plans.
public struct Plans: Hashable, Sendable {
  /// Redis databases.
  public var redis = Redis()
  /// Functions.
  public var functions = Functions()

  /// The design's plans.
  public init() {}

  /// Redis databases: a session's commands all go to the one that it hashes to.
  public struct Redis: Hashable, Sendable {
    /// Databases.
    public var databases = DesignPlans.databases
    /// The plan of each.
    public var plan = DesignPlans.redis
    /// What each takes in a second.
    public var commandsPerSecond: CommandRate = .auto
    /// What becomes of commands beyond that.
    public var beyond: CommandCap.Beyond = .delay

    /// One database on the design's plan.
    public init() {}

    /// The cap of a database; nil where there is none.
    public var cap: CommandCap? {
      switch commandsPerSecond {
      case .auto: CommandCap(commandsPerSecond: plan.commandsPerSecond, beyond: beyond)
      case .fixed(let rate): CommandCap(commandsPerSecond: rate, beyond: beyond)
      case .off: nil
      }
    }
  }

  /// Commands that a database takes in a second.
  public enum CommandRate: Hashable, Sendable {
    /// What the plan says.
    case auto
    case fixed(Int)
    /// There is no cap.
    case off
  }

  /// Functions: how many instances may run, and for how long.
  public struct Functions: Hashable, Sendable {
    /// Instances at one time; nil is no limit.
    public var concurrency: Int? = DesignPlans.functions.maximum
    /// Instances that may be added in `growthPeriod`.
    public var growth = DesignPlans.functions.growth
    /// The time that `growth` holds for.
    public var growthPeriod: Duration = .nanoseconds(DesignPlans.functions.growthNanoseconds)
    /// Streams, or calls of the model, that share an instance.
    public var streamsPerInstance = 20
    /// Longest duration of a function, and so of a stream; nil is no limit.
    public var maximumDuration: Duration? = DesignPlans.functionDuration

    /// The design's plan.
    public init() {}

    /// The limit on instances; nil where there is none.
    public var policy: FunctionConcurrencyPolicy? {
      concurrency.map { FunctionConcurrencyPolicy(maximum: $0, growth: growth, period: growthPeriod) }
    }
  }
}
