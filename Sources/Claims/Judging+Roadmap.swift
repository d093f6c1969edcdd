// The roadmap: plans and costs by the number of people, from the fewest of a row to the most.

import QueueModel

extension Judging {
  /// The claims of the roadmap.
  var roadmap: [Claim] { [free, payAsYouGo, fixed, keys, beyond] }

  /// The month of so many people on ordinary days.
  private func ordinary(_ people: Double) -> Double {
    month(normal, answers: normalAnswers(people), withQueue: true)
  }

  /// The same without Redis, for plans that pay it by the month.
  private func ordinaryWithoutRedis(_ people: Double) -> Double {
    month(normal, answers: normalAnswers(people), withQueue: false)
      + normalAnswers(people) * normal.perAnswer(.qstash)
  }

  private func range(_ low: Double, _ high: Double) -> String {
    "\(Dollars.text(low)) to \(Dollars.text(high)) a month"
  }

  private var free: Claim {
    let claimed = ClaimedAmount(50)
    let (low, high) = (ordinaryWithoutRedis(1_000), ordinaryWithoutRedis(5_000))
    let allowed = Double(PlanLimit.redisFreeCommands.count) / normal.commands
    let fits = normalAnswers(5_000) <= allowed
    return Claim(
      "roadmap.free", .roadmap, "1,000 to 5,000 people on Upstash's free plan", claimed: claimed.text,
      computed:
        "\(range(low, high)); the plan's commands are enough for \(Count.text(allowed)) answers, the month "
        + "has \(Count.text(normalAnswers(1_000))) to \(Count.text(normalAnswers(5_000)))",
      verdict: fits ? claimed.verdict(from: low, to: high) : .doesNotHold,
      reason:
        "The free plan carries \(Count.text(allowed / 5_000)) to \(Count.text(allowed / 1_000)) answers a person "
        + "and month. Without the language model the plans of Vercel and Convex alone are \(Dollars.text(plans)).",
      basis: basis(normal),
      figures: [
        ClaimFigure("leastUSD", low), ClaimFigure("mostUSD", high),
        ClaimFigure("answersOfFreePlan", allowed),
      ],
      prices: modelPrices + [PlanLimit.redisFreeCommands.name, "vercel.proMonth", "convex.proMonth"])
  }

  private var payAsYouGo: Claim {
    let claimed = ClaimedAmount(200, 500)
    let (low, high) = (ordinary(5_000), ordinary(20_000))
    return Claim(
      "roadmap.payAsYouGo", .roadmap, "5,000 to 20,000 people, paid as one goes", claimed: claimed.text,
      computed: range(low, high), verdict: claimed.verdict(from: low, to: high),
      reason: "With 20,000 people: "
        + wouldHold(claimed, people: 20_000, normal, withQueue: true),
      basis: basis(normal), figures: [ClaimFigure("leastUSD", low), ClaimFigure("mostUSD", high)],
      prices: modelPrices + ["redis.command", "vercel.proMonth", "convex.proMonth"])
  }

  /// A row with a fixed plan: what the rest costs, and whether the plan takes as many commands as it gets.
  private func fixedPlan(
    _ id: String, _ statement: String, _ claimed: ClaimedAmount, people: ClosedRange<Double>,
    rate: (Double) -> Double,
    reason: String, basis: String
  ) -> Claim {
    let (low, high) = (ordinaryWithoutRedis(people.lowerBound), ordinaryWithoutRedis(people.upperBound))
    let rates = rate(people.lowerBound)...rate(people.upperBound)
    let cap = Double(PlanLimit.redisFixedCommandsPerSecond.count)
    let fits = rates.upperBound <= cap
    return Claim(
      "roadmap.\(id)", .roadmap, statement, claimed: claimed.text,
      computed:
        "\(range(low, high)) before Redis is paid; Redis has to take \(Count.text(rates)) commands a second "
        + "when all chat at once, and the largest fixed plan takes \(Count.text(cap))",
      verdict: fits ? claimed.verdict(from: low, to: high) : .doesNotHold, reason: reason, basis: basis,
      figures: [
        ClaimFigure("leastUSD", low), ClaimFigure("mostUSD", high),
        ClaimFigure("leastCommandsPerSecond", rates.lowerBound),
        ClaimFigure("mostCommandsPerSecond", rates.upperBound),
      ],
      prices: modelPrices + [
        PlanLimit.redisFixedCommandsPerSecond.name, "vercel.proMonth", "convex.proMonth",
      ])
  }

  private var fixed: Claim {
    fixedPlan(
      "fixed", "20,000 to 50,000 people on fixed plans", ClaimedAmount(500, 1_000), people: 20_000...50_000,
      rate: { normal.commandsPerPersonSecond * $0 },
      reason: "The plans' prices do not matter as long as none takes the commands.", basis: basis(normal))
  }

  private var keys: Claim {
    fixedPlan(
      "keys", "50,000 to 100,000 people on fixed plans with several OpenRouter keys",
      ClaimedAmount(1_500, 2_500),
      people: 50_000...100_000, rate: { peak.commandsPerPersonSecond * $0 },
      reason:
        "More keys or accounts do not raise OpenRouter's limits, which are set for all of them together "
        + "(OpenRouter documentation, limits, 2026-08-22).",
      basis: basis(normal, peak))
  }

  private var beyond: Claim {
    let rate = peak.commandsPerPersonSecond * Self.peakPeople
    let month = self.month(peak, answers: peakAnswers, withQueue: true)
    return Claim(
      "roadmap.beyond", .roadmap, "More than 100,000 people on an enterprise plan in several regions",
      claimed: "a custom price",
      computed:
        "\(Dollars.text(month)) a month at 100,000 people paid as one goes, which no such plan takes: "
        + "\(Count.text(rate)) commands a second on average over the exam hour",
      verdict: .undecided, basis: basis(peak),
      figures: [ClaimFigure("monthUSD", month), ClaimFigure("commandsPerSecond", rate)],
      prices: [PlanLimit.redisFixedCommandsPerSecond.name],
      missing: MissingFact(
        "how many commands a second an enterprise contract takes, and for how much",
        holdsIf: "it takes \(Count.text(rate)) and more a second",
        doesNotHoldIf: "it ends below that, as every published plan does"))
  }
}
