// A database's commands in steps: for flows of which only the number in each step is known.

/// What reached one database in a step, as work (``CommandWork``).
public struct CommandStep: Hashable, Sendable {
  /// Commands that were done, or that are in line: those that were asked for one by one.
  public var single: Int64
  /// Commands of a flow, such as the entries of all answers: nobody asked for each.
  public var flowing: Int64
  /// Polls: a flow of which nothing is sent again, since the next one comes anyway.
  public var polling: Int64
  /// Commands that were asked for one by one and refused.
  public var refused: Int64

  /// A step's commands.
  public init(single: Int64 = 0, flowing: Int64 = 0, polling: Int64 = 0, refused: Int64 = 0) {
    self.single = single
    self.flowing = flowing
    self.polling = polling
    self.refused = refused
  }
}

/// One database's commands, in steps of equal length.
///
/// As ``CommandBacklog``, with what is known at the end of a step in force until the end of the next: how long a
/// command waits, or which share of commands is refused. That share is the excess over what a step can take, as demand
/// was lately, and falls on all commands alike. What is refused of the entries of answers comes again in the next step,
/// since whoever writes an answer has to; a poll has a next one anyway, and what was asked for one by one is its
/// asker's affair.
public struct CommandFlow: Hashable, Sendable {
  /// The rule.
  public let cap: CommandCap
  /// Work that has come and is not done.
  public private(set) var work: Int64 = 0
  /// Refused work of flows, which comes again.
  public private(set) var again: Int64 = 0
  /// Work of flows that was refused, each time that it was.
  public private(set) var refusedFlow: Int64 = 0
  /// How long a command waits, in nanoseconds.
  public private(set) var delayNanoseconds: Int64 = 0
  /// Share of the commands that are refused.
  public private(set) var refusedShare: Double = 0
  /// Work that comes in a step, refused or not, averaged over some.
  private var usualDemand: Int64 = 0
  /// Steps over which demand is averaged, and over which too much or too little is made up for. Chosen so that a run in
  /// steps refuses as many commands as one event by event, at caps of 500 to 1,100 a second (docs/plans.md): whoever is
  /// refused tries again, so that a share that follows each step's noise makes more of them.
  private static let stepsOfAverage: Int64 = 4
  private static let stepsOfCorrection: Int64 = 6
  private let drained: Int64
  private let burst: Int64

  /// An idle database.
  public init(cap: CommandCap, stepNanoseconds: Int64) {
    precondition(stepNanoseconds > 0, "a step of \(stepNanoseconds) ns")
    self.cap = cap
    drained = cap.work(in: stepNanoseconds)
    burst = cap.burstWork
  }

  /// True while commands wait or are refused.
  public var isShort: Bool { delayNanoseconds > 0 || refusedShare > 0 }

  /// A step has ended.
  public mutating func step(_ step: CommandStep) {
    let flowing = step.flowing + again
    if cap.beyond == .delay {
      work = max(0, work + step.single + flowing + step.polling - drained)
      delayNanoseconds = work > burst ? cap.nanoseconds(for: work - burst) : 0
      return
    }
    let demand = step.single + step.refused + flowing + step.polling
    usualDemand += (demand - usualDemand) / Self.stepsOfAverage
    again = Int64(Double(flowing) * refusedShare)
    let refusedPolls = Int64(Double(step.polling) * refusedShare)
    refusedFlow += again + refusedPolls
    work = max(0, work + step.single + flowing - again + step.polling - refusedPolls - drained)
    // Nothing is refused before the burst is used up. Then as much passes as is drained, and what one step let pass
    // too much or too little is made up for over several, so that the share follows the demand and not its noise.
    let room = max(0, drained + (burst - work) / Self.stepsOfCorrection)
    refusedShare =
      work + max(demand, usualDemand) - drained <= burst || usualDemand <= room
      ? 0 : 1 - Double(room) / Double(usualDemand)
  }
}
