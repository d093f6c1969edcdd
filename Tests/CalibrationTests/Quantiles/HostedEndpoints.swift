// The calls of hosted endpoints that the tests of this folder read.

import Calibration
import Foundation

/// Real calls of hosted endpoints; see `Fixtures/hosted-endpoints/README.md`.
enum HostedEndpoints {
  static let file = "calls.csv"

  static let bytes: [UInt8] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try? Data(contentsOf: folder.appending(path: "Fixtures/hosted-endpoints/\(file)"))
    return Array(data ?? Data())
  }()

  /// Those with a hundred answers or more.
  static let large = [
    "anyscale_13b", "anyscale_7b", "fireworks_13b", "fireworks_70b", "perplexity_70b", "replicate_70b",
    "replicate_7b", "together_70b", "together_7b",
  ]

  static func calls(_ endpoint: String) throws -> MeasuredCalls {
    try MeasuredCalls.read(bytes: bytes, fileName: file, endpoint: endpoint)
  }
}
