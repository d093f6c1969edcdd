// The ladder's slower moves: opening buckets, sorting them, placing far events again, fitting the width.

import CKernel

extension EventList {
  /// Places an event that falls into the bucket being drained, or any event in heap mode.
  @usableFromInline @inline(never)
  mutating func placeNear(_ event: Event) {
    if !isLadder {
      near.push(event)
      if near.stored > Self.heapLimit { activateLadder() }
      return
    }
    // A few steps into the sorted bucket; a bucket as large as a burst must not be shifted once an event.
    var place = bottomCount
    let lowest = max(0, place - 32)
    while place > lowest && bottom[place - 1] < event { place -= 1 }
    if place == lowest && place > 0 && bottom[place - 1] < event {
      near.push(event)
      return
    }
    if bottomCount == bottomCapacity { growBottom() }
    var moved = bottomCount
    while moved > place {
      bottom[moved] = bottom[moved - 1]
      moved -= 1
    }
    bottom[place] = event
    bottomCount += 1
  }

  /// Keeps an event aside that lies beyond the coarse rung.
  @usableFromInline @inline(never)
  mutating func placeFar(_ event: Event, coarse: Int64) {
    if farCount == farCapacity { growFar() }
    far[farCount] = event
    farCount += 1
    if coarse < farMinimumCoarse { farMinimumCoarse = coarse }
  }

  /// Gives a bucket another chunk and returns the chunk's first slot.
  @usableFromInline @inline(never)
  mutating func addChunk(_ bucket: Int) -> UInt32 {
    let first: UInt32
    if freeChunk != 0 {
      first = freeChunk
      freeChunk = UInt32(truncatingIfNeeded: slots[Int(first) + 15].key)
    } else {
      if Int(unusedSlot) + 16 > slotCapacity { growSlots() }
      first = unusedSlot
      unusedSlot += 16
    }
    slots[Int(first) + 15] = Event(key: UInt128(cursors[bucket]))
    occupied[bucket >> 6] |= 1 << UInt64(bucket & 63)
    return first
  }

  /// Fills `bottom` with the next bucket that holds events, or moves what is left to the heap.
  /// Precondition: bottom and heap are empty, and something is stored.
  mutating func advance() {
    if stored <= Self.heapLimit / 4 {
      collapseToHeap()
      return
    }
    if !hasHint && stored >= 2 * tunedStored { rebuild(fittingPending: true) }
    while true {
      if let bucket = nextFineBucket() {
        currentFine = currentCoarse &<< 9 | Int64(bucket)
        drain(bucket)
        return
      }
      let candidate = nextCoarseBucket()
      if farCount > 0 && candidate - farLook >= Int64(Self.rung / 2) {
        enter(min(candidate, farMinimumCoarse))
        placeFarAgain()
      } else {
        precondition(
          candidate != .max, "the ladder lost its events: stored \(stored), kept aside \(farCount)")
        enter(candidate)
      }
      if fitToMeasuredSpacing() { continue }
      let bucket = Self.rung + Int(currentCoarse & 511)
      if occupied[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1 { spread(bucket) }
    }
  }

  /// Makes a coarse bucket the current one; its events are not yet in the fine rung.
  mutating func enter(_ coarse: Int64) {
    currentCoarse = coarse
    currentFine = coarse &<< 9 - 1
  }

  func nextFineBucket() -> Int? {
    var bucket = Int(currentFine - currentCoarse &<< 9) + 1
    while bucket < Self.rung {
      let word = occupied[bucket >> 6] >> UInt64(bucket & 63)
      if word != 0 { return bucket + word.trailingZeroBitCount }
      bucket = (bucket >> 6 + 1) << 6
    }
    return nil
  }

  /// Number of the next coarse bucket that holds events, or `Int64.max`.
  func nextCoarseBucket() -> Int64 {
    var distance = 1
    while distance < Self.rung {
      let bucket = (Int(currentCoarse & 511) + distance) & 511
      let word = occupied[(Self.rung + bucket) >> 6] >> UInt64(bucket & 63)
      if word != 0 {
        distance += word.trailingZeroBitCount
        return distance < Self.rung ? currentCoarse + Int64(distance) : .max
      }
      distance += 64 - bucket & 63
    }
    return .max
  }

  /// Empties a bucket and returns the cursor of its newest chunk.
  @inline(__always)
  mutating func take(_ bucket: Int) -> UInt32 {
    let cursor = cursors[bucket]
    cursors[bucket] = 15
    occupied[bucket >> 6] &= ~(1 << UInt64(bucket & 63))
    return cursor
  }

  /// Returns a chunk to the pool and hands out the cursor of the chunk before it.
  @inline(__always)
  mutating func release(_ first: Int) -> UInt32 {
    let previous = UInt32(truncatingIfNeeded: slots[first + 15].key)
    slots[first + 15] = Event(key: UInt128(freeChunk))
    freeChunk = UInt32(truncatingIfNeeded: first)
    return previous
  }

  /// Moves the events of the current coarse bucket to the fine rung.
  mutating func spread(_ bucket: Int) {
    var cursor = take(bucket)
    while cursor != 15 {
      let first = Int(cursor & ~15)
      let end = Int(cursor)
      let previous = Int(truncatingIfNeeded: slots[first + 15].key & 0xFFFF_FFF0)
      prefetchChunk(previous)
      // The chunk is freed after its events are placed, since placing may take one from the pool.
      var slot = first
      while slot < end {
        place(slots[slot])
        slot += 1
      }
      cursor = release(first)
    }
  }

  /// Fetches the four cache lines of a chunk.
  @inline(__always)
  func prefetchChunk(_ first: Int) {
    let chunk = UnsafeRawPointer(slots + first)
    peakload_prefetch_for_write(chunk)
    peakload_prefetch_for_write(chunk + 64)
    peakload_prefetch_for_write(chunk + 128)
    peakload_prefetch_for_write(chunk + 192)
  }

  /// Sorts a fine bucket into `bottom` and prefetches what its events point at.
  mutating func drain(_ bucket: Int) {
    var cursor = take(bucket)
    var count = 0
    while cursor != 15 {
      let first = Int(cursor & ~15)
      let end = Int(cursor)
      while bottomCapacity < count + 16 {
        bottomCount = count
        growBottom()
      }
      var slot = first
      while slot < end {
        let event = slots[slot]
        prefetch(event)
        bottom[count] = event
        count += 1
        slot += 1
      }
      cursor = release(first)
    }
    bottomCount = count
    if count <= 40 {
      EventSort.insertion(bottom, count)
    } else {
      EventSort.descending(bottom, count)
    }
  }

  /// Places the events kept aside that now lie within the coarse rung.
  mutating func placeFarAgain() {
    farLook = currentCoarse
    farMinimumCoarse = .max
    let count = farCount
    farCount = 0
    // Events that stay far are written back at or before the place they were read from.
    for index in 0..<count { place(far[index]) }
  }
}

// Changes of mode and of width.
extension EventList {
  mutating func activateLadder() {
    isLadder = true
    currentFine = 0
    rebuild(fittingPending: !hasHint)
  }

  mutating func collapseToHeap() {
    collect()
    isLadder = false
    currentFine = .max
    let count = farCount
    farCount = 0
    farMinimumCoarse = .max
    for index in 0..<count { near.push(far[index]) }
  }

  /// Gathers all stored events, in no order, in `far`, and leaves everything else empty.
  mutating func collect() {
    for index in 0..<bottomCount { placeFar(bottom[index], coarse: .max) }
    bottomCount = 0
    while !near.isEmpty {
      placeFar(near.min(), coarse: .max)
      near.dropMin()
    }
    for word in 0..<(2 * Self.rung / 64) {
      while occupied[word] != 0 {
        var cursor = take(word * 64 + occupied[word].trailingZeroBitCount)
        while cursor != 15 {
          let first = Int(cursor & ~15)
          for slot in first..<Int(cursor) { placeFar(slots[slot], coarse: .max) }
          cursor = release(first)
        }
      }
    }
    freeChunk = 0
    unusedSlot = 16
  }

  /// Places all stored events anew, with a width fitted to them where wanted. O(n).
  mutating func rebuild(fittingPending: Bool) {
    collect()
    if fittingPending { fitToPending() }
    tunedStored = max(stored, Self.heapLimit)
    tunedPops = nextSequence &- UInt64(stored)
    tunedNow = now
    enter((now &>> shift) &>> 9)
    currentFine = now &>> shift - 1
    placeFarAgain()
  }

  /// Chooses the width from the spacing of the pending events, which lie in `far`.
  mutating func fitToPending() {
    let sampleCount = min(farCount, 256)
    guard sampleCount >= 8 else { return }
    withUnsafeTemporaryAllocation(of: Event.self, capacity: sampleCount) { sample in
      for index in 0..<sampleCount { sample[index] = far[index * farCount / sampleCount] }
      guard let base = sample.baseAddress else { return }
      EventSort.descending(base, sampleCount)
      // The front eighth, or as much more as it takes to see two different times.
      var seen = max(2, sampleCount / 8)
      while true {
        let span = sample[sampleCount - seen].time - now
        if span > 0 {
          let width = Double(span) * 12 / (Double(farCount) * Double(seen) / Double(sampleCount))
          shift = Self.logarithm(Int64(width))
          return
        }
        if seen == sampleCount { return }
        seen = min(sampleCount, 2 * seen)
      }
    }
  }

  /// Rebuilds the ladder when the measured spacing of events asks for a width four times off; says whether it did.
  mutating func fitToMeasuredSpacing() -> Bool {
    let pops = nextSequence &- UInt64(stored) &- tunedPops
    guard pops >= UInt64(max(4096, stored / 2)), now > tunedNow else { return false }
    let width = Double(now - tunedNow) * 12 / Double(pops)
    let wanted = Self.logarithm(Int64(min(width, 1e15)))
    tunedPops &+= pops
    tunedNow = now
    guard abs(wanted - shift) >= 2 else { return false }
    shift = wanted
    hasHint = true
    rebuild(fittingPending: false)
    return true
  }

  mutating func growBottom() {
    let larger = KernelMemory.allocate(Event.self, capacity: 2 * bottomCapacity)
    larger.update(from: bottom, count: bottomCount)
    KernelMemory.deallocate(bottom)
    bottom = larger
    bottomCapacity *= 2
  }

  mutating func growFar() {
    let larger = KernelMemory.allocate(Event.self, capacity: 2 * farCapacity)
    larger.update(from: far, count: farCount)
    KernelMemory.deallocate(far)
    far = larger
    farCapacity *= 2
  }

  mutating func growSlots() {
    precondition(
      2 * slotCapacity <= KernelLimits.pending,
      "\(stored) pending events fill all \(slotCapacity) slots; the limit is \(KernelLimits.pending)")
    let larger = KernelMemory.allocate(Event.self, capacity: 2 * slotCapacity)
    larger.update(from: slots, count: slotCapacity)
    KernelMemory.deallocate(slots)
    slots = larger
    slotCapacity *= 2
  }
}
