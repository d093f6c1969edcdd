// Minimisation without derivatives: what is fitted here has corners.

/// The simplex method of Nelder and Mead (The Computer Journal 7, 1965), with their coefficients: reflection 1, expansion 2,
/// contraction ½, shrinking ½. The same start gives the same end.
struct NelderMead {
  /// How far each parameter is moved to make the first simplex.
  var size: Double
  /// Most rounds; each evaluates the function once or twice, and once for each parameter where the simplex shrinks.
  var rounds: Int
  /// The search ends when the best and the worst corner differ by less.
  var tolerance = 1e-7

  /// A minimum that was found.
  struct Minimum {
    var at: [Double]
    var value: Double
  }

  /// Looks for a minimum near `start`. Where the function cannot be had it is to be large.
  func minimum(from start: [Double], of function: ([Double]) -> Double) -> Minimum {
    var corners = [Minimum(at: start, value: function(start))]
    for index in start.indices {
      var point = start
      point[index] += size
      corners.append(Minimum(at: point, value: function(point)))
    }
    let worst = start.count
    for _ in 0..<rounds {
      corners.sort { $0.value < $1.value }
      if corners[worst].value - corners[0].value < tolerance { break }
      let centre = start.indices.map { index in
        corners[..<worst].reduce(0) { $0 + $1.at[index] } / Double(worst)
      }
      func point(_ step: Double) -> Minimum {
        let at = zip(centre, corners[worst].at).map { $0 + step * ($1 - $0) }
        return Minimum(at: at, value: function(at))
      }
      let reflected = point(-1)
      if reflected.value < corners[0].value {
        let expanded = point(-2)
        corners[worst] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < corners[worst - 1].value {
        corners[worst] = reflected
      } else {
        let contracted = point(reflected.value < corners[worst].value ? -0.5 : 0.5)
        if contracted.value < min(reflected.value, corners[worst].value) {
          corners[worst] = contracted
        } else {
          for index in 1...worst {
            let at = zip(corners[0].at, corners[index].at).map { $0 + 0.5 * ($1 - $0) }
            corners[index] = Minimum(at: at, value: function(at))
          }
        }
      }
    }
    return corners.min { $0.value < $1.value } ?? corners[0]
  }
}
