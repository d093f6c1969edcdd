// `peakload init`: writes a scenario to start from. The shipped ones are inside the program, so that it works in an
// empty directory.

import ArgumentParser
import RunReport
import Scenario

/// Writes one of the shipped scenarios as a file, or lists them.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a scenario to start from, or list them all.",
    discussion: """
      The file is one of the shipped scenarios, comments included. Change it, validate it, run it.

      EXAMPLES
        peakload init --list
        peakload init normal-5k
        peakload init exam-peak-100k --out my-exam.yaml
      """)

  @Argument(help: .init("The scenario to start from.", valueName: "name"))
  var name: String?

  @Option(
    help: .init("The file to write. (default: <name>.yaml)", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var out: String?

  @Flag(help: "Replace a file that exists.")
  var force = false

  @Flag(help: "Describe every scenario and write nothing.")
  var list = false

  func validate() throws {
    if list, name != nil || out != nil || force {
      throw ValidationError("--list writes nothing: give it alone.")
    }
    if !list, name == nil { throw ValidationError("Name a scenario, or give --list.") }
  }
}

extension InitCommand: WorldCommand {
  func run(in world: World, with driver: RunDriver) throws -> ExitStatus {
    guard let name else {
      try world.output.write(Self.table())
      return .passed
    }
    guard let shipped = ShippedScenario.named(name) else {
      let names = ShippedScenario.all.map(\.name)
      throw Failure(
        "no scenario is called '\(name)'",
        hint: Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
          ?? "peakload init --list describes them all")
    }
    let path = out ?? shipped.fileName
    if !force, (try? world.files.read(path)) != nil {
      throw Failure("\(path) exists already", hint: "give --force to replace it, or another --out")
    }
    if let provider = shipped.provider {
      // The scenario finds it from its own folder.
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      let beside = folder + provider.path
      if !force, let bytes = try? world.files.read(beside), bytes != Array(provider.text.utf8) {
        throw Failure("\(beside) exists already", hint: "give --force to replace it, or --out another folder")
      }
      try world.files.makeDirectory(
        String(beside.prefix(upTo: beside.lastIndex(of: "/") ?? beside.startIndex)))
      try world.files.replace(beside, Array(provider.text.utf8))
      try world.printOutput("wrote \(beside): the provider that it includes")
    }
    try world.files.replace(path, Array(shipped.text.utf8))
    try world.printOutput("wrote \(path): \(shipped.description)")
    try world.printOutput("next: \(world.programName) run \(path)")
    return .passed
  }

  /// Each scenario with the sentence that it says about itself.
  private static func table() -> String {
    let width = ShippedScenario.all.map(\.name.count).max() ?? 0
    return ShippedScenario.all.map { shipped in
      let gap = String(repeating: " ", count: width + 2 - shipped.name.count)
      return shipped.name + gap + shipped.description + "\n"
    }.joined()
  }
}
