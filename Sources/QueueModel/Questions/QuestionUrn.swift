// A fixed distribution over ranks of questions, drawn from with one random word. Apart from the catalogue,
// which decides what is drawn from which urn.

/// Ranks 0, 1, 2, … of ever rarer questions, and beyond the last cell the questions that nobody else asks.
///
/// The ranks lie in cells. Within a cell all are equally likely, so that a draw is integer arithmetic, one
/// multiplication and a look into two small tables, and the same on every machine.
struct QuestionUrn: Sendable {
  /// A run of equally likely ranks.
  private struct Cell {
    /// The first random word beyond this cell.
    var upper: UInt64
    /// The first random word of this cell.
    var lower: UInt64
    /// Ranks for each random word: below one.
    var ranksPerWord: Double
    var firstRank: UInt32
    var lastRank: UInt32
  }

  private let cells: [Cell]
  /// For each value of a word's ten highest bits, the first cell that such a word can lie in.
  private let guide: [UInt16]

  /// The urn whose cell `i` ends before rank `cellEnds[i]` and before the random word `cumulative[i]`.
  ///
  /// Precondition: both rise strictly, and there are as many of the one as of the other, below 65,536.
  init(cellEnds: [UInt32], cumulative: [UInt64]) {
    precondition(
      cellEnds.count == cumulative.count && cellEnds.count < Int(UInt16.max),
      "\(cellEnds.count) ends of cells for \(cumulative.count) cumulative masses")
    var cells: [Cell] = []
    cells.reserveCapacity(cellEnds.count)
    var firstRank: UInt32 = 0
    var lower: UInt64 = 0
    for (end, upper) in zip(cellEnds, cumulative) {
      precondition(end > firstRank && upper > lower, "cell ending at rank \(end) is empty")
      cells.append(
        Cell(
          upper: upper, lower: lower, ranksPerWord: Double(end - firstRank) / Double(upper - lower),
          firstRank: firstRank, lastRank: end - 1))
      (firstRank, lower) = (end, upper)
    }
    self.cells = cells
    var cell = 0
    guide = (0..<1024).map { bits in
      while cell < cells.count, cells[cell].upper <= UInt64(bits) << 54 { cell += 1 }
      return UInt16(cell)
    }
  }

  /// Share of the draws that fall on a rank, and not on a question that nobody else asks.
  var repeatableShare: Double { Double(cells.last?.upper ?? 0) * 0x1p-64 }

  /// The rank that a random word stands for; nil when it stands for a question that nobody else asks.
  func rank(_ word: UInt64) -> UInt32? {
    var index = Int(guide[Int(truncatingIfNeeded: word >> 54)])
    while index < cells.count {
      let cell = cells[index]
      if word < cell.upper {
        let within = UInt32(Double(word - cell.lower) * cell.ranksPerWord)
        return min(cell.firstRank + within, cell.lastRank)
      }
      index += 1
    }
    return nil
  }
}
