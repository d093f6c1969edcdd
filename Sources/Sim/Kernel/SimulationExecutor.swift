// The executor that all actors of a simulation share: it runs one job at a time, and the event loop is one job.

import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A serial executor on which a whole simulation runs.
///
/// Jobs run one after the other on a thread of the concurrency pool, on which the executor stays until it has no
/// more. It owns the memory of the kernel's state; actors keep it alive through their `kernel`.
@usableFromInline
package final class SimulationExecutor: SerialExecutor {
  private struct Waiting {
    var jobs: [UnownedJob] = []
    var isRunning = false
  }

  private let waiting = Mutex(Waiting())
  /// The thread that runs a job, or 0.
  private let runningThread = Atomic<UInt>(0)
  /// Set from any thread, asked by the loop every so many events.
  private let stopRequested = Atomic<Bool>(false)

  /// The kernel's state. Not Sendable by itself: it is touched from jobs of this executor only, and debug builds
  /// check that at each call of the kernel.
  @usableFromInline nonisolated(unsafe) let state: UnsafeMutablePointer<KernelState>

  init(bucketWidthNanoseconds: Int64?) {
    state = .allocate(capacity: 1)
    state.initialize(to: KernelState(bucketWidthNanoseconds: bucketWidthNanoseconds))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  @usableFromInline package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let starts = waiting.withLock { waiting in
      waiting.jobs.append(job)
      if waiting.isRunning { return false }
      waiting.isRunning = true
      return true
    }
    if starts { Task.detached { self.runJobs() } }
  }

  private func runJobs() {
    while true {
      let job = waiting.withLock { waiting -> UnownedJob? in
        if waiting.jobs.isEmpty {
          waiting.isRunning = false
          return nil
        }
        return waiting.jobs.removeFirst()
      }
      guard let job else { return }
      runningThread.store(Self.currentThread, ordering: .releasing)
      job.runSynchronously(on: asUnownedSerialExecutor())
      runningThread.store(0, ordering: .releasing)
    }
  }

  /// Whether another thread asked for the end.
  @usableFromInline var isStopRequested: Bool { stopRequested.load(ordering: .relaxed) }

  /// Asks the loop to end soon; from any thread.
  func requestStop() { stopRequested.store(true, ordering: .relaxed) }

  /// Whether the caller runs in a job of this executor.
  @usableFromInline package func isIsolatingCurrentContext() -> Bool? {
    runningThread.load(ordering: .acquiring) == Self.currentThread
  }

  /// Stops the program unless the caller runs in a job of this executor.
  @usableFromInline package func checkIsolated() {
    precondition(
      isIsolatingCurrentContext() == true,
      "a simulation's actor was reached from thread \(Self.currentThread), outside the event loop")
  }

  private static var currentThread: UInt {
    #if canImport(Darwin)
      UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }

  /// As `checkIsolated`, in debug builds only.
  @inlinable @inline(__always)
  package func checkIsolatedInDebug() {
    #if DEBUG
      checkIsolated()
    #endif
  }
}
