// The folder of a sweep: the journal that grows while it runs, and the table that is written at its end.

import Experiments

/// The files of one sweep.
struct SweepFiles {
  /// As it was typed, or the default.
  var directory: String

  /// A line for each finished point.
  var journalPath: String { path("points.jsonl") }
  /// The table for spreadsheets.
  var csvPath: String { path("sweep.csv") }
  /// The table for programs.
  var jsonPath: String { path("sweep.json") }

  /// Opens the journal for a sweep and returns what it holds of it.
  ///
  /// - Parameter restarts: forgets what is there, whatever it is.
  /// - Throws: ``Failure`` when it belongs to another sweep or another process has it.
  func open(
    _ identity: SweepIdentity, restarts: Bool, in world: World
  ) throws -> (file: JournalFile, journal: SweepJournal) {
    try world.files.makeDirectory(directory)
    let file = try world.files.openJournal(journalPath)
    do {
      if restarts { try file.cut(0) }
      let journal = try read(file, identity)
      // Whatever a kill has left of a line must not stand before the next one.
      try file.cut(journal.wholeBytes)
      if journal.wholeBytes == 0 { try file.append(SweepJournal.head(identity)) }
      return (file, journal)
    } catch {
      file.close()
      throw error
    }
  }

  /// What the journal holds now.
  func read(_ file: JournalFile, _ identity: SweepIdentity) throws -> SweepJournal {
    do {
      return try SweepJournal(try file.read(), of: identity, name: journalPath)
    } catch let refusal as SweepRefusal {
      throw Failure(refusal.message, hint: refusal.hint)
    }
  }

  /// Writes both files of the table, each whole or not at all.
  func write(_ table: SweepTable, in world: World) throws {
    try world.files.replace(csvPath, table.csv())
    try world.files.replace(jsonPath, table.json())
  }

  private func path(_ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
