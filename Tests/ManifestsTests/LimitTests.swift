import Diagnostics
import Manifests
import Testing

/// Files that are large, deep or wrong throughout are read in time that grows with their size.
@Suite(.timeLimit(.minutes(10))) struct LimitTests {
  struct Pattern: Sendable, CustomTestStringConvertible {
    var text: String
    var start = ""

    var testDescription: String { TreeText.quoted(start + text) }

    /// The pattern over and over, in lines of at most 60 KiB unless it has line ends.
    func repeated(bytes: Int) -> [UInt8] {
      var result = Array(start.utf8)
      var line = 0
      while result.count < bytes {
        result += text.utf8
        line += text.utf8.count
        if line > 60 << 10, !text.utf8.contains(UInt8(ascii: "\n")) {
          result.append(UInt8(ascii: "\n"))
          line = 0
        }
      }
      return result
    }
  }

  /// Quadratic work on a quarter of a MiB would take minutes.
  @Test(
    arguments: [
      "- ", "[", "{", "{{", "[a: ", "{a: ", "a: ", "a: \"x\n", "a: [\n", "a: 1\n", "a: |\n",
      "a: >\n  x\n",
      "? a\n", "&a ", "&a\n", "!a\n", "*a\n", "- !a\n", "\n", " ", "\t", "#\n", "---\n", "...\n",
      "%\n", "x",
      "x\n", "x ", "\u{7}\n", "\r", "'", "\"", "\"\\q\" ", "[\n", "]\n", "[,", "[a b, 'c' d, ",
      "a: {{ b }}\n",
      "[{{ b }}, ", "- a\n b\n", "a: 1\n   b: 2\n  c: 3\n d: 4\n", "- a: 1\n    b: 2\n   c: 3\n",
      "a:\n\tb: 1\n",
      "- \tb: 1\n", "a: - b: - ", "é", "e\u{301}: 1\n", "a: |\n\n\n\n", "a: |\n        \n b\n",
      "'a': 'b': ",
    ].map { Pattern(text: $0) } + [
      Pattern(text: "     b: 2\n    c: 3\n", start: "- a: 1\n"),
      Pattern(text: "   \n", start: "a: |\n"),
      Pattern(text: "    - b\n   - c\n", start: "a:\n - x\n"), Pattern(text: "# ", start: "a: "),
      Pattern(text: "a, ", start: "["), Pattern(text: " b: |\n", start: "a:\n"),
      Pattern(text: "\n ]", start: "a: ["),
    ])
  func `time grows with the size`(_ pattern: Pattern) {
    let file = SourceFile(path: "f", bytes: pattern.repeated(bytes: 256 << 10))
    var report = Report()
    _ = ManifestParser.parse(file, report: &report)
    let messages = report.sorted()
    for message in messages.prefix(1_000) { _ = TextFace().render(message) }
  }

  @Test func `many keys`() {
    let lines = (0..<20_000).map { "key-\($0): value\n" }
    var report = Report()
    // A block that stands there twice is one mistake.
    let file = SourceFile(path: "f", text: (lines + lines).joined())
    _ = ManifestParser.parse(file, report: &report)
    #expect(report.diagnostics.map(\.code) == [.duplicateKey])

    report = Report()
    let pairs = SourceFile(path: "f", text: lines.map { $0 + $0 }.joined())
    let manifest = ManifestParser.parse(pairs, report: &report)
    // So many messages of one file are said, and how many more there are.
    #expect(report.count(of: .error) == Report.most + 1)
    #expect(report.diagnostics.prefix(Report.most).allSatisfy { $0.code == .duplicateKey })
    guard case .mapping(let entries) = manifest.root.content else { return #expect(Bool(false)) }
    #expect(entries.count == 20_000)
  }

  @Test func `the largest file`() {
    let text = "# " + String(repeating: "x", count: 61) + "\n"
    let bytes = Array(repeatElement(Array(text.utf8), count: (1 << 20) / 64).joined())
    for (extra, expected) in [(0, 0), (1, 1)] {
      var report = Report()
      let file = SourceFile(
        path: "f", bytes: bytes + repeatElement(UInt8(ascii: "\n"), count: extra))
      _ = ManifestParser.parse(file, report: &report)
      #expect(file.bytes.count == TextCheck.largestManifest + extra)
      #expect(report.diagnostics.map(\.code) == Array(repeating: .fileTooLarge, count: expected))
    }
  }

  @Test func `the longest line`() {
    for (count, lineEnd, expected) in [
      (65_536, "\n", 0), (65_537, "\n", 1), (65_536, "\r\n", 0), (65_537, "", 1), (65_536, "", 0),
    ] {
      let text = "a: " + String(repeating: "b", count: count - 3) + lineEnd
      var report = Report()
      _ = ManifestParser.parse(SourceFile(path: "f", text: text), report: &report)
      #expect(report.diagnostics.map(\.code) == Array(repeating: .lineTooLong, count: expected))
    }
  }

  /// 64 levels of anything that nests, in any mixture, are allowed and 65 are not.
  @Test(arguments: 1...4) func `levels of all kinds`(_ step: Int) {
    for levels in 60...70 {
      var opening = ""
      var closing = ""
      for level in 0..<levels {
        switch (level / step) % 2 {
        case 0:
          opening += "["
          closing = "]" + closing
        default:
          opening += "{k: "
          closing = "}" + closing
        }
      }
      for text in ["\(opening)a\(closing)", "\(opening)\n a\n \(closing)"] {
        var report = Report()
        _ = ManifestParser.parse(SourceFile(path: "f", text: text), report: &report)
        #expect(report.diagnostics.map(\.code) == (levels > 64 ? [.nestingTooDeep] : []))
      }
    }
  }
}
