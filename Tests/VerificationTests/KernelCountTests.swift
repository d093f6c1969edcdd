// Systems of the kernel tier that are counts: a bucket of tokens, servers with a reserve, servers soon after their
// beginning.

import QueueModel
import Testing
import Verification

@Suite struct KernelCountTests {
  @Test func aBucketOfOneTokenIsAServerWithConstantService() async throws {
    try await expectAgreement(
      "token-bucket shaper, Poisson arrivals", ["lam": 1.2, "rate": 2, "bucket": 1],
      ["P(delayed)": 0.6, "delay_mean": 0.6 / (2 * 2 * 0.4)], customers: 10_000)
  }

  @Test func tokensSavedUpLetABurstPass() async throws {
    try await expectAgreement(
      "token-bucket shaper, Poisson arrivals", ["lam": "0.8", "rate": "1", "bucket": 5],
      ["P(delayed)": 0.15462488782055442, "delay_mean": 0.3588784424294609], customers: 40_000,
      relativeError: 0.08)
    // Work V of M/D/1 up to its service time: P(V ≤ t) = (1 - ρ) e^(λt). With 1.5 tokens who finds half a token's
    // worth of work or less passes.
    let passes = 0.4 * PortableMath.exp(0.6 * 0.5)
    try await expectAgreement(
      "token-bucket shaper, Poisson arrivals", ["lam": 0.6, "rate": 1, "bucket": 1.5],
      ["P(delayed)": 1 - passes], customers: 10_000)
  }

  @Test func aReserveIsForTeachers() async throws {
    let (servers, reserved, teachers, students) = (8, 2, 2.0, 5.0)
    var weights = [1.0]
    for busy in 1...servers {
      let rate = busy <= servers - reserved ? teachers + students : teachers
      weights.append((weights.last ?? 0) * rate / Double(busy))
    }
    let sum = weights.reduce(0, +)
    try await expectAgreement(
      "M/M/c/c with reserved servers (teacher priority)",
      ["c": 8, "reserved": 2, "lam_teacher": 2, "lam_student": 5, "mu": 1],
      [
        "P(block student)": weights[(servers - reserved)...].reduce(0, +) / sum,
        "P(block teacher)": weights[servers] / sum,
      ], customers: 10_000, relativeError: 0.05)
  }

  @Test func withoutAReserveAllAreBlockedAlike() async throws {
    // Erlang's loss formula, B(3, 3) = 27/78.
    let blocking = 27.0 / 78
    try await expectAgreement(
      "M/M/c/c with reserved servers (teacher priority)",
      ["c": 3, "reserved": 0, "lam_teacher": 1, "lam_student": 5, "mu": 2],
      ["P(block student)": blocking, "P(block teacher)": blocking], customers: 5_000)
  }

  @Test func aSystemIsMetSoonAfterItsBeginning() async throws {
    try await expectAgreement(
      "M/M/c transient", ["c": 1, "lam": "0.9", "mu": "1", "t": "10", "start": "empty"],
      ["E[N(t)]": 2.530695147505977, "P(N(t)>=c)": 0.772733867157068], customers: 300)
    try await expectAgreement(
      "M/M/c transient", ["c": 10, "lam": "9", "mu": "1", "t": "5", "start": "empty"],
      ["E[N(t)]": 10.524634100864816, "P(N(t)>=c)": 0.5124432338784457], customers: 100, relativeError: 0.05)
  }

  @Test(arguments: [("empty", 0.0), ("7", 7), ("full", 40)])
  func serversEnoughForAllForgetExponentially(start: String, initial: Double) async throws {
    // With servers enough nobody waits, and E[N(t)] = n e^(-μt) + λ/μ (1 - e^(-μt)).
    let left = PortableMath.exp(-1.5)
    try await expectAgreement(
      "M/M/c transient overload", ["c": 40, "lam": 6, "mu": 3, "t": 0.5, "start": Written(.text(start))],
      ["E[N(t)]": initial * left + 2 * (1 - left)], customers: 400)
  }

  @Test func whoStandsInLineAtTheBeginningWaits() async throws {
    // One slow server and next to no arrivals: of 3 customers P(k gone) is Poisson's until all are.
    let gone = PortableMath.exp(-2)
    let exact = 3 * gone + 2 * 2 * gone + 2 * gone
    try await expectAgreement(
      "M/M/c transient", ["c": 1, "lam": 1e-9, "mu": 2, "t": 1, "start": 3],
      ["E[N(t)]": exact, "P(N(t)>=c)": gone * 5], customers: 1_000)
  }

  @Test func anOverloadedSystemGrows() async throws {
    // Once all servers are busy for good, N grows by λ - cμ a unit: 30 + (20 - 10) · 2, less what starts idle: nothing.
    try await expectAgreement(
      "M/M/c transient overload", ["c": 10, "lam": 20, "mu": 1, "t": 2, "start": 30],
      ["E[N(t)]": 50, "P(N(t)>=c)": 1], customers: 100)
  }
}
