// How many Redis commands each step of an answer's life takes, and how many messages: the design's cost, step
// by step, in one list that can be argued with. The steps are those of the corrected design.

/// Billed Redis commands of each step.
///
/// A step that has to be atomic is one script; the script and every command inside it are billed. Where one
/// script touches both the line and an answer's stream, its commands are listed with the one that they touch,
/// and the script itself with the line. Records and streams live for an hour, and their time to live is set
/// when they are made and when they end, not at each write. The rate limiter's commands are in its
/// ``LimiterAnswer/billedCommands``.
public enum RedisCommands {
  // MARK: At the door

  /// Was this idempotency key seen? `SET key job NX GET EX 86400`.
  @inlinable public static var idempotencyCheck: Int64 { 1 }
  /// Is the answer stored? `GET`.
  @inlinable public static var cacheGet: Int64 { 1 }
  /// Is the same question being answered, and if not, lead: `SET flight job NX GET EX 3600`.
  @inlinable public static var singleFlightJoin: Int64 { 1 }
  /// How far is the service degraded? `GET level`.
  @inlinable public static var degradationRead: Int64 { 1 }

  // MARK: The line

  /// Into the line: `EVALSHA`, `INCR sequence`, `HSET record`, `EXPIRE record`, `ZADD line`, `ZCARD line`.
  @inlinable public static var enqueue: Int64 { 6 }
  /// The head of the line to a worker: `EVALSHA`, `ZPOPMIN line`, `HSET record`, `ZADD leases`, `ZCARD line`.
  @inlinable public static var dispatch: Int64 { 5 }
  /// A worker begins: `EVALSHA`, `HGETALL record` (the job, and whether its lease is the one in force),
  /// `HSET record`.
  @inlinable public static var start: Int64 { 3 }
  /// A worker shows that it lives: `ZADD leases XX GT`.
  @inlinable public static var leaseRenewal: Int64 { 1 }
  /// The job ends, answered or failed: `EVALSHA`, `HGET record` (the lease), `HSET record`, `EXPIRE record`,
  /// `ZREM leases`. With `terminalEntry`.
  @inlinable public static var complete: Int64 { 5 }
  /// The person stops it: `EVALSHA`, `HGET record`, `HSET record`, `EXPIRE record`, `ZREM line`,
  /// `ZREM leases`. With `terminalEntry`.
  @inlinable public static var cancel: Int64 { 6 }
  /// The job's time to live ended before it started: `EVALSHA`, `HGET record`, `HSET record`, `EXPIRE
  /// record`, `ZREM line`. With `terminalEntry`.
  @inlinable public static var expiry: Int64 { 5 }
  /// An attempt failed and another is due later: `EVALSHA`, `HGET record`, `HSET record`, `ZREM leases`,
  /// `ZADD retries`. With `streamReset` where tokens were written.
  @inlinable public static var retry: Int64 { 5 }
  /// A retry is due: `EVALSHA`, `ZREM retries`, `HSET record`, `ZADD line`.
  @inlinable public static var retryDue: Int64 { 4 }
  /// A lease ended and the job goes back into the line: `EVALSHA`, `ZREM leases`, `HSET record`, `ZADD line`.
  /// With `streamReset` where tokens were written.
  @inlinable public static var leaseExpiry: Int64 { 4 }
  /// A function looks whether it knows a delivery: `SET id NX EX 86400`.
  @inlinable public static var deliveryCheck: Int64 { 1 }
  /// A worker writes under a lease that it has lost: `EVALSHA`, `HGET record`, and nothing is changed.
  @inlinable public static var refusedWrite: Int64 { 2 }
  /// Behind an email offer: `EVALSHA`, `INCR sequence`, `HSET record`, `EXPIRE record`, `ZADD parked`.
  @inlinable public static var park: Int64 { 5 }
  /// From there into the line: `EVALSHA`, `ZREM parked`, `HSET record`, `ZADD line`. With `streamCreate`.
  @inlinable public static var promote: Int64 { 4 }
  /// The level changes: `SET level`, `PUBLISH`.
  @inlinable public static var levelChange: Int64 { 2 }

  // MARK: Answers

  /// A stream is made with its job: `XADD stream`, `EXPIRE stream`.
  @inlinable public static var streamCreate: Int64 { 2 }
  /// An entry of an answer: `XADD stream`, `PUBLISH`.
  @inlinable public static var streamEntry: Int64 { 2 }
  /// An entry of an answer, or a sign of life, as a worker writes it: it renews the lease.
  @inlinable public static var workerEntry: Int64 { streamEntry + leaseRenewal }
  /// What was written is void: `XADD stream`, `PUBLISH`.
  @inlinable public static var streamReset: Int64 { 2 }
  /// The last entry: `XADD stream`, `PUBLISH`, `EXPIRE stream`.
  @inlinable public static var terminalEntry: Int64 { 3 }
  /// The answer is stored: `SET key answer EX 86400`.
  @inlinable public static var cachePut: Int64 { 1 }
  /// Nobody is answering the question any more: `DEL flight`.
  @inlinable public static var singleFlightEnd: Int64 { 1 }
  /// A question that is led from its beginning to its end. Who joins it pays `singleFlightJoin` alone.
  @inlinable public static var singleFlight: Int64 { singleFlightJoin + singleFlightEnd }

  // MARK: Readers

  /// A reader comes: `HGET record` (is it theirs?), `SUBSCRIBE`.
  @inlinable public static var readerSubscribe: Int64 { 2 }
  /// What was written before: `XRANGE stream (last +`.
  @inlinable public static var readerCatchUp: Int64 { 1 }
  /// The reader goes: `UNSUBSCRIBE`.
  @inlinable public static var readerUnsubscribe: Int64 { 1 }
  /// One connection of a reader, from coming to going. Heartbeats do not touch Redis.
  @inlinable public static var readerConnect: Int64 { readerSubscribe + readerCatchUp + readerUnsubscribe }

  // MARK: Whole ways

  /// A request that enters the line, from the idempotency check on. Without the limiter.
  @inlinable public static var submit: Int64 {
    idempotencyCheck + cacheGet + singleFlightJoin + degradationRead + enqueue + streamCreate
  }

  /// A full answer without mishaps, of `entries` entries before the terminal one, read over one connection.
  /// Without the limiter.
  @inlinable public static func answer(entries: Int64) -> Int64 {
    submit + dispatch + start + entries * workerEntry + complete + terminalEntry + cachePut
      + singleFlightEnd + readerConnect
  }
}

/// Billed messages of the queue service.
public enum QueueMessages {
  /// A job to a worker. The worker writes the answer to Redis itself, so nothing comes back.
  @inlinable public static var dispatch: Int64 { 1 }
  /// A delivery that is tried again is a message again. The price list and the documentation of the service
  /// disagree on this; the dearer reading is taken.
  @inlinable public static var redelivery: Int64 { 1 }
}
