// Readers that ask for news over and over, as the original design has it: how often all of them together do.

import QueueModel

/// How long readers asked for news, in nanoseconds of all of them together.
struct PollTime: Hashable, Sendable {
  /// With nothing to read.
  var waiting: Int64 = 0
  /// While entries came.
  var streaming: Int64 = 0
}

/// Those who ask for news, counted, and for how long they have in the present step.
///
/// A reader's next poll is sent when the last one has been answered, so that a database that is short is asked less
/// often by each: the time that all spend is known, and the delay of the step makes polls of it.
struct PollFlow: Sendable {
  /// Readers who are there.
  private var waiting: Int64 = 0
  private var streaming: Int64 = 0
  private var time = PollTime()
  private var asOf: Int64 = 0
  /// The first poll of a connection comes at once: on average half a poll more than its time over their distance.
  private var opened: Int64 = 0
  /// Readers who have gone and whose pollers have not: their time in a step.
  private var leftWaiting = FlowSchedule()
  private var leftStreaming = FlowSchedule()

  /// Readers have come, or with a negative count gone.
  mutating func change(by count: Int64, isStreaming: Bool, at now: Int64) {
    advance(to: now)
    if isStreaming { streaming += count } else { waiting += count }
  }

  /// A connection was opened.
  mutating func open() { opened += 1 }

  /// A reader has gone at `now` and polls on until `end`, with entries to read from `begin` on.
  mutating func leave(at now: Int64, entriesFrom begin: Int64, until end: Int64) {
    let turn = min(max(begin, now), max(end, now))
    leftWaiting.add(rate: Platform.stepNanoseconds, from: now, to: turn)
    leftStreaming.add(rate: Platform.stepNanoseconds, from: turn, to: max(end, now))
  }

  /// True while pollers of readers who have gone ask on.
  var goesOn: Bool { leftWaiting.flows || leftStreaming.flows }

  /// The polls of a step that ends at `end`.
  mutating func takeStep(until end: Int64) -> PollStep {
    advance(to: end)
    defer {
      time = PollTime()
      opened = 0
    }
    return PollStep(
      readers: time, left: PollTime(waiting: leftWaiting.takeStep(), streaming: leftStreaming.takeStep()),
      opened: opened)
  }

  private mutating func advance(to now: Int64) {
    time.waiting += waiting * (now - asOf)
    time.streaming += streaming * (now - asOf)
    asOf = now
  }
}

/// What was polled in a step, before it is known how long each poll takes.
struct PollStep: Sendable {
  /// Of those who read.
  var readers = PollTime()
  /// Of those who have gone.
  var left = PollTime()
  /// Connections opened.
  var opened: Int64 = 0

  /// The polls of all sessions, as work, when each waits so long in addition.
  func work(_ policy: PollingPolicy, delayNanoseconds delay: Int64) -> PollWork {
    let perPoll = Double(CommandWork.perCommand)
    let streaming = perPoll * policy.polls(streaming: readers.streaming, delay: delay)
    let leftStreaming = perPoll * policy.polls(streaming: left.streaming, delay: delay)
    let left = perPoll * policy.polls(waiting: left.waiting, delay: delay) + leftStreaming
    let waiting = perPoll * policy.polls(waiting: readers.waiting, delay: delay)
    return PollWork(
      all: perPoll / 2 * Double(opened) + waiting + streaming + left, left: left,
      streaming: streaming + leftStreaming)
  }
}

/// Polls as work, in all and of two kinds.
struct PollWork: Sendable {
  var all = 0.0
  /// For readers who had gone.
  var left = 0.0
  /// While entries came.
  var streaming = 0.0

  static func += (sum: inout PollWork, more: PollWork) {
    sum.all += more.all
    sum.left += more.left
    sum.streaming += more.streaming
  }

  static func * (work: PollWork, part: Double) -> PollWork {
    PollWork(all: work.all * part, left: work.left * part, streaming: work.streaming * part)
  }
}
