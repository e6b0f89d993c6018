/// Shows messages to a person at a terminal or in a log.
package struct TextFace {
  /// The marks that colour a terminal; all empty where there is no colour.
  package struct Style: Sendable {
    var error = ""
    var warning = ""
    var note = ""
    var place = ""
    var strong = ""
    var reset = ""

    package static let plain = Style()
    package static let coloured = Style(
      error: "\u{1B}[1;31m", warning: "\u{1B}[1;33m", note: "\u{1B}[1;36m",
      place: "\u{1B}[34m", strong: "\u{1B}[1m", reset: "\u{1B}[0m"
    )
  }

  /// The longest piece of a line that is shown; a longer line is cut around the mark.
  static let widestExcerpt = 120

  package var style: Style

  package init(style: Style = .plain) {
    self.style = style
  }

  /// Returns all messages, a blank line after each.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { render($0) + "\n" }.joined()
  }

  /// Returns one message with the line it is about.
  package func render(_ diagnostic: Diagnostic) -> String {
    let mark =
      switch diagnostic.severity {
      case .error: style.error
      case .warning: style.warning
      case .note: style.note
      }
    var text = "\(mark)\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]\(style.reset)"
    text += "\(style.strong): \(visible(diagnostic.message))\(style.reset)\n"
    text += excerpt(at: diagnostic.place, arrow: "-->", label: diagnostic.label, mark: mark)
    for note in diagnostic.notes {
      text += "   = note: \(visible(note.text))\n"
      if let place = note.place {
        text += excerpt(at: place, arrow: ":::", label: nil, mark: style.note)
      }
    }
    if let help = diagnostic.help {
      text += "   = \(visible(help))\n"
    }
    return text
  }

  private func excerpt(at place: Place, arrow: String, label: String?, mark: String) -> String {
    let arrowLine = "  \(style.place)\(arrow)\(style.reset) \(visible(place.description))\n"
    guard let range = place.range, let start = place.start, !place.file.bytes.isEmpty else {
      return arrowLine + (label.map { "   = \(visible($0))\n" } ?? "")
    }
    let line = place.file.lineRange(around: Int(range.start))
    let number = String(start.line)
    let gutter = String(repeating: " ", count: number.count + 1)
    let scalars = Array(place.file.text(line).unicodeScalars)
    let marked = place.file.text(
      TextRange(Int(max(range.start, line.start)), Int(max(range.start, min(range.end, line.end)))))
    let from = min(start.column - 1, scalars.count)
    let width = max(1, min(marked.unicodeScalars.count, Self.widestExcerpt))
    let cut = from + width > Self.widestExcerpt ? max(0, from - 20) : 0
    let shown = scalars[cut..<min(scalars.count, cut + Self.widestExcerpt + 20)]
    let before = cut > 0 ? "…" : ""
    var text = arrowLine
    text += "\(style.place)\(gutter)|\(style.reset)\n"
    text += "\(style.place)\(number) |\(style.reset) \(before)\(visible(shown))\n"
    let indent = String(repeating: " ", count: from - cut + before.count)
    text += "\(style.place)\(gutter)|\(style.reset) \(indent)"
    text += "\(mark)\(String(repeating: "^", count: width))"
    text += "\(label.map { " " + visible($0) } ?? "")\(style.reset)\n"
    text += "\(style.place)\(gutter)|\(style.reset)\n"
    return text
  }

  /// Returns text that cannot move the cursor, change colours or turn the reading direction.
  private func visible(_ text: some Sequence<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text {
      switch scalar.value {
      case 0x09: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private func visible(_ text: String) -> String { visible(text.unicodeScalars) }
}
