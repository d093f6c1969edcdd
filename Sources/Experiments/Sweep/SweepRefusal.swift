// Why a sweep is not begun: one kind of error for what was typed and for what lies in its folder.

/// A sweep that cannot be, in words for the person who asked for it.
public struct SweepRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the text that it is wrong with.
  public var message: String
  /// What to do about it.
  public var hint: String?

  /// A refusal for `message`.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// Both, in one line.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
