// A wrong answer cannot be fast: every benchmark says what it must come to.

public import Benchmark

/// Fails the benchmark when its result is wrong; `Scripts/bench.sh` looks for these words.
public func expect<Result>(_ benchmark: Benchmark, _ isRight: Bool, _ result: Result) {
  if !isRight { benchmark.error("\(benchmark.name): wrong result \(result)") }
}
