import Foundation
import Testing

/// Only what the program wrote is changed or taken away; all else is named and left.
@Suite struct OwnershipTests {
  @Test func `files of others stay, whatever happens to the school`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let names = [
      "site/ash/notes.txt", "site/ash/fragments/more.txt", "site/ash/photos/2026/one.jpg",
      "site/robots.txt", "site/assets/map.svg", "central/todo.txt",
    ]
    for name in names {
      let url = trust.output.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: url)
    }
    for slug in ["ash", "beech"] { trust.schools[slug]?.number = 2 }
    try trust.write()
    let (status, said) = try FailureTests.run(trust)
    #expect(status == 0)
    // Of a folder that is not the program's, only that is said.
    let told = names.map { $0.contains("photos") ? "site/ash/photos/" : $0 }.map {
      $0.contains("assets") ? "site/assets/" : $0
    }
    for name in told {
      #expect(said.contains("\(name) is not the program's; it was left as it is"), "\(said)")
    }
    #expect(try FailureTests.run(trust).said.contains("site/ash/notes.txt is not the program's"))
    trust.schools["ash"] = nil
    try trust.write()
    #expect(try FailureTests.run(trust).status == 0)
    for name in names {
      #expect(try Data(contentsOf: trust.output.appending(path: name)) == Data(name.utf8))
    }
    let left = BuildRun.files(trust.output).keys.filter { $0.hasPrefix("site/ash/") }
    #expect(left.sorted() == names.filter { $0.hasPrefix("site/ash/") }.sorted())
  }

  @Test func `what others put there is named alike, whatever is made`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech", "cedar", "dogwood"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    func put(_ name: String) throws {
      let url = trust.output.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(name.utf8).write(to: url)
    }
    func named(_ more: [String] = []) throws -> [Substring] {
      let said = try FailureTests.run(trust, more).said
      return said.split(separator: "\n").filter { $0.contains("is not the program's") }
    }
    for slug in ["cedar", "ash", "trust", "beech", "dogwood"] {
      try put("site/\(slug)/notes.txt")
      try put("site/\(slug)/photos/one.jpg")
    }
    try put("site/data/old/one.csv")
    // Fewer than are shortened.
    for slug in ["dogwood", "cedar"] {
      try FileManager.default.removeItem(at: trust.output.appending(path: "site/\(slug)/photos"))
    }
    let first = try named()
    #expect(first == first.sorted() && first.count == 9, "\(first)")
    #expect(first.contains { $0.contains("site/data/old/ is not the program's") }, "\(first)")
    for slug in ["ash", "beech"] { try put("site/\(slug)/photos/two.jpg") }
    for _ in 1...3 { #expect(try named() == first) }
    #expect(try named(["--force"]) == first)
    try FileManager.default.removeItem(at: trust.output.appending(path: "site/ash/photos"))
    #expect(try named().count == 8)
  }

  @Test func `a page that somebody edited is kept beside the new one`() throws {
    var trust = try MiniTrust(schools: ["ash"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let page = trust.output.appending(path: "site/ash/conduct.html")
    let table = trust.output.appending(path: "site/data/schools.csv")
    for url in [page, table] { try Data("by hand".utf8).write(to: url) }
    let (status, said) = try FailureTests.run(trust)
    #expect(status == 0)
    #expect(said.contains("site/ash/conduct.html was not as the program wrote it"), "\(said)")
    #expect(said.contains("conduct.html.edited"), "\(said)")
    #expect(said.contains("site/data/schools.csv was not as the program wrote it"), "\(said)")
    for url in [page, table] {
      #expect(try Data(contentsOf: URL(filePath: url.path + ".edited")) == Data("by hand".utf8))
    }
    // A page that is no longer made is no longer there, but what somebody wrote is.
    try Data("again".utf8).write(to: page)
    trust.schools["ash"] = nil
    trust.schools["beech"] = MiniTrust.School()
    try trust.write()
    #expect(try FailureTests.run(trust).status == 0)
    #expect(!FileManager.default.fileExists(atPath: page.path))
    #expect(try Data(contentsOf: URL(filePath: page.path + ".edited-2")) == Data("again".utf8))
  }

  @Test func `a school or document that is withdrawn is gone from everywhere`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    trust.schools["ash"] = nil
    trust.schools["beech"]?.dropsVisits = true
    try trust.write()
    let (status, said) = try FailureTests.run(trust)
    #expect(status == 0)
    // Its folder was the program's own, so nothing is said of it.
    #expect(!said.contains("site/ash"), "\(said)")
    let next = try FailureTests.run(trust).said
    #expect(next.contains("0 files written") && !next.contains("site/ash"), "\(next)")
    let files = BuildRun.files(trust.output)
    #expect(!files.keys.contains { $0.hasPrefix("site/ash") || $0.contains("visits") })
    for (name, data) in files where !name.hasPrefix("central/schema/") {
      let text = String(decoding: data, as: UTF8.self)
      #expect(!text.contains("Ash number"), "\(name)")
      #expect(!text.contains("ash/"), "\(name)")
      #expect(!text.contains("Visits policy"), "\(name)")
    }
  }

  @Test func `a build of one school leaves the others' pages, and lists them`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    for slug in ["ash", "beech"] { trust.schools[slug]?.number = 2 }
    trust.schools["cedar"] = MiniTrust.School()
    try trust.write()
    try BuildRun.build(trust, ["--school", "ash"])
    let files = BuildRun.files(trust.output).mapValues { String(decoding: $0, as: UTF8.self) }
    #expect(files["site/ash/conduct.html"]?.contains("number 2") == true)
    #expect(files["site/beech/conduct.html"]?.contains("number 1") == true)
    #expect(files["site/index.html"]?.contains("beech/index.html") == true)
    // What was never built has no page to lead to.
    #expect(files["site/index.html"]?.contains("cedar/index.html") == false)
    try BuildRun.build(trust)
    #expect(BuildRun.difference(BuildRun.files(trust.output), try BuildRun.clean(trust)).isEmpty)
  }

  @Test func `force makes everything again and ends the same`() throws {
    let trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    try BuildRun.build(trust)
    let before = BuildRun.files(trust.output)
    try BuildRun.build(trust, ["--force"])
    #expect(BuildRun.files(trust.output) == before)
  }
}
