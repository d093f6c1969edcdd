// Where the search for a mixture of lognormals starts: what is likely, for a given shift.

internal import QueueModel

/// Lognormals above a shift by expectation–maximisation.
struct MixtureStart {
  /// Least sigma of a part: a narrower one would be a single value.
  static let leastSigma = 0.02
  /// Greatest sigma of a part.
  static let greatestSigma = 3.0
  /// Rounds of expectation–maximisation: a start needs no more.
  static let rounds = 25

  /// Which values make up each part before the first round: shares of the sample, from the least value on.
  static func divisions(parts: Int) -> [[Double]] {
    parts == 1 ? [[1]] : [[0.5, 0.5], [0.9, 0.1], [0.25, 0.75]]
  }

  /// The share of each part.
  var weights: [Double]
  /// Means of the logarithms.
  var means: [Double]
  /// Standard deviations of the logarithms.
  var sigmas: [Double]

  /// The parts of a sample, given its logarithms above the shift, rising.
  ///
  /// - Parameters:
  ///   - division: The parts before the first round, as shares of the sample; nine tenths of a value are its
  ///     part's.
  ///   - leastWeight: Least share of a part.
  init(logarithms: [Double], division: [Double], leastWeight: Double) {
    let parts = division.count
    weights = division
    means = division.map { _ in 0 }
    sigmas = division.map { _ in 1 }
    let stray = parts > 1 ? 0.1 / Double(parts - 1) : 0
    var belonging = logarithms.indices.map { index in
      let rank = (Double(index) + 0.5) / Double(logarithms.count)
      var (part, upTo) = (0, division[0])
      while part + 1 < parts, rank >= upTo {
        part += 1
        upTo += division[part]
      }
      return (0..<parts).map { $0 == part ? 1 - stray * Double(parts - 1) : stray }
    }
    for round in 0...Self.rounds {
      maximise(logarithms, belonging, leastWeight)
      guard round < Self.rounds, parts > 1 else { break }
      for (index, value) in logarithms.enumerated() { belong(value, &belonging[index]) }
    }
  }

  /// The likeliest parameters when the values belong to the parts by these shares.
  private mutating func maximise(_ values: [Double], _ belonging: [[Double]], _ leastWeight: Double) {
    for part in weights.indices {
      var (count, sum, square) = (1e-9, 0.0, 0.0)
      for (value, shares) in zip(values, belonging) {
        count += shares[part]
        sum += shares[part] * value
      }
      let mean = sum / count
      for (value, shares) in zip(values, belonging) {
        square += shares[part] * (value - mean) * (value - mean)
      }
      means[part] = mean
      sigmas[part] = min(max((square / count).squareRoot(), Self.leastSigma), Self.greatestSigma)
      weights[part] = max(count / Double(values.count), leastWeight)
    }
  }

  /// How likely a value is of each part.
  private func belong(_ value: Double, _ shares: inout [Double]) {
    var greatest = -Double.infinity
    for part in weights.indices {
      let distance = (value - means[part]) / sigmas[part]
      shares[part] = PortableMath.log(weights[part] / sigmas[part]) - 0.5 * distance * distance
      greatest = max(greatest, shares[part])
    }
    // From the greatest down: the densities themselves may be too small for numbers.
    var sum = 0.0
    for part in weights.indices {
      shares[part] = PortableMath.exp(shares[part] - greatest)
      sum += shares[part]
    }
    for part in weights.indices { shares[part] /= sum }
  }
}
