import Foundation
import Testing

/// What templates were told of once is known while they stay, and said again by each build; nothing of it may be lost.
@Suite struct KnownMessagesTests {
  /// What a build says, without its closing line, and how it ends.
  private static func said(_ trust: MiniTrust, output: URL? = nil) throws -> (String, Int32) {
    let (status, text) = try FailureTests.run(trust, output: output)
    let lines = text.split(separator: "\n").filter { !$0.contains("written") }
    return (lines.joined(separator: "\n"), status)
  }

  private static func fromNothing(_ trust: MiniTrust) throws -> (String, Int32) {
    let output = trust.root.appending(path: "Clean-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    return try said(trust, output: output)
  }

  @Test func `warnings about templates are said while schools change`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    trust.wording.conduct = "Every mom is welcome."
    try trust.writeTemplates()
    let first = try Self.said(trust)
    #expect(first.1 == 0)
    #expect(first.0.contains("policies/conduct.md"), "\(first.0)")
    trust.schools["ash"]?.number = 2
    try trust.write()
    #expect(try Self.said(trust) == first)
    #expect(try Self.fromNothing(trust) == first)
    // Nothing has changed.
    #expect(try Self.said(trust) == first)
  }

  @Test func `a name that is nearly a school's own is another's once there is such a school`()
    throws
  {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    trust.schools["ash"]?.named = "Cobnut Hill School"
    trust.schools["ash"]?.motto = "Better than Cobnutt Hill School"
    try trust.write()
    let first = try Self.said(trust)
    #expect(first.0.contains("misspelt-name"), "\(first.0)")
    for isThere in [true, false, true] {
      trust.schools["cobnutt-hill"] = isThere ? MiniTrust.School() : nil
      try trust.write()
      let said = try Self.said(trust)
      #expect(said.0.contains("misspelt-name") != isThere, "\(said.0)")
      #expect(try said == Self.fromNothing(trust))
      // Nothing has changed.
      #expect(try Self.said(trust) == said)
    }
  }

  @Test func `a folder that is no school yet hides no warning about templates`() throws {
    var trust = try MiniTrust(schools: ["ash", "beech"])
    defer { trust.remove() }
    trust.wording.conduct =
      "Every mom is welcome. {% if not facts.motto exists or facts.motto exists %}Come in.{% endif %}"
    try trust.writeTemplates()
    let first = try Self.said(trust)
    #expect(first.1 == 0)
    #expect(first.0.contains("always-true"), "\(first.0)")
    try FileManager.default.createDirectory(
      at: trust.root.appending(path: "Schools/oak"), withIntermediateDirectories: true)
    let found = try Self.said(trust)
    #expect(found.1 == 1)
    #expect(found.0.contains("'oak' has no school.yaml"))
    #expect(found.0.contains("policies/conduct.md"))
    #expect(found.0.contains("always-true"))
    #expect(try Self.fromNothing(trust) == found)
  }
}
