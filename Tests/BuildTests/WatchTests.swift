import Foundation
import Testing

/// `watch` as somebody uses it: a process that is told nothing but by the files that change.
@Suite(.serialized) struct WatchTests {
  private final class Watching {
    let process: Process
    private let pipe = Pipe()
    private var heard = ""

    init(_ trust: MiniTrust) throws {
      process = try BuildRun.start(trust.arguments("watch"), errors: pipe)
    }

    /// Reads what the program says until it says some words.
    func hear(_ words: String) -> String {
      while !heard.contains(words) {
        let data = pipe.fileHandleForReading.availableData
        if data.isEmpty { break }
        heard += String(decoding: data, as: UTF8.self)
      }
      defer { heard = "" }
      return heard
    }

    func end() {
      process.terminate()
      process.waitUntilExit()
    }
  }

  /// The ways in which editors save a file.
  enum Saving: String, CaseIterable, Sendable {
    case emptiedAndWritten, renamedOver, movedAwayAndWritten, writtenInPieces

    func save(_ text: String, _ url: URL) throws {
      let data = Data(text.utf8)
      let manager = FileManager.default
      switch self {
      case .emptiedAndWritten:
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: 0)
        usleep(5000)
        try handle.write(contentsOf: data)
        try handle.close()
      case .renamedOver:
        let new = url.deletingLastPathComponent().appending(path: ".new.tmp")
        try data.write(to: new)
        #expect(unsafe rename(new.path, url.path) == 0)
      case .movedAwayAndWritten:
        let old = URL(filePath: url.path + "~")
        try? manager.removeItem(at: old)
        try manager.moveItem(at: url, to: old)
        try data.write(to: url)
      case .writtenInPieces:
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: 0)
        for start in stride(from: 0, to: data.count, by: 64) {
          try handle.write(contentsOf: data[start..<min(start + 64, data.count)])
          usleep(1000)
        }
        try handle.close()
      }
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: Saving.allCases)
  func `a save is built, an error is shown and mended`(saving: Saving) throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    let watching = try Watching(trust)
    defer { watching.end() }
    #expect(watching.hear("Ctrl-C ends").contains("files written"))
    let manifest = trust.root.appending(path: "Schools/ash/school.yaml")
    let page = trust.output.appending(path: "site/ash/conduct.html")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    try saving.save(text.replacingOccurrences(of: "number 1", with: "number 2"), manifest)
    // A file that is saved in pieces may be built before its last piece is there, and then again.
    while try !String(contentsOf: page, encoding: .utf8).contains("number 2") {
      _ = watching.hear(" unchanged")
    }
    try saving.save(text.replacingOccurrences(of: "byod: no", with: "byod: nowhere"), manifest)
    #expect(watching.hear("the last good pages stay").contains("nowhere"))
    #expect(try String(contentsOf: page, encoding: .utf8).contains("number 2"))
    try saving.save(text.replacingOccurrences(of: "number 1", with: "number 3"), manifest)
    #expect(watching.hear("all errors are mended").contains("written"))
    #expect(try String(contentsOf: page, encoding: .utf8).contains("number 3"))
  }

  @Test(.timeLimit(.minutes(10))) func `a manifest that was missing is missed no longer`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    let manifest = trust.root.appending(path: "Schools/ash/school.yaml")
    let text = try Data(contentsOf: manifest)
    try FileManager.default.removeItem(at: manifest)
    let watching = try Watching(trust)
    defer { watching.end() }
    #expect(watching.hear("Ctrl-C ends").contains("'ash' has no school.yaml"))
    try text.write(to: manifest)
    #expect(watching.hear("all errors are mended").contains("written"))
    try FileManager.default.removeItem(at: manifest)
    #expect(watching.hear("nothing was written").contains("'ash' has no school.yaml"))
  }

  @Test(.timeLimit(.minutes(10))) func `a new school, a template and the end`() throws {
    var trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let watching = try Watching(trust)
    defer { watching.end() }
    _ = watching.hear("Ctrl-C ends")
    trust.schools["cedar"] = MiniTrust.School()
    try trust.write()
    while !FileManager.default.fileExists(
      atPath: trust.output.appending(path: "site/cedar/index.html").path)
    {
      _ = watching.hear("unchanged")
    }
    trust.clause = "gladly"
    try trust.write()
    let page = trust.output.appending(path: "site/cedar/conduct.html")
    while try !String(contentsOf: page, encoding: .utf8).contains("gladly") {
      _ = watching.hear("unchanged")
    }
    let start = Date()
    kill(watching.process.processIdentifier, SIGINT)
    #expect(watching.hear("stay").contains("watching has ended"))
    watching.process.waitUntilExit()
    #expect(watching.process.terminationStatus == 130)
    #expect(Date().timeIntervalSince(start) < 1)
  }
}
