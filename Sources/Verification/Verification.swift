// The check of the whole program against exact values: which sets are run how long, in which order, with which seeds.

package import Experiments
import QueueModel
import Statistics

/// Holds the program against textbook systems.
package struct Verification: Sendable {
  /// Part of a set's way through the verification, for whoever watches.
  package struct Progress: Sendable {
    /// Number of the set, from 1.
    package var set: Int
    package var sets: Int
    package var model: String
    package var parameters: String
    /// Replications finished, of how many.
    package var replications: Int
    package var of: Int
  }

  /// Relative half-width asked of means and probabilities; quantiles get twice that.
  package var precision = 0.01
  /// Seed from which every replication's follows.
  package var seed: UInt64 = 1
  /// Replications of every set.
  package var replications = 30
  /// Most events that one set may take in the run that is judged.
  package var mostEvents = 200_000_000
  package var pool: WorkPool

  package init(pool: WorkPool) { self.pool = pool }

  /// Runs and judges every set, and hands over each when it is done.
  ///
  /// A set is run for as many customers as its system needs to forget its beginning. Where that is not precise enough
  /// it is run anew with other seeds, each replication as much longer as the widest interval asks for, until all
  /// intervals are narrow enough or the budget of events is used. Only the last of these runs is judged, so that what
  /// was seen before does not decide what is.
  ///
  /// Throws what a replication throws, and `CancellationError` once `shouldStop` says so.
  package func run(
    _ sets: [ParameterSet], progress: (Progress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }, finished: ([VerifiedRow]) -> Void = { _ in }
  ) async throws -> VerificationResult {
    var result = VerificationResult(precision: precision, seed: seed)
    for (index, set) in sets.enumerated() {
      let rows = try await verify(set, number: index, of: sets.count, progress, shouldStop)
      result.add(rows)
      finished(rows)
    }
    result.judgeTogether()
    return result
  }

  private func verify(
    _ set: ParameterSet, number: Int, of sets: Int, _ progress: (Progress) -> Void,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> [VerifiedRow] {
    let judgement = Judgement(precision: precision)
    let asked = set.rows.map { AskedMetric(name: $0.metric, exact: $0.exact) }
    let kinds = set.rows.map { set.kind(of: $0) }
    // What is the same in every run needs no more than a look at whether it is.
    let isExact = kinds.allSatisfy { $0 == .exact }
    let count = isExact ? 2 : replications
    var customers = set.model.pilotCustomers
    var stage: UInt64 = 0
    var total = 0
    while true {
      let runs = try await replicate(
        set, asked, customers: customers, count: count, stage: stage,
        {
          progress(
            Progress(
              set: number + 1, sets: sets, model: set.entry.name, parameters: set.parameters.description,
              replications: $0, of: count))
        }, shouldStop)
      total += customers * count
      let judged = zip(set.rows, kinds).map { row, kind in
        var judged = judgement.judge(
          row, kind, set, runs.map { $0.estimates[row.metric] ?? Estimate(.nan) }, customers: customers)
        judged.customersOfAllRuns = total
        return judged
      }
      let factor = zip(judged, kinds).map { row, kind in longer(row, kind, judgement) }.max() ?? 0
      let events = runs.reduce(0) { $0 + $1.events }
      let affordable = Double(mostEvents) / Double(max(1, events))
      // A run that is almost as long as the budget allows is not made again for the rest of it.
      guard factor > 1, affordable > 1.2 else { return judged }
      // Some more than the estimate of the estimate says, so that one more run is enough as a rule.
      customers = Int(Double(customers) * min(affordable, max(1.3, factor * 1.15)))
      stage += 1
    }
  }

  /// How many times as long the replications would have to be for a row's precision; at most 1 where it is reached.
  private func longer(_ row: VerifiedRow, _ kind: MetricKind, _ judgement: Judgement) -> Double {
    guard row.note?.hasPrefix("weak") != true, let target = judgement.target(kind),
      let width = row.relativeHalfWidth
    else { return 0 }
    let ratio = width / target
    return ratio.isFinite ? ratio * ratio : 1e6
  }

  private func replicate(
    _ set: ParameterSet, _ asked: [AskedMetric], customers: Int, count: Int, stage: UInt64,
    _ finished: (Int) -> Void, _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> [Replicate] {
    let (model, seed) = (set.model, seed)
    let name = Self.hash("\(set.entry.name) \(set.parameters.description)")
    return try await pool.map(count, finished: finished) { index in
      if shouldStop() { throw CancellationError() }
      return try await model.replicate(
        seed: Self.seed(seed, name, stage, UInt64(index)), customers: customers, asked: asked)
    }
  }

  /// The seed of a replication: of the verification's, the set's name and the two numbers. A set has the same seeds
  /// whatever else is verified with it.
  static func seed(_ seed: UInt64, _ name: UInt64, _ stage: UInt64, _ index: UInt64) -> UInt64 {
    mix(mix(mix(mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ name) &+ stage) &+ index)
  }

  /// FNV-1a, 64 bits.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// SplitMix64's finaliser.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
