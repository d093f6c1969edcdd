// How far what is predicted lies from what was measured, for the requests that were fitted and for those that
// were not.

import RunReport

/// Errors of a prediction, metric by metric.
struct ServingScore {
  /// The rows of a fit's record.
  var rows: [ProviderFit.Row] = []
  /// Measured against predicted, of the requests that were not fitted.
  var plots: [CalibratedProvider.Plot] = []

  private static let metrics: [(name: String, value: @Sendable (ServedRequest) -> Double?)] = [
    ("ttft", { $0.timeToFirstToken }), ("tpot", { $0.timePerOutputToken }), ("e2e", { $0.endToEnd }),
  ]

  /// Errors of `predicted`, which holds the same requests as `measured`; the first `fitted` of them were
  /// fitted.
  init(measured: [ServedRequest], predicted: [ServedRequest], fitted: Int) {
    let parts: [(sample: ProviderFit.Sample, range: Range<Int>)] = [
      (.inSample, 0..<fitted), (.outOfSample, fitted..<measured.count),
    ]
    for (sample, range) in parts {
      for (metric, value) in Self.metrics {
        let real = measured[range].compactMap(value).sorted()
        let foretold = predicted[range].compactMap(value).sorted()
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
          guard let real = Self.quantile(share, of: real), real > 0,
            let foretold = Self.quantile(share, of: foretold)
          else { continue }
          rows.append(
            ProviderFit.Row(metric: metric, statistic: name, sample: sample, measured: real, fitted: foretold)
          )
        }
        if sample == .outOfSample, !real.isEmpty {
          plots.append(CalibratedProvider.Plot(metric: metric, measured: real, fitted: foretold))
        }
      }
      let errors = zip(measured[range], predicted[range])
        .map { ($1.endToEnd / $0.endToEnd - 1).magnitude }.sorted()
      for (name, share) in [("single p50", 0.5), ("single p90", 0.9)] {
        guard let error = Self.quantile(share, of: errors) else { continue }
        rows.append(ProviderFit.Row(metric: "e2e", statistic: name, sample: sample, error: error))
      }
    }
  }

  /// A quantile of values that rise, between two of them by a straight line; nil of none.
  static func quantile(_ share: Double, of rising: [Double]) -> Double? {
    guard let last = rising.indices.last else { return nil }
    let place = share * Double(last)
    let below = Int(place)
    guard below < last else { return rising[last] }
    return rising[below] + (place - Double(below)) * (rising[below + 1] - rising[below])
  }
}
