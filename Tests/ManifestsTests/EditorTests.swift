import Diagnostics
import Foundation
import Manifests
import Testing

/// Edits of manifests: what was meant changes, and not a byte beside it.
@Suite struct EditorTests {
  private func manifest(_ text: String) -> Manifest {
    var report = Report()
    return ManifestParser.parse(
      SourceFile(path: "m.yaml", bytes: Array(text.utf8)), report: &report)
  }

  private func edited(_ text: String, _ edit: (inout ManifestEditor) -> Bool) -> String? {
    var editor = ManifestEditor(manifest(text))
    guard edit(&editor) else { return nil }
    return String(decoding: editor.apply(), as: UTF8.self)
  }

  @Test func `a value keeps its quotes, its comment and its neighbours`() {
    #expect(edited("a: 1   # one\nb: 2\n") { $0.set(["a"], to: "9") } == "a: 9   # one\nb: 2\n")
    #expect(edited("a: '1'\n") { $0.set(["a"], to: "9") } == "a: '9'\n")
    #expect(
      edited("a: {b: \"1\", c: 2} # x\r\n") { $0.set(["a", "b"], to: "9") }
        == "a: {b: \"9\", c: 2} # x\r\n")
    #expect(edited("a:   # open\nb: 2\n") { $0.set(["a"], to: "9") } == "a: 9   # open\nb: 2\n")
    #expect(edited("a: {b: 1}\n") { $0.set(["a", "b"], to: "x, y") } == "a: {b: 'x, y'}\n")
    #expect(edited("a: |\n  text\n") { $0.set(["a"], to: "9") } == nil)
    #expect(edited("a: [1]\n") { $0.set(["a"], to: "9") } == nil)
  }

  @Test func `keys and items go where they belong`() {
    let item = [("version", "3"), ("summary", "Old, and {done}")]
    let written = "{version: 3, summary: 'Old, and {done}'}"
    #expect(
      edited("d:\n  x: 1  # c\n  y: 2\n") { $0.add("h", .list(item), to: ["d"], after: "x") }
        == "d:\n  x: 1  # c\n  h:\n    - \(written)\n  y: 2\n")
    #expect(
      edited("d: {x: 1, y: 2}\n") { $0.add("h", .list(item), to: ["d"], after: "x") }
        == "d: {x: 1, h: [\(written)], y: 2}\n")
    #expect(
      edited("d:\r\n  x: |\r\n    long\r\n") { $0.add("h", .text("v"), to: ["d"], after: "x") }
        == "d:\r\n  h: v\r\n  x: |\r\n    long\r\n")
    #expect(
      edited("h:\n  # newest\n  - {version: 2}\n  - {version: 1}\n") {
        $0.add(item: item, to: ["h"], atStart: true)
      } == "h:\n  # newest\n  - \(written)\n  - {version: 2}\n  - {version: 1}\n")
    #expect(
      edited("h:\n  - {version: 1}  # c\nz: 1") { $0.add(item: item, to: ["h"], atStart: false) }
        == "h:\n  - {version: 1}  # c\n  - \(written)\nz: 1")
    #expect(
      edited("h: [{version: 1}]\n") { $0.add(item: item, to: ["h"], atStart: true) }
        == "h: [\(written), {version: 1}]\n")
  }

  /// The paths of all single values of a tree.
  private func paths(_ node: Node, _ path: [String] = []) -> [[String]] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries.flatMap { entry -> [[String]] in
      let own = path + [entry.key]
      switch entry.value.content {
      case .scalar, .none: return [own]
      default: return paths(entry.value, own)
      }
    }
  }

  /// The tree with one value set, or a key added.
  private func with(_ node: Node, _ path: ArraySlice<String>, _ text: String) -> Node {
    guard case .mapping(var entries) = node.content, let key = path.first else { return node }
    let value = Node(.scalar(Scalar(text: text, style: .plain)), range: .zero)
    for index in entries.indices where entries[index].key == key {
      entries[index].value =
        path.count == 1 ? value : with(entries[index].value, path.dropFirst(), text)
    }
    return Node(.mapping(entries), range: node.range)
  }

  @Test(arguments: 0..<16)
  func `everything outside of an edit stays, and the result says what was meant`(_ block: Int) {
    var done = 0
    for seed in UInt64(block * 50)..<UInt64(block * 50 + 50) {
      let text = DocumentGenerator.document(seed: seed)
      var report = Report()
      let file = SourceFile(path: "m.yaml", bytes: Array(text.utf8))
      let before = ManifestParser.parse(file, report: &report)
      guard !report.hasErrors else { continue }
      for (number, path) in paths(before.root).enumerated() {
        let new = ["2027-09-15", "a, b: c", "it's", "4", "- x", "é {"][number % 6]
        var editor = ManifestEditor(before)
        guard editor.set(path, to: new) else { continue }
        let bytes = editor.apply()
        var report = Report()
        let after = ManifestParser.parse(SourceFile(path: "m.yaml", bytes: bytes), report: &report)
        #expect(
          !report.hasErrors, "seed \(seed), \(path):\n\(String(decoding: bytes, as: UTF8.self))")
        #expect(
          after.root.means(with(before.root, path[...], new)),
          "seed \(seed), \(path):\n\(String(decoding: bytes, as: UTF8.self))")
        // The bytes before and after the value are those of the file.
        let old = file.bytes
        let start = zip(old, bytes).prefix { $0 == $1 }.count
        let end = zip(old.reversed(), bytes.reversed()).prefix { $0 == $1 }.count
        let range = editor.node(path).map { $0.range.clamped(to: old.count) } ?? 0..<0
        #expect(start >= range.lowerBound, "seed \(seed), \(path)")
        #expect(old.count - end <= range.upperBound, "seed \(seed), \(path)")
        done += 1
      }
    }
    #expect(done > 0)
  }
}
