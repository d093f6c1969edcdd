// The future event list: everything scheduled and not yet happened, handed out in order of time.
// Here are its storage and its interface; the ladder's moves, cancellation and checks have files of their own.

import CKernel

/// The pending events of a run, ordered by time and then by the order of scheduling.
///
/// Few events lie in a 4-ary heap. Above 64 they lie in a ladder of two rungs: 512 fine buckets that together
/// make one coarse bucket, 512 coarse buckets, and events beyond them kept aside and placed again every half
/// turn. A bucket's width is a power of two in nanoseconds, so that finding it is a shift. When a fine bucket is
/// reached it is sorted into `bottom`, and the records its events point at are prefetched meanwhile. The width
/// follows the measured spacing of events.
///
/// `push` and `popMin` are O(1) amortised, O(log n) for events of one bucket. Once the population is up nothing
/// is allocated. An event at the moment of the last popped one is allowed, an earlier one stops the program.
///
/// The memory is raw and belongs to this struct alone: arrays would check for uniqueness and bounds several times
/// an event. Debug builds check each index.
@usableFromInline
package struct EventList: ~Copyable {
  /// Buckets of a rung.
  @inlinable static var rung: Int { 512 }
  /// Events wanted in a fine bucket, as a power of two: 8 to 16 on average.
  static var wantedPerBucketBits: Int { 4 }
  /// More pending events than this move from the heap to the ladder, fewer than a quarter of it back.
  @inlinable static var heapLimit: Int { 64 }

  /// In heap mode all events; in ladder mode some that fell into the bucket being drained.
  @usableFromInline var near = EventHeap()
  @usableFromInline var isLadder = false

  /// The bucket being drained, latest event first.
  @usableFromInline var bottom: UnsafeMutablePointer<Event>
  @usableFromInline var bottomCount = 0
  @usableFromInline var bottomCapacity = 1024

  /// log2 of a fine bucket's width in nanoseconds.
  @usableFromInline var shift: Int64
  /// Number since time 0 of the last fine bucket drained; everything up to it goes to `bottom`.
  @usableFromInline var currentFine = Int64.max
  /// Number since time 0 of the coarse bucket whose events lie in the fine rung.
  @usableFromInline var currentCoarse: Int64 = 0

  /// Chunks of 15 events and a link. Chunk 0 is never used, so that cursor 15 means an empty bucket.
  @usableFromInline var slots: UnsafeMutablePointer<Event>
  @usableFromInline var slotCapacity: Int
  @usableFromInline var freeChunk: UInt32 = 0
  @usableFromInline var unusedSlot: UInt32 = 16
  /// For each fine, then each coarse bucket, the slot after its newest event; 15 modulo 16 when its chunk is full.
  @usableFromInline let cursors: UnsafeMutablePointer<UInt32>
  /// A bit for each bucket that is not empty.
  @usableFromInline let occupied: UnsafeMutablePointer<UInt64>

  /// Events beyond the coarse rung, in no order.
  @usableFromInline var far: UnsafeMutablePointer<Event>
  @usableFromInline var farCount = 0
  @usableFromInline var farCapacity = 1024
  /// Coarse bucket of the earliest event kept aside.
  @usableFromInline var farMinimumCoarse = Int64.max
  /// Coarse bucket at which the events kept aside were last placed again.
  @usableFromInline var farLook: Int64 = 0

  /// Events in memory, cancelled ones included.
  @usableFromInline var stored = 0
  @usableFromInline var cancelled = CancelledSequences()
  /// Sequence number of the next event. 0 is left to `EventHandle.none`.
  @usableFromInline var nextSequence: UInt64 = 1
  /// Key of the last event handed out: events up to it are no longer pending.
  @usableFromInline var lastKey: UInt128 = 0
  /// Time of the last event handed out.
  @usableFromInline package internal(set) var now: Int64 = 0

  // What the bucket width was last fitted to.
  var hasHint: Bool
  var tunedStored = 0
  var tunedPops: UInt64 = 0
  var tunedNow: Int64 = 0

  /// Where the records of each kind of event lie.
  @usableFromInline let prefetchTargets: UnsafeMutablePointer<PrefetchTarget>

  #if DEBUG
    @usableFromInline var sweptSequences: Set<UInt64> = []
  #endif

  /// An empty list.
  ///
  /// - Parameter bucketWidthNanoseconds: a first guess at the width of a bucket, rounded down to a power of two;
  ///   about twelve times the mean spacing of events is right. Without it the list fits the width itself.
  package init(bucketWidthNanoseconds: Int64? = nil) {
    hasHint = bucketWidthNanoseconds != nil
    shift = bucketWidthNanoseconds.map { Self.logarithm($0) } ?? 20
    bottom = KernelMemory.allocate(Event.self, capacity: bottomCapacity)
    slotCapacity = 1024
    slots = KernelMemory.allocate(Event.self, capacity: slotCapacity)
    cursors = KernelMemory.allocate(UInt32.self, capacity: 2 * Self.rung)
    cursors.initialize(repeating: 15, count: 2 * Self.rung)
    occupied = KernelMemory.allocate(UInt64.self, capacity: Self.rung / 32)
    occupied.initialize(repeating: 0, count: Self.rung / 32)
    far = KernelMemory.allocate(Event.self, capacity: farCapacity)
    prefetchTargets = KernelMemory.allocate(PrefetchTarget.self, capacity: KernelLimits.kinds)
    prefetchTargets.initialize(repeating: PrefetchTarget(base: 0, stride: 0), count: KernelLimits.kinds)
  }

  deinit {
    KernelMemory.deallocate(bottom)
    KernelMemory.deallocate(slots)
    KernelMemory.deallocate(cursors)
    KernelMemory.deallocate(occupied)
    KernelMemory.deallocate(far)
    KernelMemory.deallocate(prefetchTargets)
  }

  /// Number of pending events.
  @inlinable package var count: Int { stored &- cancelled.count }

  @inlinable package var isEmpty: Bool { count == 0 }

  /// Number of events scheduled so far.
  @inlinable package var scheduledCount: UInt64 { nextSequence &- 1 }

  /// Schedules an event.
  ///
  /// - Parameters:
  ///   - time: nanoseconds since the start of the run, from `now` to `KernelLimits.latestNanoseconds`.
  ///   - payload: what the event is about, as `Event.payload(kind:index:)` packs it.
  /// - Returns: the event's name, for `cancel`.
  @inlinable @inline(__always)
  @discardableResult
  package mutating func push(at time: Int64, payload: UInt32) -> EventHandle {
    let sequence = nextSequence
    if time < now || time > KernelLimits.latestNanoseconds || sequence >= KernelLimits.sequences {
      Self.refuse(time: time, now: now, sequence: sequence)
    }
    let event = Event(time: time, sequence: sequence, payload: payload)
    nextSequence = sequence &+ 1
    stored &+= 1
    place(event)
    return EventHandle(event: event)
  }

  @usableFromInline @inline(never)
  static func refuse(time: Int64, now: Int64, sequence: UInt64) -> Never {
    preconditionFailure(
      "an event at \(time) ns must lie between now, \(now) ns, and \(KernelLimits.latestNanoseconds) ns, "
        + "and its sequence number \(sequence) below \(KernelLimits.sequences)")
  }

  /// Takes the earliest event out, unless it lies after `limit` nanoseconds or there is none.
  @inlinable @inline(__always)
  package mutating func popMin(notAfter limit: Int64 = .max) -> Event? {
    while true {
      let event: Event
      if bottomCount != 0 && near.stored == 0 {
        event = bottom[bottomCount &- 1]
        if event.time > limit { return nil }
        bottomCount &-= 1
      } else {
        guard let slower = popMinSlowly(notAfter: limit) else { return nil }
        event = slower
      }
      stored &-= 1
      if cancelled.count != 0, cancelled.remove(event.sequence) {
        noteSwept(event)
        continue
      }
      lastKey = event.key
      now = event.time
      return event
    }
  }

  /// Calls `body` for each event that has come within the next four and is already in order.
  ///
  /// `before` is what `bottomCount` was before the last pop: it tells whether the bottom was filled anew.
  @inlinable @inline(__always)
  func forEachNearing(since before: Int, _ body: (Event) -> Void) {
    if bottomCount < before {
      if bottomCount > 3 { body(bottom[bottomCount &- 4]) }
    } else if bottomCount > before || before == 0 {
      var place = bottomCount
      while place > 0, place > bottomCount &- 4 {
        place &-= 1
        body(bottom[place])
      }
    }
  }

  /// Remembers in debug builds that a cancelled event left the list.
  @inlinable @inline(__always)
  mutating func noteSwept(_ event: Event) {
    #if DEBUG
      sweptSequences.insert(event.sequence)
    #endif
  }

  /// Moves the clock on to `time` when no event up to then is pending.
  package mutating func advanceClock(to time: Int64) {
    precondition(time >= now, "the clock at \(now) ns cannot go back to \(time) ns")
    now = time
  }

  /// As `popMin`, when the heap has a say or the bottom is empty.
  @usableFromInline @inline(never)
  mutating func popMinSlowly(notAfter limit: Int64) -> Event? {
    if bottomCount == 0 && near.isEmpty {
      if stored == 0 { return nil }
      advance()
    }
    if bottomCount != 0 {
      let event = bottom[bottomCount &- 1]
      if near.isEmpty || event < near.min() {
        if event.time > limit { return nil }
        bottomCount &-= 1
        return event
      }
    }
    let event = near.min()
    if event.time > limit { return nil }
    near.dropMin()
    return event
  }

  /// Puts an event where its time belongs.
  @inlinable @inline(__always)
  mutating func place(_ event: Event) {
    let fine = event.time &>> shift
    if fine <= currentFine {
      placeNear(event)
      return
    }
    let coarse = fine &>> 9
    let distance = coarse &- currentCoarse
    if distance >= 512 {
      placeFar(event, coarse: coarse)
      return
    }
    let bucket = Int(truncatingIfNeeded: distance == 0 ? fine & 511 : 512 &+ (coarse & 511))
    checkBucket(bucket)
    var cursor = cursors[bucket]
    if cursor & 15 == 15 { cursor = addChunk(bucket) }
    checkSlot(cursor)
    slots[Int(truncatingIfNeeded: cursor)] = event
    cursors[bucket] = cursor &+ 1
  }

  @inlinable @inline(__always)
  func checkBucket(_ bucket: Int) {
    #if DEBUG
      precondition(bucket >= 0 && bucket < 2 * Self.rung, "bucket \(bucket) of \(2 * Self.rung)")
    #endif
  }

  @inlinable @inline(__always)
  func checkSlot(_ slot: UInt32) {
    #if DEBUG
      precondition(slot >= 16 && Int(slot) < slotCapacity, "slot \(slot) of \(slotCapacity)")
    #endif
  }
}

/// Where the records lie that events of one kind point at.
@usableFromInline
struct PrefetchTarget: BitwiseCopyable {
  @usableFromInline var base: UInt
  @usableFromInline var stride: UInt

  @usableFromInline init(base: UInt, stride: UInt) {
    self.base = base
    self.stride = stride
  }
}

extension EventList {
  /// Names the records that events of a kind point at by index: they are fetched into the cache shortly before
  /// their events happen. Only a hint; an address that is no longer valid does no harm.
  package mutating func setPrefetchTarget(kind: UInt8, base: UnsafeRawPointer, stride: Int) {
    precondition(Int(kind) < KernelLimits.kinds, "kind \(kind) must be below \(KernelLimits.kinds)")
    prefetchTargets[Int(kind)] = PrefetchTarget(base: UInt(bitPattern: base), stride: UInt(stride))
  }

  /// Hints that the record of an event will be touched soon.
  @inline(__always)
  func prefetch(_ event: Event) {
    let target = prefetchTargets[Int(event.rawKind)]
    let address = target.base &+ UInt(event.index) &* target.stride
    peakload_prefetch_for_write(UnsafeRawPointer(bitPattern: address))
  }

  /// log2 of a width, rounded down, within what the ladder can use.
  static func logarithm(_ width: Int64) -> Int64 {
    min(44, Int64(63 - max(1, width).leadingZeroBitCount))
  }
}
