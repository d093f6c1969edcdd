// Results of numbered work handed on in the order of their numbers, so that whatever is made of them is the same for
// any number of workers, and none has to be kept that is no longer needed.

extension WorkPool {
  /// Does pieces of work and hands their results on in the order of their numbers, each as soon as those before it are
  /// there.
  ///
  /// The first error ends the rest, as in ``map(_:finished:_:)``.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the pieces.
  ///   - work: makes one piece; several at a time.
  ///   - take: takes the result of a piece; one call at a time, in the caller's context.
  public func inOrder<Result: Sendable>(
    _ numbers: Range<Int>, _ work: @escaping @Sendable (_ number: Int) async throws -> Result,
    take: (_ number: Int, _ result: Result) throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var next = numbers.lowerBound
      func add() {
        guard next < numbers.upperBound else { return }
        let number = next
        next += 1
        group.addTask { (number, try await work(number)) }
      }
      for _ in 0..<min(width, numbers.count) { add() }
      // At most `width` wait here: work is begun in order.
      var early: [Int: Result] = [:]
      var awaited = numbers.lowerBound
      while let (number, result) = try await group.next() {
        add()
        early[number] = result
        while let result = early.removeValue(forKey: awaited) {
          try take(awaited, result)
          awaited += 1
        }
      }
    }
  }
}
