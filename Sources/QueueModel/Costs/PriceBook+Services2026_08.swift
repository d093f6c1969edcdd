// Prices of what could stand in the queue's place, and of plans that are paid by the month: what no run of ours is
// billed for, and what claims about costs are judged with. As the book of the services that runs use, it stays as it
// is once it has been used; newer prices are a new book.

extension PriceBook {
  /// Prices of alternatives and of monthly plans, as they were read in 2026.
  ///
  /// Nothing here is reached by a ``Tariff``; ``AlternativeQueue`` and the judges of claims read it.
  public static let servicesOf2026 = PriceBook(
    name: "2026-08-services",
    entries: [
      // Redis by the request: what BullMQ can stand on without a guess at the size of a node.
      PriceEntry(
        "elasticache.request", dollars("0.0034"), per: PriceUnit(1_000_000, "requests of up to 1 kB"),
        source: "usage.ai, ElastiCache Serverless for Redis OSS, us-east-1, after the AWS Database Blog",
        date: "2026-06"),
      PriceEntry(
        "elasticache.gigabyteHour", dollars("0.125"), per: PriceUnit(1, "gigabyte-hours"),
        source: "usage.ai, ElastiCache Serverless for Redis OSS, us-east-1, after the AWS Database Blog",
        date: "2026-06"),

      PriceEntry(
        "triggerdev.run", dollars("0.25"), per: PriceUnit(10_000, "runs"),
        source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22"),
      // The cheapest machine (0.25 vCPU, 0.25 GB); prices of the others were not found with a date.
      PriceEntry(
        "triggerdev.microSecond", dollars("0.0000169"), per: PriceUnit(1, "seconds of a micro machine"),
        source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22"),
      PriceEntry(
        "triggerdev.proMonth", dollars("50"), per: PriceUnit(1, "months"),
        source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22"),
      PriceEntry(
        "triggerdev.concurrencyMonth", dollars("10"), per: PriceUnit(50, "concurrent runs for a month"),
        source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22"),

      PriceEntry(
        "sqs.request", dollars("0.40"), per: PriceUnit(1_000_000, "requests of up to 64 kB"),
        source: "CloudBurn, Amazon SQS pricing, standard queue, us-east-1", date: "2026-03-14"),
      PriceEntry(
        "lambda.request", dollars("0.20"), per: PriceUnit(1_000_000, "requests"),
        source: "Wring, AWS Lambda pricing, x86, us-east-1", date: "2026-03-08"),
      PriceEntry(
        "lambda.gigabyteSecond", dollars("0.0000166667"), per: PriceUnit(1, "gigabyte-seconds"),
        source: "Wring, AWS Lambda pricing, x86, us-east-1", date: "2026-03-08"),

      PriceEntry(
        "vercel.proMonth", dollars("20"), per: PriceUnit(1, "seats for a month"),
        source: "Vercel pricing page, as kept by API Evangelist", date: "2026-05-04"),
      // Found in copies of the documentation that bear no date; those of August 2026 no longer name it.
      PriceEntry(
        "convex.proMonth", dollars("25"), per: PriceUnit(1, "developers for a month"),
        source: "Convex documentation, limits, an older copy", date: "undated"),
    ])

  /// A price as it is printed; below a billionth of a dollar it is rounded.
  private static func dollars(_ text: String) -> Money {
    let parts = text.split(separator: ".")
    let printed = parts.count > 1 ? String(parts[1]) : ""
    let digits = Array(printed + String(repeating: "0", count: max(0, 10 - printed.count)))
    let fraction = Int64(String(digits[..<9]))! + (digits[9] >= "5" ? 1 : 0)
    return Money(nanoUSD: Int64(parts[0])! * 1_000_000_000 + fraction)
  }
}
