// The limits of the plans: what each allows, what this run had of it, how much it used, and what it cost to have more.

extension RunReport {
  /// One limit, and how near the run came to it.
  public struct LimitRow: Hashable, Sendable, Codable {
    /// What is limited: `Redis commands, each database`.
    public var name: String
    /// What the values count: `a second`, `instances`, `s`.
    public var unit: String
    /// What the design's plan allows; absent where no plan of the design says.
    public var plan: Int64?
    /// What this run had; absent where it had no limit.
    public var has: Int64?
    /// The most that was used at one time, in the same unit.
    public var peak: Int64
    /// `peak` over `has`: above 1 where more was asked for than there was. Absent without a limit.
    public var peakShare: Double?
    /// True when somebody waited for it or was refused for it.
    public var isBinding: Bool
    /// Time during which there was none left.
    public var shortNanoseconds: Int64
    /// What was bought beyond the design's plan; absent where nothing was.
    public var purchase: LimitPurchase?
    /// What happened beyond the limit, in words; absent where nothing did.
    public var effect: String?

    /// A limit of `has`, of which at most `peak` was used.
    public init(
      name: String, unit: String, plan: Int64?, has: Int64?, peak: Int64, isBinding: Bool = false,
      shortNanoseconds: Int64 = 0, purchase: LimitPurchase? = nil, effect: String? = nil
    ) {
      self.name = name
      self.unit = unit
      self.plan = plan
      self.has = has
      self.peak = peak
      peakShare = has.map { Double(peak) / Double(max(1, $0)) }
      self.isBinding = isBinding
      self.shortNanoseconds = shortNanoseconds
      self.purchase = purchase
      self.effect = effect
    }
  }

  /// What was bought of a limit.
  public struct LimitPurchase: Hashable, Sendable, Codable {
    /// What was bought, in words: `9 more databases`.
    public var what: String
    /// Fixed price of a month; absent where no price is known.
    public var monthNanoUSD: Int64?
    /// What is to be known of the price: where it is from, or why there is none.
    public var terms: String

    /// A purchase.
    public init(what: String, monthNanoUSD: Int64?, terms: String) {
      self.what = what
      self.monthNanoUSD = monthNanoUSD
      self.terms = terms
    }
  }
}
