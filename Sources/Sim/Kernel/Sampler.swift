// Draws from the distributions of a scenario, made ready before the run so that a draw is a few operations.

import QueueModel
import Scenario

/// A distribution ready to draw from.
///
/// Every draw takes its randomness from the stream it is given, and uses no function whose result differs
/// between machines. A sampler holds no reference of its own: what it looks up lies in the `FixedTables` that it
/// was made with, which must outlive it.
struct Sampler: Sendable, BitwiseCopyable {
  private enum Shape: Sendable, BitwiseCopyable {
    case constant(Double)
    case exponential(mean: Double)
    case erlang(stageMean: Double, stages: Int)
    case hyperexponential(FixedTable<Phase>)
    case lognormal(logMedian: Double, sigma: Double, shift: Double)
    case lognormals(FixedTable<LognormalPart>, shift: Double)
    case pareto(scale: Double, exponent: Double)
    case quantiles(QuantileCurve)
  }

  /// One of the exponentials of a hyperexponential.
  private struct Phase: BitwiseCopyable {
    /// Draws below this that no earlier phase took are its own.
    var bound: Double
    var mean: Double
  }

  /// One of the lognormals of a mixture.
  private struct LognormalPart: BitwiseCopyable {
    /// Draws below this that no earlier part took are its own.
    var bound: Double
    var logMedian: Double
    var sigma: Double
  }

  private let shape: Shape
  /// No draw is below this, in the distribution's own unit: an owner for whom only a lower value matters need
  /// not draw.
  let least: Double

  /// Makes `distribution` ready. Precondition: a named table exists, as the scenario reader has checked.
  init(_ distribution: Distribution, in tables: FixedTables) {
    switch distribution {
    case .constant(let value):
      shape = .constant(value)
      least = value
    case .exponential(let mean):
      shape = .exponential(mean: mean)
      least = 0
    case .erlang(let mean, let stages):
      shape = .erlang(stageMean: mean / Double(stages), stages: stages)
      least = 0
    case .hyperexponential(let probabilities, let means):
      var sum = 0.0
      shape = .hyperexponential(
        tables.table(
          zip(probabilities, means).map {
            sum += $0
            return Phase(bound: sum, mean: $1)
          }))
      least = 0
    case .lognormal(let median, let sigma, let shift):
      shape = .lognormal(logMedian: PortableMath.log(median), sigma: sigma, shift: shift)
      least = shift
    case .lognormalMixture(let probabilities, let medians, let sigmas, let shift):
      var sum = 0.0
      let parts = probabilities.indices.map {
        sum += probabilities[$0]
        return LognormalPart(bound: sum, logMedian: PortableMath.log(medians[$0]), sigma: sigmas[$0])
      }
      shape = .lognormals(tables.table(parts), shift: shift)
      least = shift
    case .pareto(let scale, let order):
      shape = .pareto(scale: scale, exponent: -1 / order)
      least = scale
    case .quantiles(let probabilities, let values):
      shape = .quantiles(QuantileCurve(probabilities: probabilities, values: values, in: tables))
      least = values[0]
    case .table(let name):
      guard let table = QuantileTables.named(name) else {
        preconditionFailure("no table is called '\(name)'; there are \(QuantileTables.names)")
      }
      shape = .quantiles(
        QuantileCurve(probabilities: table.probabilities, values: table.values, in: tables))
      least = table.values[0]
    }
  }

  /// One draw, in the distribution's own unit (seconds or a count).
  @inline(__always) func value(_ stream: inout RandomStream) -> Double {
    switch shape {
    case .quantiles(let curve): curve.value(at: stream.nextUniform())
    case .constant(let value): value
    case .exponential(let mean): stream.nextExponential() * mean
    case .lognormal(let logMedian, let sigma, let shift):
      shift + PortableMath.exp(logMedian + sigma * stream.nextNormal())
    default: uncommonValue(&stream)
    }
  }

  private func uncommonValue(_ stream: inout RandomStream) -> Double {
    switch shape {
    case .erlang(let stageMean, let stages):
      var sum = 0.0
      for _ in 0..<stages { sum += stream.nextExponential() }
      return sum * stageMean
    case .hyperexponential(let phases):
      let draw = stream.nextUniform()
      var index = 0
      while index + 1 < phases.count, draw >= phases[index].bound { index += 1 }
      return stream.nextExponential() * phases[index].mean
    case .lognormals(let parts, let shift):
      let draw = stream.nextUniform()
      var index = 0
      while index + 1 < parts.count, draw >= parts[index].bound { index += 1 }
      return shift + PortableMath.exp(parts[index].logMedian + parts[index].sigma * stream.nextNormal())
    case .pareto(let scale, let exponent):
      return scale * PortableMath.pow(stream.nextUniformOpen(), exponent)
    case .constant, .exponential, .lognormal, .quantiles:
      preconditionFailure("a common shape is drawn where it stands")
    }
  }

  /// One draw as whole nanoseconds, at least 0 and at most 9.2 · 10¹⁷ (29 years).
  @inline(__always) func nanoseconds(_ stream: inout RandomStream) -> Int64 {
    Int64(max(0, min(value(&stream) * 1e9, 0.92e18)))
  }

  /// No call of ``nanoseconds(_:)`` gives less than this.
  var leastNanoseconds: Int64 { Int64(max(0, min(least * 1e9, 0.92e18))) }
}

/// A quantile function that is linear between points, with an index that finds the piece in O(1).
struct QuantileCurve: Sendable, BitwiseCopyable {
  private static let cells = 256

  /// The stretch between two points.
  private struct Piece: BitwiseCopyable {
    var from: Double
    var to: Double
    var value: Double
    var slope: Double
  }

  private let pieces: FixedTable<Piece>
  /// For each 256th of the unit interval the first piece that reaches into it.
  private let first: FixedTable<Int32>

  init(probabilities: [Double], values: [Double], in tables: FixedTables) {
    precondition(
      probabilities.count == values.count && probabilities.count >= 2 && probabilities.first == 0
        && probabilities.last == 1, "a quantile table runs from 0 to 1")
    pieces = tables.table(
      (0..<(values.count - 1)).map {
        let width = probabilities[$0 + 1] - probabilities[$0]
        return Piece(
          from: probabilities[$0], to: probabilities[$0 + 1], value: values[$0],
          slope: width > 0 ? (values[$0 + 1] - values[$0]) / width : 0)
      })
    first = tables.table(
      (0..<Self.cells).map { cell in
        let low = Double(cell) / Double(Self.cells)
        return Int32((0..<(values.count - 1)).first { probabilities[$0 + 1] > low } ?? values.count - 2)
      })
  }

  /// The quantile at `probability`, in [0, 1).
  @inline(__always) func value(at probability: Double) -> Double {
    var index = Int(first[Int(probability * Double(Self.cells))])
    while pieces[index].to <= probability, index + 1 < pieces.count { index += 1 }
    let piece = pieces[index]
    return piece.value + piece.slope * (probability - piece.from)
  }
}
