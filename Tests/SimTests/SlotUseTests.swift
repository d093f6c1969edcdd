// How busy places were, beside what can be added up by hand.

import Testing

@testable import Sim

@Suite struct SlotUseTests {
  @Test func placesAreIntegratedOverTime() {
    var use = SlotUse(from: 0, until: 1_000)
    use.update(inUse: 2, slots: 4, at: 100)
    use.update(inUse: 4, slots: 4, at: 200)
    use.update(inUse: 1, slots: 4, at: 350)
    use.update(inUse: 0, slots: 4, at: 400)
    #expect(use.busyNanoseconds == 2 * 100 + 4 * 150 + 50)
    #expect(use.fullNanoseconds == 150)
    #expect(use.peak == 4)
  }

  @Test func nothingIsCountedAfterTheEnd() {
    var use = SlotUse(from: 0, until: 1_000)
    use.update(inUse: 3, slots: 3, at: 900)
    use.update(inUse: 3, slots: 3, at: 1_500)
    use.update(inUse: 0, slots: 3, at: 2_000)
    #expect(use.busyNanoseconds == 3 * 100 && use.fullNanoseconds == 100)
  }
}
