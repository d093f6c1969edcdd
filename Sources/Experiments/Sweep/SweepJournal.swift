// The memory of a sweep: a line of JSON for each finished point, in the order in which they finished. Only the format
// stands here; who calls it reads and writes the file.

internal import RunReport

/// What a journal holds.
///
/// The first line names the sweep, each other line is a ``SweptPoint``. A line counts once it is whole: what a kill
/// has left after the last line break is not looked at, and is cut off before more is written.
public struct SweepJournal: Hashable, Sendable {
  /// The first line.
  private struct Head: Codable {
    var digest: String
    var sweep: SweepIdentity
  }

  /// The finished points by their index in the plan; nil for those that are still to run.
  public private(set) var points: [SweptPoint?]
  /// Bytes of the whole lines; 0 where not even the first is whole.
  public private(set) var wholeBytes = 0

  /// Indices of the points that are still to run, ascending.
  public var missing: [Int] { points.indices.filter { points[$0] == nil } }

  /// Reads the journal of a sweep.
  ///
  /// - Parameters:
  ///   - bytes: what the file holds; may be empty.
  ///   - identity: of the sweep that it should be.
  ///   - name: what errors call the file.
  /// - Throws: ``SweepRefusal`` where it is the journal of another sweep, or none.
  public init(_ bytes: [UInt8], of identity: SweepIdentity, name: String) throws {
    points = Array(repeating: nil, count: identity.points)
    var number = 0
    var start = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      let line = Array(bytes[start..<end])
      if number == 1 {
        try Self.check(line, identity, name)
      } else {
        try take(line, number, identity, name)
      }
      start = end + 1
    }
    wholeBytes = start
  }

  /// The first line of the journal of a sweep, with its line break.
  public static func head(_ identity: SweepIdentity) throws -> [UInt8] {
    try line(Head(digest: try identity.digest(), sweep: identity))
  }

  /// The line of a finished point, with its line break.
  public static func line(_ point: SweptPoint) throws -> [UInt8] { try line(point as any Encodable) }

  /// Canonical JSON without its layout: its strings hold no line breaks.
  private static func line(_ value: any Encodable) throws -> [UInt8] {
    let lines = try CanonicalJSON.encode(value).split(separator: UInt8(ascii: "\n"))
    return lines.flatMap { $0.drop { $0 == UInt8(ascii: " ") } } + [UInt8(ascii: "\n")]
  }

  private static func check(_ line: [UInt8], _ identity: SweepIdentity, _ name: String) throws {
    guard let head = try? CanonicalJSON.decode(Head.self, from: line) else {
      throw SweepRefusal(
        "\(name) is not the journal of a sweep that this version of the program has begun",
        hint: "give another --out, or --restart to begin anew")
    }
    guard head.digest == (try identity.digest()) else {
      let differences = identity.differences(from: head.sweep).joined(separator: "; ")
      throw SweepRefusal(
        "\(name) belongs to another sweep (\(differences))",
        hint: "give another --out, or --restart to begin anew and lose its points")
    }
  }

  private mutating func take(
    _ line: [UInt8], _ number: Int, _ identity: SweepIdentity, _ name: String
  ) throws {
    guard let point = try? CanonicalJSON.decode(SweptPoint.self, from: line),
      points.indices.contains(point.point - 1), point.runs.count == identity.replications
    else {
      throw SweepRefusal(
        "line \(number) of \(name) is not a point of this sweep", hint: "give --restart to begin anew")
    }
    points[point.point - 1] = point
  }
}
