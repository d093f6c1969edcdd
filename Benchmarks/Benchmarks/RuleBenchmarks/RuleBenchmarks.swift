// Every rule of `QueueModel`, folder by folder.

let benchmarks: @Sendable () -> Void = {
  AdmissionRules.register()
  BatchingRules.register()
  AnswerRules.register()
  ResponseCaches.register()
  CostRules.register()
  DegradationRules.register()
  DeliveryRules.register()
  DesignRules.register()
  DispatchPolicies.register()
  Foundations.register()
  JobRules.register()
  JobQueues.register()
  LimitRules.register()
  PlatformRules.register()
  ProviderAccounts.register()
  MessageRules.register()
  QuestionRules.register()
}
