// Committed texts that output is compared with. Set PEAKLOAD_RECORD=1 to write them anew, then read the diff.

import Foundation
import Testing

/// A committed file beside the tests.
struct Fixture {
  private let url: URL

  init(_ name: String, from source: String = #filePath) {
    url = URL(filePath: source).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
  }

  /// Expects the file to hold exactly `text`; a difference is reported with its first line.
  func compare(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["PEAKLOAD_RECORD"] != nil {
      try Data(text.utf8).write(to: url)
      return
    }
    let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    guard expected != text else { return }
    let before = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let after = text.split(separator: "\n", omittingEmptySubsequences: false)
    let index =
      zip(before, after).enumerated().first { $1.0 != $1.1 }?.offset ?? min(before.count, after.count)
    let old = index < before.count ? before[index] : "(end of file)"
    let new = index < after.count ? after[index] : "(end of output)"
    Issue.record(
      "\(url.lastPathComponent):\(index + 1) is\n  \(old)\nand the output has\n  \(new)",
      sourceLocation: sourceLocation)
  }
}
