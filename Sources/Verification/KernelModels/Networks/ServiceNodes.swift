// Stations of servers with a line each, between which customers move: what open and closed networks share.

import Sim

/// A station of a network, in the truth file's units.
struct NetworkNode: Sendable, Hashable {
  var name: String
  var servers: Int
  /// Mean of the exponential service.
  var mean: Double
}

/// A station at work, with times in nanoseconds.
struct ServiceNode: BitwiseCopyable {
  let servers: Int
  let mean: Double
  var busy = 0
  var line = CustomerLine()
  var present: LevelAverage
  /// Customers who came while levels are averaged.
  var visits = 0
}

/// The stations of a network at work. Each serves first come, first served.
struct ServiceNodes: ~Copyable {
  private let kernel: SimulationKernel
  private let nodes = GrowingRecords<ServiceNode>()
  private let services: RandomFamily

  /// Empty stations whose levels and visits are counted over `window`.
  init(
    _ kernel: SimulationKernel, _ specification: [NetworkNode], scale: TimeScale, window: Range<Int64>,
    random: RandomStreams
  ) {
    self.kernel = kernel
    services = random.family(.services)
    for node in specification {
      nodes.append(
        ServiceNode(
          servers: node.servers, mean: node.mean * scale.nanosecondsPerUnit, present: LevelAverage(window)))
    }
  }

  /// A customer comes to a station: it is served, or waits.
  func enter(_ index: UInt32, _ node: Int, _ customers: borrowing CustomerPool) {
    let now = kernel.now
    customers[index].place = UInt32(node)
    nodes[node].present.change(by: 1, at: now)
    if nodes[node].present.counts(now) { nodes[node].visits += 1 }
    if nodes[node].busy < nodes[node].servers {
      nodes[node].busy += 1
      serve(index, node, customers)
    } else {
      nodes[node].line.append(index, in: customers)
    }
  }

  /// A customer's service ends: it leaves its station, which is returned, and the next one's service begins.
  func finish(_ index: UInt32, _ customers: borrowing CustomerPool) -> Int {
    let node = Int(customers[index].place)
    customers[index].turn &+= 1
    nodes[node].present.change(by: -1, at: kernel.now)
    if let next = nodes[node].line.popFirst(in: customers) {
      serve(next, node, customers)
    } else {
      nodes[node].busy -= 1
    }
    return node
  }

  /// Customers at a station on average, and visits to it a unit of time. To be asked when the window is over.
  func averages(_ node: Int, window: Range<Int64>, scale: TimeScale) -> (present: Double, visits: Double) {
    let length = scale.units(Double(window.upperBound - window.lowerBound))
    return (nodes[node].present.mean(at: kernel.now), Double(nodes[node].visits) / length)
  }

  private func serve(_ index: UInt32, _ node: Int, _ customers: borrowing CustomerPool) {
    var stream = services.stream(
      entity: UInt64(customers[index].number), index: UInt64(customers[index].turn))
    kernel.schedule(
      after: Int64(nearest: stream.nextExponential() * nodes[node].mean), Happening.inside, index)
  }
}
