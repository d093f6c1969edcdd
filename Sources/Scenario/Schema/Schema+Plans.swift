// The keys of `plans`: what the platforms behind the service allow.

internal import QueueModel
internal import RunReport

extension Plans {
  static var schema: ObjectSchema<Plans> {
    ObjectSchema(fields: [
      .section("redis", \.redis, Redis.schema, "Redis databases."),
      .section("functions", \.functions, Functions.schema, "Functions."),
    ])
  }
}

extension Plans.Redis {
  static var schema: ObjectSchema<Plans.Redis> {
    ObjectSchema(fields: [
      .value(
        "databases", \.databases, .integer(1...1000),
        "Databases; all commands of a session go to the one that it hashes to."),
      .value("plan", \.plan, .choice, "The plan of each: its commands a second, its storage, its price."),
      .value(
        "commandsPerSecond", \.commandsPerSecond, .commandRate,
        "Commands that each takes in a second; `auto` is what the plan says, `off` is no cap."),
      .value(
        "beyond", \.beyond, .choice,
        "What becomes of commands beyond that, which is not documented: they wait in line, or are refused."),
    ])
  }
}

extension Plans.Functions {
  static var schema: ObjectSchema<Plans.Functions> {
    ObjectSchema(fields: [
      .value(
        "concurrency", \.concurrency, .orOff(.integer(1...10_000_000)),
        "Instances at one time; one more request is refused (503). `off` is no limit."),
      .value("growth", \.growth, .integer(1...1_000_000), "Instances that may be added …"),
      .value(
        "growthPeriod", \.growthPeriod, .duration(.milliseconds(1) ... .seconds(3600)), "… within this time."),
      .value(
        "streamsPerInstance", \.streamsPerInstance, .integer(1...100_000),
        "Streams, or calls of the model where functions make them, that share an instance."),
      .value(
        "maximumDuration", \.maximumDuration, .orOff(.duration(.seconds(1) ... .seconds(86_400))),
        "Longest duration of a function: its stream is cut, and a job that it holds is ended. `off` is no limit."
      ),
    ])
  }
}

extension ValueKind where Value == Plans.CommandRate {
  /// `auto`, `off` or a number.
  static var commandRate: ValueKind {
    let number = ValueKind<Int>.integer(1...10_000_000)
    return ValueKind(
      name: "`auto`, `off` or whole number", range: number.range,
      read: { node, decoding in
        if case .scalar("auto", _) = node.content { return .auto }
        if case .scalar("off", _) = node.content { return .off }
        if case .scalar(let text, _) = node.content, text.first?.isLetter == true {
          decoding.fail(
            node.origin, "'\(text)' is neither auto nor off nor a number",
            hint: "write auto, off, or a whole number")
          return nil
        }
        return number.read(node, &decoding).map { .fixed($0) }
      },
      show: {
        switch $0 {
        case .auto: "auto"
        case .off: "off"
        case .fixed(let rate): number.show(rate)
        }
      })
  }
}

extension ValueKind {
  /// A value of `kind`, or `off` for none.
  static func orOff<Wrapped>(_ kind: ValueKind<Wrapped>) -> ValueKind where Value == Wrapped? {
    ValueKind(
      name: "\(kind.name) or `off`", range: kind.range,
      read: { node, decoding in
        if case .scalar("off", _) = node.content { return .some(nil) }
        return kind.read(node, &decoding).map { .some($0) }
      },
      show: { $0.map(kind.show) ?? "off" })
  }
}
