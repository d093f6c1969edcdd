// Jobs that a service carries: its messages, the functions that it calls, copies of deliveries, and flow control. The
// line and its order are the same; a delivery takes whoever is first when it starts.

import QueueModel

extension PriorityQueue {
  /// The index under which flow control has its event; smaller ones are those of copies.
  static var flowIndex: UInt32 { (1 << 26) - 1 }

  /// A job enters the line.
  @inline(__always) func published() {
    guard plan.transport.isService else { return }
    transport.value.published += 1
    ledger.qstashMessages += plan.transport.messages.entry
  }

  /// True when no delivery may start before the next period; sets the event that begins it.
  func isHeldBack(_ now: Int64) -> Bool {
    guard rules.value.depth > 0, rules.value.slotsInUse < rules.value.slots,
      let opens = flow.value.opensAt(plan.instant(now))
    else { return false }
    let at = opens.nanoseconds(since: plan.start)
    if at != flowTimerAt.value {
      flowTimerAt.value = at
      transport.value.heldBack += 1
      kernel.schedule(.delivery, Self.flowIndex, at: at)
    }
    return true
  }

  /// A job is delivered.
  func delivered(_ handle: JobHandle, _ token: LeaseToken) {
    let now = kernel.now
    flow.value.start(plan.instant(now))
    transport.value.deliveries += 1
    let attempts = rules.value.attempts(of: handle)
    if attempts == 1 { ledger.qstashMessages += plan.transport.messages.firstAttempt }
    receive(token.value)
    let question = questions[Int(handle.index)].question
    let number = question.number &* 64 &+ UInt32(attempts)
    guard !plan.transport.duplicateShare.isNever,
      plan.transport.duplicateShare.hits(plan.chance.bits(.duplicate, question.asker, number))
    else { return }
    var stream = plan.chance.stream(.duplicateAfter, question.asker, number)
    let place = freeDuplicates.popLast() ?? UInt32(duplicates.count)
    duplicates.grow(toInclude: Int(place), with: 0)
    duplicates[Int(place)] = token.value
    kernel.schedule(.delivery, place, at: now + plan.transport.duplicateAfter.nanoseconds(&stream))
  }

  /// A function is called with a delivery and looks whether it knows it.
  private func receive(_ id: UInt64) {
    ledger.functionInvocations += 1
    ledger.functionCPUNanoseconds += ServiceFootprint.requestCPUNanoseconds
    ledger.redisCommands += RedisCommands.deliveryCheck
    _ = deliveries.value.receive(id, now: plan.instant(kernel.now))
  }

  /// A copy comes, or a period of flow control is over.
  func deliveryEvent(_ index: UInt32) {
    if index == Self.flowIndex {
      flowTimerAt.value = -1
      fill()
      return
    }
    freeDuplicates.append(index)
    ledger.qstashMessages += plan.transport.messages.duplicate
    transport.value.duplicates += 1
    // An id is remembered for a day. What comes later finds by its job that there is nothing to do.
    receive(duplicates[Int(index)])
  }

  /// An attempt has had its response, whatever it was.
  @inline(__always) func responded() {
    if plan.transport.isService { countResponse() }
  }

  private func countResponse() {
    let messages = plan.transport.messages
    ledger.qstashMessages += messages.response
    transport.value.callbacks += Int(messages.response)
    // A callback calls a function; of a workflow the result of its call does.
    let calls = messages.way == .workflow ? 1 : messages.response
    ledger.functionInvocations += calls
    ledger.functionCPUNanoseconds += calls * ServiceFootprint.requestCPUNanoseconds
  }

  /// The answer is whole.
  @inline(__always) func carriedToTheEnd() {
    guard plan.transport.isService else { return }
    countResponse()
    let messages = plan.transport.messages.completion
    ledger.qstashMessages += messages
    ledger.functionInvocations += messages
  }

  /// Another attempt will be made.
  func redelivered() {
    ledger.qstashMessages += plan.transport.messages.retry
    transport.value.retries += 1
  }

  /// No attempt is left.
  func becameDeadLetter() {
    guard plan.transport.isService else { return }
    transport.value.deadLetters += 1
    ledger.qstashMessages += plan.transport.messages.exhaustion
    ledger.functionInvocations += plan.transport.messages.exhaustion
  }
}

extension Workers {
  /// The function that held a call open has ended.
  @inline(__always) func functionEnded(_ attempt: AttemptRecord) {
    if plan.transport.holdsFunction {
      ledger.addFunctionTime(
        cpuNanoseconds: 0, memoryBytes: ServiceFootprint.streamMemoryBytes,
        openNanoseconds: kernel.now - attempt.startedAt)
    }
  }
}
