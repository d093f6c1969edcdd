// The keys of `population`, `arrivals`, `behaviour` and `questions`.

internal import QueueModel
internal import RunReport

/// Times since the start of the run, and lengths within it.
private let moments = Duration.zero ... .seconds(86_400)

extension Population {
  static var schema: ObjectSchema<Population> {
    ObjectSchema(fields: [
      .value(
        "people", \.people, .integer(1...10_000_000),
        "People of a closed population; open arrivals make their own."),
      .value(
        "ramp", \.ramp, .duration(moments),
        "Time over which people come, evenly. Each stays to the end of the run."),
      .section(
        "synchronised", \.synchronised, Synchronised.schema, "Those who come together at the start instead."),
      .list(
        "cohorts", \.cohorts, of: .cohort, longest: 100, defaultText: "all students",
        "Parts of the people with the same role and rights; their shares sum to 100%."),
    ])
  }

  /// The two properties that a scenario file keeps in one section.
  fileprivate struct Synchronised {
    var share: Double
    var within: Duration

    static var schema: ObjectSchema<Synchronised> {
      ObjectSchema(fields: [
        .value("share", \.share, .share(), "Share of the people who come together at the start of the run."),
        .value("within", \.within, .duration(moments), "Time within which they come, evenly."),
      ])
    }
  }

  fileprivate var synchronised: Synchronised {
    get { Synchronised(share: synchronisedShare, within: synchronisedWithin) }
    set {
      synchronisedShare = newValue.share
      synchronisedWithin = newValue.within
    }
  }
}

/// A cohort of which the role may still decide the rest.
private struct CohortKeys {
  var role = Role.student
  var share = 0.0
  var priority: Int?
  var bypass: Bool?
}

extension ValueKind where Value == Cohort {
  /// An entry of `population.cohorts`.
  static var cohort: ValueKind {
    ObjectSchema<CohortKeys>(fields: [
      .value("role", \.role, .choice, isRequired: true, "Who they are; teachers and admins are educators."),
      .value("share", \.share, .share(), isRequired: true, "Share of all people."),
      .optional(
        "priority", \.priority, .integer(1...10), defaultText: "1 for educators, 10 for students",
        "Priority in the queue; 1 is served first."),
      .optional(
        "bypass", \.bypass, .flag, defaultText: "true for educators",
        "Whether they call the model directly instead of queueing; educators only."),
    ]).kind(CohortKeys()).map(
      { Cohort(role: $0.role, share: $0.share, priority: $0.priority, bypass: $0.bypass) },
      { CohortKeys(role: $0.role, share: $0.share, priority: $0.priority, bypass: $0.bypass) })
  }
}

extension ValueKind where Value == Arrivals {
  /// `closed`, or one of the open processes.
  static var arrivals: ValueKind {
    let forms = OneOf(what: "kind of arrivals", forms: arrivalForms)
    return ValueKind(
      name: "word or map", range: "closed, poisson, renewal, curve, trace",
      read: { node, decoding in
        if case .scalar(let text, _) = node.content {
          if text == "closed" { return Arrivals() }
          let hint = Spelling.hint(for: text, among: ["closed", "poisson", "renewal", "curve", "trace"])
          decoding.fail(node.origin, "unknown kind of arrivals '\(text)'", hint: hint)
          return nil
        }
        return forms.read(node, &decoding)
      },
      show: { $0.kind == .closed ? "closed" : forms.show($0) },
      members: {
        arrivalForms.flatMap { form in
          let own = DocumentedKey(
            path: form.key, kind: form.example, range: "", defaultValue: "", isRequired: false,
            text: form.text,
            isSection: false)
          return [own] + form.members().map { $0.within(form.key) }
        }
      })
  }

  private struct Rate { var rate = 0.0 }
  private struct Gap { var gap = Distribution.constant(1) }

  private static func arrivals(_ kind: Arrivals.Kind) -> Arrivals {
    var arrivals = Arrivals()
    arrivals.kind = kind
    return arrivals
  }

  private static var arrivalForms: [Form<Arrivals>] {
    let rates = ValueKind<Double>.rate(0...1_000_000)
    let point = ObjectSchema<RatePoint>(fields: [
      .value("at", \.at, .duration(moments), isRequired: true, "Time since the start of the run."),
      .value("rate", \.rate, rates, isRequired: true, "Arrivals at that time."),
    ])
    let curve = ValueKind<[RatePoint]>.list(of: point.kind(RatePoint(at: .zero, rate: 0)), longest: 1000)
    return [
      .map(
        "poisson", "Each arrival is a person who asks one question and leaves: a Poisson process.",
        example: "{rate: RATE}",
        ObjectSchema<Rate>(fields: [.value("rate", \.rate, rates, isRequired: true, "Arrivals on average.")]),
        Rate(),
        { arrivals(.poisson(rate: $0.rate)) },
        { if case .poisson(let rate) = $0.kind { Rate(rate: rate) } else { nil } }),
      .map(
        "renewal", "As `poisson`, with independent gaps of this distribution.",
        example: "{gap: DISTRIBUTION}",
        ObjectSchema<Gap>(fields: [
          .value(
            "gap", \.gap, .durationDistribution, isRequired: true, "From one arrival to the next.")
        ]),
        Gap(), { arrivals(.renewal(gap: $0.gap)) },
        { if case .renewal(let gap) = $0.kind { Gap(gap: gap) } else { nil } }),
      Form(
        key: "curve", text: "As `poisson`, with a rate that is linear between these points.",
        example: "[{at: DURATION, rate: RATE}, …]",
        read: { node, decoding in curve.read(node, &decoding).map { arrivals(.curve($0)) } },
        show: { if case .curve(let points) = $0.kind { curve.show(points) } else { nil } },
        members: curve.members),
      .map(
        "trace", "The requests of a file, each at its own time with its own tokens: `docs/traces.md`.",
        example: "{file: PATH, format: FORMAT}", TraceFile.schema, TraceFile(path: "", format: .table),
        { arrivals(.trace($0)) }, { if case .trace(let file) = $0.kind { file } else { nil } }),
    ]
  }
}

extension TraceFile {
  static var schema: ObjectSchema<TraceFile> {
    ObjectSchema(fields: [
      .value(
        "file", \.path,
        .text(longest: 1000) { $0.isEmpty ? ("no file", "write its path, from this file's folder") : nil },
        isRequired: true, "Path of the file, from the folder of the scenario."),
      .value("format", \.format, .choice, isRequired: true, "How its lines are written."),
    ])
  }
}

extension Behaviour {
  static var schema: ObjectSchema<Behaviour> {
    ObjectSchema(fields: [
      .value(
        "gap", \.gap, .durationDistribution,
        "From one send to the next of one person; never before the previous answer ended or was given up."
      ).written { $0.think == nil },
      .optional(
        "think", \.think, .durationDistribution,
        "From the end of an answer, or from giving it up, to the next send of one person; in place of `gap`."),
      .value("turns", \.turns, .countDistribution(largest: 1000), "Questions in one conversation."),
      .value(
        "patience", \.patience, .durationDistribution,
        "How long a person waits for the first token before giving up."),
      .value(
        "resendShare", \.resendShare, .share(),
        "Share of those who give up that send the question again at once."),
      .value(
        "closeTabShare", \.closeTabShare, .share(),
        "Share of those who give up that close the page without cancelling: the answer is made for nobody."),
      .value("cancelShare", \.cancelShare, .share(), "Share of answers that their reader stops on purpose."),
      .value(
        "refreshShare", \.refreshShare, .share(),
        "Share of answers in whose middle the page is reloaded: the answer is replayed from its beginning."),
      .value(
        "dropShare", \.dropShare, .share(),
        "Share of answers in whose middle the connection drops: the reader resumes where it was."),
      .value(
        "reconnectDelay", \.reconnectDelay, .durationDistribution, "From a reload or drop to the next read."),
      .value(
        "comeBackShare", \.comeBackShare, .share(),
        "Share of people refused (429, 503) who send the question again after the countdown; the others drop it."
      ),
      .value(
        "emailShare", \.emailShare, .share(),
        "Share of people refused at level busy who accept an email instead."),
      .value(
        "malformedShare", \.malformedShare, .share(),
        "Share of requests with a body that is refused (400 or 413, evenly)."),
      .value(
        "signedOutShare", \.signedOutShare, .share(), "Share of requests whose sign-in has lapsed (401)."),
      .section("hasty", \.hasty, Hasty.schema, "People who do not wait."),
      .section(
        "noisy", \.noisy, Noisy.schema, "Students who send at a pace, whatever they are answered."),
      .list(
        "bells", \.bells, of: Bell.schema.kind(Bell(at: .zero, share: 0, within: .seconds(60))),
        longest: 1000,
        "Moments at which a class is told to ask."),
    ])
  }
}

extension Hasty {
  static var schema: ObjectSchema<Hasty> {
    ObjectSchema(fields: [
      .value("share", \.share, .share(), "Share of the people who are hasty."),
      .value(
        "tabs", \.tabs, .integer(1...16),
        "Tabs that a hasty person asks in, each on its own; the limiter counts them together."),
      .value("gapFactor", \.gapFactor, .number(0.001...100), "Their gaps are the others' times this."),
      .value(
        "doubleClickShare", \.doubleClickShare, .share(),
        "Share of their sends that are posted twice at once."),
      .value(
        "resendAfter", \.resendAfter, .durationDistribution,
        "When nothing has been read after this time, they send the question again."),
    ])
  }
}

extension Noisy {
  static var schema: ObjectSchema<Noisy> {
    ObjectSchema(fields: [
      .value("share", \.share, .share(), "Share of the people who are noisy; they are not hasty."),
      .value(
        "requestsPerMinute", \.requestsPerMinute, .integer(1...6000),
        "Requests of each of their accounts, evenly spaced; they leave an answer for the next question."),
      .value(
        "spreadShare", \.spreadShare, .share(),
        "Share of the noisy who spread over several accounts; the others use one."),
      .value(
        "accounts", \.accounts, .integer(2...1000),
        "Accounts of each who spreads; limiter and queue take them for as many people."),
    ])
  }
}

extension Bell {
  static var schema: ObjectSchema<Bell> {
    ObjectSchema(fields: [
      .value("at", \.at, .duration(moments), isRequired: true, "Time since the start of the run."),
      .value("share", \.share, .share(), isRequired: true, "Share of the people who then ask."),
      .value("within", \.within, .duration(moments), "Time within which they do, evenly."),
      .optional(
        "classQuestion", \.classQuestion, ClassQuestion.schema.kind(ClassQuestion(share: 1)),
        "The question that teachers set: a class asks the same at once."),
    ])
  }
}

extension ClassQuestion {
  static var schema: ObjectSchema<ClassQuestion> {
    ObjectSchema(fields: [
      .value(
        "share", \.share, .share(), isRequired: true,
        "Share of those who then ask that ask their class's question."),
      .value(
        "classes", \.classes, .integer(1...10_000_000),
        "Classes, each with a question of its own; each person is in one."),
    ])
  }
}

extension Questions {
  static var schema: ObjectSchema<Questions> {
    ObjectSchema(fields: [
      .value(
        "catalogue", \.catalogue, .choice,
        "`ragpulse`: questions repeat as in a university's week; `unique`: none is asked twice."),
      .value(
        "promptTokens", \.promptTokens, .countDistribution(largest: 1e6),
        "Tokens of a first turn's prompt, with system prompt and retrieved passages."),
      .value(
        "cachedPromptShare", \.cachedPromptShare, .share(),
        "Share of a prompt that the provider finds in its own prompt cache."),
      .value(
        "answerTokens", \.answerTokens, .countDistribution(largest: 1e6),
        "Tokens of an answer, before any cap."),
      .value(
        "maximumAnswerTokens", \.maximumAnswerTokens, .integer(1...1_000_000),
        "Most tokens in an answer: asked of the provider, and reserved against its limits."),
    ])
  }
}
