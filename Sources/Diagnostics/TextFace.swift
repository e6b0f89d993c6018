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
    let gutter =
      style.place + row(of: UInt8(ascii: " "), number.utf8.count + 1) + "|" + style.reset
    let marked = place.file.scalars(
      in: TextRange(Int(max(range.start, line.start)), Int(min(range.end, line.end))),
      atMost: Self.widestExcerpt)
    // A long line is shown from a little before the mark to a little behind it.
    let column = start.column - 1
    let cut = column + marked.count > Self.widestExcerpt ? max(0, column - 20) : 0
    let scalars = place.file.scalars(in: line, dropping: cut, atMost: Self.widestExcerpt + 21)
    let shown = scalars.prefix(Self.widestExcerpt + 20)
    let head = cut > 0 ? "…" : ""
    let tail = shown.count < scalars.count ? "…" : ""
    let before = shown.prefix(column - cut)

    let width = before.reduce(head.isEmpty ? 0 : 1) { $0 + Terminal.width(of: $1) }
    let margin = row(of: UInt8(ascii: " "), width)
    let signs = row(of: UInt8(ascii: "^"), max(1, marked.reduce(0) { $0 + Terminal.width(of: $1) }))
    let words = label.map { " " + visible($0) } ?? ""
    return """
      \(arrowLine)\(gutter)
      \(style.place)\(number) |\(style.reset) \(head)\(visible(shown))\(tail)
      \(gutter) \(margin)\(mark)\(signs)\(words)\(style.reset)
      \(gutter)

      """
  }

  private func visible(_ text: some Sequence<Unicode.Scalar>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.underestimatedCount)
    for scalar in text {
      let shown = Terminal.shown(scalar)
      if shown.isASCII {
        bytes.append(UInt8(truncatingIfNeeded: shown.value))
      } else {
        bytes.append(contentsOf: shown.utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func visible(_ text: String) -> String {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? text : visible(text.unicodeScalars)
  }

  private func row(of sign: UInt8, _ count: Int) -> String {
    String(decoding: [UInt8](repeating: sign, count: count), as: UTF8.self)
  }
}
