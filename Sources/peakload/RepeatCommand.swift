// The command that repeats a run, ready to paste into a shell.

/// A run's command with its seed written out.
struct RepeatCommand {
  private let before: [String]
  private let replication: [String]
  private let after: [String]

  /// The command that was given as `command` to the program called `programName`.
  init(_ command: RunCommand, programName: String) {
    before = [programName, "run", command.scenario]
    var after: [String] = []
    for setting in command.settings { after += ["--set", setting] }
    if let users = command.users { after += ["--users", users] }
    if command.scale != 1 {
      let whole = command.scale == command.scale.rounded()
      after += ["--scale", whole ? "\(Int(command.scale))" : "\(command.scale)"]
    }
    if let duration = command.duration { after += ["--duration", duration] }
    if command.noThresholds { after.append("--no-thresholds") }
    if let out = command.out { after += ["--out", out] }
    self.after = after
    let flags = command.replication
    var replication: [String] = []
    if let replications = flags.replications { replication += ["--replications", "\(replications)"] }
    if let precision = flags.precision { replication += ["--precision", precision] }
    if let maximum = flags.maximumReplications { replication += ["--maximum-replications", "\(maximum)"] }
    if let threads = flags.threads { replication += ["--threads", "\(threads)"] }
    self.replication = replication
  }

  /// The command with `seed`, each argument quoted where a shell needs it; without the flags for replications where
  /// one of them is to be repeated by itself.
  func text(seed: UInt64, isOne: Bool = false) -> String {
    (before + ["--seed", "\(seed)"] + (isOne ? [] : replication) + after).map(Self.quoted)
      .joined(separator: " ")
  }

  /// `argument` as a POSIX shell reads it back.
  static func quoted(_ argument: String) -> String {
    let safe = !argument.isEmpty && argument.utf8.allSatisfy(isSafe)
    return safe
      ? argument
      : "'"
        + argument.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./=:,+%@".utf8.contains(byte)
    }
  }
}
