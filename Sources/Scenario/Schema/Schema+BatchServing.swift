// The keys of `llm.batch`: a model that serves by continuous batching. They are named for what they mean; the text gives the
// name of vLLM's own option.

internal import QueueModel
internal import RunReport

extension BatchServing {
  static var schema: ObjectSchema<BatchServing> {
    ObjectSchema(fields: [
      .value("replicas", \.replicas, .integer(1...10_000), "Replicas of the model; each serves on its own."),
      .value(
        "choice", \.choice, .choice,
        "Which replica a call goes to: `leastLoaded`, who waits counting as four who run, or `roundRobin`."),
      .value(
        "engines", \.engines, .integer(1...64),
        "Engines of each replica, which step together (`data_parallel_size` with `enable_expert_parallel`); limits and memory "
          + "are those of each."),
      .section(
        "step", \.engine.stepTime, StepTime.schema,
        "How long a step takes: base + perSequence × answers that get a token + perPrefillToken × tokens of prompts "
          + "that are read + perContextToken × tokens that stand before those of the answers."),
      .value(
        "firstStepDelay", \.engine.warmUp, .stepTime(largest: 86_400_000_000_000_000),
        "What the very first step of a replica takes besides."),
      .value(
        "tokensPerStep", \.engine.tokensPerStep, .integer(1...1_000_000),
        "Most tokens in a step, those of prompts and one for each answer (`max_num_batched_tokens`)."),
      .value(
        "sequences", \.engine.sequences, .integer(1...100_000),
        "Most calls that run at one time on a replica (`max_num_seqs`); the others wait in order."),
      .optional(
        "blocks", \.engine.blocks, .integer(1...1_000_000_000), defaultText: "no limit",
        "Blocks of memory of a replica for the tokens of what runs (`num_gpu_blocks`, less the one that is reserved)."
      ),
      .value(
        "tokensPerBlock", \.engine.tokensPerBlock, .integer(1...4096), "Tokens in a block (`block_size`)."),
      .value(
        "reservation", \.engine.reservation, .choice,
        "`asItGrows`: blocks as answers grow, and where there are none whoever was admitted last begins anew; "
          + "`wholeAnswer`: blocks for the whole answer at once."),
      .value(
        "prefixCache", \.engine.prefixCache, .flag,
        "Whether what was computed of a call that begins anew is found again (`enable_prefix_caching`)."),
      .value(
        "asynchronous", \.engine.isAsynchronous, .flag,
        "Whether a step is made up while the one before it runs (`async_scheduling`)."),
    ])
  }
}

extension StepTime {
  fileprivate static var schema: ObjectSchema<StepTime> {
    // A second: longer than any step of a model that anybody waits for.
    let part = ValueKind<Int64>.stepTime(largest: 10_000_000_000_000)
    return ObjectSchema(fields: [
      .value("base", \.base, part.positive, "What every step takes."),
      .value("perSequence", \.perSequence, part, "For each answer that gets a token."),
      .value("perPrefillToken", \.perPrefillToken, part, "For each token of a prompt that is read."),
      .value(
        "perContextToken", \.perContextToken, part,
        "For each token of prompt and answer that stands before one that is made."),
    ])
  }
}

extension ValueKind where Value == Int64 {
  /// A part of the time of a step, held in picoseconds: a token's share of it can be a fraction of a nanosecond.
  static func stepTime(largest: Int64) -> ValueKind {
    let hint = "write a number with a unit, such as 11.8ms, 121us or 10.9ns (units s, ms, us, ns)"
    let most = StepTimeText.show(largest)
    return ValueKind(
      name: "time of a step", range: "0s to \(most), to the picosecond",
      read: { node, decoding in
        guard let text = decoding.scalar(node, expected: "a time") else { return nil }
        guard let picoseconds = StepTimeText.read(text) else {
          decoding.fail(node.origin, "'\(text)' is not the time of a step", hint: hint)
          return nil
        }
        guard picoseconds <= largest else {
          decoding.fail(node.origin, "'\(text)' is too large", hint: "the most is \(most)")
          return nil
        }
        return picoseconds
      }, show: StepTimeText.show)
  }

  /// The same, and not 0.
  fileprivate var positive: ValueKind {
    var kind = self
    kind.read = { node, decoding in
      guard let value = read(node, &decoding) else { return nil }
      guard value > 0 else {
        decoding.fail(node.origin, "a step takes no time", hint: "write more than zero")
        return nil
      }
      return value
    }
    return kind
  }
}

/// Picoseconds as text: one number and one unit, exact in both directions.
enum StepTimeText {
  private static let units: [(name: String, digits: Int)] = [("s", 12), ("ms", 9), ("us", 6), ("ns", 3)]

  static func show(_ picoseconds: Int64) -> String {
    guard picoseconds > 0 else { return "0s" }
    let digits = String(picoseconds)
    let unit = units.first { digits.count > $0.digits } ?? units[units.count - 1]
    let padded = String(repeating: "0", count: max(0, unit.digits + 1 - digits.count)) + digits
    var fraction = padded.suffix(unit.digits)
    while fraction.last == "0" { fraction.removeLast() }
    return padded.dropLast(unit.digits) + (fraction.isEmpty ? "" : ".") + fraction + unit.name
  }

  static func read(_ text: String) -> Int64? {
    let number = text.prefix { $0.isNumber || $0 == "." || $0 == "_" }.filter { $0 != "_" }
    let name = text.drop { $0.isNumber || $0 == "." || $0 == "_" }
    guard let unit = units.first(where: { $0.name == name || ($0.name == "us" && name == "µs") }) else {
      return nil
    }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), number.utf8.contains(where: { $0 != UInt8(ascii: ".") }) else {
      return nil
    }
    // Digits beyond a picosecond are rounded away.
    let fraction = parts.count == 2 ? parts[1] : ""
    let kept = fraction.prefix(unit.digits)
    let zeros = String(repeating: "0", count: unit.digits - kept.count)
    guard let value = Int64(parts[0] + kept + zeros) else { return nil }
    let roundsUp = fraction.dropFirst(unit.digits).first.map { $0 >= "5" } ?? false
    return value + (roundsUp ? 1 : 0)
  }
}
