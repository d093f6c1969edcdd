// The monthly bill at 100,000 people, line by line, against the bill of the run times the month's answers.

import QueueModel

extension Judging {
  private static let redis = ClaimedAmount(50, 100)
  private static let messages = ClaimedAmount(100, 200)
  private static let llm = ClaimedAmount(500, 2_000)
  private static let vercelSeat = ClaimedAmount(20)
  private static let convexSeat = ClaimedAmount(25)
  private static let whole = ClaimedAmount(700, 2_400)

  /// The claims about the lines of the monthly bill.
  var monthlyLines: [Claim] {
    [redisLine, messagePrice, messageLine, llmLine, vercelLine, convexLine, additions, total]
  }

  private var redisLine: Claim {
    let claimed = Self.redis
    let month = peakAnswers * peak.perAnswer(.redis)
    let asFirst = peakAnswers * first.perAnswer(.redis)
    let rate = peak.commandsPerPersonSecond * Self.peakPeople
    let cap = Double(PlanLimit.redisCommandsPerSecond.count)
    return Claim(
      "lines.redis", .monthlyLines, "Redis for line, cache and streams at 100,000 people",
      claimed: claimed.text,
      computed:
        "\(Dollars.text(month)) a month at \(Count.text(peak.commands)) commands an answer; as the design was "
        + "first written \(Dollars.text(asFirst)) at \(Count.text(first.commands))",
      verdict: claimed.verdict(on: month),
      reason: wouldHold(claimed, perAnswer: peak.perAnswer(.redis))
        + " The exam hour takes \(Count.text(rate)) commands a second; the plan ends at \(Count.text(cap)).",
      basis: basis(peak, first),
      figures: [
        ClaimFigure("monthUSD", month), ClaimFigure("asFirstWrittenMonthUSD", asFirst),
        ClaimFigure("commandsPerAnswer", peak.commands),
        ClaimFigure("asFirstWrittenCommandsPerAnswer", first.commands),
        ClaimFigure("commandsPerSecond", rate),
      ],
      prices: ["redis.command", "redis.storageGigabyteMonth", PlanLimit.redisCommandsPerSecond.name])
  }

  private var messagePrice: Claim {
    let entry = evidence.book["qstash.message"]
    let perHundredThousand = (entry?.price.dollars ?? 0) * 100_000 / Double(entry?.unit.quantity ?? 1)
    return Claim(
      "lines.qstash.price", .monthlyLines, "100,000 messages of QStash cost a dollar", claimed: "$1",
      computed: Dollars.text(perHundredThousand), verdict: perHundredThousand == 1 ? .holds : .doesNotHold,
      basis: "\(entry?.source ?? ""), \(entry?.date ?? "")",
      figures: [ClaimFigure("perHundredThousandUSD", perHundredThousand)], prices: ["qstash.message"])
  }

  private var messageLine: Claim {
    let claimed = Self.messages
    let month = messagesOfMonth
    let own = peakAnswers * peak.perAnswer(.qstash)
    return Claim(
      "lines.qstash", .monthlyLines, "QStash at 100,000 people", claimed: claimed.text,
      computed:
        "\(Dollars.text(month.dollars)) a month at two messages a job, \(Count.text(month.count)) of them",
      verdict: claimed.verdict(on: month.dollars),
      reason:
        wouldHold(claimed, perAnswer: month.dollars / peakAnswers)
        + " Where workers take jobs from the line themselves, as here, messages are for repetitions only: "
        + "\(Dollars.text(own)).",
      basis: basis(peak),
      figures: [ClaimFigure("monthUSD", month.dollars), ClaimFigure("messages", month.count)],
      prices: ["qstash.message"])
  }

  /// True when the source of a model's price bears a date.
  private func isDated(_ model: String) -> Bool {
    evidence.book["llm.\(model).output"].map { $0.date != "undated" } ?? false
  }

  /// The month's tokens at the model that they cost least with, of those whose prices bear a date.
  private var cheapest: (model: String, dollars: Double) {
    let tokens = peak.tokens
    let bills = evidence.book.models.compactMap { model in
      isDated(model)
        ? (try? Tariff(evidence.book, model: model)).map { (model, $0.bill(tokens)[.llm].dollars) } : nil
    }
    let least = bills.min { $0.1 < $1.1 } ?? (evidence.model, 0)
    return (least.0, least.1 / peak.answers * peakAnswers)
  }

  private var llmLine: Claim {
    let claimed = Self.llm
    let month = peakAnswers * peak.perAnswer(.llm)
    let (model, least) = cheapest
    return Claim(
      "lines.llm", .monthlyLines, "The language model at 100,000 people, with the cache",
      claimed: claimed.text,
      computed:
        "\(Dollars.text(month)) a month with \(evidence.model); \(Dollars.text(least)) with \(model), the "
        + "cheapest whose price bears a date",
      verdict: claimed.verdict(on: month),
      reason: wouldHold(claimed, perAnswer: peak.perAnswer(.llm)),
      basis: basis(peak),
      figures: [ClaimFigure("monthUSD", month), ClaimFigure("cheapestModelMonthUSD", least)],
      prices: modelPrices + ["llm.\(model).input", "llm.\(model).output"])
  }

  private var vercelLine: Claim {
    let claimed = Self.vercelSeat
    let usage = peakAnswers * peak.perAnswer(.functions)
    let month = vercel(usage)
    let included = Double(PlanLimit.vercelIncludedDollars.count)
    return Claim(
      "lines.vercel", .monthlyLines, "Vercel Pro at 100,000 people", claimed: claimed.text,
      computed:
        "\(Dollars.text(month)) a month: a seat, and \(Dollars.text(usage)) of functions of which it includes "
        + Dollars.text(included),
      verdict: claimed.verdict(on: month),
      reason: wouldHold(
        0...(included / max(peak.perAnswer(.functions) * Self.peakPeople, 1e-12))),
      basis: basis(peak), figures: [ClaimFigure("monthUSD", month)],
      prices: [
        "vercel.proMonth", "functions.invocation", "functions.activeCPUHour", "functions.memoryGigabyteHour",
        PlanLimit.vercelIncludedDollars.name,
      ])
  }

  private var convexLine: Claim {
    let claimed = Self.convexSeat
    let calls = peakAnswers * peak.persistenceCalls
    let beyond = convexBeyond(calls)
    let isDecided = beyond > claimed.high * ClaimedAmount.slack
    let included = Double(PlanLimit.convexIncludedCalls.count)
    let missing = MissingFact(
      "the price of the professional plan, in a source with a date",
      holdsIf: "it is about \(Dollars.text(claimed.high - beyond)) a month", doesNotHoldIf: "it is another")
    return Claim(
      "lines.convex", .monthlyLines, "Convex Professional at 100,000 people", claimed: claimed.text,
      computed: "\(Dollars.text(beyond)) a month beyond the plan's own price, for "
        + "\(Count.text(max(0, calls - included))) calls above those it includes",
      verdict: isDecided ? .doesNotHold : .undecided,
      reason: isDecided
        ? "Whatever the plan costs. "
          + wouldHold(0...(included / max(peak.persistenceCalls * Self.peakPeople, 1e-12))) : "",
      basis: basis(peak), figures: [ClaimFigure("beyondThePlanUSD", beyond)],
      prices: ["persistence.call", "convex.proMonth", PlanLimit.convexIncludedCalls.name],
      missing: isDecided ? nil : missing)
  }

  private var additions: Claim {
    let lines = [Self.redis, Self.messages, Self.llm, Self.vercelSeat, Self.convexSeat]
    let low = lines.reduce(0) { $0 + $1.low }
    let high = lines.reduce(0) { $0 + $1.high }
    return Claim(
      "lines.sum", .monthlyLines, "The lines of the monthly bill add up to its total",
      claimed: Self.whole.text, computed: "\(Dollars.text(low)) to \(Dollars.text(high))",
      verdict: abs(low / Self.whole.low - 1) < 0.05 && abs(high / Self.whole.high - 1) < 0.05
        ? .holds : .doesNotHold,
      basis: "the design's own lines", figures: [ClaimFigure("lowUSD", low), ClaimFigure("highUSD", high)])
  }

  private var total: Claim {
    let claimed = Self.whole
    let month = self.month(peak, answers: peakAnswers, withQueue: true)
    let hour = peak.perAnswer(BilledService.allCases) * peak.answersPerPersonHour * Self.peakPeople
    return Claim(
      "lines.total", .monthlyLines, "The whole month at 100,000 people, with the queue",
      claimed: claimed.text,
      computed: "\(Dollars.text(month)) a month; one exam hour alone is \(Dollars.text(hour))",
      verdict: claimed.verdict(on: month),
      reason: wouldHold(claimed, people: Self.peakPeople, peak, withQueue: true),
      basis: basis(peak), figures: [ClaimFigure("monthUSD", month), ClaimFigure("examHourUSD", hour)],
      prices: modelPrices + ["redis.command", "functions.invocation", "persistence.call", "vercel.proMonth"])
  }
}
