import Diagnostics
import Manifests
import Testing

/// Damaged files: nothing may trap or hang, and what is found must make sense.
@Suite struct DamageTests {
  private static let cases = (CaseFile.bad + CaseFile.good).flatMap(\.cases)
    .map { (name: $0.name, bytes: $0.source.bytes) }.filter { $0.bytes.count < 2_000 }

  @Test func `any prefix`() {
    for (name, bytes) in Self.cases {
      for length in 0...bytes.count { check(Array(bytes[..<length]), "\(name), \(length) bytes") }
    }
  }

  @Test func `any line deleted`() {
    for (name, bytes) in Self.cases {
      let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for index in lines.indices {
        let rest = lines[..<index] + lines[(index + 1)...]
        check(Array(rest.joined(separator: [UInt8(ascii: "\n")])), "\(name) without line \(index)")
      }
    }
  }

  @Test func `any byte flipped`() {
    var random = Random(seed: 1)
    for (name, bytes) in Self.cases {
      for index in bytes.indices {
        var copy = bytes
        copy[index] ^= 1 << UInt8(random.int(0...7))
        check(copy, "\(name), byte \(index) is \(copy[index])")
      }
    }
  }

  @Test func `any byte replaced by a sign`() {
    var random = Random(seed: 2)
    let signs = Array("\n\r\t :#-?,[]{}'\"|>&*!%@`\\~".utf8) + [0, 0x80, 0xC2, 0xE2, 0xFF]
    for (name, bytes) in Self.cases {
      for index in bytes.indices {
        var copy = bytes
        copy[index] = random.pick(signs)
        check(copy, "\(name), byte \(index) is \(copy[index])")
      }
    }
  }

  @Test func `random signs`() {
    let signs = Array("\n\n\n  \t:::#--?,[]{}'\"|>&*!%@`\\~ab0".utf8) + [0xC3, 0xA9, 0x0D]
    for seed in UInt64(0)..<20_000 {
      var random = Random(seed: seed)
      let count = random.int(0...60)
      check((0..<count).map { _ in random.pick(signs) }, "seed \(seed)")
    }
  }

  /// Parses, renders, and checks what holds for every file.
  private func check(_ bytes: [UInt8], _ name: String) {
    let file = SourceFile(path: name, bytes: bytes)
    var report = Report()
    let manifest = ManifestParser.parse(file, report: &report)
    for diagnostic in report.diagnostics {
      let range = diagnostic.place.range ?? .zero
      guard range.start >= 0, Int(range.end) <= bytes.count, !diagnostic.message.isEmpty else {
        return fail(name, bytes, "\(diagnostic.code) lies outside of the file")
      }
    }
    if let fault = fault(in: manifest.root, of: bytes, isClean: report.isEmpty) {
      fail(name, bytes, fault)
    }
    _ = TextFace().render(report.sorted())
  }

  private func fail(_ name: String, _ bytes: [UInt8], _ fault: String) {
    Issue.record("\(name): \(fault)\n\(TreeText.quoted(String(decoding: bytes, as: UTF8.self)))")
  }

  /// Returns what is wrong with a tree: places outside of its parent, a key twice, an empty text.
  private func fault(in node: Node, of bytes: [UInt8], isClean: Bool) -> String? {
    if node.range.start < 0 || Int(node.range.end) > bytes.count { return "a place outside" }
    var children: [Node] = []
    switch node.content {
    case .none: return nil
    case .scalar(let scalar):
      return scalar.text.isEmpty || node.range.isEmpty ? "an empty text" : nil
    case .sequence(let items):
      children = items
      if items.contains(where: { if case .none = $0.content { true } else { false } }) {
        return "an empty item"
      }
    case .mapping(let entries):
      children = entries.map(\.value)
      if Set(entries.map(\.key)).count < entries.count { return "a key twice" }
      if entries.contains(where: \.key.isEmpty) { return "an empty key" }
      // A stray line is taken in where it was meant to be, which is not where it stands.
      if isClean, entries.contains(where: { !node.range.contains($0.keyRange) }) {
        return "a key outside of its mapping"
      }
    }
    if isClean, let stray = children.first(where: { !node.range.contains($0.range) }) {
      return "\(stray.range) is outside of \(node.range)"
    }
    return children.lazy.compactMap { fault(in: $0, of: bytes, isClean: isClean) }.first
  }
}

extension TextRange {
  /// Whether another range lies in this one.
  fileprivate func contains(_ other: TextRange) -> Bool { start <= other.start && other.end <= end }
}
