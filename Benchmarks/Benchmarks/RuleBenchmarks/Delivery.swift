// What makes a queue service's deliveries once, how many it starts, when it tries again, and what it bills.

import QueueModel

/// The rules of delivery.
enum DeliveryRules {
  /// Adds the benchmarks.
  static func register() {
    // First deliveries.
    rule("delivery-deliveredMessages", Receipts.self, sum: 878)
    // Billed messages.
    rule("delivery-deliveryMessages", BilledMessages.self, sum: 4_001)
    // Deliveries that start.
    rule("delivery-flowControl", FlowStarts.self, sum: 500)
    // Whole seconds before a retry.
    rule("delivery-qStashBackoff", Backoffs.self, sum: 22_078_800)
  }
}

/// Ten thousand deliveries a day; every eighth is a copy of one of that day.
private struct Receipts: RuleWorkload {
  var messages = DeliveredMessages()

  init() {
    for number in 0..<10_000 { _ = receive(number, at: number) }
  }

  mutating func operate(_ turn: Int) -> Int {
    let number = turn + 10_000
    return receive(turn % 8 == 0 ? number - 1 - draw(turn, below: 9_000) : number, at: number) ? 1 : 0
  }

  private mutating func receive(_ number: Int, at turn: Int) -> Bool {
    messages.receive(
      word(number),
      now: beginning.advanced(byNanoseconds: DeliveredMessages.rememberedNanoseconds / 10_000 * Int64(turn)))
  }
}

private struct BilledMessages: RuleWorkload {
  let ways = DeliveryWay.allCases.map { DeliveryMessages($0) }

  mutating func operate(_ turn: Int) -> Int {
    Int(ways[turn % ways.count].answer(attempts: Int64(1 + turn % 4)))
  }
}

/// A delivery every 50 ms where ten may start in a second.
private struct FlowStarts: RuleWorkload {
  var flow = FlowControl(rate: 10, period: .seconds(1))

  mutating func operate(_ turn: Int) -> Int {
    let now = beginning.advanced(byNanoseconds: 50_000_000 * Int64(turn))
    guard flow.opensAt(now) == nil else { return 0 }
    flow.start(now)
    return 1
  }
}

private struct Backoffs: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    Int(QStashBackoff.delayNanoseconds(retry: 1 + turn % 5) / 1_000_000_000)
  }
}
