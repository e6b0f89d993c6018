import Foundation
import Synchronization
import Testing

/// Inputs and outputs that others change while a build works with them, and a memory that is lost or wrong.
@Suite struct SabotageTests {
  /// A word that two threads share.
  private final class Shared: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// Counts on, and returns what it was.
    @discardableResult func next() -> Int { number.add(1, ordering: .relaxed).oldValue }
  }

  /// Does something again and again beside some builds.
  private static func beside(
    _ sabotage: @escaping @Sendable () -> Void, _ body: () throws -> Void
  ) rethrows {
    let ends = Shared()
    let group = DispatchGroup()
    group.enter()
    Thread {
      while ends.value == 0 { sabotage() }
      group.leave()
    }.start()
    defer {
      ends.next()
      group.wait()
    }
    try body()
  }

  // MARK: - Inputs

  /// The ways in which a file is written while it is read.
  enum Writing: String, CaseIterable, Sendable {
    case inPlace, emptied, inPieces, renamed, removed

    func write(_ data: Data, _ path: String) {
      switch self {
      case .inPlace, .emptied, .inPieces:
        let flags = O_WRONLY | O_CREAT | (self == .emptied ? O_TRUNC : 0)
        let file = unsafe open(path, flags, 0o644)
        guard file >= 0 else { return }
        let size = self == .inPieces ? 32 : data.count
        for start in stride(from: 0, to: data.count, by: size) {
          let piece = [UInt8](data[start..<min(start + size, data.count)])
          _ = unsafe Foundation.write(file, piece, piece.count)
        }
        ftruncate(file, off_t(data.count))
        close(file)
      case .renamed:
        try? data.write(to: URL(filePath: path + ".tmp"))
        _ = unsafe rename(path + ".tmp", path)
      case .removed:
        unsafe unlink(path)
        usleep(300)
        try? data.write(to: URL(filePath: path))
      }
    }
  }

  @Test(arguments: Writing.allCases)
  func `a manifest that is written while it is read`(writing: Writing) throws {
    let trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let manifest = trust.root.appending(path: "Schools/ash/school.yaml").path
    let one = try Data(contentsOf: URL(filePath: manifest))
    let other = Data(
      String(decoding: one, as: UTF8.self).replacing("number 1", with: "number 2")
        .appending("# a comment that makes the file longer\n").utf8)
    let turn = Shared()
    try Self.beside {
      writing.write(turn.next() % 2 == 1 ? one : other, manifest)
    } _: {
      for _ in 0..<12 {
        // What was read half is a school with an error, and never a page.
        let (status, said) = try FailureTests.run(trust)
        #expect([0, 1].contains(status), "\(said)")
        Self.checkPages(trust, said)
      }
    }
    try other.write(to: URL(filePath: manifest))
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
    #expect(BuildRun.staged(trust.output).isEmpty)
  }

  /// Every page of the school is whole, and all are of one text.
  private static func checkPages(_ trust: MiniTrust, _ said: String) {
    var numbers: Set<String> = []
    for (name, data) in BuildRun.files(trust.output) where name.hasPrefix("site/ash/") {
      let text = String(decoding: data, as: UTF8.self)
      if name.hasSuffix(".html"), !name.contains("fragments") {
        #expect(text.contains("</html>"), "\(name) is not whole")
      }
      for match in text.matches(of: /number ([0-9]+) School/) { numbers.insert(String(match.1)) }
    }
    #expect(numbers.count == 1, "site/ash mixes \(numbers.sorted()): \(said)")
  }

  @Test func `a school whose folder comes and goes keeps its pages or loses all`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let folder = trust.root.appending(path: "Schools/ash").path
    let away = trust.root.appending(path: "away").path
    let whole = BuildRun.files(trust.output).filter { $0.key.hasPrefix("site/ash/") }
    try Self.beside {
      _ = unsafe rename(folder, away)
      _ = unsafe rename(away, folder)
    } _: {
      for _ in 0..<12 {
        let process = try BuildRun.start(trust.arguments("build"))
        process.waitUntilExit()
        #expect([0, 1].contains(process.terminationStatus))
        let now = BuildRun.files(trust.output).filter { $0.key.hasPrefix("site/ash/") }
        #expect(now.isEmpty || now == whole)
      }
    }
    _ = unsafe rename(away, folder)
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test(arguments: ["Schools/ash/school.yaml", "Schools/ash", "Templates/clauses/manner.md"])
  func `a link that is swapped in while a build reads shows nothing from outside`(
    name: String
  ) throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    let manager = FileManager.default
    let path = trust.root.appending(path: name).path
    let outside = trust.root.appending(path: "Outside").path
    // What lies outside would be taken for an input, if it were reached.
    try manager.copyItem(atPath: path, toPath: outside)
    let secret = name.hasSuffix("ash") ? outside + "/school.yaml" : outside
    let text = try String(contentsOfFile: secret, encoding: .utf8)
    try text.replacing("number 1", with: "number 4711 secret")
      .replacing("kindly", with: "secret kindly")
      .write(toFile: secret, atomically: true, encoding: .utf8)
    let kept = path + ".kept"
    try Self.beside {
      _ = unsafe rename(path, kept)
      _ = unsafe symlink(outside, path)
      usleep(200)
      unsafe unlink(path)
      _ = unsafe rename(kept, path)
    } _: {
      for _ in 0..<12 {
        let process = try BuildRun.start(trust.arguments("build"))
        process.waitUntilExit()
        #expect([0, 1].contains(process.terminationStatus))
        for (page, data) in BuildRun.files(trust.output) {
          #expect(!String(decoding: data, as: UTF8.self).contains("secret"), "\(page)")
        }
      }
    }
  }

  // MARK: - Output

  @Test(arguments: ["site/ash", "site/data", "central", "site"])
  func `a link that is swapped in while a build writes leads nowhere`(name: String) throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let outside = trust.root.appending(path: "Outside").path
    try FileManager.default.createDirectory(
      atPath: outside + "/inner", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: outside + "/conduct.html"))
    let path = trust.output.appending(path: name).path
    let kept = trust.output.appending(path: "kept").path
    for number in 2..<10 {
      trust.schools["ash"]?.number = number
      try trust.write()
      try Self.beside {
        guard unsafe rename(path, kept) == 0 else { return }
        _ = unsafe symlink(outside, path)
        usleep(200)
        unsafe unlink(path)
        if unsafe rename(kept, path) != 0 { usleep(200) }
      } _: {
        let process = try BuildRun.start(trust.arguments("build"))
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: outside).sorted()
      #expect(left == ["conduct.html", "inner"])
      #expect(try Data(contentsOf: URL(filePath: outside + "/conduct.html")) == Data("mine".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: outside + "/inner").isEmpty)
    }
  }

  @Test(arguments: ["site/ash/conduct.html", "site/index.html", "central/index.html"])
  func `a folder where a file should be is named and left`(name: String) throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let url = trust.output.appending(path: name)
    try FileManager.default.removeItem(at: url)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: url.appending(path: "note.txt"))
    trust.schools["ash"]?.number = 2
    try trust.write()
    let (status, said) = try FailureTests.run(trust)
    #expect(status == 3, "\(said)")
    #expect(said.contains("cannot write \(url.path): it is no file"), "\(said)")
    #expect(said.contains("move it somewhere else"), "\(said)")
    #expect(try Data(contentsOf: url.appending(path: "note.txt")) == Data("mine".utf8))
    try FileManager.default.removeItem(at: url)
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  // MARK: - Memory

  /// What can happen to what the program keeps for itself.
  enum Loss: String, CaseIterable, Sendable {
    case deleted, recordOnly, bothRecords, otherVersion, newerVersion, recordIsFolder, copyIsFolder
    case stagingIsFile, staleLock, junkInStaging, clockAhead, clockBack, halfRecord

    func happen(_ own: URL) throws {
      let manager = FileManager.default
      let record = own.appending(path: "record")
      let copy = own.appending(path: "record.copy")
      switch self {
      case .deleted: try manager.removeItem(at: own)
      case .recordOnly: try manager.removeItem(at: record)
      case .bothRecords:
        try Data("nothing".utf8).write(to: record)
        try manager.removeItem(at: copy)
      case .otherVersion, .newerVersion:
        for url in [record, copy] {
          let bytes = try Data(contentsOf: url)
          let head = self == .otherVersion ? "trustwright record 1\n" : "trustwright record 9\n"
          try (Data(head.utf8) + bytes.dropFirst(head.utf8.count)).write(to: url)
        }
      case .halfRecord:
        for url in [record, copy] {
          let bytes = try Data(contentsOf: url)
          try bytes.prefix(bytes.count / 2).write(to: url)
        }
      case .recordIsFolder, .copyIsFolder:
        let url = self == .recordIsFolder ? record : copy
        try manager.removeItem(at: url)
        try manager.createDirectory(at: url, withIntermediateDirectories: true)
      case .stagingIsFile:
        try manager.removeItem(at: own.appending(path: "staging"))
        try Data("mine".utf8).write(to: own.appending(path: "staging"))
      case .staleLock:
        // The number of a process that is gone, or that is another's by now.
        try Data("1\n".utf8).write(to: own.appending(path: "lock"))
      case .junkInStaging:
        let staging = own.appending(path: "staging")
        try manager.createDirectory(
          at: staging.appending(path: "ash@new/inner"), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: staging.appending(path: "ash@new/inner/x"))
        try Data("x".utf8).write(to: staging.appending(path: "loose@3"))
        for name in ["record.new", "parts.new", "shown.new", "pdf.new"] {
          try Data("x".utf8).write(to: own.appending(path: name))
        }
        try manager.createSymbolicLink(
          atPath: staging.appending(path: "beech@7").path, withDestinationPath: "../../site")
      case .clockAhead, .clockBack:
        let date = Date(timeIntervalSinceNow: self == .clockAhead ? 1e8 : -1e9)
        for url in [record, copy] {
          try manager.setAttributes([.modificationDate: date], ofItemAtPath: url.path)
        }
      }
    }

    /// Whether the next build must name what is in its way.
    var isInTheWay: Bool {
      [.stagingIsFile, .recordIsFolder, .copyIsFolder].contains(self)
    }

    /// Whether the program no longer knows for its own what has other bytes than it would write.
    var forgets: Bool {
      [.deleted, .bothRecords, .otherVersion, .newerVersion, .halfRecord].contains(self)
    }
  }

  @Test(arguments: Loss.allCases)
  func `a memory that is lost or wrong costs time and nothing else`(loss: Loss) throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let before = BuildRun.files(trust.output)
    let own = trust.output.appending(path: ".trustwright")
    try loss.happen(own)
    let (status, said) = try FailureTests.run(trust)
    if loss.isInTheWay, status != 0 {
      #expect(status == 3, "\(said)")
      #expect(said.contains(".trustwright/"), "\(said)")
      #expect(said.contains("move it somewhere else"), "\(said)")
      #expect(BuildRun.files(trust.output) == before)
      try FileManager.default.removeItem(at: own)
      #expect(try FailureTests.run(trust).status == 0)
    } else {
      #expect(status == 0, "\(said)")
    }
    #expect(BuildRun.files(trust.output) == before)
    #expect(BuildRun.staged(trust.output).isEmpty)
    let kept = try FileManager.default.contentsOfDirectory(atPath: own.path)
    #expect(
      Set(kept.filter { !$0.hasSuffix(".rows") }).isSubset(of: [
        "lock", "order", "parts", "parts.size", "record", "record.copy", "shown", "staging",
      ]),
      "\(kept)")
    trust.schools["ash"]?.number = 2
    trust.schools["beech"] = nil
    trust.schools["cedar"] = MiniTrust.School()
    try trust.write()
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
    // Where the change and the loss come together, what has other bytes is kept rather than lost.
    try loss.happen(own)
    guard !loss.isInTheWay else { return }
    trust.schools["ash"]?.number = 3
    try trust.write()
    try BuildRun.build(trust)
    let files = BuildRun.files(trust.output)
    #expect(files.keys.contains { $0.contains(".edited") } == loss.forgets)
    #expect(
      BuildRun.difference(
        files.filter { !$0.key.contains(".edited") }, try BuildRun.clean(trust)
      ).isEmpty)
  }
}
