// What the program tells its caller when it ends, and the errors that end it.

/// How the program ends; continuous integration reads the number.
struct ExitStatus: Hashable {
  /// The number that the shell sees.
  var code: Int32

  /// Every threshold held, or there was none to judge.
  static let passed = ExitStatus(code: 0)
  /// Anything that has no number of its own.
  static let failed = ExitStatus(code: 1)
  /// Wrong use of the command line.
  static let usage = ExitStatus(code: 64)
  /// No threshold certainly failed, and at least one may hold or not: its interval over replications holds the limit.
  /// Of a search: the budget ended before it had an answer.
  static let inconclusive = ExitStatus(code: 98)
  /// At least one threshold did not hold; of a search, at no value did all hold.
  static let breached = ExitStatus(code: 99)
  /// The scenario, a value of `--set` or a file of measurements is invalid; nothing was run or written.
  static let invalidScenario = ExitStatus(code: 104)
  /// Stopped by a signal; a report marked partial was written.
  static let interrupted = ExitStatus(code: 105)
}

/// Something that ends the program, in words for the person who typed the command.
struct Failure: Error, CustomStringConvertible {
  /// What went wrong, with the path or the value that it went wrong with.
  var message: String
  /// What to do about it.
  var hint: String?
  /// How the program ends.
  var status: ExitStatus

  init(_ message: String, hint: String? = nil, status: ExitStatus = .failed) {
    self.message = message
    self.hint = hint
    self.status = status
  }

  var description: String { message }

  /// Prints the error and its hint where errors go.
  func print(in world: World) {
    world.printError("error: \(message)")
    if let hint { world.printError("\nhint: \(hint)") }
  }
}
