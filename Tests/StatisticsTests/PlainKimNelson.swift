// Procedure KN step by step as in the paper, from all observations at once: slow, and obviously right.

import Statistics

/// What KN (Kim and Nelson 2001, c = 1) selects from given rows, and after how many.
struct PlainKimNelson {
  private(set) var selected = -1
  private(set) var replications = 0
  /// How many replications each alternative took part in.
  private(set) var observations: [Int] = []

  /// Setup, initialisation, screening and stopping rule. Where the rows do not suffice, nothing is selected.
  init(rows: [[Double]], procedure: KimNelson) {
    let n0 = procedure.firstStage
    let delta = procedure.indifference
    let sign: Double = procedure.best == .largest ? 1 : -1
    let x = rows.map { $0.map { sign * $0 } }
    let k = x[0].count

    func mean(_ i: Int, _ r: Int) -> Double { x[..<r].map { $0[i] }.reduce(0, +) / Double(r) }

    /// S²ᵢₗ = Σⱼ (Xᵢⱼ - Xₗⱼ - [X̄ᵢ(n₀) - X̄ₗ(n₀)])² / (n₀ - 1)
    func variance(_ i: Int, _ l: Int) -> Double {
      let difference = mean(i, n0) - mean(l, n0)
      let squares = x[..<n0].map { ($0[i] - $0[l] - difference) * ($0[i] - $0[l] - difference) }
      return squares.reduce(0, +) / Double(n0 - 1)
    }

    let variances = (0..<k).map { i in (0..<k).map { l in variance(i, l) } }
    let hSquared = procedure.hSquared
    // Nᵢ = max over l of ⌊h² S²ᵢₗ / δ²⌋
    let stages = variances.map { row in row.map { Int(hSquared * $0 / (delta * delta)) }.max()! }
    let last = stages.max()!

    var standing = Array(0..<k)
    var r = n0
    observations = Array(repeating: n0, count: k)
    while standing.count > 1 && r <= last {
      let old = standing
      standing = old.filter { i in
        old.allSatisfy { l in
          let w = max(0, delta / (2 * Double(r)) * (hSquared * variances[i][l] / (delta * delta) - Double(r)))
          return i == l || mean(i, r) >= mean(l, r) - w
        }
      }
      if standing.count > 1 {
        r += 1
        if r > x.count { return }
        for i in standing { observations[i] = r }
      }
    }
    replications = r
    selected = standing.max { mean($0, r) < mean($1, r) }!
  }
}
