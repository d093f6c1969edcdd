// Newton's method on logarithms: how every quantile here is found from a tail, with the tail's relative accuracy.

import QueueModel

/// Finds the positive argument at which a probability that grows or falls with it has a given value.
package enum QuantileSearch {
  /// The x at which `probability(x)` is `target`.
  ///
  /// log(probability) as a function of log x is concave for the distributions of this target, so Newton's steps
  /// from any start come closer from one side after the first. `slope(x)` is x times the derivative of the
  /// probability. Stops when a step of less than 1e-10 of x is no smaller than the one before, which is then rounding
  /// alone; after 200 steps at the latest.
  package static func root(
    target: Double, from start: Double, probability: (Double) -> Double, slope: (Double) -> Double
  ) -> Double {
    let wanted = PortableMath.log(target)
    var x = start
    var lastChange = Double.infinity
    for _ in 0..<200 {
      let value = probability(x)
      let growth = slope(x)
      guard value > 0, growth.magnitude > 0 else { return x }
      let step = (wanted - PortableMath.log(value)) * value / growth
      // A first step from a flat place may be wild: no more than a factor of e^30 at once.
      let next = x * PortableMath.exp(min(max(step, -30), 30))
      let change = (next - x).magnitude
      x = next
      if change <= 1e-10 * x && change >= lastChange || change == 0 { break }
      lastChange = change
    }
    return x
  }
}
