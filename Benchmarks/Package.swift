// swift-tools-version: 6.2
import PackageDescription

// Benchmarks are a package of their own, so that nobody who only runs simulations builds them or needs jemalloc.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "peakload-benchmarks",
  dependencies: [
    .package(name: "peakload", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    // Prints a line like the C++ reference's, for `make yardstick`.
    .executableTarget(
      name: "KernelYardstick", dependencies: [.product(name: "KernelWorkloads", package: "peakload")],
      swiftSettings: strict),
    // Holds workload c against exact values, for `make kernel-check`.
    .executableTarget(
      name: "KernelCheck", dependencies: [.product(name: "KernelWorkloads", package: "peakload")],
      swiftSettings: strict),
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    // What benchmarks share: allocations counted, results held against what they must be.
    .target(
      name: "Measuring", dependencies: ["CJemalloc", .product(name: "Benchmark", package: "benchmark")],
      swiftSettings: strict),
    // The rules of `QueueModel`, one by one.
    .executableTarget(
      name: "RuleBenchmarks",
      dependencies: [
        "Measuring",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "QueueModel", package: "peakload"),
        .product(name: "Scenario", package: "peakload"),
      ],
      path: "Benchmarks/RuleBenchmarks",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // The kernel's workloads, and whole scenarios.
    .executableTarget(
      name: "KernelBenchmarks",
      dependencies: [
        "Measuring",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "KernelWorkloads", package: "peakload"),
        .product(name: "RunReport", package: "peakload"),
        .product(name: "Scenario", package: "peakload"),
        .product(name: "Sim", package: "peakload"),
      ],
      path: "Benchmarks/KernelBenchmarks",
      swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
