import Diagnostics

extension Parser {
  /// Reads a text in quotes, which must end on its line.
  mutating func quotedText() -> Node {
    let start = cursor.offset
    let quote = cursor.byte
    cursor.offset += 1
    let style: Scalar.Style = quote == Byte.singleQuote ? .singleQuoted : .doubleQuoted
    let text = quote == Byte.singleQuote ? singleQuoted() : doubleQuoted()
    quotationIsOpen = text == nil
    guard let text else {
      report.add(.unclosedQuotation(place(start, start + 1), quote: quote))
      faultyText = start
      let range = TextRange(start, cursor.offset)
      return Node(.scalar(Scalar(text: file.text(range), style: style)), range: range)
    }
    let range = TextRange(start, cursor.offset)
    return Node(.scalar(Scalar(text: text, style: style)), range: range)
  }

  /// Reads up to the closing quote and past it; none where the line ends first.
  private mutating func singleQuoted() -> String? {
    let start = cursor.offset
    var pieces: [UInt8] = []
    var pieceStart = start
    while cursor.offset < cursor.lineEnd {
      guard cursor.byte == Byte.singleQuote else {
        cursor.offset += 1
        continue
      }
      if cursor[cursor.offset + 1] != Byte.singleQuote {
        cursor.offset += 1
        if pieceStart == start { return text(start, cursor.offset - 1) }
        pieces += cursor.bytes[pieceStart..<(cursor.offset - 1)]
        return String(decoding: pieces, as: UTF8.self)
      }
      // Two quotes stand for one.
      pieces += cursor.bytes[pieceStart...cursor.offset]
      cursor.offset += 2
      pieceStart = cursor.offset
    }
    return nil
  }

  private mutating func doubleQuoted() -> String? {
    let start = cursor.offset
    var pieces: [UInt8] = []
    var pieceStart = start
    while cursor.offset < cursor.lineEnd {
      switch cursor.byte {
      case Byte.doubleQuote:
        cursor.offset += 1
        if pieceStart == start { return text(start, cursor.offset - 1) }
        pieces += cursor.bytes[pieceStart..<(cursor.offset - 1)]
        return String(decoding: pieces, as: UTF8.self)
      case Byte.backslash where cursor.offset + 1 < cursor.lineEnd:
        pieces += cursor.bytes[pieceStart..<cursor.offset]
        pieces += escape()
        pieceStart = cursor.offset
      default:
        cursor.offset += 1
      }
    }
    return nil
  }

  /// Reads an escape and returns what it stands for; a bad one is reported and stands for itself.
  private mutating func escape() -> [UInt8] {
    let start = cursor.offset
    let letter = cursor[start + 1]
    cursor.offset += 2
    switch letter {
    case UInt8(ascii: "x"): return numericEscape(from: start, digits: 2)
    case UInt8(ascii: "u"): return numericEscape(from: start, digits: 4)
    case UInt8(ascii: "U"): return numericEscape(from: start, digits: 8)
    default: break
    }
    guard let value = Self.meaning(ofEscape: letter) else {
      // Mark the whole character, which may have several bytes.
      while cursor.byte.isUTF8Continuation { cursor.offset += 1 }
      report.add(.badEscape(place(start, cursor.offset), text: text(start, cursor.offset)))
      return Array(cursor.bytes[start..<cursor.offset])
    }
    return utf8(of: value, from: start)
  }

  /// Reads the digits of `\xE9`, `\u00E9` or `\U000000E9`.
  private mutating func numericEscape(from start: Int, digits: Int) -> [UInt8] {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = cursor.byte.hexValue else {
        report.add(
          .shortEscape(place(start, cursor.offset), text: text(start, start + 2), digits: digits))
        return Array(cursor.bytes[start..<cursor.offset])
      }
      value = value << 4 | digit
      cursor.offset += 1
    }
    return utf8(of: value, from: start)
  }

  private mutating func utf8(of value: UInt32, from start: Int) -> [UInt8] {
    let written = place(start, cursor.offset)
    guard let scalar = Unicode.Scalar(value) else {
      report.add(.noCharacter(written, text: text(start, cursor.offset)))
      return Self.replacement
    }
    guard !ControlCharacter.isForbidden(value) else {
      report.add(.controlEscape(value, at: written, text: text(start, cursor.offset)))
      return Self.replacement
    }
    return Array(String(scalar).utf8)
  }

  /// What stands for an escape that stands for nothing, so that its text does not look empty.
  private static var replacement: [UInt8] { Array("\u{FFFD}".utf8) }

  /// Returns the character that an escape of one letter stands for (YAML 1.2, section 5.7).
  private static func meaning(ofEscape letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "0"): 0x00
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "t"), Byte.tab: 0x09
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "v"): 0x0B
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "e"): 0x1B
    case UInt8(ascii: "N"): 0x85
    case UInt8(ascii: "_"): 0xA0
    case UInt8(ascii: "L"): 0x2028
    case UInt8(ascii: "P"): 0x2029
    case Byte.space, Byte.doubleQuote, Byte.slash, Byte.backslash: UInt32(letter)
    default: nil
    }
  }
}
