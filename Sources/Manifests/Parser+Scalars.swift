import Diagnostics

extension Parser {
  /// Reads what a line of a block starts with, up to the colon if it is a key.
  ///
  /// Lines in brackets must stand deeper than the parent column.
  mutating func readHead(parent: Int) -> Head {
    switch cursor.byte {
    case Byte.doubleQuote, Byte.singleQuote:
      let node = quotedText()
      return Head(node: node, isKey: passWhiteBeforeColon())
    case Byte.openBracket, Byte.openBrace:
      if startsTemplateValue { return templateValue() }
      var node = brackets(parent: parent)
      guard !bracketsWereCut, passWhiteBeforeColon() else { return Head(node: node, isKey: false) }
      report.add(.complexKey(file.place(node.range)))
      node.content = .none
      return Head(node: node, isKey: true)
    case Byte.colon where cursor.isIndicator(Byte.colon):
      report.add(.missingKey(place(cursor.offset, cursor.offset + 1)))
      let here = TextRange(cursor.offset, cursor.offset)
      return Head(node: Node(.none, range: here), isKey: true)
    default:
      let start = cursor.offset
      let node = plainText(inBrackets: false)
      if let head = colonlessBrackets(from: start) { return head }
      guard cursor.byte == Byte.colon else {
        return gluedBar(from: start) ?? gluedBrackets(from: start)
          ?? Head(node: node, isKey: false)
      }
      return gluedBrackets(from: start) ?? gluedWord(from: start) ?? Head(node: node, isKey: true)
    }
  }

  /// Returns the key that was meant where no space stands between its colon and brackets, as in `dsl:{name: Ada}`, and
  /// goes back to that colon: what a later colon seems to make a key is none.
  private mutating func gluedBrackets(from start: Int) -> Head? {
    guard bracketOpensInText else { return nil }
    let bytes = cursor.bytes
    let colon = (start..<cursor.offset).first {
      bytes[$0] == Byte.colon
        && (bytes[$0 + 1] == Byte.openBrace || bytes[$0 + 1] == Byte.openBracket)
    }
    guard let colon, colon > start, cursor.byte == Byte.colon || start == cursor.textStart,
      cursor.byte == Byte.colon || isName(start..<colon)
    else { return nil }
    report.add(.missingSpaceAfterColon(place(colon, colon + 1)))
    cursor.offset = colon
    return Head(node: textNode(TextRange(start, colon), style: .plain), isKey: true)
  }

  /// Whether a run of bytes could be a name that the vocabulary gives.
  private func isName(_ range: Range<Int>) -> Bool {
    !range.isEmpty
      && cursor.bytes[range].allSatisfy {
        $0 == Byte.dash || $0.isWordByte && $0 < 0x80
      }
  }

  /// Returns the key that was meant where no colon stands between it and brackets, as in `dsl {name: Ada}`, and goes back
  /// to before the brackets.
  private mutating func colonlessBrackets(from start: Int) -> Head? {
    guard bracketOpensInText, start == cursor.textStart,
      let open = cursor.bytes[start..<max(start, cursor.offset)].firstIndex(where: {
        $0 == Byte.openBrace || $0 == Byte.openBracket
      }), open > start, cursor.bytes[open - 1].isWhite
    else { return nil }
    var end = open
    while end > start, cursor.bytes[end - 1].isWhite { end -= 1 }
    guard isName(start..<end) else { return nil }
    report.add(.missingColon(place(start, end)))
    cursor.offset = open - 1
    return Head(node: textNode(TextRange(start, end), style: .plain), isKey: true)
  }

  /// Returns the key that was meant where no space stands between its colon and the sign of a text on the lines below, as
  /// in `address:|`, and goes back to that colon.
  private mutating func gluedBar(from start: Int) -> Head? {
    let bytes = cursor.bytes
    var end = cursor.offset
    while end > start, bytes[end - 1].isWhite { end -= 1 }
    let lineEnd = end
    while end > start, bytes[end - 1].followsBar { end -= 1 }
    let colon = end - 2
    guard start == cursor.textStart, colon > start, bytes[colon] == Byte.colon,
      bytes[end - 1] == Byte.bar || bytes[end - 1] == Byte.greaterThan,
      !bytes[start..<colon].contains(where: \.isWhite)
    else { return nil }
    report.add(
      .missingSpace(
        place(colon, colon + 1), after: ":",
        write: "\(text(start, colon)): \(text(colon + 1, lineEnd))"))
    cursor.offset = colon
    return Head(node: textNode(TextRange(start, colon), style: .plain), isKey: true)
  }

  /// Reports a line such as `pupil:student{a: b}`: it has one key, and what follows that key cannot be told.
  private mutating func gluedWord(from start: Int) -> Head? {
    let bytes = cursor.bytes
    guard bracketOpensInText, start == cursor.textStart,
      let colon = bytes[start..<cursor.offset].firstIndex(of: Byte.colon), colon > start,
      bytes[colon + 1] != Byte.slash, bytes[colon + 1] < 0x80,
      !bytes[start..<colon].contains(where: \.isWhite),
      bytes[colon..<cursor.offset].contains(where: { "{[".utf8.contains($0) })
    else { return nil }
    report.add(.missingSpaceAfterColon(place(colon, colon + 1)))
    // A key of which nothing is kept, as if its line ended with its colon.
    cursor.offset = endOfText() - 1
    return Head(node: Node(.none, range: TextRange(start, colon)), isKey: true)
  }

  /// Moves over white space if a colon that makes a key follows it.
  private mutating func passWhiteBeforeColon() -> Bool {
    let end = cursor.offset
    cursor.skipWhite()
    if cursor.isIndicator(Byte.colon) { return true }
    cursor.offset = end
    return false
  }

  // MARK: - Plain text

  /// Reads a plain text, up to what ends it on its line: a comment, a colon that makes a key, or in
  /// brackets what divides them.
  mutating func plainText(inBrackets: Bool) -> Node {
    let start = cursor.offset
    quotationIsOpen = false
    bracketOpensInText = false
    checkStart(inBrackets: inBrackets)
    let bytes = cursor.bytes
    let lineEnd = cursor.lineEnd
    var index = start
    // The first byte is part of the text, whatever it is, so that each call moves on.
    if index < lineEnd, !(bytes[index] == Byte.colon && cursor[index + 1].endsIndicator) {
      index += 1
    }
    scan: while index < lineEnd {
      switch bytes[index] {
      // Nearly all of a text is such letters.
      case UInt8(ascii: "a")...UInt8(ascii: "z"): break
      case Byte.colon:
        let next = cursor[index + 1]
        if next.endsIndicator || (inBrackets && next.isFlowIndicator) { break scan }
      case Byte.hash: if bytes[index - 1].isWhite { break scan }
      case Byte.openBracket, Byte.openBrace:
        if inBrackets { break scan }
        bracketOpensInText = true
      case Byte.closeBracket, Byte.closeBrace, Byte.comma: if inBrackets { break scan }
      default: break
      }
      index += 1
    }
    cursor.offset = index
    while index > start, bytes[index - 1].isWhite { index -= 1 }
    if index > start, bytes[index - 1] >= 0x80 { index = refusingOddEnd(index, from: start) }
    if index > start, bytes[start] == 0xE2 { checkCurlyQuotes(TextRange(start, index)) }
    return textNode(TextRange(start, index), style: .plain)
  }

  /// Returns the text of a run of bytes as it stands.
  func textNode(_ range: TextRange, style: Scalar.Style) -> Node {
    let text = text(Int(range.start), Int(range.end))
    return Node(.scalar(Scalar(text: text, style: style)), range: range)
  }

  /// Reports a plain text whose first character means something else.
  private mutating func checkStart(inBrackets: Bool) {
    let start = cursor.offset
    switch cursor.byte {
    case Byte.asterisk:
      report.add(.alias(place(start, endOfToken(inBrackets: inBrackets))))
    case Byte.closeBracket, Byte.closeBrace:
      let isAlone = cursor.bytes[start..<endOfText()].allSatisfy(\.isFlowIndicator)
      let sign = place(start, start + 1)
      report.add(isAlone ? .strayBracket(sign) : .reservedStart(sign))
    case Byte.at, Byte.backtick, Byte.percent, Byte.comma:
      report.add(.reservedStart(place(start, start + 1)))
    case Byte.question where inBrackets, Byte.colon where inBrackets:
      // YAML 1.2 takes these for text, but hardly a reader does.
      report.add(.reservedStart(place(start, start + 1)))
    case 0xC2, 0xE2, 0xE3:
      let end = endOfOddSpaces(from: start)
      guard end > start else { return }
      report.add(.oddSpace(place(start, end)))
    default: return
    }
    faultyText = start
  }

  /// Reports quotes around a whole text that a word processor has curled: they enclose nothing here.
  private mutating func checkCurlyQuotes(_ range: TextRange) {
    let scalars = text(Int(range.start), Int(range.end)).unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return }
    switch (first, last) {
    case ("“", "”"), ("“", "“"), ("”", "”"), ("‘", "’"):
      // Of several quotations in one text, none is around the whole.
      guard !scalars.dropFirst().dropLast().contains(first) else { return }
      report.add(.curlyQuotes(file.place(range)))
    default: return
    }
  }

  /// Returns where a run of spaces ends that look like spaces and are none to YAML.
  private func endOfOddSpaces(from start: Int) -> Int {
    var end = start
    while true {
      let length = cursor.oddSpaceLength(at: end)
      guard length > 0 || cursor[end] == Byte.space && end > start else { return end }
      end += max(length, 1)
    }
  }

  /// Returns where a text ends without the spaces at its end that look like spaces and are none to YAML, which are reported.
  private mutating func refusingOddEnd(_ end: Int, from start: Int) -> Int {
    var last = end
    while last > start + 2, cursor.bytes[last - 1] >= 0x80 || cursor.bytes[last - 1].isWhite {
      if cursor.bytes[last - 1].isWhite {
        last -= 1
      } else if last - start > 3, cursor.oddSpaceLength(at: last - 3) == 3 {
        last -= 3
      } else if cursor.oddSpaceLength(at: last - 2) == 2 {
        last -= 2
      } else {
        break
      }
    }
    if last < end { report.add(.oddSpaceAtEnd(place(last, end))) }
    return last
  }

  /// Returns where the word ends that starts here.
  private func endOfToken(inBrackets: Bool) -> Int {
    var end = cursor.offset
    while end < cursor.lineEnd, !cursor[end].isWhite {
      if inBrackets, cursor[end].isFlowIndicator { break }
      end += 1
    }
    return end
  }

  // MARK: - Values that are refused

  /// Passes over anchors and tags, and reports each.
  mutating func skipProperties(inBrackets: Bool = false) {
    while cursor.byte == Byte.ampersand || cursor.byte == Byte.exclamation {
      let end = endOfToken(inBrackets: inBrackets)
      let token = place(cursor.offset, end)
      report.add(cursor.byte == Byte.ampersand ? .anchor(token) : .tag(token))
      cursor.offset = end
      cursor.skipWhite()
    }
  }

  /// Returns a value, or none with a message where it is one of YAML's ways to say nothing.
  mutating func refusingNothing(_ node: Node) -> Node {
    guard case .scalar(let scalar) = node.content, node.range.count <= 4 else { return node }
    switch (scalar.style, scalar.text) {
    case (.plain, "~"), (.plain, "null"), (.plain, "Null"), (.plain, "NULL"):
      report.add(.nullValue(file.place(node.range), text: scalar.text))
    case (.singleQuoted, ""), (.doubleQuoted, ""):
      report.add(.emptyText(file.place(node.range), text: file.text(node.range)))
    default: return node
    }
    return Node(.none, range: node.range)
  }

  /// Whether a value of a template starts here without quotes, which YAML takes for two mappings.
  var startsTemplateValue: Bool {
    guard cursor.byte == Byte.openBrace else { return false }
    let next = cursor[cursor.offset + 1]
    return next == Byte.openBrace || next == Byte.percent
  }

  /// Reads the rest of a line that starts with a value of a template.
  private mutating func templateValue() -> Head {
    let range = TextRange(cursor.offset, endOfText())
    report.add(.templateValue(file.place(range), text: file.text(range)))
    faultyText = cursor.offset
    cursor.offset = Int(range.end)
    return Head(node: textNode(range, style: .plain), isKey: false)
  }
}
