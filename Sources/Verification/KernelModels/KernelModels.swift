// The systems of the kernel tier: what no scenario should have to state.

extension ModelCatalogue {
  static let kernelModels = orderedServers + otherServers + networks + sharing + counts

  private static let orderedServers: [ModelEntry] = [
    ModelEntry("M/M/1 preemptive-resume priority", .kernel, parameters: ["mu", "lams"]) {
      parameters throws(TruthProblem) in try OrderedServerModel.preemptive(parameters)
    },
    ModelEntry("M/G/1 non-preemptive priority", .kernel, parameters: ["lams", "services"]) {
      parameters throws(TruthProblem) in try OrderedServerModel.nonPreemptive(parameters)
    },
    ModelEntry("M/G/1-SJF non-preemptive (exp sizes, mu=1)", .kernel, parameters: ["lam", "mu"]) {
      parameters throws(TruthProblem) in try OrderedServerModel.shortestFirst(parameters)
    },
  ]

  private static let otherServers: [ModelEntry] = [
    ModelEntry("M^X/M/1 batch arrivals", .kernel, parameters: ["lam_batch", "mu", "batch"]) {
      parameters throws(TruthProblem) in try BatchModel(parameters)
    },
    ModelEntry(
      "M/M/1 with breakdowns while busy, preempt-resume", .kernel,
      parameters: ["lam", "mu", "delta", "repair"]
    ) {
      parameters throws(TruthProblem) in try BreakableServerModel(parameters)
    },
  ]

  private static let networks: [ModelEntry] = [
    ModelEntry("Jackson open network", .kernel, parameters: ["gamma", "nodes", "routing"]) {
      parameters throws(TruthProblem) in try OpenNetworkModel.jackson(parameters)
    },
    ModelEntry("Jackson tandem", .kernel, parameters: ["lam", "nodes"]) {
      parameters throws(TruthProblem) in try OpenNetworkModel.tandem(parameters)
    },
    ModelEntry(
      "Closed network (exact MVA, single-server PS/FCFS-exp)", .kernel, parameters: ["N", "Z", "demands"]
    ) {
      parameters throws(TruthProblem) in try ClosedNetworkModel(parameters)
    },
  ]

  private static let sharing: [ModelEntry] = [
    ModelEntry("M/G/1-PS", .kernel, parameters: ["lam", "mean", "dist"]) {
      parameters throws(TruthProblem) in try SharedProcessorModel.one(parameters)
    },
    ModelEntry("M/G/c-PS (per-job rate cap 1)", .kernel, parameters: ["c", "lam", "mean"]) {
      parameters throws(TruthProblem) in try SharedProcessorModel.several(parameters)
    },
  ]

  private static let counts: [ModelEntry] = [
    ModelEntry("token-bucket shaper, Poisson arrivals", .kernel, parameters: ["lam", "rate", "bucket"]) {
      parameters throws(TruthProblem) in try TokenBucketShaperModel(parameters)
    },
    ModelEntry("M/M/c transient", .kernel, parameters: ["c", "lam", "mu", "t", "start"]) {
      parameters throws(TruthProblem) in try TransientServersModel(parameters)
    },
    ModelEntry("M/M/c transient overload", .kernel, parameters: ["c", "lam", "mu", "t", "start"]) {
      parameters throws(TruthProblem) in try TransientServersModel(parameters)
    },
    ModelEntry(
      "M/M/c/c with reserved servers (teacher priority)", .kernel,
      parameters: ["c", "reserved", "lam_teacher", "lam_student", "mu"]
    ) {
      parameters throws(TruthProblem) in try ReservedServersModel(parameters)
    },
  ]
}
