// Ended requests, counted by kind and noted in blocks of rows, so that what is done for each duration is done for
// many of them in a tight loop.

import QueueModel

/// What happened to requests, as far as reports and thresholds ask.
///
/// A request costs a count and a row of five durations in the block of its kind. A full block is emptied column by
/// column: into the recorder of its metric, role and outcome, and into the sample sets that select it. Kinds of one
/// role and outcome that the same sets select share a block and its recorders; what a threshold judges over the whole
/// run is the sum of the recorders of its blocks. So each duration is recorded once, however many thresholds read it.
final class RequestLog {
  /// Requests of one role and outcome, in or after the warm-up, that the same sample sets select.
  private struct Block {
    var role: Role
    var outcome: Outcome
    var isMeasured: Bool
    /// Places of the sets that select it, ascending.
    var sets: [Int]
    /// One for each metric.
    var recorders: [LatencyRecorder]
  }

  /// Rows that a block holds before it is emptied.
  private static let rows = 256
  private static let columns = 5

  let segments: Segments
  /// What is not warm-up.
  private let measured: Stretch
  let sets: [SampleSet]
  private let boundaries = GrowingRecords<Int64>()
  /// Requests by the place of their kind.
  private let counts = GrowingRecords<Int>()
  /// Places of the kinds of which there are any: a few of many.
  private let present = GrowingRecords<Int>()
  /// Block by the place of the kind; -1 before the first request that has a duration.
  private let blockOfKind = GrowingRecords<Int>()
  private let blocks = Hot<[Block]>([])
  /// Rows in use by block.
  private let filled = GrowingRecords<Int>()
  /// Durations by block, metric and row; -1 where a request has none.
  private let durations = GrowingRecords<Int64>()
  private let kinds: [RequestKind]

  /// A log that can answer for `stretches` and `selections`, both without repetitions, and whose latency is that of
  /// requests meant to be sent from `warmUp` nanoseconds on.
  init(stretches: [Stretch], selections: [SampleSelection], warmUp: Int64 = 0) {
    measured = Stretch(from: warmUp, to: .max)
    segments = Segments(warmUp > 0 ? stretches + [measured] : stretches)
    sets = selections.map { SampleSet($0) }
    kinds = RequestKind.all(segments: segments.count)
    for boundary in segments.boundaries { boundaries.append(boundary) }
    counts.grow(toInclude: kinds.count - 1, with: 0)
    blockOfKind.grow(toInclude: kinds.count - 1, with: -1)
  }

  // MARK: Requests

  /// A request has ended. O(1), amortised; allocates at the first of its kind.
  @inline(__always) func record(_ end: RequestEnd, isLate: Bool = false) {
    let place = RequestKind(
      role: end.role, outcome: end.outcome, level: end.level, segment: segment(of: end.intendedAt),
      isLate: isLate
    ).place
    if counts[place] == 0 { present.append(place) }
    counts[place] &+= 1
    guard end.hasDuration else { return }
    var block = blockOfKind[place]
    if block < 0 { block = makeBlock(place) }
    let row = filled[block]
    let base = block &* (Self.columns &* Self.rows) &+ row
    durations[base] = end.queueWait
    durations[base &+ Self.rows] = end.timeToFirstToken
    durations[base &+ 2 &* Self.rows] = end.providerFirstToken
    durations[base &+ 3 &* Self.rows] = end.timePerOutputToken
    durations[base &+ 4 &* Self.rows] = end.endToEnd
    filled[block] = row &+ 1
    if row &+ 1 == Self.rows { empty(block) }
  }

  @inline(__always) private func segment(of moment: Int64) -> Int {
    if moment < 0 { return Segments.anywhere }
    var segment = 1
    while segment <= boundaries.count, moment >= boundaries[segment &- 1] { segment &+= 1 }
    return segment
  }

  private func makeBlock(_ place: Int) -> Int {
    let kind = kinds[place]
    let selecting = sets.indices.filter { sets[$0].selection.selects(kind, segments) }
    let isMeasured = isMeasured(kind)
    let same = blocks.value.firstIndex {
      $0.role == kind.role && $0.outcome == kind.outcome && $0.sets == selecting
        && $0.isMeasured == isMeasured
    }
    let block = same ?? blocks.value.count
    blockOfKind[place] = block
    guard same == nil else { return block }
    blocks.value.append(
      Block(
        role: kind.role, outcome: kind.outcome, isMeasured: isMeasured, sets: selecting,
        recorders: Array(repeating: LatencyRecorder(), count: Self.columns)))
    filled.append(0)
    durations.grow(toInclude: blocks.value.count * Self.columns * Self.rows - 1, with: -1)
    return block
  }

  /// True for requests that are not of the warm-up.
  private func isMeasured(_ kind: RequestKind) -> Bool {
    measured.from <= 0 || segments.contains(kind.segment, in: measured)
  }

  /// Hands a block's rows on.
  private func empty(_ block: Int) {
    let base = block * Self.columns * Self.rows
    for metric in 0..<Self.columns {
      let first = base + metric * Self.rows
      blocks.value[block].recorders[metric].record(durations, first..<first + filled[block])
    }
    for place in blocks.value[block].sets {
      let set = sets[place]
      let first = base + set.selection.metric * Self.rows
      set.append(durations, first..<first + filled[block])
    }
    filled[block] = 0
  }

  /// Hands all rows on; before that, recorders and sample sets lack the latest requests.
  func settle() {
    for block in 0..<filled.count where filled[block] > 0 { empty(block) }
  }

  // MARK: Answers

  /// How many requests of some kinds there were, given their places.
  func count(_ places: [Int]) -> Int { places.reduce(0) { $0 + counts[$1] } }

  /// Places of the kinds that fit.
  func places(where fits: (RequestKind) -> Bool) -> [Int] { kinds.indices.filter { fits(kinds[$0]) } }

  /// How many requests there were, by the number that `place` gives their kind, which must be below `size`; those of
  /// kinds without one are left out.
  func counts(_ size: Int, by place: (RequestKind) -> Int?) -> [Int] {
    var sums = [Int](repeating: 0, count: size)
    for index in 0..<present.count {
      if let sum = place(kinds[present[index]]) { sums[sum] += counts[present[index]] }
    }
    return sums
  }

  /// Everything that a sample set has selected since the run began. Only what is settled.
  func whole(_ set: Int) -> LatencyRecorder {
    var sum = LatencyRecorder()
    let metric = sets[set].selection.metric
    for block in blocks.value where block.sets.contains(set) { sum.merge(block.recorders[metric]) }
    return sum
  }

  /// How many requests there were after the warm-up, by the number that `place` gives their kind, which must be below
  /// `size`.
  func measuredCounts(_ size: Int, by place: (RequestKind) -> Int) -> [Int] {
    counts(size) { isMeasured($0) ? place($0) : nil }
  }

  /// All durations of requests after the warm-up. Only what is settled.
  func latency() -> LatencyTable {
    LatencyTable(
      rows: blocks.value.filter(\.isMeasured).map {
        LatencyTable.Row(role: $0.role, outcome: $0.outcome, recorders: $0.recorders)
      })
  }
}
