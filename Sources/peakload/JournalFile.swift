// A file that grows line by line while many tasks work, and that outlives the process: what has been appended is the
// system's, whatever kills the program after that. Locked, so that two programs cannot mix their lines.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is appended to. It is the caller's alone until it is closed or the process ends.
struct JournalFile: Sendable {
  /// All that the file holds.
  var read: @Sendable () throws -> [UInt8]
  /// Leaves the first so many bytes.
  var cut: @Sendable (_ length: Int) throws -> Void
  /// Adds bytes at the end; from any thread, one call after the other.
  var append: @Sendable (_ bytes: [UInt8]) throws -> Void
  /// Gives the file back.
  var close: @Sendable () -> Void
}

extension JournalFile {
  /// A file of this machine. Throws when another process has it.
  static func posix(_ path: String) throws -> JournalFile {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileSystem.failure("write", path) }
    // The lock goes with the process, so that a kill leaves none behind.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isTaken = errno == EWOULDBLOCK
      let failure = FileSystem.failure("lock", path)
      Self.close(descriptor)
      guard isTaken else { throw failure }
      throw Failure(
        "another sweep is writing to \(path)", hint: "wait for its end, or give another --out")
    }
    let file = OpenFile(path: path, descriptor: descriptor)
    return JournalFile(
      read: { try FileSystem.posix.read(path) }, cut: { try file.cut($0) }, append: { try file.append($0) },
      close: { file.close() })
  }

  /// Outside the type's own `close`, which hides the system's.
  fileprivate static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  /// The descriptor; nil once it is closed.
  private final class OpenFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32?>

    init(path: String, descriptor: Int32) {
      self.path = path
      self.descriptor = Mutex(descriptor)
    }

    func cut(_ length: Int) throws {
      try descriptor.withLock { descriptor in
        guard let descriptor, ftruncate(descriptor, off_t(length)) == 0 else {
          throw FileSystem.failure("cut", path)
        }
      }
    }

    func append(_ bytes: [UInt8]) throws {
      try descriptor.withLock { descriptor in
        guard let descriptor else { throw Failure("cannot write \(path): it is closed") }
        let length = lseek(descriptor, 0, SEEK_END)
        guard FileSystem.writeAll(bytes, to: descriptor) else {
          let failure = FileSystem.failure("write", path)
          // Half of these bytes, on a full disk, must not stand before those of another task.
          if length >= 0 { _ = ftruncate(descriptor, length) }
          throw failure
        }
      }
    }

    func close() {
      descriptor.withLock { descriptor in
        if let descriptor { JournalFile.close(descriptor) }
        descriptor = nil
      }
    }
  }
}
