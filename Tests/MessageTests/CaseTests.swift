import Diagnostics
import Foundation
import Testing

/// Holds what `check` says of each case against what the case says it must.
///
/// `TRUSTWRIGHT_RECORD=1 swift test --filter MessageTests` writes what is said now into the cases; read the
/// difference as the person who will get the message before it is committed.
@Suite struct CaseTests {
  static let isRecording = ProcessInfo.processInfo.environment["TRUSTWRIGHT_RECORD"] != nil

  @Test func `the base has no message`() throws {
    let text = try CaseWorkspace.with(
      overlay: MessageCase.folder.appending(path: "Base"), options: CaseOptions("")
    ) { Check.text(try Check.diagnostics(root: $0, day: CaseOptions("").day), root: $0) }
    #expect(text.isEmpty, "\(text)")
  }

  @Test(.enabled(if: !isRecording), arguments: MessageCase.all)
  func `bad input gets the messages`(_ test: MessageCase) throws {
    let (found, text) = try test.diagnostics(.bad)
    let expected = test.expected(.bad)
    #expect(text == expected, "\(test.name):\n\(text)")
    let code = try #require(test.code, "the folder's name must begin with a code")
    #expect(found.contains { $0.code == code }, "no message has [\(code.rawValue)]")
    #expect(test.options.unknown.isEmpty, "options are not understood: \(test.options.unknown)")
  }

  @Test(.enabled(if: !isRecording), arguments: MessageCase.all)
  func `the mended twin gets none`(_ test: MessageCase) throws {
    let (found, text) = try test.diagnostics(.good)
    #expect(text == test.expected(.good), "\(test.name):\n\(text)")
    #expect(!found.contains { $0.code == test.code }, "it is not mended")
    #expect(!found.contains { $0.severity == .error }, "\(text)")
  }

  /// The tests are compiled without optimising, and what users run is not: the optimizer has made the two differ.
  @Test(
    .enabled(if: Check.program != nil, "only with TRUSTWRIGHT_PROGRAM"), arguments: MessageCase.all)
  func `the program as it ships says the same`(_ test: MessageCase) throws {
    let program = try #require(Check.program)
    for side in MessageCase.Side.allCases {
      let text = try test.printed(side, by: program)
      let expected = test.expected(side)
      #expect(text.hasPrefix(expected), "\(test.name), \(side):\n\(text)")
      // Behind the messages comes one line that counts them.
      #expect(text.dropFirst(expected.count).filter { $0 == "\n" }.count == 1, "\(text)")
    }
  }

  @Test(.enabled(if: isRecording, "only with TRUSTWRIGHT_RECORD"), arguments: MessageCase.all)
  func record(_ test: MessageCase) throws {
    let text = try test.diagnostics(.bad).text
    if text != test.expected(.bad) {
      try Data(text.utf8).write(to: test.messagesFile(.bad))
      Issue.record("\(test.name) was written again: read the difference", severity: .warning)
    }
    let (found, rest) = try test.diagnostics(.good)
    let isMended = !found.contains { $0.code == test.code || $0.severity == .error }
    #expect(isMended, "the twin of \(test.name) is not mended:\n\(rest)")
    if isMended, rest != test.expected(.good) {
      try FileManager.default.createDirectory(
        at: test.url(.good), withIntermediateDirectories: true)
      try Data(rest.utf8).write(to: test.messagesFile(.good))
      Issue.record("the twin of \(test.name) has messages", severity: .warning)
    }
  }
}
