// Tokens of one model besides the first: a run with fall-backs pays several.

/// Tokens that a model was paid for.
public struct ModelTokens: Hashable, Sendable {
  /// Prompt tokens that the provider had to read.
  public var input: Int64 = 0
  /// Prompt tokens that it found in its prompt cache.
  public var cachedInput: Int64 = 0
  /// Tokens generated.
  public var output: Int64 = 0

  /// None yet.
  public init() {}

  /// Counts the tokens of one call.
  public mutating func add(_ tokens: ProviderTokens) {
    input += Int64(tokens.prompt) - Int64(tokens.cachedPrompt)
    cachedInput += Int64(tokens.cachedPrompt)
    output += Int64(tokens.completion)
  }

  static func + (left: ModelTokens, right: ModelTokens) -> ModelTokens {
    combine(left, right) { $0 + $1 }
  }

  static func - (left: ModelTokens, right: ModelTokens) -> ModelTokens {
    combine(left, right) { $0 - $1 }
  }

  private static func combine(_ left: ModelTokens, _ right: ModelTokens, _ body: (Int64, Int64) -> Int64)
    -> ModelTokens
  {
    var result = ModelTokens()
    result.input = body(left.input, right.input)
    result.cachedInput = body(left.cachedInput, right.cachedInput)
    result.output = body(left.output, right.output)
    return result
  }
}

/// What a fall-back was paid for, and the part of it that nobody read.
public struct FallbackTokens: Hashable, Sendable {
  /// All tokens.
  public var all = ModelTokens()
  /// Of these, tokens spent on answers that nobody read.
  public var wasted = ModelTokens()

  /// None yet.
  public init() {}
}

extension CostLedger {
  /// Counts the tokens of a call of the model that is `provider`-th in the list, the first being 0.
  @inlinable public mutating func addTokens(_ tokens: ProviderTokens, provider: Int, wasted: Bool) {
    if provider == 0 {
      addTokens(tokens, wasted: wasted)
    } else {
      changeFallback(provider) {
        $0.all.add(tokens)
        if wasted { $0.wasted.add(tokens) }
      }
    }
  }

  /// Marks tokens of the `provider`-th model that were counted before as spent on an answer that nobody read.
  @inlinable public mutating func addWaste(_ tokens: ProviderTokens, provider: Int) {
    if provider == 0 { addWaste(tokens) } else { changeFallback(provider) { $0.wasted.add(tokens) } }
  }

  @usableFromInline mutating func changeFallback(_ provider: Int, _ body: (inout FallbackTokens) -> Void) {
    while fallbacks.count < provider { fallbacks.append(FallbackTokens()) }
    body(&fallbacks[provider - 1])
  }

  /// Tokens of all models: prompts, those of them that were cached, answers.
  public var tokensOfAllModels: ModelTokens {
    var sum = ModelTokens()
    sum.input = tokensIn
    sum.cachedInput = tokensInCached
    sum.output = tokensOut
    return fallbacks.reduce(sum) { $0 + $1.all }
  }

  /// Of these, tokens spent on answers that nobody read.
  public var wastedTokensOfAllModels: ModelTokens {
    var sum = ModelTokens()
    sum.input = wastedTokensIn
    sum.cachedInput = wastedTokensInCached
    sum.output = wastedTokensOut
    return fallbacks.reduce(sum) { $0 + $1.wasted }
  }

  /// Tokens of the `provider`-th model, the first being 0.
  public func tokens(ofProvider provider: Int) -> ModelTokens {
    if provider > 0 { return provider <= fallbacks.count ? fallbacks[provider - 1].all : ModelTokens() }
    var first = ModelTokens()
    first.input = tokensIn
    first.cachedInput = tokensInCached
    first.output = tokensOut
    return first
  }

  /// Adds (or subtracts) what was counted of fall-backs in another ledger.
  mutating func combineFallbacks(_ other: CostLedger, subtracting: Bool) {
    for (index, tokens) in other.fallbacks.enumerated() {
      changeFallback(index + 1) {
        $0.all = subtracting ? $0.all - tokens.all : $0.all + tokens.all
        $0.wasted = subtracting ? $0.wasted - tokens.wasted : $0.wasted + tokens.wasted
      }
    }
    while fallbacks.last == FallbackTokens() { fallbacks.removeLast() }
  }
}
