// The models that calls fail over to, ready to draw from.

import QueueModel
import Scenario

/// How a fall-back answers.
struct FallbackPlan: Sendable {
  let model: String
  let firstToken: Sampler
  let tokenInterval: Sampler
  let errorBeforeShare: Double

  init(_ fallback: Fallback, in tables: FixedTables) {
    model = fallback.model
    firstToken = Sampler(fallback.firstToken, in: tables)
    tokenInterval = Sampler(fallback.tokenInterval, in: tables)
    errorBeforeShare = fallback.errorBeforeShare
  }
}

extension RunPlan {
  /// The accounts of the fall-backs at the start of the run.
  func fallbackLimits() -> [ProviderLimits] {
    scenario.llm.fallbacks.map { fallback in
      ProviderLimits(
        Self.capacities(fallback.limits), concurrency: fallback.concurrency,
        statesRetryAfter: fallback.retryAfter)
    }
  }
}
