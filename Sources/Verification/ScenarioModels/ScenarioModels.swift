// The systems of the scenario tier: each is a scenario, and runs through the same actors and rules as any other.

extension ModelCatalogue {
  static let scenarioModels: [ModelEntry] = []
}
