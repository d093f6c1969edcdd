// The numbers of replications as they come in: of each place the moments of its values, which is all that an interval
// needs. A percentile enters as the one number that its replication found; waits of different replications never meet.

internal import RunReport
internal import Statistics

/// Moments of each number of a report over replications.
struct ReplicationTally: Sendable {
  /// Probability that an interval covers.
  static let level = 0.95

  private struct Values {
    var finite = SampleMoments()
    /// Replications in which the number was infinite.
    var infinite = 0
  }

  private var places: [String: Int] = [:]
  private var values: [Values] = []
  /// Replications that were added.
  private(set) var count = 0

  /// Adds the numbers of the next replication. In the order of the replications: sums of fractions depend on it.
  mutating func add(_ numbers: [PlacedNumber]) {
    count += 1
    for number in numbers {
      let index: Int
      if let known = places[number.place] {
        index = known
      } else {
        index = values.count
        places[number.place] = index
        values.append(Values())
      }
      if number.value == .infinity {
        values[index].infinite += 1
      } else {
        values[index].finite.add(number.value)
      }
    }
  }

  /// The interval of every number that any replication has.
  func intervals() -> RunReport.Intervals {
    var intervals = RunReport.Intervals()
    var quantiles: [Int: Double] = [:]
    for place in places.keys { intervals[place] = interval(place, &quantiles) }
    return intervals
  }

  /// The interval of one number; nil where no replication has it.
  func interval(_ place: String) -> RunReport.Interval? {
    var quantiles: [Int: Double] = [:]
    return interval(place, &quantiles)
  }

  /// - Parameter quantiles: Student's quantile by number of values: each takes as long as a thousand of the rest.
  private func interval(_ place: String, _ quantiles: inout [Int: Double]) -> RunReport.Interval? {
    guard let index = places[place] else { return nil }
    let infinite = values[index].infinite
    var finite = values[index].finite
    if PlacedNumber.isZeroWhereAbsent(place) {
      for _ in finite.count + infinite..<max(count, finite.count + infinite) { finite.add(0) }
    }
    let replications = finite.count + infinite
    guard infinite == 0 else {
      return RunReport.Interval(
        mean: .infinity, halfWidth: .infinity, replications: replications, infinite: infinite)
    }
    var halfWidth = Double.infinity
    if finite.count > 1 {
      let quantile =
        quantiles[finite.count]
        ?? -StudentT(degreesOfFreedom: Double(finite.count - 1)).quantile(0.5 * (1 - Self.level))
      quantiles[finite.count] = quantile
      halfWidth = quantile * finite.standardError
    }
    return RunReport.Interval(mean: finite.mean, halfWidth: halfWidth, replications: replications)
  }

  /// The ends of the interval of the finite values alone; nil below two.
  func finiteEnds(_ place: String) -> (lower: Double, upper: Double)? {
    guard let index = places[place], values[index].finite.count > 1 else { return nil }
    let moments = values[index].finite
    let halfWidth =
      -StudentT(degreesOfFreedom: Double(moments.count - 1)).quantile(0.5 * (1 - Self.level))
      * moments.standardError
    return (moments.mean - halfWidth, moments.mean + halfWidth)
  }
}
