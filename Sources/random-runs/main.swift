// Runs random scenarios, 1 to 100,000 unless told otherwise: `random-runs [LAST]` or `random-runs FIRST LAST`.
// Exit 1 at the first seed that breaks something, which is printed with the command that repeats it.

import Foundation
import RandomRuns

let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard numbers.count == CommandLine.arguments.count - 1, numbers.count <= 2 else {
  FileHandle.standardError.write(Data("usage: random-runs [FIRST] [LAST]\n".utf8))
  exit(64)
}
let first = numbers.count == 2 ? numbers[0] : 1
let last = numbers.last ?? 100_000
guard first <= last else {
  FileHandle.standardError.write(Data("no seed from \(first) to \(last)\n".utf8))
  exit(64)
}
let began = ContinuousClock.now
let broken = await SeedSweep.firstBroken(
  first...last, tasks: ProcessInfo.processInfo.activeProcessorCount,
  progress: { FileHandle.standardError.write(Data("\($0) seeds\n".utf8)) })
if let broken {
  print("seed \(broken.seed) is broken:")
  for finding in broken.findings { print("  \(finding)") }
  print("repeat with: Scripts/random-runs.sh \(broken.seed) \(broken.seed)")
  exit(1)
}
let seconds = (ContinuousClock.now - began).components.seconds
print("random-runs: seeds \(first) to \(last): everything held (\(seconds) s)")
