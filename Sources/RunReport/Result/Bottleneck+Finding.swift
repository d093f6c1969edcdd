// The rule by which a bottleneck is named, apart from the data so that it can be tested and quoted.

extension RunReport.Bottleneck {
  /// A resource that is busier than this on average is named as the bottleneck even if it was never full.
  static let busyShare = 0.8

  /// Finds the tightest of `resources`: the one that was full for the longest time; among those that were never
  /// full, the one with the highest average use, if that is above 80 %. Ties go to the one given first, so give
  /// causes before effects (the provider's places before the slots that follow them).
  ///
  /// ```swift
  /// RunReport.Bottleneck(resources: [
  ///   .init(name: "worker slots", capacity: 10, unit: "slots", averageUse: 0.31, peakUse: 0.9)
  /// ]).sentence  // "Nothing was short: the busiest resource, worker slots, was 31% used on average."
  /// ```
  public init(resources: [RunReport.ResourceUse]) {
    guard let tightest = Self.tightest(of: resources) else {
      self.init(resources: [], name: nil, sentence: "Nothing in this run had a limit.")
      return
    }
    let average = HumanNumber.share(tightest.averageUse)
    if tightest.fullNanoseconds > 0 {
      let full = HumanNumber.duration(nanoseconds: tightest.fullNanoseconds)
      self.init(
        resources: resources, name: tightest.name,
        sentence: "The bottleneck: \(tightest.name), none left for \(full), \(average) used on average.")
    } else if tightest.averageUse > Self.busyShare {
      self.init(
        resources: resources, name: tightest.name,
        sentence: "The bottleneck: \(tightest.name), \(average) used on average, though never all of it.")
    } else {
      self.init(
        resources: resources, name: nil,
        sentence: "Nothing was short: the busiest resource, \(tightest.name), was \(average) used on average."
      )
    }
  }

  /// The same by the means over replications. The sentence has no numbers: they stand beside it with their intervals.
  public init(ofReplications resources: [RunReport.ResourceUse]) {
    let found = Self(resources: resources)
    guard let tightest = Self.tightest(of: resources) else {
      self = found
      return
    }
    self.init(
      resources: resources, name: found.name,
      sentence: found.name.map { "The bottleneck: \($0)." }
        ?? "Nothing was short; the busiest resource: \(tightest.name).")
  }

  private static func tightest(of resources: [RunReport.ResourceUse]) -> RunReport.ResourceUse? {
    guard var tightest = resources.first else { return nil }
    for use in resources.dropFirst()
    where (use.fullNanoseconds, use.averageUse) > (tightest.fullNanoseconds, tightest.averageUse) {
      tightest = use
    }
    return tightest
  }
}
