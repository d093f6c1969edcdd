// Independent runs spread over the cores. What comes out does not depend on how many there are.

/// Runs numbered, independent pieces of work, several at a time.
public struct WorkPool: Sendable {
  /// Pieces of work at one time.
  public let width: Int

  /// A pool that runs `width` pieces at one time, by default one for each core. At least one.
  public init(width: Int) { self.width = max(1, width) }

  /// Does `count` pieces of work and returns their results in the order of their numbers.
  ///
  /// The first error ends the rest: pieces that have not begun do not begin. Which error is thrown does not depend
  /// on timing where one piece only fails.
  ///
  /// - Parameters:
  ///   - count: number of pieces, 0 or more.
  ///   - finished: called after each piece with the number of pieces finished; one call at a time.
  ///   - work: makes piece number `index`, from 0.
  public func map<Result: Sendable>(
    _ count: Int, finished: (Int) -> Void = { _ in },
    _ work: @escaping @Sendable (_ index: Int) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func add() {
        guard next < count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await work(index)) }
      }
      for _ in 0..<min(width, count) { add() }
      var results = [Result?](repeating: nil, count: count)
      var done = 0
      while let (index, result) = try await group.next() {
        results[index] = result
        done += 1
        finished(done)
        add()
      }
      return results.compactMap { $0 }
    }
  }
}
