// What the search expects of values that it has not replicated: how the margins run along the range, and how wide an
// interval would be there.

internal import RunReport
internal import Statistics

extension Sizing {
  /// The first position at which it is to be expected that replications show that everything holds.
  ///
  /// - Parameters:
  ///   - distance: how far from a limit its mean must be, in standard deviations of one run.
  ///   - position: the replicated one from which the rest is judged.
  func expectedHolding(_ distance: Double, near position: Int) -> Int? {
    let reached = thresholds.indices.compactMap { number -> Int? in
      let curve = expectedCurve(number, near: position)
      let most = curve.points.last?.margin ?? 0
      let wanted = distance * deviation(number)
      // Where a margin cannot become much larger than that, more replications help and a longer way does not.
      return curve.first(reaching: min(most > 0 ? 0.5 * most : most, wanted))
    }
    return reached.max()
  }

  /// The last position at which it is to be expected that replications show that something fails.
  func expectedFailing(_ distance: Double, near position: Int) -> Int? {
    let reached = thresholds.indices.compactMap { number -> Int? in
      let curve = expectedCurve(number, near: position)
      // A threshold that holds along the whole range is none to wait for.
      guard let least = curve.points.first?.margin, least < 0 else { return nil }
      let wanted = distance * deviation(number)
      return curve.last(within: max(0.5 * least, -wanted.nextUp))
    }
    return reached.max()
  }

  /// A threshold's margin along the range: the replicated means, and between them the runs of the search, moved by what
  /// the replications at `position` differ from its run.
  func expectedCurve(_ number: Int, near position: Int) -> MarginCurve {
    var shift = 0.0
    if let value = value(at: position), value.isReplicated, !value.searchReadings.isEmpty {
      let difference = value.readings[number].margin - value.searchReadings[number].margin
      if difference.isFinite { shift = difference }
    }
    let spans = noisySpans(number, around: position)
    return MarginCurve(
      values.compactMap { value in
        if value.isReplicated {
          let weight = Double(value.replications.count)
          return .init(position: value.position, margin: value.readings[number].margin, weight: weight)
        }
        let span = value.position < position ? spans.below : spans.above
        guard !value.searchReadings.isEmpty, (value.position - position).magnitude >= span else { return nil }
        return .init(position: value.position, margin: value.searchReadings[number].margin + shift, weight: 1)
      })
  }

  /// How near to a position single runs say nothing of the slope, below it and above it: nearer than the first that
  /// differs from the run there by four standard deviations, or by half of what any on that side does. Bisection kept
  /// those that happened to fail below and those that happened to pass above, so that the slope would seem steeper than
  /// it is.
  private func noisySpans(_ number: Int, around position: Int) -> (below: UInt, above: UInt) {
    let deviation = deviation(number)
    guard deviation > 0, let run = value(at: position)?.searchReadings, !run.isEmpty else { return (0, 0) }
    func span(_ side: [SizedValue]) -> UInt {
      let differences = side.map { value in
        (
          distance: (value.position - position).magnitude,
          margin: (value.searchReadings[number].margin - run[number].margin).magnitude
        )
      }
      let clear = min(4 * deviation, 0.5 * (differences.map(\.margin).max() ?? 0))
      return differences.filter { $0.margin > clear }.map(\.distance).min() ?? 0
    }
    let searched = values.filter { !$0.searchReadings.isEmpty }
    return (
      span(searched.filter { $0.position < position }), span(searched.filter { $0.position > position })
    )
  }

  /// A threshold's margin along the replicated values.
  func replicatedCurve(_ number: Int) -> MarginCurve {
    MarginCurve(
      values.filter(\.isReplicated).map {
        .init(
          position: $0.position, margin: $0.readings[number].margin, weight: Double($0.replications.count))
      })
  }

  /// How far from its limit the search wants the mean of so many replications, in standard deviations of one: the
  /// half-width of their interval, and some more. The mean there differs from what is expected and the interval may be
  /// wider than the last one, the more so the fewer replications there are; without that every second try would be in
  /// vain.
  static func wantedDistance(_ replications: Int) -> Double {
    (1.4 + 3 / Double(replications)) * halfWidth(replications)
  }

  /// The half-width of an interval over so many replications in standard deviations of one.
  static func halfWidth(_ replications: Int) -> Double {
    let student = StudentT(degreesOfFreedom: Double(replications - 1))
    return -student.quantile(0.5 * (1 - level)) / Double(replications).squareRoot()
  }

  /// The standard deviation of a threshold's value from run to run: that of all replicated values together, which says
  /// more than the few replications at one of them.
  private func deviation(_ number: Int) -> Double {
    var (squares, freedom) = (0.0, 0)
    for value in values where value.isReplicated {
      guard let deviation = value.readings[number].deviation else { continue }
      squares += deviation * deviation * Double(value.replications.count - 1)
      freedom += value.replications.count - 1
    }
    return freedom > 0 ? (squares / Double(freedom)).squareRoot() : 0
  }
}
