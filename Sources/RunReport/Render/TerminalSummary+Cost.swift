// The bill in the summary: each service with its lines, then what it comes to by answer, hour and month.

import QueueModel

extension TerminalSummary {
  var costLines: [String] {
    let cost = report.cost
    guard !cost.lines.isEmpty || cost.totalNanoUSD > 0 else { return [] }
    var bill = TextTable([.left, .right, .right, .left])
    for service in BilledService.allCases.sorted(by: { cost.total(of: $0) > cost.total(of: $1) }) {
      let lines = cost.lines.filter { $0.service == service }
      guard !lines.isEmpty else { continue }
      bill.add([
        .init(Self.title(of: service)),
        .init(money("derived/cost/\(service.rawValue)", or: cost.total(of: service)).beside),
      ])
      for line in lines {
        let place = "cost/lines/\(line.service.rawValue)/\(line.item)"
        bill.add([
          .init("  " + line.item), .init(money("\(place)/amountNanoUSD", or: line.amountNanoUSD).beside),
          .init(count("\(place)/count", or: line.count).beside), .init("at \(price(of: line))"),
        ])
      }
    }
    bill.add([
      .init("total", .strong), .init(money("cost/totalNanoUSD", or: cost.totalNanoUSD).beside, .strong),
    ])
    let book = cost.priceBook.isEmpty ? "" : ", prices of \(cost.priceBook)"
    return [heading("COST") + book] + bill.lines(style) + ratioLines
  }

  private var ratioLines: [String] {
    let cost = report.cost
    var sentences: [String] = []
    if let thousand = cost.perThousandAnswersNanoUSD {
      sentences.append("\(money("cost/perThousandAnswersNanoUSD", or: thousand).beside) per 1,000 answers")
    }
    sentences.append("\(money("cost/perHourNanoUSD", or: cost.perHourNanoUSD).beside) an hour")
    if let month = cost.month {
      sentences.append(
        "\(money("cost/month/amountNanoUSD", or: month.amountNanoUSD).beside) a month (\(hours(month.peakHours)) like this one and "
          + "\(HumanNumber.decimal(month.otherAnswers, places: 0)) other answers)")
    }
    var lines = style.wrapped(sentences.joined(separator: ", "), indentation: 4)
    if cost.waste.amountNanoUSD > 0 {
      let tokens = count("derived/cost/waste/tokens", or: cost.waste.tokensIn + cost.waste.tokensOut)
      let wasted = money("cost/waste/amountNanoUSD", or: cost.waste.amountNanoUSD)
      lines += style.wrapped(
        "\(wasted.beside) of the total went to answers that nobody read (\(tokens.beside) tokens)",
        indentation: 4)
    }
    return lines
  }

  private func hours(_ count: Double) -> String { "\(plain(count)) \(count == 1 ? "hour" : "hours")" }

  private func price(of line: RunReport.CostLine) -> String {
    let price = HumanNumber.money(nanoUSD: line.priceNanoUSD)
    return line.priceUnit == 1 ? "\(price) each" : "\(price) per \(HumanNumber.count(line.priceUnit))"
  }

  private static func title(of service: BilledService) -> String {
    switch service {
    case .redis: "Redis"
    case .qstash: "QStash"
    case .llm: "language model"
    case .functions: "functions"
    case .persistence: "persistence"
    case .vectors: "vector search"
    }
  }
}
