// What the providers did in a run with fall-backs or with outages that were drawn.

extension RunReport {
  /// The provider and its fall-backs.
  public struct ProviderFacts: Hashable, Sendable, Codable {
    /// One of the models, and what it was asked.
    public struct Model: Hashable, Sendable, Codable {
      /// Name in the price book.
      public var model: String
      /// Calls that it admitted.
      public var calls: Int
      /// Of these, calls that another had failed before.
      public var failedOver: Int
      /// Tokens of prompts, cached ones included.
      public var tokensIn: Int
      /// Tokens of answers.
      public var tokensOut: Int
      /// What they cost, the fee on credit included.
      public var amountNanoUSD: Int64

      /// A model from its counts.
      public init(
        model: String, calls: Int, failedOver: Int, tokensIn: Int, tokensOut: Int, amountNanoUSD: Int64
      ) {
        self.model = model
        self.calls = calls
        self.failedOver = failedOver
        self.tokensIn = tokensIn
        self.tokensOut = tokensOut
        self.amountNanoUSD = amountNanoUSD
      }
    }

    /// A time in which calls failed.
    public struct Outage: Hashable, Sendable, Codable {
      /// Since the start of the run.
      public var atNanoseconds: Int64
      /// As far as it lies within the run.
      public var lengthNanoseconds: Int64
      /// Share of calls that failed before the first token.
      public var errors: Double

      /// An outage from its parts.
      public init(atNanoseconds: Int64, lengthNanoseconds: Int64, errors: Double) {
        self.atNanoseconds = atNanoseconds
        self.lengthNanoseconds = lengthNanoseconds
        self.errors = errors
      }
    }

    /// The provider, then its fall-backs in the order in which they are tried.
    public var models: [Model] = []
    /// Outages that were drawn.
    public var drawnOutages: [Outage] = []

    /// Nothing counted yet.
    public init() {}
  }
}
