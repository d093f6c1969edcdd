// One line that says what is being done, in place of what it said before.

/// A line on standard error that is written over; nothing where nobody watches.
struct ProgressLine {
  private let world: World
  private let isShown: Bool
  private var isWritten = false

  init(world: World, isShown: Bool) {
    self.world = world
    self.isShown = isShown && world.error.isTerminal && world.environment["TERM"] != "dumb"
  }

  /// Shows `text` in place of what was shown before.
  mutating func show(_ text: String) {
    guard isShown else { return }
    try? world.error.write("\r\u{1B}[K" + String(text.prefix(max(20, world.error.columns - 1))))
    isWritten = true
  }

  /// Takes the line away.
  mutating func erase() {
    guard isWritten else { return }
    try? world.error.write("\r\u{1B}[K")
    isWritten = false
  }
}
