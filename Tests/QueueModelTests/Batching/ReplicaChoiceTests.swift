// The choice of a replica, by example and against a look at all of them.

import QueueModel
import Testing

@Suite struct ReplicaChoiceTests {
  @Test func whoHasTheFewestIsNext() {
    var chooser = ReplicaChooser(.leastLoaded, count: 3)
    #expect(chooser.choose() == 0, "of equals the first")
    chooser.setLoad(of: 0, to: 5)
    chooser.setLoad(of: 1, to: 4)
    chooser.setLoad(of: 2, to: 6)
    #expect(chooser.choose() == 1)
    chooser.setLoad(of: 1, to: 6)
    #expect(chooser.choose() == 0)
  }

  @Test func oneAfterTheOther() {
    var chooser = ReplicaChooser(.roundRobin, count: 3)
    chooser.setLoad(of: 1, to: 100)
    #expect((0..<5).map { _ in chooser.choose() } == [0, 1, 2, 0, 1])
  }

  @Test func theTournamentFindsWhatALookAtAllFinds() {
    var random = SeededGenerator(seed: 3)
    for count in 1...40 {
      var chooser = ReplicaChooser(.leastLoaded, count: count)
      var loads = Array(repeating: 0, count: count)
      for _ in 0..<200 {
        let replica = Int.random(in: 0..<count, using: &random)
        loads[replica] = Int.random(in: 0..<9, using: &random)
        chooser.setLoad(of: replica, to: loads[replica])
        #expect(chooser.choose() == loads.indices.min { loads[$0] < loads[$1] })
      }
    }
  }
}
