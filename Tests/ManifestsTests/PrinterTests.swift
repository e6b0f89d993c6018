import Diagnostics
import Manifests
import Testing

@Suite struct PrinterTests {
  @Test func `what is printed reads back the same`() {
    for seed in UInt64(0)..<3_000 {
      let tree = TreeGenerator.tree(seed: seed)
      let file = SourceFile(path: "seed \(seed)", bytes: ManifestPrinter.print(tree))
      var report = Report()
      let manifest = ManifestParser.parse(file, report: &report)
      guard report.isEmpty, manifest.root.means(tree) else {
        Issue.record(
          """
          seed \(seed): \(TreeText.values(tree))
          is printed as \(TreeText.quoted(file.text(TextRange(0, file.bytes.count))))
          and reads \(TreeText.values(manifest.root))\(TextFace().render(report.sorted()))
          """)
        return
      }
    }
  }

  @Test func `printing what was printed changes nothing`() {
    for seed in UInt64(0)..<300 {
      let text = ManifestPrinter.print(TreeGenerator.tree(seed: seed))
      #expect(printed(text) == text, "seed \(seed)")
    }
  }

  @Test(arguments: CaseFile.good.flatMap(\.cases))
  func `a good case means the same when it is printed`(_ test: ManifestCase) {
    var report = Report()
    let before = ManifestParser.parse(test.source, report: &report).root
    let file = SourceFile(path: test.name, bytes: ManifestPrinter.print(before))
    let after = ManifestParser.parse(file, report: &report).root
    #expect(report.isEmpty && after.means(before))
  }

  @Test func `the canonical style`() {
    let text = """
      school:
        name: Riverside Primary School
        address: |
          Mill Lane
          Northfield
        colour: "#1d4f91"
        motto: '"Say yes" to C:\\'
        note: "Mill Lane: north"
        summary: >-
          How everyone at Riverside Primary School uses technology, which is more than one
          would think who has not seen it.
      leads:
        dsl:
          - Mr J Okoro
          - name: Ms P Lindqvist
            phone: 01632 960044
      lists:
        - - a
          - b
        - []
      empty: {}
      unfinished:

      """
    #expect(String(decoding: printed(Array(text.utf8)), as: UTF8.self) == text)
  }

  @Test func `what no manifest can say is mended or left out`() {
    let none = Node(.none, range: .zero)
    let list = Node(.sequence([none, scalar("d"), none]), range: .zero)
    let entries = [
      Entry(key: "a", keyRange: .zero, value: scalar("")),
      Entry(key: "b", keyRange: .zero, value: scalar("x\u{1B}[31m\u{0}")),
      Entry(key: "c", keyRange: .zero, value: list),
    ]
    let text = ManifestPrinter.print(Node(.mapping(entries), range: .zero))
    let expected = "a:\nb: \"x\u{FFFD}[31m\u{FFFD}\"\nc:\n  - d\n"
    #expect(String(decoding: text, as: UTF8.self) == expected)
  }

  private func scalar(_ text: String) -> Node {
    Node(.scalar(Scalar(text: text, style: .plain)), range: .zero)
  }

  private func printed(_ text: [UInt8]) -> [UInt8] {
    var report = Report()
    let manifest = ManifestParser.parse(SourceFile(path: "printed", bytes: text), report: &report)
    #expect(report.isEmpty, "\(TextFace().render(report.sorted()))")
    return ManifestPrinter.print(manifest.root)
  }
}
