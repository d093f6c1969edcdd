// What a meta file says of the vLLM server that a run was recorded on.

import QueueModel
import Scenario

/// How a vLLM server was told to work; what no file says is as vLLM 0.19 has it by itself.
struct ServerDescription {
  var serving = BatchServing()
  var model: String?

  /// What vLLM 0.19 does by itself, without a limit on memory.
  init() {
    serving.engine = BatchSettings(
      // Any time: it is fitted. The limits are `BatchSettings`' own.
      stepTime: StepTime(base: 10_000_000_000, perSequence: 100_000_000, perPrefillToken: 50_000_000))
  }

  /// The members of a meta file that are read; all others are passed over.
  private struct Meta: Decodable {
    struct Arguments: Decodable {
      var max_num_seqs: Int?
      var max_num_batched_tokens: Int?
      var data_parallel_size: Int?
      var enable_prefix_caching: Bool?
      var enable_expert_parallel: Bool?
    }
    struct Cache: Decodable {
      var num_gpu_blocks: Int?
      var block_size: Int?
      var enable_prefix_caching: Bool?
    }
    struct Resolved: Decodable {
      struct Scheduler: Decodable { var async_scheduling: Bool? }
      var scheduler_config: Scheduler?
    }
    var model: String?
    var engine_kwargs: Arguments?
    var kv_cache: Cache?
    var resolved_config: Resolved?
  }

  /// Reads a meta file.
  static func read(_ file: MeasuredFile) throws(CalibrationError) -> ServerDescription {
    let meta = try file.decode(Meta.self, file.bytes)
    guard let arguments = meta.engine_kwargs else {
      throw file.error(
        "no 'engine_kwargs'",
        hint: "it holds max_num_seqs and max_num_batched_tokens; leave the file out where there is none")
    }
    func count(_ value: Int?, _ key: String, from least: Int) throws(CalibrationError) -> Int? {
      guard let value else { return nil }
      guard (least...10_000_000).contains(value) else {
        throw file.error("'\(key)' is \(value)", hint: "a whole number from \(least) to 10000000")
      }
      return value
    }
    var description = ServerDescription()
    description.model = meta.model
    var engine = description.serving.engine
    engine.tokensPerStep =
      try count(arguments.max_num_batched_tokens, "engine_kwargs.max_num_batched_tokens", from: 1)
      ?? engine.tokensPerStep
    let sequences =
      try count(arguments.max_num_seqs, "engine_kwargs.max_num_seqs", from: 1) ?? engine.sequences
    guard sequences <= engine.tokensPerStep else {
      throw file.error(
        "max_num_seqs is \(sequences), and a step has \(engine.tokensPerStep) tokens",
        hint:
          "every running request needs a token of each step: max_num_batched_tokens is not below max_num_seqs"
      )
    }
    engine.sequences = sequences
    // Engines that share the experts of a model step together; others are replicas of their own.
    let engines = try count(arguments.data_parallel_size, "engine_kwargs.data_parallel_size", from: 1) ?? 1
    let stepsTogether = arguments.enable_expert_parallel == true
    description.serving.engines = stepsTogether ? engines : 1
    description.serving.replicas = stepsTogether ? 1 : engines
    if let blocks = try count(meta.kv_cache?.num_gpu_blocks, "kv_cache.num_gpu_blocks", from: 2) {
      // Block 0 is the server's own.
      engine.blocks = blocks - 1
    }
    engine.tokensPerBlock =
      try count(meta.kv_cache?.block_size, "kv_cache.block_size", from: 1) ?? engine.tokensPerBlock
    engine.prefixCache =
      meta.kv_cache?.enable_prefix_caching ?? arguments.enable_prefix_caching ?? engine.prefixCache
    engine.isAsynchronous = meta.resolved_config?.scheduler_config?.async_scheduling ?? engine.isAsynchronous
    description.serving.engine = engine
    return description
  }
}
