// The defects of the original design as switches: rules ask for them, some at every request.

import QueueModel

/// The switches.
enum DesignRules {
  /// Adds the benchmarks.
  static func register() {
    // Defects that are switched on.
    rule("design-designFault-is-on", FaultChecks.self, sum: 872)
    rule("design-designProfile-faults", ProfileFaults.self, sum: 19_341)
  }
}

private struct FaultChecks: RuleWorkload {
  let faults = DesignProfile.intended.faults
  let all = DesignFault.allCases

  mutating func operate(_ turn: Int) -> Int { faults.contains(all[turn % all.count]) ? 1 : 0 }
}

private struct ProfileFaults: RuleWorkload {
  mutating func operate(_ turn: Int) -> Int {
    DesignProfile.allCases[turn % DesignProfile.allCases.count].faults.rawValue.nonzeroBitCount
  }
}
