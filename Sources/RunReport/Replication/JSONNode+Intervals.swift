// Intervals in JSON: beside a number `p95` stands its `p95HalfWidth`, in the same object, so that whoever reads a
// replicated report as if it were not one finds the means, and whoever wants to know how sure they are need not search.

extension JSONNode {
  private static let halfWidth = "HalfWidth"
  private static let replications = "Replications"
  private static let infinite = "Infinite"

  /// Puts the means of `intervals` in the place of the numbers; with the number of replications also what belongs
  /// to each beside it.
  func place(_ intervals: RunReport.Intervals, at place: String, withHalfWidths count: Int?) {
    switch content {
    case .scalar, .integers: break
    case .list:
      for (name, member) in zip(ReportShape.names(of: self), members) {
        member.place(intervals, at: ReportShape.place(place, name), withHalfWidths: count)
      }
    case .object:
      for (key, member) in zip(keys, members) where ReportShape.isFound(key, at: place) {
        let inner = ReportShape.place(place, key)
        switch member.content {
        case .scalar:
          guard let interval = intervals[inner] else { continue }
          member.become(.finding(interval.mean))
          guard let count else { continue }
          append(JSONNode(.finding(interval.halfWidth)), under: key + Self.halfWidth)
          if interval.replications < count {
            append(JSONNode(.integer(interval.replications)), under: key + Self.replications)
          }
          if interval.infinite > 0 {
            append(JSONNode(.integer(interval.infinite)), under: key + Self.infinite)
          }
        case .integers(let integers):
          let found = integers.indices.map { intervals["\(inner)/\($0)"] }
          guard found.contains(where: { $0 != nil }) else { continue }
          member.become(columns: zip(found, integers).map { .finding($0?.mean ?? Double($1)) })
          guard count != nil else { continue }
          let widths = JSONNode(.list)
          widths.become(columns: found.map { .finding($0?.halfWidth ?? .infinity) })
          append(widths, under: key + Self.halfWidth)
        case .list, .object: member.place(intervals, at: inner, withHalfWidths: count)
        }
      }
    }
  }

  /// Takes out what ``place(_:at:withHalfWidths:)`` put beside the numbers, and returns it.
  func takeIntervals(count: Int) -> RunReport.Intervals {
    var intervals = RunReport.Intervals()
    take(into: &intervals, at: "", count: count)
    return intervals
  }

  private func take(into intervals: inout RunReport.Intervals, at place: String, count: Int) {
    guard case .object = content else {
      for (name, member) in zip(ReportShape.names(of: self), members) {
        member.take(into: &intervals, at: ReportShape.place(place, name), count: count)
      }
      return
    }
    var taken: Set<String> = []
    func sibling(_ key: String) -> JSONNode? {
      guard let index = keys.firstIndex(of: key) else { return nil }
      taken.insert(key)
      return members[index]
    }
    for (key, member) in zip(keys, members) where ReportShape.isFound(key, at: place) {
      let inner = ReportShape.place(place, key)
      if let widths = sibling(key + Self.halfWidth) {
        if let mean = member.number, let width = widths.number {
          intervals[inner] = RunReport.Interval(
            mean: mean, halfWidth: width,
            replications: sibling(key + Self.replications)?.number.map { Int($0) } ?? count,
            infinite: sibling(key + Self.infinite)?.number.map { Int($0) } ?? 0)
        }
        for (index, pair) in zip(member.members, widths.members).enumerated() {
          guard let mean = pair.0.number, let width = pair.1.number else { continue }
          intervals["\(inner)/\(index)"] = RunReport.Interval(
            mean: mean, halfWidth: width, replications: count)
        }
      } else {
        member.take(into: &intervals, at: inner, count: count)
      }
    }
    if !taken.isEmpty { removeMembers(under: taken) }
  }

  private var number: Double? {
    if case .scalar(let text) = content { ReportShape.number(text) } else { nil }
  }
}

// MARK: Structure

extension JSONNode {
  /// Adds what another report has and this one has not: keys, and entries of lists in their order.
  func unite(_ other: JSONNode, at place: String) {
    switch (content, other.content) {
    case (.integers(let own), .integers(let others)):
      if others.count > own.count { become(.integers(own + others[own.count...])) }
    case (.object, .object):
      for (key, member) in zip(other.keys, other.members) {
        if let index = keys.firstIndex(of: key) {
          guard ReportShape.isFound(key, at: place) else { continue }
          members[index].unite(member, at: ReportShape.place(place, key))
        } else {
          append(member, under: key)
        }
      }
    case (.list, .list):
      var names = ReportShape.names(of: self)
      var next = 0
      for (name, member) in zip(ReportShape.names(of: other), other.members) {
        if let index = names.firstIndex(of: name) {
          members[index].unite(member, at: ReportShape.place(place, name))
          next = index + 1
        } else {
          insert(member, at: next)
          names.insert(name, at: next)
          next += 1
        }
      }
    default: break
    }
  }
}

extension JSONNode.Content {
  /// A mean or a half-width: as any decimal, but there is always one to write.
  fileprivate static func finding(_ value: Double) -> Self {
    // Only NaN and -∞ are refused, and no mean of a report's numbers is either.
    (try? decimal(value, at: [])) ?? .null
  }
}
