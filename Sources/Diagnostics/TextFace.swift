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
    var text: [UInt8] = []
    for diagnostic in diagnostics {
      write(diagnostic, to: &text)
      text.add("\n")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns one message with the line it is about.
  package func render(_ diagnostic: Diagnostic) -> String {
    var text: [UInt8] = []
    write(diagnostic, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func write(_ diagnostic: Diagnostic, to text: inout [UInt8]) {
    let mark =
      switch diagnostic.severity {
      case .error: style.error
      case .warning: style.warning
      case .note: style.note
      }
    text.add(mark, diagnostic.severity.rawValue, "[", diagnostic.code.rawValue, "]", style.reset)
    text.add(style.strong, ": ", visible(diagnostic.message), style.reset, "\n")
    excerpt(at: diagnostic.place, arrow: "-->", label: diagnostic.label, mark: mark, to: &text)
    for note in diagnostic.notes {
      text.add("   = note: ", visible(note.text), "\n")
      if let place = note.place {
        excerpt(at: place, arrow: ":::", label: nil, mark: style.note, to: &text)
      }
    }
    if let help = diagnostic.help { text.add("   = ", visible(help), "\n") }
  }

  private func excerpt(
    at place: Place, arrow: String, label: String?, mark: String, to text: inout [UInt8]
  ) {
    text.add("  ", style.place, arrow, style.reset, " ", visible(place.description), "\n")
    guard let range = place.range, let start = place.start, !place.file.bytes.isEmpty else {
      if let label { text.add("   = ", visible(label), "\n") }
      return
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

    text.add(gutter, "\n")
    text.add(style.place, number, " |", style.reset, " ", head, visible(shown), tail, "\n")
    let margin = head.count + before.reduce(0) { $0 + Terminal.width(of: $1) }
    let width = max(1, marked.reduce(0) { $0 + Terminal.width(of: $1) })
    text.add(gutter, " ", row(of: UInt8(ascii: " "), margin))
    text.add(mark, row(of: UInt8(ascii: "^"), width))
    text.add(label.map { " " + visible($0) } ?? "", style.reset, "\n")
    text.add(gutter, "\n")
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

extension [UInt8] {
  /// Adds texts, one after the other.
  fileprivate mutating func add(_ texts: String...) {
    for text in texts { append(contentsOf: text.utf8) }
  }
}
