import Diagnostics
import Manifests
import Testing

/// A piece of a file, such as the front matter of a template, is read as if it were alone, in place.
@Suite struct PieceTests {
  private let text = "---\ntitle: \"A policy\"\nkind: policy\n---\n\n# Not {a: manifest\n"

  private func parse(_ text: String, _ start: Int, _ end: Int) -> (Manifest, [String]) {
    let file = SourceFile(path: "f", text: text)
    var report = Report()
    let manifest = ManifestParser.parse(file, range: TextRange(start, end), report: &report)
    return (manifest, report.sorted().map { "\($0.place.description) \($0.code.rawValue)" })
  }

  @Test func `places are those of the whole file`() {
    let (manifest, messages) = parse(text, 4, 35)
    #expect(messages.isEmpty)
    #expect(
      TreeText.places(manifest.root, in: manifest.file) == """
        2:1-3:13 "title: \\"A policy\\"\\nkind: policy"
        key 2:1-2:6 "title"
        2:8-2:18 "\\"A policy\\""
        key 3:1-3:5 "kind"
        3:7-3:13 "policy"

        """)
  }

  @Test func `messages are about the whole file`() {
    #expect(
      parse("---\na: *b\nc: [d\n---\n", 4, 16).1 == ["f:2:4 unsupported-yaml", "f:3:4 unclosed"])
  }

  @Test func `nothing beyond the piece is read`() {
    let text = "a: |\n  b\n  c\n"
    #expect(TreeText.values(parse(text, 0, 9).0.root).contains(#"literal "b\n""#))
    #expect(TreeText.values(parse(text, 0, 8).0.root).contains(#"literal "b""#))
    #expect(parse("a: 'b'\n", 0, 5).1 == ["f:1:4 unclosed"])
    #expect(parse("a: [b]\n", 0, 5).1 == ["f:1:4 unclosed"])
    #expect(TreeText.values(parse("a: \"\\u00e9\"", 0, 9).0.root).contains("none") == false)
    #expect(parse("a: é\n", 0, 4).1 == ["f:1:4 not-utf8"])
  }

  @Test func `an empty piece`() {
    for (start, end) in [(4, 4), (0, 0), (99, 200), (5, 2)] {
      let (manifest, messages) = parse(text, start, end)
      #expect(messages.isEmpty && TreeText.values(manifest.root) == "none\n")
    }
  }

  @Test func `a piece may be all of a file, with its byte order mark`() {
    let (manifest, messages) = parse("\u{FEFF}a: b\n", 0, 8)
    #expect(messages.isEmpty && TreeText.values(manifest.root) == "mapping\n  \"a\": plain \"b\"\n")
  }

  @Test func `a large file may have a small piece`() {
    let text = "a: b\n" + String(repeating: "x", count: TextCheck.largestManifest + 1)
    #expect(parse(text, 0, 5).1.isEmpty)
    #expect(parse(text, 5, text.utf8.count).1 == ["f file-too-large"])
  }
}
