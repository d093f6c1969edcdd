// Remarks that a report carries: nothing is wrong, but a reader would want to know.

internal import QueueModel
internal import RunReport

extension Scenario {
  /// What a reader of the report should know about this scenario, one sentence each.
  ///
  /// A level that needs more waiting jobs than a closed population has tabs is not entered, and a threshold
  /// on it proves nothing.
  public func notes() -> [String] {
    levelNotes() + retryNotes() + rateNotes() + traceNotes() + warmUpNotes()
  }

  /// Tabs in which a closed population asks; nil for open arrivals and noisy people, which have no bound.
  ///
  /// A tab has one question waiting, but for what a hasty person sends again without having read anything.
  var tabs: Int? {
    guard case .closed = arrivals.kind, behaviour.noisy.share == 0 else { return nil }
    let hasty = Int((Double(population.people) * behaviour.hasty.share).rounded(.up))
    return population.people + hasty * (behaviour.hasty.tabs - 1)
  }

  private func levelNotes() -> [String] {
    guard system.degradation.enabled, system.degradation.unit == .jobs, let tabs else { return [] }
    let levels = [
      ("hidden", system.degradation.hidden), ("simple", system.degradation.simple),
      ("busy", system.degradation.busy),
    ]
    return levels.filter { $0.1 >= Double(tabs) }.map { name, threshold in
      "Level \(name) cannot be reached: it needs more than \(Spelled.number(threshold)) waiting jobs, and "
        + "\(Spelled.integer(population.people)) people ask in \(Spelled.integer(tabs)) tabs."
    }
  }

  private func retryNotes() -> [String] {
    let worst = system.workers.firstTokenTimeout * (system.retries.maximum + 1)
    guard worst > system.queue.timeToLive else { return [] }
    return [
      "A job can expire while its retries are still allowed: \(system.retries.maximum + 1) attempts of "
        + "\(Spelled.duration(system.workers.firstTokenTimeout)) take longer than its time to live."
    ]
  }

  private func traceNotes() -> [String] {
    guard let trace else { return [] }
    var notes: [String] = []
    let requests = Spelled.integer(trace.requests.count)
    let beyond = trace.requests.count { .nanoseconds($0.atNanoseconds) >= duration }
    if beyond > 0 {
      notes.append(
        "\(Spelled.integer(beyond)) of the trace's \(requests) requests come after the end of the run.")
    } else {
      notes.append(
        "The last of the trace's \(requests) requests comes at \(Spelled.duration(trace.span)) of a run of "
          + "\(Spelled.duration(duration)).")
    }
    let cut = trace.requests.count { Int($0.answerTokens) > questions.maximumAnswerTokens }
    if cut > 0 {
      notes.append(
        "\(Spelled.integer(cut)) answers of the trace are longer than maximumAnswerTokens and are cut.")
    }
    return notes
  }

  private func warmUpNotes() -> [String] {
    guard warmUpRule == .auto else { return [] }
    return [
      "The warm-up of \(Spelled.duration(warmUp)) is a tenth of the run, whether it has settled by then or not: "
        + "only replications find when it has."
    ]
  }

  private func rateNotes() -> [String] {
    guard case .fixed(let slots) = system.workers.slots, slots > llm.concurrency else { return [] }
    return [
      "The workers have \(Spelled.integer(slots)) slots and the provider serves "
        + "\(Spelled.integer(llm.concurrency)) calls: the rest is refused and goes round through retries, and the depth stays low."
    ]
  }
}
