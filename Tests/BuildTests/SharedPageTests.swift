import Bytes
import Configuration
import Foundation
import Testing

@testable import FileStore
@testable import trustwright

/// Of the pages over all schools only those are made again that show what has changed.
@Suite struct SharedPageTests {
  /// The names of the files that are not the same files as before.
  private static func written(_ trust: MiniTrust, _ change: () throws -> Void) throws -> [String] {
    func numbers() throws -> [String: Int] {
      var result: [String: Int] = [:]
      for name in BuildRun.files(trust.output).keys {
        let path = trust.output.appending(path: name).path
        result[name] =
          try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber]
          as? Int
      }
      return result
    }
    let before = try numbers()
    try change()
    #expect(try BuildRun.build(trust) == 0)
    let after = try numbers()
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
    return after.filter { before[$0.key] != $0.value }.keys.sorted()
  }

  @Test func `a new head is written where the head stands and nowhere else`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let names = try Self.written(trust) {
      trust.schools["beech"]?.head = "Mr B Gale"
      try trust.write()
    }
    #expect(names.contains("site/beech/index.html"))
    #expect(names.contains("central/schools/beech.html"))
    #expect(names.contains("central/index.html"))
    #expect(names.contains("central/inputs.txt"))
    for name in [
      "central/schools/ash.html", "central/schools/cedar.html", "site/ash/conduct.html",
      "site/index.html", "site/data/schools.json", "site/data/schools.csv",
      "site/data/documents.json", "site/data/reviews.json", "site/reviews.ics",
      "site/trust/index.html",
      "central/schema/school.json",
    ] {
      #expect(!names.contains(name), "\(name)")
    }
  }

  @Test func `a table with a column a school is no wider than paper`() throws {
    let names = (0..<23).map { "school-\(Character(Unicode.Scalar(UInt8(97 + $0))))" }
    let trust = try MiniTrust(schools: names)
    defer { trust.remove() }
    try BuildRun.build(trust)
    let page = String(
      decoding: try #require(BuildRun.files(trust.output)["central/index.html"]), as: UTF8.self)
    let matrices = page.components(separatedBy: "<table class=\"matrix\"").dropFirst()
    let columns = matrices.map { table in
      table.components(separatedBy: "</thead>")[0].components(separatedBy: "<th ").count - 1
    }
    // The roles, then the rules, which have the trust's answer too: 7, 8 and 8 schools.
    #expect(columns == [8, 9, 9, 9, 10, 10])
    for id in ["role-matrix", "rule-matrix"] {
      for number in 1...3 {
        #expect(page.contains("id=\"\(id)-\(number)\""))
        #expect(page.contains("<table class=\"matrix\" aria-labelledby=\"\(id)-\(number)\""))
      }
    }
  }

  @Test func `a page over all schools that is gone is made again from what is kept`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    for name in [
      "site/index.html", "site/data/documents.json", "central/index.html",
      "central/schools/ash.html", "central/inputs.txt", "site/reviews.ics",
    ] {
      // What it comes to is compared with a build from nothing.
      _ = try Self.written(trust) {
        try FileManager.default.removeItem(at: trust.output.appending(path: name))
      }
    }
  }

  @Test func `a table that is edited while rows are taken over from it is made again`() throws {
    let trust = try MiniTrust(schools: [])
    defer { trust.remove() }
    let name = "site/data/names.txt"
    func write(_ pieces: [UInt64], meanwhile: () throws -> Void = {}) throws -> Bool {
      let store = try Self.open(trust.output)
      let pages = LoosePages(store, relies: true)
      let writer = TableWriter(
        name, head: Array("head\n".utf8), separator: [], tail: { _ in [] }, pieces, store, pages)
      let (missing, origin) = (writer.missing, store.key.fingerprint(name))
      try meanwhile()
      try TableWriter.write([(writer, origin)], to: pages) { number, _ in
        [Array("row \(pieces[number])\n".utf8)]
      }
      _ = try pages.finish(record: UnitRecord(inputs: origin)) { _ in false }
      // What is to be told apart is written in another tick of the clock.
      usleep(50_000)
      return pages.isDoubted || missing.count == pieces.count
    }
    #expect(try write([1, 2, 3]))
    #expect(try !write([1, 4, 3]))
    #expect(
      try write([1, 5, 3]) {
        let table = try FileHandle(forWritingTo: trust.output.appending(path: name))
        try table.write(contentsOf: Data("edit".utf8))
        try table.close()
      })
    // Nothing of it is taken over then.
    #expect(try write([1, 5, 3]))
    let made = try String(contentsOf: trust.output.appending(path: name), encoding: .utf8)
    #expect(made == "head\nrow 1\nrow 5\nrow 3\n")
  }

  /// What the build has to read again of a school whose pages stand.
  enum Missing: String, CaseIterable, Sendable { case parts, draft, messages, names }

  @Test(arguments: Missing.allCases)
  func `a school that changes while a build runs, and changes back, leaves nothing behind`(
    missing: Missing
  ) throws {
    var trust = try MiniTrust(schools: ["ash", "beech", "cedar"])
    defer { trust.remove() }
    // A warning about ash.
    trust.schools["ash"]?.adopted = "2020-01-12"
    trust.publishesApproved = missing == .draft
    if missing == .names { trust.schools["cedar"]?.named = "Ash number 1 School" }
    try trust.write()
    try BuildRun.build(trust)
    if missing == .draft {
      let words = ["approve", "ash", "conduct", "--by", "Board", "--on", "2026-11-20"]
      _ = try Main.run(
        try Arguments.parse(words + trust.arguments("build").dropFirst().prefix(4)), Terminal())
      trust.clause = "often"
      try trust.write()
      try BuildRun.build(trust)
    }
    let own = trust.output.appending(path: ".trustwright")
    switch missing {
    case .parts: try FileManager.default.removeItem(at: own.appending(path: "parts"))
    case .draft:
      try FileManager.default.removeItem(at: trust.output.appending(path: "central/drafts/ash"))
    case .messages, .names: try FileManager.default.removeItem(at: own.appending(path: "shown"))
    }
    trust.schools["beech"]?.number = 2
    try trust.write()
    try Self.build(trust) {
      trust.schools["ash"]?.number = 9
      trust.schools["ash"]?.adopted = "2020-02-13"
      try trust.write()
    }
    trust.schools["ash"]?.number = 1
    trust.schools["ash"]?.adopted = "2020-01-12"
    try trust.write()
    try BuildRun.build(trust)
    let clean = trust.root.appending(path: "Clean")
    try BuildRun.build(trust, output: clean)
    #expect(BuildRun.difference(BuildRun.files(trust.output), BuildRun.files(clean)).isEmpty)
    #expect(try Self.shown(trust.output) == Self.shown(clean))
  }

  private static func open(_ output: URL) throws -> OutputStore {
    try #require(
      try OutputStore.open(output.path, waiting: { _ in }, isCancelled: { false }))
  }

  /// The messages that the last build has kept.
  private static func shown(_ output: URL) throws -> String {
    let said = try #require(ShownMessages(in: try open(output), of: nil, Terminal()))
    var text: [UInt8] = []
    _ = try said.text.read { text += $0 }
    return String(decoding: text, as: UTF8.self)
  }

  /// Builds as the command does, with something that happens once it is known what is to be made.
  private static func build(_ trust: MiniTrust, meanwhile: () throws -> Void) throws {
    let terminal = Terminal()
    let store = try open(trust.output)
    let day = try #require(CalendarDate(trust.day))
    let inputs = BuildInputs(
      templates: try InputFolder(trust.root.appending(path: "Templates").path),
      schools: try InputFolder(trust.root.appending(path: "Schools").path), day: day,
      key: store.key)
    let survey = try BuildSurvey(inputs, store, jobs: 1, isForced: false)
    try meanwhile()
    var loader = WorkspaceLoader(templates: inputs.templates, schools: inputs.schools, day: day)
    let workspace = loader.load()
    var writer = SiteWriter(
      workspace: try #require(workspace), inputs: inputs, store: store, survey: survey,
      last: SiteWriter.Last(store, survey, terminal), wanted: nil, isStrict: false, jobs: 1,
      terminal: terminal, isVerbose: false)
    let said = try writer.write(loader.report)
    writer.loose.map { said.keep(in: store, of: $0, terminal) }
  }

  @Test func `what is kept of the schools does not grow without end`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let parts = trust.output.appending(path: ".trustwright/parts")
    func size() throws -> Int { try Data(contentsOf: parts).count }
    let first = try size()
    for number in 2...60 {
      trust.schools["ash"]?.number = number
      try trust.write()
      try BuildRun.build(trust)
      #expect(try size() < 4 * first + 8_192)
    }
    try BuildRun.build(trust, ["--force"])
    #expect(try size() < first + 200)
  }

  @Test(arguments: BuildRecord.earlierVersions)
  func `a record of an earlier version is read for whose the files are, and no more`(
    version: Int
  ) throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    // A build of that version left a record without what this version keeps of each school.
    let folder = trust.output.appending(path: ".trustwright")
    let bytes = Array(try Data(contentsOf: folder.appending(path: "record")))
    let record = try #require(BuildRecord(bytes, modified: 0))
    var old =
      BuildRecord.head(version) + BuildRecord.head(record.key).dropFirst(BuildRecord.head.count)
    for unit in record.units {
      var name = ByteWriter()
      name.text(unit)
      let body = name.bytes + (try #require(record.unit(unit))).bytes(ofVersion: version)
      var writer = ByteWriter()
      writer.word(UInt64(body.count))
      writer.word(record.key.fingerprint(body).low)
      old += BuildRecord.mark + writer.bytes + body
    }
    for name in ["record", "record.copy"] {
      try Data(old).write(to: folder.appending(path: name))
    }
    try FileManager.default.removeItem(at: folder.appending(path: "parts"))
    trust.schools["ash"]?.number = 2
    try trust.write()
    #expect(try BuildRun.build(trust) == 0)
    let files = BuildRun.files(trust.output)
    #expect(!files.keys.contains { $0.contains(".edited") })
    #expect(BuildRun.difference(files, try BuildRun.clean(trust)).isEmpty)
    let (status, said) = try FailureTests.run(trust)
    #expect(status == 0 && said.contains("0 files written"), "\(said)")
  }
}

extension UnitRecord {
  /// What an earlier version wrote of it.
  fileprivate func bytes(ofVersion version: Int) -> [UInt8] {
    var writer = ByteWriter()
    guard version == 2 else {
      write(to: &writer)
      // The third version kept no origins, which come last.
      var last = ByteWriter()
      last.block(origins)
      return Array(writer.bytes.dropLast(last.bytes.count))
    }
    writer.fingerprint(inputs)
    writer.number(hasMessages ? 1 : 0)
    writer.list(files) { writer, file in
      writer.text(file.name)
      writer.fingerprint(file.fingerprint)
      writer.number(0)
    }
    writer.list(folders) { writer, folder in
      writer.text(folder.name)
      writer.word(UInt64(bitPattern: Int64(folder.modified)))
    }
    writer.list(foreign) { $0.text($1) }
    writer.list(facts) { $0.text($1) }
    return writer.bytes
  }
}
