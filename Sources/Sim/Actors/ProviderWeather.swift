// How fast and how wide the provider is at each moment: brown-outs and outages as a piecewise constant curve,
// known before the run, so that the end of an answer can be computed when it begins.

import QueueModel
import Scenario

/// The provider's condition over the run.
struct ProviderWeather: Sendable {
  /// A stretch in which nothing changes.
  struct Spell: Sendable {
    /// Nanoseconds since the start of the run; a spell lasts until the next one begins.
    var from: Int64
    /// Speed as a share of the usual, above 0.
    var speed: Double
    /// Concurrency as a share of the usual.
    var places: Double
    /// Share of calls that fail before the first token.
    var errors: Double
  }

  /// At least one, the first from 0.
  let spells: [Spell]
  /// From the first to the last change: outside it the provider is as usual.
  private let firstChange: Int64
  private let lastChange: Int64

  /// The condition that a scenario states, and further outages.
  init(_ model: LanguageModel, drawn: [Outage] = []) {
    let outages = model.outages + drawn
    var edges: Set<Int64> = [0]
    for spell in model.brownouts {
      edges.insert(spell.at.wholeNanoseconds)
      edges.insert(spell.at.wholeNanoseconds + spell.length.wholeNanoseconds)
    }
    for outage in outages {
      edges.insert(outage.at.wholeNanoseconds)
      edges.insert(outage.at.wholeNanoseconds + outage.length.wholeNanoseconds)
    }
    let spells = edges.sorted().map { (from: Int64) -> Spell in
      var spell = Spell(from: from, speed: 1, places: 1, errors: 0)
      for brownout in model.brownouts
      where brownout.at.wholeNanoseconds <= from
        && from < brownout.at.wholeNanoseconds + brownout.length.wholeNanoseconds
      {
        spell.speed *= brownout.speed
        spell.places *= brownout.slots
      }
      for outage in outages
      where outage.at.wholeNanoseconds <= from
        && from < outage.at.wholeNanoseconds + outage.length.wholeNanoseconds
      {
        spell.errors = max(spell.errors, outage.errors)
      }
      return spell
    }
    self.spells = spells
    firstChange = spells.first { $0.speed != 1 || $0.places != 1 || $0.errors != 0 }?.from ?? .max
    lastChange = firstChange == .max ? .min : spells[spells.count - 1].from
  }

  /// True when the provider is as usual all the time between two moments. O(1).
  @inline(__always) func isSteady(from begin: Int64, to end: Int64) -> Bool {
    end < firstChange || begin >= lastChange
  }

  /// The spell at `time` and its place in the list.
  func spell(at time: Int64) -> (index: Int, spell: Spell) {
    var index = 0
    while index + 1 < spells.count, spells[index + 1].from <= time { index += 1 }
    return (index, spells[index])
  }

  /// When work that takes `work` nanoseconds at the usual speed is done if it begins at `start`.
  func finish(from start: Int64, work: Int64) -> Int64 {
    if isSteady(from: start, to: start + work) { return start + work }
    var (index, spell) = spell(at: start)
    var at = start
    var left = work
    while index + 1 < spells.count {
      let room = spells[index + 1].from - at
      let needed = stretched(left, spell.speed)
      if needed <= room { return at + needed }
      left -= Int64(Double(room) * spell.speed)
      at = spells[index + 1].from
      index += 1
      spell = spells[index]
    }
    return at + stretched(max(left, 0), spell.speed)
  }

  /// About how much work is done by `end` if it begins at `start`: exact where the provider is as usual, else to
  /// within rounding.
  func work(from start: Int64, to end: Int64) -> Int64 {
    if isSteady(from: start, to: end) { return end - start }
    var (index, spell) = spell(at: start)
    var at = start
    var done: Int64 = 0
    while index + 1 < spells.count, spells[index + 1].from < end {
      done += Int64(Double(spells[index + 1].from - at) * spell.speed)
      at = spells[index + 1].from
      index += 1
      spell = spells[index]
    }
    return done + Int64(Double(end - at) * spell.speed)
  }

  /// The time that work takes at a speed, rounded up.
  private func stretched(_ work: Int64, _ speed: Double) -> Int64 {
    if speed == 1 { return work }
    let time = Double(work) / speed
    let whole = Int64(time)
    return Double(whole) < time ? whole + 1 : whole
  }
}
