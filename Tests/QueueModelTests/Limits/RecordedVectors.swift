// The recorded calls and answers of upstash/ratelimit-js, as data.

import Foundation
import Testing

/// The recording: sequences of calls, each with the answer of upstream's own script on a real Redis.
struct RecordedVectors: Decodable {
  struct Sequence: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var config: Config
    var events: [Event]
    var testDescription: String { name }
  }

  struct Config: Decodable, Sendable {
    enum Algorithm: String, Decodable, Sendable { case slidingWindow, fixedWindow, tokenBucket }
    var algorithm: Algorithm
    var tokens: Int
    var windowMs: Int64?
    var refillRate: Int?
    var intervalMs: Int64?
    var ephemeralCache: Bool
    var dynamicLimits: Bool?
    var instances: Int?
  }

  struct Event: Decodable, Sendable {
    enum Operation: String, Decodable, Sendable { case limit, getRemaining, setDynamicLimit, reset }
    /// A limit, or `false` where the dynamic limit is taken away.
    struct DynamicLimit: Decodable, Sendable {
      var limit: Int?
      init(from decoder: any Decoder) throws {
        limit = try? decoder.singleValueContainer().decode(Int.self)
      }
    }
    var t: Int64
    var user: String
    var op: Operation
    var rate: Int?
    var instance: Int?
    var value: DynamicLimit?
    var success: Bool?
    var limit: Int?
    var remaining: Int?
    var reset: Int64?
    var reason: String?
    var retryAfterSeconds: Int?
  }

  struct FloatArtifacts: Decodable {
    struct Row: Decodable {
      var offsetMs: Int64
      var previous: Int
      var doubleFloor: Int
      var exactFloor: Int
    }
    var count: Int
    var list: [Row]
  }

  var windowStartW0: Int64
  var floatArtifacts60000: FloatArtifacts
  var sequences: [Sequence]

  static let all: RecordedVectors = {
    let file = Bundle.module.url(forResource: "Fixtures/ratelimit-vectors", withExtension: "json")!
    return try! JSONDecoder().decode(RecordedVectors.self, from: Data(contentsOf: file))
  }()
}
