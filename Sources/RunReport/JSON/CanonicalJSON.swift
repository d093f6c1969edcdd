// Reports as bytes: one way to write a value, so that equal reports are equal files in every build, and a
// difference between two reports is a difference between lines.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes and reads values as JSON with sorted keys, shortest exact decimals, `"inf"` for +∞, and a layout in
/// which what holds nothing nested stands on one line.
///
/// Writing is our own: `JSONEncoder` asks the runtime about every single number of a histogram, and does not know
/// this layout.
public enum CanonicalJSON {
  /// The bytes of `value`, ending in a newline. Equal values give equal bytes.
  ///
  /// Throws `EncodingError` when a number is NaN or -∞, which no part of a report may be.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    var writer = JSONWriter()
    writer.write(try JSONNode(encoding: value, at: []))
    return writer.bytes
  }

  /// The value that `bytes` hold. Throws `DecodingError` when they hold something else.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}

extension RunReport {
  /// The bytes of `report.json`.
  public func canonicalJSON() throws -> [UInt8] {
    guard let replication else { return try CanonicalJSON.encode(self) }
    let tree = try JSONNode(encoding: self, at: [])
    tree.place(replication.intervals, at: "", withHalfWidths: replication.count)
    var writer = JSONWriter()
    writer.write(tree)
    return writer.bytes
  }

  /// The report that `bytes` hold.
  ///
  /// Throws ``UnknownFormatVersion`` for a report of a later format than this program knows, `DecodingError`
  /// for anything that is no report.
  public init(canonicalJSON bytes: [UInt8]) throws {
    struct Head: Decodable {
      struct Replication: Decodable { var count: Int }
      var formatVersion: Int
      var replication: Replication?
    }
    let head = try CanonicalJSON.decode(Head.self, from: bytes)
    guard head.formatVersion <= RunReport.currentFormatVersion else {
      throw UnknownFormatVersion(found: head.formatVersion)
    }
    guard let count = head.replication?.count else {
      self = try CanonicalJSON.decode(RunReport.self, from: bytes)
      return
    }
    let tree = try JSONReader.read(bytes)
    let intervals = tree.takeIntervals(count: count)
    self = try RunReport(from: JSONNodeDecoder(tree))
    for (place, interval) in intervals.sorted { replication?.intervals[place] = interval }
  }
}

/// A report was written by a later program than this one.
public struct UnknownFormatVersion: Error, Hashable, CustomStringConvertible {
  /// The version that the report says it has.
  public var found: Int

  /// A report of version `found`.
  public init(found: Int) { self.found = found }

  /// Both versions, in a sentence.
  public var description: String {
    "the report has format version \(found); this program reads up to \(RunReport.currentFormatVersion)"
  }
}
