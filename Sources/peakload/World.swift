// All contact of the program with the world outside: arguments, environment, streams, terminals, clocks, files,
// signals, and the end of the process. Commands get a value of this type and use nothing else, so that tests can
// run whole commands.

import RunReport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The world as a command sees it.
struct World {
  /// A stream that text is written to.
  struct TextStream {
    /// True when a person watches.
    var isTerminal: Bool
    /// Columns of the terminal; 0 where there is none.
    var columns: Int
    /// Writes text as it is; throws when it cannot be written.
    var write: (String) throws -> Void
  }

  /// The command line; the first is the program as it was typed.
  var arguments: [String]
  /// The environment's variables.
  var environment: [String: String]
  /// Where data goes.
  var output: TextStream
  /// Where everything else goes.
  var error: TextStream
  /// The files.
  var files: FileSystem
  /// What the process has used of its machine.
  var machine: Machine
  /// Begins to listen for signals that ask the program to stop.
  var beginListening: () -> Void
  /// Why the program was asked to stop, in words that follow "interrupted by"; nil as long as it was not.
  var interruption: () -> String?

  /// Writes a line of data; throws when it is lost.
  func printOutput(_ text: String) throws { try output.write(Self.line(text)) }

  /// Writes a line that is not data. There is nowhere to report a failure to, so it is let go.
  func printError(_ text: String) { try? error.write(Self.line(text)) }

  private static func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }

  /// How to write to `stream`: colour on a terminal only, and never with `NO_COLOR` set to anything.
  func style(for stream: TextStream) -> TerminalStyle {
    let wantsNone = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let hasColour = stream.isTerminal && !wantsNone && environment["TERM"] != "dumb"
    return TerminalStyle(hasColour: hasColour)
  }

  /// The program as it was typed.
  var programName: String { arguments.first ?? "peakload" }
}

extension World {
  /// The world of this process.
  static func process() -> World {
    World(
      arguments: CommandLine.arguments,
      environment: processEnvironment(),
      output: stream(of: STDOUT_FILENO, name: "standard output"),
      error: stream(of: STDERR_FILENO, name: "standard error"),
      files: .posix,
      machine: .thisOne,
      beginListening: Interruption.beginListening,
      interruption: { Interruption.reason })
  }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status.code)
    #else
      Darwin.exit(status.code)
    #endif
  }

  private static func stream(of descriptor: Int32, name: String) -> TextStream {
    let isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let columns = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    return TextStream(isTerminal: isTerminal, columns: columns) { text in
      guard FileSystem.writeAll(Array(text.utf8), to: descriptor) else {
        throw Failure("cannot write to \(name): \(String(cString: strerror(errno)))")
      }
    }
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    for name in ["NO_COLOR", "TERM"] {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return variables
  }
}
