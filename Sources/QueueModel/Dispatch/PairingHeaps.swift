// Many heaps in one table, from which anything can be taken out: the lines of persons and of priorities. Apart from
// the policies because half of them need it and none should have to think about it.

/// What a heap is ordered by: the lowest score first, then the lowest sequence.
struct HeapRank: Comparable, Hashable, Sendable {
  var score: Int64
  var sequence: UInt64

  @inline(__always) static func < (left: HeapRank, right: HeapRank) -> Bool {
    left.score != right.score ? left.score < right.score : left.sequence < right.sequence
  }
}

/// Pairing heaps whose elements are places of a table (Fredman, Sedgewick, Sleator and Tarjan, "The pairing heap: a
/// new form of self-adjusting heap", Algorithmica 1, 1986).
///
/// A heap is named by its root, which its owner keeps: ``nothing`` when it is empty. A place is in one heap at a
/// time. Adding is O(1), taking out O(log n) amortised, wherever in the heap it is. Equal ranks come out in any order,
/// so owners give ranks that differ.
struct PairingHeaps: Sendable {
  /// The root of an empty heap.
  static let nothing = UInt32.max

  private struct Node: Sendable {
    var rank = HeapRank(score: 0, sequence: 0)
    /// First child, next sibling, and the sibling before or, of a first child, the parent.
    var child = PairingHeaps.nothing
    var next = PairingHeaps.nothing
    var previous = PairingHeaps.nothing
  }

  private var nodes: [Node] = []

  /// The rank that a place was added with.
  func rank(of place: UInt32) -> HeapRank { nodes[Int(place)].rank }

  /// Adds a place to the heap of this root. Precondition: it is in none.
  mutating func insert(_ place: UInt32, _ rank: HeapRank, into root: inout UInt32) {
    while nodes.count <= Int(place) { nodes.append(Node()) }
    nodes[Int(place)] = Node(rank: rank)
    root = root == Self.nothing ? place : meld(root, place)
  }

  /// Takes a place out of the heap of this root, in which it is.
  mutating func remove(_ place: UInt32, from root: inout UInt32) {
    let node = nodes[Int(place)]
    let children = mergePairs(node.child)
    nodes[Int(place)].child = Self.nothing
    guard place != root else {
      root = children
      return
    }
    if nodes[Int(node.previous)].child == place {
      nodes[Int(node.previous)].child = node.next
    } else {
      nodes[Int(node.previous)].next = node.next
    }
    if node.next != Self.nothing { nodes[Int(node.next)].previous = node.previous }
    if children != Self.nothing { root = meld(root, children) }
  }

  /// Makes one heap of two and returns its root.
  private mutating func meld(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let isRight = nodes[Int(right)].rank < nodes[Int(left)].rank
    let (parent, child) = isRight ? (right, left) : (left, right)
    let first = nodes[Int(parent)].child
    nodes[Int(child)].next = first
    nodes[Int(child)].previous = parent
    if first != Self.nothing { nodes[Int(first)].previous = child }
    nodes[Int(parent)].child = child
    return parent
  }

  /// Makes one heap of a list of siblings: pairs from the left, then one after the other from the right.
  private mutating func mergePairs(_ first: UInt32) -> UInt32 {
    var pairs = Self.nothing
    var left = first
    while left != Self.nothing {
      let right = nodes[Int(left)].next
      let rest = right == Self.nothing ? right : nodes[Int(right)].next
      let pair = right == Self.nothing ? left : meld(left, right)
      nodes[Int(pair)].next = pairs
      pairs = pair
      left = rest
    }
    var root = Self.nothing
    while pairs != Self.nothing {
      let rest = nodes[Int(pairs)].next
      nodes[Int(pairs)].next = Self.nothing
      nodes[Int(pairs)].previous = Self.nothing
      root = root == Self.nothing ? pairs : meld(root, pairs)
      pairs = rest
    }
    return root
  }
}

/// The waiting jobs of a policy by their places.
struct WaitingTable: Sendable {
  private var jobs: [WaitingJob?] = []
  private(set) var count = 0

  /// Adds a job. Precondition: none waits at its place.
  mutating func insert(_ job: WaitingJob) {
    let place = Int(job.handle.index)
    while jobs.count <= place { jobs.append(nil) }
    precondition(jobs[place] == nil, "job \(job.handle) is already waiting")
    jobs[place] = job
    count += 1
  }

  /// The job at a place, which must wait.
  subscript(place: UInt32) -> WaitingJob {
    guard let job = jobs[Int(place)] else { preconditionFailure("no job waits at place \(place)") }
    return job
  }

  /// The job of that handle, if it waits.
  func job(_ handle: JobHandle) -> WaitingJob? {
    guard Int(handle.index) < jobs.count, let job = jobs[Int(handle.index)], job.handle == handle else {
      return nil
    }
    return job
  }

  /// Takes the job at a place out.
  mutating func remove(_ place: UInt32) -> WaitingJob {
    let job = self[place]
    jobs[Int(place)] = nil
    count -= 1
    return job
  }
}

extension WaitingJob {
  /// Its rank under strict priority: also the order of one person's jobs among themselves.
  var strictRank: HeapRank { rank(levelMilliseconds: StrictPriority.levelMilliseconds) }

  /// Its rank where a priority is worth so many milliseconds.
  func rank(levelMilliseconds: Int64) -> HeapRank {
    HeapRank(score: Int64(priority) * levelMilliseconds + createdMilliseconds, sequence: sequence)
  }
}
