// How many customers a unit of time come to each station of an open network.

extension Routing {
  /// Visits to each station for one customer from outside: v = e₁ + Pᵀ v, solved by elimination. O(n³).
  ///
  /// Throws where customers can come to a station from which no way leads out.
  func visits(names: [String]) throws(TruthProblem) -> [Double] {
    let reached = stations { reached in
      routes.indices.filter { reached[$0] }.flatMap { routes[$0].map(\.to) } + [0]
    }
    let left = stations { leaving in
      routes.indices.filter { from in
        routes[from].reduce(0) { $0 + $1.probability } < 1 - 1e-12 || routes[from].contains { leaving[$0.to] }
      }
    }
    if let trap = routes.indices.first(where: { reached[$0] && !left[$0] }) {
      throw TruthProblem("parameter 'routing' leaves no way out from '\(names[trap])'")
    }
    var rows = routes.indices.map { to -> [Double] in
      var row = routes.indices.map { $0 == to ? 1.0 : 0.0 }
      for from in routes.indices where reached[from] && reached[to] {
        for route in routes[from] where route.to == to { row[from] -= route.probability }
      }
      return row + [to == 0 ? 1 : 0]
    }
    Self.eliminate(&rows)
    return rows.map { $0[routes.count] }
  }

  /// The stations that `grow` adds, until it adds no more.
  private func stations(_ grow: ([Bool]) -> [Int]) -> [Bool] {
    var chosen = routes.map { _ in false }
    while true {
      let more = grow(chosen).filter { !chosen[$0] }
      if more.isEmpty { return chosen }
      for station in more { chosen[station] = true }
    }
  }

  /// Gauss and Jordan's elimination. I - Pᵀ with a way out from everywhere is an M-matrix: no pivot vanishes, and none
  /// needs to be looked for.
  private static func eliminate(_ rows: inout [[Double]]) {
    for pivot in rows.indices {
      let scale = 1 / rows[pivot][pivot]
      for column in rows[pivot].indices { rows[pivot][column] *= scale }
      for row in rows.indices where row != pivot && rows[row][pivot] != 0 {
        let factor = rows[row][pivot]
        for column in rows[row].indices { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
  }
}
