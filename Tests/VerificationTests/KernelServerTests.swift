// Single servers of the kernel tier against the formulas of Cobham, Phipps, Pollaczek and Khinchine, and others.

import QueueModel
import Testing
import Verification

@Suite struct KernelServerTests {
  @Test func aClassThatInterruptsSeesOnlyItself() async throws {
    try await expectAgreement(
      "M/M/1 preemptive-resume priority", ["mu": 1, "lams": ["0.3", "0.5"]],
      ["T_mean_class1": 1 / 0.7, "T_mean_class2": 1 / (0.7 * 0.2)], customers: 10_000, relativeError: 0.05)
  }

  @Test func threeClassesInterruptInOrder() async throws {
    // T_k = (1/μ)/(1-σ_(k-1)) + (Σ λ_i/μ²)/((1-σ_(k-1))(1-σ_k)), all services alike.
    let loads = [0.0, 0.2, 0.3, 0.6]
    var exact: [String: Double] = [:]
    for place in 1...3 {
      let before = 1 - loads[place - 1]
      exact["T_mean_class\(place)"] = 0.5 / before + loads[place] * 0.5 / (before * (1 - loads[place]))
    }
    try await expectAgreement(
      "M/M/1 preemptive-resume priority", ["mu": 2, "lams": [0.4, 0.2, 0.6]], exact, customers: 5_000)
  }

  @Test func classesWaitAsCobhamSays() async throws {
    try await expectAgreement(
      "M/G/1 non-preemptive priority", ["lams": ["0.2", "0.3"], "services": ["D:1", "exp:mean2"]],
      ["Wq_mean_class1": 1.625, "Wq_mean_class2": 8.125], customers: 10_000, relativeError: 0.05)
    // W_k = W0 / ((1-σ_(k-1))(1-σ_k)), W0 = Σ λ_i E[S_i²] / 2; E[S²] of Erlang-k is m² (1 + 1/k).
    let residual = (0.1 * 4 * 1.25 + 0.2 * 1 + 0.2 * 2 * 0.25) / 2
    try await expectAgreement(
      "M/G/1 non-preemptive priority",
      ["lams": [0.1, 0.2, 0.2], "services": ["E4:mean2", "D 1", "exp rate 2"]],
      [
        "Wq_mean_class1": residual / 0.8, "Wq_mean_class2": residual / (0.8 * 0.6),
        "Wq_mean_class3": residual / (0.6 * 0.5),
      ], customers: 5_000)
  }

  @Test func theShortestFirstWaitAsPhippsSays() async throws {
    // E[W] = ∫ W0 / (1 - ρ(x))² dF(x), ρ(x) = λ ∫_0^x s dF(s) = ρ (1 - e^(-μx) (1 + μx)), W0 = λ/μ²; by Simpson.
    let (lam, mu) = (1.4, 2.0)
    let steps = 4_000
    let width = 30.0 / mu / Double(steps)
    var integral = 0.0
    for step in 0...steps {
      let x = Double(step) * width
      let tail = PortableMath.exp(-mu * x)
      let below = 1 - lam / mu * (1 - tail * (1 + mu * x))
      let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      integral += weight * width / 3 * mu * tail * lam / (mu * mu) / (below * below)
    }
    // What first come, first served would give; the test must tell the two apart.
    #expect(integral < 0.8 * (lam / mu) / (mu - lam))
    try await expectAgreement(
      "M/G/1-SJF non-preemptive (exp sizes, mu=1)", ["lam": Written(lam), "mu": Written(mu)],
      ["Wq_mean": integral], customers: 6_000)
  }

  @Test(arguments: [("const5", 0.1, 5.0, 5.0), ("geom mean3", 0.2, 3, 5), ("const 1", 0.6, 1, 1)])
  func batchesWaitForEachOther(batch: String, rate: Double, mean: Double, secondToMean: Double) async throws {
    // L = ρ (1 + E[X²]/E[X]) / (2 (1 - ρ)), and Little's law.
    let load = rate * mean
    let present = load * (1 + secondToMean) / (2 * (1 - load))
    try await expectAgreement(
      "M^X/M/1 batch arrivals", ["lam_batch": Written(rate), "mu": 1, "batch": Written(.text(batch))],
      ["L_mean": present, "T_mean": present / load], customers: 10_000)
  }

  @Test(arguments: [("exp mean 2", 8.0), ("D 2", 4), ("E2:mean2", 6)])
  func breakdownsLengthenServices(repair: String, repairSecond: Double) async throws {
    // Pollaczek and Khinchine with the completion time C = S + repairs: E[C²] = E[S²] (1+δr)² + δ E[S] E[R²].
    let (lam, delta, repairMean) = (0.4, 0.1, 2.0)
    let stretch = 1 + delta * repairMean
    let second = 2 * stretch * stretch + delta * repairSecond
    try await expectAgreement(
      "M/M/1 with breakdowns while busy, preempt-resume",
      ["lam": 0.4, "mu": 1, "delta": 0.1, "repair": Written(.text(repair))],
      ["Wq_mean": lam * second / (2 * (1 - lam * stretch))], customers: 8_000)
  }
}
