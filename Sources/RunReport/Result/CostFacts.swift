// The bill of a run: what was used, at which price, and what it comes to by answer, hour and month.

public import QueueModel

extension RunReport {
  /// What the run cost, in billionths of a US dollar.
  public struct CostFacts: Hashable, Sendable, Codable {
    /// Name of the price book.
    public var priceBook: String
    /// Every line of the bill, by service.
    public var lines: [CostLine]
    /// All lines together: the stated duration with its tail.
    public var totalNanoUSD: Int64
    /// Answers delivered whole, which the next figure divides by.
    public var answers: Int
    /// Cost of 1,000 delivered answers; absent when none was delivered.
    public var perThousandAnswersNanoUSD: Int64?
    /// Cost of an hour at this rate: the total over the stated duration in hours.
    public var perHourNanoUSD: Int64
    /// Cost of the scenario's month; absent when the scenario does not say what a month holds.
    public var month: Month?
    /// Paid for answers that nobody read.
    public var waste: Waste

    /// A bill from its parts.
    public init(
      priceBook: String = "", lines: [CostLine] = [], totalNanoUSD: Int64 = 0, answers: Int = 0,
      perThousandAnswersNanoUSD: Int64? = nil, perHourNanoUSD: Int64 = 0, month: Month? = nil,
      waste: Waste = Waste()
    ) {
      self.priceBook = priceBook
      self.lines = lines
      self.totalNanoUSD = totalNanoUSD
      self.answers = answers
      self.perThousandAnswersNanoUSD = perThousandAnswersNanoUSD
      self.perHourNanoUSD = perHourNanoUSD
      self.month = month
      self.waste = waste
    }

    /// The sum of the lines of `service`.
    public func total(of service: BilledService) -> Int64 {
      lines.reduce(0) { $1.service == service ? $0 + $1.amountNanoUSD : $0 }
    }
  }

  /// One line of the bill.
  public struct CostLine: Hashable, Sendable, Codable {
    /// Who sends the bill.
    public var service: BilledService
    /// What was used, in the price book's words: `commands`, `tokens in`.
    public var item: String
    /// How much was used.
    public var count: Int
    /// Price of `priceUnit` of them.
    public var priceNanoUSD: Int64
    /// How many the price is for, such as 100,000 commands or 1,000,000 tokens.
    public var priceUnit: Int
    /// What this line comes to.
    public var amountNanoUSD: Int64

    /// A line from its parts.
    public init(
      service: BilledService, item: String, count: Int, priceNanoUSD: Int64, priceUnit: Int,
      amountNanoUSD: Int64
    ) {
      self.service = service
      self.item = item
      self.count = count
      self.priceNanoUSD = priceNanoUSD
      self.priceUnit = priceUnit
      self.amountNanoUSD = amountNanoUSD
    }
  }

  /// The monthly bill, and what it assumes.
  public struct Month: Hashable, Sendable, Codable {
    /// Hours like this run in a month.
    public var peakHours: Double
    /// Answers outside those hours, at this run's cost an answer.
    public var otherAnswers: Double
    /// What the month comes to.
    public var amountNanoUSD: Int64

    /// A month of `peakHours` hours like this run and `otherAnswers` further answers.
    public init(peakHours: Double, otherAnswers: Double, amountNanoUSD: Int64) {
      self.peakHours = peakHours
      self.otherAnswers = otherAnswers
      self.amountNanoUSD = amountNanoUSD
    }
  }

  /// Tokens that were paid for and that nobody read.
  public struct Waste: Hashable, Sendable, Codable {
    /// Tokens of prompts.
    public var tokensIn: Int
    /// Tokens of answers.
    public var tokensOut: Int
    /// What they cost.
    public var amountNanoUSD: Int64

    /// Waste from its parts.
    public init(tokensIn: Int = 0, tokensOut: Int = 0, amountNanoUSD: Int64 = 0) {
      self.tokensIn = tokensIn
      self.tokensOut = tokensOut
      self.amountNanoUSD = amountNanoUSD
    }
  }
}
