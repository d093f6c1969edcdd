// The systems of the kernel tier: what no scenario should have to state.

extension ModelCatalogue {
  static let kernelModels: [ModelEntry] = []
}
