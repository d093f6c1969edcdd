// Random damage: a damaged scenario either reads or gives diagnostics with positions within the text, and
// never takes the program down.

import Testing

@testable import Scenario

/// A small generator, so that a seed gives the same damage everywhere.
private struct Damage {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  /// Pieces that mean something to a YAML parser or to ours.
  static let pieces = [
    "&a ", "*a", "!!int ", "!", "? ", "- ", ": ", ":", "#", "|", ">", "'", "\"", "{", "}", "[", "]", ",",
    "\n", "\n  ",
    "\t", "\r", "%", "---\n", "...\n", "\\", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{0}", "\u{E000}", "é", "👍",
    "1e999",
    "-", "null", "~", "5 minutes", "99999999999999999999", "seed: 1\n", "  ", "<<: *a\n", "p(95)", "{role:",
  ]

  mutating func apply(to text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = text
    for _ in 0...next(below: 4) {
      guard !text.isEmpty else { break }
      let place = next(below: text.count)
      switch next(below: 5) {
      case 0: text.remove(at: place)
      case 1: text.insert(contentsOf: Self.pieces[next(below: Self.pieces.count)].unicodeScalars, at: place)
      case 2: text.removeSubrange(place..<min(text.count, place + next(below: 60)))
      case 3:
        let other = next(below: text.count)
        let stretch = Array(text[other..<min(text.count, other + next(below: 80))])
        text.insert(contentsOf: stretch, at: place)
      default: text[place] = Unicode.Scalar(UInt8(32 + next(below: 95)))
      }
    }
    return text
  }
}

@Suite struct MutationTests {
  @Test(arguments: 1...12) func damagedFilesReadOrAreDiagnosed(seed: Int) throws {
    let original = try Array(shipped(seed % 2 == 0 ? "normal-5k" : "exam-peak-100k").unicodeScalars)
    var damage = Damage(state: UInt64(seed))
    for round in 0..<60 {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: damage.apply(to: original))
      let text = String(view)
      let source = SourceText(name: "t.yaml", text: text)
      for diagnostic in errors(text) {
        let place: Comment = "seed \(seed), round \(round): \(diagnostic.location) \(diagnostic.message)"
        guard (1...source.lineCount).contains(diagnostic.line) else {
          Issue.record(place)
          continue
        }
        let width = source.line(diagnostic.line).count
        #expect((1...width + 1).contains(diagnostic.column), place)
        #expect(
          diagnostic.length >= 1
            && diagnostic.column + diagnostic.length <= max(width, diagnostic.column) + 1, place)
        #expect(!diagnostic.message.isEmpty && !diagnostic.rendered().isEmpty, place)
      }
    }
  }

  @Test(arguments: 1...8) func damagedSettingsReadOrAreDiagnosed(seed: Int) {
    let settings = [
      "llm.concurrency=3780", "behaviour.bells.0.share=20%", "thresholds.'queue_wait{role:student}'=p(95)<2s",
      "llm.firstToken={lognormal: {median: 1s, sigma: 0.4}}", "windows=[{name: a, from: 1m, to: 2m}]",
    ]
    var damage = Damage(state: UInt64(seed) &* 77)
    for round in 0..<200 {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: damage.apply(to: Array(settings[round % settings.count].unicodeScalars)))
      for diagnostic in errors("seed: 1\n", set: [String(view)]) {
        #expect(
          diagnostic.column >= 1 && diagnostic.length >= 1, "seed \(seed), round \(round): \(String(view))")
        #expect(!diagnostic.rendered().isEmpty)
      }
    }
  }
}
