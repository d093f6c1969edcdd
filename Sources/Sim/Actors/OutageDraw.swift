// Outages drawn before the run from a service's record, so that the provider's condition is known beforehand.

import Scenario

/// Draws the outages of a run.
struct OutageDraw {
  /// The record is followed from so long before the run, so that the run begins at any moment of it.
  private static let leadNanoseconds: Int64 = 90 * 86_400 * 1_000_000_000

  /// Incidents that overlap the time from 0 to `end`, cut to it. They may overlap one another.
  static func outages(_ drawn: DrawnOutages, until end: Int64, _ chance: Chance, in tables: FixedTables)
    -> [Outage]
  {
    let gap = Sampler(drawn.record.gap.scaled(by: 1 / drawn.timesAsOften), in: tables)
    let length = Sampler(drawn.record.length, in: tables)
    let isMajor = Share(drawn.record.majorShare)
    // However often they are, as many lie before the run.
    let lead = Int64(Double(leadNanoseconds) / max(1, drawn.timesAsOften))
    var outages: [Outage] = []
    var at = -lead
    var number: UInt32 = 0
    while true {
      var gaps = chance.stream(.outageGap, number)
      var lengths = chance.stream(.outageLength, number)
      at += max(1, gap.nanoseconds(&gaps))
      guard at < end else { return outages }
      let from = max(0, at)
      let to = min(end, at + length.nanoseconds(&lengths))
      let errors =
        isMajor.hits(chance.bits(.outageSeverity, number)) ? drawn.majorErrors : drawn.partialErrors
      if to > from {
        outages.append(Outage(at: .nanoseconds(from), length: .nanoseconds(to - from), errors: errors))
      }
      number += 1
    }
  }
}
