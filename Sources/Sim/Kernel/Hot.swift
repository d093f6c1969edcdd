// State that an actor touches at every event, kept behind a pointer that the actor owns. Exclusivity checks on
// stored properties of an actor cost a quarter of the whole run here; memory behind a pointer has none.

import CKernel

/// A value of any type behind a pointer, freed with its owner.
///
/// The actor that owns it is the only one to reach it, and the actor's isolation is what makes access exclusive.
/// A property that reads and writes `value` makes it look like an ordinary one:
///
/// ```swift
/// private let hotRules: Hot<JobQueue>
/// var rules: JobQueue { _read { yield hotRules.value } _modify { yield &hotRules.value } }
/// ```
@usableFromInline
package struct Hot<Value>: ~Copyable {
  @usableFromInline let pointer: UnsafeMutablePointer<Value>

  /// Moves `value` behind a pointer.
  @inlinable package init(_ value: consuming Value) {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: value)
  }

  @inlinable deinit {
    pointer.deinitialize(count: 1)
    pointer.deallocate()
  }

  /// The value itself.
  @inlinable package var value: Value {
    @inline(__always) unsafeAddress { UnsafePointer(pointer) }
    @inline(__always) nonmutating unsafeMutableAddress { pointer }
  }
}

/// Records in one growing piece of memory behind a pointer, freed with their owner.
///
/// Records are plain values without references; 64-byte records fill a cache line each. Growing moves the records;
/// it doubles, so that appending is O(1) amortised. Debug builds check every index.
@usableFromInline
package struct GrowingRecords<Record: BitwiseCopyable>: ~Copyable {
  @usableFromInline struct Header {
    @usableFromInline var base: UnsafeMutablePointer<Record>
    @usableFromInline var count: Int
    @usableFromInline var capacity: Int

    @usableFromInline init(base: UnsafeMutablePointer<Record>, count: Int, capacity: Int) {
      self.base = base
      self.count = count
      self.capacity = capacity
    }
  }

  @usableFromInline let header: UnsafeMutablePointer<Header>

  /// No records, with room for `capacity`.
  @inlinable package init(capacity: Int = 64) {
    header = .allocate(capacity: 1)
    let base = KernelMemory.allocate(Record.self, capacity: max(1, capacity))
    header.initialize(to: Header(base: base, count: 0, capacity: max(1, capacity)))
  }

  @inlinable deinit {
    KernelMemory.deallocate(header.pointee.base)
    header.deallocate()
  }

  @inlinable package var count: Int { header.pointee.count }

  /// The record at `index`, which must be below `count`.
  @inlinable package subscript(index: Int) -> Record {
    @inline(__always) unsafeAddress {
      check(index)
      return UnsafePointer(header.pointee.base + index)
    }
    @inline(__always) nonmutating unsafeMutableAddress {
      check(index)
      return header.pointee.base + index
    }
  }

  /// Hints that the record at `index` will be touched soon. Any index will do.
  @inline(__always) func prefetch(_ index: Int) {
    peakload_prefetch_for_write(UnsafeRawPointer(header.pointee.base + index))
    if MemoryLayout<Record>.stride > 64 {
      peakload_prefetch_for_write(UnsafeRawPointer(header.pointee.base + index) + 64)
    }
  }

  /// Adds a record.
  @inlinable package func append(_ record: Record) {
    if header.pointee.count == header.pointee.capacity { grow(to: 2 * header.pointee.capacity) }
    (header.pointee.base + header.pointee.count).initialize(to: record)
    header.pointee.count += 1
  }

  /// Removes the last `count` records.
  @inlinable package func removeLast(_ count: Int) {
    precondition(count >= 0 && count <= header.pointee.count, "\(count) of \(header.pointee.count) records")
    header.pointee.count -= count
  }

  /// Removes and returns the last record; nil when there is none.
  @inlinable package func popLast() -> Record? {
    guard header.pointee.count > 0 else { return nil }
    header.pointee.count -= 1
    return header.pointee.base[header.pointee.count]
  }

  /// Adds copies of `record` until `index` is a place.
  @inlinable package func grow(toInclude index: Int, with record: Record) {
    while header.pointee.count <= index { append(record) }
  }

  /// Makes room for `capacity` records.
  package func reserveCapacity(_ capacity: Int) {
    if capacity > header.pointee.capacity { grow(to: capacity) }
  }

  @usableFromInline func grow(to capacity: Int) {
    let base = KernelMemory.allocate(Record.self, capacity: capacity)
    base.moveInitialize(from: header.pointee.base, count: header.pointee.count)
    KernelMemory.deallocate(header.pointee.base)
    header.pointee.base = base
    header.pointee.capacity = capacity
  }

  @inlinable @inline(__always) func check(_ index: Int) {
    #if DEBUG
      precondition(index >= 0 && index < header.pointee.count, "record \(index) of \(header.pointee.count)")
    #endif
  }
}
