// The bill of a run, from the ledger and the tariff.

import QueueModel
import RunReport
import Scenario

extension ReportBuilder {
  /// What was used, at which price, and what it comes to.
  func cost(delivered: Int) -> RunReport.CostFacts {
    let bill = plan.tariff.bill(tallies.ledger)
    let lines = plan.tariff.lines(tallies.ledger).map {
      RunReport.CostLine(
        service: $0.service, item: $0.item, count: Int(clamping: $0.count), priceNanoUSD: $0.price.nanoUSD,
        priceUnit: $0.unit, amountNanoUSD: $0.amount.nanoUSD)
    }
    let total = bill.total.nanoUSD
    let hour = Int64((Double(total) * 3600 / Double(max(1, plan.duration)) * 1e9).rounded())
    let ledger = tallies.ledger
    let wasted = ledger.wastedTokensOfAllModels
    return RunReport.CostFacts(
      priceBook: plan.tariff.book, lines: lines, totalNanoUSD: total, answers: delivered,
      perThousandAnswersNanoUSD: delivered > 0 ? total * 1000 / Int64(delivered) : nil, perHourNanoUSD: hour,
      month: plan.scenario.month.map { month in
        let perAnswer = delivered > 0 ? Double(total) / Double(delivered) : 0
        return RunReport.Month(
          peakHours: month.peakHours, otherAnswers: month.otherAnswers,
          amountNanoUSD: Int64((Double(hour) * month.peakHours + perAnswer * month.otherAnswers).rounded()))
      },
      waste: RunReport.Waste(
        tokensIn: Int(wasted.input + wasted.cachedInput), tokensOut: Int(wasted.output),
        amountNanoUSD: plan.tariff.wasted(ledger).nanoUSD))
  }
}
