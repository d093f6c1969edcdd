// Processor sharing: everybody is served at once, each the slower the more there are.

import Sim

/// A processor that serves each of n customers at rate min(1, c / n).
///
/// All attain service at the same rate, so one clock of attained service suffices: it runs at that rate, and who comes
/// when it stands at v with a service of s leaves when it stands at v + s. The next to leave is the least of a heap,
/// and nobody else is touched at an event: O(log n).
actor SharedProcessor: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  /// Customers whose time to attain a given service is measured.
  private struct Mark: BitwiseCopyable {
    /// The service to attain, in nanoseconds.
    let size: Int64
    /// Those who have not attained it, in the order in which they will, which is that of their arrival; `work` is
    /// where the clock will stand.
    var line = CustomerLine()
    var times = DurationSum()
  }

  private struct State {
    var counted: CountedCustomers
    var present: LevelAverage
    /// The clock of attained service, in nanoseconds, and when it was read. It begins again with each busy period, so
    /// that it stays exact.
    var attained = 0.0
    var readAt: Int64 = 0
    var departure = EventHandle.none
    var sojourns = DurationSum()
  }

  private let capacity: Double
  private let service: ServiceDistribution
  private let services: RandomFamily
  private let customers = CustomerPool()
  private let departures = CustomerHeap()
  private let marks = GrowingRecords<Mark>()
  private let scale: TimeScale
  private let state: Hot<State>

  /// - Parameters:
  ///   - capacity: c, in customers that are served at full rate.
  ///   - service: in units of the truth file.
  ///   - sizes: services in units whose conditional mean time is measured.
  init(
    _ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams, capacity: Int,
    service: ServiceDistribution, sizes: [Double]
  ) {
    self.kernel = kernel
    self.capacity = Double(capacity)
    self.service = service.scaled(to: plan.scale)
    services = random.family(.services)
    scale = plan.scale
    state = Hot(State(counted: CountedCustomers(plan), present: LevelAverage(plan.window)))
    for size in sizes { marks.append(Mark(size: Int64(nearest: size * plan.scale.nanosecondsPerUnit))) }
  }

  func arrive(_ number: Int) {
    readClock()
    state.value.counted.come(number)
    state.value.present.change(by: 1, at: kernel.now)
    var stream = services.stream(entity: 0, index: UInt64(number))
    let size = service.nanoseconds(&stream)
    let start = Int64(nearest: state.value.attained)
    let customer = Customer(number: number, arrived: kernel.now)
    departures.push(start + size, customers.add(customer))
    if marks.count > 0, state.value.counted.contains(number) { watch(customer, size, from: start) }
    planDeparture()
  }

  func happen(_ index: UInt32) {
    readClock()
    _ = departures.popLeast()
    let customer = customers[index]
    customers.remove(index)
    state.value.present.change(by: -1, at: kernel.now)
    if state.value.counted.leave(customer.number) { state.value.sojourns.add(kernel.now - customer.arrived) }
    state.value.departure = .none
    if departures.count == 0 { beginAgain() } else { planDeparture() }
  }

  var hasFinished: Bool { state.value.counted.present == 0 && state.value.present.isOver(at: kernel.now) }

  /// Mean time in the system and mean number there.
  var means: (time: Double, present: Double) {
    (state.value.sojourns.mean(scale), state.value.present.mean(at: kernel.now))
  }

  /// Mean time of a customer with a service of exactly the size that was given `place`-th.
  ///
  /// Until it has attained x, who needs more than x is served as who needs x; and whether it needs more does not hang
  /// on what it finds. So the mean time to attain x, over those who need at least x, is the mean time of who needs x.
  func meanTime(forSize place: Int) -> Double { marks[place].times.mean(scale) }

  private var rate: Double { min(1, capacity / Double(departures.count)) }

  /// Moves the clock of attained service on to now.
  private func readClock() {
    let now = kernel.now
    if departures.count > 0 {
      let before = state.value.attained
      state.value.attained += Double(now - state.value.readAt) * rate
      for mark in 0..<marks.count { passMarks(mark, before: before) }
    }
    state.value.readAt = now
  }

  /// Books who has attained the mark's service since the clock stood at `before`.
  private func passMarks(_ mark: Int, before: Double) {
    while marks[mark].line.count > 0 {
      let customer = customers[marks[mark].line.first]
      let goal = Double(customer.work)
      if goal > state.value.attained { return }
      let moment = Double(state.value.readAt - customer.arrived) + max(0, goal - before) / rate
      marks[mark].times.add(moment)
      if let index = marks[mark].line.popFirst(in: customers) { customers.remove(index) }
    }
  }

  /// Measures when a customer attains each of the services that it needs.
  private func watch(_ customer: Customer, _ size: Int64, from start: Int64) {
    for mark in 0..<marks.count where size >= marks[mark].size {
      var watched = customer
      watched.work = start + marks[mark].size
      marks[mark].line.append(customers.add(watched), in: customers)
    }
  }

  /// Plans the departure of who will leave first if nobody comes before.
  private func planDeparture() {
    let next = departures.least
    let rest = max(0, Double(next.key) - state.value.attained)
    kernel.cancel(&state.value.departure)
    state.value.departure = kernel.schedule(
      after: Int64(nearest: rest / rate), Happening.inside, next.index)
  }

  /// Nobody is left: whoever had a nanosecond to go has attained it, and the clock stands at 0.
  private func beginAgain() {
    for mark in 0..<marks.count {
      while let index = marks[mark].line.popFirst(in: customers) {
        marks[mark].times.add(kernel.now - customers[index].arrived)
        customers.remove(index)
      }
    }
    state.value.attained = 0
  }
}
