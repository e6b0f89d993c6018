import Diagnostics
import Testing

@Suite struct ReportTests {
  private let a = SourceFile(path: "a.yaml", text: "one: 1\ntwo: 2\n")
  private let b = SourceFile(path: "b.yaml", text: "one: 1\n")

  private func sorted(_ diagnostics: [Diagnostic]) -> [String] {
    var report = Report()
    for diagnostic in diagnostics { report.add(diagnostic) }
    return report.sorted().map { "\($0.place.description) \($0.code.rawValue) \($0.message)" }
  }

  @Test func `messages come by path, place, code and text`() {
    let diagnostics = [
      Diagnostic(.badText, "x", at: b.place(TextRange(0, 1))),
      Diagnostic(.unclosed, "x", at: a.place(TextRange(7, 8))),
      Diagnostic(.badText, "y", at: a.place(TextRange(7, 9))),
      Diagnostic(.badText, "x", at: a.place(TextRange(7, 8))),
      Diagnostic(.badText, "x", at: b.place),
      Diagnostic(.badText, "x", at: a.place(TextRange(0, 3))),
    ]
    let expected = [
      "a.yaml:1:1 bad-text x", "a.yaml:2:1 bad-text x", "a.yaml:2:1 bad-text y",
      "a.yaml:2:1 unclosed x", "b.yaml bad-text x", "b.yaml:1:1 bad-text x",
    ]
    #expect(sorted(diagnostics) == expected)
    #expect(sorted(diagnostics.reversed()) == expected)
  }

  @Test func `paths are ordered by bytes`() {
    let paths = ["Z", "a", "é", "a/b", "a.b", "B"]
    let found = sorted(
      paths.map { Diagnostic(.badText, "x", at: SourceFile(path: $0, text: "").place) })
    #expect(found.map { String($0.prefix { $0 != " " }) } == ["B", "Z", "a", "a.b", "a/b", "é"])
  }

  @Test func `the same message is said once`() {
    // The same file read twice, as a clause that two policies include.
    let again = SourceFile(path: "a.yaml", text: "one: 1\ntwo: 2\n")
    let diagnostics = [
      Diagnostic(.badText, "x", at: a.place(TextRange(0, 1))),
      Diagnostic(.badText, "x", at: again.place(TextRange(0, 1)), help: "other help"),
      Diagnostic(.badText, "y", at: a.place(TextRange(0, 1))),
      Diagnostic(.badText, "x", at: a.place(TextRange(0, 2))),
      Diagnostic(.badText, "x", at: a.place),
      Diagnostic(.badText, "x", at: again.place),
    ]
    #expect(sorted(diagnostics).count == 4)
  }

  @Test func `counts`() {
    var report = Report()
    #expect(report.isEmpty && !report.hasErrors)
    report.add(Diagnostic(.badText, .note, "n", at: a.place))
    report.add(Diagnostic(.badText, .warning, "w", at: a.place))
    #expect(!report.isEmpty && !report.hasErrors && report.count(of: .warning) == 1)
    var other = Report()
    other.add(Diagnostic(.badText, "e", at: a.place))
    report.add(contentsOf: other)
    #expect(report.hasErrors && report.diagnostics.map(\.message) == ["n", "w", "e"])
    #expect(Severity.error < .warning && Severity.warning < .note)
  }

  @Test func `codes are words with hyphens, and summaries are sentences`() {
    for code in DiagnosticCode.allCases {
      #expect(
        code.rawValue.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(code.rawValue)")
      #expect(code.summary.wholeMatch(of: /[A-Z].{10,110}\./) != nil, "\(code.summary)")
    }
    #expect(Set(DiagnosticCode.allCases.map(\.summary)).count == DiagnosticCode.allCases.count)
  }
}
