// The hand-over: how a message gets from one actor of a simulation to another. The only place where isolation is
// assumed instead of proved.
//
// All actors of a simulation return the same executor, and the event loop is one job on it. While the loop runs,
// every one of them is isolated to the running thread, so a message is an ordinary synchronous call. The compiler
// cannot know that. In debug builds each message asks the runtime (`preconditionIsolated`) and stops the program
// when it comes from another thread or goes to an actor of another executor. In release builds the message is the
// call alone: the isolated function is called as an ordinary one with the actor as its first argument, which is
// what `assumeIsolated` of the standard library does after its check. Isolation is part of a function's type, not
// of its calling convention (SE-0313, SE-0392), so the cast changes no bits.
//
// Measured on workload c: `await` between two actors of one executor costs twice the whole event, `assumeIsolated`
// with a capturing closure four times, this nothing that can be seen. Give it functions or closures that capture
// nothing; one that captures compiles, and allocates at every message.

/// Calls `message` on `receiver` now.
///
/// ```swift
/// send(to: servers, user, turn) { $0.request($1, turn: $2) }
/// let position = send(to: line, job) { $0.enqueue($1) }
/// ```
///
/// - Parameters:
///   - receiver: an actor of the simulation whose event loop is running.
///   - message: what to do there, without captured values; its result is handed back.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, Answer: Sendable>(
  to receiver: Receiver,
  _ message: @escaping @Sendable (isolated Receiver) -> Answer
) -> Answer {
  #if DEBUG
    receiver.preconditionIsolated("a message must come from the event loop of its receiver")
  #endif
  typealias Unchecked = (Receiver) -> Answer
  return unsafeBitCast(message, to: Unchecked.self)(receiver)
}

/// Calls `message` on `receiver` now, with one argument.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, Answer: Sendable>(
  to receiver: Receiver, _ a: A,
  _ message: @escaping @Sendable (isolated Receiver, A) -> Answer
) -> Answer {
  #if DEBUG
    receiver.preconditionIsolated("a message must come from the event loop of its receiver")
  #endif
  typealias Unchecked = (Receiver, A) -> Answer
  return unsafeBitCast(message, to: Unchecked.self)(receiver, a)
}

/// Calls `message` on `receiver` now, with two arguments.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, B: Sendable, Answer: Sendable>(
  to receiver: Receiver, _ a: A, _ b: B,
  _ message: @escaping @Sendable (isolated Receiver, A, B) -> Answer
) -> Answer {
  #if DEBUG
    receiver.preconditionIsolated("a message must come from the event loop of its receiver")
  #endif
  typealias Unchecked = (Receiver, A, B) -> Answer
  return unsafeBitCast(message, to: Unchecked.self)(receiver, a, b)
}

/// Calls `message` on `receiver` now, with three arguments.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, B: Sendable, C: Sendable, Answer: Sendable>(
  to receiver: Receiver, _ a: A, _ b: B, _ c: C,
  _ message: @escaping @Sendable (isolated Receiver, A, B, C) -> Answer
) -> Answer {
  #if DEBUG
    receiver.preconditionIsolated("a message must come from the event loop of its receiver")
  #endif
  typealias Unchecked = (Receiver, A, B, C) -> Answer
  return unsafeBitCast(message, to: Unchecked.self)(receiver, a, b, c)
}

/// Calls `message` on `receiver` now, with four arguments.
@inlinable @inline(__always)
@discardableResult
package func send<
  Receiver: SimulationActor, A: Sendable, B: Sendable, C: Sendable, D: Sendable, Answer: Sendable
>(
  to receiver: Receiver, _ a: A, _ b: B, _ c: C, _ d: D,
  _ message: @escaping @Sendable (isolated Receiver, A, B, C, D) -> Answer
) -> Answer {
  #if DEBUG
    receiver.preconditionIsolated("a message must come from the event loop of its receiver")
  #endif
  typealias Unchecked = (Receiver, A, B, C, D) -> Answer
  return unsafeBitCast(message, to: Unchecked.self)(receiver, a, b, c, d)
}

// MARK: To a peer

/// Calls `message` on the actor that `peer` stands for, now.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, Answer: Sendable>(
  to peer: Peer<Receiver>,
  _ message: @escaping @Sendable (isolated Receiver) -> Answer
) -> Answer {
  peer.with { send(to: $0, message) }
}

/// Calls `message` on the actor that `peer` stands for, now, with one argument.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, Answer: Sendable>(
  to peer: Peer<Receiver>, _ a: A,
  _ message: @escaping @Sendable (isolated Receiver, A) -> Answer
) -> Answer {
  peer.with { send(to: $0, a, message) }
}

/// Calls `message` on the actor that `peer` stands for, now, with two arguments.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, B: Sendable, Answer: Sendable>(
  to peer: Peer<Receiver>, _ a: A, _ b: B,
  _ message: @escaping @Sendable (isolated Receiver, A, B) -> Answer
) -> Answer {
  peer.with { send(to: $0, a, b, message) }
}

/// Calls `message` on the actor that `peer` stands for, now, with three arguments.
@inlinable @inline(__always)
@discardableResult
package func send<Receiver: SimulationActor, A: Sendable, B: Sendable, C: Sendable, Answer: Sendable>(
  to peer: Peer<Receiver>, _ a: A, _ b: B, _ c: C,
  _ message: @escaping @Sendable (isolated Receiver, A, B, C) -> Answer
) -> Answer {
  peer.with { send(to: $0, a, b, c, message) }
}

/// Calls `message` on the actor that `peer` stands for, now, with four arguments.
@inlinable @inline(__always)
@discardableResult
package func send<
  Receiver: SimulationActor, A: Sendable, B: Sendable, C: Sendable, D: Sendable, Answer: Sendable
>(
  to peer: Peer<Receiver>, _ a: A, _ b: B, _ c: C, _ d: D,
  _ message: @escaping @Sendable (isolated Receiver, A, B, C, D) -> Answer
) -> Answer {
  peer.with { send(to: $0, a, b, c, d, message) }
}
