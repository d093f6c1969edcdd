// The distributions of service and repair that truth files name, and how they spell them.

import QueueModel
import Sim

/// A distribution of times, in units of a truth file or in nanoseconds.
struct ServiceDistribution: Sendable, Hashable, BitwiseCopyable {
  enum Shape: Sendable, Hashable, BitwiseCopyable {
    case constant
    case exponential
    case erlang(stages: Int)
    /// Two exponentials with balanced means of squared coefficient of variation 4.
    case hyperexponential
  }

  let shape: Shape
  let mean: Double

  /// Squared coefficient of variation.
  var squaredVariation: Double {
    switch shape {
    case .constant: 0
    case .exponential: 1
    case .erlang(let stages): 1 / Double(stages)
    case .hyperexponential: Self.hyperexponentialVariation
    }
  }

  /// E[S²].
  var secondMoment: Double { (1 + squaredVariation) * mean * mean }

  /// The same with times in nanoseconds.
  func scaled(to scale: TimeScale) -> ServiceDistribution {
    ServiceDistribution(shape: shape, mean: mean * scale.nanosecondsPerUnit)
  }

  private static let hyperexponentialVariation = 4.0
  /// Probability of the shorter of the two exponentials: (1 + √((c² - 1) / (c² + 1))) / 2. Its mean is the whole mean
  /// over twice that, the other's the whole mean over twice the rest.
  private static let shorter =
    (1 + ((hyperexponentialVariation - 1) / (hyperexponentialVariation + 1)).squareRoot()) / 2

  /// One draw of a distribution in nanoseconds, to the nearest.
  @inline(__always) func nanoseconds(_ stream: inout RandomStream) -> Int64 {
    switch shape {
    case .constant: return Int64(nearest: mean)
    case .exponential: return Int64(nearest: stream.nextExponential() * mean)
    case .erlang(let stages):
      var sum = 0.0
      for _ in 0..<stages { sum += stream.nextExponential() }
      return Int64(nearest: sum * (mean / Double(stages)))
    case .hyperexponential:
      let share = stream.nextUniform() < Self.shorter ? Self.shorter : 1 - Self.shorter
      return Int64(nearest: stream.nextExponential() * (mean / (2 * share)))
    }
  }
}

extension ServiceDistribution.Shape {
  /// The shape called `D`, `exp` or `E3`; nil for any other name.
  init?(_ name: some StringProtocol) {
    let name = name.lowercased()
    switch name {
    case "d": self = .constant
    case "exp": self = .exponential
    default:
      guard name.first == "e", let stages = Int(name.dropFirst()), (1...1000).contains(stages) else {
        return nil
      }
      self = .erlang(stages: stages)
    }
  }
}

extension ServiceDistribution {
  /// A distribution as truth files write it: `D:1`, `exp:mean2`, `exp mean 2`, `exp:rate0.5`, `E2:mean1`.
  ///
  /// A bare number is the value of `D` and nothing else: of an exponential it could be the mean or the rate.
  init(_ text: String, parameter: String) throws(TruthProblem) {
    let words = text.split { " :=".contains($0) }
    guard let first = words.first, let shape = Shape(first) else {
      throw TruthProblem(
        "parameter '\(parameter)' names a distribution '\(text)', which is none of 'D:1', 'exp:mean2' and 'E2:mean1'"
      )
    }
    let rest = words.dropFirst().joined()
    let isRate = rest.hasPrefix("rate")
    let isNamed = isRate || rest.hasPrefix("mean")
    guard isNamed || shape == .constant else {
      throw TruthProblem("parameter '\(parameter)' does not say whether '\(text)' is by its mean or its rate")
    }
    guard let number = TruthValue.text(String(isNamed ? rest.dropFirst(4) : rest[...])).number, number > 0,
      (isRate ? 1 / number : number).isFinite
    else { throw TruthProblem("parameter '\(parameter)' has no time above 0 in '\(text)'") }
    self.init(shape: shape, mean: isRate ? 1 / number : number)
  }
}
