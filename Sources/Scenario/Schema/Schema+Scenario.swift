// The keys of a scenario file at its top level.

internal import QueueModel
internal import RunReport

/// A recorded month has room in a run.
private let longestRun = Duration.seconds(31 * 86_400)

extension Scenario {
  /// Every key, in the order of the reference.
  static var schema: ObjectSchema<Scenario> {
    ObjectSchema(fields: [
      .value(
        "name", \.name, .name, defaultText: "the file's name without its suffix",
        "Name that reports carry and that their folder gets: letters, digits, `-` and `_`."),
      .value("description", \.description, .text(longest: 500), "One sentence for the head of a report."),
      .value("seed", \.seed, .seed, "Seed of every random stream: the same seed gives the same run."),
      .value(
        "start", \.start, .moment,
        "The first instant of the run. Windows of limiters and of a provider's limits begin at whole ones of the clock."
      ),
      .value(
        "duration", \.duration, .duration(.seconds(1)...longestRun),
        "Time during which questions are sent."),
      .value(
        "drain", \.drain, .duration(.zero ... .seconds(1800)),
        "Longest time after `duration` that the run goes on until every answer has ended."),
      .value(
        "warmUp", \.warmUpRule, .warmUp,
        "Time at the beginning that is not judged. `auto` says that the run is a piece of a steady state: replications find it by MSER-5 on ten pilots, at least a tenth of the run; a single run takes the tenth."
      ),
      .section("population", \.population, Population.schema, "The people."),
      .value("arrivals", \.arrivals, .arrivals, "How requests come to be."),
      .section("behaviour", \.behaviour, Behaviour.schema, "What people do."),
      .section("questions", \.questions, Questions.schema, "What is asked, and how long the answers are."),
      .section(
        "design", \.design, Design.schema, "Which reading of the original design the service follows."),
      .section("system", \.system, SystemUnderTest.schema, "The service under test."),
      .section("llm", \.llm, LanguageModel.schema, "The provider behind the workers."),
      .section("plans", \.plans, Plans.schema, "What was bought of the platforms behind the service."),
      .section("prices", \.prices, Prices.schema, "What the bill is computed from."),
      .optional(
        "month", \.month, Month.schema.kind(Month(peakHours: 0, otherAnswers: 0)),
        "What a month holds besides this run; without it no monthly cost is printed."),
      .optional(
        "goodput", \.goodput, GoodputLimits.schema.kind(GoodputLimits()),
        "The limits within which a whole answer counts as good; without it every whole answer does."),
      .list(
        "windows", \.windows, of: Window.schema.kind(Window(name: "", from: .zero, to: .zero)), longest: 100,
        "Named stretches of the run that thresholds can be limited to."),
      .thresholds,
    ])
  }
}

extension ValueKind where Value == WarmUpRule {
  /// `auto` or a duration.
  static var warmUp: ValueKind {
    let time = ValueKind<Duration>.duration(.zero...longestRun)
    return ValueKind(
      name: "`auto` or duration", range: time.range,
      read: { node, decoding in
        if case .scalar("auto", _) = node.content { return .auto }
        if case .scalar(let text, _) = node.content, text.first?.isLetter == true {
          decoding.fail(node.origin, "'\(text)' is neither auto nor a duration", hint: "write auto, or 2m")
          return nil
        }
        return time.read(node, &decoding).map { .stated($0) }
      },
      show: { if case .stated(let stated) = $0 { time.show(stated) } else { "auto" } })
  }
}

extension Month {
  static var schema: ObjectSchema<Month> {
    ObjectSchema(fields: [
      .value(
        "peakHours", \.peakHours, .number(0...744), isRequired: true,
        "Hours of a month that are like this run."),
      .value(
        "otherAnswers", \.otherAnswers, .number(0...1e12), isRequired: true,
        "Answers of a month outside those hours, each at this run's cost of an answer."),
    ])
  }
}

extension GoodputLimits {
  static var schema: ObjectSchema<GoodputLimits> {
    let limits = ValueKind<Duration>.duration(.milliseconds(1) ... .seconds(86_400))
    return ObjectSchema(fields: [
      .optional("ttft", \.ttft, limits, "Longest time to first token, from the moment of meaning to send."),
      .optional("tpot", \.tpot, limits, "Longest time per output token, on average over the answer."),
      .optional("e2e", \.e2e, limits, "Longest time to the last token, from the moment of meaning to send."),
    ])
  }
}

extension Window {
  static var schema: ObjectSchema<Window> {
    let times = ValueKind<Duration>.duration(.zero...longestRun)
    return ObjectSchema(fields: [
      .value("name", \.name, .name, isRequired: true, "Name that thresholds use: `window:NAME`."),
      .value("from", \.from, times, isRequired: true, "Beginning, since the start of the run."),
      .value("to", \.to, times, isRequired: true, "End, since the start of the run."),
    ])
  }
}

extension Prices {
  static var schema: ObjectSchema<Prices> {
    ObjectSchema(fields: [
      .value(
        "book", \.book, .name("price book", of: PriceNames.books), "Price book that ships with the program."),
      .value(
        "overrides", \.overrides, .prices, defaultText: "none",
        "Entries of the book replaced by these US dollars."),
    ])
  }
}

extension ValueKind where Value == String {
  /// A name that can be part of a path and of a selector.
  static var name: ValueKind {
    .text(longest: 64) { text in
      let isWord = text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
          || $0 == "_"
      }
      guard !isWord || text.isEmpty else { return nil }
      return ("'\(text)' is not a name", "use letters, digits, '-' and '_'")
    }.with(name: "name", range: "at most 64 letters, digits, `-` and `_`")
  }
}

extension ValueKind where Value == [String: Double] {
  /// Entries of a price book with their prices.
  static var prices: ValueKind {
    let spelled = ValueKind<Double>.dollars(0...1).show
    let names = PriceNames.entries
    return ValueKind(
      name: "map of prices", range: "entries of the book, each at most $10_000 for its unit",
      read: { node, decoding in
        guard let entries = decoding.entries(node, expected: "a map of prices") else { return nil }
        var prices: [String: Double] = [:]
        for entry in entries {
          decoding.within(entry.key, entry.keyOrigin) { decoding in
            guard names.contains(entry.key) else {
              let hint = Spelling.hint(for: entry.key, among: names)
              decoding.fail(entry.keyOrigin, "unknown price '\(entry.key)'", hint: hint)
              return
            }
            let price = ValueKind<Double>.dollars(0...PriceBook.highestValue(of: entry.key))
            prices[entry.key] = price.read(entry.value, &decoding)
          }
        }
        return prices
      },
      show: { prices in
        let pairs = prices.sorted { $0.key < $1.key }.map {
          "\(Spelled.text($0.key)): \(spelled($0.value))"
        }
        return "{" + pairs.joined(separator: ", ") + "}"
      })
  }
}
