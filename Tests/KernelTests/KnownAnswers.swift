// Draws worked out apart from the program (in Python, from the formulas and the committed tables): a change here
// changes every run of every seed.

/// The first draws of seed 1, entity 2, purpose 3.
enum KnownAnswers {
  static let bits: [UInt64] = [
    11982056325638184162, 14482931656681910382, 14605139478375305357, 12348193755954021217,
  ]
  /// 0.37106587137212727, from the first draw.
  static let exponential: UInt64 = 0x3fd7bf8b118d1f33
  /// 1.3030978696950146, from the second.
  static let normal: UInt64 = 0x3ff4d97d26dd3cdb
  /// From the third.
  static let belowMillion: UInt64 = 791746
}
