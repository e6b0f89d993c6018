/// Writes values as manifest text, always in the same style.
///
/// Reading the text gives the same values again. What no manifest can say is left out or mended: an
/// empty text and an item without a value are not written, a control character becomes U+FFFD.
package struct ManifestPrinter {
  private var bytes: [UInt8] = []

  /// Returns the text of a whole manifest.
  package static func print(_ root: Node) -> [UInt8] {
    var printer = ManifestPrinter()
    printer.write(root)
    return printer.bytes
  }

  private mutating func write(_ root: Node) {
    switch root.content {
    case .mapping(let entries) where !entries.isEmpty: write(entries, column: 0, isInline: true)
    case .sequence(let items) where !items.isEmpty: write(items, column: 0, isInline: true)
    case .scalar(let scalar) where !scalar.text.isEmpty:
      // A text in a block needs a key.
      line(TextPrinter.inline(scalar.text))
    case .mapping: line("{}")
    case .sequence: line("[]")
    case .scalar, .none: break
    }
  }

  /// Writes entries below each other; the first one goes on the line as it is, if it is inline.
  private mutating func write(_ entries: [Entry], column: Int, isInline: Bool) {
    for (index, entry) in entries.enumerated() {
      if index > 0 || !isInline { indent(column) }
      append(TextPrinter.inline(entry.key))
      append(":")
      switch entry.value.content {
      case .none: line("")
      case .mapping(let entries) where !entries.isEmpty:
        line("")
        write(entries, column: column + 2, isInline: false)
      case .sequence(let items) where !items.isEmpty:
        line("")
        write(items, column: column + 2, isInline: false)
      case .scalar(let scalar) where scalar.text.isEmpty: line("")
      case .mapping, .sequence, .scalar:
        append(" ")
        writeShort(entry.value, column: column)
      }
    }
  }

  private mutating func write(_ items: [Node], column: Int, isInline: Bool) {
    var isFirst = isInline
    for item in items where !item.saysNothing {
      if !isFirst { indent(column) }
      isFirst = false
      append("- ")
      switch item.content {
      case .mapping(let entries) where !entries.isEmpty:
        write(entries, column: column + 2, isInline: true)
      case .sequence(let items) where !items.isEmpty:
        write(items, column: column + 2, isInline: true)
      default: writeShort(item, column: column)
      }
    }
  }

  /// Writes a text or an empty list or mapping behind its key or dash.
  private mutating func writeShort(_ node: Node, column: Int) {
    switch node.content {
    case .mapping: line("{}")
    case .sequence: line("[]")
    case .scalar(let scalar): append(TextPrinter.value(scalar.text, column: column + 2))
    case .none: line("")
    }
  }

  private mutating func indent(_ column: Int) {
    bytes.append(contentsOf: repeatElement(Byte.space, count: column))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func line(_ text: String) {
    append(text)
    bytes.append(Byte.lineFeed)
  }
}

extension Node {
  /// Whether an item with this value would be empty, all the way down.
  fileprivate var saysNothing: Bool {
    switch content {
    case .none: true
    case .scalar(let scalar): scalar.text.isEmpty
    case .sequence(let items): !items.isEmpty && items.allSatisfy(\.saysNothing)
    case .mapping: false
    }
  }
}
