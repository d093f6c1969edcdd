// swift-tools-version: 6.2
import PackageDescription

// Strict everywhere: a warning is an error, imports say what they expose, `any` is written out.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "peakload",
  products: [
    .library(name: "QueueModel", targets: ["QueueModel"]),
    .library(name: "Scenario", targets: ["Scenario"]),
    .library(name: "Sim", targets: ["Sim"]),
    .library(name: "RunReport", targets: ["RunReport"]),
    .library(name: "KernelWorkloads", targets: ["KernelWorkloads"]),
    .library(name: "Statistics", targets: ["Statistics"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .executable(name: "peakload", targets: ["peakload"]),
  ],
  dependencies: [
    // The command line: help, validation of flags, exit code 64 on misuse.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // YAML with the line and column of every node.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Percentiles with a bounded relative error and exact merging.
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // The rules of the queue: value types without clock, I/O, tasks or randomness.
    .target(name: "QueueModel", swiftSettings: strict),
    // The result of a run as data, the threshold language, renderers.
    .target(name: "RunReport", dependencies: ["QueueModel"], swiftSettings: strict),
    // What a run is: the scenario language, its reader and its checks.
    .target(
      name: "Scenario",
      dependencies: ["QueueModel", "RunReport", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    // One prefetch instruction that Swift cannot spell.
    .target(name: "CKernel"),
    // The simulation: kernel, actors, measurement.
    .target(
      name: "Sim",
      dependencies: [
        "CKernel", "QueueModel", "RunReport", "Scenario",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
    // The statistics of simulations: intervals, warm-up, selection. Of QueueModel only its portable mathematics.
    .target(name: "Statistics", dependencies: ["QueueModel"], swiftSettings: strict),
    // Many runs of scenarios: replications, comparisons, sizing, sweeps.
    .target(
      name: "Experiments", dependencies: ["QueueModel", "RunReport", "Scenario", "Sim", "Statistics"],
      swiftSettings: strict),
    // The program held against textbook systems whose values are known.
    .target(
      name: "Verification",
      dependencies: [
        "Experiments", "QueueModel", "RunReport", "Scenario", "Sim", "Statistics",
        .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["Truth/queueing-truth.json"], swiftSettings: strict),
    // Verdicts on what the original design claims about costs, from reports of runs.
    .target(name: "Claims", dependencies: ["QueueModel", "RunReport"], swiftSettings: strict),
    // Providers fitted to measurements: readers of what people can measure, fits, and how far they can be trusted.
    .target(
      name: "Calibration", dependencies: ["QueueModel", "RunReport", "Scenario", "Statistics"],
      swiftSettings: strict),
    // Small models on the kernel, for its benchmarks and its tests.
    .target(name: "KernelWorkloads", dependencies: ["Sim"], swiftSettings: strict),
    // Scenarios in which everything is drawn, run by the thousand: what breaks is found here.
    .target(
      name: "RandomRuns", dependencies: ["QueueModel", "RunReport", "Scenario", "Sim"], swiftSettings: strict),
    .executableTarget(name: "random-runs", dependencies: ["RandomRuns"], swiftSettings: strict),
    .executableTarget(
      name: "peakload",
      dependencies: [
        "Calibration", "Claims", "Experiments", "QueueModel", "RunReport", "Scenario", "Sim", "Statistics",
        "Verification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "QueueModelTests", dependencies: ["QueueModel"], resources: [.copy("Fixtures")],
      swiftSettings: strict),
    .testTarget(
      name: "RunReportTests", dependencies: ["RunReport", "QueueModel"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "ScenarioTests", dependencies: ["Scenario", "QueueModel", "RunReport"], swiftSettings: strict),
    .testTarget(
      name: "KernelTests", dependencies: ["KernelWorkloads", "Sim", "QueueModel", "Scenario"],
      swiftSettings: strict),
    .testTarget(
      name: "SimTests", dependencies: ["RandomRuns", "Sim", "QueueModel", "RunReport", "Scenario"],
      swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Experiments", "QueueModel", "RunReport", "Scenario", "Sim", "Statistics"],
      swiftSettings: strict),
    .testTarget(
      name: "VerificationTests",
      dependencies: ["Experiments", "QueueModel", "Scenario", "Sim", "Statistics", "Verification"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "CalibrationTests",
      dependencies: ["Calibration", "QueueModel", "RunReport", "Scenario", "Sim", "Statistics"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ClaimsTests", dependencies: ["Claims", "QueueModel", "RunReport"], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["peakload", "Claims", "Experiments", "RunReport", "Scenario", "QueueModel"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
