// The search for the step time: its parameters, what is made small, and where it begins.

import QueueModel
import Scenario

/// Parameters of a server, fitted to the first requests of a run.
struct ServingSearch {
  let run: ServedRun
  /// Requests that are fitted, from the first on.
  let fitted: Int
  private let measured: [(first: Double, whole: Double)]

  init(_ run: ServedRun, fitted: Int) {
    self.run = run
    self.fitted = fitted
    measured = run.requests[..<fitted].map {
      (PortableMath.log($0.timeToFirstToken), PortableMath.log($0.endToEnd))
    }
  }

  /// The server with parameters: logarithms of a, b, c, d and, if there is a fifth, of the extra time of the first step, in
  /// seconds. Nil where a time is beyond all that servers do.
  func serving(_ parameters: [Double]) -> BatchServing? {
    guard parameters.allSatisfy({ $0 > -28 && $0 < 4 }) else { return nil }
    let times = parameters.map { Int64((PortableMath.exp($0) * 1e12).rounded()) }
    var serving = run.serving
    serving.engine.stepTime = StepTime(
      base: max(1, times[0]), perSequence: times[1], perPrefillToken: times[2], perContextToken: times[3])
    serving.engine.warmUp = times.count > 4 ? times[4] : 0
    return serving
  }

  /// What is made small.
  func objective(_ parameters: [Double]) -> Double {
    guard let serving = serving(parameters) else { return 1e9 }
    let prediction = ServingPrediction(of: run.requests, by: serving)
    var whole = 0.0
    var first = 0.0
    for (request, measured) in zip(prediction.requests, measured) {
      whole += (PortableMath.log(request.endToEnd) - measured.whole).magnitude
      first += (PortableMath.log(request.timeToFirstToken) - measured.first).magnitude
    }
    return (whole + 0.5 * first) / Double(fitted)
  }

  /// Places to begin at, on the scale of what was measured: the time of a step is a token's, of which a is a larger or smaller
  /// share; the rest is b for those who run, or d for their tokens.
  var starts: [[Double]] {
    let requests = run.requests[..<fitted]
    let steps = requests.compactMap(\.timePerOutputToken).sorted()
    let step = steps[steps.count / 2]
    let reading = requests.map { $0.timeToFirstToken / Double($0.promptTokens) }.sorted()
    let perToken = reading[reading.count / 10]
    let context =
      Double(requests.reduce(0) { $0 + $1.promptTokens + $1.outputTokens / 2 }) / Double(requests.count)
    let running = typicalRunning
    var starts: [[Double]] = []
    for base in [0.3, 0.6, 0.85] {
      for shareOfContext in [0.1, 0.5, 0.9] {
        for reading in [1, 0.4] {
          let rest = step * (1 - base) / running
          starts.append(
            [
              step * base, rest * (1 - shareOfContext), perToken * reading, rest * shareOfContext / context,
            ].map(PortableMath.log))
        }
      }
    }
    return starts
  }

  /// About how many ran at one time in each replica while the fitted requests were served.
  private var typicalRunning: Double {
    let requests = run.requests[..<fitted]
    let begin = requests.map(\.firstTokenNanoseconds).min() ?? 0
    let end = requests.map(\.lastTokenNanoseconds).max() ?? 1
    let busy = requests.reduce(0.0) { $0 + Double($1.lastTokenNanoseconds - $1.firstTokenNanoseconds) }
    let running = busy / Double(max(1, end - begin)) / Double(run.serving.replicas)
    return min(max(1, running), Double(run.serving.engine.sequences))
  }
}
