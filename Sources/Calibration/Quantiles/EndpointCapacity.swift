// The limits of a published endpoint, where it has any: entries of a type, a period and a value.

internal import Scenario

/// Reads capacity entries, which stand at the endpoint or at its input and output.
struct EndpointCapacity {
  private(set) var limits: [Capacity] = []
  /// Calls at one time.
  private(set) var concurrency: Int?

  init(file: String, endpoint: PlacedJSON) throws(CalibrationError) {
    for scope in [endpoint, endpoint["input"], endpoint["output"]].compactMap({ $0 }) {
      for key in ["capacity", "limits"] {
        for entry in scope[key]?.list ?? [] { try add(entry, file) }
      }
    }
  }

  /// An entry for tokens from a cache is left out: a scenario has no such limit.
  private mutating func add(_ entry: PlacedJSON, _ file: String) throws(CalibrationError) {
    let type = entry["type"]?.text ?? ""
    guard type != "cached_prompt" else { return }
    guard let value = entry["value"]?.number, value >= 1, value <= 1e12, type != "" else {
      throw Self.wrong(file, entry, "an entry of capacity without a type or a value")
    }
    if type == "concurrency" {
      concurrency = min(concurrency ?? .max, Int(value))
      return
    }
    guard let kind = Capacity.Kind(rawValue: type),
      let period = entry["per"]?.text.flatMap(Capacity.Period.init(rawValue:))
    else { throw Self.wrong(file, entry, "an entry of capacity of an unknown type or period") }
    limits.append(Capacity(kind: kind, per: period, value: Int(value)))
  }

  private static func wrong(_ file: String, _ entry: PlacedJSON, _ message: String) -> CalibrationError {
    CalibrationError(
      file: file, line: entry.line, message: message,
      hint: "type is prompt, completion, request or concurrency, per is minute, hour or day")
  }
}
