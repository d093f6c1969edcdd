// A threshold's margin along the range, read as what it must be: never falling towards the favourable end.

/// A non-decreasing curve through points, straight between them and level beyond them.
///
/// Points that contradict are pooled into their weighted mean (pool adjacent violators: M. Ayer et al., Annals of
/// Mathematical Statistics 26, 1955), which is the least-squares fit of a curve that does not fall.
struct MarginCurve {
  struct Point {
    var position: Int
    var margin: Double
    var weight: Double
  }

  private(set) var points: [Point]

  /// The curve through `points`, which stand in the order of their positions. Infinite margins count as the farthest
  /// finite one, or as 1 where there is none.
  init(_ points: [Point]) {
    let finite = points.map(\.margin).filter(\.isFinite)
    let bounds = (least: min(-1, finite.min() ?? -1), most: max(1, finite.max() ?? 1))
    var blocks: [(sum: Double, weight: Double, count: Int)] = []
    for point in points {
      let margin =
        point.margin.isFinite ? point.margin : point.margin > 0 ? bounds.most : bounds.least
      blocks.append((margin * point.weight, point.weight, 1))
      while blocks.count > 1 {
        let (last, before) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        guard before.sum / before.weight > last.sum / last.weight else { break }
        blocks.removeLast(2)
        blocks.append((before.sum + last.sum, before.weight + last.weight, before.count + last.count))
      }
    }
    let margins = blocks.flatMap { [Double](repeating: $0.sum / $0.weight, count: $0.count) }
    self.points = zip(points, margins).map { point, margin in
      Point(position: point.position, margin: margin, weight: point.weight)
    }
  }

  /// The first position at which the curve is at `margin` or above it; nil where it never is.
  func first(reaching margin: Double) -> Int? { place(reaching: margin).map { Int($0.rounded(.up)) } }

  /// As ``first(reaching:)``, between positions where it lies between them.
  func place(reaching margin: Double) -> Double? {
    guard let place = points.firstIndex(where: { $0.margin >= margin }) else { return nil }
    guard place > 0 else { return Double(points[0].position) }
    let (before, after) = (points[place - 1], points[place])
    let share = (margin - before.margin) / (after.margin - before.margin)
    return Double(before.position) + share * Double(after.position - before.position)
  }

  /// The last position at which the curve is at `margin` or below it; nil where it never is.
  func last(within margin: Double) -> Int? {
    guard let place = points.lastIndex(where: { $0.margin <= margin }) else { return nil }
    guard place + 1 < points.count else { return points[place].position }
    let (before, after) = (points[place], points[place + 1])
    let share = (margin - before.margin) / (after.margin - before.margin)
    return before.position + Int((share * Double(after.position - before.position)).rounded(.down))
  }
}
