import Diagnostics

extension Parser {
  /// Reports lines that stand deeper than the block they are in, reads them, and returns what they say.
  ///
  /// Where the last value before them is a text, it is likely to go on here.
  mutating func deeperLines(than column: Int, after last: Node?) -> Node? {
    if bracketIsLeftOver, cursor.byte.closesBracket {
      bracketIsLeftOver = false
      settleOnNextLine()
      return nil
    }
    if quotationIsOpen {
      quotationIsOpen = false
      skipLines(deeperThan: column)
      return nil
    }
    let line = place(cursor.offset, endOfText())
    let isEntry = startsEntry()
    if !isEntry, let last, case .scalar(let scalar) = last.content {
      switch scalar.style {
      case .plain, .singleQuoted, .doubleQuoted:
        reportColumns(.multilineText(line, start: file.place(last.range)))
      case .literal, .folded:
        reportColumns(.unevenBlockText(line, start: file.place(last.range)))
      }
    } else {
      let columns = [column, last.flatMap(blockColumn)].compactMap { $0 }.filter { $0 >= 0 }
      reportColumns(
        .badIndentation(line, found: cursor.indent + 1, expected: columns.map { $0 + 1 }))
      // The line belongs to the block before it, and so do the lines that follow at its column.
      if let last, isNearer(cursor.indent, to: last, than: column) { columnsAreDoubtful = true }
    }
    guard isEntry else {
      skipLines(deeperThan: column)
      return nil
    }
    shiftedLine = (cursor.lineStart, column)
    let stray = blockNode(column: cursor.indent, parent: column, tabs: nil)
    strays.append(stray.range)
    return stray
  }

  /// Returns the column of a list or mapping that has lines of its own.
  func blockColumn(_ node: Node) -> Int? {
    let start = Int(node.range.start)
    switch node.content {
    case .sequence where cursor.bytes[start] == Byte.dash,
      .mapping where cursor.bytes[start] != Byte.openBrace:
      // So far to the right nobody means a column, and counting up to it for each line takes long.
      let distance = start - Int(file.lineRange(around: start).start)
      return distance < 1_000 ? file.position(of: start).column - 1 : nil
    default: return nil
    }
  }

  /// Whether a line left of a block that has just ended is nearer to its column than to that of the
  /// block around it.
  func isNearer(_ indent: Int, to node: Node, than column: Int) -> Bool {
    guard case .mapping = node.content, let inner = blockColumn(node) else { return false }
    return indent < inner && inner - indent <= indent - column
  }

  /// Whether this line starts an item or an entry, as far as its first words tell.
  func startsEntry() -> Bool {
    if cursor.isIndicator(Byte.dash) { return true }
    var index = cursor.offset
    let first = cursor.byte
    if first == Byte.singleQuote || first == Byte.doubleQuote {
      index += 1
      while index < cursor.lineEnd, cursor[index] != first { index += 1 }
      index += 1
    } else {
      while index < cursor.lineEnd, !cursor[index].isWhite {
        if cursor[index] == Byte.colon, cursor[index + 1].endsIndicator { return true }
        index += 1
      }
    }
    while cursor[index].isWhite { index += 1 }
    return cursor[index] == Byte.colon && cursor[index + 1].endsIndicator
  }

  /// Reports a fault that shows in columns only, unless columns are already known to be wrong.
  mutating func reportColumns(_ diagnostic: Diagnostic) {
    if !columnsAreDoubtful { report.add(diagnostic) }
  }

  /// Reports a line of a mapping that has no colon where one must be.
  mutating func reportMissingColon(_ node: Node) {
    let start = Int(node.range.start)
    let end = Int(node.range.end)
    guard start != faultyText else { return }
    if start < end, cursor.bytes[start] == Byte.dash {
      report.add(
        .missingSpace(place(start, start + 1), after: "-", write: "- \(text(start + 1, end))"))
    } else if let (key, value) = gluedEntry(node) {
      let colon = Int(key.range.end)
      if cursor.bytes[colon + 1] >= 0x80, Int(value.range.start) > colon + 1 {
        report.add(.oddSpaceAfterColon(place(colon + 1, Int(value.range.start))))
        return
      }
      report.add(
        .missingSpace(
          place(colon, colon + 1), after: ":", write: "\(key.text): \(file.text(value.range))"))
    } else {
      report.add(.missingColon(file.place(node.range)))
    }
  }

  /// Reports a line among the items of a list that is no item.
  mutating func reportNoItem() {
    let start = cursor.offset
    if cursor.byte == Byte.dash {
      report.add(
        .missingSpace(
          place(start, start + 1), after: "-", write: "- \(text(start + 1, endOfText()))"))
    } else {
      reportColumns(.lineAmongItems(place(start, endOfText())))
    }
  }

  /// Reports what stands behind a value that was complete.
  mutating func reportTextAfterValue(endingAt valueEnd: Int) {
    let rest = place(cursor.offset, endOfText())
    guard Int(rest.range?.start ?? 0) != faultyText else { return }
    let closing = valueEnd > cursor.lineStart ? cursor.bytes[valueEnd - 1] : 0
    if cursor.byte == Byte.hash {
      report.add(.missingSpace(place(cursor.offset, cursor.offset + 1), before: "#"))
    } else if cursor.byte == Byte.colon, cursor.offset == valueEnd {
      report.add(.missingSpaceAfterColon(place(cursor.offset, cursor.offset + 1)))
    } else if cursor.byte.closesBracket {
      report.add(.strayBracket(place(cursor.offset, cursor.offset + 1)))
    } else if closing == Byte.singleQuote || closing == Byte.doubleQuote {
      report.add(.textAfterQuotation(rest, quote: closing))
    } else {
      report.add(.textAfterBrackets(rest))
    }
  }
}
