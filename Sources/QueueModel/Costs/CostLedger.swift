// What was used, counted while a run goes on. It knows no price: the same counts can be billed by any book.

/// Counts of everything that is billed. Adding is a plain integer addition.
///
/// ```swift
/// var ledger = CostLedger()
/// ledger.redisCommands += answer.billedCommands
/// ledger.addTokens(ProviderTokens(prompt: 2944, completion: 283), wasted: false)
/// tariff.bill(ledger).total
/// ```
public struct CostLedger: Hashable, Sendable {
  /// Redis commands, those inside scripts included.
  public var redisCommands: Int64 = 0
  /// What Redis held, in bytes times nanoseconds.
  public var redisStoredByteNanoseconds: Int128 = 0
  /// Messages published to the queue service, each delivery attempt one.
  public var qstashMessages: Int64 = 0
  /// Prompt tokens that the provider had to read.
  public var tokensIn: Int64 = 0
  /// Prompt tokens that it found in its prompt cache.
  public var tokensInCached: Int64 = 0
  /// Tokens generated.
  public var tokensOut: Int64 = 0
  /// Of `tokensIn`, those spent on answers that nobody read.
  public var wastedTokensIn: Int64 = 0
  /// Of `tokensInCached`, those spent on answers that nobody read.
  public var wastedTokensInCached: Int64 = 0
  /// Of `tokensOut`, those spent on answers that nobody read.
  public var wastedTokensOut: Int64 = 0
  /// Invocations of functions.
  public var functionInvocations: Int64 = 0
  /// Processor time of functions, in nanoseconds.
  public var functionCPUNanoseconds: Int64 = 0
  /// Memory that functions held, in bytes times nanoseconds.
  public var functionMemoryByteNanoseconds: Int128 = 0
  /// Calls of the persistence service.
  public var persistenceCalls: Int64 = 0
  /// Queries and writes of a vector index.
  public var vectorOperations: Int64 = 0
  /// Tokens that were turned into vectors.
  public var embeddedTokens: Int64 = 0
  /// Tokens of the models besides the first, in the order of the list.
  @usableFromInline var fallbacks: [FallbackTokens] = []

  /// Nothing was used.
  @inlinable public init() {}

  /// Counts the tokens of one call.
  ///
  /// - Parameters:
  ///   - tokens: what the provider bills.
  ///   - wasted: true when nobody read the answer: cancelled, abandoned, or tried again.
  @inlinable public mutating func addTokens(_ tokens: ProviderTokens, wasted: Bool) {
    let read = Int64(tokens.prompt) - Int64(tokens.cachedPrompt)
    tokensIn += read
    tokensInCached += Int64(tokens.cachedPrompt)
    tokensOut += Int64(tokens.completion)
    if wasted { addWaste(tokens) }
  }

  /// Marks tokens that were counted before as spent on an answer that nobody read: to be used where that
  /// shows only after the call was billed.
  @inlinable public mutating func addWaste(_ tokens: ProviderTokens) {
    wastedTokensIn += Int64(tokens.prompt) - Int64(tokens.cachedPrompt)
    wastedTokensInCached += Int64(tokens.cachedPrompt)
    wastedTokensOut += Int64(tokens.completion)
  }

  /// Counts `bytes` that Redis holds for `nanoseconds`: what is written with a time to live can be counted
  /// when it is written.
  @inlinable public mutating func addStorage(bytes: Int64, nanoseconds: Int64) {
    // A product of two 64-bit numbers always fits.
    redisStoredByteNanoseconds += Int128(bytes) &* Int128(nanoseconds)
  }

  /// Counts a function's processor time, and its share of memory for the time that it is open.
  @inlinable public mutating func addFunctionTime(
    cpuNanoseconds: Int64, memoryBytes: Int64, openNanoseconds: Int64
  ) {
    functionCPUNanoseconds += cpuNanoseconds
    functionMemoryByteNanoseconds += Int128(memoryBytes) &* Int128(openNanoseconds)
  }

  /// All tokens, and those of them that were wasted.
  public var tokens: (all: Int64, wasted: Int64) {
    (
      tokensIn + tokensInCached + tokensOut,
      wastedTokensIn + wastedTokensInCached + wastedTokensOut
    )
  }

  /// Adds what another ledger counted.
  public mutating func merge(_ other: CostLedger) {
    addCounts(of: other, times: 1)
    if !other.fallbacks.isEmpty { combineFallbacks(other, subtracting: false) }
  }

  /// What was used since `earlier`, an earlier reading of the same ledger.
  public func difference(from earlier: CostLedger) -> CostLedger {
    var result = self
    result.addCounts(of: earlier, times: -1)
    if !earlier.fallbacks.isEmpty { result.combineFallbacks(earlier, subtracting: true) }
    return result
  }

  /// Merging and subtracting in one, so that they cannot forget different counts.
  private mutating func addCounts(of other: CostLedger, times sign: Int64) {
    redisCommands += sign * other.redisCommands
    redisStoredByteNanoseconds += Int128(sign) * other.redisStoredByteNanoseconds
    qstashMessages += sign * other.qstashMessages
    tokensIn += sign * other.tokensIn
    tokensInCached += sign * other.tokensInCached
    tokensOut += sign * other.tokensOut
    wastedTokensIn += sign * other.wastedTokensIn
    wastedTokensInCached += sign * other.wastedTokensInCached
    wastedTokensOut += sign * other.wastedTokensOut
    functionInvocations += sign * other.functionInvocations
    functionCPUNanoseconds += sign * other.functionCPUNanoseconds
    functionMemoryByteNanoseconds += Int128(sign) * other.functionMemoryByteNanoseconds
    persistenceCalls += sign * other.persistenceCalls
    vectorOperations += sign * other.vectorOperations
    embeddedTokens += sign * other.embeddedTokens
  }
}
