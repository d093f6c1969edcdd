// What a Redis plan allows: so many commands a second for each database, and what becomes of the commands beyond
// them. Two accounts of the same rule: command by command, and in steps for flows that are known by formula.

/// The most commands that one database takes in a second.
///
/// Source: Upstash documentation, Redis billing, 2026-06-18: 10,000 commands a second on pay as you go and on fixed
/// plans up to 50 GB, 16,000 on 100 GB and 500 GB. Each command inside a pipeline, a transaction or a script counts.
/// What the service does beyond the cap and how it measures a second is not documented, so that ``beyond`` is a
/// parameter, and a second is a bucket: as many commands as the rate gives in ``burstNanoseconds`` pass at once.
/// That is what a window of one second would let pass at the most, wherever its edges lie.
public struct CommandCap: Hashable, Sendable {
  /// What becomes of commands beyond the cap.
  public enum Beyond: String, CaseIterable, Hashable, Sendable {
    /// They wait in line, first come, first served.
    case delay
    /// They are answered with an error at once, and cost nothing.
    case reject
  }

  /// Commands a second, at least 1.
  public let commandsPerSecond: Int64
  /// What becomes of commands beyond them.
  public let beyond: Beyond
  /// The time whose commands may come all at once, in nanoseconds.
  public let burstNanoseconds: Int64

  /// A cap of at least one command a second.
  public init(commandsPerSecond: Int, beyond: Beyond, burst: Duration = .seconds(1)) {
    precondition(commandsPerSecond >= 1, "a cap of \(commandsPerSecond) commands a second")
    precondition(burst >= .zero, "a burst of \(burst)")
    self.commandsPerSecond = Int64(commandsPerSecond)
    self.beyond = beyond
    burstNanoseconds = burst.wholeNanoseconds
  }

  /// Work of the commands that pass at once.
  var burstWork: Int64 { work(in: burstNanoseconds) }

  /// Work that is done in a time.
  public func work(in nanoseconds: Int64) -> Int64 {
    Int64(clamping: Int128(commandsPerSecond) * Int128(nanoseconds) / 1_000)
  }

  /// Time that work takes, in nanoseconds, rounded up.
  func nanoseconds(for work: Int64) -> Int64 {
    Int64(clamping: (Int128(work) * 1_000 + Int128(commandsPerSecond) - 1) / Int128(commandsPerSecond))
  }
}

/// Commands as work, so that a part of a flow can be counted: a command is a million.
public enum CommandWork {
  /// Work of one command.
  public static var perCommand: Int64 { 1_000_000 }
}

/// What a database says to commands that reach it.
public enum CommandAnswer: Hashable, Sendable {
  /// They are done after this long, 0 below the cap.
  case done(afterNanoseconds: Int64)
  /// They are refused.
  case refused
}

/// One database's commands, each at its moment.
///
/// The state is one number: the work that has come and is not yet done. It drains at the rate of the cap; up to a
/// burst of it nobody notices.
///
/// ```swift
/// var line = CommandBacklog(cap: CommandCap(commandsPerSecond: 100, beyond: .delay, burst: .zero))
/// line.enter(commands: 50, now: start)  // .done(afterNanoseconds: 500_000_000)
/// ```
public struct CommandBacklog: Hashable, Sendable {
  /// The rule.
  public let cap: CommandCap
  /// Work that has come and is not done, in millionths of a command.
  public private(set) var work: Int64 = 0
  private var asOf: Instant

  /// An idle database at `now`.
  public init(cap: CommandCap, now: Instant) {
    self.cap = cap
    asOf = now
  }

  /// Does what can be done until `now`. O(1). Must not run backwards.
  public mutating func advance(to now: Instant) {
    let passed = now.nanoseconds(since: asOf)
    precondition(passed >= 0, "a database's clock ran back by \(-passed) ns")
    work = max(0, work - cap.work(in: passed))
    asOf = now
  }

  /// How long a command that comes now waits, in nanoseconds.
  public var delayNanoseconds: Int64 { cap.nanoseconds(for: max(0, work - cap.burstWork)) }

  /// Commands come; whether they are done, and when. Refused ones leave no trace.
  public mutating func enter(commands: Int64, now: Instant) -> CommandAnswer {
    enter(work: commands * CommandWork.perCommand, now: now)
  }

  /// As ``enter(commands:now:)``, by work.
  public mutating func enter(work more: Int64, now: Instant) -> CommandAnswer {
    advance(to: now)
    if cap.beyond == .reject {
      guard !isFull else { return .refused }
      work += more
      return .done(afterNanoseconds: 0)
    }
    work += more
    return .done(afterNanoseconds: delayNanoseconds)
  }

  /// Commands come that have been let pass, be the database full or not.
  public mutating func admit(work more: Int64, now: Instant) {
    advance(to: now)
    work += more
  }

  /// True when half a burst has room: whatever was short is so no more.
  public var isAtEase: Bool { work <= cap.burstWork / 2 }

  /// True when commands that come now would be refused. What finds room passes as a whole, be it one command or many,
  /// so that all have the same prospect.
  public var isFull: Bool { cap.beyond == .reject && work >= max(1, cap.burstWork) }
}
