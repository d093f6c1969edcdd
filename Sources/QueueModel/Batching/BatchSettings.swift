// How a model that serves by continuous batching makes up its steps.

/// What one replica of a model is told; the names in parentheses are those of vLLM's own options.
public struct BatchSettings: Hashable, Sendable {
  /// How long a step takes.
  public var stepTime: StepTime
  /// What the very first step takes besides, in picoseconds: a model that has just started is slow once.
  public var warmUp: Int64 = 0
  /// Most tokens in a step, those of prompts and one for each answer (`max_num_batched_tokens`).
  public var tokensPerStep = 2_048
  /// Most requests that run at one time (`max_num_seqs`); at most `tokensPerStep`.
  public var sequences = 256
  /// Blocks of memory for tokens (`num_gpu_blocks`); nil is no limit.
  public var blocks: Int?
  /// Tokens in a block (`block_size`).
  public var tokensPerBlock = 16
  /// How much memory a request is given when it is admitted.
  public var reservation = Reservation.asItGrows
  /// Whether what was computed before is found again (`enable_prefix_caching`): of a request that had to give its memory back
  /// all of it, of others the beginning that they share.
  public var prefixCache = true
  /// Whether the next step is made up when one begins, instead of when it ends (`async_scheduling`): a request that
  /// comes during a step first runs in the step after the next.
  public var isAsynchronous = true

  /// Whether steps in which nothing changes are taken at once. That they come to the same one by one is what tests look at.
  public var takesEqualStepsAtOnce = true

  /// How much memory a request is given when it is admitted.
  public enum Reservation: String, CaseIterable, Hashable, Sendable {
    /// Blocks for its prompt, and further ones as the answer grows; where there is none, whoever was admitted last begins
    /// anew. vLLM works so.
    case asItGrows
    /// Blocks for the longest that it can come to: nobody ever has to begin anew, and fewer run. TensorRT-LLM calls it
    /// `GUARANTEED_NO_EVICT`.
    case wholeAnswer
  }

  /// The options that vLLM 0.19 has by itself, without a limit on memory.
  public init(stepTime: StepTime) { self.stepTime = stepTime }

  /// Blocks that so many tokens take.
  func blocks(for tokens: Int) -> Int { (tokens + tokensPerBlock - 1) / tokensPerBlock }

  /// Whether a request of this size can ever be served.
  public func canHold(prompt: Int, output: Int) -> Bool {
    blocks.map { self.blocks(for: prompt + output) <= $0 } ?? true
  }
}
