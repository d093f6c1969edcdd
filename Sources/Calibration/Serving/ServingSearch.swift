// The search for the step time: its parameters, what is made small, and where it begins.

import QueueModel
import Scenario

/// Parameters of a server, fitted to the first requests of a run.
struct ServingSearch {
  let run: ServedRun
  /// Requests that are fitted, from the first on.
  let fitted: Int
  private let typical: (step: Double, running: Double, context: Double)
  private let measured: [(first: Double, whole: Double)]

  init(_ run: ServedRun, fitted: Int) {
    self.run = run
    self.fitted = fitted
    typical = Self.typicalLoad(run.requests[..<fitted], run.serving)
    measured = run.requests[..<fitted].map {
      (PortableMath.log($0.timeToFirstToken), PortableMath.log($0.endToEnd))
    }
  }

  /// The server with parameters; nil where a time is beyond all that servers do.
  ///
  /// They are logarithms: of the time of a step at the load that is typical; of the shares of it that are a,
  /// and that the context takes, each as a multiple of what the requests take; of c; and, if there is a
  /// fifth, of the extra time of the first step; in seconds. The sum is well known, and how it is shared out
  /// is not: so a search goes along the valley.
  func serving(_ parameters: [Double]) -> BatchServing? {
    // The typical step is known to much less than twentyfold; and all times are to fit in what counts
    // picoseconds.
    guard parameters.allSatisfy({ $0 > -30 && $0 < 30 }), (parameters[0] - typical.step).magnitude < 3 else {
      return nil
    }
    let values = parameters.map { PortableMath.exp($0) }
    let unit = values[0] / (values[1] + 1 + values[2])
    let times = [
      unit * values[1], unit / typical.running, values[3],
      unit * values[2] / typical.running / typical.context,
    ]
    let picoseconds = (times + values.dropFirst(4)).map { $0 * 1e12 }
    guard times[2] < 1, picoseconds.allSatisfy({ $0 < 1e15 }) else { return nil }
    let whole = picoseconds.map { Int64($0.rounded()) }
    var serving = run.serving
    serving.engine.stepTime = StepTime(
      base: max(1, whole[0]), perSequence: whole[1], perPrefillToken: whole[2], perContextToken: whole[3])
    serving.engine.warmUp = whole.count > 4 ? whole[4] : 0
    return serving
  }

  /// What is made small.
  func objective(_ parameters: [Double]) -> Double { objective(parameters, block: 1) }

  /// The same, with the errors of first tokens averaged over neighbours before they are taken as absolute.
  ///
  /// A first token comes with this step or with the next, which makes dips in which a search is caught; over
  /// neighbours that averages out, and what is left is smooth.
  func smoothObjective(_ parameters: [Double]) -> Double { objective(parameters, block: 10) }

  private func objective(_ parameters: [Double], block: Int) -> Double {
    guard let serving = serving(parameters) else { return 1e9 }
    let prediction = ServingPrediction(of: run.requests, by: serving)
    var whole = 0.0
    var first = 0.0
    var ofBlock = 0.0
    for index in 0..<fitted {
      let request = prediction.requests[index]
      whole += (PortableMath.log(request.endToEnd) - measured[index].whole).magnitude
      ofBlock += PortableMath.log(request.timeToFirstToken) - measured[index].first
      if (index + 1) % block == 0 || index + 1 == fitted {
        first += ofBlock.magnitude
        ofBlock = 0
      }
    }
    return (whole + 0.5 * first) / Double(fitted)
  }

  // MARK: The search

  /// The best parameters without an extra time of the first step.
  func minimum(_ settings: ServingFitSettings) -> NelderMead.Minimum {
    let begun = starts.map { NelderMead.Minimum(at: $0, value: smoothObjective($0)) }
      .sorted { $0.value < $1.value }.prefix(settings.starts)
    let first = NelderMead(size: 0.5, rounds: settings.firstRounds)
    let again = NelderMead(size: 0.5, rounds: settings.rounds)
    let found = begun.map { first.minimum(from: $0.at, of: smoothObjective) }
      .sorted { $0.value < $1.value }.prefix(settings.kept)
      .map { again.minimum(from: $0.at, of: smoothObjective) }
      .map { NelderMead.Minimum(at: $0.at, value: objective($0.at)) }
    let best = found.map { improved($0, settings) }.min { $0.value < $1.value }
    return best ?? NelderMead.Minimum(at: starts[0], value: .infinity)
  }

  /// What searches find that begin where the last one ended.
  func improved(_ minimum: NelderMead.Minimum, _ settings: ServingFitSettings) -> NelderMead.Minimum {
    var best = minimum
    for size in [0.3, -0.3, 0.2, -0.2, 0.1, -0.1].prefix(settings.restarts) {
      let found = NelderMead(size: size, rounds: settings.rounds).minimum(from: best.at, of: objective)
      if found.value < best.value { best = found }
    }
    return best
  }

  /// Places to begin at, on the scale of what was measured: a step takes as long as a token of an answer
  /// does.
  var starts: [[Double]] {
    let requests = run.requests[..<fitted]
    let reading = requests.map { $0.timeToFirstToken / Double($0.promptTokens) }.sorted()
    let perToken = reading[reading.count / 10]
    var starts: [[Double]] = []
    for base in [0.3, 0.6, 0.85] {
      for context in [0.1, 0.5, 0.9] {
        for share in [1, 0.4] {
          let ofRequests = (1 - base) * (1 - context)
          starts.append([
            typical.step, PortableMath.log(base / ofRequests),
            PortableMath.log((1 - base) * context / ofRequests),
            PortableMath.log(perToken * share),
          ])
        }
      }
    }
    return starts
  }

  /// The logarithm of a step's time, about how many ran at one time in each replica while the fitted requests
  /// were served, and with how many tokens each.
  private static func typicalLoad(
    _ requests: ArraySlice<ServedRequest>, _ serving: BatchServing
  ) -> (step: Double, running: Double, context: Double) {
    let begin = requests.map(\.firstTokenNanoseconds).min() ?? 0
    let end = requests.map(\.lastTokenNanoseconds).max() ?? 1
    let busy = requests.reduce(0.0) { $0 + Double($1.lastTokenNanoseconds - $1.firstTokenNanoseconds) }
    let running = busy / Double(max(1, end - begin)) / Double(serving.replicas * serving.engines)
    let context = requests.reduce(0) { $0 + $1.promptTokens + $1.outputTokens / 2 }
    let steps = requests.compactMap(\.timePerOutputToken).filter { $0 > 0 }.sorted()
    return (
      PortableMath.log(steps.isEmpty ? 0.01 : steps[steps.count / 2]),
      min(max(1, running), Double(serving.engine.sequences)), max(1, Double(context) / Double(requests.count))
    )
  }
}
