// The prices of August 2026: a table to be read and checked against its sources, kept apart from the code
// that uses it. A newer book is a new file; this one stays as it is, so that old reports can be made again.

extension PriceBook {
  /// Prices as they were read in August 2026.
  public static let august2026 = PriceBook(
    name: "2026-08",
    entries: [
      // $0.20 per 100,000; each command in a pipeline, a transaction or a script counts.
      PriceEntry(
        "redis.command", dollars("0.20"), per: PriceUnit(100_000, "commands"),
        source: "Upstash documentation, Redis billing, pay as you go", date: "2026-06-18"),
      // The first gigabyte of a month is free at Upstash; a run prices from the first byte.
      PriceEntry(
        "redis.storageGigabyteMonth", dollars("0.25"), per: PriceUnit(1, "gigabyte-months"),
        source: "Upstash documentation, Redis billing, pay as you go", date: "2026-06-18"),
      PriceEntry(
        "qstash.message", dollars("1.00"), per: PriceUnit(100_000, "messages"),
        source: "Upstash pricing page, QStash, pay as you go, as kept by API Evangelist", date: "2026-06-12"),
      PriceEntry(
        "functions.invocation", dollars("0.60"), per: PriceUnit(1_000_000, "invocations"),
        source: "Vercel documentation, functions pricing (iad1); the same at API Evangelist",
        date: "2026-05-04"),
      PriceEntry(
        "functions.activeCPUHour", dollars("0.128"), per: PriceUnit(1, "CPU hours"),
        source: "Vercel documentation, functions pricing (iad1); the same at API Evangelist",
        date: "2026-05-04"),
      PriceEntry(
        "functions.memoryGigabyteHour", dollars("0.0106"), per: PriceUnit(1, "gigabyte-hours"),
        source: "Vercel documentation, functions pricing (iad1); the same at API Evangelist",
        date: "2026-05-04"),
      // 25 million calls a month are included at Convex; a run prices from the first call.
      PriceEntry(
        "persistence.call", dollars("2.00"), per: PriceUnit(1_000_000, "calls"),
        source: "Convex documentation, limits, professional plan", date: "2026-08-12"),
      // Queries and upserts of a vector index cost the same.
      PriceEntry(
        "vectors.operation", dollars("0.40"), per: PriceUnit(100_000, "operations"),
        source: "Upstash documentation, Vector, frequently asked questions, pay as you go", date: "undated"),
      PriceEntry(
        "vectors.embeddedToken", dollars("0.02"), per: PriceUnit(1_000_000, "tokens"),
        source: "OpenAI, list price of text-embedding-3-small, as zilliz.com states it", date: "2024-08-17"),
      // On card purchases of credit; the minimum of $0.80 does not matter at these volumes.
      PriceEntry(
        "llm.creditFee", dollars("0.055"), per: PriceUnit(1, "dollars of credit"),
        source: "OpenRouter documentation, fees", date: "2026-08-22"),
    ]
      + redisPlans
      + model("openai/gpt-4o-mini", input: "0.15", cachedInput: "0.075", output: "0.60")
      + model("openai/gpt-4o", input: "2.50", cachedInput: "1.25", output: "10.00")
      + model("openai/gpt-4.1-nano", input: "0.10", cachedInput: "0.025", output: "0.40")
      + model("openai/gpt-4.1-mini", input: "0.40", cachedInput: "0.10", output: "1.60")
      + model("openai/gpt-5-nano", input: "0.05", cachedInput: "0.005", output: "0.40")
      + model("openai/gpt-5-mini", input: "0.25", cachedInput: "0.025", output: "2.00")
      + model("google/gemini-2.5-flash-lite", input: "0.10", cachedInput: "0.01", output: "0.40")
      + model("google/gemini-2.5-flash", input: "0.30", cachedInput: "0.03", output: "2.50")
      + model(
        "google/gemini-3-flash-preview", input: "0.50", cachedInput: "0.05", output: "3.00",
        source: makers, date: "undated")
      + model("anthropic/claude-haiku-4.5", input: "1.00", cachedInput: "0.10", output: "5.00")
      + model("anthropic/claude-sonnet-4.5", input: "3.00", cachedInput: "0.30", output: "15.00")
      + model(
        "deepseek/deepseek-chat", input: "0.28", cachedInput: "0.028", output: "0.42",
        source: makers, date: "undated")
      // These three without a discount for cached input in their sources: it costs what input costs.
      + model(
        "google/gemini-2.0-flash-001", input: "0.10", cachedInput: "0.10", output: "0.40",
        source: "LiteLLM 1.80.5 price file", date: "undated")
      + model(
        "meta-llama/llama-3.3-70b-instruct", input: "0.10", cachedInput: "0.10", output: "0.32",
        source: "cheapest provider on OpenRouter, read from a comparison of mid-2026", date: "undated")
      + model(
        "meta-llama/llama-3.1-8b-instruct", input: "0.02", cachedInput: "0.02", output: "0.05",
        source: "LiteLLM 1.109.1 price file, Novita", date: "undated"))

  private static let makers = "LiteLLM 1.109.1 price file, list price of the maker"
  /// A month of one database on each fixed plan, commands included.
  private static let redisPlans = [
    (RedisPlan.fixed250MB, "10.00"), (.fixed1GB, "20.00"), (.fixed5GB, "100.00"), (.fixed10GB, "200.00"),
    (.fixed50GB, "400.00"), (.fixed100GB, "800.00"), (.fixed500GB, "1500.00"),
  ].map { plan, price in
    PriceEntry(
      "redis.plan.\(plan.rawValue)", dollars(price), per: PriceUnit(1, "database-months"),
      source: "Upstash documentation, Redis billing, fixed plans", date: "2026-06-18")
  }

  /// The three prices of a model, in dollars per million tokens.
  private static func model(
    _ name: String, input: String, cachedInput: String, output: String,
    source: String = makers + "; input and output the same in Trigger.dev's model catalogue",
    date: String = "2026-03-25"
  ) -> [PriceEntry] {
    [("input", input), ("cachedInput", cachedInput), ("output", output)].map { kind, price in
      PriceEntry(
        "llm.\(name).\(kind)", dollars(price), per: PriceUnit(1_000_000, "tokens"), source: source,
        date: date)
    }
  }

  /// A price as it is printed, without a detour through binary fractions.
  private static func dollars(_ text: String) -> Money {
    let parts = text.split(separator: ".")
    let fraction = parts[1] + String(repeating: "0", count: 9 - parts[1].count)
    return Money(nanoUSD: Int64(parts[0])! * 1_000_000_000 + Int64(fraction)!)
  }
}
