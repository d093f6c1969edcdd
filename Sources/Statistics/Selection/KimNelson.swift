// Which of several designs is best, with as few replications as the answer needs: a bad design leaves early.

import QueueModel

/// The fully sequential selection procedure KN of S.-H. Kim and B. L. Nelson (ACM TOMACS 11, 2001, pages 251-273).
///
/// Selects the best of k alternatives with at least the given probability whenever the best is better than every
/// other by the indifference δ or more; among closer ones it selects one of them. The observations of one
/// replication may be correlated across alternatives (common random numbers: fewer replications are needed);
/// replications must be independent, and the differences between alternatives about normal.
///
/// ```swift
/// var procedure = KimNelson(alternatives: 3, indifference: 0.5, best: .smallest)
/// while procedure.state == .needsMore { procedure.add(observation(procedure.replications, procedure.survivors)) }
/// procedure.state  // .selected(2)
/// ```
///
/// With 1 - α the probability, n₀ the first stage and the paper's constant c = 1:
///
/// - η = ((2 α / (k - 1))^(-2 / (n₀ - 1)) - 1) / 2 and h² = 2 η (n₀ - 1).
/// - S²ᵢₗ is the sample variance of the differences Xᵢ - Xₗ over the first n₀ replications.
/// - After r ≥ n₀ replications alternative i survives when, for each other survivor l, its mean is not worse than
///   that of l by more than Wᵢₗ(r) = max(0, (h² S²ᵢₗ / δ² - r) δ / (2 r)).
/// - It ends when one survives, or when r > h² S²ᵢₗ / δ² for all pairs that survive: then the best mean is selected,
///   of equal ones the first.
public struct KimNelson: Sendable {
  /// What makes an alternative the best.
  public enum Best: String, Hashable, Sendable, Codable {
    /// The smallest expectation: waits, costs.
    case smallest
    /// The largest expectation: shares of satisfied people.
    case largest
  }

  /// How far the procedure has come.
  public enum State: Hashable, Sendable {
    /// Another replication of the survivors is needed.
    case needsMore
    /// The alternative of this index is selected.
    case selected(Int)
  }

  /// The smallest difference worth finding, δ, in units of the observations.
  public let indifference: Double
  /// Probability 1 - α of selecting the best.
  public let probability: Double
  /// Replications of every alternative before any may be eliminated, n₀.
  public let firstStage: Int
  /// What makes an alternative the best.
  public let best: Best
  /// Indices of the alternatives not eliminated, ascending; several even at the end where the best mean decided.
  public private(set) var survivors: [Int]
  /// Whether more is needed, or what was selected.
  public private(set) var state = State.needsMore
  /// Replications added, r.
  public private(set) var replications = 0

  /// Observations of each alternative, as long as it survived.
  private var observations: [[Double]]
  /// Running mean of each alternative; of one eliminated, that of its last replication.
  private var moments: [SampleMoments]
  /// h² S²ᵢₗ / δ² of each pair, once the first stage is complete: where the continuation region ends.
  private var horizons: [[Double]] = []

  /// A procedure without observations.
  ///
  /// Preconditions: at least two alternatives, a finite indifference above 0, a probability above that of guessing
  /// (1 / k) and below 1, a first stage of at least two replications (ten or more is advised).
  public init(
    alternatives k: Int, indifference delta: Double, probability: Double = 0.95, firstStage n0: Int = 10,
    best: Best
  ) {
    precondition(k >= 2, "a selection among \(k) alternatives")
    precondition(delta > 0 && delta.isFinite, "an indifference of \(delta)")
    precondition(probability * Double(k) > 1 && probability < 1, "a probability of \(probability) for \(k)")
    precondition(n0 >= 2, "a first stage of \(n0) replications")
    indifference = delta
    self.probability = probability
    firstStage = n0
    self.best = best
    survivors = Array(0..<k)
    observations = Array(repeating: [], count: k)
    moments = Array(repeating: SampleMoments(), count: k)
  }

  /// η of the procedure's formulas.
  public var eta: Double {
    let share = 2 * (1 - probability) / Double(observations.count - 1)
    return 0.5 * NearOne.exponentialMinusOne(-2 / Double(firstStage - 1) * PortableMath.log(share))
  }

  /// h² of the procedure's formulas.
  public var hSquared: Double { 2 * eta * Double(firstStage - 1) }

  /// Takes one replication: a value for each alternative, in order. Those of eliminated alternatives are ignored and
  /// may be NaN.
  ///
  /// Preconditions: nothing is selected yet; one value for each alternative; those of survivors are finite.
  public mutating func add(_ observation: [Double]) {
    precondition(state == .needsMore, "an observation after the selection")
    precondition(observation.count == observations.count, "\(observation.count) values")
    for alternative in survivors {
      let value = observation[alternative]
      precondition(value.isFinite, "alternative \(alternative) has the value \(value)")
      observations[alternative].append(value)
      moments[alternative].add(value)
    }
    replications += 1
    if replications == firstStage { horizons = firstStageHorizons() }
    if replications >= firstStage { decide() }
  }

  /// The survivor with the best mean so far, of equal ones the first: what is selected at the end.
  public var leader: Int {
    survivors.dropFirst().reduce(survivors[0]) { worth($1) > worth($0) ? $1 : $0 }
  }

  /// The differences to the leader with their paired t intervals, alternative - leader, over the replications that
  /// both have; 0 ± 0 for the leader itself.
  ///
  /// They describe: each has its level for itself, not all together, and the stop was chosen by the same data.
  public func intervalsToBest(level: Double = 0.95) -> [ConfidenceInterval] {
    let reference = observations[leader]
    return observations.map { values in
      ConfidenceInterval(of: zip(values, reference).map { $0 - $1 }, level: level)
    }
  }

  /// The alternatives besides the leader that are not shown to be worse by more than `difference`: those whose
  /// interval to the best reaches to `difference` or better. An alternative that left early has a wide interval.
  public func tied(within difference: Double, level: Double = 0.95) -> [Int] {
    let intervals = intervalsToBest(level: level)
    return intervals.indices.filter { alternative in
      guard alternative != leader else { return false }
      let interval = intervals[alternative]
      return best == .smallest
        ? interval.side(of: difference) != .above : interval.side(of: -difference) != .below
    }
  }

  /// The mean of an alternative, larger for a better one.
  private func worth(_ alternative: Int) -> Double {
    best == .largest ? moments[alternative].mean : -moments[alternative].mean
  }

  private func firstStageHorizons() -> [[Double]] {
    let scale = hSquared / indifference / indifference
    return observations.map { values in
      observations.map { others in scale * SampleMoments(zip(values, others).lazy.map { $0 - $1 }).variance }
    }
  }

  private mutating func decide() {
    let number = Double(replications)
    let isOver = survivors.allSatisfy { i in survivors.allSatisfy { l in number > horizons[i][l] } }
    if !isOver {
      let standing = survivors
      survivors = standing.filter { i in
        standing.allSatisfy { l in
          let allowance = max(0, (horizons[i][l] - number) * indifference / (2 * number))
          return worth(i) >= worth(l) - allowance
        }
      }
    }
    if isOver || survivors.count == 1 { state = .selected(leader) }
  }
}
