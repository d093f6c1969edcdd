// The defects of the original design that actors ask for on the way of a request, as plain flags.

import QueueModel
import Scenario

/// Which defects are switched on.
struct DesignSwitches: Sendable, BitwiseCopyable {
  /// True when any defect is switched on.
  let isBent: Bool
  let noCancelServerSide: Bool
  let noIdempotencyKey: Bool
  let ttlLost: Bool
  let zombiePollers: Bool
  let threeCommandsPerChunk: Bool
  let noErrorEvent: Bool
  let functionLimit: Bool
  let retryAppends: Bool
  let noResume: Bool
  let analyticsLeak: Bool
  let roleFromBody: Bool
  let bypassUncapped: Bool
  let statusUnchecked: Bool
  let xrangeShape: Bool
  let callbackShape: Bool
  let bypassClient: Bool
  /// How readers ask for news; nil where they are told.
  let polling: PollingPolicy?
  /// True when an entry that was read is read again by whoever resumes.
  let rereadsLast: Bool
  /// Students who call themselves teachers.
  let pretenders: Share

  init(_ design: Design) {
    let on = design.switchedOn
    isBent = !on.isEmpty
    noCancelServerSide = on.contains(.noCancelServerSide)
    noIdempotencyKey = on.contains(.noIdempotencyKey)
    ttlLost = on.contains(.ttlLost)
    zombiePollers = on.contains(.zombiePollers)
    threeCommandsPerChunk = on.contains(.threeCommandsPerChunk)
    noErrorEvent = on.contains(.noErrorEvent)
    functionLimit = on.contains(.functionLimit)
    retryAppends = on.contains(.retryAppends)
    noResume = on.contains(.noResume)
    analyticsLeak = on.contains(.analyticsLeak)
    roleFromBody = on.contains(.roleFromBody)
    bypassUncapped = on.contains(.bypassUncapped)
    statusUnchecked = on.contains(.statusUnchecked)
    xrangeShape = on.contains(.xrangeShape)
    callbackShape = on.contains(.callbackShape)
    bypassClient = on.contains(.bypassClient)
    rereadsLast = on.contains(.inclusiveRange)
    polling =
      on.contains(.pollPerClient)
      ? PollingPolicy(roundTrip: design.roundTrip, rereadsLast: rereadsLast) : nil
    pretenders = Share(on.contains(.roleFromBody) ? design.pretenders : 0)
  }
}
