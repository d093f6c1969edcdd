// Work of many tasks, watched from the thread of the command: the seam between commands, which are synchronous and
// alone know the world, and experiments, which are neither.

import Dispatch
import Synchronization

/// Something that runs in the background until it is done or asked to stop.
enum BackgroundWork {
  /// What the work and the thread that watches it tell each other.
  final class Channel<News: Sendable>: Sendable {
    private struct State {
      var news: [News] = []
      var isStopping = false
    }

    private let state = Mutex(State())

    /// Tells the watching thread something; from any thread.
    func tell(_ news: News) { state.withLock { $0.news.append(news) } }

    /// True once the work is asked to stop.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    fileprivate func stop() { state.withLock { $0.isStopping = true } }

    fileprivate func take() -> [News] {
      state.withLock { state in
        defer { state.news = [] }
        return state.news
      }
    }
  }

  /// Runs `work` and returns its result; meanwhile hands over what it tells, in order, on the caller's thread.
  ///
  /// - Parameters:
  ///   - shouldStop: asked now and then; once it says so the work is told, and has to end by itself.
  ///   - hear: called with everything that is told, all of it before this returns or throws.
  static func run<News: Sendable, Result: Sendable>(
    _ work: @escaping @Sendable (Channel<News>) async throws -> Result,
    shouldStop: () -> Bool, hear: (News) throws -> Void
  ) throws -> Result {
    let channel = Channel<News>()
    let finished = DispatchSemaphore(value: 0)
    let outcome = Outcome<Result>()
    Task.detached {
      do {
        outcome.set(.success(try await work(channel)))
      } catch {
        outcome.set(.failure(error))
      }
      finished.signal()
    }
    var isDone = false
    while !isDone {
      isDone = finished.wait(timeout: .now() + .milliseconds(50)) == .success
      if shouldStop() { channel.stop() }
      for news in channel.take() { try hear(news) }
    }
    guard let result = outcome.value else { throw Failure("the work ended without a result") }
    return try result.get()
  }

  private final class Outcome<Result: Sendable>: Sendable {
    private let state = Mutex<Swift.Result<Result, any Error>?>(nil)

    var value: Swift.Result<Result, any Error>? { state.withLock { $0 } }

    func set(_ value: Swift.Result<Result, any Error>) { state.withLock { $0 = value } }
  }
}
