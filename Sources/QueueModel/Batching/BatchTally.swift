// What a replica has done, for reports.

/// Sums over the steps that have ended.
public struct BatchTally: Hashable, Sendable {
  /// Steps.
  public var steps = 0
  /// Requests that got a token by decoding, step by step.
  public var decoded = 0
  /// Tokens of prompts that were read, those that were read anew included.
  public var read = 0
  /// Picoseconds in which steps ran.
  public var busyPicoseconds: Int64 = 0
  /// How often a request had to give its memory back.
  public var preemptions = 0

  /// Nothing done yet.
  public init() {}

  /// Both together.
  public static func + (left: BatchTally, right: BatchTally) -> BatchTally {
    var sum = left
    sum.steps += right.steps
    sum.decoded += right.decoded
    sum.read += right.read
    sum.busyPicoseconds += right.busyPicoseconds
    sum.preemptions += right.preemptions
    return sum
  }
}
