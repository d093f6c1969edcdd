// The price book: its entries, its names, what a scenario may replace.

import QueueModel
import Testing

@Suite struct PriceBookTests {
  @Test func everyEntryNamesItsSourceAndIsInReach() throws {
    let book = try PriceBook.named("2026-08")
    #expect(PriceBook.shippedNames == ["2026-08"])
    for entry in book.entries {
      #expect(!entry.source.isEmpty && !entry.unit.noun.isEmpty, "\(entry.name)")
      #expect(entry.date == "undated" || entry.date.count == 10, "\(entry.name)")
      #expect(entry.price > .zero, "\(entry.name)")
      #expect(entry.price.dollars <= PriceBook.highestValue(of: entry.name), "\(entry.name)")
    }
  }

  @Test func pricesStandAsTheirSourcesPrintThem() {
    let book = PriceBook.august2026
    #expect(book["redis.command"]?.price == Money(nanoUSD: 200_000_000))
    #expect(book["redis.command"]?.unit == PriceUnit(100_000, "commands"))
    #expect(book["qstash.message"]?.price == Money(nanoUSD: 1_000_000_000))
    #expect(book["functions.memoryGigabyteHour"]?.price == Money(nanoUSD: 10_600_000))
    #expect(book["llm.openai/gpt-4.1-nano.cachedInput"]?.price == Money(nanoUSD: 25_000_000))
    #expect(book["llm.creditFee"]?.price == Money(nanoUSD: 55_000_000))
    #expect(book["llm.openai/gpt-4.1-nano"] == nil)
    #expect(book.models.count == 15 && book.models.contains("openai/gpt-4.1-nano"))
  }

  @Test func cachedInputNeverCostsMoreThanInput() {
    let book = PriceBook.august2026
    for model in book.models {
      let input = book["llm.\(model).input"]?.price
      let cached = book["llm.\(model).cachedInput"]?.price
      #expect(input != nil && cached != nil && cached! <= input!, "\(model)")
    }
  }

  @Test func replacingKeepsTheUnitAndTheBook() throws {
    let book = PriceBook.august2026
    let cheaper = try book.replacing(["redis.command": 0.1, "llm.creditFee": 0])
    #expect(cheaper["redis.command"]?.price == Money(nanoUSD: 100_000_000))
    #expect(cheaper["redis.command"]?.unit == book["redis.command"]?.unit)
    #expect(cheaper["redis.command"]?.source == "replaced by the scenario")
    #expect(cheaper.entries.count == book.entries.count)
    #expect(book == .august2026)
  }

  @Test func aMistypedNameIsAnsweredWithNearOnes() {
    #expect(throws: PriceBookError.unknownEntry("redis.comand", near: ["redis.command"])) {
      try PriceBook.august2026.replacing(["redis.comand": 1])
    }
    #expect(throws: PriceBookError.unknownEntry("creditfee", near: ["llm.creditFee"])) {
      try PriceBook.august2026.replacing(["creditfee": 1])
    }
    #expect(throws: PriceBookError.unknownEntry("xyzzy", near: [])) {
      try PriceBook.august2026.replacing(["xyzzy": 1])
    }
    #expect(throws: PriceBookError.unknownBook("2025-01", known: ["2026-08"])) {
      try PriceBook.named("2025-01")
    }
    #expect(
      PriceBookError.unknownEntry("redis.comand", near: ["redis.command"]).description
        == "unknown price 'redis.comand' (did you mean 'redis.command'?)")
  }

  @Test(arguments: [-0.01, 10_000.01, .infinity, .nan])
  func absurdPricesAreRefused(_ dollars: Double) {
    #expect(throws: PriceBookError.self) { try PriceBook.august2026.replacing(["qstash.message": dollars]) }
  }

  @Test func aFeeAboveAllIsRefused() {
    #expect(throws: PriceBookError.valueOutOfRange("llm.creditFee", 1.5, highest: 1)) {
      try PriceBook.august2026.replacing(["llm.creditFee": 1.5])
    }
  }

  @Test func anUnknownModelIsAnsweredWithNearOnes() {
    let error = #expect(throws: PriceBookError.self) {
      try Tariff(.august2026, model: "openai/gpt-4.1-nanno")
    }
    guard case .unknownModel(_, let near)? = error else { return #expect(Bool(false)) }
    #expect(near.first == "openai/gpt-4.1-nano")
    #expect(throws: PriceBookError.unknownModel("gpt-5-nano", near: ["openai/gpt-5-nano"])) {
      try Tariff(.august2026, model: "gpt-5-nano")
    }
  }
}
