// How a truth file's unit of time becomes whole nanoseconds, so that rounding cannot be seen and the run still ends
// before the kernel's clock does.

import Sim

/// The kernel's nanoseconds of one unit of a truth file.
///
/// The shortest mean time of a system is 10⁹ ns where the run is short enough, and never below 10⁵ ns: rounding to the
/// nearest nanosecond then moves no mean by a millionth.
struct TimeScale: Sendable, BitwiseCopyable {
  let nanosecondsPerUnit: Double

  private static let wantedForShortest = 1e9
  private static let leastForShortest = 1e5
  /// A quarter of the kernel's clock: the last customers may stay on for long.
  private static let longestRun = Double(KernelLimits.latestNanoseconds) / 4

  /// The scale of a run.
  ///
  /// - Parameters:
  ///   - means: of all times that are drawn, above 0, in units.
  ///   - length: expected length of the run, in units.
  init(means: [Double], length: Double) throws(TruthProblem) {
    let shortest = means.reduce(length, min)
    // A run has room for the longest single time as well: none of a million comes to a hundred means.
    let length = means.reduce(length) { max($0, 100 * $1) }
    nanosecondsPerUnit = min(Self.wantedForShortest / shortest, Self.longestRun / length)
    guard nanosecondsPerUnit * shortest >= Self.leastForShortest else {
      throw TruthProblem(
        "a run of \(length) units of time, in which the shortest mean time is \(shortest), is longer than the kernel's "
          + "clock")
    }
  }

  /// A scale that a rule dictates, for a run of `length` units.
  init(nanosecondsPerUnit: Double, length: Double) throws(TruthProblem) {
    self.nanosecondsPerUnit = nanosecondsPerUnit
    guard nanosecondsPerUnit * length <= Self.longestRun else {
      throw TruthProblem("a run of \(length) units of time is longer than the kernel's clock")
    }
  }

  /// A time in units, from a number of nanoseconds.
  func units(_ nanoseconds: Double) -> Double { nanoseconds / nanosecondsPerUnit }
}

extension Int64 {
  /// The nearest whole number of nanoseconds, so that rounding has no bias; at most about 2⁶², which the kernel's clock
  /// never shows. Precondition: `nanoseconds` ≥ 0.
  @inline(__always) init(nearest nanoseconds: Double) { self = Int64(Swift.min(nanoseconds + 0.5, 0x1p62)) }
}
