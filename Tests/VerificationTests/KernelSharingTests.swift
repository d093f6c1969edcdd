// Processor sharing of the kernel tier: insensitive to the distribution of services, and linear in their size.

import Testing
import Verification

@Suite struct KernelSharingTests {
  @Test(arguments: ["insensitive", "exp", "E2"])
  func theMeanHangsOnTheMeanServiceOnly(distribution: String) async throws {
    // T(x) = x / (1 - ρ); L = ρ / (1 - ρ).
    try await expectAgreement(
      "M/G/1-PS", ["lam": 0.3, "mean": 2, "dist": Written(.text(distribution))],
      ["T_mean": 2 / 0.4, "T_mean|size=2": 2 / 0.4, "T_mean|size=0.75": 0.75 / 0.4, "L_mean": 0.6 / 0.4],
      customers: 6_000, relativeError: 0.04)
  }

  @Test func constantServicesToo() async throws {
    try await expectAgreement(
      "M/G/1-PS", ["lam": 0.6, "mean": 1, "dist": "D"], ["T_mean": 2.5, "T_mean|size=1": 2.5, "L_mean": 1.5],
      customers: 6_000)
  }

  @Test func nobodyHasMoreThanAProcessor() async throws {
    try await expectAgreement(
      "M/G/c-PS (per-job rate cap 1)", ["c": 4, "lam": 3, "mean": 1],
      ["T_mean": Formula.customers(servers: 4, load: 3) / 3], customers: 10_000)
  }

  @Test func aSizeThatNobodyHasIsRefused() async throws {
    let model = try kernelModel("M/G/1-PS", ["lam": 0.6, "mean": 1, "dist": "D"])
    await #expect(throws: TruthProblem.self) {
      try await model.replicate(
        seed: 1, customers: 100, asked: [AskedMetric(name: "T_mean|size=2", exact: 5)])
    }
    #expect(model.kind(of: "T_mean|size=many") == nil)
    #expect(model.kind(of: "T_mean|size=0.3") == .mean)
  }
}
