// Stations between which customers from outside move until they leave.

import Sim

/// An open network at work.
actor OpenNetwork: ArrivalStation {
  nonisolated let kernel: SimulationKernel

  /// A route, by the sum of the probabilities up to it.
  private struct Branch: BitwiseCopyable {
    var bound: Double
    var to: Int
  }

  private struct State {
    var counted: CountedCustomers
    var sojourns = DurationSum()
  }

  private let nodes: ServiceNodes
  private let customers = CustomerPool()
  private let branches = GrowingRecords<Branch>()
  /// Where the branches of each station begin, and after the last where they end.
  private let branchStarts = GrowingRecords<Int>()
  private let routes: RandomFamily
  private let windowEnd: Int64
  private let state: Hot<State>
  private let times: OrderStatistics?

  /// - Parameter keepsTimes: whether quantiles of the time in the network will be asked.
  init(
    _ kernel: SimulationKernel, _ plan: ArrivalPlan, random: RandomStreams,
    nodes specification: [NetworkNode],
    routing: Routing, keepsTimes: Bool
  ) {
    self.kernel = kernel
    nodes = ServiceNodes(kernel, specification, scale: plan.scale, window: plan.window, random: random)
    routes = random.family(.routes)
    windowEnd = plan.window.upperBound
    state = Hot(State(counted: CountedCustomers(plan)))
    times = keepsTimes ? OrderStatistics(expected: plan.counted.count) : nil
    branchStarts.append(0)
    for node in routing.routes {
      var sum = 0.0
      for route in node {
        sum += route.probability
        branches.append(Branch(bound: sum, to: route.to))
      }
      branchStarts.append(branches.count)
    }
  }

  func arrive(_ number: Int) {
    state.value.counted.come(number)
    nodes.enter(customers.add(Customer(number: number, arrived: kernel.now)), 0, customers)
  }

  func happen(_ index: UInt32) {
    let node = nodes.finish(index, customers)
    if let next = destination(from: node, of: index) {
      nodes.enter(index, next, customers)
      return
    }
    let customer = customers[index]
    customers.remove(index)
    guard state.value.counted.leave(customer.number) else { return }
    let time = kernel.now - customer.arrived
    state.value.sojourns.add(time)
    times?.add(time, number: customer.number)
  }

  var hasFinished: Bool { state.value.counted.present == 0 && kernel.now >= windowEnd }

  /// Mean time in the network.
  func meanTime(_ scale: TimeScale) -> Double { state.value.sojourns.mean(scale) }

  /// A quantile of the time in the network.
  func quantile(_ probability: Double, _ scale: TimeScale) -> Double {
    scale.units(times?.quantile(probability) ?? .nan)
  }

  /// Customers at a station on average, and visits to it a unit of time.
  func averages(_ node: Int, _ plan: ArrivalPlan) -> (present: Double, visits: Double) {
    nodes.averages(node, window: plan.window, scale: plan.scale)
  }

  /// The station after `node`; nil where the customer leaves.
  private func destination(from node: Int, of index: UInt32) -> Int? {
    let end = branchStarts[node + 1]
    var branch = branchStarts[node]
    if branch == end { return nil }
    // The only way needs no draw.
    if branches[branch].bound >= 1 { return branches[branch].to }
    var stream = routes.stream(
      entity: UInt64(customers[index].number), index: UInt64(customers[index].turn))
    let place = stream.nextUniform()
    while branch < end, place >= branches[branch].bound { branch += 1 }
    return branch < end ? branches[branch].to : nil
  }
}
