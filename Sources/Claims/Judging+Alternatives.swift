// What the queues would cost at 100,000 people: Upstash from the run's bill, the others from their price lists for
// the same work.

import QueueModel
import RunReport

extension Judging {
  /// Messages of the design for a job: one to the worker, one back with the answer.
  static let messagesOfJob = 2.0

  /// A month's work at 100,000 people.
  var work: QueueWork {
    func whole(_ value: Double) -> Int64 { Int64(min(value.rounded(), 9e15)) }
    let calls = peakAnswers * peak.calls
    return QueueWork(
      jobs: whole(peakAnswers * peak.jobs), workerSeconds: whole(calls * peak.secondsOfCall),
      mostAtOnce: whole(peak.mostCallsPerPerson * Self.peakPeople),
      redisCommands: whole(peakAnswers * peak.commands))
  }

  /// What a month's messages cost at the design's two messages a job.
  var messagesOfMonth: (count: Double, dollars: Double) {
    let entry = evidence.book["qstash.message"]
    let count = peakAnswers * peak.jobs * Self.messagesOfJob
    return (count, count * (entry?.price.dollars ?? 0) / Double(entry?.unit.quantity ?? 1))
  }

  /// The claims about the costs of the alternatives.
  var alternatives: [Claim] { [upstash, bullMQ, triggerdev, sqs] }

  private var upstash: Claim {
    let claimed = ClaimedAmount(200, 500)
    let redis = peakAnswers * peak.perAnswer(.redis)
    let month = redis + messagesOfMonth.dollars
    return Claim(
      "alternatives.upstash", .alternatives, "Upstash's Redis and QStash at 100,000 people",
      claimed: claimed.text,
      computed: "\(Dollars.text(month)) a month: Redis \(Dollars.text(redis)), QStash "
        + Dollars.text(messagesOfMonth.dollars),
      verdict: claimed.verdict(on: month),
      reason: wouldHold(claimed, perAnswer: month / peakAnswers), basis: basis(peak),
      figures: [ClaimFigure("monthUSD", month)],
      prices: ["redis.command", "redis.storageGigabyteMonth", "qstash.message"])
  }

  private func bill(_ queue: AlternativeQueue) -> (lines: [AlternativeQueue.Line], total: Double) {
    let lines = queue.bill(work, prices: evidence.services)
    return (lines, lines.reduce(Money.zero) { $0 + $1.amount }.dollars)
  }

  private func lines(_ lines: [AlternativeQueue.Line]) -> String {
    lines.filter { $0.amount > .zero }.map { line in
      "\(Dollars.text(line.amount.dollars)) for \(HumanNumber.count(Int(line.count))) \(line.entry.unit.noun)"
    }.joined(separator: ", ")
  }

  private var servicesBasis: String {
    "the work of \(peak.name); prices of \(evidence.services.name)"
  }

  private var bullMQ: Claim {
    let claimed = ClaimedAmount(100)
    let (lines, total) = bill(.bullMQ)
    return Claim(
      "alternatives.bullmq", .alternatives, "The Redis that BullMQ would run on at 100,000 people",
      claimed: claimed.text + ", and a server",
      computed: "\(Dollars.text(total)) a month: \(self.lines(lines))", verdict: claimed.verdict(on: total),
      reason:
        "Counted are this design's own commands at a Redis that is paid by the request. The server that the "
        + "claim adds has no price there and none here.",
      basis: servicesBasis, figures: [ClaimFigure("monthUSD", total)], prices: lines.map(\.entry.name))
  }

  private var triggerdev: Claim {
    let claimed = ClaimedAmount(30_000)
    let (lines, total) = bill(.triggerdev)
    let seconds = Double(work.workerSeconds)
    let compute = lines.first { $0.entry.name == "triggerdev.microSecond" }?.amount.dollars ?? 0
    let rate = seconds > 0 ? max(0, claimed.low - (total - compute)) / seconds : 0
    return Claim(
      "alternatives.triggerdev", .alternatives, "Trigger.dev at 100,000 people", claimed: claimed.text,
      computed: "\(Dollars.text(total)) a month: \(self.lines(lines))", verdict: claimed.verdict(on: total),
      reason:
        "On its cheapest machine. It would be right on a machine of \(Dollars.text(rate)) a second, which is "
        + "\(Count.text(rate / max(dollars("triggerdev.microSecond"), 1e-12))) times the price of that one.",
      basis: servicesBasis, figures: [ClaimFigure("monthUSD", total), ClaimFigure("secondUSD", rate)],
      prices: lines.map(\.entry.name) + [
        PlanLimit.triggerdevIncludedDollars.name, PlanLimit.triggerdevIncludedRuns.name,
      ])
  }

  private var sqs: Claim {
    let claimed = ClaimedAmount(500)
    let (lines, total) = bill(.sqs)
    return Claim(
      "alternatives.sqs", .alternatives, "Amazon SQS with Lambda at 100,000 people", claimed: claimed.text,
      computed: "\(Dollars.text(total)) a month: \(self.lines(lines))", verdict: claimed.verdict(on: total),
      reason:
        "With the smallest functions, which wait for the model while they are paid, and nothing for the "
        + "streams that the answers go through. "
        + wouldHold(claimed, perAnswer: total / peakAnswers),
      basis: servicesBasis, figures: [ClaimFigure("monthUSD", total)], prices: lines.map(\.entry.name))
  }
}
