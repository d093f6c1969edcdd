// The requests that a replica knows, and the order in which those that run were admitted.

/// Records of requests, found by handle.
public struct BatchedRequests: Sendable {
  /// A request, as long as it is not over.
  public struct Handle: Hashable, Sendable, BitwiseCopyable {
    var index: Int32
    var generation: UInt32

    /// A handle of no request.
    public static var none: Handle { Handle(index: -1, generation: 0) }
  }

  enum State: UInt8, Sendable {
    case waiting, reading, decoding, ending
  }

  struct Record: Sendable {
    var number: UInt32
    var state = State.waiting
    var hasFirstToken = false
    var prompt: Int32
    var output: Int32
    /// Tokens of the answer when it last began or stopped to decode.
    var generated: Int32 = 0
    /// Tokens to be read before it gets its next: the prompt, and of one that begins anew what it had of the answer.
    var toRead: Int32
    /// Tokens read of them.
    var read: Int32 = 0
    /// Blocks that it has; those it takes while decoding are counted when it stops.
    var blocks: Int32 = 0
    /// The first step in which it decodes since it last began to; of one that has stopped, the first in which it does not.
    var decodesFrom = 0
    /// The step in which it gets its last token.
    var endsIn = 0
    /// Tokens that it comes to at the most.
    var longest: Int { Int(prompt) + Int(output) }
    var before: Int32 = -1
    var after: Int32 = -1
  }

  private var records: [Record] = []
  private var generations: [UInt32] = []
  private var free: [Int32] = []
  private var last: Int32 = -1
  /// Requests that run.
  private(set) var running = 0

  subscript(handle: Handle) -> Record {
    _read { yield records[Int(handle.index)] }
    _modify { yield &records[Int(handle.index)] }
  }

  func isAlive(_ handle: Handle) -> Bool { generations[Int(handle.index)] == handle.generation }

  mutating func add(_ number: UInt32, prompt: Int, output: Int) -> Handle {
    let record = Record(number: number, prompt: Int32(prompt), output: Int32(output), toRead: Int32(prompt))
    if let index = free.popLast() {
      records[Int(index)] = record
      return Handle(index: index, generation: generations[Int(index)])
    }
    records.append(record)
    generations.append(0)
    return Handle(index: Int32(records.count - 1), generation: 0)
  }

  /// The request is over: its handle finds nothing more.
  mutating func release(_ handle: Handle) {
    generations[Int(handle.index)] &+= 1
    free.append(handle.index)
  }

  // MARK: Who runs, in order of admission

  mutating func startRunning(_ handle: Handle) {
    records[Int(handle.index)].before = last
    records[Int(handle.index)].after = -1
    if last >= 0 { records[Int(last)].after = handle.index }
    last = handle.index
    running += 1
  }

  mutating func stopRunning(_ handle: Handle) {
    let (before, after) = (records[Int(handle.index)].before, records[Int(handle.index)].after)
    if before >= 0 { records[Int(before)].after = after }
    if after >= 0 { records[Int(after)].before = before } else { last = before }
    running -= 1
  }

  /// The request that was admitted last, of those that have not got their last token.
  var lastAdmitted: Handle? {
    var index = last
    while index >= 0, records[Int(index)].state == .ending { index = records[Int(index)].before }
    return index < 0 ? nil : Handle(index: index, generation: generations[Int(index)])
  }
}
