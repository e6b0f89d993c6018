import Configuration
import Diagnostics
import Documents
import FileStore
import Foundation
import Publishing
import Reviews
import Testing

@testable import trustwright

/// Which forms must be signed again, what a reference finds, what an inspector gets, what a plan says.
@Suite struct SignatureTests {
  private func rows(_ csv: String) -> [[String]] {
    csv.split(separator: "\r\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `a form is signed again when a rule it carries changed, and only then`() throws {
    let trust = try HoltTrust()
    for school in ["alder", "birch"] { try trust.approve(school, "use", on: "2025-09-16") }
    try trust.run("build", "--as-of", "2025-10-01")
    let printed = try trust.text("Output/site/birch/agreements/pupil.txt")
    let line = try #require(printed.split(separator: "\n").first { $0.hasPrefix("Reference: ") })
    let reference = String(line.dropFirst("Reference: ".count))
    #expect(reference.hasPrefix("pupil v1 "))
    try trust.write(
      "Schools/birch/returns.csv",
      "form,reference,signed,asked,on\npupil,\(reference),57,60,2025-09-30\nstaff,staff v0 0123456789ab,4,,\n"
    )

    // Birch decides otherwise; a lead leaves; nothing happens at Alder.
    try trust.edit("Schools/birch/school.yaml", "handed-in", "not-allowed")
    try trust.edit("Schools/birch/school.yaml", "Mr B Lead", "Mrs B Newlead")
    try trust.run("build", "--as-of", "2025-10-02")
    let table = rows(try trust.text("Output/central/signatures.csv"))
    func verdict(_ school: String, _ form: String) -> String? {
      table.first { $0[0] == school && $0[1] == form }?[5]
    }
    #expect(verdict("birch", "pupil") == "sign again: rules.devices changed")
    #expect(verdict("birch", "staff") == "need not be signed again")
    #expect(verdict("alder", "pupil") == "need not be signed again")
    #expect(verdict("cedar", "pupil") == "nothing earlier to compare with")
    let pupil = try #require(table.first { $0[0] == "birch" && $0[1] == "pupil" })
    #expect(pupil[6] == reference)
    #expect(Array(pupil[7...]) == ["57", "60", "2025-09-30", "sign again: rules.devices changed"])
    let staff = try #require(table.first { $0[0] == "birch" && $0[1] == "staff" })
    #expect(staff.last == "no such text is recorded")

    // The reference alone finds the text that was signed, of which the present is another.
    let read = try #require(TextReference(reference))
    let workspace = try #require(try trust.session("2025-10-02").workspace)
    let result = SchoolPipeline(workspace: workspace).run("birch")
    let record = try #require(
      result.approvals.records.first { $0.texts.contains { read.matches($0.digest) } })
    #expect(record.text(of: "pupil")?.plainText.contains("I hand my phone in.") == true)
    #expect(try trust.run("find", reference) == .done)
    #expect(try trust.run("find", read.digest) == .done)
    #expect(try trust.run("find", "staff", "v0", "0123456789ab") == .wrongInput)
    #expect(throws: UsageError.self) { try trust.run("find", "what is it") }

    // After the new text is approved, the form is still to be signed again.
    try trust.edit(
      "Schools/birch/school.yaml", "# the first\n    version: 1", "# the first\n    version: 2")
    try trust.approve("birch", "use", on: "2025-10-03")
    try trust.run("build", "--as-of", "2025-10-04")
    let after = rows(try trust.text("Output/central/signatures.csv"))
    #expect(
      after.first { $0[0] == "birch" && $0[1] == "pupil" }?[5]
        == "sign again: rules.devices changed")
  }

  /// What a reference finds at Birch, and the titles of the texts.
  private func found(
    _ reference: TextReference, in trust: HoltTrust, _ day: String
  ) throws -> [(words: String, titles: [String])] {
    let workspace = try #require(try trust.session(day).workspace)
    let school = SchoolPipeline(workspace: workspace).run("birch")
    return FindCommand.found(
      reference, "birch", school.documents, school.approvals, folder: workspace.schools
    ).map { ($0.words, $0.texts.map(\.title)) }
  }

  @Test func `the reference of a volume finds its parts, as they stand and as they were approved`()
    throws
  {
    let trust = try HoltTrust()
    try trust.edit(
      "Schools/birch/school.yaml", "documents:\n",
      "volumes:\n  rules: {title: Our rules, parts: [visits, use]}\ndocuments:\n")
    try trust.run("build", "--as-of", "2025-10-01")
    // The foot of the volume's page has its reference.
    let page = try trust.text("Output/site/birch/rules.html")
    let start = try #require(page.range(of: "rules [0-9a-f]{12}", options: .regularExpression))
    let reference = try #require(TextReference(String(page[start])))
    let titles = ["Visits policy", "Acceptable use policy"]
    let standing = try found(reference, in: trust, "2025-10-01")
    #expect(standing.map(\.titles) == [titles])
    #expect(
      standing.first?.words
        == "birch: Our rules, a volume of 2 documents, as it stands; no approval is recorded")
    #expect(try trust.run("find", "rules", reference.digest) == .done)

    // Approved one after the other; the page that is kept with the second has both.
    try trust.approve("birch", "visits", on: "2025-09-16")
    try trust.approve("birch", "use", on: "2025-09-17")
    try trust.edit("Templates/policies/visits.md", "is planned", "is well planned")
    let approved = try found(reference, in: trust, "2025-10-01")
    #expect(approved.map(\.titles) == [titles])
    #expect(
      approved.first?.words
        == "birch: Visits policy, Acceptable use policy in one volume, approved by Governing Body on "
        + "17 September 2025, minute GB 7; kept at "
        + trust.path("Schools/birch/approvals/use-1/rules.html").path)
  }

  @Test func `an inspector's folder has what was in force on the day`() throws {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    try trust.edit(
      "Schools/alder/school.yaml", "# the first\n    version: 1", "# the first\n    version: 2")
    try trust.edit("Templates/policies/use.md", "We keep", "We always keep")
    try trust.approve("alder", "use", on: "2026-01-20")
    try trust.write(
      "Schools/alder/returns.csv",
      "form,reference,signed,asked,on\nstaff,staff v1 0123456789ab,4,5,2025-09-30\n")
    #expect(try trust.run("bundle", "alder", "--as-of", "2025-12-01") == .done)
    let home = "Output/central/bundles/alder-2025-12-01"
    #expect(
      trust.bytes("\(home)/use.html") == trust.bytes("Schools/alder/approvals/use-1/use.html"))
    #expect(
      trust.bytes("\(home)/approvals/use-1.yaml")
        == trust.bytes("Schools/alder/approvals/use-1.yaml"))
    #expect(trust.bytes("\(home)/approvals/use-2.yaml") == nil)
    let index = try trust.text("\(home)/index.html")
    for words in [
      "Alder School",
      "in force: version 1, approved by Governing Body on 16 September 2025, minute GB 7",
      "Visits policy", "no record of the approval is kept", "Ms A Lead", "16 September 2026",
      "staff: 4 of 5 signed under staff v1 0123456789ab",
    ] { #expect(index.contains(words), "\(words)") }
    for table in ["approvals", "roles", "reviews", "signatures"] {
      #expect(trust.bytes("\(home)/\(table).csv") != nil)
    }
    #expect(throws: UsageError.self) { try trust.run("bundle", "nobody") }
  }

  @Test func `a plan says what would change and why, and writes nothing`() throws {
    let trust = try HoltTrust()
    try trust.run("build", "--as-of", "2025-10-01")
    let before = trust.files("Output")
    func plan() throws -> [String: [String]] {
      let session = try trust.session("2025-10-01")
      let workspace = try #require(session.workspace)
      var report = report()
      let templates = try #require(Session.folder(.templates, session.arguments, &report))
      let made = session.schools(workspace).compactMap { result in
        result.documents.map {
          (workspace.site.output($0, crest: nil, approvals: result.approvals), $0)
        }
      }
      let plan = BuildPlan(
        workspace, templates, OutputFolder(trust.path("Output").path), made.map(\.0.summary))
      var result: [String: [String]] = [:]
      for (output, documents) in made {
        result[documents.profile.slug] = plan.school(output, documents).lines
      }
      return result
    }
    #expect(try plan().values.allSatisfy(\.isEmpty))
    try trust.edit("Templates/policies/visits.md", "is planned", "is well planned")
    try trust.edit("Schools/birch/school.yaml", "handed-in", "not-allowed")
    let found = try plan()
    #expect(
      found["alder"]?.first
        == "visits: the text changes, by trust wording (Templates/policies/visits.md)")
    #expect(found["alder"]?.contains { $0.hasPrefix("use:") } == false)
    #expect(
      found["birch"]?.contains(
        "pupil: the text changes, by school choice (Schools/birch/school.yaml)") == true)
    #expect(try trust.run("build", "--plan", "--as-of", "2025-10-01") == .done)
    #expect(trust.files("Output") == before)
  }
}

private func report() -> Diagnostics.Report { Diagnostics.Report() }
