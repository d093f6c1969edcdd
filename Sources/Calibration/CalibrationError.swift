// Why measurements cannot bear a fit.

/// A file of measurements that is not one, or that says too little.
public struct CalibrationError: Error, Hashable, Sendable {
  /// The file as it was named.
  public var file: String
  /// The line in question, from 1; nil where it is the whole file.
  public var line: Int?
  /// What is wrong, without a full stop.
  public var message: String
  /// What to do about it.
  public var hint: String

  /// An error from its parts.
  public init(file: String, line: Int? = nil, message: String, hint: String) {
    self.file = file
    self.line = line
    self.message = message
    self.hint = hint
  }
}
