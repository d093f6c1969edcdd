// Signals: the first is noted and the program goes on, the second ends it.

import Foundation
import Testing

@testable import peakload

@Suite struct InterruptionTests {
  @Test func theFirstSignalIsNotedAndTheSecondEnds() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      Interruption.beginListening()
      precondition(Interruption.reason == nil)
      raise(SIGINT)
      precondition(Interruption.reason == "Ctrl-C (SIGINT)", "\(String(describing: Interruption.reason))")
      raise(SIGINT)
    }
  }

  @Test func terminationIsNotedToo() async {
    await #expect(processExitsWith: .success) {
      Interruption.beginListening()
      raise(SIGTERM)
      precondition(Interruption.reason == "SIGTERM")
      exit(0)
    }
  }
}
