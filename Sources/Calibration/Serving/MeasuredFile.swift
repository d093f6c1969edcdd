// A file of measurements as bytes, with the name by which errors call it.

/// The bytes of a file. Whoever calls has read them: nothing here touches a disk.
public struct MeasuredFile: Hashable, Sendable {
  /// What errors and records call it.
  public var name: String
  /// What it holds.
  public var bytes: [UInt8]

  /// A file from its name and its bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// An error in this file.
  func error(_ message: String, line: Int? = nil, hint: String) -> CalibrationError {
    CalibrationError(file: name, line: line, message: message, hint: hint)
  }

  /// The lines that are not empty, each with its number from 1.
  var lines: [(number: Int, bytes: ArraySlice<UInt8>)] {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      .map { (number: $0.offset + 1, bytes: $0.element) }
      .filter { !$0.bytes.allSatisfy(isSpace) }
  }
}
