// How tests compare with a known value: the error relative to it, so that a tail of 1e-16 is held as tightly as 0.5.

/// |value - known| over |known|; the magnitude of the value where 0 is known.
func relativeError(_ value: Double, _ known: Double) -> Double {
  if value == known { return 0 }
  return known == 0 ? value.magnitude : (value / known - 1).magnitude
}
