// A provider that was fitted to measurements: how well, wherever its numbers are read.

extension TerminalSummary {
  var providerFitLines: [String] {
    guard let fit = report.providerFit else { return [] }
    let head = heading("PROVIDER") + ", fitted to \(fit.source)"
    return [head] + style.wrapped(fit.method, indentation: 4) + ProviderFitTable(fit).lines(style)
  }

  /// What the model's replicas did, in one line.
  var replicasText: String? {
    guard let batch = report.batch else { return nil }
    let engines = batch.engines > 1 ? " of \(batch.engines) engines" : ""
    var texts = [
      "\(HumanNumber.count(batch.replicas))\(engines)",
      "\(share("batch/busyShare", or: batch.busyShare).beside) busy",
      "\(figure("batch/averageDecoding", .count, or: HumanNumber.mean(batch.averageDecoding)).beside) answers a step",
      "\(count("batch/steps", or: batch.steps).beside) steps",
    ]
    if !isNone("batch/preemptions", or: batch.preemptions) {
      texts.append(
        "\(count("batch/preemptions", or: batch.preemptions).beside) begun anew for want of memory")
    }
    return texts.joined(separator: ", ")
  }
}
