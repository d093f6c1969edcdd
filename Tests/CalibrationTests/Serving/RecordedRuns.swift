// The recorded runs that tests fit, each fitted once for all of them: a fit takes seconds in a program that
// is not optimised.

import Calibration
import QueueModel
import RunReport
import Scenario
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

enum RecordedRuns {
  static func load(_ folder: String) -> ServedRun {
    let fixtures = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    func file(_ name: String) throws -> MeasuredFile {
      let data = try Data(
        contentsOf: URL(fileURLWithPath: "/\(fixtures)/Fixtures/vllm-runs/\(folder)/\(name)"))
      return MeasuredFile(name: name, bytes: Array(data))
    }
    do {
      return try ServedRunReader.read(requests: file("requests.jsonl"), meta: file("meta.json"))
    } catch {
      preconditionFailure("\(folder) cannot be read: \(error)")
    }
  }

  /// Llama-3.1-8B on an RTX PRO 6000, with memory for all.
  static let roomy = load("rtxpro6000-llama-3.1-8b")
  /// Llama-3.1-8B on an RTX 4090, without.
  static let tight = load("rtx4090-llama-3.1-8b")

  static let roomyFit = FittedRun(roomy)
  static let tightFit = FittedRun(tight)
}

/// A run, what was fitted to it, and how far they lie apart.
struct FittedRun: Sendable {
  let run: ServedRun
  let provider: CalibratedProvider
  let prediction: ServingPrediction

  init(_ run: ServedRun, _ settings: ServingFitSettings = .brief) {
    self.run = run
    do {
      provider = try ServingFit.fit(run, settings)
    } catch {
      preconditionFailure("no fit: \(error.message)")
    }
    prediction = ServingPrediction(of: run.requests, by: provider.llm.batch)
  }

  /// The run fitted to a server of another structure, which is so far off that a short search shows it.
  init(
    _ run: ServedRun, _ settings: ServingFitSettings = .brief, _ change: (inout BatchServing) -> Void
  ) {
    var run = run
    change(&run.serving)
    self.init(run, settings)
  }

  /// The error of a statistic on the requests that were not fitted.
  func error(_ metric: String, _ statistic: String) -> Double {
    guard
      let row = provider.llm.fit?.rows.first(where: {
        $0.metric == metric && $0.statistic == statistic && $0.sample == .outOfSample
      })
    else { return .infinity }
    return row.error
  }

  /// Statistics of a metric, those of p50, p90 and p99, that lie further away than they may.
  func misses(_ metric: String, _ bounds: [Double]) -> [String] {
    zip(["p50", "p90", "p99"], bounds).compactMap { statistic, bound in
      let error = error(metric, statistic)
      return error.magnitude <= bound ? nil : "\(metric) \(statistic) \(error)"
    }
  }

  private var firstTwenty: [(measured: Double, predicted: Double)] {
    zip(run.requests, prediction.requests).prefix(20).map { ($0.timeToFirstToken, $1.timeToFirstToken) }
  }

  /// The mean of the absolute relative errors of the first twenty times to first token.
  var errorOfFirstTokens: Double {
    firstTwenty.reduce(0) { $0 + ($1.predicted / $1.measured - 1).magnitude } / 20
  }

  /// The relative error of the mean of the first twenty times to first token.
  var errorOfMeanFirstToken: Double {
    firstTwenty.reduce(0) { $0 + $1.predicted } / firstTwenty.reduce(0) { $0 + $1.measured } - 1
  }
}
