// When the next person comes under a rate that rises and falls: against a walk over every piece of the curve.

import QueueModel
import Scenario
import Testing

@testable import Sim

@Suite struct CurveArrivalTests {
  /// The same, looking at each piece from the first on.
  private func byWalking(_ points: [RatePoint], after time: Int64, area: Double) -> Int64? {
    var left = area
    var at = Double(time) / 1e9
    for (point, next) in zip(points, points.dropFirst()) {
      let begin = Double(point.at.wholeNanoseconds) / 1e9
      let end = Double(next.at.wholeNanoseconds) / 1e9
      guard at < end, end > begin else { continue }
      let slope = (next.rate - point.rate) / (end - begin)
      let from = max(at, begin)
      let rate = point.rate + slope * (from - begin)
      let room = (end - from) * (rate + next.rate) / 2
      if left == 0 { return Int64(from * 1e9) }
      if left <= room {
        return Int64((from + 2 * left / (rate + (rate * rate + 2 * slope * left).squareRoot())) * 1e9)
      }
      left -= room
      at = end
    }
    return nil
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func theRightPieceIsFound(seed: UInt64) {
    var random = RandomStream(seed: seed, entity: 0, purpose: RandomPurpose(rawValue: 1))
    func below(_ most: Double) -> Double { random.nextUniform() * most }
    for _ in 0..<200 {
      var points: [RatePoint] = []
      var at = Int64(below(5e9))
      for _ in 0..<Int(below(12)) {
        points.append(RatePoint(at: .nanoseconds(at), rate: below(1) < 0.2 ? 0 : below(30)))
        // Two points at one moment are a step.
        if below(1) < 0.8 { at += Int64(below(20e9)) }
      }
      // Some moments are those of points themselves.
      let times = points.map(\.at.wholeNanoseconds) + (0..<5).map { _ in Int64(below(60e9)) }
      for time in times {
        let area = below(1) < 0.1 ? 0 : below(40)
        #expect(
          People.time(on: points, after: time, area: area) == byWalking(points, after: time, area: area),
          "\(points) after \(time), area \(area)")
      }
    }
  }
}
