import Diagnostics
import Manifests

/// Makes random trees that a manifest can say.
struct TreeGenerator {
  private var random: Random

  static func tree(seed: UInt64) -> Node {
    var generator = TreeGenerator(random: Random(seed: seed))
    return switch generator.random.int(1...12) {
    case 1: generator.scalar()
    case 2: generator.node(.none)
    case 3, 4: generator.sequence(depth: 0)
    default: generator.mapping(depth: 0)
    }
  }

  private func node(_ content: Node.Content) -> Node { Node(content, range: .zero) }

  private mutating func scalar() -> Node {
    node(.scalar(Scalar(text: text(), style: random.pick([.plain, .literal, .doubleQuoted]))))
  }

  private mutating func sequence(depth: Int) -> Node {
    node(.sequence((0..<random.int(0...4)).map { _ in value(depth: depth + 1) }))
  }

  private mutating func mapping(depth: Int) -> Node {
    var entries: [Entry] = []
    for _ in 0..<random.int(0...5) {
      let key = random.chance(70) ? "k\(entries.count)" : text()
      if entries.contains(where: { $0.key == key }) || key.unicodeScalars.count > 500 { continue }
      let value = random.chance(10) ? node(.none) : value(depth: depth + 1)
      entries.append(Entry(key: key, keyRange: .zero, value: value))
    }
    return node(.mapping(entries))
  }

  private mutating func value(depth: Int) -> Node {
    switch random.int(1...8) {
    case 1 where depth < 8, 2 where depth < 8: mapping(depth: depth)
    case 3 where depth < 8: sequence(depth: depth)
    default: scalar()
    }
  }

  /// A text made of pieces that mean something in YAML, in a page, or to a careless writer.
  private mutating func text() -> String {
    let pieces = [
      "Riverside", "a", "it's", "\"so\"", " ", "  ", "\n", "\n", "\n\n", "\n ", "\t", ": ", ":",
      " #", "#",
      "- ", "-", "---", "...", "? ", "|", ">", "&a", "*b", "!c", "%", "@", "`", "{", "}", "[", "]",
      ",", "~",
      "null", "<<", "yes", "1.10", "12:30", "é", "e\u{301}", "😀", "\u{A0}", "\u{2003}", "\u{2028}",
      "\u{2029}", "\u{FEFF}", "\r", "\r\n", "\\", "\\n", "{{ x }}", "# h", "\u{301}", "x: y", " \n",
      "\n\t",
      "A long sentence, such as a school writes, that goes on for a good part of a line. ",
    ]
    let text = (0..<random.pick([1, 1, 1, 2, 3, 5, 9])).map { _ in random.pick(pieces) }.joined()
    return text
  }
}
