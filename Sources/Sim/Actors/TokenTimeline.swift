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
    // The last token that has come, by the work done so far; where the speed changes, rounding can be off by one.
    var last = min(tokens - 1, Int(weather.work(from: first, to: time) / interval))
    while last + 1 < tokens, self.time(of: last + 1, in: weather) <= time { last += 1 }
    while self.time(of: last, in: weather) > time { last -= 1 }
    return last + 1
  }

  /// Fills `coalescer` with the tokens that have come at or before `time`, as if one by one.
  ///
  /// `start` is the first instant of the run, and nothing was collected before. Where the speed does not change
  /// between the first token and the last, O(1); else entry by entry.
  func fill(_ coalescer: inout Coalescer, by time: Int64, start: Instant, in weather: ProviderWeather) {
    if weather.isSteady(from: first, to: first + Int64(tokens) * interval) {
      let isWhole = time >= first + Int64(tokens - 1) * interval
      let come = isWhole ? tokens : time < first ? 0 : Int((time - first) / interval) + 1
      coalescer.append(count: come, first: start.advanced(byNanoseconds: first), interval: interval)
      return
    }
    let come = count(by: time, in: weather)
    var done = 0
    while done < come {
      let opened = self.time(of: done, in: weather)
      let due = opened + coalescer.policy.timeNanoseconds
      // The first token is an entry of its own; of a full one it matters when it was filled. Else it does not
      // matter when within an entry each of its tokens came.
      let room = coalescer.entries == 0 ? 1 : coalescer.policy.tokens
      let together = min(come, count(by: due - 1, in: weather), done + room) - done
      let filling = together == coalescer.policy.tokens ? 1 : 0
      coalescer.append(count: together - filling, first: start.advanced(byNanoseconds: opened), interval: 0)
      done += together
      if filling == 1 {
        _ = coalescer.append(now: start.advanced(byNanoseconds: self.time(of: done - 1, in: weather)))
      }
    }
  }
}
