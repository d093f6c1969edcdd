// The place of the benchmark `exam-peak-100k`: the whole product on its main scenario.

import Benchmark

/// The exam peak of 100,000 people.
enum ExamPeak {
  /// Adds the benchmark.
  static func register() {}
}
