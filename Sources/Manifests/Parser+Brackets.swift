import Diagnostics

extension Parser {
  /// Reads a list or a mapping in brackets, which may go over several lines.
  ///
  /// The lines stand deeper than the parent column; a closing bracket may stand at it.
  mutating func brackets(parent: Int) -> Node {
    let open = cursor.offset
    guard enter(at: TextRange(open, open + 1)) else {
      // What follows cannot be told apart any more; go on below the whole value.
      cutBrackets()
      skipLines(deeperThan: parent)
      return Node(.none, range: TextRange(open, open))
    }
    defer { depth -= 1 }
    let isList = cursor.byte == Byte.openBracket
    openBrackets.append(isList ? Byte.closeBracket : Byte.closeBrace)
    defer { openBrackets.removeLast() }
    cursor.offset += 1
    var contents = BracketContents(open: open, parent: parent)
    if isList { readItems(&contents) } else { readEntries(&contents) }
    let range = TextRange(open, max(contents.end, open + 1))
    if isList { return Node(.sequence(contents.items), range: range) }
    return Node(contents.entries.mapping(from: range).content, range: range)
  }

  // MARK: - Lists

  private mutating func readItems(_ contents: inout BracketContents) {
    while moveToMember(&contents) {
      guard var item = bracketValue(contents) else {
        contents.needsComma = nil
        continue
      }
      if cursor.byte == Byte.colon, !bracketsWereCut {
        report.add(.pairInList(place(Int(item.range.start), cursor.offset + 1)))
        cursor.offset += 1
        guard moveToText(contents) else { return }
        if cursor.byte != Byte.comma, !cursor.byte.closesBracket {
          item = bracketValue(contents) ?? item
        }
      }
      contents.end = Int(item.range.end)
      if case .none = item.content { continue }
      contents.items.append(item)
    }
  }

  // MARK: - Mappings

  private mutating func readEntries(_ contents: inout BracketContents) {
    defer { reportRepeated(&contents.entries) }
    while moveToMember(&contents) {
      skipProperties(inBrackets: true)
      guard moveToText(contents) else { return }
      if cursor.byte == Byte.comma || cursor.byte.closesBracket { continue }
      let head = bracketKey(contents)
      guard !bracketsWereCut else { return }
      guard head.isKey else {
        refuseKeyWithoutColon(head.node, &contents)
        continue
      }
      let key = checkedKey(head.node, colon: cursor.offset)
      let afterColon = cursor.offset + 1
      if cursor[afterColon].isFlowIndicator, !head.node.isQuoted {
        report.add(.missingSpaceAfterColon(place(cursor.offset, afterColon)))
      }
      cursor.offset = afterColon
      contents.end = afterColon
      var value = Node(.none, range: TextRange(afterColon, afterColon))
      if moveToText(contents), cursor.byte != Byte.comma, !cursor.byte.closesBracket {
        let outer = enter(key)
        value = bracketValue(contents) ?? value
        openKey = outer
        contents.end = max(Int(value.range.end), afterColon)
        if !bracketsWereCut, cursor.byte == Byte.colon { refuseSecondColon(value, contents) }
      }
      add(key, value, to: &contents.entries)
    }
  }

  private mutating func bracketKey(_ contents: BracketContents) -> Head {
    let start = cursor.offset
    switch cursor.byte {
    case Byte.colon where cursor[start + 1].endsIndicator || cursor[start + 1].isFlowIndicator:
      report.add(.missingKey(place(start, start + 1)))
      return Head(node: Node(.none, range: TextRange(start, start)), isKey: true)
    case Byte.openBracket, Byte.openBrace:
      guard var node = bracketValue(contents) else {
        return Head(node: Node(.none, range: TextRange(start, start)), isKey: false)
      }
      guard !bracketsWereCut, cursor.byte == Byte.colon else {
        return Head(node: node, isKey: false)
      }
      report.add(.complexKey(file.place(node.range)))
      node.content = .none
      return Head(node: node, isKey: true)
    default:
      guard let node = bracketText() else {
        return Head(node: Node(.none, range: TextRange(start, start)), isKey: false)
      }
      return Head(node: node, isKey: cursor.byte == Byte.colon)
    }
  }

  private mutating func refuseKeyWithoutColon(_ node: Node, _ contents: inout BracketContents) {
    contents.end = Int(node.range.end)
    if case .none = node.content {
      // What stands there was refused already.
      contents.needsComma = nil
      return
    }
    // Where the brackets are cut off, that is said.
    guard moveToText(contents) else { return }
    reportMissingColon(node)
    if let (key, value) = gluedEntry(node) { add(key, value, to: &contents.entries) }
  }

  /// Reports a value that goes on after a colon, as in `{name: Mill Lane: north}`, and passes over it.
  private mutating func refuseSecondColon(_ value: Node, _ contents: BracketContents) {
    let start = Int(value.range.start)
    if start != faultyText {
      report.add(.colonInText(place(start, endOfMember()), inBrackets: true))
    }
    while cursor.byte == Byte.colon {
      cursor.offset += 1
      guard moveToText(contents), cursor.byte != Byte.comma, !cursor.byte.closesBracket else {
        return
      }
      guard bracketValue(contents) != nil, !bracketsWereCut else { return }
    }
  }

  /// Returns where the text ends that is divided by a colon here: before a comma or a bracket.
  private func endOfMember() -> Int {
    let end = endOfText()
    return cursor.bytes[cursor.offset..<end].firstIndex { $0.isFlowIndicator } ?? end
  }

  // MARK: - Values

  /// Reads a value in brackets and moves to a colon if one follows on its line; none if refused.
  private mutating func bracketValue(_ contents: BracketContents) -> Node? {
    skipProperties(inBrackets: true)
    switch cursor.byte {
    case 0, Byte.comma, Byte.closeBracket, Byte.closeBrace:
      return nil
    case Byte.openBracket, Byte.openBrace:
      if startsTemplateValue { return bracketedTemplateValue() }
      let node = brackets(parent: contents.parent)
      if !bracketsWereCut { passWhiteBeforeBracketColon() }
      return node
    default:
      return bracketText().map { refusingNothing($0) }
    }
  }

  /// Reads a text in brackets; none where an indicator stands there that cannot.
  private mutating func bracketText() -> Node? {
    let start = cursor.offset
    let next = cursor[start + 1]
    let standsAlone = next.endsIndicator || next.isFlowIndicator
    switch cursor.byte {
    case Byte.doubleQuote, Byte.singleQuote:
      let node = quotedText()
      passWhiteBeforeBracketColon()
      return node
    case Byte.bar, Byte.greaterThan:
      report.add(.blockTextInBrackets(place(start, start + 1)))
      cursor.offset += 1
    case Byte.dash where standsAlone:
      report.add(.dashInBrackets(place(start, start + 1)))
      cursor.offset += 1
    case Byte.question where standsAlone:
      report.add(.complexKey(place(start, start + 1)))
      cursor.offset += 1
    case Byte.hash:
      report.add(.missingSpace(place(start, start + 1), before: "#"))
      cursor.offset = cursor.lineEnd
    case Byte.colon where standsAlone:
      report.add(.missingKey(place(start, start + 1)))
      cursor.offset += 1
    default:
      return plainText(inBrackets: true)
    }
    return nil
  }

  private mutating func passWhiteBeforeBracketColon() {
    let end = cursor.offset
    cursor.skipWhite()
    if cursor.byte != Byte.colon { cursor.offset = end }
  }

  /// Reads a value of a template up to its closing braces.
  private mutating func bracketedTemplateValue() -> Node {
    let start = cursor.offset
    let end = endOfText()
    while cursor.offset < end {
      let closes = cursor.byte == Byte.closeBrace && cursor[cursor.offset - 1].endsTemplateValue
      cursor.offset += 1
      if closes, cursor.offset > start + 3 { break }
    }
    while cursor.offset < end, !cursor.byte.isFlowIndicator { cursor.offset += 1 }
    let range = TextRange(start, cursor.offset)
    report.add(.templateValue(file.place(range), text: file.text(range)))
    return textNode(range, style: .plain)
  }
}

extension UInt8 {
  /// Whether a closing brace after this byte ends a value or a tag of a template.
  fileprivate var endsTemplateValue: Bool { self == Byte.closeBrace || self == Byte.percent }
}

extension Node {
  /// Whether this is a text in quotes.
  fileprivate var isQuoted: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.style == .singleQuoted || scalar.style == .doubleQuoted
  }
}
