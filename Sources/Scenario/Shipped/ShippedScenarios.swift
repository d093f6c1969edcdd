// swift-format-ignore-file
// The files of scenarios/, generated: PEAKLOAD_WRITE_REFERENCE=1 swift test --filter ShippedScenarioListTests

extension ShippedScenario {
  /// Every shipped scenario, in order of their names.
  public static let all: [ShippedScenario] = [
    ShippedScenario(
      name: "dead-for-good",
      description: ##"The publish gate of the original design closes for good"##,
      text: ##"""
# How the original design dies: a job is handed to a worker only if it finds fewer than a hundred in the sorted set,
# and nobody ever hands over the others. The fewer can leave, the narrower the gate, until it never opens again.
#
# Nothing else limits anything here: no rate limit, no cache, no patience, workers for everybody. At 5 questions a
# second the median time to the end is 79 s; `make dead-for-good` runs a thousand seeds of it.

description: The publish gate of the original design closes for good
seed: 1
start: 2026-01-12T09:00:00Z
duration: 10m
drain: 0s

population:
  cohorts:
    - role: student
      share: 100%

arrivals:
  poisson:
    rate: 5/s

# Nobody gives up, stops, reloads or loses the connection.
behaviour:
  patience: 24h
  cancelShare: 0%
  refreshShare: 0%
  dropShare: 0%

questions:
  catalogue: unique
  promptTokens: 100
  answerTokens: 100

design:
  faults:
    - noDrain

system:
  rateLimit:
    algorithm: off
  degradation:
    enabled: false
  cache:
    enabled: false
    singleFlight: false
  workers:
    slots: 100_000
    lease: 24h
    firstTokenTimeout: 23h
    tokenTimeout: 23h

# Each answer takes 20 s on average, whatever the load.
llm:
  concurrency: 100_000
  service:
    exponential: 20s
  hangShare: 0%
  stallShare: 0%
  errorBeforeShare: 0%
  errorMidShare: 0%

"""##),
    ShippedScenario(
      name: "exam-peak-100k",
      description: ##"One hour in which 100,000 people use an AI tutor at once"##,
      text: ##"""
# The peak hour before an exam: 100,000 people use an AI tutor at once.
#
# Read it from top to bottom: who comes, how they behave, what they ask, which service answers, which provider stands
# behind it, what it costs, and what must hold. Every key is described in docs/scenario-language.md; what is left out
# has the default given there.

description: One hour in which 100,000 people use an AI tutor at once

# The same seed gives the same people, the same questions and the same moments.
seed: 1
# Limiter windows and bells align to this instant.
start: 2026-01-12T09:00:00Z
# Questions are sent for an hour. Then the run goes on until every answer has ended, at most as long as `drain` says.
duration: 1h
drain: 30m

# --- Who comes ------------------------------------------------------------------------------------------------------

population:
  people: 100_000
  # Most come over ten minutes, evenly; some come together when the session is opened. All stay to the end.
  ramp: 10m
  synchronised:
    share: 5%
    within: 1m
  cohorts:
    - role: student
      share: 98.8%
      priority: 10
    # Educators call the model directly and do not wait, as long as the places reserved for them last.
    - role: teacher
      share: 1%
      priority: 1
      bypass: true
    - role: admin
      share: 0.2%
      priority: 1
      bypass: true

# Each of these people asks, waits, reads and asks again: nobody asks before the last answer has ended.
arrivals: closed

behaviour:
  # From one send to the next: quantiles of a university's question service, up to 30 minutes, 98 s on average.
  gap:
    table: ragpulse-gap
  # Questions in one conversation, 1.78 on average. The prompt grows with each.
  turns:
    table: ragpulse-turns

  # How long people wait for the first word, and what those do who give up.
  patience:
    lognormal:
      median: 60s
      sigma: 0.6
      shift: 5s
  resendShare: 30%
  closeTabShare: 50%

  # What happens in the middle of an answer: it is stopped, the page is reloaded, the connection drops.
  cancelShare: 1%
  refreshShare: 2%
  dropShare: 1%
  reconnectDelay:
    lognormal:
      median: 1.5s
      sigma: 0.5
      shift: 200ms

  # Of those who are turned away because the system is busy, so many want an email instead.
  emailShare: 30%

  # Two in a hundred do not wait: several tabs, double clicks, the same question again. The limiter is for them.
  hasty:
    share: 2%
    tabs: 2
    gapFactor: 0.35
    doubleClickShare: 10%
    resendAfter:
      lognormal:
        median: 8s
        sigma: 0.4

  # Three times in the hour a class is told to ask.
  bells:
    - at: 15m
      share: 15%
      within: 1m
    - at: 30m
      share: 15%
      within: 1m
    - at: 45m
      share: 15%
      within: 1m

# --- What they ask --------------------------------------------------------------------------------------------------

questions:
  # Questions repeat as they do in the same university's week, so what the cache saves is an outcome of the run.
  catalogue: ragpulse
  promptTokens:
    table: ragpulse-prompt-tokens
  answerTokens:
    table: ragpulse-answer-tokens
  maximumAnswerTokens: 1024

# --- Which service answers ------------------------------------------------------------------------------------------

system:
  # Ten questions a minute for one person.
  rateLimit:
    algorithm: slidingWindow
    requests: 10
    window: 60s

  # The longer the line, the less the service gives: first no positions, then short answers, then a refusal.
  degradation:
    enabled: true
    unit: jobs
    hidden: 1000
    simple: 5000
    busy: 10_000
    # A level is left when the line has been 20 % below its threshold for ten seconds.
    exitRatio: 0.8
    minimumDwell: 10s
    simpleFactor: 0.5

  queue:
    policy: strictPriority
    timeToLive: 1h

  # After an error a job is tried again, as long as retries stay a tenth of all calls.
  retries:
    maximum: 3
    baseDelay: 1s
    budgetRatio: 0.1
    budgetMinimumPerSecond: 1/s

  workers:
    # As many calls at one time as the provider serves, less what is reserved for educators.
    slots: auto
    lease: 60s
    firstTokenTimeout: 30s
    tokenTimeout: 15s

  educators:
    reserve: 60

  # The hour starts with a cold cache.
  cache:
    enabled: true
    timeToLive: 24h
    singleFlight: true

  stream:
    coalesceTime: 250ms
    coalesceTokens: 64
    heartbeat: 15s
    rotation: 4m
    rotationJitter: 20s
    timeToLive: 1h

# --- Which provider stands behind it --------------------------------------------------------------------------------

llm:
  model: openai/gpt-4.1-nano
  # Calls that the provider serves at one time. The hour passes with this many; with a tenth less it does not.
  concurrency: 4600

  # 0.6 s to the first word, a few times that now and then, then 12.5 ms a token: 4.15 s for an average answer.
  firstToken:
    lognormal:
      median: 450ms
      sigma: 0.7
      shift: 50ms
  tokenInterval:
    lognormal:
      median: 12.3ms
      sigma: 0.18

  # What goes wrong on an ordinary day.
  hangShare: 0.02%
  stallShare: 0.02%
  errorBeforeShare: 0.2%
  errorMidShare: 0.05%
  errorAfter:
    exponential: 300ms
  cancelBilled: true

  # For a minute in the middle of the second half the provider is slow.
  brownouts:
    - at: 37m30s
      for: 60s
      speed: 60%
      slots: 100%

# --- What it costs --------------------------------------------------------------------------------------------------

prices:
  book: 2026-08

# A month holds twenty such hours, and as many answers again as these bring in quieter times.
month:
  peakHours: 20
  otherAnswers: 20_000_000

# --- What must hold -------------------------------------------------------------------------------------------------

# An answer is a good one if its first word came within ten seconds.
goodput:
  ttft: 10s

windows:
  - name: bells
    from: 15m
    to: 50m
  - name: brownout
    from: 37m
    to: 40m

thresholds:
  # Students wait less than two seconds, 19 times of 20.
  'queue_wait{role:student}':
    - p(95)<2s
  # The first word comes within half a minute, even in the worst hundredth.
  ttft:
    - p(50)<2s
    - p(99)<30s
  # One request in a hundred may come to nothing.
  failed:
    - rate<1%
  # Short answers are for emergencies: less than a minute of the hour.
  'time_at_level{level:simple}':
    - value<60s
  'time_at_level{level:busy}':
    - value<=0s
  # The limiter stops the hasty, and few others.
  limited:
    - rate<3%
  goodput:
    - value>800/s
  # The bill of the hour.
  cost:
    - value<$3000

"""##),
    ShippedScenario(
      name: "normal-5k",
      description: ##"Five minutes in which 5,000 people use an AI tutor"##,
      text: ##"""
# A quiet five minutes: 5,000 people use an AI tutor. For a first look, and for tests.
#
# Read it from top to bottom: who comes, how they behave, what they ask, which service answers, which provider stands
# behind it, what it costs, and what must hold. Every key is described in docs/scenario-language.md; what is left out
# has the default given there.

description: Five minutes in which 5,000 people use an AI tutor

# The same seed gives the same people, the same questions and the same moments.
seed: 1
# Limiter windows and bells align to this instant.
start: 2026-01-12T09:00:00Z
# Questions are sent for five minutes. Then the run goes on until every answer has ended, at most as long as `drain` says.
duration: 5m
drain: 10m

# --- Who comes ------------------------------------------------------------------------------------------------------

population:
  people: 5000
  # Most come over a minute, evenly; some come together when the session is opened. All stay to the end.
  ramp: 1m
  synchronised:
    share: 5%
    within: 20s
  cohorts:
    - role: student
      share: 98.8%
      priority: 10
    # Educators call the model directly and do not wait, as long as the places reserved for them last.
    - role: teacher
      share: 1%
      priority: 1
      bypass: true
    - role: admin
      share: 0.2%
      priority: 1
      bypass: true

# Each of these people asks, waits, reads and asks again: nobody asks before the last answer has ended.
arrivals: closed

behaviour:
  # From one send to the next: quantiles of a university's question service, up to 30 minutes, 98 s on average.
  gap:
    table: ragpulse-gap
  # Questions in one conversation, 1.78 on average. The prompt grows with each.
  turns:
    table: ragpulse-turns

  # How long people wait for the first word, and what those do who give up.
  patience:
    lognormal:
      median: 60s
      sigma: 0.6
      shift: 5s
  resendShare: 30%
  closeTabShare: 50%

  # What happens in the middle of an answer: it is stopped, the page is reloaded, the connection drops.
  cancelShare: 1%
  refreshShare: 2%
  dropShare: 1%
  reconnectDelay:
    lognormal:
      median: 1.5s
      sigma: 0.5
      shift: 200ms

  # Of those who are turned away because the system is busy, so many want an email instead.
  emailShare: 30%

  # Two in a hundred do not wait: several tabs, double clicks, the same question again. The limiter is for them.
  hasty:
    share: 2%
    tabs: 2
    gapFactor: 0.35
    doubleClickShare: 10%
    resendAfter:
      lognormal:
        median: 8s
        sigma: 0.4

  # Once a class is told to ask.
  bells:
    - at: 2m
      share: 15%
      within: 30s

# --- What they ask --------------------------------------------------------------------------------------------------

questions:
  # Questions repeat as they do in the same university's week, so what the cache saves is an outcome of the run.
  catalogue: ragpulse
  promptTokens:
    table: ragpulse-prompt-tokens
  answerTokens:
    table: ragpulse-answer-tokens
  maximumAnswerTokens: 1024

# --- Which service answers ------------------------------------------------------------------------------------------

system:
  # Ten questions a minute for one person.
  rateLimit:
    algorithm: slidingWindow
    requests: 10
    window: 60s

  # The longer the line, the less the service gives: first no positions, then short answers, then a refusal.
  degradation:
    enabled: true
    unit: jobs
    hidden: 50
    simple: 250
    busy: 500
    # A level is left when the line has been 20 % below its threshold for ten seconds.
    exitRatio: 0.8
    minimumDwell: 10s
    simpleFactor: 0.5

  queue:
    policy: strictPriority
    timeToLive: 1h

  # After an error a job is tried again, as long as retries stay a tenth of all calls.
  retries:
    maximum: 3
    baseDelay: 1s
    budgetRatio: 0.1
    budgetMinimumPerSecond: 1/s

  workers:
    # As many calls at one time as the provider serves, less what is reserved for educators.
    slots: auto
    lease: 60s
    firstTokenTimeout: 30s
    tokenTimeout: 15s

  educators:
    reserve: 5

  # The run starts with a cold cache.
  cache:
    enabled: true
    timeToLive: 24h
    singleFlight: true

  stream:
    coalesceTime: 250ms
    coalesceTokens: 64
    heartbeat: 15s
    rotation: 4m
    rotationJitter: 20s
    timeToLive: 1h

# --- Which provider stands behind it --------------------------------------------------------------------------------

llm:
  model: openai/gpt-4.1-nano
  # Calls that the provider serves at one time. Enough, with a little to spare.
  concurrency: 420

  # 0.6 s to the first word, a few times that now and then, then 12.5 ms a token: 4.15 s for an average answer.
  firstToken:
    lognormal:
      median: 450ms
      sigma: 0.7
      shift: 50ms
  tokenInterval:
    lognormal:
      median: 12.3ms
      sigma: 0.18

  # What goes wrong on an ordinary day.
  hangShare: 0.05%
  stallShare: 0.05%
  errorBeforeShare: 0.3%
  errorMidShare: 0.1%
  errorAfter:
    exponential: 300ms
  cancelBilled: true

  # For twenty seconds the provider is slow.
  brownouts:
    - at: 3m30s
      for: 20s
      speed: 60%
      slots: 100%

# --- What it costs --------------------------------------------------------------------------------------------------

prices:
  book: 2026-08

# --- What must hold -------------------------------------------------------------------------------------------------

windows:
  - name: bell
    from: 2m
    to: 3m

thresholds:
  # Students wait less than two seconds, 19 times of 20.
  'queue_wait{role:student}':
    - p(95)<2s
  # The first word comes within half a minute, even in the worst hundredth.
  ttft:
    - p(50)<2s
    - p(99)<30s
  # One request in a hundred may come to nothing.
  failed:
    - rate<1%
  # Short answers are for emergencies: less than half a minute.
  'time_at_level{level:simple}':
    - value<30s
  'time_at_level{level:busy}':
    - value<=0s
  # The limiter stops the hasty, and few others.
  limited:
    - rate<3%
  goodput:
    - value>30/s
  # The bill of the five minutes.
  cost:
    - value<$20

"""##),
  ]
}
