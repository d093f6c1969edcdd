// Variants of a scenario on the same people: what differs between them, with what belongs to chance taken out.

internal import RunReport
public import Scenario
internal import Sim
internal import Statistics

/// A variant of a comparison.
public struct Variant: Sendable {
  /// What it is called in tables.
  public var name: String
  /// What is run.
  public var scenario: Scenario

  /// A variant called `name`.
  public init(name: String, scenario: Scenario) {
    self.name = name
    self.scenario = scenario
  }
}

/// Runs variants on the same people and says what differs.
///
/// In replication i every variant has the same seed, so that the same people ask the same questions at the same
/// moments (common random numbers): each draw is named by person and purpose, and one more in one place shifts none
/// elsewhere. Differences are taken pair by pair.
public struct VariantComparison: Sendable {
  /// Which variant is to be selected, and how sure that has to be.
  public struct Selection: Hashable, Sendable {
    /// What the best has the least or the most of.
    public var metric: ComparedMetric
    /// True when more is better.
    public var wantsLargest: Bool
    /// Differences below this do not matter, in the metric's own unit; nil is a twentieth of the best mean after the
    /// first stage.
    public var indifference: Double?
    /// Probability of selecting the best where it is better than any other by at least the indifference.
    public var probability: Double
    /// Most replications.
    public var maximum: Int

    /// A selection from its parts.
    public init(
      metric: ComparedMetric, wantsLargest: Bool, indifference: Double? = nil, probability: Double = 0.95,
      maximum: Int = 100
    ) {
      self.metric = metric
      self.wantsLargest = wantsLargest
      self.indifference = indifference
      self.probability = probability
      self.maximum = maximum
    }
  }

  /// So far.
  public struct Progress: Sendable {
    /// Replications of each variant when this stage is over.
    public var replications: Int
    /// Runs of this stage that are finished.
    public var runs: Int
    /// Variants that may still be the best.
    public var standing: Int
  }

  private let variants: [Variant]
  private let metrics: [ComparedMetric]
  private let replications: Int
  private let selection: Selection?
  private let pool: WorkPool

  /// A comparison of `variants`, at least two, by `metrics`.
  ///
  /// - Parameters:
  ///   - replications: of each variant, at least 2; with a selection the number of its first stage, after which
  ///     only those that may still be the best go on.
  ///   - pool: how many runs at one time; the result does not depend on it.
  public init(
    _ variants: [Variant], metrics: [ComparedMetric], replications: Int, selection: Selection? = nil,
    pool: WorkPool
  ) {
    precondition(
      variants.count >= 2 && replications >= 2, "\(variants.count) variants, \(replications) replications")
    let seed = variants[0].scenario.seed
    self.variants = variants.map { variant in
      var scenario = variant.scenario
      scenario.seed = seed
      return Variant(name: variant.name, scenario: scenario)
    }
    var metrics = metrics
    if let wanted = selection?.metric, !metrics.contains(where: { $0.text == wanted.text }) {
      metrics.append(wanted)
    }
    self.metrics = metrics
    self.replications = replications
    self.selection = selection
    self.pool = pool
  }

  /// Runs everything. Throws what a run throws, and `CancellationError` once `shouldStop` says so.
  public func run(
    progress: (Progress) -> Void = { _ in }, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) async throws -> ComparisonResult {
    var observations = try await observe(
      Array(variants.indices), 0..<replications, progress: progress, shouldStop: shouldStop)
    var result = ComparisonResult(
      seed: variants[0].scenario.seed, replications: replications, variants: variants.map(\.name),
      metrics: metrics,
      observations: observations.map { $0.map { $0 } })
    guard let selection, let place = metrics.firstIndex(where: { $0.text == selection.metric.text }) else {
      return result
    }
    result.selection = try await select(selection, place, &observations, progress, shouldStop)
    return result
  }

  /// The value of every metric in some replications of some variants: by variant, replication and metric; nil where a
  /// run had no sample.
  private func observe(
    _ chosen: [Int], _ range: Range<Int>, progress: (Progress) -> Void,
    shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> [[[Double?]]] {
    let seeds = ReplicationSeeds(variants[0].scenario.seed)
    let work = chosen.flatMap { variant in range.map { (variant: variant, replication: $0) } }
    let (variants, metrics) = (variants, metrics)
    let values = try await pool.map(
      work.count,
      finished: { progress(Progress(replications: range.upperBound, runs: $0, standing: chosen.count)) }
    ) { index in
      if shouldStop() { throw CancellationError() }
      let (variant, replication) = work[index]
      return try await Self.values(
        of: metrics, in: variants[variant].scenario.with(seed: seeds.replication(replication)))
    }
    return chosen.indices.map { Array(values[$0 * range.count..<($0 + 1) * range.count]) }
  }

  private static func values(of metrics: [ComparedMetric], in scenario: Scenario) async throws -> [Double?] {
    var scenario = scenario
    scenario.thresholds = metrics.map(\.probe)
    let report = await (try Simulation(scenario)).run()
    guard report.invariantsHold else { throw BrokenRun(scenario: scenario.name, seed: scenario.seed) }
    return report.thresholds.map { $0.observed.flatMap { $0.isFinite ? $0 : nil } }
  }

  // MARK: Selection

  /// Selects the best by the procedure of Kim and Nelson, one replication of those that still stand after another.
  private func select(
    _ selection: Selection, _ place: Int, _ observations: inout [[[Double?]]], _ progress: (Progress) -> Void,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) async throws -> ComparisonResult.Selected {
    func value(_ variant: Int, _ replication: Int) throws -> Double {
      guard let value = observations[variant][replication][place] else {
        throw NothingToCompare(metric: selection.metric.text, variant: variants[variant].name)
      }
      return value
    }
    let means = try variants.indices.map { variant in
      SampleMoments(try (0..<replications).map { try value(variant, $0) }).mean
    }
    let best = (selection.wantsLargest ? means.max() : means.min()) ?? 0
    let indifference = selection.indifference ?? max(best.magnitude / 20, Double.leastNormalMagnitude * 1e9)
    var procedure = KimNelson(
      alternatives: variants.count, indifference: indifference, probability: selection.probability,
      firstStage: replications, best: selection.wantsLargest ? .largest : .smallest)
    var number = 0
    while procedure.state == .needsMore, number < max(selection.maximum, replications) {
      if number >= replications {
        let standing = procedure.survivors
        let more = try await observe(
          standing, number..<number + 1, progress: progress, shouldStop: shouldStop)
        for (index, variant) in standing.enumerated() { observations[variant].append(more[index][0]) }
      }
      var observation = [Double](repeating: .nan, count: variants.count)
      for variant in procedure.survivors { observation[variant] = try value(variant, number) }
      procedure.add(observation)
      number += 1
    }
    return ComparisonResult.Selected(
      metric: selection.metric.text, wantsLargest: selection.wantsLargest, indifference: indifference,
      probability: selection.probability, variant: procedure.leader,
      isDecided: procedure.state != .needsMore, replications: procedure.replications,
      ties: procedure.tied(within: indifference), standing: procedure.survivors)
  }
}

/// A run that broke an invariant, which is an error of the program.
public struct BrokenRun: Error, Hashable, Sendable, CustomStringConvertible {
  /// Name of the scenario.
  public var scenario: String
  /// Seed of the run.
  public var seed: UInt64

  /// One sentence for a person.
  public var description: String { "a run of \(scenario) broke an invariant; seed \(seed)" }
}

/// A metric without a value in a variant that is to be selected by it.
public struct NothingToCompare: Error, Hashable, Sendable, CustomStringConvertible {
  /// The metric.
  public var metric: String
  /// Name of the variant.
  public var variant: String

  /// One sentence for a person.
  public var description: String { "\(variant) has no value of \(metric) in some replication" }
}
