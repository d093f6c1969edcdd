// What makes an actor part of a simulation: it keeps the kernel, and with it the executor that all share.

/// An actor that runs on the executor of a simulation.
///
/// ```swift
/// actor Servers: SimulationActor {
///   nonisolated let kernel: SimulationKernel
///   init(kernel: SimulationKernel) { self.kernel = kernel }
///   func request(_ user: UInt32) { … }
/// }
/// ```
/// Other actors reach it by `send`, the outside world by `await` before and after a run.
@usableFromInline
package protocol SimulationActor: Actor {
  /// The clock and the event list; the same value for all actors of one simulation.
  nonisolated var kernel: SimulationKernel { get }
}

extension SimulationActor {
  @inlinable package nonisolated var unownedExecutor: UnownedSerialExecutor {
    kernel.executor.asUnownedSerialExecutor()
  }
}
