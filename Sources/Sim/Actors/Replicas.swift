// The replicas of a model that serves by continuous batching, and when each has something to do next.

import QueueModel
import Scenario

/// The replicas of one model. Empty where the model's times are drawn.
struct Replicas: Sendable {
  /// A call that a replica has taken.
  struct Call: BitwiseCopyable {
    /// The request as the replica knows it.
    var handle: BatchReplica.Handle
    /// Which replica; -1 once the replica has done with it, or never had it.
    var replica: Int32
    /// Tokens that it was asked for: all of the answer, or as many as come before something goes wrong.
    var tokens: Int32

    var isUnderWay: Bool { replica >= 0 }

    static var none: Call { Call(handle: .none, replica: -1, tokens: 0) }
  }

  private var replicas: [BatchReplica]
  private var chooser: ReplicaChooser
  /// The pending event of each replica and its moment; `max` where there is none.
  private var wakes: [(event: EventHandle, at: Int64)]
  private let settings: BatchSettings
  /// What the last answers took, in nanoseconds: between two tokens, and from the call to the first one.
  private var recentInterval: Int64
  private var recentFirstToken: Int64

  /// The replicas of a scenario's model.
  init(_ llm: LanguageModel, detail: RunDetail) {
    var settings = llm.batch.engine
    if detail == .everyStep { settings.takesEqualStepsAtOnce = false }
    let count = llm.kind == .batch ? llm.batch.replicas : 0
    replicas = Array(repeating: BatchReplica(settings, engines: llm.batch.engines), count: count)
    wakes = Array(repeating: (.none, .max), count: count)
    chooser = ReplicaChooser(llm.batch.choice, count: max(1, count))
    self.settings = settings
    let usual = settings.stepTime
    recentInterval = (usual.base + usual.perSequence) / 1_000
    recentFirstToken = recentInterval
  }

  /// True when a call of this size can be served at all.
  func canHold(prompt: Int, output: Int) -> Bool {
    settings.canHold(prompt: prompt, output: output)
  }

  /// Gives a call to a replica.
  mutating func submit(_ place: UInt32, prompt: Int, cached: Int, output: Int, now: Int64) -> Call {
    let replica = chooser.choose()
    catchUp(replica, now)
    let handle = change(replica) {
      $0.submit(place, prompt: prompt, output: output, cached: cached, now: now)
    }
    return Call(handle: handle, replica: Int32(replica), tokens: Int32(output))
  }

  /// The place of the call of which the next outcome of a replica may be.
  @inline(__always) mutating func nextExpected(_ replica: Int) -> UInt32? { replicas[replica].nextExpected() }

  /// Takes a call away from its replica.
  mutating func cancel(_ call: Call, now: Int64) {
    catchUp(Int(call.replica), now)
    change(Int(call.replica)) { $0.cancel(call.handle, now: now) }
  }

  /// Does something with a replica, and keeps the counts of what it has to do.
  private mutating func change<Result>(_ replica: Int, _ body: (inout BatchReplica) -> Result) -> Result {
    let result = body(&replicas[replica])
    chooser.setLoad(of: replica, to: replicas[replica].count)
    return result
  }

  /// Does what was due before now at a replica: nothing that anybody waits for, else it would have been looked at.
  private mutating func catchUp(_ replica: Int, _ now: Int64) {
    var told: [BatchEngine.Outcome] = []
    replicas[replica].advance(to: now - 1, &told)
    precondition(told.isEmpty, "replica \(replica) had \(told.count) outcomes that nobody was told of")
  }

  /// Tokens of a call that have come.
  mutating func tokens(of call: Call, now: Int64) -> Int {
    catchUp(Int(call.replica), now)
    return replicas[Int(call.replica)].tokens(of: call.handle, now: now)
  }

  /// Does what is due at a replica, and appends what has come of calls.
  mutating func advance(_ replica: Int, to now: Int64, _ outcomes: inout [BatchEngine.Outcome]) {
    change(replica) { $0.advance(to: now, &outcomes) }
  }

  /// Steps take as much longer as the provider is slower than usual, from now on.
  mutating func setSpeed(_ speed: Double, now: Int64) {
    let usual = settings.stepTime
    func slowed(_ time: Int64) -> Int64 { Int64((Double(time) / speed).rounded()) }
    let time = StepTime(
      base: slowed(usual.base), perSequence: slowed(usual.perSequence),
      perPrefillToken: slowed(usual.perPrefillToken), perContextToken: slowed(usual.perContextToken))
    for replica in replicas.indices {
      catchUp(replica, now)
      replicas[replica].change(time, now: now)
    }
  }

  // MARK: Events

  /// The event that was pending for a replica has come.
  mutating func wakeCame(_ replica: Int) { wakes[replica] = (.none, .max) }

  /// Sees to it that a replica is looked at in time: one look too early does no harm.
  mutating func arm(_ replica: Int, _ kernel: SimulationKernel) {
    guard let next = replicas[replica].nextWake, next < wakes[replica].at else { return }
    if wakes[replica].at != .max { kernel.cancel(wakes[replica].event) }
    wakes[replica] = (kernel.schedule(.step, UInt32(replica), at: next), next)
  }

  /// The same for all of them.
  mutating func armAll(_ kernel: SimulationKernel) {
    for replica in replicas.indices { arm(replica, kernel) }
  }

  // MARK: What may be expected

  /// Notes what an answer took. The estimates follow the last sixteen or so.
  mutating func note(firstToken: Int64) { recentFirstToken += (firstToken - recentFirstToken) / 16 }

  mutating func note(interval: Int64) { recentInterval += (interval - recentInterval) / 16 }

  /// How long so many further tokens may be expected to take, and how long the first of a call.
  func expected(tokens: Int) -> Int64 { recentInterval * Int64(tokens) }

  var expectedFirstToken: Int64 { recentFirstToken }

  // MARK: Counts

  /// Calls that run or wait.
  var count: Int { replicas.reduce(0) { $0 + $1.count } }

  /// What all have done.
  var tally: BatchTally { replicas.reduce(BatchTally()) { $0 + $1.tally } }
}

/// Calls that wait for their first token, in the order in which their callers give up.
struct FirstTokenQueue: Sendable {
  private var calls: [(place: UInt32, due: Int64)] = []
  private var head = 0
  /// True while an event is pending for the first of them.
  var isArmed = false

  var first: (place: UInt32, due: Int64)? { head < calls.count ? calls[head] : nil }

  mutating func append(_ place: UInt32, due: Int64) { calls.append((place, due)) }

  /// Takes out the first. O(1) on average.
  mutating func removeFirst() {
    head += 1
    if head * 2 > calls.count {
      calls.removeFirst(head)
      head = 0
    }
  }
}
