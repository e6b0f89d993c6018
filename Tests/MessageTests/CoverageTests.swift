import Diagnostics
import Foundation
import Testing

/// No message without a case.
@Suite struct CoverageTests {
  /// Codes of other commands and of the manifest language, with the file of the tests that has their cases.
  static let elsewhere: [DiagnosticCode: String] = [
    .tooManyMessages: "DiagnosticsTests/ReportTests.swift",
    .rosterCell: "FormsTests/RosterTests.swift", .rosterColumn: "FormsTests/RosterTests.swift",
    .rosterEmpty: "FormsTests/RosterTests.swift", .rosterEncoding: "FormsTests/RosterTests.swift",
    .rosterQuotes: "FormsTests/RosterTests.swift", .rosterRow: "FormsTests/RosterTests.swift",
    .rosterTwice: "FormsTests/RosterTests.swift",
    .approvalAltered: "ReviewsTests/ApprovalMessageTests.swift",
    .badReturns: "ReviewsTests/ApprovalMessageTests.swift",
    .changedSinceApproval: "ReviewsTests/ApprovalMessageTests.swift",
    .factChanged: "ReviewsTests/ApprovalMessageTests.swift",
    .unrecordedAdoption: "ReviewsTests/ApprovalMessageTests.swift",
  ]

  /// Codes still without a case; the list may only become shorter.
  static let missing: Set<DiagnosticCode> = []

  @Test func `every code has a case`() {
    let found = Set(MessageCase.all.compactMap(\.code)).union(Self.elsewhere.keys)
      .union(Self.manifestLanguage)
    func names(_ codes: some Sequence<DiagnosticCode>) -> [String] {
      codes.map(\.rawValue).sorted()
    }
    let without = names(DiagnosticCode.allCases.filter { !found.contains($0) })
    // Add a case to Cases for a new code; take off the list what has a case now.
    #expect(without == names(Self.missing))
  }

  @Test func `cases elsewhere are where they are said to be`() throws {
    let tests = MessageCase.folder.deletingLastPathComponent()
    for (code, path) in Self.elsewhere {
      let text = try String(contentsOf: tests.appending(path: path), encoding: .utf8)
      #expect(text.contains("[\(code.rawValue)]"), "\(path) has no [\(code.rawValue)]")
    }
  }

  /// The codes of the manifest language, which ManifestsTests has cases for and walks itself.
  static let manifestLanguage: Set<DiagnosticCode> = {
    let last = DiagnosticCode.allCases.firstIndex(of: .unsupportedYAML) ?? 0
    return Set(DiagnosticCode.allCases[...last])
  }()
}
