import Diagnostics
import Foundation
import Testing

@testable import trustwright

/// What is published under `latest` and under `approved`, and what is found when somebody alters it.
@Suite struct PublishingTests {
  private func approvedTrust() throws -> HoltTrust {
    let trust = try HoltTrust()
    for document in ["use", "visits"] { try trust.approve("alder", document, on: "2025-09-16") }
    let manifest = try trust.text("Schools/trust.yaml")
    try trust.write("Schools/trust.yaml", manifest + "\npublish: approved\n")
    return trust
  }

  @Test func `an approved page stays as it was, byte for byte, whatever else changes`() throws {
    let trust = try approvedTrust()
    try trust.run("build", "--as-of", "2025-10-01")
    let pages = [
      "use.html", "visits.html", "fragments/use.html", "agreements/pupil.html",
      "agreements/pupil.txt", "agreements/pupil-large.html", "agreements/staff.html",
    ]
    let before = pages.map { trust.bytes("Output/site/alder/\($0)") }
    #expect(!before.contains(nil))

    // Wording, vocabulary, layouts, style, and the colour of the school.
    try trust.edit("Templates/policies/use.md", "Pupils must not bring", "Nobody may bring")
    try trust.edit("Templates/agreements/pupil.md", "I leave my phone", "I always leave my phone")
    try trust.edit("Templates/vocabulary.yaml", "Devices stay at home.", "No devices.")
    try trust.edit("Templates/vocabulary.yaml", "default: 4", "default: 5")
    for layout in ["page", "document", "agreement"] {
      let name = "Templates/site/\(layout).html"
      try trust.write(name, trust.text(name) + "<p>New</p>\n")
    }
    try trust.edit(
      "Schools/alder/school.yaml", "phase: primary", "phase: primary, colour: \"#123456\"")
    #expect(try trust.run("build", "--as-of", "2025-10-02") == .done)
    let after = pages.map { trust.bytes("Output/site/alder/\($0)") }
    #expect(before == after)

    // Lists and data tell of the approved text, not of the draft.
    try trust.edit("Templates/policies/use.md", "uses its equipment", "is to use its machines")
    #expect(try trust.run("build", "--as-of", "2025-10-02") == .done)
    for name in ["index.html", "data.json"] {
      let page = try trust.text("Output/site/alder/\(name)")
      #expect(page.contains("uses its equipment"), "\(name)")
      #expect(!page.contains("is to use its machines"), "\(name)")
    }

    // The draft is for the central team, and says what it is.
    let draft = try trust.text("Output/central/drafts/alder/use.html")
    #expect(draft.contains("Draft: not approved."))
    #expect(draft.contains("Nobody may bring"))
    #expect(draft.contains("DRAFT: Acceptable use policy"))
    #expect(trust.bytes("Output/central/drafts/alder/visits.html") == nil)

    // What nobody approved is not published: Birch's page says only that it is to come.
    let birch = try trust.text("Output/site/birch/use.html")
    #expect(birch.contains("has not been approved yet"))
    #expect(!birch.contains("hand a device"))

    // Once it is approved, the new text is published and the old one is in the archive.
    try trust.edit(
      "Schools/alder/school.yaml", "# the first\n    version: 1", "# the first\n    version: 2")
    try trust.approve("alder", "use", on: "2025-10-03")
    #expect(try trust.run("build", "--as-of", "2025-10-04") == .done)
    #expect(try trust.text("Output/site/alder/use.html").contains("Nobody may bring"))
    let old = try trust.text("Output/site/alder/use.v1.html")
    #expect(old.contains("Pupils must not bring"))
    #expect(old.contains("Earlier version."))
    #expect(old.contains("in force until 3 October 2025"))
    #expect(try trust.text("Output/site/alder/archive/index.html").contains("use.v1.html"))
    #expect(trust.bytes("Output/central/drafts/alder/use.html") == nil)
  }

  @Test func `a changed name that is only noted is published`() throws {
    let trust = try approvedTrust()
    try trust.edit("Schools/alder/school.yaml", "Ms A Lead", "Ms A Newlead")
    #expect(try trust.run("build", "--as-of", "2025-10-01") == .done)
    #expect(try trust.text("Output/site/alder/use.html").contains("Ms A Newlead"))
    try trust.write(
      "Schools/trust.yaml", trust.text("Schools/trust.yaml") + "changed-facts: approved\n")
    #expect(try trust.run("build", "--as-of", "2025-10-01") == .done)
    #expect(try !trust.text("Output/site/alder/use.html").contains("Ms A Newlead"))
    #expect(try trust.text("Output/central/drafts/alder/use.html").contains("Ms A Newlead"))
  }

  @Test func `a draft says so under latest, and the version in force is in the archive`() throws {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    try trust.run("build", "--as-of", "2025-10-01")
    #expect(try !trust.text("Output/site/alder/use.html").contains("class=\"draft\""))
    try trust.edit("Templates/policies/use.md", "We keep to the", "We always keep to the")
    try trust.run("build", "--as-of", "2025-10-01")
    let page = try trust.text("Output/site/alder/use.html")
    #expect(page.contains("<strong>Draft: not approved.</strong>"))
    #expect(page.contains("use v1 draft "))
    #expect(try trust.text("Output/site/alder/fragments/use.html").contains("Draft: not approved."))
    #expect(try !trust.text("Output/site/alder/visits.html").contains("class=\"draft\""))
    #expect(try trust.text("Output/site/alder/use.v1.html").contains("The version in force."))
  }

  @Test(arguments: ["2025-09-16", "Governing Body", "GB 7", "Devices", "at least", "seal: 0123"])
  func `an altered record is found`(_ part: String) throws {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    let name = "Schools/alder/approvals/use-1.yaml"
    #expect(try !trust.codes("2025-10-01").contains(.approvalAltered))
    let text = try trust.text(name)
    if part.hasPrefix("seal") {
      let seal = try #require(text.split(separator: "\n").last)
      try trust.edit(name, String(seal), part)
    } else {
      try trust.edit(name, part, part + "x")
    }
    #expect(try trust.codes("2025-10-01").contains(.approvalAltered))
    #expect(try trust.run("build", "--as-of", "2025-10-01") == .wrongInput)
  }

  @Test func `an altered or missing page, a renamed record and other line ends`() throws {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    let page = "Schools/alder/approvals/use-1/agreements/staff.html"
    let text = try trust.text(page)
    try trust.write(page, text + " ")
    #expect(try trust.codes("2025-10-01").contains(.approvalAltered))
    // Version control may change line ends, and that alters nothing.
    try trust.write(page, text.replacingOccurrences(of: "\n", with: "\r\n"))
    let record = "Schools/alder/approvals/use-1.yaml"
    let own = try trust.text(record)
    try trust.write(record, own.replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(try !trust.codes("2025-10-01").contains(.approvalAltered))
    try FileManager.default.removeItem(at: trust.path(page))
    #expect(try trust.codes("2025-10-01").contains(.missingFile))
    try trust.write(page, text)
    try FileManager.default.moveItem(
      at: trust.path(record), to: trust.path("Schools/alder/approvals/use-2.yaml"))
    #expect(try trust.codes("2025-10-01").contains(.approvalAltered))
  }

  @Test func `what cannot be approved`() throws {
    let trust = try HoltTrust()
    func approve(_ words: String...) throws -> trustwright.ExitStatus {
      try trust.run(
        "approve", words[0], words[1], "--by", "Governing Body", "--on", words.last ?? "")
    }
    try trust.approve("alder", "use", on: "2025-09-16")
    // The version is taken, the day is before the adoption, the form belongs to a policy, nobody knows the name.
    #expect(throws: UsageError.self) { try approve("alder", "use", "2025-09-17") }
    #expect(throws: UsageError.self) { try approve("alder", "visits", "2025-09-15") }
    #expect(throws: UsageError.self) { try approve("alder", "pupil", "2025-09-17") }
    let unknown = try #require(throws: UsageError.self) {
      try approve("alder", "Use of computers", "2025-09-17")
    }
    #expect(unknown.help?.hasPrefix("the documents are use") == true, "\(unknown.help ?? "")")
    let nowhere = try #require(throws: UsageError.self) {
      try trust.run("diff", "alder", "--from", "nowhere")
    }
    #expect(nowhere.help?.contains("name a folder") == true, "\(nowhere.help ?? "")")
    #expect(throws: UsageError.self) { try approve("nobody", "use", "2025-09-17") }
    #expect(throws: UsageError.self) { try approve("alder", "visits", "2025-02-30") }
    let before = trust.files("Schools")
    try trust.edit("Schools/birch/school.yaml", "handed-in", "handed-out")
    #expect(try approve("birch", "use", "2025-09-16") == .wrongInput)
    try trust.edit("Schools/birch/school.yaml", "handed-out", "handed-in")
    #expect(trust.files("Schools") == before)
  }

  @Test func `a link that leads out of Schools is not written through`() throws {
    let trust = try HoltTrust()
    let outside = trust.path("outside")
    try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: trust.path("Schools/alder/approvals"), withDestinationURL: outside)
    _ = try? trust.run("approve", "alder", "use", "--by", "Governing Body", "--on", "2025-09-16")
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
  }
}
