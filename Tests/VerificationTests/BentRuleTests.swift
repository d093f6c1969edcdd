// Verification notices mistakes: with one rule bent it fails, and without it the same small runs pass.

#if DEBUG
  import Experiments
  import Sim
  import Testing
  import Verification

  @Suite struct BentRuleTests {
    /// A system in runs short enough for a debug build.
    private struct Short: TruthModel {
      var system: OpenSystemScenario
      var metrics: [String: MetricKind] { system.metrics }
      var pilotCustomers: Int { 2_500 }

      func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
        try await system.replicate(seed: seed, customers: customers, asked: asked)
      }
    }

    private func verify(_ model: String, _ parameters: String, bent: BentRule?) async throws
      -> VerificationResult
    {
      var sets = try ParameterSet.all(in: .shipped).filter {
        $0.entry.name == model && $0.parameters.description == parameters
      }
      try #require(sets.count == 1)
      var system = try #require(sets[0].model as? OpenSystemScenario)
      system.bent = bent
      sets[0].model = Short(system: system)
      var verification = Verification(pool: WorkPool(width: 2))
      // So wide that the first runs are enough: what is tried is the judgement.
      verification.precision = 10
      return try await verification.run(sets)
    }

    @Test(arguments: [
      (BentRule.oneServerMore, "M/M/c", "c=5, lam=4, mu=1"),
      (.patienceAfterTheWait, "M/M/c+M (Erlang A)", "c=10, lam=9, mu=1, theta=0.5"),
      (.priorityIgnoredInALine, "M/M/c non-preemptive priority", "c=5, lams=[1, 3.5], mu=1"),
      (.biasedExponential, "M/M/1", "lam=0.5, mu=1"),
    ])
    func isNoticed(rule: BentRule, model: String, parameters: String) async throws {
      let honest = try await verify(model, parameters, bent: nil)
      #expect(honest.passed, "\(honest.rows.filter { $0.verdict == .failed })")
      let bent = try await verify(model, parameters, bent: rule)
      #expect(!bent.passed, "\(rule) goes unnoticed")
    }
  }
#endif
