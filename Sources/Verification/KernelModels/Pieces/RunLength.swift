// How long a run must be at least for its beginning and the memory of its system not to show, and which loads have no
// state of rest.

/// Lengths of runs, in customers.
enum RunLength {
  static let least = 20_000
  private static let most = 1e8

  /// Customers of a pilot run.
  ///
  /// A single server at load ρ forgets after about 4 / (1 - ρ)² customers, and the warm-up is a tenth of the run.
  ///
  /// - Parameters:
  ///   - load: of the busiest server, below 1.
  ///   - variability: 1 where arrivals and services are exponential; as many times longer the system remembers.
  ///   - servers: in all; they must fill first.
  static func customers(load: Double, variability: Double = 1, servers: Int = 1) -> Int {
    let rest = 400 * max(1, variability) / ((1 - load) * (1 - load))
    return Int(min(most, max(Double(least), rest, 400 * Double(servers))))
  }
}

extension TruthParameters {
  /// Throws where a system's load is 1 or more, naming the parameter that is to blame.
  static func mustRest(load: Double, parameter: String) throws(TruthProblem) {
    guard load < 1 else {
      throw TruthProblem("parameter '\(parameter)' makes a load of \(load): the system has no state of rest")
    }
  }
}
