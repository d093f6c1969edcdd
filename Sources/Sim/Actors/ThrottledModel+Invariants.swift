// What must hold of calls.

import QueueModel

extension ThrottledModel {
  /// Calls under way as they are counted and one by one, the places held for them, and the most that there were.
  /// O(calls).
  func callUse() -> (counted: Int, recounted: Int, places: Int, peak: Int) {
    let recounted = (0..<calls.count).count { calls[$0].stage != .free }
    return (inUse, recounted, placesHeld, use.peak)
  }

  /// Calls that replicas work on, as the replicas count them and as the calls say. O(calls).
  func replicaUse() -> (counted: Int, recounted: Int) {
    (replicas.count, (0..<batched.count).count { batched[$0].isUnderWay })
  }
}

#if DEBUG
  extension ThrottledModel {
    /// Checks that each call has its place with the provider, and none more.
    func checkTouchedPlaces() -> [InvariantViolation] {
      let held = placesHeld
      if inUse != held {
        return [
          InvariantViolation(.slots, "\(inUse) calls are under way and \(held) places are taken")
        ]
      }
      if inUse + freePlaces.count != calls.count {
        return [
          InvariantViolation(
            .slots, "\(inUse) of \(calls.count) records are calls and \(freePlaces.count) are free")
        ]
      }
      return []
    }

    /// The job that the call at a place is for, nothing for a direct call; nil when there is no call, or one that
    /// nobody listens to.
    func caller(_ place: UInt32) -> UInt32? {
      calls[Int(place)].stage == .free || calls[Int(place)].isUnheard ? nil : calls[Int(place)].job
    }
  }
#endif
