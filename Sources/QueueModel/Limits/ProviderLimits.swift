// The limits of a model provider's account as one rule: every entry at once, tokens reserved and settled,
// places taken and returned, some of them kept for educators.

/// A provider's account.
///
/// A call is admitted when every limit has headroom for it: one request, its prompt tokens, the most tokens
/// it may generate, and a place. It takes all of that at once or nothing. When it ends, ``settle(_:used:)``
/// puts what it really used in place of what was reserved and returns its place. A refused call uses
/// nothing.
///
/// ```swift
/// var account = ProviderLimits(
///   [ProviderCapacity(.prompt, per: .minute, value: 1_000_000)], concurrency: 100, reservedPlaces: 5)
/// switch account.admit(ProviderTokens(prompt: 2944, completion: 1000), caller: .common, now: now) {
/// case .admitted(let reservation):
///   account.settle(reservation, used: ProviderTokens(prompt: 2944, completion: 283))
/// case .refused(let refusal):
///   retry(after: refusal.retryAfterSeconds)
/// }
/// ```
///
/// Places: the reserved ones are for privileged callers only, who take a common one once those are gone. The
/// limit on concurrency can change at any time. Places in use above a lowered limit are kept until they are
/// returned, and nobody is admitted meanwhile; the reserve is kept whole as long as the limit reaches it.
///
/// Every call is O(1): at most ``entryBound`` entries, one or two as a rule.
public struct ProviderLimits: Hashable, Sendable {
  /// Most entries of one account: four kinds by three periods, and as many again.
  public static let entryBound = 24

  /// True when a refusal says when to come back.
  public let statesRetryAfter: Bool
  /// Calls at one time, or fewer than there are after it was lowered.
  public private(set) var concurrency: Int
  /// Places of these that are kept for privileged callers, as long as there are that many.
  public let reservedPlaces: Int

  @usableFromInline var uses: ContiguousArray<Use>
  @usableFromInline var slope: SlopeLimit?
  @usableFromInline var commonInUse = 0
  @usableFromInline var reservedInUse = 0

  /// An account with nothing used.
  ///
  /// - Parameters:
  ///   - capacities: the limits. An entry of kind `concurrency` lowers `concurrency`.
  ///   - concurrency: calls at one time; without limit by default.
  ///   - reservedPlaces: how many of these are kept for privileged callers.
  ///   - slope: how fast the rate of admitted calls may rise; as fast as it will by default.
  ///   - statesRetryAfter: false for a provider whose refusals do not say when to come back.
  public init(
    _ capacities: [ProviderCapacity], concurrency: Int = .max, reservedPlaces: Int = 0,
    slope: SlopeLimit? = nil, statesRetryAfter: Bool = true
  ) {
    precondition(capacities.count <= Self.entryBound, "\(capacities.count) limits of one account")
    precondition(concurrency >= 0 && reservedPlaces >= 0, "fewer than no places")
    var places = concurrency
    var uses: ContiguousArray<Use> = []
    for capacity in capacities {
      if let per = capacity.per {
        uses.append(Use(capacity, per: per))
      } else {
        places = min(places, Int(capacity.value))
      }
    }
    self.uses = uses
    self.slope = slope
    self.concurrency = places
    self.reservedPlaces = reservedPlaces
    self.statesRetryAfter = statesRetryAfter
  }

  /// Places that are taken.
  @inlinable public var inUse: Int { commonInUse + reservedInUse }

  /// Reserved places that are taken.
  @inlinable public var reservedPlacesInUse: Int { reservedInUse }

  /// Places that everybody may use: the concurrency less the reserve. What workers with automatic slots hold.
  @inlinable public var commonPlaces: Int { max(0, concurrency - reservedPlaces) }

  /// Changes the number of calls at one time. Calls above a lowered limit go on.
  ///
  /// Precondition: `places` is at least 0.
  public mutating func setConcurrency(_ places: Int) {
    precondition(places >= 0, "fewer than no places")
    concurrency = places
  }

  /// True when `caller` would be given a place now, whatever the other limits say. O(1).
  @inlinable public func hasPlace(for caller: ProviderCaller) -> Bool { place(for: caller) != nil }

  /// Admits a call, or says why not. O(1).
  ///
  /// - Parameters:
  ///   - tokens: what is reserved: the prompt, and the most that may be generated.
  ///   - caller: which places the caller may use.
  ///   - now: the moment of the call. Must not run backwards.
  @inlinable public mutating func admit(
    _ tokens: ProviderTokens, caller: ProviderCaller, now: Instant
  ) -> ProviderAdmission {
    var lacking: Int?
    for index in uses.indices {
      uses[index].advance(to: now)
      let amount = tokens.amount(of: uses[index].kind)
      if uses[index].fits(amount, now: now) { continue }
      if let before = lacking, wait(of: before, tokens, now) >= wait(of: index, tokens, now) { continue }
      lacking = index
    }
    let slopeWait = slope?.wait(now: now)
    if lacking != nil || slopeWait != nil {
      return .refused(refusal(lacking, slopeWait: slopeWait, tokens: tokens, now: now))
    }
    guard let isReserved = place(for: caller) else {
      return .refused(
        ProviderRefusal(
          kind: .concurrency, per: nil, retryAfterSeconds: nil, neverFits: false))
    }
    for index in uses.indices { uses[index].take(tokens.amount(of: uses[index].kind)) }
    slope?.take()
    if isReserved { reservedInUse += 1 } else { commonInUse += 1 }
    return .admitted(
      ProviderReservation(admittedAt: now, tokens: tokens, holdsReservedPlace: isReserved))
  }

  /// A call has ended: what it used replaces what it reserved, in the windows in which it was admitted and
  /// which still run, and its place is returned. O(1).
  ///
  /// To be called once for each reservation, with `ProviderTokens.none` for a call that failed before the
  /// provider did any work. The request itself stays counted.
  @inlinable public mutating func settle(_ reservation: ProviderReservation, used: ProviderTokens) {
    for index in uses.indices {
      let kind = uses[index].kind
      uses[index].correct(
        by: used.amount(of: kind) - reservation.tokens.amount(of: kind), admittedAt: reservation.admittedAt)
    }
    if reservation.holdsReservedPlace { reservedInUse -= 1 } else { commonInUse -= 1 }
    precondition(reservedInUse >= 0 && commonInUse >= 0, "a reservation settled twice")
  }

  /// What was taken of a limit in the window of `now`, of a bucket since the run began; nil where the account has
  /// no such limit. Of several entries for the same kind and period, the first. O(1).
  public func used(_ kind: ProviderCapacity.Kind, per: ProviderCapacity.Period, now: Instant) -> Int64? {
    guard var use = uses.first(where: { $0.kind == kind && $0.per == per }) else { return nil }
    use.advance(to: now)
    return use.used
  }

  /// Whether `caller` would get a reserved place (true), a common one (false) or none (nil).
  @inlinable func place(for caller: ProviderCaller) -> Bool? {
    if inUse >= concurrency { return nil }
    if caller == .privileged, reservedInUse < min(reservedPlaces, concurrency) { return true }
    return commonInUse < commonPlaces ? false : nil
  }

  /// How long a limit without headroom has none; `max` for ever.
  @usableFromInline func wait(of index: Int, _ tokens: ProviderTokens, _ now: Instant) -> Int64 {
    uses[index].wait(for: tokens.amount(of: uses[index].kind), now: now) ?? .max
  }

  @usableFromInline func refusal(
    _ lacking: Int?, slopeWait: Int64?, tokens: ProviderTokens, now: Instant
  ) -> ProviderRefusal {
    let limitWait = lacking.map { wait(of: $0, tokens, now) } ?? 0
    let longest = max(limitWait, slopeWait ?? 0)
    let neverFits = limitWait == .max
    let isSlope = slopeWait.map { $0 > limitWait } ?? false
    return ProviderRefusal(
      kind: isSlope ? .request : lacking.map { uses[$0].kind } ?? .request,
      per: isSlope ? .minute : lacking.map { uses[$0].per } ?? .minute,
      retryAfterSeconds: statesRetryAfter && !neverFits
        ? Int(longest.dividedRoundingUp(by: 1_000_000_000)) : nil,
      neverFits: neverFits)
  }
}
