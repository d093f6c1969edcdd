// What the closed population must come to: exact values of M/M/c//N, and the interval of some replications.

/// The closed population in equilibrium: N users who think Exp(Z) and are served Exp(S) by c servers.
///
/// A birth-death chain over the users who are asking: the weight of n is that of n - 1 times
/// ((N - n + 1) / Z) / (min(n, c) / S). Throughput X is the mean rate of services; by Little's law N = X (Z + R),
/// where R is the response time and R - S the wait.
public struct ExactClosedPopulation: Sendable {
  /// Answers a second.
  public let throughput: Double
  /// Seconds waited before service, on average over the requests.
  public let meanWaitSeconds: Double

  /// The equilibrium of a population. O(N).
  public init(_ population: ClosedPopulation) {
    let users = population.users
    let servers = population.servers
    var weight = 1.0
    var sum = 1.0
    var rate = 0.0
    for asking in 1...users {
      let busy = Double(min(asking, servers))
      weight *=
        Double(users - asking + 1) / ClosedPopulation.thinkSeconds * ClosedPopulation.serviceSeconds / busy
      sum += weight
      rate += weight * busy / ClosedPopulation.serviceSeconds
      // Only ratios matter: rescaled before the weights leave the range of doubles.
      if sum > 1e200 {
        weight *= 1e-200
        sum *= 1e-200
        rate *= 1e-200
      }
    }
    throughput = rate / sum
    meanWaitSeconds =
      Double(users) / throughput - ClosedPopulation.thinkSeconds - ClosedPopulation.serviceSeconds
  }
}

/// The mean of independent replications with its 99 % confidence interval by Student's t.
public struct ReplicatedMean: Sendable {
  /// Mean of the replications.
  public let mean: Double
  /// Half the width of the 99 % interval.
  public let halfWidth: Double

  /// Two-sided 99 % points of Student's t for 1 to 19 degrees of freedom.
  private static let points: [Double] = [
    63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977, 2.947,
    2.921, 2.898, 2.878, 2.861,
  ]

  /// The interval of 2 to 20 values.
  public init(_ values: [Double]) {
    precondition((2...20).contains(values.count), "2 to 20 replications are needed, not \(values.count)")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    self.mean = mean
    halfWidth = Self.points[values.count - 2] * (variance / count).squareRoot()
  }

  /// Half the width over the exact value.
  public func relativeHalfWidth(to exact: Double) -> Double { halfWidth / exact }

  /// Whether the interval contains a value.
  public func contains(_ exact: Double) -> Bool { (mean - exact).magnitude <= halfWidth }
}
