// What every system of the kernel tier must do: the same from the same seed, other from another, an answer for each of
// its metrics, and a sentence for what it cannot run.

import Testing
import Verification

@Suite struct KernelContractTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var parameters: [String: Written]
    var customers = 500
    var testDescription: String { name }
  }

  /// One of each system.
  static let examples = [
    Example(name: "M/M/1 preemptive-resume priority", parameters: ["mu": 1, "lams": [0.2, 0.3]]),
    Example(
      name: "M/G/1 non-preemptive priority",
      parameters: ["lams": [0.2, 0.3], "services": ["D:1", "exp:mean1"]]),
    Example(name: "M/G/1-SJF non-preemptive (exp sizes, mu=1)", parameters: ["lam": 0.5, "mu": 1]),
    Example(name: "M^X/M/1 batch arrivals", parameters: ["lam_batch": 0.1, "mu": 1, "batch": "geom mean3"]),
    Example(
      name: "M/M/1 with breakdowns while busy, preempt-resume",
      parameters: ["lam": 0.5, "mu": 1, "delta": 0.1, "repair": "exp mean 2"]),
    Example(
      name: "Jackson open network",
      parameters: [
        "gamma": 1, "routing": "a->b 0.5",
        "nodes": Written(
          .list(
            ["a", "b"].map { .map(["name": .text($0), "c": .text("1"), "mu": .text("2")]) })),
      ]),
    Example(name: "Jackson tandem", parameters: ["lam": 1, "nodes": "tandem M/M/1 mu=2 -> M/M/2 mu=2"]),
    Example(
      name: "Closed network (exact MVA, single-server PS/FCFS-exp)",
      parameters: ["N": 5, "Z": 2, "demands": [0.2, 0.3]]),
    Example(name: "M/G/1-PS", parameters: ["lam": 0.5, "mean": 1, "dist": "insensitive"]),
    Example(name: "M/G/c-PS (per-job rate cap 1)", parameters: ["c": 2, "lam": 1, "mean": 1]),
    Example(name: "token-bucket shaper, Poisson arrivals", parameters: ["lam": 0.8, "rate": 1, "bucket": 1]),
    Example(
      name: "M/M/c transient", parameters: ["c": 2, "lam": 1, "mu": 1, "t": 2, "start": "empty"]),
    Example(
      name: "M/M/c transient overload", parameters: ["c": 2, "lam": 4, "mu": 1, "t": 2, "start": 2]),
    Example(
      name: "M/M/c/c with reserved servers (teacher priority)",
      parameters: ["c": 3, "reserved": 1, "lam_teacher": 1, "lam_student": 2, "mu": 1]),
  ]

  @Test func thereIsAnExampleOfEach() {
    #expect(
      Set(Self.examples.map(\.name)) == Set(ModelCatalogue.all.filter { $0.tier == .kernel }.map(\.name)))
  }

  @Test(arguments: examples)
  func theSameSeedIsTheSameRun(example: Example) async throws {
    let model = try kernelModel(example.name, example.parameters)
    let asked = model.metrics.keys.sorted().map { AskedMetric(name: $0, exact: 1) }
    let first = try await model.replicate(seed: 7, customers: example.customers, asked: asked)
    let second = try await model.replicate(seed: 7, customers: example.customers, asked: asked)
    let other = try await model.replicate(seed: 8, customers: example.customers, asked: asked)
    #expect(first.estimates == second.estimates)
    #expect(first.events == second.events)
    #expect(first.estimates != other.estimates)
    #expect(first.events > example.customers)
    #expect(first.estimates.count == asked.count)
    for (name, kind) in model.metrics {
      let estimate = try #require(first.estimates[name])
      #expect(estimate.value.isFinite, "\(name)")
      #expect((kind == .probability) == (estimate.trials > 0), "\(name)")
    }
  }

  @Test(arguments: examples)
  func whatIsNoMetricIsRefused(example: Example) async throws {
    let model = try kernelModel(example.name, example.parameters)
    #expect(model.kind(of: "speed") == nil)
    await #expect(throws: TruthProblem("metric 'speed' is not known to this system")) {
      try await model.replicate(seed: 1, customers: 50, asked: [AskedMetric(name: "speed", exact: 1)])
    }
  }

  @Test(arguments: examples)
  func aMissingParameterIsNamed(example: Example) throws {
    for name in example.parameters.keys {
      var parameters = example.parameters
      parameters[name] = nil
      #expect(throws: TruthProblem("parameter '\(name)' is missing")) {
        try kernelModel(example.name, parameters)
      }
    }
  }

  @Test(arguments: [
    (0, "lams", "[0.5, 0.6]"), (0, "mu", "0"), (1, "services", "[D:1]"), (1, "services", "[D:1, exp:2]"),
    (1, "services", "[D:1, exp:meanwhile]"), (1, "services", "[D:1, gamma:mean1]"),
    (1, "services", "[D:1, D:-1]"), (2, "lam", "1"), (3, "batch", "const0"), (3, "batch", "geom mean0.5"),
    (3, "lam_batch", "0.4"), (4, "repair", "exp 2"), (4, "lam", "0.9"), (5, "gamma", "3"),
    (5, "routing", "a->c"), (5, "nodes", "[]"), (6, "nodes", "tandem"), (6, "lam", "2"), (7, "N", "0"),
    (7, "demands", "[]"), (8, "dist", "bell"), (8, "lam", "1"), (9, "c", "0.5"), (9, "lam", "2"),
    (10, "bucket", "0.5"), (10, "lam", "1"), (11, "start", "later"), (11, "t", "0"), (12, "c", "0"),
    (13, "reserved", "4"), (13, "lam_student", "none"),
  ])
  func aBadParameterIsNamed(place: Int, name: String, text: String) throws {
    let example = Self.examples[place]
    var parameters = example.parameters
    let isList = text.hasPrefix("[")
    let entries = text.dropFirst().dropLast().split(separator: ",").map { TruthValue.text(String($0)) }
    parameters[name] = Written(isList ? .list(entries) : .text(text))
    let problem = #expect(throws: TruthProblem.self) { try kernelModel(example.name, parameters) }
    #expect(try #require(problem).message.contains("'\(name)'"))
  }

  @Test func aRunThatIsLongerThanTheClockIsRefused() async throws {
    let model = try kernelModel("M/M/c transient", ["c": 1, "lam": 1e9, "mu": 1, "t": 1e4, "start": "empty"])
    await #expect(throws: TruthProblem.self) { try await model.replicate(seed: 1, customers: 10, asked: []) }
    let bucket = try kernelModel(
      "token-bucket shaper, Poisson arrivals", ["lam": 1e-9, "rate": 1, "bucket": 1])
    await #expect(throws: TruthProblem.self) {
      try await bucket.replicate(seed: 1, customers: 1_000, asked: [])
    }
  }

  @Test func aPilotIsLongWhereTheSystemRemembersLong() throws {
    func pilot(_ load: Double) throws -> Int {
      try kernelModel("M/G/1-SJF non-preemptive (exp sizes, mu=1)", ["lam": Written(load), "mu": 1])
        .pilotCustomers
    }
    #expect(try pilot(0.5) == 20_000)
    #expect(try (159_999...160_001).contains(pilot(0.95)))
    #expect(try kernelModel("M/M/c transient", Self.examples[11].parameters).pilotCustomers == 2_000)
  }
}
