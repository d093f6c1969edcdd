// What people ask: a draw for each request, and the catalogue that a run is made with.

import QueueModel

/// The catalogue of questions.
enum QuestionRules {
  /// Adds the benchmarks.
  static func register() {
    // Questions whose answers are worth keeping.
    rule("questions-questionCatalogue-draw", QuestionDraws.self, sum: 122)
    rule("questions-questionCatalogue-make", Catalogues.self, sum: 72)
  }
}

private struct QuestionDraws: RuleWorkload {
  let catalogue = QuestionCatalogue(seed: 1)

  mutating func operate(_ turn: Int) -> Int {
    let question = catalogue.question(
      turn: 1 + turn % 4, conversationNanoseconds: 1_000_000_000 * Int64(turn)
    ) {
      (choice: word(8 * turn + 2 * $0), position: word(8 * turn + 2 * $0 + 1))
    }
    return catalogue.isWorthKeeping(question, turn: 1 + turn % 4, keyHoldsHistory: true) ? 1 : 0
  }
}

private struct Catalogues: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    QuestionCatalogue(seed: UInt64(turn)).repeatsPrevious(turn: 2, choice: word(turn)) ? 1 : 0
  }
}
