// Runs that say too little of a server for its step time to be found.

import QueueModel
import Scenario

extension ServingFit {
  /// Most running requests at a busy moment as a multiple of those at a quiet one that are not yet a
  /// difference.
  private static let leastSpreadOfLoad = 1.5
  /// Fewest answers, of those that are fitted, with more than one token.
  private static let fewestLongAnswers = 20

  /// Throws where a run cannot bear a fit.
  static func check(_ run: ServedRun) throws(CalibrationError) {
    func refuse(_ message: String, _ hint: String) -> CalibrationError {
      CalibrationError(file: run.source, message: message, hint: hint)
    }
    let count = run.requests.count
    guard count >= fewestRequests else {
      throw refuse(
        "\(count) requests are too few: half of them are fitted, half are predicted",
        "record \(fewestRequests) at least; some hundred are better")
    }
    guard count <= mostRequests else {
      throw refuse(
        "\(count) requests are too many to be served anew some thousand times",
        "take a part of the run: \(mostRequests) at the most")
    }
    for (index, request) in run.requests.enumerated() {
      let name = "request \(index + 1) in the order in which they came"
      guard request.promptTokens > 0, request.outputTokens > 0 else {
        throw refuse("\(name) has no prompt or no answer", "leave out requests that failed")
      }
      guard request.timeToFirstToken > 0, request.lastTokenNanoseconds >= request.firstTokenNanoseconds else {
        throw refuse(
          "\(name) got its first token when it came, or its last before its first",
          "times of arrival, first and last token are those of one clock")
      }
      guard run.serving.engine.canHold(prompt: request.promptTokens, output: request.outputTokens) else {
        throw refuse(
          "\(name) has \(request.promptTokens) + \(request.outputTokens) tokens, more than the memory of "
            + "\(run.serving.engine.blocks ?? 0) blocks of \(run.serving.engine.tokensPerBlock) holds",
          "look whether num_gpu_blocks and block_size are those of the run")
      }
    }
    let fitted = run.requests[..<(count / 2)]
    guard fitted.count(where: { $0.outputTokens > 1 }) >= fewestLongAnswers else {
      throw refuse(
        "hardly an answer has more than one token: nothing is known of the steps after the first",
        "record answers of some length")
    }
    try checkLoad(run, fitted, refuse)
  }

  /// How many ran at a time must have changed: else what a step takes by itself and for each request cannot
  /// be told apart.
  private static func checkLoad(
    _ run: ServedRun, _ fitted: ArraySlice<ServedRequest>,
    _ refuse: (String, String) -> CalibrationError
  ) throws(CalibrationError) {
    let end = fitted.map(\.lastTokenNanoseconds).max() ?? 0
    let (quiet, busy) = load(run.requests, until: end)
    guard busy > 1 else {
      throw refuse(
        "requests ran alone nine tenths of the time: what a further one costs is not known",
        "record a run in which requests overlap")
    }
    guard Double(busy) >= leastSpreadOfLoad * Double(quiet) else {
      throw refuse(
        "between \(quiet) and \(busy) requests ran at a time: what a step takes by itself cannot be told "
          + "from what it takes for each of them",
        "record a run from its beginning, or one whose load rises and falls")
    }
  }

  /// How many decode at a time: at most so many in a tenth of the time in which somebody does, and in nine
  /// tenths.
  static func load(_ requests: [ServedRequest], until end: Int64) -> (quiet: Int, busy: Int) {
    var changes: [(at: Int64, by: Int)] = []
    for request in requests where request.firstTokenNanoseconds < end {
      changes.append((request.firstTokenNanoseconds, 1))
      changes.append((min(end, request.lastTokenNanoseconds), -1))
    }
    changes.sort { ($0.at, $0.by) < ($1.at, $1.by) }
    var time: [Int: Int64] = [:]
    var running = 0
    for (change, next) in zip(changes, changes.dropFirst()) {
      running += change.by
      if running > 0 { time[running, default: 0] += next.at - change.at }
    }
    let whole = Double(time.values.reduce(0, +))
    var quiet = 0
    var busy = 0
    var passed = 0.0
    for (running, length) in time.sorted(by: { $0.key < $1.key }) {
      if passed <= 0.1 * whole { quiet = running }
      if passed < 0.9 * whole { busy = running }
      passed += Double(length)
    }
    return (quiet, busy)
  }

  static func noFit(_ run: ServedRun) -> CalibrationError {
    CalibrationError(
      file: run.source, message: "no time of a step comes near what was measured",
      hint: "look whether all times of the file are seconds")
  }
}
