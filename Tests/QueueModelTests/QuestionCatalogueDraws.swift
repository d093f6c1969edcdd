// The catalogue's rules by example: where a question comes from, which can come again, and how often.

import QueueModel
import Testing

@Suite("Question catalogue")
struct QuestionCatalogueDraws {
  static let minute: Int64 = 60_000_000_000
  let catalogue = QuestionCatalogue(seed: 1)

  /// The question of a first turn that is not its period's, at a position between 0 and 1.
  private func first(_ position: UInt64) -> QuestionID {
    catalogue.question(turn: 1, conversationNanoseconds: 0) { _ in (choice: .max, position: position) }
  }

  /// Evenly spread words: the multiples of the golden ratio.
  private func spread(_ index: Int) -> UInt64 { UInt64(index) &* 0x9E37_79B9_7F4A_7C15 }

  @Test("Known answers")
  func knownAnswers() {
    #expect(first(0) == QuestionID(catalogueIndex: 0))
    #expect(first(0x0180_0000_0000_0000) == QuestionID(catalogueIndex: 0))
    #expect(first(0x0200_0000_0000_0000) == QuestionID(catalogueIndex: 1))
    #expect(first(0x2000_0000_0000_0000) == QuestionID(catalogueIndex: 308))
    #expect(first(0x7000_0000_0000_0000) == QuestionID(catalogueIndex: 5_324_872))
    #expect(first(.max) == QuestionID(unique: .max))
    let later = catalogue.draw(
      turn: 2, conversationNanoseconds: 0, choice: .max, position: 0x2000_0000_0000_0000)
    #expect(later == .question(QuestionID(catalogueIndex: 16_780_230)))
  }

  @Test("A first turn's time matters only for the question of its period", arguments: [0, 27, 29, 1000])
  func periods(minutes: Int) {
    let time = Int64(minutes) * Self.minute
    func asked(_ choice: UInt64, _ position: UInt64, at time: Int64) -> QuestionDraw {
      catalogue.draw(turn: 1, conversationNanoseconds: time, choice: choice, position: position)
    }
    #expect(asked(.max, 5, at: time) == asked(.max, 5, at: 0))
    // Whatever the position, the period has one question; and it can be asked again.
    #expect(asked(0, 5, at: time) == asked(0, .max, at: time))
    #expect((asked(0, 5, at: time) == asked(0, 5, at: 0)) == (minutes < 28))
    if case .question(let topic) = asked(0, 5, at: time) { #expect(topic.isRepeatable) }
  }

  @Test("Periods and seeds have different questions")
  func topics() {
    let topics = (1...20).flatMap { seed in
      (0..<20).map { period in
        QuestionCatalogue(seed: UInt64(seed)).draw(
          turn: 1, conversationNanoseconds: Int64(period) * 28 * Self.minute, choice: 0, position: 0)
      }
    }
    // Some periods draw a common question; and questions outside the urn are numbered by period alone.
    #expect(Set(topics).count > 150)
  }

  @Test("A repeat leads back to the turn it repeats, and reads no word twice")
  func repeats() {
    var read: [Int] = []
    let question = catalogue.question(turn: 5, conversationNanoseconds: 0) { turn in
      read.append(turn)
      return (choice: turn > 2 ? 0 : .max, position: 0x2000_0000_0000_0000)
    }
    #expect(read == [5, 4, 3, 2])
    #expect(question == QuestionID(catalogueIndex: 16_780_230))
    #expect(catalogue.repeatsPrevious(turn: 5, choice: 0))
    #expect(!catalogue.repeatsPrevious(turn: 1, choice: 0))
    #expect(!catalogue.repeatsPrevious(turn: 5, choice: .max))
  }

  @Test("What is worth keeping: what others can ask; with the history in the key, of first turns only")
  func worthKeeping() {
    let common = first(0)
    let unique = first(.max)
    #expect(common.isRepeatable && common.catalogueIndex == 0)
    #expect(!unique.isRepeatable && unique.catalogueIndex == nil)
    #expect(catalogue.isWorthKeeping(common, turn: 1, keyHoldsHistory: true))
    #expect(!catalogue.isWorthKeeping(common, turn: 2, keyHoldsHistory: true))
    #expect(catalogue.isWorthKeeping(common, turn: 2, keyHoldsHistory: false))
    #expect(!catalogue.isWorthKeeping(unique, turn: 1, keyHoldsHistory: false))
  }

  @Test("Shares over a million evenly spread words")
  func shares() {
    let count = 1_000_000
    var top = 0
    var repeatable = 0
    var previous = 0
    var laterFromFirst = 0
    for index in 0..<count {
      let word = spread(index)
      let question = first(word)
      if question.catalogueIndex == 0 { top += 1 }
      if question.isRepeatable { repeatable += 1 }
      switch catalogue.draw(turn: 2, conversationNanoseconds: 0, choice: word, position: 0) {
      case .previousTurn: previous += 1
      case .question(QuestionID(catalogueIndex: 0)): laterFromFirst += 1
      case .question: break
      }
    }
    #expect(abs(Double(top) / 1e6 - 0.00698) < 0.0001)
    #expect(abs(Double(repeatable) / 1e6 - 0.46645) < 0.001)
    #expect(abs(Double(previous) / 1e6 - 0.069) < 0.0001)
    #expect(abs(Double(laterFromFirst) / 1e6 - 0.931 * 0.4) < 0.0001)
  }

  @Test("Ranks rise with the position and become rarer")
  func ranksRise() {
    var last: UInt32 = 0
    for step in 0..<100_000 {
      guard let rank = first(UInt64(step) * (UInt64.max / 100_000)).catalogueIndex else { break }
      #expect(rank >= last)
      last = rank
    }
    #expect(last > 1 << 23 && last < 1 << 24)
  }

  @Test(
    "An hour of 100,000 people on a cold cache finds what the fit extrapolates to, at a tenth of the size")
  func extrapolation() {
    // 350,000 questions, 196,500 of them first turns: 14.44 percent with the history in the key.
    var asked: Set<UInt64> = []
    var hits = 0
    for index in 0..<196_500 {
      let question = catalogue.question(
        turn: 1, conversationNanoseconds: Int64(index % 60) * Self.minute
      ) { _ in (choice: scrambled(spread(2 * index + 1)), position: scrambled(spread(2 * index + 2))) }
      if !asked.insert(question.rawValue).inserted { hits += 1 }
    }
    #expect(abs(Double(hits) / 350_000 - 0.1444) < 0.003)
  }

  /// Independent-looking words. Evenly spread ones meet each other too rarely for a count of repetitions.
  private func scrambled(_ word: UInt64) -> UInt64 {
    var bits = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
