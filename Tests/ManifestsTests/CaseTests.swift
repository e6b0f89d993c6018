import Diagnostics
import Foundation
import Manifests
import Testing

/// Compares every case with what the case file says of it.
///
/// `TRUSTWRIGHT_RECORD=1 swift test --filter ManifestsTests` writes what is found into the case files;
/// read the difference before it is committed.
@Suite struct CaseTests {
  private static let isRecording =
    ProcessInfo.processInfo.environment["TRUSTWRIGHT_RECORD"] != nil

  @Test(arguments: (CaseFile.bad + CaseFile.good).flatMap(\.cases))
  func `case`(_ test: ManifestCase) {
    #expect(!test.expected.isEmpty, "nothing is expected of this case")
    if Self.isRecording { return }
    for (aspect, text) in test.expected {
      let actual = test.actual(aspect).trimmedAtEnd
      #expect(actual == text.trimmedAtEnd, "\(aspect.rawValue) of '\(test.name)':\n\(actual)")
    }
  }

  @Test(
    .enabled(if: isRecording, "only with TRUSTWRIGHT_RECORD"),
    arguments: CaseFile.bad + CaseFile.good)
  func record(_ file: CaseFile) throws {
    try file.record()
    Issue.record("\(file) was written again: read the difference", severity: .warning)
  }

  @Test(arguments: CaseFile.bad.flatMap(\.cases))
  func `a bad case has a message`(_ test: ManifestCase) {
    var report = Report()
    _ = ManifestParser.parse(test.source, report: &report)
    #expect(!report.isEmpty)
    #expect(test.expected.contains { $0.aspect == .messages })
  }

  @Test(arguments: CaseFile.good.flatMap(\.cases))
  func `a good case has no message`(_ test: ManifestCase) {
    var report = Report()
    _ = ManifestParser.parse(test.source, report: &report)
    #expect(report.isEmpty, "\(TextFace().render(report.sorted()))")
  }

  @Test func `names of cases are unique`() {
    let names = (CaseFile.bad + CaseFile.good).flatMap(\.cases).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 100)
  }

  @Test func `every code of the manifest language has a case`() {
    var report = Report()
    for test in CaseFile.bad.flatMap(\.cases) {
      _ = ManifestParser.parse(test.source, report: &report)
    }
    let found = Set(report.diagnostics.map(\.code))
    // The codes of the manifest language come first, in alphabetical order.
    let last = DiagnosticCode.allCases.firstIndex(of: .unsupportedYAML) ?? 0
    for code in DiagnosticCode.allCases[...last] {
      #expect(found.contains(code), "no case has [\(code.rawValue)]")
    }
  }
}
