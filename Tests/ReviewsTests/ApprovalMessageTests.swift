import Diagnostics
import Foundation
import Reviews
import Testing

@testable import trustwright

/// What is said of approvals, word for word.
@Suite struct ApprovalMessageTests {
  /// The messages of a code that `check` gives, with paths from the workspace.
  private func messages(
    _ trust: HoltTrust, _ code: DiagnosticCode, _ day: String = "2025-10-01"
  ) throws -> String {
    let session = try trust.session(day)
    let report = WorkspaceCheck.report(session.workspace, reading: session.report, jobs: 1)
    return TextFace(style: .plain).render(report.sorted().filter { $0.code == code })
      .replacingOccurrences(of: trust.root.path + "/", with: "")
  }

  private func approved() throws -> HoltTrust {
    let trust = try HoltTrust()
    try trust.approve("alder", "use", on: "2025-09-16")
    return trust
  }

  @Test func `a record that was edited`() throws {
    let trust = try approved()
    try trust.edit("Schools/alder/approvals/use-1.yaml", "GB 7", "GB 8")
    #expect(
      try messages(trust, .approvalAltered) == """
        error[approval-altered]: this record of an approval was altered: its seal does not fit what it says
          --> Schools/alder/approvals/use-1.yaml
           = put back the file that 'approve' wrote, from a copy or from version control; records are not edited


        """)
  }

  @Test func `a page that was edited`() throws {
    let trust = try approved()
    let page = "Schools/alder/approvals/use-1/use.html"
    try trust.write(page, trust.text(page) + "x")
    #expect(
      try messages(trust, .approvalAltered) == """
        error[approval-altered]: the approved page 'use.html' is not the one that was approved
          --> Schools/alder/approvals/use-1/use.html
           = note: its digest stands here
          ::: Schools/alder/approvals/use-1.yaml
           = put back the file that 'approve' wrote, from a copy or from version control


        """)
  }

  @Test func `a text that changed, a name that changed`() throws {
    let trust = try approved()
    try trust.edit("Schools/trust.yaml", "Clearview", "Farview")
    #expect(
      try messages(trust, .factChanged) == """
        note[fact-changed]: 'providers.filtering.name' in 'use' was 'Clearview' when it was approved, and is 'Farview' now
          --> Schools/alder/approvals/use-1.yaml
           = the approval stands; with 'changed-facts: approved' in trust.yaml it would not


        """)
    try trust.edit("Templates/policies/use.md", "We keep", "We always keep")
    #expect(
      try messages(trust, .changedSinceApproval) == """
        warning[changed-since-approval]: the text of 'use' changed since version 1 was approved by Governing Body on 16 September 2025, minute GB 7
          --> Schools/alder/approvals/use-1.yaml
           = see what changed with 'trustwright diff', and have it approved again


        """)
  }

  @Test func `a date without a record`() throws {
    let trust = try approved()
    try trust.edit("Schools/alder/school.yaml", "adopted: 2025-09-16   ", "adopted: 2025-09-30   ")
    #expect(
      try messages(trust, .unrecordedAdoption) == """
        error[unrecorded-adoption]: no record says that 'use' was approved on 30 September 2025
          --> Schools/alder/school.yaml:8:14
          |
        8 |     adopted: 2025-09-30        # the first
          |              ^^^^^^^^^^
          |
           = note: version 1 was approved by Governing Body on 16 September 2025, minute GB 7
          ::: Schools/alder/approvals/use-1.yaml
           = record it: trustwright approve alder use --by … --on 2025-09-30; if another text was approved on that day, move it to 'history'


        """)
  }

  @Test func `a line of the register that cannot be understood`() throws {
    let trust = try HoltTrust()
    try trust.write(
      "Schools/alder/returns.csv",
      "form,reference,signed,asked,on\nstaff,staff v1 0123456789ab,ten,,\n")
    #expect(
      try messages(trust, .badReturns) == """
        error[bad-returns]: line 2 of the register of returns must give whole numbers for signed and asked
          --> Schools/alder/returns.csv:2:1
          |
        2 | staff,staff v1 0123456789ab,ten,,
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
           = its columns are form,reference,signed,asked,on; see Docs/approvals.md


        """)
  }

  /// A row of the register, and what is wrong with it; nothing where it is right.
  static let rows: [(row: String, problem: String?)] = [
    ("staff,staff v1 0123456789ab,4,,", nil),
    ("staff,0123456789ab,4,4,2025-09-30", nil),
    ("staf,staff v1 0123456789ab,4,,", "names no form: 'staf', but there is 'staff'"),
    ("use,use v1 0123456789ab,4,,", "names no form: 'use'"),
    (",staff v1 0123456789ab,4,,", "names no form"),
    ("staff,pupil v1 0123456789ab,4,,", "has a reference of 'pupil', and is about 'staff'"),
    ("staff,staff v1,4,,", "has no reference such as staff v4 1a2b3c4d5e6f"),
    ("staff,staff v1 0123456789ab,70,60,", "counts 70 signed of 60 asked"),
    ("staff,staff v1 0123456789ab,4,,02/10/2026", "must give a day such as 2026-09-15"),
    ("staff,staff v1 0123456789ab,4", "has 3 cells, not 5"),
  ]

  @Test(arguments: rows)
  func `a row of the register`(_ row: String, _ problem: String?) throws {
    var report = Report()
    let text = "form,reference,signed,asked,on\n\(row)\n"
    let returns = ReturnsReader.read(
      SourceFile(path: "returns.csv", bytes: Array(text.utf8)), forms: ["pupil", "staff"],
      report: &report)
    #expect(returns.count == (problem == nil ? 1 : 0))
    #expect(
      report.diagnostics.map(\.message)
        == (problem.map { ["line 2 of the register of returns \($0)"] } ?? []))
  }

  @Test func `the same approval twice is refused, a new one of the same text is not`() throws {
    let trust = try HoltTrust()
    try trust.edit("Schools/cedar/school.yaml", "visits: {adopted: 2025-09-16, version: 1}", "")
    try trust.approve("cedar", "visits", on: "2025-09-16")
    let error = #expect(throws: UsageError.self) {
      try trust.approve("cedar", "visits", on: "2025-09-16")
    }
    #expect(
      error?.message
        == "version 1, with the same text, was approved by Governing Body on 16 September 2025, minute GB 7"
    )
    #expect(trust.bytes("Schools/cedar/approvals/visits-2.yaml") == nil)
    // A year later it is one.
    try trust.approve("cedar", "visits", on: "2026-09-15")
    #expect(trust.bytes("Schools/cedar/approvals/visits-2.yaml") != nil)
  }

  @Test func `explain tells what comes from a record`() throws {
    let trust = try HoltTrust()
    try trust.edit("Schools/cedar/school.yaml", "visits: {adopted: 2025-09-16, version: 1}", "")
    try trust.approve("cedar", "visits", on: "2025-09-30")
    let workspace = try #require(try trust.session("2025-10-01").workspace)
    func explained(_ path: String) throws -> String {
      try #require(try ExplainCommand.text("cedar", path: path, workspace))
        .replacingOccurrences(of: trust.root.path + "/", with: "")
    }
    let adopted = try explained("documents.visits.adopted")
    #expect(adopted.contains("It is: 30 September 2025\n"))
    #expect(
      adopted.contains(
        "* approval    30 September 2025  (Schools/cedar/approvals/visits-1.yaml)\n"))
    #expect(!adopted.contains("No document"))
    #expect(try explained("documents.visits.adopted-by").contains("It is: Governing Body\n"))
    #expect(try explained("documents.visits.version").contains("It is: 1\n"))
    // What the manifest gives stands behind it.
    let own = try explained("documents.use.adopted")
    #expect(own.contains("* school"))
    #expect(!own.contains("approval "))
  }
}
