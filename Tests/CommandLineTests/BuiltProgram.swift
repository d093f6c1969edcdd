// Runs the program as it was built, the way a shell does.

import Foundation
import Testing

/// The built program, found beside the test bundle.
struct BuiltProgram {
  /// What one run of it did.
  struct Ending {
    var status: Int32
    var output: String
    var error: String
  }

  /// An empty directory that it runs in.
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "peakload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  /// Takes the directory away.
  func remove() { try? FileManager.default.removeItem(at: directory) }

  /// Every file in the directory, by path.
  var files: [String] {
    (FileManager.default.enumerator(atPath: directory.path)?.allObjects as? [String] ?? []).sorted()
  }

  /// Puts a file into the directory.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appending(path: name))
  }

  /// A run of the program that may still go on.
  struct Running {
    fileprivate let process: Process
    fileprivate let outputURL: URL
    fileprivate let errorURL: URL

    /// False once it has ended.
    var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end. Call it once.
    func ending() throws -> Ending {
      defer {
        try? FileManager.default.removeItem(at: outputURL)
        try? FileManager.default.removeItem(at: errorURL)
      }
      process.waitUntilExit()
      return Ending(
        status: process.terminationStatus,
        output: String(decoding: try Data(contentsOf: outputURL), as: UTF8.self),
        error: String(decoding: try Data(contentsOf: errorURL), as: UTF8.self))
    }
  }

  /// Runs the program to its end. After `interruptAfter` seconds it is sent SIGINT.
  func run(
    _ arguments: [String], environment: [String: String] = [:], interruptAfter: Double? = nil
  ) throws -> Ending {
    let running = try start(arguments, environment: environment)
    if let interruptAfter {
      Thread.sleep(forTimeInterval: interruptAfter)
      running.send(SIGINT)
    }
    return try running.ending()
  }

  /// Starts the program.
  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Running {
    let process = Process()
    process.executableURL = try Self.location()
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: nothing has to be read while the program runs. Each run has its own.
    let files = directory.deletingLastPathComponent()
      .appending(path: "\(directory.lastPathComponent)-\(UUID().uuidString)")
    let outputURL = files.appendingPathExtension("out")
    let errorURL = files.appendingPathExtension("err")
    for url in [outputURL, errorURL] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: outputURL)
    process.standardError = try FileHandle(forWritingTo: errorURL)
    try process.run()
    return Running(process: process, outputURL: outputURL, errorURL: errorURL)
  }

  /// The program beside the bundle that these tests run from, whatever the configuration and scratch path.
  private static func location() throws -> URL {
    let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(filePath: $0) }
    for start in [own] + bundles {
      var place = start.deletingLastPathComponent()
      for _ in 0..<4 {
        let candidate = place.appending(path: "peakload")
        if FileManager.default.isExecutableFile(atPath: candidate.path), !isDirectory(candidate) {
          return candidate
        }
        place.deleteLastPathComponent()
      }
    }
    throw NotBuilt(searched: [own] + bundles)
  }

  private static func isDirectory(_ url: URL) -> Bool {
    (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }

  /// The program is not where the build puts it.
  struct NotBuilt: Error { var searched: [URL] }
}
