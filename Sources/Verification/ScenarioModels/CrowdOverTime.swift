// Servers enough for everybody: how many people are there, on average, in the tail, and at a moment of a period.

import QueueModel
import RunReport
import Scenario
import Sim

/// Everybody is served at once; what is asked is how many are, read where the report's series has its points.
struct CrowdOverTime: TruthModel {
  /// Arrivals in a unit, on average.
  var rate: Double
  /// Mean service, in units.
  var meanService: Double
  /// How the rate goes up and down; nil where it does not.
  var wave: Wave?

  /// The rate at time t is rate · (1 + amplitude · sin(2π t / period)).
  struct Wave: Sendable {
    var amplitude: Double
    var period: Double
    /// The moment of the period that is asked for.
    var moment: Double
  }

  var metrics: [String: MetricKind] {
    wave == nil
      ? ["L_mean": .mean, "L_p50": .atom(50), "L_p95": .atom(95), "L_p99": .atom(99), "L_p99.9": .atom(99.9)]
      : ["E[N(t)]": .mean]
  }

  /// Seconds between two points of the series.
  private static let tick = 10.0

  var pilotCustomers: Int {
    // A point for every mean service, or every period: fifty of them, and ten of the warm-up.
    Int((rate * 60 * (wave?.period ?? meanService)).rounded(.up))
  }

  func replicate(seed: UInt64, customers: Int, asked: [AskedMetric]) async throws -> Replicate {
    // Points ten seconds apart: one in each mean service, or in each period.
    let unit = Self.tick / (wave?.period ?? meanService)
    let seconds = (Double(customers) / rate * unit / Self.tick).rounded(.up) * Self.tick
    let points = Int(seconds / Self.tick)
    // Ten mean services, after which e^-10 of the empty beginning is left, and a tenth of the run.
    let warmUp = max(points / 10, Int((10 * meanService * unit / Self.tick).rounded(.up)))
    var scenario = BareScenario.open(
      arrivals(unit: unit, seconds: seconds), seconds: seconds, warmUp: Double(warmUp) * Self.tick)
    let peak = rate * meanService * (1 + abs(wave?.amplitude ?? 0))
    // Where the shape of the service does not matter any may stand: sums of two exponentials forget fast.
    BareScenario.serve(
      &scenario, servers: Int(peak + 20 * peak.squareRoot() + 100),
      wave == nil ? .erlang(mean: meanService * unit, stages: 2) : .exponential(mean: meanService * unit))
    let run = try await ScenarioRun(scenario, seed: seed, unit: unit)
    let counts = Array(run.run.report.series.inFlight[warmUp..<points])
    var estimates: [String: Estimate] = [:]
    for metric in asked {
      estimates[metric.name] =
        OpenSystemScenario.percent(in: metric.name).map { Self.quantile($0, of: counts, exact: metric.exact) }
        ?? Estimate(Double(counts.reduce(0, +)) / Double(counts.count))
    }
    return Replicate(estimates: estimates, events: run.run.eventCount)
  }

  private func arrivals(unit: Double, seconds: Double) -> Arrivals.Kind {
    guard let wave else { return .poisson(rate: rate / unit) }
    // The run begins at the moment that is asked for, so that every point of the series is that moment again. Between
    // two points of the curve the rate is linear: with this many the sine is missed by less than 10^-6 of its height.
    let steps = 2_000
    let periods = Int((seconds / (wave.period * unit)).rounded(.up)) + 1
    var curve: [RatePoint] = []
    for step in 0...(steps * periods) {
      let time = Double(step) / Double(steps) * wave.period
      let phase = 2 * Double.pi * (wave.moment + time) / wave.period
      curve.append(
        RatePoint(
          at: .nanoseconds(Int64(time * unit * 1e9)),
          rate: max(0, rate / unit * (1 + wave.amplitude * Self.sine(phase)))))
    }
    return .curve(curve)
  }

  /// The sine, by its series on a quarter of a period: the same bits on every machine.
  static func sine(_ angle: Double) -> Double {
    let turns = angle / (2 * Double.pi)
    var x = (turns - turns.rounded()) * 2 * Double.pi
    if x > Double.pi / 2 { x = Double.pi - x }
    if x < -Double.pi / 2 { x = -Double.pi - x }
    var term = x
    var sum = x
    for index in 1...12 {
      term *= -x * x / Double(2 * index * (2 * index + 1))
      sum += term
    }
    return sum
  }

  private static func quantile(_ percent: Double, of counts: [Int], exact: Double) -> Estimate {
    let sorted = counts.sorted()
    let rank = min(sorted.count, max(1, Int((percent / 100 * Double(sorted.count)).rounded(.up))))
    let below = counts.reduce(0) { $0 + (Double($1) < exact ? 1 : 0) }
    let notAbove = counts.reduce(0) { $0 + (Double($1) <= exact ? 1 : 0) }
    return Estimate(
      quantile: Double(sorted[rank - 1]), shareBelow: Double(below) / Double(counts.count),
      shareNotAbove: Double(notAbove) / Double(counts.count), of: counts.count)
  }
}
