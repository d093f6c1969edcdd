// Customers as records in one piece of memory: nothing is allocated for a customer, and events name it by an index.

import Sim

/// One customer in a system. What a field means where a system needs it otherwise is said there.
struct Customer: BitwiseCopyable {
  /// Number of its arrival, from 0.
  var number: Int
  var arrived: Int64
  /// Service that it still needs, in nanoseconds.
  var work: Int64 = 0
  /// Its class, or the node where it is.
  var place: UInt32 = 0
  /// Which of its services this is, or its place in its batch.
  var turn: UInt32 = 0
  /// The next in its line.
  var next: UInt32 = .max

  init(number: Int, arrived: Int64) {
    self.number = number
    self.arrived = arrived
  }
}

/// All customers that are in a system, by the index that events name. Indices are used again.
struct CustomerPool: ~Copyable {
  private let records = GrowingRecords<Customer>()
  private let free = GrowingRecords<UInt32>()

  /// Keeps a customer and returns its index. O(1) amortised.
  func add(_ customer: Customer) -> UInt32 {
    if let index = free.popLast() {
      records[Int(index)] = customer
      return index
    }
    records.append(customer)
    return UInt32(records.count - 1)
  }

  /// Forgets a customer: its index may be given to another.
  func remove(_ index: UInt32) { free.append(index) }

  subscript(index: UInt32) -> Customer {
    @inline(__always) _read { yield records[Int(index)] }
    @inline(__always) nonmutating _modify { yield &records[Int(index)] }
  }
}
