import Foundation
import TestSupport
import Testing

@testable import FileStore

/// Other programs, run to their end.
@Suite struct SubprocessTests {
  @Test func `words and status come back, and arguments arrive as they are`() throws {
    let outcome = try Subprocess.run(
      "/bin/sh",
      ["-c", "printf '%s|' \"$@\"; echo trouble >&2; exit 3", "sh", "a b", "$HOME", "*"],
      seconds: 30)
    #expect(String(decoding: outcome.output, as: UTF8.self) == "a b|$HOME|*|")
    #expect(outcome.errors == "trouble\n")
    #expect(outcome.status == 3)
    #expect(!outcome.succeeded)
  }

  @Test func `a program that takes too long is ended with its children`() throws {
    let start = Date()
    let outcome = try Subprocess.run("/bin/sh", ["-c", "sleep 60 & sleep 60"], seconds: 0.3)
    #expect(outcome.ranOutOfTime)
    #expect(!outcome.succeeded)
    #expect(Date().timeIntervalSince(start) < 30)
  }

  @Test func `much output on both streams blocks nothing`() throws {
    let outcome = try Subprocess.run(
      "/bin/sh", ["-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], seconds: 60)
    #expect(outcome.output.count == 300_000)
    #expect(outcome.errors.utf8.count == 300_000)
    #expect(outcome.succeeded)
  }

  @Test func `a program that is not there is an error, and is not found`() {
    #expect(throws: FileError.self) { try Subprocess.run("/no/such", [], seconds: 1) }
    #expect(Subprocess.find("no-such-program-here") == nil)
    #expect(Subprocess.find("sh")?.hasSuffix("/sh") == true)
    #expect(Subprocess.find("/etc/passwd") == nil)
  }

  @Test func `the environment is what a program needs, and no secret`() throws {
    unsafe setenv("TRUSTWRIGHT_TEST_SECRET", "hush", 1)
    let outcome = try Subprocess.run("/usr/bin/env", [], seconds: 30)
    let text = String(decoding: outcome.output, as: UTF8.self)
    #expect(text.contains("PATH="))
    #expect(!text.contains("hush"))
  }

  @Test func `a scratch folder that a kill left goes with the next, those of others stay`() throws {
    let first = try TemporaryFolder()
    defer { first.remove() }
    let parent = URL(filePath: first.path).deletingLastPathComponent()
    let gone = try Process.run(URL(filePath: "/bin/sh"), arguments: ["-c", ":"])
    gone.waitUntilExit()
    let manager = FileManager.default
    func folder(_ name: String, open: Bool = false) throws -> URL {
      let url = parent.appending(path: name)
      try manager.createDirectory(
        at: url, withIntermediateDirectories: false,
        attributes: [.posixPermissions: open ? 0o755 : 0o700])
      try Data("Ada Okafor".utf8).write(to: url.appending(path: "names"))
      return url
    }
    let random = UUID().uuidString.prefix(6)
    let left = try folder("trustwright-\(gone.processIdentifier)-\(random)")
    // Not named, or not kept, as the program does it.
    let others = [
      try folder("trustwright-build-\(random)"),
      try folder("trustwright-\(gone.processIdentifier)-open\(random)", open: true),
    ]
    let link = parent.appending(path: "trustwright-\(gone.processIdentifier)-link\(random)")
    try manager.createSymbolicLink(at: link, withDestinationURL: others[0])
    defer { for url in others + [link, left] { try? manager.removeItem(at: url) } }
    try TemporaryFolder().remove()
    #expect(!manager.fileExists(atPath: left.path))
    #expect(manager.fileExists(atPath: first.path))
    for url in others { #expect(manager.fileExists(atPath: url.appending(path: "names").path)) }
  }

  @Test(arguments: [
    (EIO, "the disk, or the way to it, is at fault", true), (ENOSPC, "the disk is full", false),
    (ENOMEM, "the machine has no memory left", true), (EACCES, "you have no permission", true),
    (ENFILE, "too many files are open", true), (EISDIR, "it is no file", false),
  ])
  func `a failure of the system has a cause in plain words, and something to do`(
    code: Int32, cause: String, isMachines: Bool
  ) {
    errno = code
    let error = System.failure("read", "some/file")
    #expect(error.message == "cannot read some/file: \(cause)")
    #expect(error.help != nil)
    #expect(error.isMachineFailure == isMachines)
  }

  @Test func `a scratch folder goes with all in it, links not followed`() throws {
    let folder = try TemporaryFolder()
    let kept = try TestFolder("kept")
    defer { kept.remove() }
    try kept.write("file", "x")
    let inner = URL(filePath: folder.path).appending(path: "a/b")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: inner.appending(path: "link"), withDestinationURL: kept.root)
    folder.remove()
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    #expect(FileManager.default.fileExists(atPath: kept.path("file").path))
  }
}
