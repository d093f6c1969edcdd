// A bill line by line: what was counted, and what each count comes to.

/// One line of a bill.
public struct BillLine: Hashable, Sendable {
  /// Who sends the bill.
  public var service: BilledService
  /// What was counted, in the noun of its count: "commands", "tokens in".
  public var item: String
  /// How many were counted.
  public var count: Int128
  /// The price of `unit` of them.
  public var price: Money
  /// How many `price` pays for.
  public var unit: Int
  /// What they come to.
  public var amount: Money
}

extension Tariff {
  /// The lines of a ledger's bill. Each is rounded to a nano-dollar by itself; their sum may differ from
  /// ``bill(_:)`` by a few.
  public func lines(_ ledger: CostLedger) -> [BillLine] {
    let gigabyteSecond: Int128 = 1_000_000_000 * 1_000_000_000
    let lines =
      [
        line(.redis, "commands", Int128(ledger.redisCommands), command, 1) { $0.redisCommands = $1 },
        line(
          .redis, "gigabyte-seconds stored", ledger.redisStoredByteNanoseconds / gigabyteSecond, storage,
          Self.secondsOfMonth
        ) {
          $0.redisStoredByteNanoseconds = Int128($1) * gigabyteSecond
        },
        line(.qstash, "messages", Int128(ledger.qstashMessages), message, 1) { $0.qstashMessages = $1 },
        line(.llm, "tokens in", Int128(ledger.tokensIn), input, 1) { $0.tokensIn = $1 },
        line(.llm, "tokens in, cached", Int128(ledger.tokensInCached), cachedInput, 1) {
          $0.tokensInCached = $1
        },
        line(.llm, "tokens out", Int128(ledger.tokensOut), output, 1) { $0.tokensOut = $1 },
        line(.functions, "invocations", Int128(ledger.functionInvocations), invocation, 1) {
          $0.functionInvocations = $1
        },
        line(.functions, "CPU seconds", Int128(ledger.functionCPUNanoseconds / 1_000_000_000), cpu, 3600) {
          $0.functionCPUNanoseconds = $1 * 1_000_000_000
        },
        line(
          .functions, "gigabyte-seconds", ledger.functionMemoryByteNanoseconds / gigabyteSecond, memory, 3600
        ) {
          $0.functionMemoryByteNanoseconds = Int128($1) * gigabyteSecond
        },
        line(.persistence, "calls", Int128(ledger.persistenceCalls), call, 1) { $0.persistenceCalls = $1 },
      ] + fallbackLines(ledger)
    // A service that the design does not have is on the bill only of those who use it.
    guard ledger.vectorOperations > 0 || ledger.embeddedTokens > 0 else { return lines }
    return lines + [
      line(.vectors, "operations", Int128(ledger.vectorOperations), vector, 1) { $0.vectorOperations = $1 },
      line(.vectors, "tokens embedded", Int128(ledger.embeddedTokens), embedding, 1) {
        $0.embeddedTokens = $1
      },
    ]
  }

  /// The lines of each fall-back that was called.
  private func fallbackLines(_ ledger: CostLedger) -> [BillLine] {
    ledger.fallbacks.indices.flatMap { index in
      let (tokens, prices) = (ledger.fallbacks[index].all, fallbacks[index])
      return [
        line(.llm, "tokens in, \(prices.model)", Int128(tokens.input), prices.input, 1) { ledger, count in
          ledger.changeFallback(index + 1) { $0.all.input = count }
        },
        line(.llm, "tokens in, cached, \(prices.model)", Int128(tokens.cachedInput), prices.cachedInput, 1) {
          ledger, count in
          ledger.changeFallback(index + 1) { $0.all.cachedInput = count }
        },
        line(.llm, "tokens out, \(prices.model)", Int128(tokens.output), prices.output, 1) { ledger, count in
          ledger.changeFallback(index + 1) { $0.all.output = count }
        },
      ]
    }
  }

  private static let secondsOfMonth = 30 * 24 * 3600

  private func line(
    _ service: BilledService, _ item: String, _ count: Int128, _ entry: PriceEntry, _ secondsOfUnit: Int,
    _ set: (inout CostLedger, Int64) -> Void
  ) -> BillLine {
    var alone = CostLedger()
    set(&alone, Int64(clamping: count))
    return BillLine(
      service: service, item: item, count: count, price: entry.price,
      unit: Int(entry.unit.quantity) * secondsOfUnit, amount: bill(alone)[service])
  }
}
