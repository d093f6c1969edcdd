// A source of customers and the system they come to: what all open systems have in common.

import Sim

/// What happens in a textbook system.
enum Happening: UInt8, EventKind {
  /// A customer comes, or comes back.
  case arrival
  /// Something happens inside: mostly, a service ends.
  case inside
  /// The moment to look at the system.
  case look
}

extension RandomPurpose {
  /// Times between arrivals, and of thinking.
  static var arrivals: RandomPurpose { RandomPurpose(rawValue: 1) }
  /// Services.
  static var services: RandomPurpose { RandomPurpose(rawValue: 2) }
  /// The class of a customer.
  static var classes: RandomPurpose { RandomPurpose(rawValue: 3) }
  /// Where a customer goes next.
  static var routes: RandomPurpose { RandomPurpose(rawValue: 4) }
  /// Sizes of batches.
  static var batches: RandomPurpose { RandomPurpose(rawValue: 5) }
  /// Times until a server breaks down.
  static var breakdowns: RandomPurpose { RandomPurpose(rawValue: 6) }
  /// Repairs.
  static var repairs: RandomPurpose { RandomPurpose(rawValue: 7) }
}

/// A system to which customers come from outside.
protocol ArrivalStation: SimulationActor {
  /// Customer `number`, from 0, comes now.
  func arrive(_ number: Int)

  /// What was scheduled for `index` inside the system happens now.
  func happen(_ index: UInt32)

  /// Whether everything that counts has been counted, once all counted customers have come.
  var hasFinished: Bool { get }
}

/// Customers from outside, at a constant rate and independent of each other, until the system has counted enough.
actor PoissonSource<Station: ArrivalStation>: SimulationActor {
  nonisolated let kernel: SimulationKernel
  private let station: Station
  private let gaps: RandomFamily
  private let meanGap: Double
  private let counted: Int
  private let sent = Hot(0)

  init(_ plan: ArrivalPlan, random: RandomStreams, to station: Station) {
    kernel = station.kernel
    self.station = station
    gaps = random.family(.arrivals)
    meanGap = plan.meanGap
    counted = plan.counted.upperBound
  }

  func scheduleNext() {
    var gap = gaps.stream(entity: 0, index: UInt64(sent.value))
    kernel.schedule(after: Int64(nearest: gap.nextExponential() * meanGap), Happening.arrival, 0)
  }

  func arrive() {
    let number = sent.value
    sent.value += 1
    send(to: station, number) { $0.arrive($1) }
    if sent.value >= counted, send(to: station, { $0.hasFinished }) {
      kernel.stop()
    } else {
      scheduleNext()
    }
  }
}

/// A source and a system as one simulation.
struct OpenSystem<Station: ArrivalStation>: EventDispatcher {
  private let source: PoissonSource<Station>
  private let station: Station

  init(_ plan: ArrivalPlan, random: RandomStreams, station: Station) {
    self.station = station
    source = PoissonSource(plan, random: random, to: station)
  }

  func start() { send(to: source) { $0.scheduleNext() } }

  func handle(_ kind: Happening, _ index: UInt32) {
    switch kind {
    case .arrival: send(to: source) { $0.arrive() }
    case .inside: send(to: station, index) { $0.happen($1) }
    case .look: break
    }
  }

  /// Runs it to its end and returns the number of events.
  func run() async -> Int { await station.kernel.run(self).eventCount }
}
