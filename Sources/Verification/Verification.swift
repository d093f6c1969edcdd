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
  /// A pilot of a set, for as many customers as its system needs to forget its beginning, says how long replications
  /// have to be; unless it is precise enough itself, it is not judged. What is run then is a little shorter than that, and
  /// replications of the same length are added until all intervals are narrow enough or the budget of events is used: no
  /// run is thrown away for having been almost long enough.
  ///
  /// Throws what a replication throws, and `CancellationError` once `shouldStop` says so.
  package func run(
    _ sets: [ParameterSet], progress: (Progress) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }, finished: ([VerifiedRow]) -> Void = { _ in }
  ) async throws -> VerificationResult {
    var result = VerificationResult(precision: precision, seed: seed)
    for (index, set) in sets.enumerated() {
      let rows = try await verify(
        set,
        progress: { done, of in
          progress(
            Progress(
              set: index + 1, sets: sets.count, model: set.entry.name, parameters: set.parameters.description,
              replications: done, of: of))
        }, shouldStop: shouldStop)
      result.add(rows)
      finished(rows)
    }
    result.judgeTogether()
    return result
  }

  /// A pilot is followed by runs of this part of the length that it says would do: it is as likely to say too much as too
  /// little, and what is too short is made up for by more replications.
  private static let cautiousShare = 0.8
  /// Where runs would have to be more than this many times as long they were no good guess, and another is made.
  private static let mostGrowth = 3.0

  private func verify(
    _ set: ParameterSet, progress: (Int, Int) -> Void, shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> [VerifiedRow] {
    let judgement = Judgement(precision: precision)
    var sample = ReplicatedSet(set, customers: set.model.pilotCustomers)
    var stage: UInt64 = 0
    sample.add(try await replicate(sample, replications, stage, progress, shouldStop))
    while true {
      let factor = sample.growth(judgement)
      let affordable = Double(mostEvents) / Double(max(1, sample.events))
      guard factor > 1, affordable > 1 else { return sample.judged(judgement) }
      if factor > Self.mostGrowth || stage == 0 {
        // Runs that are almost as long as the budget allows are not made again for the rest of it.
        guard affordable > 1.2 else { return sample.judged(judgement) }
        stage += 1
        let growth = min(affordable, max(1.2, Self.cautiousShare * factor))
        sample = ReplicatedSet(
          set, customers: Int(Double(sample.customers) * growth), customersBefore: sample.customersOfAllRuns)
        sample.add(try await replicate(sample, replications, stage, progress, shouldStop))
      } else {
        let wanted = Double(sample.runs.count) * (min(factor, affordable) - 1)
        let more = Int(wanted.rounded(factor < affordable ? .up : .down))
        guard more > 0 else { return sample.judged(judgement) }
        sample.add(try await replicate(sample, more, stage, progress, shouldStop))
      }
    }
  }

  /// So many further replications of a sample.
  private func replicate(
    _ sample: ReplicatedSet, _ count: Int, _ stage: UInt64, _ finished: (Int, Int) -> Void,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> [Replicate] {
    let (model, customers, asked, seed) = (sample.set.model, sample.customers, sample.asked, seed)
    let name = Self.hash("\(sample.set.entry.name) \(sample.set.parameters.description)")
    let first = sample.runs.count
    return try await pool.map(count, finished: { finished(first + $0, first + count) }) { index in
      if shouldStop() { throw CancellationError() }
      return try await model.replicate(
        seed: Self.seed(seed, name, stage, UInt64(first + index)), customers: customers, asked: asked)
    }
  }

  /// The seed of a replication: of the verification's, the set's name and the two numbers. A set has the same seeds
  /// whatever else is verified with it.
  static func seed(_ seed: UInt64, _ name: UInt64, _ stage: UInt64, _ index: UInt64) -> UInt64 {
    let ofSet = SplitMix64.mix(SplitMix64.mix(seed &+ SplitMix64.increment) ^ name)
    return SplitMix64.mix(SplitMix64.mix(ofSet &+ stage) &+ index)
  }

  /// FNV-1a, 64 bits.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
