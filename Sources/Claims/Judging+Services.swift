// What the services are: quoted from dated sources, not computed. One claim for each property and service.

extension Judging {
  /// A dated statement about a service.
  private struct Quote {
    var says: String
    var source: String
    var date: String
  }

  private static let upstashRedis = "Upstash documentation, Redis billing"
  private static let bullConnections = Quote(
    says:
      "each of its parts opens at least one connection to a Redis; workers open blocking ones of their own",
    source: "BullMQ documentation, connections", date: "2026-07-30")
  private static let notServerless = Quote(
    says: "its consumers are programs that run all the time, which serverless functions are not",
    source: "Upstash documentation, comparison", date: "2024-07-05")
  private static let coldLambda = Quote(
    says:
      "a function of Node.js 20 takes 242 ms on average to start cold, 106 ms at least, and 3.2 s when it is "
      + "64 MB large (256 MB of memory, 100 starts each)",
    source: "A. Tanasa, Lambda cold starts benchmark", date: "2023-11-20")

  /// The claims about what the services are.
  static var services: [Claim] { serverless + http + languageModels + vercelFit + coldStarts }

  private static func claim(
    _ id: String, _ statement: String, claimed: String, _ quote: Quote, _ verdict: ClaimVerdict,
    reason: String = ""
  ) -> Claim {
    Claim(
      "services.\(id)", .services, statement, claimed: claimed, computed: quote.says, verdict: verdict,
      reason: reason, basis: "\(quote.source), \(quote.date)")
  }

  private static var serverless: [Claim] {
    [
      claim(
        "serverless.upstash", "Upstash is serverless", claimed: "truly serverless",
        Quote(
          says: "billed by the command and message; nothing is rented", source: upstashRedis,
          date: "2026-06-18"),
        .holds),
      claim(
        "serverless.bullmq", "BullMQ needs a Redis server", claimed: "needs a Redis server",
        Quote(
          says: "a library on a database that one runs: Redis, since version 6 PostgreSQL as well",
          source: "BullMQ documentation", date: "2026-08-21"),
        .holds, reason: "It need not be Redis any more, but a server it is."),
      claim(
        "serverless.triggerdev", "Trigger.dev is managed", claimed: "managed",
        Quote(
          says: "plans of a managed cloud, billed by runs and seconds",
          source: "Trigger.dev pricing page, as kept by API Evangelist", date: "2026-05-22"), .holds),
      claim(
        "serverless.sqs", "Amazon SQS is managed", claimed: "managed",
        Quote(
          says: "billed by the request, without a minimum",
          source: "CloudBurn, Amazon SQS pricing", date: "2026-03-14"), .holds),
    ]
  }

  private static var http: [Claim] {
    [
      claim(
        "http.upstash", "Upstash is used over HTTP", claimed: "no connections",
        Quote(
          says: "each command is an HTTP request", source: "Upstash documentation, REST API",
          date: "2026-08-13"),
        .holds),
      claim(
        "http.bullmq", "BullMQ is used over TCP connections", claimed: "TCP connections", bullConnections,
        .holds),
      claim(
        "http.triggerdev", "Trigger.dev is used over HTTP", claimed: "HTTP",
        Quote(
          says: "calls of its SDK are requests to its API", source: "Trigger.dev documentation, limits",
          date: "2026-08-21"),
        .holds),
      claim(
        "http.sqs", "Amazon SQS needs an SDK", claimed: "SDK required",
        Quote(
          says: "each action is a signed HTTPS request that can be made without an SDK",
          source: "Amazon SQS API reference, API version", date: "2012-11-05"),
        .doesNotHold, reason: "An SDK signs requests and repeats them; nothing requires one."),
    ]
  }

  private static var languageModels: [Claim] {
    [
      claim(
        "llm.upstash", "Upstash supports calls of language models", claimed: "built in",
        Quote(
          says: "QStash calls an API of the OpenAI kind itself and posts the answer to a callback",
          source: "Upstash documentation, QStash and LLMs", date: "2024-10-28"),
        .holds, reason: "Not with streaming, which a chat needs: answers come whole."),
      claim(
        "llm.bullmq", "BullMQ leaves calls of language models to the worker", claimed: "manual",
        Quote(
          says: "its documentation names no language model", source: "BullMQ documentation",
          date: "2026-08-21"),
        .holds),
      claim(
        "llm.triggerdev", "Trigger.dev supports calls of language models", claimed: "built in",
        Quote(
          says: "chats run as tasks, with the stream resumed after a reload",
          source: "Trigger.dev documentation, AI chat", date: "2026-08-21"), .holds),
      claim(
        "llm.sqs", "Amazon SQS leaves calls of language models to the worker", claimed: "manual",
        Quote(
          says: "its actions are of queues and messages only",
          source: "Amazon SQS API reference, API version",
          date: "2012-11-05"), .holds),
    ]
  }

  private static var vercelFit: [Claim] {
    [
      claim(
        "vercel.upstash", "Upstash fits Vercel", claimed: "perfect",
        Quote(
          says: "made for serverless functions: state over HTTP, jobs as calls of an endpoint",
          source: "Upstash documentation, comparison", date: "2024-07-05"),
        .holds, reason: "For short calls; a streamed answer is cut where the function's time ends."),
      claim(
        "vercel.bullmq", "BullMQ on Vercel runs into connection limits", claimed: "connection limits",
        notServerless,
        .holds),
      claim(
        "vercel.triggerdev", "Trigger.dev fits Vercel", claimed: "good",
        Quote(
          says: "tasks run on its own machines, so no function waits for them",
          source: "Trigger.dev documentation, AI chat", date: "2026-08-21"), .holds),
      claim(
        "vercel.sqs", "Amazon SQS on Vercel means cold starts", claimed: "cold starts", coldLambda, .holds,
        reason: "Vercel cannot be called by SQS; the functions that take the messages are Lambda's."),
    ]
  }

  private static var coldStarts: [Claim] {
    [
      Claim(
        "services.cold.upstash", .services, "Upstash has no cold start", claimed: "none",
        computed: "nothing is said of the first command after a pause; free databases are put away after "
          + "thirty idle days at the earliest, paid ones are not",
        verdict: .undecided, reason: "The functions that QStash calls have cold starts all the same.",
        basis: "Upstash documentation, Redis questions and answers, 2026-06-26",
        missing: MissingFact(
          "how long the first command after a pause takes, beside the next",
          holdsIf: "it takes as long", doesNotHoldIf: "it takes longer")),
      claim(
        "cold.bullmq", "Cold starts do not apply to BullMQ", claimed: "not applicable", notServerless, .holds),
      claim(
        "cold.triggerdev", "Trigger.dev has no cold start", claimed: "none",
        Quote(
          says:
            "its makers explain slow starts by the pulling of images: code has to be brought to a machine "
            + "before it runs",
          source: "Trigger.dev, issue 1685", date: "2025-02-09"), .doesNotHold),
      claim(
        "cold.sqs", "Functions behind Amazon SQS start cold in about 100 ms", claimed: "about 100 ms",
        coldLambda,
        .doesNotHold, reason: "That is the best start of the smallest function, not the usual one."),
    ]
  }
}
