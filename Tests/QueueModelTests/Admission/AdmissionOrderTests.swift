// The order of admission by example, and beside a model that states it as one list of ifs.

import QueueModel
import Testing

@Suite struct AdmissionOrderTests {
  /// What a look-up would find for each question, were it asked.
  struct Findings {
    var educatorPlaceIsFree = true
    var repeatedJob: JobHandle?
    var retryAfterSeconds: Int?
    var cachedAnswer: UInt32?
    var jobOfSameQuestion: JobHandle?
    var waitingJobs = 0
    var level = DegradationLevel.normal
    var busySeconds = 0

    func answer(to question: AdmissionOrder.Question) -> AdmissionOrder.Finding {
      switch question {
      case .educatorPlace: .educatorPlace(educatorPlaceIsFree)
      case .repetition: .repetition(repeatedJob)
      case .rateLimit: .rateLimit(retryAfterSeconds: retryAfterSeconds)
      case .cache: .cache(cachedAnswer)
      case .sameQuestion: .sameQuestion(jobOfSameQuestion)
      case .waitingJobs: .waitingJobs(waitingJobs)
      case .level: .level(level, retryAfterSeconds: busySeconds)
      }
    }
  }

  /// What was asked, in order, and what was decided.
  struct Course: Equatable {
    var asked: [AdmissionOrder.Question] = []
    var outcome = AdmissionOutcome.malformed
  }

  /// The course that the order takes.
  static func course(_ request: AdmissionRequest, _ policy: AdmissionPolicy, _ findings: Findings) -> Course {
    let order = AdmissionOrder(request, policy: policy)
    var course = Course()
    var step = order.begin()
    while true {
      switch step {
      case .ask(let question):
        course.asked.append(question)
        step = order.answer(findings.answer(to: question))
      case .decide(let outcome):
        course.outcome = outcome
        return course
      }
    }
  }

  /// The rule as a list, from the first test to the last.
  static func obvious(_ request: AdmissionRequest, _ policy: AdmissionPolicy, _ findings: Findings) -> Course
  {
    var asked: [AdmissionOrder.Question] = []
    func decide(_ outcome: AdmissionOutcome) -> Course { Course(asked: asked, outcome: outcome) }
    let isPrivileged = [.teacher, .admin].contains(request.role) && request.mayBypass

    if request.body == .malformed { return decide(.malformed) }
    if request.body == .tooLarge { return decide(.tooLarge) }
    if !request.isSignedIn { return decide(.unauthorized) }
    if isPrivileged {
      asked.append(.educatorPlace)
      if findings.educatorPlaceIsFree { return decide(.bypass) }
    }
    if request.hasIdempotencyKey {
      asked.append(.repetition)
      if let job = findings.repeatedJob { return decide(.repeated(job)) }
    }
    if policy.limitsRate && !isPrivileged {
      asked.append(.rateLimit)
      if let seconds = findings.retryAfterSeconds { return decide(.limited(retryAfterSeconds: seconds)) }
    }
    if policy.usesCache {
      asked.append(.cache)
      if let answer = findings.cachedAnswer { return decide(.cached(answer)) }
    }
    if policy.sharesAnswers {
      asked.append(.sameQuestion)
      if let job = findings.jobOfSameQuestion { return decide(.joined(job)) }
    }
    if let cap = policy.waitingCap, !isPrivileged {
      asked.append(.waitingJobs)
      if findings.waitingJobs >= cap, !policy.supersedes { return decide(.capped) }
    }
    asked.append(.level)
    if findings.level == .busy && !isPrivileged {
      return decide(.busy(retryAfterSeconds: findings.busySeconds))
    }
    return decide(.admitted(priority: isPrivileged ? 1 : request.priority))
  }

  // MARK: By example

  static let student = AdmissionRequest(
    role: .student, mayBypass: false, priority: 10, hasIdempotencyKey: true)
  static let teacher = AdmissionRequest(
    role: .teacher, mayBypass: true, priority: 1, hasIdempotencyKey: true)
  static let everyTest = AdmissionPolicy(waitingCap: 1)
  static let job = JobHandle(index: 7, generation: 3)

  /// Findings under which every test would refuse or answer: the earliest decides.
  static let everythingApplies = Findings(
    educatorPlaceIsFree: true, repeatedJob: job, retryAfterSeconds: 12, cachedAnswer: 5,
    jobOfSameQuestion: job, waitingJobs: 1, level: .busy, busySeconds: 40)

  @Test func aBodyThatCannotBeUsedIsRefusedBeforeAnybodyIsKnown() {
    var request = Self.teacher
    request.isSignedIn = false
    request.body = .malformed
    #expect(
      Self.course(request, Self.everyTest, Self.everythingApplies) == Course(asked: [], outcome: .malformed))
    request.body = .tooLarge
    #expect(
      Self.course(request, Self.everyTest, Self.everythingApplies) == Course(asked: [], outcome: .tooLarge))
  }

  @Test func nobodySignedInIsRefusedWithoutALookUp() {
    var request = Self.teacher
    request.isSignedIn = false
    #expect(
      Self.course(request, Self.everyTest, Self.everythingApplies)
        == Course(asked: [], outcome: .unauthorized))
  }

  @Test(arguments: [Role.teacher, .admin])
  func aVerifiedEducatorPassesTheStudentsLimiterByAndAllElse(_ role: Role) {
    var request = Self.teacher
    request.role = role
    #expect(
      Self.course(request, Self.everyTest, Self.everythingApplies)
        == Course(asked: [.educatorPlace], outcome: .bypass))
  }

  @Test func anEducatorBeyondTheEducatorsCapQueuesFirstAndIsNeverRefused() {
    var findings = Self.everythingApplies
    findings.educatorPlaceIsFree = false
    findings.repeatedJob = nil
    findings.cachedAnswer = nil
    findings.jobOfSameQuestion = nil
    #expect(
      Self.course(Self.teacher, Self.everyTest, findings)
        == Course(
          asked: [.educatorPlace, .repetition, .cache, .sameQuestion, .level],
          outcome: .admitted(priority: 1)))
  }

  @Test func aStudentWhoClaimsTheBypassIsAStudent() {
    var request = Self.student
    request.mayBypass = true
    #expect(
      Self.course(request, Self.everyTest, Findings())
        == Course(
          asked: [.repetition, .rateLimit, .cache, .sameQuestion, .waitingJobs, .level],
          outcome: .admitted(priority: 10)))
  }

  @Test func aRepeatedKeySpendsNoToken() {
    #expect(
      Self.course(Self.student, Self.everyTest, Self.everythingApplies)
        == Course(asked: [.repetition], outcome: .repeated(Self.job)))
  }

  @Test func aLimitedPersonIsRefusedThoughTheCacheHasTheAnswer() {
    var findings = Self.everythingApplies
    findings.repeatedJob = nil
    #expect(
      Self.course(Self.student, Self.everyTest, findings)
        == Course(asked: [.repetition, .rateLimit], outcome: .limited(retryAfterSeconds: 12)))
  }

  @Test func theCacheAnswersAtLevelBusy() {
    var findings = Self.everythingApplies
    findings.repeatedJob = nil
    findings.retryAfterSeconds = nil
    #expect(
      Self.course(Self.student, Self.everyTest, findings)
        == Course(asked: [.repetition, .rateLimit, .cache], outcome: .cached(5)))
  }

  @Test func anAnswerInTheMakingIsJoinedAtLevelBusy() {
    var findings = Self.everythingApplies
    findings.repeatedJob = nil
    findings.retryAfterSeconds = nil
    findings.cachedAnswer = nil
    #expect(
      Self.course(Self.student, Self.everyTest, findings)
        == Course(asked: [.repetition, .rateLimit, .cache, .sameQuestion], outcome: .joined(Self.job)))
  }

  @Test func thePersonsCapComesBeforeTheLevel() {
    var findings = Findings(waitingJobs: 1, level: .busy, busySeconds: 40)
    #expect(
      Self.course(Self.student, Self.everyTest, findings)
        == Course(
          asked: [.repetition, .rateLimit, .cache, .sameQuestion, .waitingJobs], outcome: .capped))
    findings.waitingJobs = 0
    #expect(
      Self.course(Self.student, Self.everyTest, findings).outcome == .busy(retryAfterSeconds: 40))
  }

  @Test(arguments: [DegradationLevel.normal, .hidden, .simple])
  func everyLevelBelowBusyAdmits(_ level: DegradationLevel) {
    #expect(
      Self.course(Self.student, AdmissionPolicy(), Findings(level: level)).outcome
        == .admitted(priority: 10))
  }

  @Test func withEveryTestOffOnlyTheLevelIsAsked() {
    var request = Self.student
    request.hasIdempotencyKey = false
    let policy = AdmissionPolicy(limitsRate: false, usesCache: false, sharesAnswers: false)
    #expect(
      Self.course(request, policy, Self.everythingApplies)
        == Course(asked: [.level], outcome: .busy(retryAfterSeconds: 40)))
  }

  // MARK: By property

  @Test(arguments: UInt64(1)...50) func equalsTheListOfTests(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let request = Self.randomRequest(&generator)
      let policy = Self.randomPolicy(&generator)
      let findings = Self.randomFindings(&generator)
      let course = Self.course(request, policy, findings)
      let expected = Self.obvious(request, policy, findings)
      guard course == expected else {
        Issue.record("seed \(seed), round \(round): \(request), \(policy): \(course), not \(expected)")
        return
      }
    }
  }

  private static func randomRequest(_ generator: inout SeededGenerator) -> AdmissionRequest {
    AdmissionRequest(
      body: generator.oneIn(10) ? .malformed : generator.oneIn(10) ? .tooLarge : .valid,
      isSignedIn: !generator.oneIn(8), role: Role.allCases.randomElement(using: &generator) ?? .student,
      mayBypass: generator.oneIn(2), priority: UInt8(generator.integer(in: 1...10)),
      hasIdempotencyKey: !generator.oneIn(3))
  }

  private static func randomPolicy(_ generator: inout SeededGenerator) -> AdmissionPolicy {
    AdmissionPolicy(
      limitsRate: !generator.oneIn(4), usesCache: !generator.oneIn(4), sharesAnswers: !generator.oneIn(4),
      waitingCap: generator.oneIn(2) ? generator.integer(in: 1...3) : nil, supersedes: generator.oneIn(3))
  }

  private static func randomFindings(_ generator: inout SeededGenerator) -> Findings {
    func handle(_ generator: inout SeededGenerator) -> JobHandle {
      JobHandle(
        index: UInt32(generator.integer(in: 0...99)), generation: UInt32(generator.integer(in: 0...9)))
    }
    return Findings(
      educatorPlaceIsFree: generator.oneIn(2), repeatedJob: generator.oneIn(4) ? handle(&generator) : nil,
      retryAfterSeconds: generator.oneIn(4) ? generator.integer(in: 1...60) : nil,
      cachedAnswer: generator.oneIn(4) ? UInt32(generator.integer(in: 0...999)) : nil,
      jobOfSameQuestion: generator.oneIn(4) ? handle(&generator) : nil,
      waitingJobs: generator.integer(in: 0...4),
      level: DegradationLevel.allCases.randomElement(using: &generator) ?? .normal,
      busySeconds: generator.integer(in: 5...300))
  }
}
