// What is drawn for a call when it begins: its times and what becomes of it.

import QueueModel

extension ThrottledModel {
  /// When a call that begins (or goes on elsewhere) now has its first event: its first token, an error, or the end
  /// of its caller's patience at `timeout`. Decides when a call fails that goes wrong in mid-answer.
  @inline(__always) func planFirst(
    _ record: inout CallRecord, _ place: UInt32, _ question: Question, _ number: UInt32, now: Int64,
    timeout: Int64
  ) -> Int64 {
    if plan.transport.answersWhole, record.job != AskerRecord.nothing {
      record.comesWhole(at: record.timeline.end(in: plan.tokenWeather))
    }
    let timeline = record.timeline
    let next: Int64
    switch record.fate {
    case .failsBefore:
      var stream = plan.chance.stream(.errorAfter, question.asker, number)
      next = min(now + plan.calls.errorAfter.nanoseconds(&stream), timeout)
    case .hangs: next = timeout
    case .answers, .failsMid, .stalls:
      if timeline.first >= timeout { record.fate = .hangs }
      next = min(timeline.first, timeout)
    }
    if record.isFaulty {
      let point = plan.chance.uniform(.fatePoint, question.asker, number)
      faults.grow(toInclude: Int(place), with: .max)
      faults[Int(place)] = timeline.time(of: Int(point * Double(timeline.tokens)), in: plan.tokenWeather)
    }
    return next
  }

  func drawTimeline(_ question: Question, _ number: UInt32, tokens: Int, now: Int64) -> TokenTimeline {
    if let service = plan.calls.service {
      var stream = plan.chance.stream(.service, question.asker, number)
      #if DEBUG
        let bias: Int64 = plan.bent == .biasedExponential ? 5 : 0
        let drawn = service.nanoseconds(&stream)
        let work = drawn + drawn / 100 * bias
      #else
        let work = service.nanoseconds(&stream)
      #endif
      return TokenTimeline(first: plan.weather.finish(from: now, work: work), interval: 0, tokens: tokens)
    }
    var firstStream = plan.chance.stream(.firstToken, question.asker, number)
    var intervalStream = plan.chance.stream(.tokenInterval, question.asker, number)
    let first = plan.weather.finish(from: now, work: plan.calls.firstToken.nanoseconds(&firstStream))
    return TokenTimeline(
      first: first, interval: max(1, plan.calls.tokenInterval.nanoseconds(&intervalStream)), tokens: tokens)
  }

  func drawFate(_ question: Question, _ number: UInt32, now: Int64) -> Fate {
    let draw = plan.chance.uniform(.fate, question.asker, number)
    let outage = plan.weather.isSteady(from: now, to: now) ? 0 : plan.weather.spell(at: now).spell.errors
    return fate(draw, failsBefore: max(plan.calls.errorBeforeShare, outage))
  }

  /// What a draw makes of a call, of which so many fail before the first token.
  @inline(__always) func fate(_ draw: Double, failsBefore: Double) -> Fate {
    var bound = failsBefore
    if draw < bound { return .failsBefore }
    bound += plan.calls.errorMidShare
    if draw < bound { return .failsMid }
    bound += plan.calls.hangShare
    if draw < bound { return .hangs }
    bound += plan.calls.stallShare
    return draw < bound ? .stalls : .answers
  }
}
