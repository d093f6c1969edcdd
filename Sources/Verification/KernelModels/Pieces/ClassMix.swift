// Which class a customer is of, where several Poisson streams come as one.

import Sim

/// Classes drawn with given weights. Poisson streams that come together are one stream whose customers are each of a
/// class with the probability of its rate, independent of everything else; so one event is pending for all classes.
struct ClassMix: ~Copyable {
  private let bounds = GrowingRecords<Double>()
  private let draws: RandomFamily

  /// Classes with rates above 0.
  init(rates: [Double], random: RandomStreams) {
    draws = random.family(.classes)
    var sum = 0.0
    let total = rates.reduce(0, +)
    for rate in rates {
      sum += rate
      bounds.append(sum / total)
    }
  }

  /// The class of customer `number`. O(classes).
  @inline(__always) func draw(_ number: Int) -> Int {
    var stream = draws.stream(entity: 0, index: UInt64(number))
    let place = stream.nextUniform()
    var index = 0
    while index < bounds.count - 1, place >= bounds[index] { index += 1 }
    return index
  }
}
