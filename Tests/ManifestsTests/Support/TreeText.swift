import Diagnostics
import Manifests

/// Shows trees as text, for cases and for messages of failed tests.
enum TreeText {
  /// Returns the values of a tree, a line each.
  static func values(_ node: Node) -> String {
    lines(node, margin: "").map { $0 + "\n" }.joined()
  }

  private static func lines(_ node: Node, margin: String) -> [String] {
    switch node.content {
    case .none: [margin + "none"]
    case .scalar(let scalar): ["\(margin)\(scalar.style) \(quoted(scalar.text))"]
    case .sequence(let items):
      [margin + "list"] + items.flatMap { lines($0, margin: margin + "  ") }
    case .mapping(let entries):
      [margin + "mapping"]
        + entries.flatMap { entry in
          let value = lines(entry.value, margin: margin + "  ")
          let first = value[0].drop { $0 == " " }
          return ["\(margin)  \(quoted(entry.key)): \(first)"] + value.dropFirst()
        }
    }
  }

  /// Returns the places of a tree: for each node its lines and columns, and what stands there.
  static func places(_ node: Node, in file: SourceFile) -> String {
    var result = place(node.range, in: file)
    switch node.content {
    case .none, .scalar: break
    case .sequence(let items): for item in items { result += places(item, in: file) }
    case .mapping(let entries):
      for entry in entries {
        result += "key " + place(entry.keyRange, in: file) + places(entry.value, in: file)
      }
    }
    return result
  }

  private static func place(_ range: TextRange, in file: SourceFile) -> String {
    let start = file.position(of: Int(range.start))
    let end = file.position(of: Int(range.end))
    let text = quoted(file.text(range))
    return "\(start.line):\(start.column)-\(end.line):\(end.column) \(text)\n"
  }

  /// Returns text with all that cannot be seen as escapes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\"", "\\": result += "\\\(scalar)"
      case _
      where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
