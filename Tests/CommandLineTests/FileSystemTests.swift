// Reports appear whole or not at all.

import Foundation
import Testing

@testable import peakload

@Suite struct FileSystemTests {
  private let directory = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)")

  @Test func aFileIsReplacedAndNothingIsLeftBeside() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = FileSystem.posix
    try files.makeDirectory("\(directory.path)/a/b")
    try files.makeDirectory("\(directory.path)/a/b")
    let path = "\(directory.path)/a/b/report.json"
    try files.replace(path, Array("old".utf8))
    try files.replace(path, Array(repeating: UInt8(ascii: "x"), count: 300_000))
    #expect(try files.read(path).count == 300_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/a/b") == ["report.json"])
  }

  @Test func aFileInTheWayIsNamed() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = FileSystem.posix
    try files.makeDirectory(directory.path)
    try files.replace("\(directory.path)/file", [1])
    #expect(throws: Failure.self) { try files.makeDirectory("\(directory.path)/file") }
    #expect(throws: Failure.self) { try files.makeDirectory("\(directory.path)/file/below") }
    #expect(throws: Failure.self) { try files.replace("\(directory.path)/none/report.json", [1]) }
  }

  @Test func aDirectoryInTheReportsPlaceLeavesNoTemporaryFile() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = FileSystem.posix
    try files.makeDirectory("\(directory.path)/report.json/full")
    let thrown = #expect(throws: Failure.self) { try files.replace("\(directory.path)/report.json", [1]) }
    #expect(thrown?.message == "cannot write \(directory.path)/report.json: Is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["report.json"])
  }
}
