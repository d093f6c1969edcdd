// How long one step of a model that serves by continuous batching takes.

/// The time of a step: a + b · decoding + c · prefill tokens + d · tokens of context.
///
/// In whole picoseconds, so that a thousand equal steps taken at once end exactly when they would one after the other.
public struct StepTime: Hashable, Sendable {
  /// a: what every step takes, in picoseconds.
  public var base: Int64
  /// b: for each request that gets a token.
  public var perSequence: Int64
  /// c: for each token of a prompt that is read.
  public var perPrefillToken: Int64
  /// d: for each token of prompt and answer that a request which gets a token has already.
  public var perContextToken: Int64

  /// Times in picoseconds. Precondition: none is negative, and not all are 0.
  public init(base: Int64, perSequence: Int64, perPrefillToken: Int64, perContextToken: Int64 = 0) {
    precondition(
      min(base, perSequence, perPrefillToken, perContextToken) >= 0, "a step takes less than no time")
    precondition(base > 0, "a step takes no time")
    self.base = base
    self.perSequence = perSequence
    self.perPrefillToken = perPrefillToken
    self.perContextToken = perContextToken
  }

  /// The time of one step, in picoseconds.
  @inlinable public func duration(decoding: Int, context: Int, prefill: Int) -> Int64 {
    base + perSequence * Int64(decoding) + perPrefillToken * Int64(prefill) + perContextToken * Int64(context)
  }

  /// The time of `steps` steps in which everybody gets a token, and as many of prompts are read in each; `context` is that
  /// of the first.
  @inlinable public func duration(decoding: Int, context: Int, prefill: Int = 0, steps: Int) -> Int64 {
    let count = Int64(steps)
    return duration(decoding: decoding, context: context, prefill: prefill) * count
      + perContextToken * Int64(decoding) * (count * (count - 1) / 2)
  }

  /// The most of such steps whose time together is not above `time`, and not more than `most`.
  func steps(within time: Int64, decoding: Int, context: Int, most: Int) -> Int {
    // With f for the first step and g for what each takes more than the one before: k f + g k (k - 1) / 2 = time.
    let f = Double(duration(decoding: decoding, context: context, prefill: 0))
    let g = Double(perContextToken * Int64(decoding))
    let half = f - g / 2
    let guess = g > 0 ? ((half * half + 2 * g * Double(time)).squareRoot() - half) / g : Double(time) / f
    var steps = min(most, max(0, Int(guess)))
    while steps > 0, duration(decoding: decoding, context: context, steps: steps) > time { steps -= 1 }
    while steps < most, duration(decoding: decoding, context: context, steps: steps + 1) <= time {
      steps += 1
    }
    return steps
  }
}
