// Customers in order of a number: whoever has the least is next.

import Sim

/// A binary heap of customers by a key. Equal keys come out in an order that depends only on the calls before.
struct CustomerHeap: ~Copyable {
  struct Entry: BitwiseCopyable {
    var key: Int64
    var index: UInt32
  }

  private let entries = GrowingRecords<Entry>()

  var count: Int { entries.count }

  /// The least. Precondition: there is one.
  var least: Entry { entries[0] }

  /// O(log n).
  func push(_ key: Int64, _ index: UInt32) {
    let entry = Entry(key: key, index: index)
    entries.append(entry)
    var place = entries.count - 1
    while place > 0 {
      let above = (place - 1) / 2
      if entries[above].key <= key { break }
      entries[place] = entries[above]
      place = above
    }
    entries[place] = entry
  }

  /// Takes out the least; nil when there is none. O(log n).
  func popLeast() -> Entry? {
    guard entries.count > 0 else { return nil }
    let least = entries[0]
    guard let moved = entries.popLast(), entries.count > 0 else { return least }
    var place = 0
    while true {
      var below = 2 * place + 1
      if below >= entries.count { break }
      if below + 1 < entries.count, entries[below + 1].key < entries[below].key { below += 1 }
      if entries[below].key >= moved.key { break }
      entries[place] = entries[below]
      place = below
    }
    entries[place] = moved
    return least
  }
}
