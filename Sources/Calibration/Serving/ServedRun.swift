// A recorded run of a server that serves by continuous batching, as a fit takes it.

public import Scenario

/// Requests in the order in which they came, and what is known of the server.
public struct ServedRun: Hashable, Sendable {
  /// What was measured: the names of the files.
  public var source: String
  /// The requests, in the order in which they came.
  public var requests: [ServedRequest]
  /// How the server was told to work. Its step time is not read from it: that is what is fitted.
  public var serving: BatchServing
  /// The model, as the server calls it; nil where no file says.
  public var model: String?

  /// A run from its parts; requests are put in the order in which they came.
  public init(source: String, requests: [ServedRequest], serving: BatchServing, model: String? = nil) {
    self.source = source
    let order = requests.indices.sorted {
      (requests[$0].arrivalNanoseconds, $0) < (requests[$1].arrivalNanoseconds, $1)
    }
    self.requests = order.map { requests[$0] }
    self.serving = serving
    self.model = model
  }
}
