import Diagnostics
import Foundation
import Testing

/// The pages about messages and faults are held to the program.
@Suite struct DocsTests {
  private static let root = MessageCase.folder.deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func lines(_ page: String) throws -> [String] {
    try String(contentsOf: root.appending(path: "Docs/\(page)"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  /// A new code needs a line: its summary, a mistake and the mend.
  @Test func `every code has its line in messages.md`() throws {
    let lines = try Self.lines("messages.md").filter { $0.hasPrefix("- **") }
    var left = lines
    for code in DiagnosticCode.allCases {
      let start = "- **\(code.rawValue)**. \(code.summary) Mistake: "
      let found = lines.filter { $0.hasPrefix("- **\(code.rawValue)**") }
      #expect(
        found.count == 1 && found[0].hasPrefix(start) && found[0].contains(". Mend: "),
        "add to Docs/messages.md: \(start)…. Mend: ….")
      left.removeAll { found.contains($0) }
    }
    #expect(left.isEmpty, "no code has this line: \(left)")
  }

  /// The last column of the table names cases and tests; the middle one names codes.
  @Test func `what faults.md names is there`() throws {
    let rows = try Self.lines("faults.md").filter { $0.hasPrefix("| ") }.dropFirst(2)
    #expect(rows.count == 50)
    let tests = Self.root.appending(path: "Tests")
    var sources = ""
    for name in FileManager.default.enumerator(atPath: tests.path)?.compactMap({ $0 as? String })
      ?? []
    where name.hasSuffix(".swift") {
      sources += try String(contentsOf: tests.appending(path: name), encoding: .utf8)
    }
    let cases = Set(MessageCase.all.map(\.name))
    let codes = Set(DiagnosticCode.allCases.map(\.rawValue))
    for row in rows {
      let cells = row.components(separatedBy: " | ")
      #expect(cells.count == 3, "\(row)")
      let shown = Self.quoted(cells[2])
      #expect(!shown.isEmpty, "\(row)")
      for name in shown {
        let isTest = sources.contains("func `\(name)`(") || sources.contains("func \(name)(")
        #expect(cases.contains(name) || isTest, "there is no case or test '\(name)'")
      }
      for code in Self.quoted(cells[1])
      where code.allSatisfy({ $0.isLetter || $0 == "-" }) && code.contains("-") {
        #expect(codes.contains(code), "there is no code '\(code)'")
      }
    }
  }

  private static func quoted(_ text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
