import Experiments
import Testing

struct WorkPoolTests {
  @Test(arguments: [1, 2, 5]) func resultsStandInOrderWhateverTheWidth(width: Int) async throws {
    let squares = try await WorkPool(width: width).map(20) { $0 * $0 }
    #expect(squares == (0..<20).map { $0 * $0 })
  }

  @Test func anErrorEndsTheWork() async {
    struct Broken: Error {}
    await #expect(throws: Broken.self) {
      _ = try await WorkPool(width: 2).map(10) { index in
        if index == 3 { throw Broken() }
        return index
      }
    }
  }
}
