import Diagnostics
import FileStore
import Testing

@testable import trustwright

/// The exit status of `check` and `build` follows what was found.
@Suite struct ExitStatusTests {
  @Test(arguments: [
    ([], false, 0), ([], true, 0), ([Severity.note], false, 0), ([.note], true, 0),
    ([.warning], false, 0), ([.warning, .note], true, 1), ([.error], false, 1), ([.error], true, 1),
  ])
  func `warnings count only with --strict, notes never`(
    found: [Severity], isStrict: Bool, status: Int
  ) {
    var report = Report()
    let place = SourceFile(path: "a", text: "").place
    for severity in found { report.add(Diagnostic(.badText, severity, "x", at: place)) }
    #expect(ExitStatus(of: report, strict: isStrict).rawValue == Int32(status))
  }

  @Test func `what the machine could not read is no fault of the input`() {
    var report = Report()
    let place = SourceFile(path: "a", text: "").place
    report.add(.unreadable(FileError(.link, "read", "a"), at: place))
    #expect(ExitStatus(of: report) == .wrongInput)
    report.add(.unreadable(FileError(.tooManyFiles, "read", "a"), at: place))
    #expect(ExitStatus(of: report) == .machineFailed)
  }
}
