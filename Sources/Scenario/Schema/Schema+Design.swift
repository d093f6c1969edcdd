// The keys of `design`: which reading of the original design a run shows.

internal import QueueModel

extension Design {
  static var schema: ObjectSchema<Design> {
    ObjectSchema(fields: [
      .value(
        "profile", \.profile, .choice,
        "`corrected` is what this project recommends; `intended` has every defect of the original design but the "
          + "errors of types; `literal` has those too."),
      .list(
        "faults", \.faults, of: .choice, longest: DesignFault.allCases.count,
        "Defects switched on besides those of the profile; `docs/design-faults.md` says what each does."),
      .list(
        "without", \.without, of: .choice, longest: DesignFault.allCases.count,
        "Defects of the profile that are switched off."),
      .value(
        "publishGate", \.publishGate, .integer(1...10_000_000),
        "`noDrain` only: a job is published while the sorted set, counted with it, holds fewer."),
      .value(
        "roundTrip", \.roundTrip, .duration(.microseconds(100) ... .seconds(10)),
        "`pollPerClient` only: one round trip to Redis."),
      .value(
        "pretenders", \.pretenders, .share(),
        "`roleFromBody` only: share of the students who call themselves teachers."),
    ])
  }
}
