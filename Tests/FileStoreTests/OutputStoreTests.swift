import FileStore
import Foundation
import Testing

/// The output folder between builds: what is left of one that was killed, copied or edited by hand.
@Suite struct OutputStoreTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "store-\(UUID().uuidString)")

  private func remove() { try? FileManager.default.removeItem(at: root) }

  private func open() throws -> OutputStore {
    try #require(try OutputStore.open(root.path, waiting: { _ in }, isCancelled: { false }))
  }

  private func write(_ text: String, to name: String) throws {
    let url = root.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: name).path)
  }

  /// Publishes a unit whose files say what they are called and a number.
  private func publish(_ unit: String, _ names: [String], number: Int = 1) throws {
    let files = names.map { NewFile($0, [Array("\($0) \(number)".utf8)]) }
    let record = UnitRecord(inputs: Fingerprint(high: 1, low: UInt64(number)))
    _ = try open().publish(unit, files, record: record)
  }

  /// Takes the last section off the record and its copy: what a build leaves that was killed before it wrote that.
  private func forgetLastSection() throws {
    for name in ["record", "record.copy"] {
      let url = root.appending(path: ".trustwright/\(name)")
      let bytes = try Data(contentsOf: url)
      let mark = Data([0x1E, 0x54, 0x57, 0x1F])
      let place = try #require(bytes.range(of: mark, options: .backwards))
      try bytes[..<place.lowerBound].write(to: url)
    }
  }

  @Test func `a file in pieces is written as one`() throws {
    defer { remove() }
    let pieces = ["", "one ", "", "two", ""].map { Array($0.utf8) }
    let files = [NewFile("a.html", pieces), NewFile("b.html", [])]
    let record = UnitRecord(inputs: Fingerprint(high: 1, low: 1))
    _ = try open().publish("ash", files, record: record)
    let read = try Data(contentsOf: root.appending(path: "site/ash/a.html"))
    #expect(read == Data("one two".utf8))
    #expect(exists("site/ash/b.html"))
  }

  @Test func `a folder that was needed before a kill is no stranger after it`() throws {
    defer { remove() }
    try publish("ash", ["index.html", "forms/a.html"])
    try publish("ash", ["index.html", "forms/a.html"], number: 2)
    try forgetLastSection()
    try publish("ash", ["index.html"], number: 3)
    #expect(exists("site/ash/index.html"))
    #expect(!exists("site/ash/forms"))
  }

  @Test func `what was being made when the output was copied is nobody's`() throws {
    defer { remove() }
    try publish("ash", ["index.html"])
    // In a copy no folder has the number that it had.
    try write("half made", to: ".trustwright/staging/ash@4242424242/index.html")
    try write("half made", to: ".trustwright/staging/beech@4242424242/index.html")
    try publish("ash", ["index.html"])
    #expect(!exists("site/ash/index.html.edited"))
    #expect(!exists("site/beech"))
    #expect(!exists(".trustwright/staging/ash@4242424242"))
  }

  @Test func `a folder that made room when the build was killed comes back`() throws {
    defer { remove() }
    try publish("ash", ["index.html"])
    try FileManager.default.moveItem(
      at: root.appending(path: "site/ash"),
      to: root.appending(path: ".trustwright/staging/ash@0"))
    _ = try open()
    #expect(exists("site/ash/index.html"))
  }

  @Test func `a page that somebody edits while its unit is published is looked at again`() throws {
    defer { remove() }
    let inputs = Fingerprint(high: 1, low: 2)
    try publish("ash", ["index.html", "a.html"])
    // What is written of another unit later makes the stamps of this one tell.
    usleep(50_000)
    try publish("beech", ["index.html"])
    do {
      let store = try open()
      let there = try store.standing("ash")
      let page = try FileHandle(forWritingTo: root.appending(path: "site/ash/a.html"))
      try page.write(contentsOf: Data("A".utf8))
      try page.close()
      let files = ["index.html 2", "a.html 1"].map { text in
        NewFile(String(text.prefix { $0 != " " }), [Array(text.utf8)])
      }
      _ = try store.publish("ash", files, over: there, record: UnitRecord(inputs: inputs))
    }
    usleep(50_000)
    try publish("beech", ["index.html"])
    guard case .stale = try open().look(at: "ash", madeFrom: inputs) else {
      Issue.record("an edited page is taken for the program's own")
      return
    }
  }

  @Test(arguments: [1, 2])
  func `a file that somebody puts beside pages while they are published is seen`(number: Int) throws
  {
    defer { remove() }
    let inputs = Fingerprint(high: 1, low: 2)
    try publish("ash", ["index.html", "forms/a.html"])
    for name in ["note.txt", "forms/note.txt"] {
      usleep(50_000)
      try publish("beech", ["index.html"])
      do {
        let store = try open()
        let there = try store.standing("ash")
        try write("mine", to: "site/ash/\(name)")
        let files = ["index.html", "forms/a.html"].map {
          NewFile($0, [Array("\($0) \(number)".utf8)])
        }
        _ = try store.publish("ash", files, over: there, record: UnitRecord(inputs: inputs))
      }
      usleep(50_000)
      try publish("beech", ["index.html"])
      guard case .touched(let record) = try open().look(at: "ash", madeFrom: inputs) else {
        Issue.record("\(name) is not seen")
        return
      }
      #expect(record.foreign == [name])
      #expect(exists("site/ash/\(name)"))
      try FileManager.default.removeItem(at: root.appending(path: "site/ash/\(name)"))
    }
  }

  @Test func `a folder that somebody emptied goes when its pages are no longer made`() throws {
    defer { remove() }
    for names in [["site/index.html", "central/drafts/ash/a.html"], ["site/index.html"]] {
      let store = try open()
      let pages = LoosePages(store, relies: true)
      for name in names { try pages.add(name, [Array(name.utf8)]) }
      let record = UnitRecord(inputs: Fingerprint(high: 1, low: 1))
      _ = try pages.finish(record: record) { _ in false }
      try? FileManager.default.removeItem(at: root.appending(path: "central/drafts/ash/a.html"))
    }
    #expect(exists("site/index.html"))
    #expect(!exists("central/drafts"))
  }
}
