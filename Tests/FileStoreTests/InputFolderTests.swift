import Foundation
import TestSupport
import Testing

@testable import FileStore

/// Nothing leads out of a folder that is read, and what was read stays as it was.
@Suite struct InputFolderTests {
  private static func with(_ body: (_ root: URL, _ folder: InputFolder) throws -> Void) throws {
    let base = try TestFolder("input")
    defer { base.remove() }
    try base.write("secret.txt", "secret")
    try base.write("Schools/ash/school.yaml", "ash")
    try base.write("Schools/ash/inner/deep.txt", "deep")
    let root = base.path("Schools")
    try body(root, try InputFolder(root.path))
  }

  private static func link(_ root: URL, _ name: String, _ target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: root.appending(path: name).path, withDestinationPath: target)
  }

  @Test(arguments: [
    "../secret.txt", "ash/../../secret.txt", "/etc/hostname", "ash/out", "ash/outside/secret.txt",
    "ash/around",
  ])
  func `a way out is refused`(name: String) throws {
    try Self.with { root, folder in
      try Self.link(root, "ash/out", "../../secret.txt")
      try Self.link(root, "ash/outside", "../..")
      try Self.link(root, "ash/around", "around")
      #expect(throws: FileError.self) { try folder.read(name, limit: 100) }
      let snapshot = FolderSnapshot(of: "ash", in: folder, key: .random())
      #expect(throws: FileError.self) { try folder.at(snapshot).read(name, limit: 100) }
    }
  }

  @Test func `a link that stays inside is followed`() throws {
    try Self.with { root, folder in
      try Self.link(root, "ash/near", "inner/deep.txt")
      try Self.link(root, "ash/folder", "inner")
      for name in ["ash/near", "ash/folder/deep.txt", "ash/inner/deep.txt"] {
        #expect(try folder.read(name, limit: 100) == Array("deep".utf8))
        let snapshot = FolderSnapshot(of: "ash", in: folder, key: .random())
        #expect(try folder.at(snapshot).read(name, limit: 100) == Array("deep".utf8))
      }
    }
  }

  @Test func `a link that is put there during the build gains nothing`() throws {
    try Self.with { root, folder in
      let snapshot = FolderSnapshot(of: "ash", in: folder, key: .random())
      try FileManager.default.removeItem(at: root.appending(path: "ash/school.yaml"))
      try Self.link(root, "ash/school.yaml", "../../secret.txt")
      #expect(try folder.at(snapshot).read("ash/school.yaml", limit: 100) == Array("ash".utf8))
      #expect(throws: FileError.self) { try folder.read("ash/school.yaml", limit: 100) }
    }
  }

  @Test(.timeLimit(.minutes(10))) func `a pipe, a folder and a large file are refused`() throws {
    try Self.with { root, folder in
      #expect(unsafe mkfifo(root.appending(path: "ash/pipe").path, 0o644) == 0)
      for (name, limit) in [("ash/pipe", 100), ("ash/inner", 100), ("ash/school.yaml", 2)] {
        #expect(throws: FileError.self) { try folder.read(name, limit: limit) }
        let snapshot = FolderSnapshot(of: "ash", in: folder, key: .random())
        #expect(throws: FileError.self) { try folder.at(snapshot).read(name, limit: limit) }
      }
    }
  }

  @Test func `a snapshot changes with every byte, name and file, and with nothing else`() throws {
    try Self.with { root, folder in
      let key = Fingerprint.Key.random()
      func look() -> Fingerprint { FolderSnapshot(of: "ash", in: folder, key: key).fingerprint }
      var seen = [look()]
      func expectChange(_ change: () throws -> Void) throws {
        try change()
        let now = look()
        #expect(!seen.contains(now))
        #expect(look() == now)
        seen.append(now)
      }
      let manifest = root.appending(path: "ash/school.yaml")
      try Data("ash".utf8).write(to: manifest)
      #expect(look() == seen[0])
      try expectChange { try Data("asH".utf8).write(to: manifest) }
      try expectChange { try Data().write(to: root.appending(path: "ash/empty")) }
      try expectChange {
        try FileManager.default.createDirectory(
          at: root.appending(path: "ash/approvals"), withIntermediateDirectories: true)
      }
      try expectChange {
        try Data("x".utf8).write(to: root.appending(path: "ash/approvals/x.yaml"))
      }
      try expectChange { try Self.link(root, "ash/logo.svg", "inner/deep.txt") }
      try expectChange {
        try Data("else".utf8).write(to: root.appending(path: "ash/inner/deep.txt"))
      }
      try expectChange { try FileManager.default.removeItem(at: root.appending(path: "ash/empty")) }
    }
  }

  @Test(.timeLimit(.minutes(10))) func `links in a circle come to an end`() throws {
    try Self.with { root, folder in
      try Self.link(root, "ash/one", ".")
      try Self.link(root, "ash/two", ".")
      _ = FolderSnapshot(of: "ash", in: folder, key: .random())
    }
  }
}
