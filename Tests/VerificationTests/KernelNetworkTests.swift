// Networks of the kernel tier against product forms, mean value analysis, and what their texts must not say.

import QueueModel
import Testing

@testable import Verification

@Suite struct KernelNetworkTests {
  private static func node(_ name: String, _ servers: Int, _ rate: Double) -> TruthValue {
    .map(["name": .text(name), "c": .text("\(servers)"), "mu": .text("\(rate)")])
  }

  @Test func anOpenNetworkHasProductForm() async throws {
    let flows = [("api", 2, 10.0, 8.0), ("llm", 12, 1, 0.7 * 8 / 0.9), ("store", 1, 25, 8)]
    var exact: [String: Double] = [:]
    var sum = 0.0
    for (name, servers, rate, flow) in flows {
      let present = Formula.customers(servers: servers, load: flow / rate)
      exact["L_\(name)"] = present
      exact["lam_\(name)"] = flow
      sum += present
    }
    exact["T_mean_system"] = sum / 8
    #expect((sum / 8 - 0.9595373263058562).magnitude < 1e-12)
    try await expectAgreement(
      "Jackson open network",
      [
        "gamma": 8, "nodes": Written(.list(flows.map { Self.node($0.0, $0.1, $0.2) })),
        "routing":
          "api->llm 0.7, api->store 0.3(cache hit); llm->llm 0.1 (retry), llm->store 0.9; store->exit",
      ], exact, customers: 8_000)
  }

  @Test func whatNothingIsSaidOfLeaves() async throws {
    // a sends a third to b and a third home; b sends half of its customers back.
    let visits = 1 / (1 - 1.0 / 6)
    let exact = ["lam_a": 0.4 * visits, "lam_b": 0.4 * visits / 3, "lam_c": 0]
    let model = try kernelModel(
      "Jackson open network",
      [
        "gamma": 0.4,
        "nodes": Written(.list([Self.node("a", 1, 1), Self.node("b", 3, 0.5), Self.node("c", 1, 1)])),
        "routing": "a -> b 1/3, a->exit 1/3; b->a 0.5",
      ])
    let replicate = try await model.replicate(
      seed: 3, customers: 20_000, asked: exact.map { AskedMetric(name: $0.key, exact: $0.value) })
    for (name, value) in exact {
      let found = try #require(replicate.estimates[name]).value
      #expect((found - value).magnitude < 0.05 * value + 1e-12, "\(name): \(found), exactly \(value)")
    }
  }

  @Test func aTandemIsHypoexponential() async throws {
    try await expectAgreement(
      "Jackson tandem", ["lam": 1.5, "nodes": "tandem M/M/1 mu=4 -> M/M/1 mu=5 -> M/M/1 mu=3.5"],
      [
        "T_mean_system": 1 / 2.5 + 1 / 3.5 + 1 / 2,
        "T_p95_system": Self.hypoexponential([2.5, 3.5, 2], 0.95),
      ],
      customers: 4_000)
    // 1/μ + C/(cμ - λ), and 1/(μ - λ).
    let first = 2 + Formula.erlangC(servers: 3, load: 2) / (1.5 - 1)
    try await expectAgreement(
      "Jackson tandem", ["lam": 1, "nodes": "M/M/3 mu=0.5 -> M/M/1 mu = 2"],
      ["T_mean_system": first + 1], customers: 4_000)
  }

  /// A quantile of a sum of independent exponentials of different rates, by bisection of its survival function.
  private static func hypoexponential(_ rates: [Double], _ probability: Double) -> Double {
    func survival(_ time: Double) -> Double {
      rates.reduce(0) { sum, rate in
        let others = rates.filter { $0 != rate }
        return sum + others.reduce(PortableMath.exp(-rate * time)) { $0 * $1 / ($1 - rate) }
      }
    }
    var (low, high) = (0.0, 100.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if survival(middle) > 1 - probability { low = middle } else { high = middle }
    }
    return low
  }

  @Test(arguments: [(20, 5.0, [0.2, 0.3, 0.1]), (50, 10, [0.04, 0.15]), (4, 0, [1, 2])])
  func aClosedNetworkObeysMeanValueAnalysis(population: Int, think: Double, demands: [Double]) async throws {
    var queues = demands.map { _ in 0.0 }
    var (throughput, time) = (0.0, 0.0)
    for customers in 1...population {
      let times = zip(demands, queues).map { $0 * (1 + $1) }
      time = times.reduce(0, +)
      throughput = Double(customers) / (think + time)
      queues = times.map { $0 * throughput }
    }
    try await expectAgreement(
      "Closed network (exact MVA, single-server PS/FCFS-exp)",
      [
        "N": Written(Double(population)), "Z": Written(think),
        "demands": Written(.list(demands.map { .text("\($0)") })),
      ], ["throughput": throughput, "T_mean": time], customers: 5_000)
  }

  @Test(arguments: [
    ("a->b 0.7, a->c 0.3", "names 'c', which is no node"),
    ("c->a", "names 'c', which is no node"),
    ("a->b 0.7, a->exit 0.5", "sends 1.2 of the customers of 'a' on"),
    ("a->b -0.1", "has a probability outside 0 to 1 in 'a->b -0.1'"),
    ("a->b much", "has no clause such as 'a->b 0.7' in 'a->b much'"),
    ("a b 0.7", "has no clause such as 'a->b 0.7' in 'a b 0.7'"),
    ("a->b->exit", "has no clause such as 'a->b 0.7' in 'a->b->exit'"),
    ("a->b (half", "has a parenthesis without its other half"),
    ("a->b half)", "has a parenthesis without its other half"),
    ("a->b 0.5, a->b 0.5", "says 'a->b' twice"),
  ])
  func aRoutingThatMeansNothingIsRefused(text: String, what: String) {
    #expect(throws: TruthProblem("parameter 'routing' \(what)")) { try Routing(text, names: ["a", "b"]) }
  }

  @Test func aRoutingIsReadWithItsRemarks() throws {
    let routing = try Routing(
      "a->b 0.7 (a, b; or c->d), a -> exit 3/10;; b->a .1,b->b 0.2\nb->c 0.7", names: ["a", "b", "c"])
    #expect(routing.routes[0] == [Routing.Route(probability: 0.7, to: 1)])
    #expect(routing.routes[1].map(\.to) == [0, 1, 2])
    // 0.1 + 0.2 + 0.7 is not 1 in binary: nobody may slip out by that.
    #expect((routing.routes[1].reduce(0) { $0 + $1.probability } - 1).magnitude < 1e-15)
    #expect(routing.routes[2].isEmpty)
  }

  @Test func aTrapIsRefused() {
    #expect(throws: TruthProblem("parameter 'routing' leaves no way out from 'b'")) {
      try Routing("a->b 0.5; b->c; c->b", names: ["a", "b", "c"]).visits(names: ["a", "b", "c"])
    }
    // Nobody comes there, so nobody is caught.
    #expect(throws: Never.self) {
      try Routing("b->c; c->b", names: ["a", "b", "c"]).visits(names: ["a", "b", "c"])
    }
  }

  @Test(arguments: ["M/M/1 mu=4 -> ", "M/D/1 mu=4", "M/M/0 mu=4", "M/M/1 mu=-1", "M/M/1 lam=4", "tandem"])
  func aTandemThatMeansNothingIsRefused(text: String) {
    #expect(throws: TruthProblem.self) { try TandemText.nodes(text) }
  }
}
