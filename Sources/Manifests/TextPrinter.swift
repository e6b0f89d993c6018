/// Writes one text in the plainest style that reads back the same.
package enum TextPrinter {
  /// How wide a folded text may be, without its indentation.
  private static let foldedWidth = 80
  /// How long a text may be that stands on its key's line.
  private static let longestLine = 100

  /// Returns a text for the line of its key or dash, plain or in quotes.
  package static func inline(_ text: String) -> String {
    if isPlain(text) { return text }
    // Single quotes spare the backslashes, where neither they nor anything invisible is in the text.
    if text.utf8.contains(where: { $0 == Byte.doubleQuote || $0 == Byte.backslash }),
      !text.utf8.contains(Byte.singleQuote), !text.unicodeScalars.contains(where: needsEscape)
    {
      return "'\(text)'"
    }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let escape = escape(scalar) {
        result.append(contentsOf: escape.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return "\"\(String(result))\""
  }

  /// Returns a text, with its line end, for the place behind a key or a dash; the lines of a longer
  /// text stand at the column.
  package static func value(_ text: String, column: Int) -> String {
    let margin = String(repeating: " ", count: column)
    if let lines = literalLines(text) {
      let body = lines.map { $0.isEmpty ? "\n" : "\(margin)\($0)\n" }.joined()
      return "|\(chomping(of: text))\n\(body)"
    }
    if text.unicodeScalars.count > longestLine, let lines = foldedLines(text) {
      return ">-\n" + lines.map { "\(margin)\($0)\n" }.joined()
    }
    return inline(text) + "\n"
  }

  // MARK: - Plain text

  private static func isPlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    if first.isWhite || last.isWhite || last == Byte.colon || startsLikeSomethingElse(bytes) {
      return false
    }
    switch text {
    case "~", "null", "Null", "NULL", "<<": return false
    default: break
    }
    var hasColon = false
    for (index, byte) in bytes.enumerated() {
      // Brackets behind a colon, and the sign of a text on the lines below, are read as the value of a key that lacks a
      // space.
      if hasColon, "{[|>".utf8.contains(byte) { return false }
      guard index + 1 < bytes.count else { break }
      if byte == Byte.colon {
        if bytes[index + 1].isWhite { return false }
        hasColon = true
      }
      if byte.isWhite, bytes[index + 1] == Byte.hash { return false }
    }
    return !text.unicodeScalars.contains(where: needsEscape)
      && !(text.unicodeScalars.last.map(isOddSpace) ?? false)
  }

  /// Whether a character looks like a space and is none to YAML.
  private static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0x2000...0x200B, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  private static func startsLikeSomethingElse(_ bytes: [UInt8]) -> Bool {
    switch bytes[0] {
    case Byte.dash, Byte.question, Byte.colon, Byte.hash, Byte.ampersand, Byte.asterisk,
      Byte.exclamation, Byte.bar, Byte.greaterThan, Byte.singleQuote, Byte.doubleQuote,
      Byte.percent, Byte.at, Byte.backtick, 0xC2, 0xE2, 0xE3, 0xEF:
      // The last four lead odd spaces and bullets, among others.
      true
    case let byte where byte.isFlowIndicator: true
    default: bytes.starts(with: [Byte.dot, Byte.dot, Byte.dot])
    }
  }

  // MARK: - Lines of their own

  /// Returns the lines of a text of several lines, where `|` can hold it.
  private static func literalLines(_ text: String) -> [Substring]? {
    guard text.utf8.contains(Byte.lineFeed), canStandInBlock(text) else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // The line end of the last line is no line.
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    guard let first = lines.first(where: { !$0.isEmpty }), first.utf8.first?.isWhite == false,
      !lines.contains(where: { !$0.isEmpty && $0.utf8.allSatisfy(\.isWhite) })
    else { return nil }
    return lines
  }

  private static func chomping(of text: String) -> String {
    let ends = text.utf8.reversed().prefix { $0 == Byte.lineFeed }.count
    return ends == 0 ? "-" : ends == 1 ? "" : "+"
  }

  /// Returns the lines of a long text of one line, where `>` can hold it.
  private static func foldedLines(_ text: String) -> [String]? {
    guard !text.unicodeScalars.contains(where: needsEscape) else { return nil }
    // By scalars, because a space and an accent after it are one character to `String`.
    let words = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
    guard !words.contains(where: \.isEmpty) else { return nil }
    var lines: [String] = []
    var width = 0
    for word in words {
      if let last = lines.indices.last, width + 1 + word.count <= foldedWidth {
        lines[last] += " " + String(word)
        width += 1 + word.count
      } else {
        lines.append(String(word))
        width = word.count
      }
    }
    return lines
  }

  /// Whether all characters can stand in a text without escapes.
  private static func canStandInBlock(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !needsEscape($0) }
  }

  // MARK: - Escapes

  /// Whether a character can stand in double quotes only, as an escape.
  static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\"" && scalar != "\\" && escape(scalar) != nil
  }

  /// Returns how a character is written in double quotes, none where it stands for itself.
  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case "\u{2028}": "\\L"
    case "\u{2029}": "\\P"
    case "\u{FEFF}": "\\uFEFF"
    default: ControlCharacter.isForbidden(scalar.value) ? "\u{FFFD}" : nil
    }
  }
}
