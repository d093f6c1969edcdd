// The threshold language by example: what it accepts, what it refuses and where.

import QueueModel
import Testing

@testable import RunReport

@Suite struct ThresholdParserTests {
  @Test func readsSelectors() throws {
    #expect(try ThresholdParser.selector("queue_wait") == MetricSelector(.queueWait))
    #expect(
      try ThresholdParser.selector("queue_wait{role:student,outcome:completed,level:simple,window:bell}")
        == MetricSelector(.queueWait, role: .student, outcome: .completed, level: .simple, window: "bell"))
    #expect(try ThresholdParser.selector("cost{service:llm}") == MetricSelector(.cost, service: .llm))
    #expect(
      try ThresholdParser.selector(" time_at_level { level : busy } ")
        == MetricSelector(.timeAtLevel, level: .busy))
  }

  static let conditions:
    [(metric: Metric, text: String, aggregate: Aggregate, comparison: Comparison, limit: Double)] = [
      (.queueWait, "p(95)<2s", .percentile(95), .less, 2),
      (.queueWait, "p(99.9) <= 1m30s", .percentile(99.9), .lessOrEqual, 90),
      (.timeToFirstToken, "avg<=1.5s", .average, .lessOrEqual, 1.5),
      (.endToEnd, "med>250ms", .median, .greater, 0.25),
      (.timePerOutputToken, "max<12.5ms", .maximum, .less, 0.0125),
      (.providerTimeToFirstToken, "min>=0s", .minimum, .greaterOrEqual, 0),
      (.queueWait, "count>1000", .count, .greater, 1000),
      (.requests, "count>=1_000_000", .count, .greaterOrEqual, 1e6),
      (.requests, "rate>900/s", .rate, .greater, 900),
      (.requests, "rate>900", .rate, .greater, 900),
      (.failed, "rate<1%", .rate, .less, 0.01),
      (.limited, "rate>=0.99", .rate, .greaterOrEqual, 0.99),
      (.limited, "<5%", .rate, .less, 0.05),
      (.goodput, "value>800", .value, .greater, 800),
      (.goodput, ">800/s", .value, .greater, 800),
      (.goodput, ">48000/min", .value, .greater, 800),
      (.cost, "value<$500", .value, .less, 500),
      (.cost, "<500USD", .value, .less, 500),
      (.cost, "value < 500 USD", .value, .less, 500),
      (.waiting, "max<10000", .maximum, .less, 10_000),
      (.waiting, "value==0", .value, .equal, 0),
      (.timeAtLevel, "value!=60s", .value, .notEqual, 60),
    ]

  @Test(arguments: conditions) func readsConditions(
    metric: Metric, text: String, aggregate: Aggregate, comparison: Comparison, limit: Double
  ) throws {
    let condition = try ThresholdParser.condition(text, for: metric)
    #expect(condition == ThresholdCondition(aggregate: aggregate, comparison: comparison, limit: limit))
  }

  static let badSelectors: [(text: String, offset: Int, length: Int, message: String, hint: String)] = [
    ("", 0, 1, "no metric", "one of"),
    ("queue_wiat", 0, 10, "unknown metric 'queue_wiat'", "did you mean 'queue_wait'?"),
    ("xyzzy", 0, 5, "unknown metric", "one of queue_wait, ttft"),
    ("ttft{rol:student}", 5, 3, "unknown tag 'rol'", "did you mean 'role'?"),
    ("ttft{role:studnt}", 10, 6, "unknown role 'studnt'", "did you mean 'student'?"),
    ("ttft{outcome:complete}", 13, 8, "unknown outcome", "did you mean 'completed'?"),
    ("time_at_level{level:hiden}", 20, 5, "unknown level", "did you mean 'hidden'?"),
    ("cost{service:llms}", 13, 4, "unknown service", "did you mean 'llm'?"),
    ("queue_wait{service:llm}", 11, 7, "queue_wait has no tag 'service'", "role, outcome, level, window"),
    ("ttft{role:student,role:admin}", 18, 4, "given twice", "once"),
    ("ttft{role}", 5, 4, "has no value", "role:VALUE"),
    ("ttft{window:}", 12, 1, "no window", "NAME"),
    ("ttft{role:student", 4, 1, "not closed", "}"),
    ("ttft{role:student}x", 18, 1, "unexpected text", "ends"),
    ("ttft{}", 5, 1, "no tag", "one of"),
  ]

  @Test(arguments: badSelectors) func refusesSelectors(
    text: String, offset: Int, length: Int, message: String, hint: String
  ) throws {
    let error = try #require(throws: ThresholdSyntaxError.self) { try ThresholdParser.selector(text) }
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.hint.contains(hint), "\(error.hint)")
    #expect((error.offset, error.length) == (offset, length))
  }

  static let badConditions: [(metric: Metric, text: String, offset: Int, message: String, hint: String)] = [
    (.queueWait, "p95<2s", 0, "unknown aggregate 'p95'", "avg, min, med, max, p(N), count"),
    (.queueWait, "agv<2s", 0, "unknown aggregate 'agv'", "did you mean 'avg'?"),
    (.queueWait, "p(101)<2s", 0, "no percentile", "0 to 100"),
    (.queueWait, "p(x)<2s", 0, "no percentile", "0 to 100"),
    (.queueWait, "rate<1%", 0, "queue_wait has no aggregate 'rate'", "avg, min, med, max, p(N), count"),
    (.queueWait, "<2s", 0, "no aggregate", "avg"),
    (.failed, "avg<1%", 0, "failed has no aggregate 'avg'", "it has rate"),
    (.goodput, "p(95)>1", 0, "goodput has no aggregate", "it has value"),
    (.queueWait, "p(95)2s", 0, "unknown aggregate", "p(N)"),
    (.queueWait, "p(95)", 0, "no comparison", "p(95)<2s"),
    (.queueWait, "p(95)=<2s", 5, "unknown comparison '=<'", "p(95)<2s"),
    (.queueWait, "p(95)<", 6, "no limit", "p(95)<2s"),
    (.queueWait, "p(95)<2", 6, "has no unit", "10s"),
    (.queueWait, "p(95) < 2 sec", 8, "unknown unit", "10s"),
    (.queueWait, "p(95)<$2", 6, "not a duration", "10s"),
    (.queueWait, "count>5s", 6, "not a number", "p(95)<2s"),
    (.failed, "rate<95", 5, "more than 1", "did you mean 95%?"),
    (.failed, "rate<-1%", 5, "negative", "95%"),
    (.cost, "value<5EUR", 6, "not an amount", "$500"),
    (.waiting, "max<10s", 4, "not a number", "10"),
    (.waiting, "max<-1", 4, "negative", "1000"),
    (.timeAtLevel, "value<nan", 6, "not a duration", "value<60s"),
    (.requests, "count<inf", 6, "not a number", "10"),
  ]

  @Test(arguments: badConditions) func refusesConditions(
    metric: Metric, text: String, offset: Int, message: String, hint: String
  ) throws {
    let error = try #require(throws: ThresholdSyntaxError.self) {
      try ThresholdParser.condition(text, for: metric)
    }
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.hint.contains(hint), "\(error.hint)")
    #expect(error.offset == offset)
    #expect(error.length >= 1)
  }

  @Test func refusesLongTexts() {
    #expect(throws: ThresholdSyntaxError.self) {
      try ThresholdParser.selector(String(repeating: "a", count: 300))
    }
  }

  @Test func judges() throws {
    let below = try ThresholdParser.threshold(selector: "queue_wait", expression: "p(95)<2s", line: 7)
    #expect(below.line == 7)
    #expect(ThresholdEvaluation(below, observed: 1.9).passed)
    #expect(!ThresholdEvaluation(below, observed: 2).passed)
    #expect(!ThresholdEvaluation(below, observed: .infinity).passed)
    #expect(!ThresholdEvaluation(below, observed: .nan).passed)
    #expect(!ThresholdEvaluation(below, observed: nil).passed)
    let above = try ThresholdParser.threshold(selector: "goodput", expression: ">=5/s")
    #expect(ThresholdEvaluation(above, observed: .infinity).passed)
    #expect(ThresholdEvaluation(above, observed: 5).passed)
    #expect(!ThresholdEvaluation(above, observed: nil).passed)
    let not = try ThresholdParser.threshold(selector: "waiting", expression: "value!=3")
    #expect(!ThresholdEvaluation(not, observed: .nan).passed)
  }
}

@Suite struct ThresholdQuantityTests {
  @Test func durationsAreExact() throws {
    #expect(try Quantity.duration("12.5ms") == .microseconds(12_500))
    #expect(try Quantity.duration("1h2m3.000000001s") == .seconds(3723) + .nanoseconds(1))
    #expect(try Quantity.duration("0.1d") == .seconds(8640))
    #expect(try Quantity.duration("3µs") == .microseconds(3))
    #expect(try Quantity.duration("100_000ms") == .seconds(100))
    for text in ["", "1", "1.s", ".5s", "1..2s", "1s1s", "1s1h", "-1s", "s", "1e3s", "0.5ns", "1 s", "1_s_"] {
      #expect(throws: QuantityError.self, "\(text)") { try Quantity.duration(text) }
    }
  }

  @Test func numbersArePlain() throws {
    #expect(try Quantity.number("-1_000.5e-1") == -100.05)
    for text in ["", "_", "+1", "0x1", "nan", "inf", "1.", ".1", "1e", "1e999", "1,5", "--1"] {
      #expect(throws: QuantityError.self, "\(text)") { try Quantity.number(text) }
    }
    for text in ["", "1.0", "-", "1e3", "99999999999999999999", "_1"] {
      #expect(throws: QuantityError.self, "\(text)") { try Quantity.integer(text) }
    }
  }
}
