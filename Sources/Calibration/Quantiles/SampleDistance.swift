// How far a distribution is from a sample, and a sample from another: the Kolmogorov–Smirnov distance,
// exactly.

/// Distances between distribution functions.
public enum SampleDistance {
  /// The largest distance between the distribution function of a sample and `cumulative`.
  ///
  /// Both sides of each step of the sample are looked at, and equal values are one step.
  /// Precondition: `sorted` is not empty and rises; `cumulative` is continuous.
  public static func between(_ sorted: [Double], and cumulative: (Double) -> Double) -> Double {
    precondition(!sorted.isEmpty, "a sample of nothing")
    let count = Double(sorted.count)
    var distance = 0.0
    var index = 0
    while index < sorted.count {
      var next = index + 1
      while next < sorted.count, sorted[next] == sorted[index] { next += 1 }
      let value = cumulative(sorted[index])
      distance = max(distance, value - Double(index) / count, Double(next) / count - value)
      index = next
    }
    return distance
  }

  /// The largest distance between the distribution functions of two samples. Precondition: neither is empty,
  /// both rise.
  public static func between(_ first: [Double], and second: [Double]) -> Double {
    precondition(!first.isEmpty && !second.isEmpty, "a sample of nothing")
    var distance = 0.0
    var (left, right) = (0, 0)
    while left < first.count, right < second.count {
      let value = min(first[left], second[right])
      while left < first.count, first[left] == value { left += 1 }
      while right < second.count, second[right] == value { right += 1 }
      let apart = Double(left) / Double(first.count) - Double(right) / Double(second.count)
      distance = max(distance, apart.magnitude)
    }
    return distance
  }

  /// The order statistic at `probability`: the least value that at least that share of the sample is not
  /// above.
  /// Precondition: `sorted` is not empty and rises.
  public static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    let rank = Int((probability * Double(sorted.count)).rounded(.up))
    return sorted[min(max(rank - 1, 0), sorted.count - 1)]
  }
}
