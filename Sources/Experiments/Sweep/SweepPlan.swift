// Which points a sweep has: every combination of the values, or as many as asked for, spread over all of them.

public import Scenario

internal import Statistics

/// The points of a sweep, in the order of its table.
public struct SweepPlan: Hashable, Sendable {
  /// Most points of one sweep.
  public static let mostPoints = 100_000

  /// What is varied, in the order given.
  public let variations: [SweepVariation]
  /// For each point the value of each variation.
  public let points: [[String]]

  /// Every combination of the values; those of the last variation change fastest.
  ///
  /// Throws where a variation is a range without a step, and for more than ``mostPoints`` points.
  public init(gridOf variations: [SweepVariation]) throws(SweepRefusal) {
    try Self.check(variations)
    var lists: [[String]] = []
    var count = 1
    for variation in variations {
      guard let values = variation.values else {
        throw SweepRefusal(
          "the range of \(variation.key) has no step",
          hint: "write FROM..TO:STEP, or --latin-hypercube POINTS")
      }
      lists.append(values)
      count = count.multipliedReportingOverflow(by: values.count).partialValue
      guard count <= Self.mostPoints else {
        throw SweepRefusal(
          "the grid has more than \(Self.mostPoints) points",
          hint: "give fewer values, or spread points with --latin-hypercube POINTS")
      }
    }
    self.variations = variations
    points = lists.reduce([[]]) { points, values in
      points.flatMap { point in values.map { point + [$0] } }
    }
  }

  /// `count` points of a Latin hypercube: each value of a list comes equally often, give or take one where it does
  /// not divide the number of points, and each of `count` equal parts of a range has one point.
  ///
  /// Throws for a `count` that is not from 1 to ``mostPoints``.
  public init(
    latinHypercubeOf variations: [SweepVariation], count: Int, seed: UInt64
  ) throws(SweepRefusal) {
    try Self.check(variations)
    guard (1...Self.mostPoints).contains(count) else {
      throw SweepRefusal("a Latin hypercube has from 1 to \(Self.mostPoints) points, not \(count)")
    }
    self.variations = variations
    points = LatinHypercube.points(count: count, dimensions: variations.count, seed: seed).map { shares in
      zip(variations, shares).map { variation, share in variation.value(at: share) }
    }
  }

  /// What point `index` replaces in the scenario.
  public func overrides(ofPoint index: Int) -> [Override] {
    zip(variations, points[index]).map { Override(key: $0.key, value: $1, flag: "--vary") }
  }

  private static func check(_ variations: [SweepVariation]) throws(SweepRefusal) {
    guard !variations.isEmpty else { throw SweepRefusal("nothing is varied", hint: "give --vary KEY=VALUES") }
    for (index, variation) in variations.enumerated()
    where variations[..<index].contains(where: { $0.key == variation.key }) {
      throw SweepRefusal("\(variation.key) is varied twice", hint: "give all its values in one --vary")
    }
  }
}
