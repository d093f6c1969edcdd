// How an actor of a simulation knows another one: without counting references, which at forty messages a request
// took a sixth of a run.

/// Another actor of the same simulation.
///
/// Whoever made the actors keeps them alive while the event loop runs, and ends every peer before it lets go of
/// them. A peer that was never set, or ended, stops the program in debug builds.
@usableFromInline
package struct Peer<Receiver: SimulationActor>: Sendable {
  @usableFromInline let reference: Unmanaged<Receiver>?

  /// `receiver`, for as long as somebody else keeps it.
  package init(_ receiver: Receiver) { reference = Unmanaged.passUnretained(receiver) }

  private init() { reference = nil }

  /// Nobody: for the time before and after a run.
  package static var nobody: Peer { Peer() }

  /// Calls `body` with the actor.
  @inlinable @inline(__always)
  func with<Answer>(_ body: (Receiver) -> Answer) -> Answer {
    #if DEBUG
      guard let reference else { preconditionFailure("a message to a \(Receiver.self) outside a run") }
      return reference._withUnsafeGuaranteedRef { body($0) }
    #else
      return reference.unsafelyUnwrapped._withUnsafeGuaranteedRef { body($0) }
    #endif
  }
}
