import Foundation
import Testing

@testable import FileStore
@testable import trustwright

/// Any sequence of edits, each followed by a build, ends with the bytes of a build from nothing.
@Suite struct EditTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `a sequence of edits ends as a clean build does`(seed: UInt64) throws {
    var choice = Seeded(seed)
    var trust = try MiniTrust(schools: ["ash", "beech", "cedar", "elm"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    for step in 1...12 {
      for _ in 0...Int.random(in: 0...2, using: &choice) { Self.edit(&trust, &choice) }
      try trust.write()
      try trust.writeTemplates()
      try Self.before(trust, &choice)
      if Int.random(in: 0..<4, using: &choice) == 0 { try Self.damage(trust, &choice) }
      let jobs = "\(Int.random(in: 1...3, using: &choice))"
      #expect(try BuildRun.build(trust, ["--jobs", jobs]) == 0, "seed \(seed), step \(step)")
      let difference = BuildRun.difference(
        BuildRun.files(trust.output).filter { !$0.key.contains(".edited") },
        try BuildRun.clean(trust))
      #expect(difference.isEmpty, "seed \(seed), step \(step)")
      #expect(BuildRun.staged(trust.output).isEmpty)
    }
  }

  /// Edits of templates alone, so that what stays must be told from what does not for every school.
  @Test(arguments: 11...18 as ClosedRange<UInt64>)
  func `a sequence of edits of templates ends as a clean build does`(seed: UInt64) throws {
    var choice = Seeded(seed)
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    trust.schools["ash"]?.adopted = "2026-01-12"
    trust.schools["beech"]?.dropsVisits = true
    try trust.write()
    try BuildRun.build(trust)
    for step in 1...14 {
      for _ in 0...Int.random(in: 0...1, using: &choice) { Self.editTemplates(&trust, &choice) }
      try trust.write()
      try trust.writeTemplates()
      #expect(try BuildRun.build(trust) == 0, "seed \(seed), step \(step)")
      let difference = BuildRun.difference(
        BuildRun.files(trust.output), try BuildRun.clean(trust))
      #expect(difference.isEmpty, "seed \(seed), step \(step)")
    }
  }

  @Test func `a page whose text stays is neither made nor written where another's changes`() throws
  {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    // A page that stands otherwise than it would be made, as if it had been written so, tells whether it is made.
    let page = "site/ash/visits.html"
    let planted = Data("planted".utf8)
    try planted.write(to: trust.output.appending(path: page))
    try Self.rewriteRecord(of: trust) { unit, record, key in
      guard unit == "ash" else { return }
      for (index, file) in record.files.enumerated() where file.name == "visits.html" {
        record.files[index].fingerprint = key.fingerprint(Array(planted))
        record.files[index].stamp = nil
      }
    }
    trust.wording.conduct = "We are kind."
    try trust.writeTemplates()
    try BuildRun.build(trust)
    var files = BuildRun.files(trust.output)
    #expect(files[page] == planted)
    let text = String(decoding: files["site/ash/conduct.html"] ?? Data(), as: UTF8.self)
    #expect(text.contains("We are kind."))
    // What the record is not believed in is made.
    try BuildRun.build(trust, ["--force"])
    files = BuildRun.files(trust.output)
    #expect(BuildRun.difference(files, try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `a clause in the words under each page is made again on every page`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    trust.wording.hasClauseInFooter = true
    try trust.writeTemplates()
    try BuildRun.build(trust)
    trust.innerClause = "calmly"
    try trust.write()
    try BuildRun.build(trust)
    let files = BuildRun.files(trust.output)
    for name in ["site/ash/index.html", "site/trust/index.html", "site/index.html"] {
      let text = String(decoding: files[name] ?? Data(), as: UTF8.self)
      #expect(text.contains("We do it calmly."), "\(name)")
    }
    #expect(BuildRun.difference(files, try BuildRun.clean(trust)).isEmpty)
  }

  @Test(arguments: ["crest.svg", "_pictures/crest.svg", "ash/crest.svg"])
  func `the trust's crest is looked at wherever it lies`(name: String) throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try trust.put(
      "trust: {name: Mini Trust 1, website: https://mini.example, logo: \(name)}\n",
      "Schools/trust.yaml")
    let page = "Templates/site/page.html"
    let layout = try String(contentsOf: trust.root.appending(path: page), encoding: .utf8)
    try trust.put(layout.replacing("{% content %}", with: "{% crest %}{% content %}"), page)
    for width in 1...2 {
      try trust.put(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) 9\"></svg>\n",
        "Schools/\(name)")
      #expect(try BuildRun.build(trust) == 0)
      let files = BuildRun.files(trust.output)
      let front = String(decoding: files["site/beech/index.html"] ?? Data(), as: UTF8.self)
      #expect(front.contains("class=\"crest\""))
      #expect(BuildRun.difference(files, try BuildRun.clean(trust)).isEmpty)
    }
  }

  /// Writes the record anew with something changed in it.
  private static func rewriteRecord(
    of trust: MiniTrust, _ change: (String, inout UnitRecord, Fingerprint.Key) -> Void
  ) throws {
    let folder = trust.output.appending(path: ".trustwright")
    let bytes = Array(try Data(contentsOf: folder.appending(path: "record")))
    let record = try #require(BuildRecord(bytes, modified: 0))
    var new = BuildRecord.head(record.key)
    for unit in record.units {
      var kept = try #require(record.unit(unit))
      change(unit, &kept, record.key)
      new += BuildRecord.section(unit, kept, record.key)
    }
    for name in ["record", "record.copy"] {
      try Data(new).write(to: folder.appending(path: name))
    }
  }

  /// Changes something of the inputs.
  static func edit(_ trust: inout MiniTrust, _ choice: inout Seeded) {
    let slug = trust.schools.keys.sorted().randomElement(using: &choice)
    switch Int.random(in: 0..<22, using: &choice) {
    case 15...: editTemplates(&trust, &choice)
    case 9:
      // Whoever holds a role stands on the school's page for the central team, and in no table.
      let head = ["Mr B Gale", "Mx C Hirst", "Ms A Fenwick"].randomElement(using: &choice) ?? ""
      slug.map { trust.schools[$0]?.head = head }
    case 10:
      let hasSite = slug.flatMap { trust.schools[$0]?.website } != nil
      slug.map { trust.schools[$0]?.website = hasSite ? nil : "https://school.example" }
    case 11:
      let days = [nil, "2026-01-12", "2025-09-01", "2026-11-20"]
      let day = days.randomElement(using: &choice) ?? nil
      slug.map { trust.schools[$0]?.adopted = day }
    case 12:
      let days = ["2026-11-21", "2026-12-24", "2027-02-01"]
      trust.day = days.randomElement(using: &choice) ?? trust.day
    case 13: trust.publishesApproved.toggle()
    case 14:
      // A school takes another's place in every list.
      let prefix = slug.flatMap { trust.schools[$0]?.prefix } ?? ""
      slug.map { trust.schools[$0]?.prefix = prefix.isEmpty ? "Aaron " : "" }
    case 0: trust.clause = ["kindly", "often", "at once"].randomElement(using: &choice) ?? ""
    case 1: trust.trustNumber += 1
    case 2:
      let new = ["fir", "gorse", "hazel"].randomElement(using: &choice) ?? "ivy"
      trust.schools[new] = trust.schools[new] == nil ? MiniTrust.School() : nil
    case 3: slug.map { trust.schools[$0]?.byod = "yes" }
    case 4: slug.map { trust.schools[$0]?.byod = "no" }
    case 5:
      let motto = slug.flatMap { trust.schools[$0]?.motto }
      slug.map { trust.schools[$0]?.motto = motto == nil ? "Onward" : nil }
    case 6: slug.map { trust.schools[$0]?.dropsVisits.toggle() }
    default: slug.map { trust.schools[$0]?.number += 1 }
    }
  }

  /// Changes something of the templates.
  static func editTemplates(_ trust: inout MiniTrust, _ choice: inout Seeded) {
    func one<Value>(of values: Value..., now: inout Value) {
      now = values.randomElement(using: &choice) ?? now
    }
    switch Int.random(in: 0..<20, using: &choice) {
    case 19: trust.wording.hasClauseInFooter.toggle()
    case 18: trust.wording.asksHead.toggle()
    case 0: one(of: "patiently", "quietly", now: &trust.innerClause)
    case 1: one(of: "We are kind.", "We listen.", now: &trust.wording.conduct)
    case 2: one(of: "Aims", "Purpose", now: &trust.wording.section)
    case 3: one(of: 0, 1, 2, now: &trust.wording.sectionsBefore)
    case 4: one(of: "Conduct policy", "Behaviour policy", now: &trust.wording.title)
    case 5:
      one(of: "How we look at it.", "How {{ school.name }} acts.", now: &trust.wording.summary)
    case 6: trust.wording.isVisitsForMottos.toggle()
    case 7: trust.wording.isAttached.toggle()
    case 8: one(of: "Bring a coat.", "Bring boots.", now: &trust.wording.appendix)
    case 9: one(of: "says so", "says this", now: &trust.wording.staff)
    case 10: one(of: "Staff policy", "Policy for staff", now: &trust.wording.staffTitle)
    case 11: one(of: "headteacher", "principal", now: &trust.wording.role)
    case 12: one(of: "Under each page", "At the foot", now: &trust.wording.footer)
    case 13: one(of: "plain", "other", now: &trust.wording.layout)
    case 14: one(of: "222", "333", now: &trust.wording.style)
    case 15: one(of: "What carries itself", "A small computer", now: &trust.wording.definition)
    case 16: trust.wording.citesTerm.toggle()
    default: one(of: "Education Act 2002", "Education Act 2011", now: &trust.wording.law)
    }
  }

  /// Does, now and then, something else with the same inputs before they are built.
  static func before(_ trust: MiniTrust, _ choice: inout Seeded) throws {
    let slug = trust.schools.keys.sorted().randomElement(using: &choice) ?? "ash"
    switch Int.random(in: 0..<8, using: &choice) {
    case 0: try BuildRun.build(trust, ["--strict"])
    case 1 where trust.schools[slug] != nil: try BuildRun.build(trust, ["--school", slug])
    case 2: try BuildRun.build(trust, ["--force"])
    case 3, 4:
      // What cannot be approved, such as a text whose version has another, is refused.
      let words = [
        "approve", slug, "conduct", "--by", "Governing Body", "--on", "2026-11-20", "--schools",
        trust.root.appending(path: "Schools").path, "--templates",
        trust.root.appending(path: "Templates").path,
      ]
      _ = try? Main.run(try Arguments.parse(words), Terminal())
    default: break
    }
  }

  /// Harms what an earlier build left.
  static func damage(_ trust: MiniTrust, _ choice: inout Seeded) throws {
    let names = BuildRun.files(trust.output).keys.filter { !$0.contains(".edited") }.sorted()
    let record = trust.output.appending(path: ".trustwright/record")
    guard let name = names.randomElement(using: &choice) else { return }
    let url = trust.output.appending(path: name)
    let memory = [
      "parts", "parts.size", "order", "site.data.documents.json.rows", "central.inputs.txt.rows",
      "site.data.schools.csv.rows", "shown", "record.copy",
    ]
    let parts = trust.output.appending(
      path: ".trustwright/\(memory.randomElement(using: &choice) ?? "parts")")
    switch Int.random(in: 0..<9, using: &choice) {
    case 6: try? FileManager.default.removeItem(at: parts)
    case 7:
      let bytes = (try? Data(contentsOf: parts)) ?? Data()
      try bytes.prefix(Int.random(in: 0...bytes.count, using: &choice)).write(to: parts)
    case 8:
      var bytes = (try? Data(contentsOf: parts)) ?? Data()
      guard !bytes.isEmpty else { return }
      bytes[Int.random(in: 0..<bytes.count, using: &choice)] ^= 0x11
      try bytes.write(to: parts)
    case 0: try FileManager.default.removeItem(at: url)
    case 1: try Data("edited".utf8).write(to: url)
    case 2:
      // The same length, written into the same file.
      var bytes = try Data(contentsOf: url)
      guard !bytes.isEmpty else { return }
      bytes[bytes.count / 2] ^= 1
      let handle = try FileHandle(forWritingTo: url)
      try handle.write(contentsOf: bytes)
      try handle.close()
    case 3:
      let bytes = try Data(contentsOf: record)
      try bytes.prefix(Int.random(in: 0...bytes.count, using: &choice)).write(to: record)
    case 4:
      var bytes = try Data(contentsOf: record)
      guard !bytes.isEmpty else { return }
      bytes[Int.random(in: 0..<bytes.count, using: &choice)] ^= 0x55
      try bytes.write(to: record)
    default: try FileManager.default.removeItem(at: record)
    }
  }

  @Test func `what was put in place last is read once again, and an edit of it is noticed`() throws
  {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    #expect(try BuildRun.build(trust) == 0)
    // The clock ticks between one build and the next.
    usleep(40_000)
    #expect(try BuildRun.build(trust) == 0)
    let root = try Folder(trust.output.path)
    let own = try root.folder(".trustwright")
    let modified = try #require(own.status("record")?.stamp.modified)
    let record = try #require(
      KeptBytes("record", in: own).flatMap { BuildRecord($0, modified: modified) })
    let pages = try #require(record.unit(LoosePages.unit)).files
    #expect(!pages.isEmpty)
    for page in pages {
      let stamp = try #require(root.status(page.name)?.stamp)
      #expect(stamp == page.stamp && record.isTelling(stamp), "\(page.name)")
    }
    // Of the same length, and as old as it was, by all that a program can set.
    let table = trust.output.appending(path: "site/data/documents.json")
    let old = try FileManager.default.attributesOfItem(atPath: table.path)[.modificationDate]
    var bytes = try Data(contentsOf: table)
    bytes[bytes.count / 2] ^= 1
    let handle = try FileHandle(forWritingTo: table)
    try handle.write(contentsOf: bytes)
    try handle.close()
    try FileManager.default.setAttributes(
      [.modificationDate: old ?? Date.distantPast], ofItemAtPath: table.path)
    trust.schools["ash"]?.number = 7
    try trust.write()
    #expect(try BuildRun.build(trust) == 0)
    var files = BuildRun.files(trust.output)
    #expect(files.removeValue(forKey: "site/data/documents.json.edited") == bytes)
    #expect(BuildRun.difference(files, try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `nothing changed writes nothing, and a touched file is no change`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let manager = FileManager.default
    func dates() throws -> [String: Date?] {
      try Dictionary(
        uniqueKeysWithValues: BuildRun.files(trust.output).keys.map { name in
          let path = trust.output.appending(path: name).path
          return (name, try manager.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        })
    }
    let before = try dates()
    let manifest = trust.root.appending(path: "Schools/ash/school.yaml")
    try Data(contentsOf: manifest).write(to: manifest)
    let page = trust.output.appending(path: "site/beech/conduct.html")
    try manager.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: page.path)
    try BuildRun.build(trust)
    var after = try dates()
    after["site/beech/conduct.html"] = before["site/beech/conduct.html"]
    #expect(after == before)
  }

  @Test func `only the files of the school that changed are written`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let page = trust.output.appending(path: "site/beech/conduct.html").path
    let inode = try FileManager.default.attributesOfItem(atPath: page)[.systemFileNumber] as? Int
    trust.schools["ash"]?.number = 7
    try trust.write()
    try BuildRun.build(trust)
    let now = try FileManager.default.attributesOfItem(atPath: page)[.systemFileNumber] as? Int
    #expect(now == inode)
    let text = try String(
      contentsOf: trust.output.appending(path: "site/ash/conduct.html"), encoding: .utf8)
    #expect(text.contains("number 7"))
  }

  @Test func `a school whose manifest is gone, but not its folder, keeps its pages`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let before = BuildRun.files(trust.output)
    try FileManager.default.removeItem(at: trust.root.appending(path: "Schools/ash/school.yaml"))
    for more in [[], ["--force"]] {
      let (status, said) = try FailureTests.run(trust, more)
      #expect(status == 1)
      #expect(said.contains("Schools/ash"), "\(said)")
      #expect(BuildRun.files(trust.output) == before)
    }
  }

  @Test func `a school with an error keeps its last good pages, and the others are built`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    trust.schools["ash"]?.number = 2
    trust.schools["ash"]?.fault = "x"
    trust.schools["beech"]?.number = 2
    try trust.write()
    #expect(try BuildRun.build(trust) == 1)
    let files = BuildRun.files(trust.output)
    #expect(
      files["site/ash/conduct.html"].map { String(decoding: $0, as: UTF8.self) }?.contains(
        "number 1") == true)
    #expect(
      files["site/beech/conduct.html"].map { String(decoding: $0, as: UTF8.self) }?.contains(
        "number 2") == true)
    trust.schools["ash"]?.fault = ""
    try trust.write()
    #expect(try BuildRun.build(trust) == 0)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }
}

/// What is not made again is reported again all the same.
@Suite struct RepeatedMessageTests {
  @Test func `warnings come with every build, and count under strict`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    for slug in ["ash", "beech"] {
      // Never reviewed, and looking alike: warnings about each, and about both.
      trust.schools[slug]?.fault =
        "\ndocuments:\n  conduct: {adopted: 2020-01-01, review-every: 1 year}"
    }
    try trust.write()
    let first = try FailureTests.run(trust)
    #expect(first.status == 0, "\(first.said)")
    #expect(first.said.contains("Schools/beech/school.yaml"), "\(first.said)")
    func messages(_ said: String) -> String {
      said.split(separator: "\n").dropLast().joined(separator: "\n")
    }
    for more in [[], ["--jobs", "1"], ["--force"]] {
      let next = try FailureTests.run(trust, more)
      #expect(next.status == 0)
      #expect(messages(next.said) == messages(first.said))
      #expect(next.said.contains("0 files written"))
    }
    // What was shown is believed only while it is whole.
    let shown = trust.output.appending(path: ".trustwright/shown")
    let whole = try Data(contentsOf: shown)
    var harmed = [Data(), whole + Data([0]), whole.dropFirst(), whole.prefix(whole.count / 2)]
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 16)) {
      var bytes = whole
      bytes[place] ^= 1
      harmed.append(bytes)
    }
    for bytes in harmed {
      try bytes.write(to: shown)
      #expect(try messages(FailureTests.run(trust).said) == messages(first.said))
      #expect(try Data(contentsOf: shown) != bytes)
    }
    // What is said after one school has changed is what a build of everything says.
    for number in 5...6 {
      trust.schools["ash"]?.number = number
      // Two of one name: then something is said of each besides what is said of it alone.
      trust.schools["beech"]?.named = number == 6 ? "Ash number 6 School" : nil
      try trust.write()
      let said = messages(try FailureTests.run(trust).said)
      #expect(messages(try FailureTests.run(trust).said) == said)
      #expect(messages(try FailureTests.run(trust, ["--force"]).said) == said)
    }
    // One school changes; the other's warning stays.
    trust.schools["ash"]?.number = 2
    try trust.write()
    #expect(try FailureTests.run(trust).said.contains("Schools/beech/school.yaml"))
    #expect(try FailureTests.run(trust, ["--strict"]).status == 1)
    #expect(try FailureTests.run(trust).status == 0)
  }
}
