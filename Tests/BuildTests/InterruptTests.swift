import Foundation
import Testing

@testable import FileStore

/// Whoever asks the program to end is heeded within a second, whatever it does, and told what is left.
@Suite(.serialized) struct InterruptTests {
  /// Waits until something holds, for as long as a busy machine may take.
  private static func wait(_ holds: () -> Bool) -> Bool {
    for _ in 0..<3000 {
      if holds() { return true }
      usleep(10_000)
    }
    return false
  }

  /// Asks a process to end; returns its status, and what it said.
  private static func end(
    _ process: Process, _ pipe: Pipe, _ signal: Int32
  ) throws -> (status: Int32, said: String) {
    let start = Date()
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    // A second is the promise; the rest is for a machine that does much else.
    #expect(Date().timeIntervalSince(start) < 10)
    #expect(process.terminationReason == .exit)
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `while it reads and proves`(signal: Int32) throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    // Many policies take a while to prove.
    let policy = try String(
      contentsOf: trust.root.appending(path: "Templates/policies/visits.md"), encoding: .utf8)
    for number in 1...400 { try trust.put(policy, "Templates/policies/copy-\(number).md") }
    let pipe = Pipe()
    let process = try BuildRun.start(trust.arguments("build"), errors: pipe)
    let lock = trust.output.appending(path: ".trustwright/record").path
    #expect(Self.wait { FileManager.default.fileExists(atPath: lock) })
    let (status, said) = try Self.end(process, pipe, signal)
    #expect(status == 130)
    #expect(said.contains("stopped as you asked; nothing was written"), "\(said)")
    #expect(BuildRun.files(trust.output).isEmpty)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `while it writes`(signal: Int32) throws {
    let slugs = (1...80).map { "school-\($0)" }
    let trust = try MiniTrust(schools: slugs)
    defer { trust.remove() }
    let pipe = Pipe()
    let process = try BuildRun.start(trust.arguments("build") + ["--jobs", "1"], errors: pipe)
    let first = trust.output.appending(path: "site/school-1/index.html").path
    #expect(Self.wait { FileManager.default.fileExists(atPath: first) })
    let (status, said) = try Self.end(process, pipe, signal)
    #expect(status == 130)
    let words = try #require(
      said.firstMatch(of: /stopped as you asked; ([0-9]+) of 80 schools are up to date/), "\(said)"
    )
    let made = try FileManager.default.contentsOfDirectory(
      atPath: trust.output.appending(path: "site").path)
    #expect(Int(words.1) == made.count)
    #expect(said.contains("the next build goes on from here"), "\(said)")
    let clean = try BuildRun.clean(trust)
    for (name, data) in BuildRun.files(trust.output) { #expect(clean[name] == data, "\(name)") }
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), clean).isEmpty)
  }

  @Test func `while an engine makes a PDF`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let bin = trust.root.appending(path: "bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let engine = bin.appending(path: "weasyprint")
    let started = trust.root.appending(path: "started").path
    try Data("#!/bin/sh\necho $$ > '\(started)'\nsleep 600\n".utf8).write(to: engine)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: engine.path)
    let process = Process()
    process.executableURL = BuildRun.program
    process.arguments = trust.arguments("build") + ["--pdf", "--pdf-engine", "weasyprint"]
    process.environment = ["PATH": "\(bin.path):/usr/bin:/bin"]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    #expect(Self.wait { (try? Data(contentsOf: URL(filePath: started)))?.isEmpty == false })
    let child = try #require(
      Int32(String(contentsOfFile: started, encoding: .utf8).trimmingCharacters(in: .newlines)))
    let (status, said) = try Self.end(process, pipe, SIGINT)
    #expect(status == 130)
    #expect(said.contains("the pages are up to date, not all of their PDF files"), "\(said)")
    #expect(Self.wait { kill(child, 0) != 0 }, "the engine goes on")
    // The next build without PDF files ends as if there had been none.
    try BuildRun.build(trust)
    #expect(BuildRun.staged(trust.output).isEmpty)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `while forms are made into a PDF, the pack stays and is named`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    let bin = trust.root.appending(path: "bin")
    let started = trust.root.appending(path: "started").path
    try trust.put("#!/bin/sh\necho $$ > '\(started)'\nsleep 600\n", "bin/weasyprint")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: bin.appending(path: "weasyprint").path)
    try trust.put("Name,Class\nJo Bloggs,1A\n", "roster.csv")
    let process = Process()
    process.executableURL = BuildRun.program
    let words = trust.arguments("forms")
    process.arguments =
      ["forms", "ash", "visitor", "--roster", trust.root.appending(path: "roster.csv").path]
      + ["--pdf", "--pdf-engine", "weasyprint"] + words.dropFirst()
    process.environment = ["PATH": "\(bin.path):/usr/bin:/bin"]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    #expect(Self.wait { (try? Data(contentsOf: URL(filePath: started)))?.isEmpty == false })
    let (status, said) = try Self.end(process, pipe, SIGTERM)
    #expect(status == 130)
    #expect(said.contains("stopped as you asked; the pack is written, no PDF of it"), "\(said)")
    let packs = BuildRun.files(trust.output).keys.filter { $0.hasPrefix("central/packs/") }
    #expect(packs.count == 1, "\(packs)")
  }

  @Test func `a second wish ends it where it stands`() throws {
    let trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    var store = try OutputStore.open(trust.output.path, waiting: { _ in }, isCancelled: { false })
    #expect(store != nil)
    let pipe = Pipe()
    let process = try BuildRun.start(trust.arguments("build"), errors: pipe)
    _ = pipe.fileHandleForReading.availableData
    for _ in 0..<3 { kill(process.processIdentifier, SIGINT) }
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    store = nil
  }
}
