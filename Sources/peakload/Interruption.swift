// Ctrl-C and its relatives. A handler may do almost nothing, so it sets one number that the run asks for.

import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the process was asked to stop.
enum Interruption {
  /// The signal that asked; 0 as long as none did.
  private static let received = Atomic<Int32>(0)

  /// Listens for SIGINT and SIGTERM. The first is noted; a second one ends the process at once.
  static func beginListening() {
    // The value exists before a handler can run, so that the handler never has to make it.
    received.store(0, ordering: .relaxed)
    // Whoever started the process may have blocked or ignored the signals; a run can always be stopped.
    var listened = sigset_t()
    sigemptyset(&listened)
    for name in [SIGINT, SIGTERM] {
      var action = sigaction()
      #if canImport(Glibc)
        action.__sigaction_handler.sa_handler = note
      #else
        action.__sigaction_u.__sa_handler = note
      #endif
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | Int32(SA_RESTART)
      sigaction(name, &action, nil)
      sigaddset(&listened, name)
    }
    pthread_sigmask(SIG_UNBLOCK, &listened, nil)
  }

  /// What asked the process to stop, in words that follow "interrupted by".
  static var reason: String? {
    switch received.load(ordering: .relaxed) {
    case 0: nil
    case SIGINT: "Ctrl-C (SIGINT)"
    case SIGTERM: "SIGTERM"
    case let other: "signal \(other)"
    }
  }

  private static let note: @convention(c) (Int32) -> Void = { signal in
    received.store(signal, ordering: .relaxed)
  }
}
