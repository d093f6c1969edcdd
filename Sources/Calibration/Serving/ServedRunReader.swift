// Reads what a vLLM server has recorded of its requests: a JSON object a line, times in seconds on two
// clocks.

import Scenario
import RunReport

/// Reads recorded runs of vLLM.
///
/// A line is an object with `input_toks`, `output_toks`, `arrival_time`, `queued_ts`, `first_token_ts` and
/// `last_token_ts`; `scheduled_ts` may be there too. `arrival_time` is on the clock of the wall, the others
/// on one that only rises: the distance between the two is taken to be the smallest of `queued_ts` −
/// `arrival_time`, since a request that comes to an idle server is queued at once.
public enum ServedRunReader {
  /// The longest that a request can take from its arrival until it is queued, in seconds: a step or two.
  /// Where it is longer the clocks do not go alike.
  static let longestToQueue = 5.0
  /// The longest that a run is, in seconds.
  static let longestRun = 21_600.0
  /// Most tokens of a prompt or an answer.
  static let mostTokens = 10_000_000

  /// The run that a requests file holds, and the server that a meta file tells of; without one, what vLLM
  /// 0.19 does by itself.
  public static func read(
    requests file: MeasuredFile, meta: MeasuredFile? = nil
  ) throws(CalibrationError) -> ServedRun {
    var server = ServerDescription()
    if let meta { server = try ServerDescription.read(meta) }
    return ServedRun(
      source: file.name + (meta.map { ", \($0.name)" } ?? ""), requests: try requests(of: file),
      serving: server.serving, model: server.model)
  }

  /// The requests alone, with their times on one clock that begins when the first comes.
  static func requests(of file: MeasuredFile) throws(CalibrationError) -> [ServedRequest] {
    var lines: [ServedLine] = []
    for (number, bytes) in file.lines {
      lines.append(try ServedLine(bytes: Array(bytes), number: number, file: file))
    }
    let lags = lines.map { $0.queued - $0.arrival }
    guard let distance = lags.min(), let begin = lines.map(\.arrival).min() else {
      throw file.error("the file holds no requests", hint: "each line is an object that stands for a request")
    }
    if let index = lags.indices.first(where: { lags[$0] - distance > longestToQueue }) {
      throw file.error(
        "queued_ts lies \(lags[index]) s after arrival_time, and for another request \(distance) s: "
          + "the clocks cannot be put on one another", line: lines[index].number,
        hint: "all times are seconds; requests of one run of one server go into one file")
    }
    if let line = lines.first(where: { $0.last - distance - begin > longestRun }) {
      throw file.error(
        "the last token comes \(line.last - distance - begin) s after the run began", line: line.number,
        hint: "a run is six hours at the most, and all times are seconds; take a part of it")
    }
    func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
    return lines.map { line in
      ServedRequest(
        promptTokens: line.prompt, outputTokens: line.output,
        arrivalNanoseconds: nanoseconds(line.arrival - begin),
        firstTokenNanoseconds: nanoseconds(line.first - distance - begin),
        lastTokenNanoseconds: nanoseconds(line.last - distance - begin))
    }
  }
}

/// One line of a requests file; times in seconds, as they are written.
private struct ServedLine {
  var number: Int
  var prompt = 0
  var output = 0
  var arrival = 0.0
  var queued = 0.0
  var first = 0.0
  var last = 0.0

  /// What the object may hold. Whether it does is asked one by one, so that an error can say what is missing.
  private struct Object: Decodable {
    var input_toks: Double?
    var output_toks: Double?
    var arrival_time: Double?
    var queued_ts: Double?
    var scheduled_ts: Double?
    var first_token_ts: Double?
    var last_token_ts: Double?
  }

  init(bytes: [UInt8], number: Int, file: MeasuredFile) throws(CalibrationError) {
    self.number = number
    let object = try file.decode(Object.self, bytes, line: number)
    func value(_ number: Double?, _ key: String) throws(CalibrationError) -> Double {
      guard let number, number.isFinite else {
        throw file.error(
          number == nil ? "no '\(key)'" : "'\(key)' is no number", line: self.number,
          hint:
            "a line has input_toks, output_toks, arrival_time, queued_ts, first_token_ts and last_token_ts")
      }
      return number
    }
    func tokens(_ number: Double?, _ key: String) throws(CalibrationError) -> Int {
      let count = try value(number, key)
      guard count >= 1, count <= Double(ServedRunReader.mostTokens), count == count.rounded() else {
        throw file.error(
          "'\(key)' is \(count)", line: self.number,
          hint: "a number of tokens is whole and from 1 to \(ServedRunReader.mostTokens)")
      }
      return Int(count)
    }
    func time(_ number: Double?, _ key: String) throws(CalibrationError) -> Double {
      let seconds = try value(number, key)
      guard seconds >= 0, seconds <= 1e10 else {
        throw file.error(
          "'\(key)' is \(seconds)", line: self.number, hint: "times are seconds since a clock began")
      }
      return seconds
    }
    prompt = try tokens(object.input_toks, "input_toks")
    output = try tokens(object.output_toks, "output_toks")
    arrival = try time(object.arrival_time, "arrival_time")
    var order: [(key: String, seconds: Double)] = [("queued_ts", try time(object.queued_ts, "queued_ts"))]
    if object.scheduled_ts != nil {
      order.append(("scheduled_ts", try time(object.scheduled_ts, "scheduled_ts")))
    }
    order.append(("first_token_ts", try time(object.first_token_ts, "first_token_ts")))
    order.append(("last_token_ts", try time(object.last_token_ts, "last_token_ts")))
    for (before, after) in zip(order, order.dropFirst()) where after.seconds < before.seconds {
      throw file.error(
        "'\(after.key)' is before '\(before.key)'", line: number,
        hint: "times of a request do not fall: \(order.map(\.key).joined(separator: ", "))")
    }
    queued = order[0].seconds
    first = order[order.count - 2].seconds
    last = order[order.count - 1].seconds
  }
}

extension MeasuredFile {
  /// What a JSON text of this file holds.
  func decode<Value: Decodable>(
    _ type: Value.Type, _ text: [UInt8], line: Int? = nil
  ) throws(CalibrationError) -> Value {
    do {
      return try CanonicalJSON.decode(type, from: text)
    } catch let problem as DecodingError {
      let path: [any CodingKey]
      switch problem {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        path = context.codingPath
      case .keyNotFound(let key, let context): path = context.codingPath + [key]
      @unknown default: path = []
      }
      let name = path.map(\.stringValue).joined(separator: ".")
      throw error(
        name.isEmpty ? "not valid JSON" : "'\(name)' is not what it should be", line: line,
        hint: line == nil
          ? "the file is one JSON object, as the server's recorder writes it"
          : "each line is one JSON object whose times and tokens are numbers")
    } catch {
      throw self.error("not valid JSON", line: line, hint: "the text is one JSON object")
    }
  }
}
