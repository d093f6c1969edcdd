// When each token of one answer comes. Tokens are evenly spaced while the provider's speed does not change, so
// that how many have come, and how many entries they fill, follows without visiting them.

import QueueModel

/// The tokens of one call, from the first one on.
struct TokenTimeline: Sendable, BitwiseCopyable {
  /// When the first token comes, nanoseconds since the start of the run.
  var first: Int64
  /// Nanoseconds between tokens at the usual speed.
  var interval: Int64
  /// Tokens of the whole answer, at least 1.
  var tokens: Int

  /// When token `index` comes, counted from 0.
  func time(of index: Int, in weather: ProviderWeather) -> Int64 {
    weather.finish(from: first, work: Int64(index) * interval)
  }

  /// When the last token comes.
  func end(in weather: ProviderWeather) -> Int64 {
    if weather.isSteady(from: first, to: first + Int64(tokens) * interval) {
      return first + Int64(tokens - 1) * interval
    }
    return time(of: tokens - 1, in: weather)
  }

  /// Tokens that have come at or before `time`.
  func count(by time: Int64, in weather: ProviderWeather) -> Int {
    guard time >= first else { return 0 }
    if interval == 0 { return tokens }
    var low = 1
    var high = tokens
    while low < high {
      let middle = (low + high + 1) / 2
      if self.time(of: middle - 1, in: weather) <= time { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Fills `coalescer` with the tokens that have come at or before `time`, as if one by one.
  ///
  /// `start` is the first instant of the run. Where the speed does not change between the first token and
  /// `time`, in closed form; else stretch by stretch, each in closed form.
  func fill(_ coalescer: inout Coalescer, by time: Int64, start: Instant, in weather: ProviderWeather) {
    if weather.isSteady(from: first, to: first + Int64(tokens) * interval) {
      let come = time < first ? 0 : interval == 0 ? tokens : min(tokens, Int((time - first) / interval) + 1)
      coalescer.append(count: come, first: start.advanced(byNanoseconds: first), interval: interval)
      return
    }
    let count = count(by: time, in: weather)
    var done = 0
    while done < count {
      let at = self.time(of: done, in: weather)
      let (index, spell) = weather.spell(at: at)
      let spacing = weather.finish(from: at, work: interval) - at
      let isSteady =
        spell.speed == 1 && (index + 1 == weather.spells.count || time < weather.spells[index + 1].from)
      let run =
        isSteady ? count - done : evenRun(from: done, to: count, at: at, spacing: spacing, in: weather)
      coalescer.append(count: run, first: start.advanced(byNanoseconds: at), interval: spacing)
      done += run
    }
  }

  /// How many tokens from `index` on are exactly `spacing` apart.
  private func evenRun(from index: Int, to count: Int, at: Int64, spacing: Int64, in weather: ProviderWeather)
    -> Int
  {
    var low = 1
    var high = count - index
    while low < high {
      let middle = (low + high + 1) / 2
      if time(of: index + middle - 1, in: weather) == at + Int64(middle - 1) * spacing {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }
}
