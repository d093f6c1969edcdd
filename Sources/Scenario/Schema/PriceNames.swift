// The names that a scenario may use for price books, their entries and models, as the shipped books have
// them.

internal import QueueModel

/// Names from the shipped price books.
enum PriceNames {
  static var books: [String] { PriceBook.shippedNames }

  /// Entries that a scenario may replace.
  static var entries: [String] { shipped.flatMap { $0.entries.map(\.name) } }

  /// Models with a price.
  static var models: [String] { shipped.flatMap(\.models) }

  private static var shipped: [PriceBook] { PriceBook.shippedNames.compactMap { try? PriceBook.named($0) } }
}

extension ScenarioSchema {
  /// Models that `llm.model` can name.
  public static var models: [String] { PriceNames.models }
}
