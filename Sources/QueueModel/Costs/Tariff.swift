// A price book made ready for one model, and the bills it makes of ledgers: the only place where counts
// become money.

/// The prices that a ledger is billed by.
///
/// All arithmetic is in integers, 128 bits wide where counts meet prices; each service is rounded once, to
/// the nearest billionth of a dollar. So a bill does not depend on the order in which things were counted.
/// (Bills of parts may differ from the bill of the whole by half a billionth for each service and part.)
public struct Tariff: Hashable, Sendable {
  /// The model whose tokens are billed.
  public let model: String
  /// The book that the prices are from.
  public let book: String

  let command, storage, message, invocation, cpu, memory, call, vector, embedding: PriceEntry
  let input, cachedInput, output, fee: PriceEntry
  /// The models besides the first, in the order of the list.
  let fallbacks: [ModelPrices]

  /// What a model's tokens cost.
  struct ModelPrices: Hashable, Sendable {
    var model: String
    var input, cachedInput, output: PriceEntry
  }

  /// The prices of `book` for `model`, and for the models that calls fail over to.
  ///
  /// - Throws: ``PriceBookError/unknownModel(_:near:)``, or ``PriceBookError/unknownEntry(_:near:)`` for a
  ///   book that lacks a price every bill needs.
  public init(_ book: PriceBook, model: String, fallbacks: [String] = []) throws(PriceBookError) {
    func entry(_ name: String) throws(PriceBookError) -> PriceEntry {
      guard let entry = book[name] else { throw .unknownEntry(name, near: []) }
      return entry
    }
    for model in [model] + fallbacks where !book.models.contains(model) {
      throw .unknownModel(model, near: namesNear(model, among: book.models))
    }
    self.model = model
    self.book = book.name
    command = try entry("redis.command")
    storage = try entry("redis.storageGigabyteMonth")
    message = try entry("qstash.message")
    invocation = try entry("functions.invocation")
    cpu = try entry("functions.activeCPUHour")
    memory = try entry("functions.memoryGigabyteHour")
    call = try entry("persistence.call")
    vector = try entry("vectors.operation")
    embedding = try entry("vectors.embeddedToken")
    input = try entry("llm.\(model).input")
    cachedInput = try entry("llm.\(model).cachedInput")
    output = try entry("llm.\(model).output")
    fee = try entry("llm.creditFee")
    var others: [ModelPrices] = []
    for model in fallbacks {
      others.append(
        ModelPrices(
          model: model, input: try entry("llm.\(model).input"),
          cachedInput: try entry("llm.\(model).cachedInput"), output: try entry("llm.\(model).output")))
    }
    self.fallbacks = others
  }

  /// What the counts of `ledger` cost.
  public func bill(_ ledger: CostLedger) -> Bill {
    var bill = Bill()
    bill[.redis] = Money(
      sum: [
        (Int128(ledger.redisCommands), command, 1),
        (ledger.redisStoredByteNanoseconds, storage, Self.gigabyte * Self.month),
      ])
    bill[.qstash] = Money(sum: [(Int128(ledger.qstashMessages), message, 1)])
    bill[.functions] = Money(
      sum: [
        (Int128(ledger.functionInvocations), invocation, 1),
        (Int128(ledger.functionCPUNanoseconds), cpu, Self.hour),
        (ledger.functionMemoryByteNanoseconds, memory, Self.gigabyte * Self.hour),
      ])
    bill[.persistence] = Money(sum: [(Int128(ledger.persistenceCalls), call, 1)])
    bill[.vectors] = Money(
      sum: [
        (Int128(ledger.vectorOperations), vector, 1), (Int128(ledger.embeddedTokens), embedding, 1),
      ])
    bill[.llm] = tokens(ledger.tokens(ofProvider: 0), ledger.fallbacks.map(\.all))
    return bill
  }

  /// What the tokens cost that were spent on answers that nobody read; a part of the bill's `llm`.
  public func wasted(_ ledger: CostLedger) -> Money {
    var first = ModelTokens()
    first.input = ledger.wastedTokensIn
    first.cachedInput = ledger.wastedTokensInCached
    first.output = ledger.wastedTokensOut
    return tokens(first, ledger.fallbacks.map(\.wasted))
  }

  /// What the tokens of the `provider`-th model of the list cost, the first being 0.
  public func bill(ofProvider provider: Int, _ ledger: CostLedger) -> Money {
    var others = ledger.fallbacks.map { _ in ModelTokens() }
    if provider == 0 { return tokens(ledger.tokens(ofProvider: 0), others) }
    guard provider <= others.count else { return .zero }
    others[provider - 1] = ledger.fallbacks[provider - 1].all
    return tokens(ModelTokens(), others)
  }

  /// Price of tokens with the fee on the credit that pays for them.
  private func tokens(_ first: ModelTokens, _ others: [ModelTokens]) -> Money {
    precondition(
      others.count <= fallbacks.count, "tokens of \(others.count) of \(fallbacks.count) fall-backs")
    var sum: [(count: Int128, entry: PriceEntry, divisor: Int128)] = [
      (Int128(first.input), input, 1), (Int128(first.cachedInput), cachedInput, 1),
      (Int128(first.output), output, 1),
    ]
    for (tokens, prices) in zip(others, fallbacks) {
      sum.append((Int128(tokens.input), prices.input, 1))
      sum.append((Int128(tokens.cachedInput), prices.cachedInput, 1))
      sum.append((Int128(tokens.output), prices.output, 1))
    }
    return Money(sum: sum, feeNanoUSD: fee.price.nanoUSD)
  }

  /// Bytes in a gigabyte, as bills count it.
  private static let gigabyte: Int128 = 1_000_000_000
  /// Nanoseconds in an hour.
  private static let hour: Int128 = 3_600_000_000_000
  /// Nanoseconds in a month of 30 days.
  private static let month: Int128 = 30 * 24 * 3_600_000_000_000
}

/// What was used costs this, by service.
public struct Bill: Hashable, Sendable, AdditiveArithmetic {
  private var redis = Money.zero
  private var qstash = Money.zero
  private var llm = Money.zero
  private var functions = Money.zero
  private var persistence = Money.zero
  private var vectors = Money.zero

  /// Nothing is owed.
  public init() {}

  /// Nothing is owed.
  public static let zero = Bill()

  /// What is owed to one service.
  public subscript(service: BilledService) -> Money {
    get {
      switch service {
      case .redis: redis
      case .qstash: qstash
      case .llm: llm
      case .functions: functions
      case .persistence: persistence
      case .vectors: vectors
      }
    }
    set {
      switch service {
      case .redis: redis = newValue
      case .qstash: qstash = newValue
      case .llm: llm = newValue
      case .functions: functions = newValue
      case .persistence: persistence = newValue
      case .vectors: vectors = newValue
      }
    }
  }

  /// What is owed to all.
  public var total: Money { BilledService.allCases.reduce(.zero) { $0 + self[$1] } }

  /// Both bills.
  public static func + (left: Bill, right: Bill) -> Bill {
    BilledService.allCases.reduce(into: Bill()) { $0[$1] = left[$1] + right[$1] }
  }

  /// What `left` owes beyond `right`.
  public static func - (left: Bill, right: Bill) -> Bill {
    BilledService.allCases.reduce(into: Bill()) { $0[$1] = left[$1] - right[$1] }
  }
}

extension Money {
  /// Σ count × price / (units × divisor) × (1 + fee), rounded once, halves away from zero.
  ///
  /// Each count is split into whole units and a rest, so that 128 bits hold every product: a rest is below
  /// 2.6 × 10²⁴ (a gigabyte-month in byte-nanoseconds), a price at most 10¹³, a fee at most 1. The sum must
  /// stay below the 9.2 thousand million dollars that money can hold.
  fileprivate init(sum: [(count: Int128, entry: PriceEntry, divisor: Int128)], feeNanoUSD: Int64 = 0) {
    // In units of 10⁻⁹ of a nano-dollar: fine enough that the lines' own rounding cannot be seen.
    let fine: Int128 = 1_000_000_000
    var total: Int128 = 0
    for line in sum {
      let price = Int128(line.entry.price.nanoUSD)
      let unit = Int128(line.entry.unit.quantity) * line.divisor
      let (whole, rest) = line.count.quotientAndRemainder(dividingBy: unit)
      let (parts, remainder) = (rest * price).quotientAndRemainder(dividingBy: unit)
      total += (whole * price + parts) * fine + remainder * fine / unit
    }
    let withFee = total * (fine + Int128(feeNanoUSD))
    let scale = fine * fine
    let (quotient, rest) = withFee.quotientAndRemainder(dividingBy: scale)
    let rounding: Int128 = rest.magnitude * 2 >= scale.magnitude ? rest.signum() : 0
    self.init(nanoUSD: Int64(clamping: quotient + rounding))
  }
}
