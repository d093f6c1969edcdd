// Messages between actors: they arrive within the loop, and nothing else gets through.

import Testing

@testable import Sim

private enum Tick: UInt8, EventKind {
  case tick, tock
}

/// Counts, and remembers when.
private actor Counter: SimulationActor {
  nonisolated let kernel: SimulationKernel
  private(set) var times: [Int64] = []
  private(set) var sum = 0

  init(kernel: SimulationKernel) { self.kernel = kernel }

  func count(_ index: UInt32) { times.append(kernel.now + Int64(index) * 0) }

  func add(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int {
    sum += a + b + c + d
    return sum
  }
}

/// Ticks a few times, passing each tick on.
private struct Ticking: EventDispatcher {
  let kernel: SimulationKernel
  let counter: Counter
  let ticks: UInt32
  var whenTicking: @Sendable () -> Void = {}

  func start() { kernel.schedule(at: 10, Tick.tick, 0) }

  func handle(_ kind: Tick, _ index: UInt32) {
    whenTicking()
    send(to: counter, index) { $0.count($1) }
    if index + 1 < ticks { kernel.schedule(after: 10, Tick.tick, index + 1) }
  }
}

@Suite struct HandOverTests {
  @Test("a message within the loop arrives at once, and answers")
  func insideTheLoop() async {
    let kernel = SimulationKernel()
    let counter = Counter(kernel: kernel)
    let ticking = Ticking(kernel: kernel, counter: counter, ticks: 3) {
      let before = send(to: counter) { $0.sum }
      #expect(send(to: counter, 1) { $0.add($1, 0, 0, 0) } == before + 1)
      #expect(send(to: counter, 1, 2) { $0.add($1, $2, 0, 0) } == before + 4)
      #expect(send(to: counter, 1, 2, 3) { $0.add($1, $2, $3, 0) } == before + 10)
      #expect(send(to: counter, 1, 2, 3, 4) { $0.add($1, $2, $3, $4) } == before + 20)
    }
    let outcome = await kernel.run(ticking)
    #expect(outcome == RunOutcome(reason: .drained, now: 30, eventCount: 3))
    #expect(await counter.times == [10, 20, 30])
    #expect(await counter.sum == 60)
  }

  @Test("a run stops at its limit and goes on from there")
  func limits() async {
    let kernel = SimulationKernel()
    let counter = Counter(kernel: kernel)
    let ticking = Ticking(kernel: kernel, counter: counter, ticks: 10)
    #expect(await kernel.run(ticking, until: 25) == RunOutcome(reason: .reachedLimit, now: 25, eventCount: 2))
    #expect(await kernel.run(ticking, until: 30) == RunOutcome(reason: .reachedLimit, now: 30, eventCount: 3))
    #expect(await kernel.run(ticking) == RunOutcome(reason: .drained, now: 100, eventCount: 10))
  }

  @Test("a stop requested from another thread ends the loop; one by an actor ends it after the event")
  func stops() async {
    let endless = SimulationKernel()
    let counter = Counter(kernel: endless)
    let run = Task {
      await endless.run(Ticking(kernel: endless, counter: counter, ticks: .max), lookingEvery: 100)
    }
    endless.requestStop()
    #expect(await run.value.reason == .stopped)

    let kernel = SimulationKernel()
    let ticking = Ticking(kernel: kernel, counter: Counter(kernel: kernel), ticks: 5) { kernel.stop() }
    #expect(await kernel.run(ticking) == RunOutcome(reason: .stopped, now: 10, eventCount: 1))
  }

  @Test("progress is reported every so many events, on the loop")
  func progress() async {
    let kernel = SimulationKernel()
    let ticking = Ticking(kernel: kernel, counter: Counter(kernel: kernel), ticks: 10)
    let outcome = await kernel.run(ticking, lookingEvery: 4) { progress in
      #expect(progress.eventCount % 4 == 0)
      #expect(kernel.executor.isIsolatingCurrentContext() == true)
    }
    #expect(outcome.eventCount == 10)
    #expect(kernel.executor.isIsolatingCurrentContext() == false)
  }

  #if DEBUG
    @Test("a message from a thread outside the loop stops the program")
    func outsideTheLoop() async {
      await #expect(processExitsWith: .failure) {
        let counter = Counter(kernel: SimulationKernel())
        _ = send(to: counter) { $0.sum }
      }
    }

    @Test("a message from another thread while the loop runs stops the program")
    func besideTheLoop() async {
      await #expect(processExitsWith: .failure) {
        let kernel = SimulationKernel()
        let counter = Counter(kernel: kernel)
        async let outcome = kernel.run(Ticking(kernel: kernel, counter: counter, ticks: .max))
        _ = send(to: counter) { $0.sum }
        _ = await outcome
      }
    }

    @Test("a message to an actor of another simulation stops the program")
    func otherExecutor() async {
      await #expect(processExitsWith: .failure) {
        let kernel = SimulationKernel()
        let stranger = Counter(kernel: SimulationKernel())
        _ = await kernel.run(Ticking(kernel: kernel, counter: stranger, ticks: 1))
      }
    }

    @Test("the kernel itself is reached from its loop only")
    func kernelOutsideTheLoop() async {
      await #expect(processExitsWith: .failure) {
        SimulationKernel().schedule(at: 0, Tick.tick, 0)
      }
    }
  #endif
}
