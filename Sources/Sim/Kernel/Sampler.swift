// Draws from the distributions of a scenario, made ready before the run so that a draw is a few operations.

import QueueModel
import Scenario

/// A distribution ready to draw from.
///
/// Every draw takes its randomness from the stream it is given, and uses no function whose result differs
/// between machines.
struct Sampler: Sendable {
  private enum Shape: Sendable {
    case constant(Double)
    case exponential(mean: Double)
    case erlang(stageMean: Double, stages: Int)
    case hyperexponential(bounds: [Double], means: [Double])
    case lognormal(logMedian: Double, sigma: Double, shift: Double)
    case pareto(scale: Double, exponent: Double)
    case quantiles(QuantileCurve)
  }

  private let shape: Shape

  /// Makes `distribution` ready. Precondition: a named table exists, as the scenario reader has checked.
  init(_ distribution: Distribution) {
    switch distribution {
    case .constant(let value): shape = .constant(value)
    case .exponential(let mean): shape = .exponential(mean: mean)
    case .erlang(let mean, let stages):
      shape = .erlang(stageMean: mean / Double(stages), stages: stages)
    case .hyperexponential(let probabilities, let means):
      var sum = 0.0
      shape = .hyperexponential(
        bounds: probabilities.map {
          sum += $0
          return sum
        }, means: means)
    case .lognormal(let median, let sigma, let shift):
      shape = .lognormal(logMedian: PortableMath.log(median), sigma: sigma, shift: shift)
    case .pareto(let scale, let order): shape = .pareto(scale: scale, exponent: -1 / order)
    case .quantiles(let probabilities, let values):
      shape = .quantiles(QuantileCurve(probabilities: probabilities, values: values))
    case .table(let name):
      guard let table = QuantileTables.named(name) else {
        preconditionFailure("no table is called '\(name)'; there are \(QuantileTables.names)")
      }
      shape = .quantiles(QuantileCurve(probabilities: table.probabilities, values: table.values))
    }
  }

  /// One draw, in the distribution's own unit (seconds or a count).
  @inline(__always) func value(_ stream: inout RandomStream) -> Double {
    switch shape {
    case .quantiles(let curve): curve.value(at: stream.nextUniform())
    case .constant(let value): value
    case .exponential(let mean): stream.nextExponential() * mean
    default: uncommonValue(&stream)
    }
  }

  private func uncommonValue(_ stream: inout RandomStream) -> Double {
    switch shape {
    case .lognormal(let logMedian, let sigma, let shift):
      return shift + PortableMath.exp(logMedian + sigma * stream.nextNormal())
    case .erlang(let stageMean, let stages):
      var sum = 0.0
      for _ in 0..<stages { sum += stream.nextExponential() }
      return sum * stageMean
    case .hyperexponential(let bounds, let means):
      let draw = stream.nextUniform()
      let index = bounds.firstIndex { draw < $0 } ?? means.count - 1
      return stream.nextExponential() * means[index]
    case .pareto(let scale, let exponent):
      return scale * PortableMath.pow(stream.nextUniformOpen(), exponent)
    case .constant, .exponential, .quantiles:
      preconditionFailure("a common shape is drawn where it stands")
    }
  }

  /// One draw as whole nanoseconds, at least 0 and at most 9.2 · 10¹⁷ (29 years).
  @inline(__always) func nanoseconds(_ stream: inout RandomStream) -> Int64 {
    Int64(max(0, min(value(&stream) * 1e9, 0.92e18)))
  }
}

/// A quantile function that is linear between points, with an index that finds the piece in O(1).
struct QuantileCurve: Sendable {
  private static let cells = 256
  private let probabilities: [Double]
  private let values: [Double]
  private let slopes: [Double]
  /// For each 256th of the unit interval the first piece that reaches into it.
  private let first: [Int32]

  init(probabilities: [Double], values: [Double]) {
    precondition(
      probabilities.count == values.count && probabilities.count >= 2 && probabilities.first == 0
        && probabilities.last == 1, "a quantile table runs from 0 to 1")
    self.probabilities = probabilities
    self.values = values
    slopes = (0..<(values.count - 1)).map {
      let width = probabilities[$0 + 1] - probabilities[$0]
      return width > 0 ? (values[$0 + 1] - values[$0]) / width : 0
    }
    first = (0..<Self.cells).map { cell in
      let low = Double(cell) / Double(Self.cells)
      return Int32((0..<(values.count - 1)).first { probabilities[$0 + 1] > low } ?? values.count - 2)
    }
  }

  /// The quantile at `probability`, in [0, 1).
  @inline(__always) func value(at probability: Double) -> Double {
    var piece = Int(first[Int(probability * Double(Self.cells))])
    while probabilities[piece + 1] <= probability, piece + 2 < probabilities.count { piece += 1 }
    return values[piece] + slopes[piece] * (probability - probabilities[piece])
  }
}
