// Every kind of bad input, with the position and the words of its diagnostic.

import Testing

@testable import Scenario

/// A text, and what must be said about it.
struct BadInput: CustomTestStringConvertible, Sendable {
  var text: String
  var location: String
  var message: String
  var hint = ""

  init(_ text: String, _ location: String, _ message: String, _ hint: String = "") {
    self.text = text
    self.location = "t.yaml:" + location
    self.message = message
    self.hint = hint
  }

  var testDescription: String { "\(message) at \(location)" }
}

@Suite struct BadInputTests {
  static let syntax = [
    BadInput("", "1:1", "empty"),
    BadInput("# nothing\n", "1:1", "empty"),
    BadInput("- 1\n", "1:1", "a list where a map"),
    BadInput("just words\n", "1:1", "a single value where a map"),
    BadInput("seed: 1\n  duration: 1h\n", "2:11", "not valid YAML"),
    BadInput("name: 'x\n", "2:1", "not valid YAML"),
    BadInput("llm: {concurrency: 1\n", "2:1", "not valid YAML"),
    BadInput("seed: 1\n\tname: x\n", "2:1", "not valid YAML"),
    BadInput("name: a\u{7}b\n", "1:8", "not valid YAML"),
    BadInput("seed: 1\n---\nseed: 2\n", "2:1", "a second document"),
    BadInput("%YAML 1.1\n---\nseed: 1\n", "1:1", "a directive"),
    BadInput("seed: &a 1\n", "1:7", "an anchor"),
    BadInput("seed: *a\n", "1:7", "an alias"),
    BadInput("llm:\n  model: *base\n", "2:10", "an alias"),
    BadInput("*a : 1\n", "1:1", "an alias"),
    BadInput("seed: !!int 1\n", "1:7", "a tag"),
    BadInput("llm: !x {concurrency: 1}\n", "1:6", "a tag"),
    BadInput("? [a]\n: 1\n", "1:1", "a complex key"),
    BadInput("[a]: 1\n", "1:1", "a key must be a plain word"),
    BadInput("seed: 1\nseed: 2\n", "2:1", "duplicate key 'seed'", "line 1"),
    BadInput("seed: 1\n'seed': 2\n", "2:1", "duplicate key 'seed'"),
    BadInput("llm:\n  model: openai/gpt-4o\n  model: openai/gpt-4o\n", "3:3", "duplicate key 'model'"),
    BadInput("llm: {concurrency: 1, concurrency: 2}\n", "1:23", "duplicate key 'concurrency'"),
    BadInput("behaviour:\n  bells:\n  - at: 1m\n    at: 2m\n    share: 1%\n", "4:5", "duplicate key 'at'"),
    BadInput("seed:\nname: x\n", "1:1", "'seed' has no value"),
    BadInput("seed: null\n", "1:1", "'seed' has no value"),
    BadInput("llm:\n", "1:1", "'llm' has no value"),
    BadInput("llm:\n  concurrency: ~\n", "2:3", "'concurrency' has no value"),
  ]

  static let keys = [
    BadInput("concurency: 1\n", "1:1", "unknown key 'concurency'", "one of name"),
    BadInput("llm:\n  concurency: 1\n", "2:3", "unknown key 'concurency'", "did you mean 'concurrency'?"),
    BadInput("xyzzy: 1\n", "1:1", "unknown key 'xyzzy'", "one of name, description, seed"),
    BadInput(
      "behaviour:\n  bells:\n    - at: 1m\n      shar: 1%\n", "4:7", "unknown key 'shar'",
      "did you mean 'share'?"),
    BadInput("behaviour:\n  bells:\n    - at: 1m\n", "3:7", "missing key 'share'"),
    BadInput(
      "behaviour:\n  bells: [{at: 1m, share: 1%, classQuestion: {classes: 3}}]\n", "2:47",
      "missing key 'share'"),
    BadInput(
      "behaviour:\n  bells: [{at: 1m, share: 1%, classQuestion: {share: 1, classes: 0}}]\n", "2:66",
      "'0' is too small"),
    BadInput("system:\n  cache:\n    key: answer\n", "3:10", "unknown key 'answer'"),
    BadInput("system:\n  cache:\n    semantic: {hitRatio: 30%}\n", "3:16", "missing key 'falseHitShare'"),
    BadInput("system:\n  cache:\n    flushes: [1h]\n", "3:15", "outside the run of 1h"),
    BadInput("system:\n  cache:\n    flushes: [2m, 1m]\n", "3:19", "must follow one another"),
    BadInput("month: {peakHours: 1}\n", "1:9", "missing key 'otherAnswers'"),
    BadInput("llm: 5\n", "1:6", "'llm' is a single value where a map of keys is expected"),
    BadInput("llm: [1]\n", "1:6", "'llm' is a list where a map"),
    BadInput("seed: [1]\n", "1:7", "'seed' is a list where a whole number"),
    BadInput("duration:\n  hours: 1\n", "2:3", "'duration' is a map of keys where a duration"),
    BadInput("windows: {name: x}\n", "1:10", "'windows' is a map of keys where a list"),
    BadInput("windows: x\n", "1:10", "'windows' is a single value where a list"),
  ]

  static let values = [
    BadInput("duration: 5 minutes\n", "1:11", "unknown unit 'minutes'", "1m30s"),
    BadInput("duration: 10\n", "1:11", "'10' has no unit", "such as 250ms"),
    BadInput("duration: ten\n", "1:11", "'ten' is not a duration"),
    BadInput("duration: -5s\n", "1:11", "'-5s' is negative"),
    BadInput("duration: 30s1h\n", "1:11", "out of order"),
    BadInput("duration: 1000h\n", "1:11", "too large", "1s to 744h"),
    BadInput("duration: 99999999999999999h\n", "1:11", "too long"),
    BadInput("duration: 0s\n", "1:11", "too small"),
    BadInput("duration: 0.1234567891s\n", "1:11", "finer than a nanosecond"),
    BadInput("seed: -1\n", "1:7", "not a seed"),
    BadInput("seed: 1.5\n", "1:7", "not a seed"),
    BadInput("start: yesterday\n", "1:8", "not a moment"),
    BadInput("start: 2026-02-30T09:00:00Z\n", "1:8", "not a moment"),
    BadInput("start: 2026-01-12T09:00:00+08:00\n", "1:8", "not a moment", "end with Z"),
    BadInput("name: a/b\n", "1:7", "is not a name"),
    BadInput("behaviour:\n  cancelShare: 95\n", "2:16", "more than 1", "did you mean 95%?"),
    BadInput("behaviour:\n  cancelShare: 120%\n", "2:16", "more than 100%"),
    BadInput("behaviour:\n  cancelShare: -1%\n", "2:16", "negative"),
    BadInput("behaviour:\n  cancelShare: some\n", "2:16", "not a share"),
    BadInput("llm:\n  concurrency: 0\n", "2:16", "too small", "1 to 10_000_000"),
    BadInput("llm:\n  concurrency: -3\n", "2:16", "too small"),
    BadInput("llm:\n  concurrency: 1.5\n", "2:16", "not a whole number"),
    BadInput("llm:\n  concurrency: many\n", "2:16", "not a number"),
    BadInput("llm:\n  concurrency: 99999999999999999999\n", "2:16", "too large"),
    BadInput("llm:\n  concurrency: 0x10\n", "2:16", "not a number"),
    BadInput("llm:\n  cancelBilled: yes\n", "2:17", "neither true nor false"),
    BadInput(
      "llm:\n  model: openai/gpt-4.1-nan\n", "2:10", "unknown model", "did you mean 'openai/gpt-4.1-nano'?"),
    BadInput("prices:\n  book: 1999-01\n", "2:9", "unknown price book"),
    BadInput(
      "prices:\n  overrides:\n    redis.comand: 1\n", "3:5", "unknown price 'redis.comand'",
      "did you mean 'redis.command'?"),
    BadInput("prices:\n  overrides:\n    redis.command: -1\n", "3:20", "negative"),
    BadInput("arrivals: closd\n", "1:11", "unknown kind of arrivals", "did you mean 'closed'?"),
    BadInput("arrivals:\n  poisson: {rate: 5}\n", "2:19", "'5' has no unit", "5/s"),
    BadInput("arrivals:\n  poisson: {rate: 5/day}\n", "2:19", "unknown unit '/day'"),
    BadInput("arrivals:\n  poisson: {rate: 0/s}\n", "2:19", "nobody ever comes"),
    BadInput("arrivals:\n  poisson: {rate: 1/s}\n  renewal: {gap: 1s}\n", "3:3", "exclude one another"),
    BadInput("arrivals:\n  curve: []\n", "2:3", "no points"),
    BadInput("arrivals:\n  trace:\n    file: a.csv\n", "3:5", "missing key 'format'"),
    BadInput("arrivals:\n  trace:\n    file: ''\n    format: table\n", "3:11", "no file"),
    BadInput(
      "arrivals:\n  trace:\n    file: a.csv\n    format: azur\n", "4:13", "unknown format 'azur'",
      "did you mean 'azure'?"),
    BadInput("arrivals:\n  curve: [{at: 1m, rate: 1/s}, {at: 0s, rate: 1/s}]\n", "2:37", "must follow"),
    BadInput("system:\n  rateLimit: {algorithm: sliding}\n", "2:26", "unknown algorithm 'sliding'"),
    BadInput("system:\n  workers: {slots: all}\n", "2:20", "neither auto nor a number"),
    BadInput("llm:\n  limits: [{type: tokens, per: minute, value: 1}]\n", "2:19", "unknown type 'tokens'"),
  ]

  static let plans = [
    BadInput("plans:\n  redis: {databases: 0}\n", "2:22", "'0' is too small", "the range is 1 to 1000"),
    BadInput("plans:\n  redis: {commandsPerSecond: of}\n", "2:30", "'of' is neither auto nor off"),
    BadInput("plans:\n  redis: {beyond: refuse}\n", "2:19", "unknown beyond 'refuse'"),
    BadInput("plans:\n  redis: {plan: fixed2GB}\n", "2:17", "unknown plan 'fixed2GB'", "fixed1GB"),
    BadInput("plans:\n  functions: {maximumDuration: 5}\n", "2:32", "'5' has no unit"),
    BadInput("plans:\n  functions: {concurency: 5}\n", "2:15", "unknown key 'concurency'", "'concurrency'"),
  ]

  static let distributions = [
    BadInput("behaviour:\n  gap: 5\n", "2:8", "'5' has no unit"),
    BadInput("behaviour:\n  gap: [1s]\n", "2:8", "a list where a duration or a distribution"),
    BadInput("behaviour:\n  gap: {}\n", "2:8", "no distribution"),
    BadInput("behaviour:\n  gap: 0s\n", "2:8", "zero"),
    BadInput(
      "behaviour:\n  gap: {exponetial: 1s}\n", "2:9", "unknown distribution", "did you mean 'exponential'?"),
    BadInput("behaviour:\n  gap: {exponential: 0s}\n", "2:22", "zero"),
    BadInput("behaviour:\n  gap: {lognormal: {median: 1s}}\n", "2:21", "missing key 'sigma'"),
    BadInput("behaviour:\n  gap: {lognormal: {median: 1s, sigma: 9}}\n", "2:40", "too large"),
    BadInput(
      "behaviour:\n  gap: {table: ragpulse-gpa}\n", "2:16", "unknown table", "did you mean 'ragpulse-gap'?"),
    BadInput(
      "behaviour:\n  gap: {quantiles: {0%: 1s, 50%: 2s, 40%: 3s, 100%: 9s}}\n", "2:38", "does not follow"),
    BadInput("behaviour:\n  gap: {quantiles: {0%: 2s, 50%: 1s, 100%: 9s}}\n", "2:34", "falls at 50%"),
    BadInput("behaviour:\n  gap: {quantiles: {10%: 2s, 100%: 9s}}\n", "2:21", "begin with 0%"),
    BadInput("behaviour:\n  gap: {quantiles: {0%: 2s, 90%: 9s}}\n", "2:29", "end with 100%"),
    BadInput(
      "behaviour:\n  gap: {hyperexponential: [{probability: 40%, mean: 1s}, {probability: 50%, mean: 2s}]}\n",
      "2:9",
      "sum to 90%"),
    BadInput(
      "behaviour:\n  gap: {lognormals: {parts: [{probability: 40%, median: 1s, sigma: 1}]}}\n", "2:22",
      "sum to 40%"),
    BadInput("behaviour:\n  gap: {lognormals: {shift: 1s}}\n", "2:22", "missing key 'parts'"),
    BadInput("questions:\n  answerTokens: {exponential: 98s}\n", "2:31", "not a number"),
    BadInput("behaviour:\n  turns: 0\n", "2:10", "at least one turn"),
  ]

  static let relations = [
    BadInput("duration: 1m\nwindows: [{name: a, from: 0s, to: 2m}]\n", "2:35", "outside the run of 1m"),
    BadInput("windows: [{name: a, from: 3m, to: 2m}]\n", "1:27", "ends before it begins"),
    BadInput(
      "windows:\n- {name: a, from: 1m, to: 2m}\n- {name: a, from: 1m, to: 2m}\n", "3:10", "two windows 'a'"),
    BadInput("duration: 1m\nbehaviour:\n  bells: [{at: 1m, share: 1%}]\n", "3:16", "outside the run"),
    BadInput(
      "duration: 1m\nbehaviour:\n  bells: [{at: 30s, share: 1%, within: 31s}]\n", "3:40", "outside the run"),
    BadInput("duration: 1m\nllm:\n  brownouts: [{at: 2m, for: 1s}]\n", "3:20", "brown-out at 2m is outside"),
    BadInput("duration: 1m\nllm:\n  brownouts: [{at: 59s, for: 2s}]\n", "3:30", "ends at 1m1s"),
    BadInput("llm:\n  outages: [{at: 61m, for: 2s}]\n", "2:18", "outage at 1h1m is outside"),
    BadInput("llm:\n  outages: [{at: 1m, for: 2m}, {at: 2m, for: 1s}]\n", "2:37", "before the one above"),
    BadInput("warmUp: 1h\n", "1:9", "leaves nothing"),
    BadInput("warmUp: soon\n", "1:9", "neither auto nor a duration"),
    BadInput("population: {ramp: 2h}\n", "1:20", "outside the run"),
    BadInput(
      "population:\n  cohorts:\n    - {role: student, share: 50%}\n    - {role: admin, share: 20%}\n", "2:3",
      "sum to 70%"),
    BadInput("population:\n  cohorts: []\n", "2:3", "no cohorts"),
    BadInput(
      "population:\n  cohorts: [{role: student, share: 100%, bypass: true}]\n", "2:50",
      "students cannot bypass"),
    BadInput("population:\n  cohorts: [{role: pupil, share: 100%}]\n", "2:20", "unknown role 'pupil'"),
    BadInput(
      "population:\n  cohorts: [{role: student, share: 1, priority: 11}]\n", "2:49", "too large", "1 to 10"),
    BadInput("system:\n  degradation: {hidden: 6000}\n", "2:25", "simple (5000) is not above hidden (6000)"),
    BadInput("system:\n  degradation: {simple: 20_000}\n", "2:25", "busy (10_000) is not above"),
    BadInput("system:\n  workers: {firstTokenTimeout: 60s}\n", "2:32", "not below the lease"),
    BadInput("system:\n  workers: {lease: 20s}\n", "2:20", "not below the lease (20s)"),
    BadInput("system:\n  educators: {reserve: 100}\n", "2:24", "leaves nothing"),
    BadInput("llm: {hangShare: 60%, stallShare: 60%}\n", "1:18", "sum to 120%"),
    BadInput("llm: {service: 4s, firstToken: 1s}\n", "1:32", "beside service"),
  ]

  static let thresholds = [
    BadInput("thresholds: [a]\n", "1:13", "a list where a map of selectors"),
    BadInput("thresholds:\n  queue_wiat: p(95)<2s\n", "2:3", "unknown metric", "did you mean 'queue_wait'?"),
    BadInput("thresholds:\n  'queue_wait{rol:student}': p(95)<2s\n", "2:15", "unknown tag 'rol'", "'role'"),
    BadInput(
      "thresholds:\n  'queue_wait{role:studnt}': p(95)<2s\n", "2:20", "unknown role 'studnt'", "'student'"),
    BadInput("thresholds:\n  queue_wait: [p(95)<2s, agv<1s]\n", "2:26", "unknown aggregate 'agv'", "'avg'"),
    BadInput("thresholds:\n  queue_wait: 'p(95)<2'\n", "2:22", "has no unit"),
    BadInput("thresholds:\n  failed: 'p(95)<1%'\n", "2:12", "has no aggregate 'p(95)'", "it has rate"),
    BadInput("thresholds:\n  failed: rate<95\n", "2:16", "more than 1", "did you mean 95%"),
    BadInput("thresholds:\n  queue_wait:\n", "2:3", "has no value"),
    BadInput("thresholds:\n  queue_wait: []\n", "2:15", "no expression"),
    BadInput("thresholds:\n  queue_wait: [{threshold: p(95)<2}]\n", "2:34", "has no unit"),
    BadInput(
      "thresholds:\n  queue_wait: [{threshold: p(95)<2s, abort: true}]\n", "2:38", "unknown key 'abort'"),
    BadInput("thresholds:\n  queue_wait: [{abortOnFail: true}]\n", "2:17", "missing key 'threshold'"),
    BadInput("thresholds:\n  'queue_wait{window:bel}': p(95)<2s\n", "2:22", "no window 'bel'"),
    BadInput(
      "system: {rateLimit: {algorithm: off}}\nthresholds:\n  limited: rate<1%\n", "3:3",
      "the rate limiter is off"),
    BadInput(
      "system: {degradation: {enabled: false}}\nthresholds:\n  'time_at_level{level:simple}': value<1m\n",
      "3:4",
      "degradation is off"),
    BadInput(
      "system: {degradation: {enabled: false}}\nthresholds:\n  'e2e{level:simple}': avg<1m\n", "3:14",
      "degradation is off"),
    BadInput(
      "system: {cache: {enabled: false}}\nthresholds:\n  'e2e{outcome:cached}': avg<1s\n", "3:16", "is off"),
    BadInput("thresholds:\n  time_at_level: value<1m\n", "2:3", "needs a level"),
    BadInput("thresholds:\n  'ttft{role:teacher}': avg<1m\n", "2:14", "no cohort of role teacher"),
    BadInput("llm: {service: 4s}\nthresholds:\n  tpot: avg<1s\n", "3:3", "tpot is never measured"),
    BadInput("thresholds:\n  'requests{outcome:malformed}': count<1\n", "2:21", "malformedShare is off"),
  ]

  static let all = syntax + keys + values + plans + distributions + relations + thresholds

  @Test(arguments: all) func isReportedOnceAtItsPlace(input: BadInput) {
    let found = errors(input.text)
    #expect(found.count == 1, "\(found.map(\.location)) \(found.map(\.message))")
    guard let first = found.first else { return }
    #expect(first.location == input.location)
    #expect(first.message.contains(input.message), "\(first.message)")
    #expect(first.hint.contains(input.hint), "\(first.hint)")
    #expect(first.rendered().contains("--> \(input.location)"))
  }

  @Test func allErrorsComeAtOnceSortedByLine() {
    let text = """
      seeed: 1
      seed: x
      duration: 10
      llm:
        concurrency: &a 5
        model: none
        model: again
      thresholds:
        queue_wiat: p(95)<2s
        failed: rate<95
      """
    let found = errors(text)
    #expect(found.map(\.line) == [1, 2, 3, 5, 6, 7, 9, 10])
  }

  @Test func manyErrorsAreCounted() {
    let text = (0..<500).map { "key\($0): 1" }.joined(separator: "\n")
    #expect(throws: ScenarioErrors.self) { try read(text) }
    do throws(ScenarioErrors) {
      _ = try read(text)
    } catch {
      #expect(error.diagnostics.count == 100)
      #expect(error.leftOut == 400)
      #expect(error.rendered().hasSuffix("500 errors, 400 not shown"))
    }
  }

  @Test func isRenderedLikeCargo() {
    let found = errors("llm:\n  concurency: 4200\n")
    #expect(
      found.first?.rendered() == """
        error: unknown key 'concurency'
         --> t.yaml:2:3
          |
        2 |   concurency: 4200
          |   ^^^^^^^^^^

        hint: did you mean 'concurrency'?
        """)
    #expect(found.first?.rendered(colour: true).contains("\u{1b}[1;31merror\u{1b}[0m") == true)
  }

  @Test func largeFilesAreRefused() {
    let text = String(repeating: "# comment\n", count: 27_000)
    #expect(errors(text).first?.message.contains("256 KB") == true)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: ScenarioErrors.self) {
      try ScenarioReader.read(bytes: Array("seed: 1\nname: ".utf8) + [0xFF, 0xFE], fileName: "t.yaml")
    }
    do throws(ScenarioErrors) {
      _ = try ScenarioReader.read(bytes: Array("seed: 1\nname: ".utf8) + [0xFF], fileName: "t.yaml")
    } catch {
      #expect(error.diagnostics.first?.location == "t.yaml:2:7")
    }
  }

  @Test func signsWithinTextAreNoReferences() throws {
    let text = """
      description: "a & b * c ! d"
      name: x # &anchor *alias
      """
    #expect(try read(text).description == "a & b * c ! d")
    #expect(try read("description: >\n  &a *b\n  !c\nseed: 3\n").seed == 3)
    #expect(try read("description: 'it''s &a'\n").description == "it's &a")
    #expect(try read("description: a & b\n").description == "a & b")
  }

  @Test func textOverSeveralLinesHidesNothing() throws {
    #expect(
      try read("description: foo\n  'bar &a\n  *b - !c\nname: x\n").description == "foo 'bar &a *b - !c")
    #expect(try read("description: foo\n  - bar\nseed: 3\n").seed == 3)
    #expect(
      errors("description: foo\n  'bar\nseed: &a 1\nname: it's\n").map(\.location).contains("t.yaml:3:7"))
    #expect(errors("description: foo # 'x\nseed: &a 1\nname: it's\n").map(\.location).contains("t.yaml:2:7"))
    #expect(errors("windows: [a\n 'b, &c d]\nname: it's\n").map(\.location).contains("t.yaml:2:6"))
    #expect(
      errors("description: |\n  'text\nseed: &a 1\nname: it's\n").map(\.location).contains("t.yaml:3:7"))
  }

  @Test func aliasBombsAreRefusedFast() {
    var bombs = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for letter in "bcdefghij" {
      let last = String(UnicodeScalar(letter.unicodeScalars.first!.value - 1)!)
      bombs.append("\(letter): &\(letter) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]")
    }
    let clock = ContinuousClock()
    let time = clock.measure { #expect(!errors(bombs.joined(separator: "\n")).isEmpty) }
    #expect(time < .seconds(1))
    let keys = "a: &a {x: 1}\nb: &b {? *a : *a}\nc: {? *b : *b, ? *b : 1}\n"
    #expect(!errors(keys).isEmpty)
    for deep in ["[", "{a: ", "- ", "? "] {
      let time = clock.measure {
        #expect(!errors(String(repeating: deep, count: 60_000 / deep.count)).isEmpty)
      }
      #expect(time < .seconds(2))
    }
  }
}
