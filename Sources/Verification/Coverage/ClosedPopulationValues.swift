// Exact values of the closed population that no truth file has: the tail of the wait.

import QueueModel
import Statistics

/// N people who think for an exponential time, and c servers: M/M/c//N.
///
/// Somebody who asks sees the system as it would be without them (arrival theorem): n of N − 1 others with probability
/// p(n) ∝ ∏ (N − k) ν / (min(k, c) μ), and then waits for n − c + 1 departures at rate c μ, an Erlang time.
struct ClosedPopulationValues {
  let servers: Int
  let serviceRate: Double
  /// Probability that somebody who asks finds so many others there.
  private let seen: [Double]

  /// - Parameters:
  ///   - thinkRate: 1 over the mean think time.
  ///   - serviceRate: 1 over the mean service.
  init(people: Int, servers: Int, thinkRate: Double, serviceRate: Double) {
    self.servers = servers
    self.serviceRate = serviceRate
    let others = people - 1
    // Logarithms first: the products leave the range of a double.
    var logs = [0.0]
    for n in stride(from: 1, through: others, by: 1) {
      let rate = Double(others - n + 1) * thinkRate / (Double(min(n, servers)) * serviceRate)
      logs.append(logs[n - 1] + PortableMath.log(rate))
    }
    let most = logs.max() ?? 0
    let weights = logs.map { PortableMath.exp($0 - most) }
    let sum = weights.reduce(0, +)
    seen = weights.map { $0 / sum }
  }

  /// Probability of a wait longer than `time`.
  func waitIsLonger(than time: Double) -> Double {
    guard seen.count > servers else { return 0 }
    let departures = PoissonDistribution(mean: Double(servers) * serviceRate * max(time, 1e-300))
    return (servers..<seen.count).reduce(0.0) { $0 + seen[$1] * departures.cumulative($1 - servers) }
  }

  /// Mean wait.
  var meanWait: Double {
    guard seen.count > servers else { return 0 }
    return (servers..<seen.count).reduce(0.0) {
      $0 + seen[$1] * Double($1 - servers + 1) / (Double(servers) * serviceRate)
    }
  }

  /// The wait that a share `probability` does not exceed, by bisection to the last bits; 0 where as many do not wait.
  func waitQuantile(_ probability: Double) -> Double {
    guard waitIsLonger(than: 0) > 1 - probability else { return 0 }
    var (low, high) = (0.0, 1.0)
    while waitIsLonger(than: high) > 1 - probability { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if waitIsLonger(than: middle) > 1 - probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
