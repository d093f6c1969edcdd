// Seeds of replications: the first is the scenario's own, all differ, and none depends on how many there are.

import Testing

@testable import Experiments

@Suite struct ReplicationSeedsTests {
  @Test(arguments: [0, 1, 2, 42, UInt64.max, 0x9E37_79B9_7F4A_7C15]) func allDiffer(seed: UInt64) {
    let seeds = ReplicationSeeds(seed)
    #expect(seeds.replication(0) == seed)
    let all = (0..<10_000).map(seeds.replication) + (0..<SteadyState.pilots).map(seeds.pilot)
    #expect(Set(all).count == 10_010)
  }

  /// Reports name their seeds, and repeating one of them must give the same in every version.
  @Test func theyAreWhatTheyWere() {
    let seeds = ReplicationSeeds(1)
    #expect((0..<3).map(seeds.replication) == [1, 10_451_216_379_200_822_465, 13_757_245_211_066_428_519])
  }

  @Test func neighbouringSeedsShareNone() {
    let ofMany = (UInt64(1)...20).flatMap { seed in (0..<500).map { ReplicationSeeds(seed).replication($0) } }
    #expect(Set(ofMany).count == ofMany.count)
  }
}
