// Reading scenarios and writing reports. A report appears whole or not at all: it is written beside its place and
// moved there, so that nobody ever reads half of one.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the program does with files. Failures name the path and say what the system said.
struct FileSystem {
  /// The bytes of a file.
  var read: (_ path: String) throws -> [UInt8]
  /// Makes a directory and those above it, unless they exist.
  var makeDirectory: (_ path: String) throws -> Void
  /// Puts bytes at a path, replacing what is there in one step.
  var replace: (_ path: String, _ bytes: [UInt8]) throws -> Void
  /// Opens a file that grows, and makes it where there is none. One process at a time has it open.
  var openJournal: (_ path: String) throws -> JournalFile
}

extension FileSystem {
  /// The files of this machine.
  static var posix: FileSystem {
    FileSystem(
      read: readFile, makeDirectory: makeDirectories, replace: replaceFile, openJournal: JournalFile.posix)
  }

  /// Writes all of `bytes`; false when the system refuses, with the reason in `errno`.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      written += count
    }
    return true
  }

  private static func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = readOnce(from: descriptor, into: &buffer)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("read", path)
      }
      bytes += buffer[..<count]
    }
  }

  private static func makeDirectories(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      guard mkdir(made, 0o777) != 0 else { continue }
      // One that exists already is as good; in a directory that may not be written to, one that exists reads
      // as refused.
      var status = stat()
      let reason = errno
      guard stat(made, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        errno = reason
        throw failure("make the directory", made)
      }
    }
    guard access(path, W_OK | X_OK) == 0 else { throw failure("write into", path) }
  }

  private static func replaceFile(_ path: String, _ bytes: [UInt8]) throws {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure("write", path) }
    let isWritten = writeAll(bytes, to: descriptor)
    let reason = errno
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      let kept = isWritten ? errno : reason
      unlink(temporary)
      errno = kept
      throw failure("write", path)
    }
  }

  /// What the system last said, as an error about `path`.
  static func failure(_ action: String, _ path: String) -> Failure {
    Failure("cannot \(action) \(path): \(String(cString: strerror(errno)))")
  }
}

/// One `read` into `buffer`; outside the type above, whose own `read` hides the system's.
private func readOnce(from descriptor: Int32, into buffer: inout [UInt8]) -> Int {
  buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
}
