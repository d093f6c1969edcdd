// Slots of workers and places of the provider: taken by somebody, given back by the same, never more than there are.

/// Who holds slots and places, as each actor knows it.
struct SlotFacts: Sendable {
  /// Slots that jobs hold and that do not agree with the count of slots.
  var miscounted: [String]
  var inUse: Int
  /// The most that were in use at one time, and the most that there ever were.
  var peak: Int
  var most: Int
  /// Attempts under way: with a call, and those whose worker is dead and whose lease is not over.
  var working: Int
  var dead: Int
  /// Attempts without a call, whose worker waits for Redis.
  var held: Int = 0
  /// Askers who follow a direct call.
  var direct: Int
  /// Calls that nobody listens to any more: their workers hang, or have stopped.
  var unheard = 0
  /// Calls under way, as they are counted and as they are.
  var calls: Int
  var recountedCalls: Int
  /// Places that the provider's account holds for calls.
  var accountPlaces: Int
  /// Calls that replicas work on, as they count them and as calls say; none where there are no replicas.
  var inReplicas = 0
  var recountedInReplicas = 0
  /// The most calls at one time, and the most that the provider ever served.
  var callPeak: Int
  var mostCalls: Int

  func violations() -> [InvariantViolation] {
    var found = miscounted
    if inUse < 0 || peak > most { found.append("\(peak) slots were in use at one time, of \(most)") }
    if inUse != working + dead + held {
      found.append(
        "\(inUse) slots are in use, \(working) workers work, \(dead) are dead and \(held) wait for Redis")
    }
    if calls != accountPlaces {
      found.append("\(calls) calls are under way and \(accountPlaces) places are taken")
    }
    if calls != recountedCalls {
      found.append("\(calls) calls are under way and \(recountedCalls) are recorded")
    }
    if calls != working + direct + unheard {
      found.append(
        "\(calls) calls are under way for \(working) workers and \(direct) direct readers"
          + (unheard == 0 ? "" : ", and \(unheard) for nobody"))
    }
    if inReplicas != recountedInReplicas {
      found.append("replicas work on \(inReplicas) calls, and \(recountedInReplicas) are with them")
    }
    if callPeak > mostCalls {
      found.append("\(callPeak) calls were under way at one time, of \(mostCalls) places")
    }
    return found.map { InvariantViolation(.slots, $0) }
  }
}
