// The result of a search as data, with the texts of its values.

public import RunReport

internal import Statistics

/// What was searched, for the head of the result.
public struct SizingSubject: Hashable, Sendable {
  /// Name of the scenario.
  public var scenario: String
  /// Seed of the search.
  public var seed: UInt64
  /// Keys that the command line replaced.
  public var overrides: [RunReport.Override]
  /// The system and its people are this many times those of the scenario.
  public var scale: Double

  /// A search in `scenario`.
  public init(
    scenario: String, seed: UInt64, overrides: [RunReport.Override] = [], scale: Double = 1
  ) {
    self.scenario = scenario
    self.seed = seed
    self.overrides = overrides
    self.scale = scale
  }
}

extension Sizing {
  /// What is known now, over the values of `range`. Precondition: the range has as many values as were searched.
  public func result(over range: TuneRange, of subject: SizingSubject) -> SizingResult {
    precondition(range.count == count, "\(range.count) values for a search among \(count)")
    let outcome = outcome
    let indices =
      outcome.interval.map { [index(of: $0.lowerBound), index(of: $0.upperBound)].sorted() } ?? []
    var result = SizingResult(
      scenario: subject.scenario, seed: subject.seed, overrides: subject.overrides, scale: subject.scale,
      key: range.key, goal: goal, range: [0, count - 1].map { Self.value($0, range) },
      verdict: outcome.verdict, answer: outcome.answer.map { Self.value(index(of: $0), range) },
      interval: indices.map { Self.value($0, range) }, ties: outcome.interval?.count ?? 0, level: Self.level,
      isOpen: outcome.isOpen, thresholds: thresholdTexts(),
      binding: outcome.verdict == .nonePasses ? nil : binding(), curve: points(range),
      warnings: warnings(range), runs: runs, maximumRuns: maximumRuns, events: events)
    if let answer = outcome.answer {
      result.cost = measured(at: answer, \.cost)
      result.costPerHour = measured(at: answer, \.costPerHour)
      result.bindingAtAnswer = result.binding.map { threshold($0, at: answer) }
    }
    return result
  }

  private static func value(_ index: Int, _ range: TuneRange) -> SizingResult.Value {
    .init(
      index: index, text: range.text(at: index), label: range.label(at: index),
      number: range.number(at: index))
  }

  private func thresholdTexts() -> [SizingResult.Threshold] {
    thresholds.map {
      .init(
        selector: $0.selectorText, condition: $0.expressionText, kind: $0.observedKind, limit: $0.limit)
    }
  }

  // MARK: The curve

  private func points(_ range: TuneRange) -> [SizingResult.Point] {
    let inOrder = goal == .smallest ? values : values.reversed()
    return inOrder.map { value in
      let readings = value.isReplicated ? value.readings : value.searchReadings
      let atValue = zip(thresholds, readings).map { threshold, reading in
        Self.threshold(reading, threshold, isReplicated: value.isReplicated)
      }
      return .init(
        value: Self.value(index(of: value.position), range), replications: value.replications.count,
        standing: value.isReplicated ? value.standing : nil, passed: atValue.allSatisfy(\.passed),
        thresholds: atValue, cost: Self.measured(value, \.cost),
        costPerHour: Self.measured(value, \.costPerHour))
    }
  }

  private static func threshold(
    _ reading: ThresholdReading, _ threshold: Threshold, isReplicated: Bool
  ) -> SizingResult.ThresholdAtValue {
    let observed = reading.interval.map { interval in
      SizingResult.Measured(
        mean: interval.mean, halfWidth: interval.halfWidth.isFinite ? interval.halfWidth : nil,
        runs: interval.replications)
    }
    let passed = observed.map { threshold.comparison.holds($0.mean, threshold.limit) } ?? false
    return .init(observed: observed, standing: isReplicated ? reading.standing : nil, passed: passed)
  }

  private static func measured(
    _ value: SizedValue, _ amount: (SizingObservation) -> Double
  ) -> SizingResult.Measured {
    let runs = value.isReplicated ? value.replications : value.search.map { [$0] } ?? []
    let interval = ConfidenceInterval(of: runs.map(amount), level: level)
    return .init(
      mean: interval.mean, halfWidth: interval.halfWidth.isFinite ? interval.halfWidth : nil, runs: runs.count
    )
  }

  // MARK: At the answer

  /// An amount at a position: of its replications, or on the straight line between the replicated values beside it.
  private func measured(
    at position: Int, _ amount: (SizingObservation) -> Double
  ) -> SizingResult.Measured? {
    guard let (before, after) = neighbours(of: position) else { return nil }
    let (first, last) = (Self.measured(before, amount), Self.measured(after, amount))
    guard before.position < after.position else { return first }
    return Self.between(first, last, share(position, before, after))
  }

  private func threshold(_ number: Int, at position: Int) -> SizingResult.ThresholdAtValue {
    guard let (before, after) = neighbours(of: position) else { return .init(passed: false) }
    let threshold = thresholds[number]
    let ends = [before, after].map {
      Self.threshold($0.readings[number], threshold, isReplicated: true)
    }
    guard before.position < after.position, let first = ends[0].observed, let last = ends[1].observed else {
      return ends[1]
    }
    let observed = Self.between(first, last, share(position, before, after))
    return .init(
      observed: observed, standing: nil, passed: threshold.comparison.holds(observed.mean, threshold.limit))
  }

  /// The replicated values at a position, twice the same, or beside it.
  private func neighbours(of position: Int) -> (SizedValue, SizedValue)? {
    let replicated = values.filter(\.isReplicated)
    guard let after = replicated.first(where: { $0.position >= position }) ?? replicated.last,
      let before = replicated.last(where: { $0.position <= position }) ?? replicated.first
    else { return nil }
    return (before, after)
  }

  private func share(_ position: Int, _ before: SizedValue, _ after: SizedValue) -> Double {
    Double(position - before.position) / Double(after.position - before.position)
  }

  /// Between two means; an interval of it is as wide as the wider one.
  private static func between(
    _ first: SizingResult.Measured, _ last: SizingResult.Measured, _ share: Double
  ) -> SizingResult.Measured {
    let widths = [first.halfWidth, last.halfWidth].compactMap { $0 }
    return .init(
      mean: first.mean + share * (last.mean - first.mean), halfWidth: widths.count == 2 ? widths.max() : nil,
      runs: 0)
  }

  // MARK: Warnings

  private func warnings(_ range: TuneRange) -> [String] {
    contradictions().map { pair in
      let (passing, failing) = (
        range.label(at: index(of: pair.passing)), range.label(at: index(of: pair.failing))
      )
      let what = pair.areReplicated ? "is shown to hold" : "passes in one run"
      let opposite = pair.areReplicated ? "is shown to fail" : "fails in one run"
      let side = goal == .smallest ? "above" : "below"
      return
        "the thresholds do not change once along \(range.key): \(passing) \(what), and \(failing) \(side) it "
        + "\(opposite). The answer is the last change on the way to \(range.label(at: index(of: count - 1)))."
    }
  }
}
