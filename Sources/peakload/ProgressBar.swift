// One line on standard error that shows how far a run has come, drawn over itself. Only for a person at a terminal.

import Experiments
import RunReport

/// The progress of one run.
struct ProgressBar {
  /// Shortest time between two drawings: a person reads no faster, and drawing costs time.
  private static let interval: Int64 = 100_000_000

  private let durationNanoseconds: Int64
  private let isShown: Bool
  private let world: World
  private let startedNanoseconds: Int64
  private var drawnNanoseconds: Int64
  private var isDrawn = false

  /// A bar for a run of `durationNanoseconds`; it shows nothing unless asked to and on a terminal.
  init(durationNanoseconds: Int64, isShown: Bool, world: World) {
    self.durationNanoseconds = durationNanoseconds
    self.isShown = isShown && world.error.isTerminal && world.environment["TERM"] != "dumb"
    self.world = world
    startedNanoseconds = world.machine.monotonicNanoseconds()
    drawnNanoseconds = startedNanoseconds
  }

  /// Draws how far a run has come, unless that was done a moment ago.
  mutating func update(_ progress: RunProgress) {
    let duration = durationNanoseconds
    draw { Self.text(progress, durationNanoseconds: duration, elapsedNanoseconds: $0) }
  }

  /// Draws how far replications have come, unless that was done a moment ago.
  mutating func update(_ progress: RunControl.Progress) {
    draw { Self.text(progress, elapsedNanoseconds: $0) }
  }

  private mutating func draw(_ text: (_ elapsedNanoseconds: Int64) -> String) {
    guard isShown else { return }
    let now = world.machine.monotonicNanoseconds()
    guard now - drawnNanoseconds >= Self.interval else { return }
    drawnNanoseconds = now
    isDrawn = true
    let columns = world.error.columns > 0 ? world.error.columns : 80
    try? world.error.write("\r\u{1B}[K" + String(text(now - startedNanoseconds).prefix(columns - 1)))
  }

  /// Takes the bar away, so that what follows begins on an empty line.
  mutating func erase() {
    guard isDrawn else { return }
    try? world.error.write("\r\u{1B}[K")
    isDrawn = false
  }

  /// The bar's text: simulated time, speed, events a second, and what the queue does.
  static func text(_ progress: RunProgress, durationNanoseconds: Int64, elapsedNanoseconds: Int64) -> String {
    let bar = bar(
      durationNanoseconds > 0 ? Double(progress.simulatedNanoseconds) / Double(durationNanoseconds) : 1)
    let elapsed = max(Double(elapsedNanoseconds) / 1e9, 1e-3)
    let speed = Double(progress.simulatedNanoseconds) / 1e9 / elapsed
    let simulated = HumanNumber.moment(nanoseconds: progress.simulatedNanoseconds)
    let end = HumanNumber.moment(nanoseconds: durationNanoseconds)
    let place =
      progress.simulatedNanoseconds > durationNanoseconds
      ? "\(simulated), draining" : "\(simulated) of \(end)"
    return "\(bar) \(place)  \(HumanNumber.decimal(speed, places: speed < 10 ? 1 : 0))× real time  "
      + "\(rate(Double(progress.events) / elapsed)) events/s  "
      + "\(HumanNumber.count(progress.waiting)) waiting  \(progress.level)"
  }

  /// The bar's text for replications: which one, and how long it will take if the others are like the ones so far.
  static func text(_ progress: RunControl.Progress, elapsedNanoseconds: Int64) -> String {
    let share = (Double(progress.finished) + progress.underWay) / Double(max(1, progress.planned))
    let number = min(progress.planned, progress.finished + 1)
    let what = progress.purpose ?? "replication"
    var text = "\(bar(share)) \(what) \(number) of \(progress.planned), \(progress.finished) finished"
    if share > 0.02, share < 1 {
      let left = Double(elapsedNanoseconds) * (1 - share) / share
      text += ", about \(HumanNumber.moment(nanoseconds: Int64(left))) left"
    }
    return text
  }

  private static func bar(_ share: Double) -> String {
    let cells = 20
    let full = Int(min(1, max(0, share)) * Double(cells))
    return "[\(String(repeating: "=", count: full))\(String(repeating: " ", count: cells - full))]"
  }

  /// A large rate in thousands or millions.
  private static func rate(_ perSecond: Double) -> String {
    if perSecond >= 999_500 { return HumanNumber.decimal(perSecond / 1e6, places: 1) + "M" }
    if perSecond >= 1_000 { return HumanNumber.decimal(perSecond / 1e3, places: 0) + "k" }
    return HumanNumber.decimal(perSecond, places: 0)
  }
}
