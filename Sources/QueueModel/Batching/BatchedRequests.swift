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

  // 64 bytes: what is small stands together.
  struct Record: Sendable, BitwiseCopyable {
    var number: UInt32
    /// Requests that had this record before.
    var generation: UInt32 = 0
    var state = State.waiting
    var hasFirstToken = false
    /// Whether it gets its last token in the step in which it is read.
    var endsWhenRead = false
    /// Lists of steps that it is in. Its record is not used again before it has left them.
    var lists: UInt8 = 0
    /// True when it is over, and a step still lists it.
    var isGone = false
    var prompt: Int32
    var output: Int32
    /// Tokens at the beginning of the prompt that others have had computed before.
    var cached: Int32 = 0
    /// Tokens of the answer when it last began or stopped to decode.
    var generated: Int32 = 0
    /// Tokens of prompt and answer that are read.
    var read: Int32 = 0
    /// Blocks that it has; those it takes while decoding are counted when it stops.
    var blocks: Int32 = 0
    /// The first step in which it decodes since it last began to; of one that has stopped, the first in which it does not.
    var decodesFrom = 0
    var before: Int32 = -1
    var after: Int32 = -1
    /// The next in the lists of a step; it can be in one of each kind.
    var nextRead: Int32 = -1
    var nextEnding: Int32 = -1

    /// Tokens that it comes to at the most.
    var longest: Int { Int(prompt) + Int(output) }
    /// Tokens of prompt and answer when it last began or stopped to decode: what is to be read before it gets its next, since
    /// one that begins anew reads what it had of the answer, too.
    var tokens: Int { Int(prompt + generated) }
    /// Of one that decodes: the step in which it gets its last token.
    var endsIn: Int { decodesFrom + Int(output - generated) - 1 }

    /// Tokens of it are read in a step, for which it is given blocks. Returns whether these are all.
    mutating func wasRead(_ tokens: Int, _ blocks: Int) -> Bool {
      read += Int32(tokens)
      self.blocks += Int32(blocks)
      return Int(read) == self.tokens
    }

    /// All of it is read, which gives it a token; it decodes from a step on, if that was not its last. Returns itself.
    mutating func gotToken(at step: Int) -> Record {
      generated += 1
      decodesFrom = step
      endsWhenRead = generated == output
      state = endsWhenRead ? .ending : .decoding
      return self
    }

    /// From a step on it decodes no more. Returns the tokens that it has.
    mutating func stopped(at step: Int) -> Int {
      generated += Int32(step - decodesFrom)
      decodesFrom = step
      return tokens
    }
  }

  private var records: [Record] = []
  private var free: [Int32] = []
  private var last: Int32 = -1
  /// Requests that run.
  private(set) var running = 0

  subscript(handle: Handle) -> Record {
    _read { yield records[Int(handle.index)] }
    _modify { yield &records[Int(handle.index)] }
  }

  subscript(index: Int32) -> Record {
    _read { yield records[Int(index)] }
    _modify { yield &records[Int(index)] }
  }

  func handle(_ index: Int32) -> Handle { Handle(index: index, generation: records[Int(index)].generation) }

  func isAlive(_ handle: Handle) -> Bool { records[Int(handle.index)].generation == handle.generation }

  /// All of a request is read. Returns its number if that gave it the first token of its answer, and it is not over.
  mutating func firstTokenCame(_ index: Int32) -> UInt32? {
    let record = records[Int(index)]
    guard !record.isGone, !record.hasFirstToken else { return nil }
    records[Int(index)].hasFirstToken = true
    return record.number
  }

  /// A request has got all of its answer: it stops running and is over. Returns what it was, if it was not over before.
  mutating func lastTokenCame(_ index: Int32) -> Record? {
    let record = records[Int(index)]
    guard !record.isGone else { return nil }
    let handle = Handle(index: index, generation: record.generation)
    stopRunning(handle)
    release(handle)
    return record
  }

  mutating func add(_ number: UInt32, prompt: Int, output: Int, cached: Int) -> Handle {
    var record = Record(
      number: number, prompt: Int32(prompt), output: Int32(output), cached: Int32(cached))
    if let index = free.popLast() {
      record.generation = records[Int(index)].generation
      records[Int(index)] = record
      return Handle(index: index, generation: record.generation)
    }
    records.append(record)
    return Handle(index: Int32(records.count - 1), generation: 0)
  }

  /// The request is over: its handle finds nothing more.
  mutating func release(_ handle: Handle) {
    records[Int(handle.index)].generation &+= 1
    if records[Int(handle.index)].lists > 0 {
      records[Int(handle.index)].isGone = true
    } else {
      free.append(handle.index)
    }
  }

  // MARK: What steps list

  mutating func append(_ handle: Handle, toRead list: inout RequestList) {
    records[Int(handle.index)].nextRead = -1
    records[Int(handle.index)].lists += 1
    if list.last >= 0 { records[Int(list.last)].nextRead = handle.index } else { list.first = handle.index }
    list.last = handle.index
  }

  mutating func append(_ handle: Handle, toEnding list: inout RequestList) {
    records[Int(handle.index)].nextEnding = -1
    records[Int(handle.index)].lists += 1
    if list.last >= 0 { records[Int(list.last)].nextEnding = handle.index } else { list.first = handle.index }
    list.last = handle.index
  }

  /// Takes the first out of a list; its record stays as it is until the next request comes.
  mutating func popRead(_ list: inout RequestList) -> Int32? {
    guard list.first >= 0 else { return nil }
    let index = list.first
    list.first = records[Int(index)].nextRead
    leaveList(index)
    return index
  }

  mutating func popEnding(_ list: inout RequestList) -> Int32? {
    guard list.first >= 0 else { return nil }
    let index = list.first
    list.first = records[Int(index)].nextEnding
    leaveList(index)
    return index
  }

  private mutating func leaveList(_ index: Int32) {
    records[Int(index)].lists -= 1
    if records[Int(index)].lists == 0, records[Int(index)].isGone { free.append(index) }
  }

  // MARK: Who runs, in order of admission

  /// A request is admitted, of which so many tokens need not be read.
  mutating func startRunning(_ handle: Handle, found: Int) {
    var record = records[Int(handle.index)]
    record.read = Int32(found)
    record.state = .reading
    record.before = last
    record.after = -1
    records[Int(handle.index)] = record
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
    return index < 0 ? nil : handle(index)
  }
}
