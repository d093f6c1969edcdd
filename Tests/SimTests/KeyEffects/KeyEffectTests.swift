// Each key of the scenario language moves a number of a run: what moves nothing is not in the language.

import QueueModel
import Testing

@testable import RunReport
@testable import Scenario

extension KeyEffect {
  static let all: [KeyEffect] = [
    run, prices, population, arrivals, behaviour, questions, design, rateLimit, degradation, queue, retries,
    delivery, workers, educators, cache, stream, languageModel, batchServing, providerLimits, fallbacks,
    distributions,
    plans, planPrices,
  ].flatMap { $0 }
}

@Suite struct KeyEffectTests {
  @Test(arguments: KeyEffect.all) func aKeyMovesWhatItSays(_ effect: KeyEffect) async throws {
    let findings = try await effect.findings()
    let list = zip(effect.values, findings).map { "\($0.text) → \($1)" }.joined(separator: ", ")
    let isShown = effect.isShown(by: findings)
    #expect(isShown, "\(effect): \(list)")
  }

  // MARK: Completeness

  /// Every key of the reference that has a value of its own; one that holds keys is shown by what these move.
  private static let keys: [DocumentedKey] = {
    let keys = ScenarioSchema.keys()
    return keys.filter { key in
      !key.isSection && !keys.contains { $0.path.hasPrefix(key.path + ".") }
    }
  }()

  /// Keys whose value is drawn, and with them the keys within each form of a distribution.
  private static let drawn = keys.filter { $0.kind.hasSuffix("distribution") }
  private static let formPaths: [String] = DistributionForms(unit: .number(0...1)).all.flatMap { form in
    let members = form.members().map { "\(form.key).\($0.path)" }
    return members.isEmpty ? [form.key] : members
  }

  @Test func everyKeyIsTried() {
    let tried = Set(KeyEffect.all.map(\.documentedPath))
    let untried = Self.keys.map(\.path).filter { !tried.contains($0) }
    #expect(untried.isEmpty, "nothing is known to be moved by them")
    for kind in Set(Self.drawn.map(\.kind)) {
      let ofKind = Self.drawn.filter { $0.kind == kind }
      let untried = Self.formPaths.filter { form in
        !ofKind.contains { tried.contains("\($0.path).\(form)") }
      }
      #expect(untried.isEmpty, "of a \(kind)")
    }
  }

  @Test func onlyKeysThatExistAreTried() {
    let forms = Self.drawn.flatMap { key in Self.formPaths.map { "\(key.path).\($0)" } }
    let known = Set(ScenarioSchema.keys().filter { !$0.isSection }.map(\.path) + forms)
    let unknown = KeyEffect.all.filter { !known.contains($0.documentedPath) }.map(\.key)
    #expect(unknown.isEmpty)
  }

  /// Defects of the design are chosen in a list and have a table of their own: `DesignFaultTests.everyDefectIsTested`.
  @Test func everyChoiceIsTried() {
    let kinds = ["word", "word or map", "model", "price book", "true or false"]
    var untried: [String] = []
    for key in ScenarioSchema.keys() where kinds.contains(key.kind) {
      let choices = key.kind == "true or false" ? "true, false" : key.range
      let values = Self.values(of: key.path)
      for choice in choices.split(separator: ", ") {
        let isTried = values.contains { $0 == choice || $0.hasPrefix("{\(choice):") }
        if !isTried { untried.append("\(key.path)=\(choice)") }
      }
    }
    #expect(untried.isEmpty)
    #expect(Self.values(of: "system.workers.slots").contains("auto"))
    for key in ["llm.firstToken", "questions.answerTokens"] {
      #expect(Set(Self.values(of: "\(key).table")) == Set(DistributionForms.tableNames))
    }
  }

  @Test func everyPriceIsTried() {
    let tried = Set(KeyEffect.all.map(\.key))
    let untried = PriceNames.entries.filter { !tried.contains("prices.overrides.'\($0)'") }
    #expect(untried.isEmpty)
  }

  /// Every value that a documented key is given somewhere.
  private static func values(of path: String) -> [String] {
    KeyEffect.all.filter { $0.documentedPath == path }.flatMap(\.values).map(\.text)
  }
}
