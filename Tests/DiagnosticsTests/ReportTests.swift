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

  @Test func `what is taken back is gone, and nothing that was there before`() {
    var report = Report()
    report.add(Diagnostic(.badText, "before", at: a.place))
    for text in ["vain", "good"] { report.add(Diagnostic(.badText, text, at: a.place)) }
    report.takeBack(since: 1) { $0.message != "good" }
    #expect(report.diagnostics.map(\.message) == ["before", "good"])
    report.takeBack(since: 2) { _ in true }
    #expect(report.diagnostics.map(\.message) == ["before", "good"])
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

  // [too-many-messages]
  @Test func `of very many messages about one file the first are kept, and the others counted`() {
    func message(
      _ file: SourceFile, _ number: Int, _ severity: Severity = .warning
    ) -> Diagnostic {
      Diagnostic(.badText, severity, "m\(number)", at: file.place(TextRange(0, 1)))
    }
    var report = Report()
    for number in 0..<Report.most { report.add(message(a, number)) }
    #expect(report.count == Report.most)
    report.add(message(a, Report.most))
    #expect(report.diagnostics.last?.message == "there is 1 more message about this file")
    #expect(!report.hasErrors)
    report.add(message(b, 0))
    report.add(message(a, Report.most + 1, .error))
    // An error among those that are not shown is an error all the same.
    #expect(report.hasErrors && report.hasErrors(in: a) && !report.hasErrors(in: b))
    #expect(report.count == Report.most + 2)
    let rest = report.diagnostics[Report.most]
    #expect(rest.code == .tooManyMessages && rest.severity == .error)
    #expect(rest.message == "there are 2 more messages about this file")

    // Two reports put together count as one.
    var other = Report()
    for number in 0..<10 { other.add(message(a, -1 - number)) }
    other.add(contentsOf: report)
    #expect(
      other.diagnostics.contains { $0.message == "there are 12 more messages about this file" })

    // A message that is found for each of a thousand schools is one.
    var repeated = Report()
    for school in 0..<2 * Report.most {
      var own = Report()
      own.add(message(a, 0))
      own.add(message(b, school))
      repeated.add(contentsOf: own)
    }
    #expect(repeated.sorted().filter { $0.place.file.path == a.path }.map(\.message) == ["m0"])
    #expect(
      repeated.diagnostics.contains {
        $0.message == "there are \(Report.most) more messages about this file"
      })
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
