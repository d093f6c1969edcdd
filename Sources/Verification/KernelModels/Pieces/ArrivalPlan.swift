// Which customers of an open system count, and over which time levels are averaged.

import Sim

/// The course of one run of an open system: so many arrivals at a rate, of which the first tenth is the warm-up.
///
/// Customers count by their number, so that how many count is the same in each run, and the run goes on with further
/// customers until the last of them has left: neither their number nor their end is biased. Levels are averaged over
/// a fixed time, which is not biased either.
struct ArrivalPlan: Sendable {
  let scale: TimeScale
  /// Mean time between arrivals, in nanoseconds.
  let meanGap: Double
  /// Numbers of the customers that count.
  let counted: Range<Int>
  /// The time over which levels are averaged, in nanoseconds.
  let window: Range<Int64>

  /// A plan of about `arrivals` arrivals, `rate` a unit of time.
  ///
  /// - Parameter means: of the other times that are drawn, in units.
  init(arrivals: Int, rate: Double, means: [Double]) throws(TruthProblem) {
    let length = Double(arrivals) / rate
    self.init(
      arrivals: arrivals, rate: rate,
      scale: try TimeScale(means: means + [1 / rate], length: length))
  }

  /// As above, on a given scale.
  init(arrivals: Int, rate: Double, scale: TimeScale) {
    let end = max(10, arrivals)
    self.scale = scale
    meanGap = scale.nanosecondsPerUnit / rate
    counted = end / 10..<end
    window = Int64(nearest: meanGap * Double(counted.lowerBound))..<Int64(nearest: meanGap * Double(end))
  }
}
