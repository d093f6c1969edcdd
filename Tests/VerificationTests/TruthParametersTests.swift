import Testing
import Verification

struct TruthParametersTests {
  @Test func numbersMayStandAsStringsAndFractions() throws {
    let parameters = TruthParameters([
      "lam": .text("1/60"), "c": .text("5"), "lams": .list([.text("0.3"), .text("2")]),
    ])
    #expect(try parameters.number("lam") == 1.0 / 60)
    #expect(try parameters.count("c") == 5)
    #expect(try parameters.positives("lams") == [0.3, 2])
    #expect(throws: TruthProblem("parameter 'mu' is missing")) { try parameters.number("mu") }
    #expect(throws: TruthProblem.self) { try parameters.count("lam") }
  }
}
