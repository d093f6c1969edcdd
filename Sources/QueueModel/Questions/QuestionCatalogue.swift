// What people ask, as a function of who asks and of the turn: the reason why a cache's hit ratio is an
// outcome of a run. Apart from the fitted numbers (`QuestionCatalogue+RAGPulse.swift`).

/// What one request asks, before repeats are followed.
public enum QuestionDraw: Hashable, Sendable {
  case question(QuestionID)
  /// The same question as the previous turn of this conversation.
  case previousTurn
}

/// The questions of a run.
///
/// A question follows from the seed, the random words of its person and turn, and the nominal time at which
/// the conversation starts; never from what others have asked before. So two variants of a scenario ask the
/// same questions at the same turns, however long their queues are.
///
/// ```swift
/// let catalogue = QuestionCatalogue(seed: 1)
/// let question = catalogue.question(turn: 3, conversationNanoseconds: start) { turn in
///   (choice: stream.word(2 * turn), position: stream.word(2 * turn + 1))
/// }
/// question.isRepeatable  // whether its answer is worth keeping
/// ```
///
/// - First turns draw from one urn; or, with a small probability, ask the question of their 28 minutes, one
///   for all, which the seed knows.
/// - Later turns repeat the previous turn's question, or draw from the first turns' urn, or from their own.
/// - First turns share an empty history. Each later turn has a history of its own, so with the history in the
///   key only first turns can be found in a cache (`isWorthKeeping(_:turn:keyHoldsHistory:)`).
///
/// The model and its parameters are fitted to RAGPulse; `docs/people.md` states the errors and the limits.
/// Building costs some microseconds, a draw some nanoseconds and no allocation.
public struct QuestionCatalogue: Sendable {
  private let seed: UInt64
  private let firstUrn: QuestionUrn
  private let laterUrn: QuestionUrn

  /// Ranks of the later turns' urn begin here, behind those of the first turns' urn.
  static let laterBase: UInt32 = 1 << 24
  /// Questions of a period that are in no urn begin here.
  static let topicBase: UInt32 = 1 << 25

  /// The catalogue of a run. The seed decides only which questions the periods have.
  public init(seed: UInt64) {
    self.seed = seed
    firstUrn = Self.firstUrn
    laterUrn = Self.laterUrn
  }

  /// What a request asks.
  ///
  /// - Parameters:
  ///   - turn: The request's turn in its conversation, from 1.
  ///   - conversationNanoseconds: The nominal time at which the conversation starts, in nanoseconds since the
  ///     start of the run: a time that the seed alone decides. It matters on first turns only; before 0 counts
  ///     as 0.
  ///   - choice: A random word that decides where the question comes from.
  ///   - position: Another, which decides the question.
  public func draw(
    turn: Int, conversationNanoseconds: Int64, choice: UInt64, position: UInt64
  ) -> QuestionDraw {
    if turn <= 1 {
      if choice < Self.topicThreshold {
        return .question(topic(ofPeriod: max(0, conversationNanoseconds) / Self.periodNanoseconds))
      }
      return .question(fromFirstUrn(position))
    }
    if choice < Self.repeatThreshold { return .previousTurn }
    if choice < Self.firstUrnThreshold { return .question(fromFirstUrn(position)) }
    guard let rank = laterUrn.rank(position) else { return .question(QuestionID(unique: position)) }
    return .question(QuestionID(catalogueIndex: Self.laterBase + rank))
  }

  /// The question of a request, with repeats followed back to the turn that they repeat.
  ///
  /// - Parameter words: The two random words of a turn of this conversation, from 1 to `turn`; asked for
  ///   `turn` and, in 7 of 100 later turns, for the one before.
  @inlinable public func question(
    turn: Int, conversationNanoseconds: Int64, words: (Int) -> (choice: UInt64, position: UInt64)
  ) -> QuestionID {
    var turn = turn
    while true {
      let (choice, position) = words(turn)
      let drawn = draw(
        turn: turn, conversationNanoseconds: conversationNanoseconds, choice: choice, position: position)
      switch drawn {
      case .question(let question): return question
      case .previousTurn: turn -= 1
      }
    }
  }

  /// True when a request of this turn with this `choice` asks the previous turn's question again. Looking one
  /// turn ahead tells whether a question that nobody else asks can still be asked by its own conversation.
  public func repeatsPrevious(turn: Int, choice: UInt64) -> Bool {
    turn > 1 && choice < Self.repeatThreshold
  }

  /// Whether an answer to `question` can be asked for again by somebody else, under the cache's key.
  ///
  /// - Parameters:
  ///   - turn: The turn at which it was asked, from 1.
  ///   - keyHoldsHistory: True when the key is made of question and history, as the design has it. Without
  ///     the history a conversation may repeat its own question as well (`repeatsPrevious(turn:choice:)`).
  @inlinable public func isWorthKeeping(_ question: QuestionID, turn: Int, keyHoldsHistory: Bool) -> Bool {
    question.isRepeatable && (turn <= 1 || !keyHoldsHistory)
  }

  private func fromFirstUrn(_ position: UInt64) -> QuestionID {
    guard let rank = firstUrn.rank(position) else { return QuestionID(unique: position) }
    return QuestionID(catalogueIndex: rank)
  }

  /// The question that many ask in a period, itself a draw from the first turns' urn.
  private func topic(ofPeriod period: Int64) -> QuestionID {
    let number = UInt64(period)
    if let rank = firstUrn.rank(Self.mixed(seed, number)) { return QuestionID(catalogueIndex: rank) }
    return QuestionID(catalogueIndex: Self.topicBase + UInt32(truncatingIfNeeded: number & 0x1FF_FFFF))
  }

  /// A word that looks random, of a seed and a number: the finaliser of SplitMix64 (Steele, Lea, Flood,
  /// 2014).
  private static func mixed(_ seed: UInt64, _ number: UInt64) -> UInt64 {
    var bits = finalised(seed &+ 0x9E37_79B9_7F4A_7C15)
    bits = finalised(bits ^ (number &+ 1) &* 0xD1B5_4A32_D192_ED03)
    return bits
  }

  private static func finalised(_ word: UInt64) -> UInt64 {
    var bits = word
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
