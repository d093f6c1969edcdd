// Those who wait for an email instead of at the screen, first come first served.

/// A line of parked jobs. Cancelled ones stay in it until they are reached.
@usableFromInline struct ParkedJobs: Hashable, Sendable {
  @usableFromInline var handles: [JobHandle] = []
  @usableFromInline var head = 0

  /// Handles in the line, cancelled ones included.
  @inlinable var count: Int { handles.count - head }

  mutating func append(_ handle: JobHandle) {
    handles.append(handle)
  }

  mutating func popFirst() -> JobHandle? {
    guard head < handles.count else { return nil }
    defer {
      head += 1
      if head > 1024, head * 2 > handles.count {
        handles.removeFirst(head)
        head = 0
      }
    }
    return handles[head]
  }
}
