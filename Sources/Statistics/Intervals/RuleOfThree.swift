// What "it never happened" may claim: an upper bound from trials without a single event.

import QueueModel

/// The bound on a probability after no event in some trials.
public enum RuleOfThree {
  /// The largest probability under which no event in `trials` independent trials still has a chance of 5 %.
  ///
  /// Exactly 1 - 0.05^(1 / trials), close to 3 / trials from thirty trials on (whence the name). 1 without trials:
  /// nothing is known. Precondition: at least 0 trials.
  public static func upperBound(trials: Int) -> Double {
    precondition(trials >= 0, "\(trials) trials")
    if trials == 0 { return 1 }
    return -NearOne.exponentialMinusOne(PortableMath.log(0.05) / Double(trials))
  }
}
