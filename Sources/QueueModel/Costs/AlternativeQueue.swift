// What a month of the same work would cost with another queue: how many billed things a job takes there, and the bill.

/// A month's work of a queue, whichever it is.
public struct QueueWork: Hashable, Sendable {
  /// Jobs: calls of the language model.
  public var jobs: Int64
  /// Time that a worker holds a job, over all jobs, in whole seconds.
  public var workerSeconds: Int64
  /// Most jobs held at one time.
  public var mostAtOnce: Int64
  /// Redis commands of line, limiter, cache and answer streams.
  public var redisCommands: Int64

  /// A month's work. Precondition: nothing is negative.
  public init(jobs: Int64, workerSeconds: Int64, mostAtOnce: Int64, redisCommands: Int64) {
    precondition(jobs >= 0 && workerSeconds >= 0 && mostAtOnce >= 0 && redisCommands >= 0, "negative work")
    self.jobs = jobs
    self.workerSeconds = workerSeconds
    self.mostAtOnce = mostAtOnce
    self.redisCommands = redisCommands
  }
}

/// Queues that could stand in the place of Upstash's.
///
/// ```swift
/// let work = QueueWork(jobs: 1_000_000, workerSeconds: 4_000_000, mostAtOnce: 100, redisCommands: 0)
/// AlternativeQueue.sqs.bill(work, prices: .servicesOf2026).first   // 3,000,000 requests, $1.20
/// ```
public enum AlternativeQueue: String, CaseIterable, Hashable, Sendable {
  /// A library on a Redis that one rents. Billed: the Redis, by its requests; workers run on machines of one's own,
  /// which are not in the bill.
  case bullMQ
  /// Managed runs on its own machines, which wait for the language model and are paid by the second.
  case triggerdev
  /// Managed messages, with functions that take them and wait for the language model.
  case sqs

  /// One line of a bill.
  public struct Line: Hashable, Sendable {
    /// The price that it is billed by.
    public var entry: PriceEntry
    /// How many were counted of what the price is for.
    public var count: Int64
    /// What they come to; negative for what a plan includes.
    public var amount: Money
  }

  /// Requests that a message takes: sent, received, deleted, one at a time.
  public static let sqsRequestsOfAJob: Int64 = 3
  /// Memory of the smallest function, as a share of a gigabyte: 128 MB of 1,024.
  public static let smallestFunctionsInAGigabyte: Int64 = 8
  /// Hours of a month of 30 days, for what is billed by the hour.
  public static let hoursOfMonth: Int64 = 720
  /// Least that is billed of a Redis that is paid by its requests, in gigabytes.
  public static let leastGigabytes: Int64 = 1

  /// The bill of a month of `work`, line by line.
  ///
  /// The least that the alternative can cost: smallest machines, least memory, no idle time, no repeated delivery.
  /// Precondition: `prices` has the entries of ``PriceBook/servicesOf2026``.
  public func bill(_ work: QueueWork, prices: PriceBook) -> [Line] {
    func line(_ name: String, _ count: Int64) -> Line {
      guard let entry = prices[name] else { preconditionFailure("the book \(prices.name) has no \(name)") }
      return Line(entry: entry, count: count, amount: entry.amount(for: count))
    }
    switch self {
    case .bullMQ:
      return [
        line("elasticache.request", work.redisCommands),
        line("elasticache.gigabyteHour", Self.leastGigabytes * Self.hoursOfMonth),
      ]
    case .triggerdev:
      var lines = [
        line("triggerdev.proMonth", 1), line("triggerdev.run", work.jobs),
        line("triggerdev.microSecond", work.workerSeconds),
      ]
      let usage = lines[1].amount + lines[2].amount
      let included = Money(nanoUSD: PlanLimit.triggerdevIncludedDollars.count * 1_000_000_000)
      lines[0].amount = max(.zero, lines[0].amount - min(included, usage))
      let beyond = max(0, work.mostAtOnce - PlanLimit.triggerdevIncludedRuns.count)
      // Sold in whole bundles.
      let bundle = prices["triggerdev.concurrencyMonth"]?.unit.quantity ?? 1
      lines.append(line("triggerdev.concurrencyMonth", (beyond + bundle - 1) / bundle * bundle))
      return lines
    case .sqs:
      return [
        line("sqs.request", work.jobs * Self.sqsRequestsOfAJob), line("lambda.request", work.jobs),
        line("lambda.gigabyteSecond", work.workerSeconds / Self.smallestFunctionsInAGigabyte),
      ]
    }
  }
}

extension PriceEntry {
  /// What `count` of what the price is for cost, to the nearest billionth of a dollar.
  public func amount(for count: Int64) -> Money {
    let product = Int128(price.nanoUSD) * Int128(count)
    let quantity = Int128(unit.quantity)
    return Money(nanoUSD: Int64(clamping: (product + quantity / 2) / quantity))
  }
}
