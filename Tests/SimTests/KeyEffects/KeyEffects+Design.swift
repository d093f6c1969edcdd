// What the keys of `design` move. What each defect moves is in `DesignFaultTests`.

extension KeyEffect {
  static let design: [KeyEffect] = [
    KeyEffect(
      "design.profile", "literal", "intended", "corrected", raises: "goodput value",
      with: ["population.people=300"]),
    KeyEffect("design.faults", "[]", "[cacheUnused]", lowers: "cache.hits", in: .repeating),
    KeyEffect(
      "design.without", "[]", "[pollPerClient]", lowers: "design.polls", with: ["design.profile=intended"]),
    KeyEffect(
      "design.publishGate", "5", "50", raises: "design.sortedSet.published", with: ["design.faults=[noDrain]"]
    ),
    KeyEffect(
      "design.roundTrip", "10ms", "200ms", lowers: "design.polls", with: ["design.faults=[pollPerClient]"]),
    KeyEffect(
      "design.pretenders", "0%", "50%", raises: "requests{outcome:bypassed} count",
      with: ["design.faults=[roleFromBody]"]),
  ]
}
