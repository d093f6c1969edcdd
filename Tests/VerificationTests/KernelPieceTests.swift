// The pieces of which the kernel tier's systems are made, each against the obvious way to do it.

import Sim
import Testing

@testable import Verification

@Suite struct KernelPieceTests {
  private func draws(_ count: Int, below bound: UInt64, seed: UInt64 = 5) -> [Int64] {
    var stream = RandomStream(key: seed)
    return (0..<count).map { _ in Int64(stream.next(below: bound)) }
  }

  @Test(arguments: [(1, 10), (2, 2), (100, 3), (1_000, 1_000_000), (999, 10)] as [(Int, UInt64)])
  func quantilesAreThoseOfTheSortedList(count: Int, bound: UInt64) {
    let values = draws(count, below: bound)
    let statistics = OrderStatistics(expected: count)
    for (number, value) in values.enumerated() { statistics.add(value, number: number) }
    let sorted = values.sorted()
    for percent in [1, 5, 50, 95, 99, 100] {
      let rank = (percent * count + 99) / 100
      #expect(statistics.quantile(Double(percent) / 100) == Double(sorted[max(0, rank - 1)]), "\(percent) %")
    }
  }

  @Test func ofVeryManyCustomersEveryThirdIsKept() {
    let statistics = OrderStatistics(expected: 3 * OrderStatistics.limit)
    for number in 0..<300 { statistics.add(Int64(number), number: number) }
    #expect(statistics.quantile(1) == 297)
    #expect(statistics.quantile(0.5) == 147)
    #expect(OrderStatistics(expected: 1).quantile(0.5).isNaN)
  }

  @Test func theHeapGivesTheLeastFirst() {
    let heap = CustomerHeap()
    var shadow: [Int64] = []
    for (turn, key) in draws(3_000, below: 500).enumerated() {
      heap.push(key, UInt32(turn))
      shadow.append(key)
      if turn % 3 == 0 {
        shadow.sort(by: >)
        #expect(heap.least.key == shadow.last)
        #expect(heap.popLeast()?.key == shadow.popLast())
      }
      #expect(heap.count == shadow.count)
    }
    for key in shadow.sorted() { #expect(heap.popLeast()?.key == key) }
    #expect(heap.popLeast() == nil)
  }

  @Test func aLineIsFirstComeFirstServed() {
    let customers = CustomerPool()
    var line = CustomerLine()
    var shadow: [Int] = []
    for (number, draw) in draws(2_000, below: 3).enumerated() {
      if draw < 2 {
        line.append(customers.add(Customer(number: number, arrived: 0)), in: customers)
        shadow.append(number)
      } else {
        let index = line.popFirst(in: customers)
        #expect(index.map { customers[$0].number } == (shadow.isEmpty ? nil : shadow.removeFirst()))
        if let index { customers.remove(index) }
      }
      #expect(line.count == shadow.count)
    }
  }

  @Test func levelsAreAveragedOverTheirTimeOnly() {
    var level = LevelAverage(100..<200)
    level.change(by: 5, at: 0)
    level.change(by: -3, at: 110)
    level.change(by: 2, at: 150)
    level.change(by: 7, at: 300)
    // 5 for 10, 2 for 40 and 4 for 50.
    #expect(level.mean(at: 400) == 3.3)
    #expect(level.counts(100) && level.counts(199) && !level.counts(99) && !level.counts(200))
    #expect(level.isOver(at: 200) && !level.isOver(at: 199))
  }

  @Test func theScaleKeepsRoundingAndTheClockApart() throws {
    #expect(try TimeScale(means: [7, 0.5], length: 1e6).nanosecondsPerUnit == 2e9)
    let long = try TimeScale(means: [1], length: 1e10).nanosecondsPerUnit
    #expect(long * 1e10 <= Double(KernelLimits.latestNanoseconds) / 4 && long > 1e6)
    #expect(throws: TruthProblem.self) { try TimeScale(means: [1], length: 1e12) }
    // One long time may be longer than the whole run.
    #expect(try TimeScale(means: [1, 1e8], length: 1e3).nanosecondsPerUnit < 2e6)
  }

  @Test(arguments: [
    ("D:1", ServiceDistribution.Shape.constant, 1.0), ("D 2", .constant, 2), ("D:mean3", .constant, 3),
    ("exp:mean2", .exponential, 2), ("exp mean 2", .exponential, 2), ("exp:rate=0.5", .exponential, 2),
    ("exp:mean1/4", .exponential, 0.25), ("E2:mean1", .erlang(stages: 2), 1),
    ("E10 mean 1.5", .erlang(stages: 10), 1.5),
  ])
  func distributionsAreReadAsTruthFilesWriteThem(
    text: String, shape: ServiceDistribution.Shape, mean: Double
  ) throws {
    let distribution = try ServiceDistribution(text, parameter: "services")
    #expect(distribution == ServiceDistribution(shape: shape, mean: mean))
  }

  @Test(arguments: [ServiceDistribution.Shape.constant, .exponential, .erlang(stages: 3), .hyperexponential])
  func drawsHaveTheMomentsOfTheirDistribution(shape: ServiceDistribution.Shape) {
    let distribution = ServiceDistribution(shape: shape, mean: 1e6)
    let services = RandomStreams(seed: 11).family(.services)
    var (sum, squares) = (0.0, 0.0)
    let count = 100_000
    for number in 0..<count {
      var stream = services.stream(entity: 0, index: UInt64(number))
      let draw = Double(distribution.nanoseconds(&stream)) / 1e6
      sum += draw
      squares += draw * draw
    }
    #expect((sum / Double(count) - 1).magnitude < 0.02)
    #expect((squares / Double(count) * 1e12 / distribution.secondMoment - 1).magnitude < 0.06)
  }

  @Test func batchesAreGeometricFromOne() throws {
    #expect(try BatchSize("const5", parameter: "batch") == .constant(5))
    #expect(try BatchSize("geom mean10", parameter: "batch") == .geometric(mean: 10))
    #expect(BatchSize.geometric(mean: 10).secondMomentToMean == 19)
    #expect(throws: TruthProblem.self) { try BatchSize("poisson mean3", parameter: "batch") }
  }
}
