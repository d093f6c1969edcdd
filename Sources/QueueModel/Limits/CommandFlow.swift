// A database's commands in steps: for flows of which only the number in each step is known.

/// What reached one database in a step, as work (``CommandWork``).
public struct CommandStep: Hashable, Sendable {
  /// Commands that were done, or that are in line: those that were asked for one by one.
  public var single: Int64
  /// Commands of a flow, such as the entries of all answers: nobody asked for each.
  public var flowing: Int64
  /// Commands that were asked for one by one and refused.
  public var refused: Int64

  /// A step's commands.
  public init(single: Int64 = 0, flowing: Int64 = 0, refused: Int64 = 0) {
    self.single = single
    self.flowing = flowing
    self.refused = refused
  }
}

/// One database's commands, in steps of equal length.
///
/// As ``CommandBacklog``, with what is known at the end of a step in force until the end of the next: how long a
/// command waits, or which share of commands is refused. That share is the excess over what a step can take, as demand
/// was lately, and falls on all commands alike, in proportion. What is refused of a flow comes again in the next step, since whoever
/// writes an answer has to; what was asked for one by one is its asker's affair.
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
  /// Chosen so that a run in steps refuses as many commands as one event by event (`PlatformTests`): a longer average
  /// misses the moments at which a whole request gets through.
  private static let stepsOfAverage: Int64 = 4
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
      work = max(0, work + step.single + flowing - drained)
      delayNanoseconds = work > burst ? cap.nanoseconds(for: work - burst) : 0
      return
    }
    let demand = step.single + step.refused + flowing
    usualDemand += (demand - usualDemand) / Self.stepsOfAverage
    again = Int64(Double(flowing) * refusedShare)
    refusedFlow += again
    work = max(0, work + step.single + flowing - again - drained)
    // Nothing is refused before the burst is used up. Then as much passes as is drained, and what one step let pass
    // too much or too little is made up for over several, so that the share follows the demand and not its noise.
    let room = max(0, drained + (burst - work) / Self.stepsOfAverage)
    refusedShare =
      work + max(demand, usualDemand) - drained <= burst || usualDemand <= room
      ? 0 : 1 - Double(room) / Double(usualDemand)
  }
}
