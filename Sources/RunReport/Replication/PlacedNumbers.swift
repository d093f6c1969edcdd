// The numbers that one run found, each with its place: what is averaged over replications.

import QueueModel

/// A number of a report and where it stands.
public struct PlacedNumber: Hashable, Sendable {
  /// See ``RunReport/Intervals``.
  public var place: String
  /// The value; +∞ for what never came.
  public var value: Double

  /// `value` at `place`.
  public init(_ place: String, _ value: Double) {
    self.place = place
    self.value = value
  }

  /// True when a run whose report lacks this place has found nought there: a count of what did not happen. A percentile
  /// of nothing is no number instead.
  public static func isZeroWhereAbsent(_ place: String) -> Bool { ReportShape.isZeroWhereAbsent(place) }
}

extension RunReport {
  /// Every number that the run found, and every one that a summary computes from several of them. Not what the run was
  /// told, nor single events such as changes of level, nor the buckets of histograms.
  public func placedNumbers() throws -> [PlacedNumber] {
    var bare = self
    for index in bare.latency.indices { bare.latency[index].histogram = Histogram() }
    bare.latency += rowsOfFailuresOnly()
    let tree = try JSONNode(encoding: bare, at: [])
    var numbers: [PlacedNumber] = []
    tree.visitNumbers(at: "") { numbers.append(PlacedNumber($0, $1)) }
    for (name, value) in derivedNumbers() { numbers.append(PlacedNumber("derived/\(name)", value)) }
    return numbers
  }

  /// Rows for roles of which nobody got an answer: a report leaves them out, but all that failed waited without end.
  ///
  /// Of a run with a warm-up none: its report does not say which of the failures came after it.
  private func rowsOfFailuresOnly() -> [LatencyRow] {
    guard run.warmUpNanoseconds == 0 else { return [] }
    let failures = requests.rows.filter { $0.outcome.isFailure && $0.count > 0 }
    guard !failures.isEmpty else { return [] }
    let roles =
      [nil] + Role.allCases.filter { role in failures.contains { $0.role == role } }.map { $0 as Role? }
    return Metric.allCases.filter { $0.kind == .duration }.flatMap { metric in
      roles.compactMap { role in
        guard !latency.contains(where: { $0.metric == metric && $0.role == role && $0.outcome == nil }) else {
          return nil
        }
        let infinite = failures.reduce(0) { role == nil || $1.role == role ? $0 + $1.count : $0 }
        return LatencyRow(
          metric: metric, role: role, observed: LatencySummary(),
          observedWithFailures: .ofNone(butInfinite: infinite))
      }
    }
  }
}

extension JSONNode {
  /// Calls `body` with each number that a run found.
  func visitNumbers(at place: String, _ body: (String, Double) -> Void) {
    switch content {
    case .scalar(let text):
      if let value = ReportShape.number(text) { body(place, value) }
    case .integers(let integers):
      for (index, value) in integers.enumerated() { body("\(place)/\(index)", Double(value)) }
    case .list:
      for (name, member) in zip(ReportShape.names(of: self), members) {
        member.visitNumbers(at: ReportShape.place(place, name), body)
      }
    case .object:
      let isEmptySummary = ReportShape.isEmptySummary(self)
      for (key, member) in zip(keys, members) where ReportShape.isFound(key, at: place) {
        if isEmptySummary, key != "count" { continue }
        member.visitNumbers(at: ReportShape.place(place, key), body)
      }
    }
  }
}
