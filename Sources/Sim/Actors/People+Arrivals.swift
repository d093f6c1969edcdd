// Open arrivals: somebody comes, asks one question and leaves. Records of those who left are used again. What a
// replayed trace does differently is in `People+Replay.swift`.

import QueueModel
import Scenario

extension People {
  /// Somebody comes from outside.
  func arrive() {
    let now = kernel.now
    let visitor = visitors
    visitors += 1
    let asker: UInt32
    if let free = freeVisitors.popLast() {
      asker = free
    } else {
      asker = UInt32(askers.count)
      askers.append(AskerRecord())
      readings.append(ReadingRecord())
    }
    askers[Int(asker)] = AskerRecord()
    readings[Int(asker)] = ReadingRecord()
    // A visitor's draws are those of its number, not of the record it happens to use.
    askers[Int(asker)].person = visitor
    askers[Int(asker)].question = 0
    askers[Int(asker)].flags = [.visitor]
    if let replay = plan.replay { takeRole(asker, of: visitor, in: replay) }
    askers[Int(asker)].cohort = Self.cohort(
      of: askers[Int(asker)].person, in: plan.scenario.population.cohorts, chance: plan.chance)
    askers[Int(asker)].state = .thinking
    scheduleNextArrival(after: now)
    sendQuestion(asker)
  }

  /// Sets the next arrival, if it comes within the run.
  func scheduleNextArrival(after time: Int64) {
    guard let at = nextArrival(after: time), at < plan.duration else { return }
    kernel.schedule(.arrival, 0, at: at)
  }

  private func nextArrival(after time: Int64) -> Int64? {
    var stream = plan.chance.stream(.openArrival, visitors)
    switch plan.scenario.arrivals.kind {
    case .closed: return nil
    case .poisson(let rate):
      return rate > 0 ? time + Int64(stream.nextExponential() / rate * 1e9) : nil
    case .renewal:
      return plan.people.arrivalGap.map { time + $0.nanoseconds(&stream) }
    case .curve(let points):
      return Self.time(on: points, after: time, area: stream.nextExponential())
    case .trace:
      guard let replay = plan.replay, Int(visitors) < replay.count else { return nil }
      return replay[Int(visitors)].atNanoseconds
    }
  }

  /// When the integral of the rate from `time` on reaches `area`: the next arrival of a Poisson process with a
  /// rate that is linear between points. nil when the curve ends before. O(log n), and what the area reaches over.
  static func time(on points: [RatePoint], after time: Int64, area: Double) -> Int64? {
    var left = area
    var at = Double(time) / 1e9
    func seconds(_ point: RatePoint) -> Double { Double(point.at.wholeNanoseconds) / 1e9 }
    // The first point that is later: the piece before it is the one in which the time is.
    var (low, high) = (1, points.count)
    while low < high {
      let middle = (low + high) / 2
      if seconds(points[middle]) > at { high = middle } else { low = middle + 1 }
    }
    for index in low..<max(low, points.count) {
      let (point, next) = (points[index - 1], points[index])
      let (begin, end) = (seconds(point), seconds(next))
      guard end > begin else { continue }
      let slope = (next.rate - point.rate) / (end - begin)
      let from = max(at, begin)
      let rate = point.rate + slope * (from - begin)
      let room = (end - from) * (rate + next.rate) / 2
      if left > room {
        left -= room
        at = end
        continue
      }
      // Where nothing is left it is now, even at a rate of 0.
      guard left > 0 else { return Int64(from * 1e9) }
      // Solve rate·x + slope·x²/2 = left for x, in the form that does not cancel.
      let root = (rate * rate + 2 * slope * left).squareRoot()
      return Int64((from + 2 * left / (rate + root)) * 1e9)
    }
    return nil
  }

  /// A visitor's question has ended.
  func leave(_ asker: UInt32) {
    askers[Int(asker)].state = .away
    freeVisitors.append(asker)
  }
}
