import Statistics
import Testing

struct KimNelsonTests {
  /// Replications with normal noise of one standard deviation around `means`, each two correlated by `correlation`.
  struct Rows {
    let means: [Double]
    let correlation: Double
    let deviation: Double
    var noise: NormalStream

    init(means: [Double], correlation: Double = 0, deviation: Double = 1, seed: UInt64) {
      self.means = means
      self.correlation = correlation
      self.deviation = deviation
      noise = NormalStream(seed: seed)
    }

    mutating func next() -> [Double] {
      let shared = correlation.squareRoot() * noise.next()
      return means.map { $0 + deviation * (shared + (1 - correlation).squareRoot() * noise.next()) }
    }
  }

  /// Feeds replications until one is selected, with NaN for whoever is out; the result and what was fed.
  static func run(_ procedure: KimNelson, on rows: Rows) -> (ended: KimNelson, rows: [[Double]]) {
    var procedure = procedure
    var rows = rows
    var fed: [[Double]] = []
    while procedure.state == .needsMore {
      let row = rows.next()
      fed.append(row)
      procedure.add(row.indices.map { procedure.survivors.contains($0) ? row[$0] : .nan })
    }
    return (procedure, fed)
  }

  /// η solves the paper's equation for c = 1: (1 + 2 η)^(-(n₀ - 1) / 2) / 2 = α / (k - 1).
  /// Literals: mpmath 1.3.0, ((2 α / (k - 1))^(-2 / (n₀ - 1)) - 1) / 2.
  @Test(arguments: [
    (2, 10, 0.95, 0.33405026860002938), (5, 10, 0.95, 0.63496726515367313),
    (10, 24, 0.95, 0.23944203559659843), (50, 10, 0.99, 2.3321615543344108), (3, 2, 0.9, 49.5),
  ])
  func eta(alternatives: Int, firstStage: Int, probability: Double, eta: Double) {
    let procedure = KimNelson(
      alternatives: alternatives, indifference: 1, probability: probability, firstStage: firstStage,
      best: .largest)
    #expect(relativeError(procedure.eta, eta) < 1e-12)
    #expect(relativeError(procedure.hSquared, 2 * eta * Double(firstStage - 1)) < 1e-12)
  }

  /// Every decision of the procedure against the paper's text, recomputed from all observations at each step.
  @Test func thePaperDecidesTheSame() {
    for seed in 0..<30 as Range<UInt64> {
      let alternatives = 2 + Int(seed % 5)
      let means = (0..<alternatives).map { 0.2 * Double($0) }
      let rows = Rows(means: means, correlation: seed % 2 == 0 ? 0 : 0.6, seed: seed)
      let best: KimNelson.Best = seed % 3 == 0 ? .largest : .smallest
      let procedure = KimNelson(
        alternatives: alternatives, indifference: 0.4, probability: 0.9, firstStage: 5 + Int(seed % 7),
        best: best)
      let (ended, fed) = Self.run(procedure, on: rows)
      let plain = PlainKimNelson(rows: fed, procedure: procedure)
      #expect(ended.state == .selected(plain.selected), "seed \(seed)")
      #expect(ended.replications == plain.replications, "seed \(seed)")
      #expect(ended.intervalsToBest().map(\.replications) == plain.observations, "seed \(seed)")
    }
  }

  /// Five alternatives, one better by exactly δ = σ / √n₀: the configuration that is hardest for the guarantee. The
  /// procedure promises to select it with probability 0.95 or more, so among 1000 selections no more are wrong than
  /// the 99.9 % point of the binomial distribution with p = 0.05, which is 73: a procedure that only just keeps its
  /// promise would fail once in a thousand seeds, one with a probability of 0.92 in more than three of four.
  @Test(arguments: [0, 0.5]) func selectsTheBestAsOftenAsPromised(correlation: Double) {
    let deviation = 3.0
    let delta = deviation / 10.0.squareRoot()
    let selections = (0..<1000).map { (run: UInt64) -> KimNelson in
      let seed = (run + 1) &* 0xD1B5_4A32_D192_ED03
      let rows = Rows(means: [0, 0, delta, 0, 0], correlation: correlation, deviation: deviation, seed: seed)
      return Self.run(KimNelson(alternatives: 5, indifference: delta, best: .largest), on: rows).ended
    }
    let wrong = selections.count { $0.state != .selected(2) }
    let most = BinomialDistribution(trials: 1000, probability: 0.05).upperPoint(0.999)
    #expect(most == 73)
    #expect(wrong <= most, "\(wrong) of 1000 wrong")
  }

  /// The variance of a difference halves with a correlation of one half, and with it the replications.
  @Test func commonRandomNumbersSaveReplications() {
    func replications(correlation: Double) -> Double {
      let numbers = (0..<100).map { (run: UInt64) -> Double in
        let rows = Rows(means: [0, 0.3, 0.6], correlation: correlation, seed: run)
        let procedure = KimNelson(alternatives: 3, indifference: 0.3, best: .smallest)
        return Double(Self.run(procedure, on: rows).ended.replications)
      }
      return SampleMoments(numbers).mean
    }
    #expect(replications(correlation: 0.5) < 0.6 * replications(correlation: 0))
  }

  /// Where one is far worse, it leaves after the first stage and costs nothing more.
  @Test func aBadAlternativeLeavesEarly() {
    var rows = Rows(means: [1, 1.05, 9], seed: 4)
    var procedure = KimNelson(alternatives: 3, indifference: 0.3, best: .smallest)
    for _ in 0..<9 { procedure.add(rows.next()) }
    #expect(procedure.survivors == [0, 1, 2])
    procedure.add(rows.next())
    #expect(procedure.survivors == [0, 1])
    #expect(procedure.state == .needsMore && procedure.replications == 10)
    procedure.add([1, 1, .nan])
    #expect(procedure.intervalsToBest().map(\.replications).sorted() == [10, 11, 11])
  }

  /// The differences are 1, -1 and then ±0.001 for ever: nobody is ever eliminated. With n₀ = 2 and α = 0.1, h² = 24 and
  /// S² = 2, so with δ² = 48 / 48.5 the sampling ends at the first replication above 48.5 by the best mean.
  @Test func whereNobodyIsEliminatedTheBestMeanDecidesAtTheEnd() {
    var procedure = KimNelson(
      alternatives: 2, indifference: (48 / 48.5).squareRoot(), probability: 0.9, firstStage: 2, best: .largest
    )
    #expect(relativeError(procedure.hSquared, 24) < 1e-13)
    procedure.add([1, 0])
    procedure.add([-1, 0])
    while procedure.state == .needsMore {
      procedure.add([0, procedure.replications.isMultiple(of: 2) ? 0.001 : -0.001])
    }
    #expect(procedure.replications == 49)
    #expect(procedure.survivors == [0, 1])
    #expect(procedure.state == .selected(1))
  }

  /// Nothing varies: the first stage suffices, and of equal ones the first is selected.
  @Test func withoutNoiseTheFirstStageDecides() {
    for (best, selected) in [(KimNelson.Best.smallest, 1), (.largest, 0)] {
      var procedure = KimNelson(alternatives: 4, indifference: 0.1, firstStage: 3, best: best)
      for _ in 0..<2 { procedure.add([7, 2, 2, 7]) }
      #expect(procedure.state == .needsMore)
      procedure.add([7, 2, 2, 7])
      #expect(procedure.state == .selected(selected))
      #expect(procedure.replications == 3)
    }
  }

  /// 1 is within the indifference of 0 and 2 is not, whichever direction is the better one.
  @Test func tiesAreWhoIsNotShownToBeWorse() {
    for (best, sign) in [(KimNelson.Best.smallest, 1.0), (.largest, -1)] {
      var procedure = KimNelson(alternatives: 3, indifference: 0.5, firstStage: 4, best: best)
      for step in 0..<4 {
        let base = Double(step)
        procedure.add([sign * base, sign * (base + 0.2 + 0.01 * base), sign * (base + 1 + 0.01 * base)])
      }
      #expect(procedure.state == .selected(0))
      #expect(procedure.leader == 0)
      let intervals = procedure.intervalsToBest()
      #expect(intervals[0].mean == 0 && intervals[0].halfWidth == 0)
      #expect(relativeError(intervals[1].mean, sign * 0.215) < 1e-12)
      // t(3, 0.975) (mpmath 1.3.0 by bisection) times the standard error of 0, 0.01, 0.02, 0.03.
      let halfWidth = 3.1824463052837096 * 0.01 * (5.0 / 12).squareRoot()
      #expect(relativeError(intervals[1].halfWidth, halfWidth) < 1e-12)
      #expect(procedure.intervalsToBest(level: 0.99)[1].level == 0.99)
      #expect(procedure.tied(within: 0.5) == [1])
      #expect(procedure.tied(within: 1.1) == [1, 2])
      #expect(procedure.tied(within: 1) == [1, 2], "the interval around 1.015 reaches below 1")
      #expect(procedure.tied(within: 0.1) == [])
    }
  }

  @Test func beforeAnyObservation() {
    let procedure = KimNelson(alternatives: 2, indifference: 1, best: .largest)
    #expect(procedure.survivors == [0, 1] && procedure.leader == 0 && procedure.replications == 0)
    #expect(procedure.probability == 0.95 && procedure.firstStage == 10)
    #expect(procedure.state == .needsMore)
  }

  @Test func misuseStops() async {
    await #expect(processExitsWith: .failure) {
      _ = KimNelson(alternatives: 1, indifference: 1, best: .largest)
    }
    await #expect(processExitsWith: .failure) {
      _ = KimNelson(alternatives: 2, indifference: 0, best: .largest)
    }
    await #expect(processExitsWith: .failure) {
      _ = KimNelson(alternatives: 2, indifference: 1, probability: 0.5, best: .largest)
    }
    await #expect(processExitsWith: .failure) {
      var procedure = KimNelson(alternatives: 2, indifference: 1, best: .largest)
      procedure.add([1, .nan])
    }
    await #expect(processExitsWith: .failure) {
      var procedure = KimNelson(alternatives: 2, indifference: 1, firstStage: 2, best: .largest)
      for _ in 0..<3 { procedure.add([1, 2]) }
    }
  }
}
