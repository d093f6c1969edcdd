// One server that takes its customers by class or by size, with or without interruption.

import Sim

/// In which order a server takes its customers.
struct ServingOrder: Sendable, BitwiseCopyable {
  enum Key: Sendable, BitwiseCopyable {
    /// The first class first; within a class, first come, first served.
    case classes
    /// The shortest service first.
    case size
  }

  var key: Key
  /// Whether a customer with a smaller key interrupts a service, which goes on later where it stopped.
  var interrupts = false
}

/// A server before which customers of several classes wait in order of a key.
actor OrderedServer: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  private struct Class: BitwiseCopyable {
    var service: ServiceDistribution
    var waits = DurationSum()
    var sojourns = DurationSum()
  }

  private struct State {
    var counted: CountedCustomers
    var isBusy = false
    var serving: UInt32 = 0
    var servingKey: Int64 = 0
    var end = EventHandle.none
  }

  private let order: ServingOrder
  private let scale: TimeScale
  private let mix: ClassMix
  private let services: RandomFamily
  private let classes = GrowingRecords<Class>()
  private let customers = CustomerPool()
  private let line = CustomerHeap()
  private let state: Hot<State>

  /// Bits of a key that hold a customer's number.
  private static let numberBits: Int64 = 44
  /// Most classes.
  static let classLimit = 1 << 18

  /// A server of classes with arrival rates and services, in units of the truth file.
  init(
    _ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams, order: ServingOrder,
    rates: [Double],
    services: [ServiceDistribution]
  ) {
    self.kernel = kernel
    self.order = order
    scale = plan.scale
    mix = ClassMix(rates: rates, random: random)
    self.services = random.family(.services)
    state = Hot(State(counted: CountedCustomers(plan)))
    for service in services { classes.append(Class(service: service.scaled(to: plan.scale))) }
  }

  func arrive(_ number: Int) {
    var customer = Customer(number: number, arrived: kernel.now)
    let place = mix.draw(number)
    var stream = services.stream(entity: UInt64(place), index: UInt64(number))
    customer.place = UInt32(place)
    customer.work = classes[place].service.nanoseconds(&stream)
    let key =
      order.key == .size ? customer.work : Int64(place) << Self.numberBits | Int64(number)
    state.value.counted.come(number)
    let index = customers.add(customer)
    if !state.value.isBusy {
      begin(index, key)
    } else if order.interrupts, key < state.value.servingKey {
      interrupt()
      begin(index, key)
    } else {
      line.push(key, index)
    }
  }

  func happen(_ index: UInt32) {
    let customer = customers[index]
    customers.remove(index)
    if state.value.counted.leave(customer.number) {
      classes[Int(customer.place)].sojourns.add(kernel.now - customer.arrived)
    }
    if let next = line.popLeast() {
      begin(next.index, next.key)
    } else {
      state.value.isBusy = false
    }
  }

  var hasFinished: Bool { state.value.counted.present == 0 }

  /// Mean wait until service begins, and mean time from arrival to departure, of each class.
  var means: (waits: [Double], sojourns: [Double]) {
    let all = (0..<classes.count).map { (classes[$0].waits.mean(scale), classes[$0].sojourns.mean(scale)) }
    return (all.map { $0.0 }, all.map { $0.1 })
  }

  private func begin(_ index: UInt32, _ key: Int64) {
    // The first of a customer's turns ends its wait; after an interruption it has waited already.
    if customers[index].turn == 0, state.value.counted.contains(customers[index].number) {
      classes[Int(customers[index].place)].waits.add(kernel.now - customers[index].arrived)
    }
    customers[index].turn += 1
    state.value.isBusy = true
    state.value.serving = index
    state.value.servingKey = key
    state.value.end = kernel.schedule(after: customers[index].work, Happening.inside, index)
  }

  private func interrupt() {
    let index = state.value.serving
    customers[index].work = state.value.end.time - kernel.now
    kernel.cancel(&state.value.end)
    line.push(state.value.servingKey, index)
  }
}
