// One entry of the event list: sixteen bytes that compare as one number, and what they name.
// It is apart because the list, its heap and its ladder all move these bytes and nothing else.

/// What an event is about: the small enumeration by which a dispatcher finds the actor to call.
///
/// ```swift
/// enum Happening: UInt8, EventKind { case thinkEnded, serviceEnded }
/// ```
/// Raw values lie below `KernelLimits.kinds`.
@usableFromInline
package protocol EventKind: RawRepresentable, Sendable where RawValue == UInt8 {}

/// The bounds of the kernel. Reaching one stops the program with the values: a run that large was not meant.
@usableFromInline
package enum KernelLimits {
  /// Bits of a time in nanoseconds: 2^56 ns are 833 days.
  @inlinable package static var timeBits: Int { 56 }
  /// Latest moment of an event, in nanoseconds since the start of the run.
  @inlinable package static var latestNanoseconds: Int64 { (1 << 56) - 1 }
  /// Bits of a sequence number: about 1.1 * 10^12 events a run.
  @inlinable package static var sequenceBits: Int { 40 }
  /// Events that one run can schedule.
  @inlinable package static var sequences: UInt64 { 1 << 40 }
  /// Bits of an event's kind within its 32-bit payload.
  @inlinable package static var kindBits: UInt32 { 6 }
  /// Number of kinds.
  @inlinable package static var kinds: Int { 64 }
  /// Number of things that one kind of event can point at: 67,108,864.
  @inlinable package static var indices: UInt32 { 1 << 26 }
  /// Events pending at once in the ladder's pool of 32-bit slot numbers.
  @inlinable package static var pending: Int { 1 << 30 }
}

/// An event: when it happens (56 bits), its place among events of one moment (40), what it is about (32).
///
/// Events are ordered by time, then by the order in which they were scheduled; no two are equal.
@usableFromInline
package struct Event: Sendable, Equatable, BitwiseCopyable {
  /// Time, sequence and payload from the most to the least significant bit.
  @usableFromInline var key: UInt128

  @inlinable init(key: UInt128) { self.key = key }

  /// The event at `time` nanoseconds with a sequence number and a payload, all within `KernelLimits`.
  @inlinable @inline(__always)
  package init(time: Int64, sequence: UInt64, payload: UInt32) {
    let high = UInt64(truncatingIfNeeded: time) &<< 8 | sequence &>> 32
    let low = sequence &<< 32 | UInt64(payload)
    key = UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low)
  }

  /// Nanoseconds since the start of the run.
  @inlinable package var time: Int64 { Int64(truncatingIfNeeded: key &>> 72) }

  /// How many events were scheduled before this one.
  @inlinable package var sequence: UInt64 { UInt64(truncatingIfNeeded: key &>> 32) & 0xFF_FFFF_FFFF }

  /// Kind and index, as `payload(kind:index:)` packs them.
  @inlinable package var payload: UInt32 { UInt32(truncatingIfNeeded: key) }

  /// The raw value of the event's kind.
  @inlinable package var rawKind: UInt8 { UInt8(truncatingIfNeeded: payload & 63) }

  /// The index of the thing that the event is about.
  @inlinable package var index: UInt32 { payload &>> KernelLimits.kindBits }

  /// Packs a kind and an index. Precondition: both within `KernelLimits`.
  @inlinable @inline(__always)
  package static func payload(kind: UInt8, index: UInt32) -> UInt32 {
    if kind >= 64 || index >= KernelLimits.indices { refusePayload(kind: kind, index: index) }
    return index &<< KernelLimits.kindBits | UInt32(kind)
  }

  @usableFromInline @inline(never)
  static func refusePayload(kind: UInt8, index: UInt32) -> Never {
    preconditionFailure(
      "kind \(kind) must be below \(KernelLimits.kinds) and index \(index) below \(KernelLimits.indices)")
  }

  @inlinable package static func < (left: Event, right: Event) -> Bool { left.key < right.key }
}

/// Names one scheduled event, so that it can be cancelled. Meaningless to another event list.
///
/// Two words instead of one number of 128 bits, which would align the records that keep it to sixteen bytes.
@usableFromInline
package struct EventHandle: Sendable, Equatable, BitwiseCopyable {
  @usableFromInline let high: UInt64
  @usableFromInline let low: UInt64

  @inlinable init(event: Event) {
    high = UInt64(truncatingIfNeeded: event.key &>> 64)
    low = UInt64(truncatingIfNeeded: event.key)
  }

  @inlinable var event: Event {
    Event(key: UInt128(truncatingIfNeeded: high) &<< 64 | UInt128(truncatingIfNeeded: low))
  }

  /// A handle that names no event: cancelling it returns false.
  @inlinable package static var none: EventHandle { EventHandle(event: Event(key: 0)) }

  /// When the event was to happen, in nanoseconds since the start of the run.
  @inlinable package var time: Int64 { event.time }

  /// The event's sequence number.
  @inlinable package var sequence: UInt64 { event.sequence }
}
