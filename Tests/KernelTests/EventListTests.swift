// The event list beside a plain binary heap: whatever is done to both, both hand out the same events.

import Testing

@testable import Sim

/// The obvious model: a binary heap of (time, sequence) and a set of what was cancelled.
private struct PlainHeap {
  struct Entry {
    var time: Int64
    var sequence: UInt64
    var payload: UInt32

    func isBefore(_ other: Entry) -> Bool { (time, sequence) < (other.time, other.sequence) }
  }

  private var entries: [Entry] = []
  private var pending: Set<UInt64> = []

  var count: Int { pending.count }

  mutating func push(_ entry: Entry) {
    pending.insert(entry.sequence)
    entries.append(entry)
    var place = entries.count - 1
    while place > 0, entries[place].isBefore(entries[(place - 1) / 2]) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popMin(notAfter limit: Int64) -> Entry? {
    while let first = entries.first {
      if pending.contains(first.sequence) {
        if first.time > limit { return nil }
        pending.remove(first.sequence)
        removeFirst()
        return first
      }
      removeFirst()
    }
    return nil
  }

  mutating func cancel(_ sequence: UInt64) -> Bool { pending.remove(sequence) != nil }

  private mutating func removeFirst() {
    let last = entries.removeLast()
    if entries.isEmpty { return }
    entries[0] = last
    var place = 0
    while 2 * place + 1 < entries.count {
      var child = 2 * place + 1
      if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
      if !entries[child].isBefore(entries[place]) { break }
      entries.swapAt(child, place)
      place = child
    }
  }
}

/// What a seed decides about a sequence of operations.
private struct Character {
  let width: Int64?
  let population: Int
  let operations: Int
  let spacing: Double
  let burstShare: Double
  let farShare: Double
  let cancelShare: Double

  init(_ random: inout SeededGenerator) {
    // No hint, or a width between 1 ns and about 17 minutes.
    width = random.below(3) == 0 ? nil : Int64(1) << Int64(random.below(41))
    population = [3, 20, 70, 300, 2_000][random.below(5)]
    operations = 400 + 2 * population
    spacing = Double(Int64(1) << Int64(random.below(40)))
    burstShare = [0, 0.02, 0.5, 0.95][random.below(4)]
    farShare = [0, 0.01, 0.3][random.below(3)]
    cancelShare = [0, 0.05, 0.45, 0.7][random.below(4)]
  }

  func delay(_ random: inout SeededGenerator) -> Int64 {
    let choice = random.uniform()
    if choice < burstShare { return random.below(2) == 0 ? 0 : Int64(spacing) }
    if choice < burstShare + farShare * (1 - burstShare) {
      return Int64(random.uniform() * 1e13) + Int64(1) << Int64(random.below(45))
    }
    return Int64(random.uniform() * spacing * Double(population))
  }
}

@Suite struct EventListTests {
  @Test(
    "hands out what a plain heap hands out", arguments: 0..<40)
  func agreesWithPlainHeap(block: Int) {
    for number in 0..<50 {
      let seed = UInt64(block * 50 + number)
      if let difference = Self.difference(seed: seed) {
        Issue.record("seed \(seed): \(difference)")
        return
      }
    }
  }

  /// Runs one seeded sequence of operations; says where the list and the heap part.
  private static func difference(seed: UInt64) -> String? {
    var random = SeededGenerator(seed: seed)
    let character = Character(&random)
    var list = EventList(bucketWidthNanoseconds: character.width)
    var heap = PlainHeap()
    var handles: [EventHandle] = []
    var grows = true
    for operation in 0..<character.operations {
      // The population swings between its size and nothing, so that the list changes its mode and width.
      if heap.count >= character.population { grows = false }
      if heap.count == 0 { grows = true }
      let choice = random.uniform()
      if choice < character.cancelShare, !handles.isEmpty {
        let place = random.below(handles.count)
        var handle = handles.remove(at: place)
        let sequence = handle.sequence
        let isPending = list.isPending(handle)
        let expected = heap.cancel(sequence)
        if isPending != expected { return "operation \(operation): pending \(isPending), not \(expected)" }
        let wasPending = list.cancel(&handle)
        if wasPending != expected {
          return "operation \(operation): cancelled \(wasPending), not \(expected)"
        }
        if list.cancel(&handle) { return "operation \(operation): cancelled twice" }
      } else if random.uniform() < (grows ? 0.8 : 0.3) {
        let time = min(list.now + character.delay(&random), KernelLimits.latestNanoseconds)
        let payload = UInt32(truncatingIfNeeded: random.next())
        let handle = list.push(at: time, payload: payload)
        heap.push(.init(time: time, sequence: handle.sequence, payload: payload))
        if character.cancelShare > 0 { handles.append(handle) }
      } else {
        let limit = random.below(4) == 0 ? list.now + character.delay(&random) : .max
        let expected = heap.popMin(notAfter: limit)
        let event = list.popMin(notAfter: limit)
        if event?.time != expected?.time || event?.sequence != expected?.sequence
          || event?.payload != expected?.payload
        {
          return
            "operation \(operation): popped \(String(describing: event)), not \(String(describing: expected))"
        }
      }
      if list.count != heap.count {
        return "operation \(operation): \(list.count) pending, not \(heap.count)"
      }
      if operation % 97 == 0 { list.checkInvariants() }
    }
    list.checkInvariants()
    while let expected = heap.popMin(notAfter: .max) {
      let event = list.popMin()
      if event?.time != expected.time || event?.sequence != expected.sequence {
        return "at the end: popped \(String(describing: event)), not \(expected)"
      }
    }
    return list.popMin() == nil ? nil : "an event too many at the end"
  }

  @Test("keeps the order of a hold model that grows, bursts and thins out", arguments: [UInt64(1), 2, 3])
  func holdModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var list = EventList()
    for index in 0..<20_000 { list.push(at: Int64(random.below(60_000_000_000)), payload: UInt32(index)) }
    var last: (Int64, UInt64) = (-1, 0)
    var handled = 0
    while let event = list.popMin() {
      handled += 1
      #expect((event.time, event.sequence) > last, "seed \(seed)")
      last = (event.time, event.sequence)
      if handled > 60_000 { continue }
      // Everyone comes back; at times all at one moment.
      let delay = handled % 20_000 < 2_000 ? 1_000_000_000 : random.below(90_000_000_000)
      list.push(at: event.time + Int64(delay), payload: event.payload)
    }
    #expect(handled == 80_000, "seed \(seed)")
  }

  @Test("a burst at one moment keeps the order of scheduling, and so do its descendants")
  func burst() {
    var list = EventList()
    for index in 0..<50_000 { list.push(at: 1_000_000, payload: UInt32(index)) }
    for index in 0..<50_000 {
      let event = list.popMin()
      #expect(event?.payload == UInt32(index))
      // Falls into the bucket that is being drained, behind all the others.
      if index < 10_000 { list.push(at: 1_000_000 + Int64(index % 7), payload: UInt32(100_000 + index)) }
    }
    var last: Int64 = 0
    var rest = 0
    while let event = list.popMin() {
      #expect(event.time >= last)
      last = event.time
      rest += 1
    }
    #expect(rest == 10_000)
  }

  @Test("a jump over empty buckets does not pass by an event kept aside")
  func jumpOverFarEvent() {
    // Fine buckets of 1 ns, coarse ones of 512 ns; the calendar reaches 262,144 ns.
    var list = EventList(bucketWidthNanoseconds: 1)
    for index in 0..<100 { list.push(at: Int64(index) * 1_000, payload: 0) }
    list.push(at: 300_000, payload: 1)
    while list.count > 21 { _ = list.popMin() }
    // Near enough for the calendar now, and later than the event kept aside.
    for _ in 0..<40 { list.push(at: 330_000, payload: 2) }
    var payloads: [UInt32] = []
    while let event = list.popMin() { payloads.append(event.payload) }
    #expect(payloads == [UInt32](repeating: 0, count: 20) + [1] + [UInt32](repeating: 2, count: 40))
  }

  @Test("frees the memory of cancelled events")
  func cancellationFrees() {
    var list = EventList()
    for index in 0..<200 { list.push(at: Int64(index) * 1_000_000_000_000, payload: 0) }
    for _ in 0..<20_000 {
      // A patience far away, armed and cancelled at once, as most are.
      var handle = list.push(at: list.now + 3_600_000_000_000, payload: 1)
      let wasPending = list.cancel(&handle)
      #expect(wasPending && handle == .none)
    }
    let (count, stored, slots) = (list.count, list.stored, list.slotCapacity)
    #expect(count == 200)
    #expect(stored < 600)
    #expect(slots <= 32_768)
    list.checkInvariants()
  }

  @Test("cancelling what happened or never was returns false")
  func cancelAfterwards() {
    var list = EventList()
    var first = list.push(at: 10, payload: 0)
    var second = list.push(at: 10, payload: 1)
    var none = EventHandle.none
    var answers = [list.popMin()?.payload == 0, list.isPending(second)]
    #expect(answers == [true, true])
    answers = [list.isPending(first), list.cancel(&first)]
    #expect(answers == [false, false])
    answers = [list.cancel(&second), list.cancel(&second), list.cancel(&none)]
    #expect(answers == [true, false, false])
    let rest = list.popMin()
    #expect(rest == nil && list.count == 0)
  }

  @Test("no event before now or after 833 days")
  func limits() async {
    await #expect(processExitsWith: .failure) {
      var list = EventList()
      list.push(at: 5, payload: 0)
      _ = list.popMin()
      list.push(at: 4, payload: 0)
    }
    await #expect(processExitsWith: .failure) {
      var list = EventList()
      list.push(at: KernelLimits.latestNanoseconds + 1, payload: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Event.payload(kind: 64, index: 0)
    }
  }

  @Test("an event keeps its parts")
  func eventParts() {
    #expect(MemoryLayout<Event>.size == 16)
    #expect(MemoryLayout<EventHandle>.size == 16)
    let payload = Event.payload(kind: 63, index: KernelLimits.indices - 1)
    let event = Event(
      time: KernelLimits.latestNanoseconds, sequence: KernelLimits.sequences - 1, payload: payload)
    #expect(event.time == KernelLimits.latestNanoseconds)
    #expect(event.sequence == KernelLimits.sequences - 1)
    #expect(event.rawKind == 63)
    #expect(event.index == KernelLimits.indices - 1)
    #expect(Event(time: 1, sequence: 9, payload: 9) < Event(time: 2, sequence: 1, payload: 0))
    #expect(Event(time: 1, sequence: 1, payload: 9) < Event(time: 1, sequence: 2, payload: 0))
  }
}
