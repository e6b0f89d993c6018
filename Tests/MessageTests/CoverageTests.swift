import Diagnostics
import Foundation
import Testing

/// No message without a case.
@Suite struct CoverageTests {
  /// Codes of other commands and of the manifest language, with the file of the tests that has their cases.
  static let elsewhere: [DiagnosticCode: String] = [
    .rosterCell: "FormsTests/RosterTests.swift", .rosterColumn: "FormsTests/RosterTests.swift",
    .rosterEmpty: "FormsTests/RosterTests.swift", .rosterEncoding: "FormsTests/RosterTests.swift",
    .rosterQuotes: "FormsTests/RosterTests.swift", .rosterRow: "FormsTests/RosterTests.swift",
    .rosterTwice: "FormsTests/RosterTests.swift",
  ]

  /// Codes still without a case; the list may only become shorter.
  static let missing: Set<DiagnosticCode> = [
    .addendumEnded, .adoptedInFuture, .alwaysTrue, .articleBeforeValue, .badAttachment,
    .badChoose, .badCondition, .badCrest, .badDefinition, .badFilter, .badHeading,
    .badIdentifier, .badInclude, .badLayout, .badLock, .badLoop, .badSameAs, .badSlug,
    .badTable, .badTag, .badVolume, .bandRuleOutsideLoop, .brokenSentence, .cannotBePrinted,
    .circularCondition, .colourContrast, .constraint, .deadBranch, .deadReference,
    .documentTooLarge, .duplicateDocument, .duplicateSchool, .duplicateURN, .emptyListItem,
    .groupsDisagree, .impossibleDate, .lawNotInForce, .locked, .mayBeEmpty, .missingEntry,
    .missingFile, .missingRequirement, .missingValue, .noFrontMatter, .noSchoolPossible,
    .noSchools, .notInTrustDocument, .personWithoutName, .privateOnPublicPage, .proofGivenUp,
    .reviewDates, .reviewDue, .reviewOverdue, .rolesNotSeparate, .tooManyOptions, .unfinished,
    .unknownBand, .unknownClause, .unknownDocument, .unknownFact, .unknownFilter,
    .unknownGroup, .unknownKey, .unknownLaw, .unknownOption, .unknownPart, .unknownPath,
    .unknownPhase, .unknownProvider, .unknownRole, .unknownSchool, .unknownSection,
    .unknownTag, .unknownTerm, .unknownType, .unknownWord, .unreadableFile, .unsafeLink,
    .unsupportedMarkdown, .versionsOutOfOrder, .withoutEffect, .wrongFolder, .wrongType,
  ]

  @Test func `every code has a case`() {
    let found = Set(MessageCase.all.compactMap(\.code)).union(Self.elsewhere.keys)
      .union(Self.manifestLanguage)
    for code in DiagnosticCode.allCases where !found.contains(code) {
      #expect(Self.missing.contains(code), "no case has [\(code.rawValue)]: add one to Cases")
    }
    for code in Self.missing {
      #expect(!found.contains(code), "[\(code.rawValue)] has a case now: take it off the list")
    }
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
