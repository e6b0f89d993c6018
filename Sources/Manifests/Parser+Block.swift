import Diagnostics

/// The start of a line: a text, or a value in brackets, that a colon may make a key.
struct Head {
  var node: Node
  /// Whether the cursor stands on a colon that makes this a key.
  var isKey: Bool
}

extension Parser {
  /// Reads a value at a column of its own: the value of a whole file, of an item, or on lines of its
  /// own below a key.
  ///
  /// The lines of a mapping or a list share the column; all stand deeper than the parent, which holds
  /// the value. After tabs on the value's line no list or mapping may start.
  mutating func blockNode(column: Int, parent: Int, tabs: TextRange?) -> Node {
    var column = column
    var tabs = tabs
    skipProperties()
    // A loop and no call, because lines that hold but a tag or an anchor can follow each other.
    while cursor.isAtRest {
      let place = TextRange(cursor.offset, cursor.offset)
      finishLine()
      guard cursor.indent > parent else { return Node(.none, range: place) }
      column = cursor.indent
      tabs = nil
      skipProperties()
    }
    if let value = markedValue(column: column, parent: parent) { return value }
    if itemMark != nil {
      refuse(tabs)
      return blockSequence(column: column, sharesColumn: false)
    }
    let start = cursor.offset
    let head = readHead(parent: parent)
    if head.isKey {
      refuse(tabs)
      let node = blockMapping(column: column, first: head)
      return belowLostLine(from: start, column: column, parent: parent) ?? node
    }
    let isFirst = Int(head.node.range.start) == cursor.textStart
    let isEnded = finishLine()
    guard case .scalar = head.node.content,
      isMeantAsKey(head.node, column: column, isFirst: isFirst)
    else {
      if isFirst, isEnded, case .scalar = head.node.content,
        let node = belowLostLine(from: start, column: column, parent: parent, isText: true)
      {
        return node
      }
      return refusingNothing(head.node)
    }
    if isEnded { reportMissingColon(head.node) }
    return blockMapping(column: column, first: head)
  }

  /// Whether a text that stands where a key could stand was meant to be one, as what follows tells.
  private func isMeantAsKey(_ node: Node, column: Int, isFirst: Bool) -> Bool {
    guard cursor.indent >= column else { return false }
    // Behind a dash, more dashes are rather items at a wrong column.
    if cursor.isIndicator(Byte.dash) { return isFirst }
    return startsEntry() || (cursor.indent == column && gluedEntry(node) != nil)
  }

  /// Reads what stands after the colon of a key whose mapping stands at the parent column.
  private mutating func blockValue(parent: Int) -> Node {
    let afterColon = cursor.offset
    cursor.skipWhite()
    skipProperties()
    if cursor.isAtRest {
      finishLine()
      if cursor.indent > parent {
        return blockNode(column: cursor.indent, parent: parent, tabs: nil)
      }
      if isDash(at: parent) { return blockSequence(column: parent, sharesColumn: true) }
      return Node(.none, range: TextRange(afterColon, afterColon))
    }
    let column = cursor.column
    if let value = markedValue(column: column, parent: parent) { return value }
    if cursor.isIndicator(Byte.dash) {
      report.add(.listOnKeyLine(place(cursor.offset, endOfText())))
      if endOfText() == cursor.offset + 1 { return skippedValue(from: column) }
      return blockSequence(column: column, sharesColumn: false)
    }
    var head = readHead(parent: parent)
    if head.isKey {
      let whole = TextRange(Int(head.node.range.start), endOfText())
      if faultyText != Int(whole.start) { report.add(.colonInText(file.place(whole))) }
      head = Head(node: textNode(whole, style: .plain), isKey: false)
      cursor.offset = Int(whole.end)
    }
    finishLine()
    return refusingNothing(head.node)
  }

  /// Reads a value that an indicator announces: `|` or `>`, or `?`, which is refused.
  private mutating func markedValue(column: Int, parent: Int) -> Node? {
    if cursor.byte == Byte.bar || cursor.byte == Byte.greaterThan {
      return blockScalar(parent: parent)
    }
    guard cursor.isIndicator(Byte.question) else { return nil }
    report.add(.complexKey(place(cursor.offset, cursor.offset + 1)))
    return skippedValue(from: column)
  }

  /// Passes over a value that cannot be read: its line, and what stands at its column or deeper.
  private mutating func skippedValue(from column: Int) -> Node {
    let start = cursor.offset
    settleOnNextLine()
    skipLines(deeperThan: column - 1)
    return Node(.none, range: TextRange(start, start))
  }

  private func isDash(at column: Int) -> Bool {
    cursor.indent == column && itemMark != nil
  }

  /// How many bytes the sign has that marks an item of a list: the dash, or what a word processor puts in its place.
  private var itemMark: Int? {
    let (first, second, third) = (cursor.byte, cursor[cursor.offset + 1], cursor[cursor.offset + 2])
    let length: Int
    switch (first, second, third) {
    case (Byte.dash, _, _), (Byte.asterisk, _, _): length = 1
    case (0xC2, 0xB7, _): length = 2
    // An en dash, an em dash, a bullet, and the bullet of Word's own fonts.
    case (0xE2, 0x80, 0x93), (0xE2, 0x80, 0x94), (0xE2, 0x80, 0xA2), (0xEF, 0x82, 0xB7): length = 3
    default: return nil
    }
    let next = cursor.offset + length
    if length == 1, first == Byte.dash { return cursor[next].endsIndicator ? 1 : nil }
    // Alone on its line, it is rather a text.
    return cursor[next].isWhite || cursor.oddSpaceLength(at: next) > 0 ? length : nil
  }

  private mutating func refuse(_ tabs: TextRange?) {
    guard let tabs else { return }
    report.add(.tabAfterDash(file.place(tabs)))
    columnsAreDoubtful = true
  }

  /// Where lines that were just read stand deeper than the headings after them, the line above them is missing: reports
  /// that, and returns what the headings say.
  ///
  /// - Parameter isText: Whether what was read is a text, which no line without a key can be in a mapping.
  private mutating func belowLostLine(
    from start: Int, column: Int, parent: Int, isText: Bool = false
  ) -> Node? {
    guard parent >= 0 else { return nil }
    let before = cursor
    // A text that goes on over several lines may have been the value of the line that is missing.
    while cursor.indent >= column, !startsEntry() { cursor.settleOnNextLine() }
    guard cursor.indent > parent, column - cursor.indent >= 2,
      startsHeading || isText && startsEntry() && !cursor.isIndicator(Byte.dash)
    else {
      cursor = before
      return nil
    }
    let end = Int(file.lineRange(around: start).end)
    report.add(
      .lineLost(place(start, end), found: column + 1, expected: cursor.indent + 1))
    return blockNode(column: cursor.indent, parent: parent, tabs: nil)
  }

  /// Whether this line is a key with more keys, on the lines below or in brackets.
  private var startsHeading: Bool {
    guard startsEntry(), !cursor.isIndicator(Byte.dash) else { return false }
    let end = endOfText()
    let last = cursor.bytes[end - 1]
    return last == Byte.colon || last == Byte.closeBrace
  }

  // MARK: - Mappings

  /// Reads a mapping whose first key was just read.
  ///
  /// A key without a colon was reported, and its line is done with.
  private mutating func blockMapping(column: Int, first: Head) -> Node {
    guard enter(at: first.node.range) else { return skippedValue(from: column) }
    defer { depth -= 1 }
    var entries = Entries()
    var next: Head? = first
    while let head = next {
      readEntry(head, column: column, into: &entries)
      next = nextKey(column: column, entries: &entries)
    }
    reportRepeated(&entries)
    return entries.mapping(from: first.node.range)
  }

  private mutating func readEntry(_ head: Head, column: Int, into entries: inout Entries) {
    let end = Int(head.node.range.end)
    if head.isKey {
      let key = checkedKey(head.node, colon: cursor.offset)
      cursor.offset += 1
      let outer = enter(key)
      let value = blockValue(parent: column)
      openKey = outer
      add(key, value, to: &entries)
    } else if cursor.indent > column {
      let key = checkedKey(head.node, colon: end)
      let outer = enter(key)
      let value = blockNode(column: cursor.indent, parent: column, tabs: nil)
      openKey = outer
      add(key, value, to: &entries)
    } else if isDash(at: column) {
      let key = checkedKey(head.node, colon: end)
      add(key, blockSequence(column: column, sharesColumn: true), to: &entries)
    } else if let (key, value) = gluedEntry(head.node) {
      add(key, value, to: &entries)
    }
  }

  /// Moves to the next key of a mapping, past all that does not belong there; none at its end.
  private mutating func nextKey(column: Int, entries: inout Entries) -> Head? {
    while cursor.indent >= column {
      if cursor.indent > column {
        let last = entries.last?.value
        let isOfLast = last.map { isNearer(cursor.indent, to: $0, than: column) } ?? false
        if let stray = deeperLines(than: column, after: last) {
          entries.adopt(stray, byLast: isOfLast)
        }
      } else if let head = keyHere(column: column) {
        return head
      }
    }
    return nil
  }

  /// Reads the key on this line, or reports what stands in its place and moves past it.
  private mutating func keyHere(column: Int) -> Head? {
    if column == 0 { columnsAreDoubtful = false }
    skipProperties()
    if cursor.isAtRest {
      settleOnNextLine()
    } else if cursor.isIndicator(Byte.dash) {
      reportColumns(.listAmongKeys(place(cursor.offset, endOfText())))
      _ = blockSequence(column: column, sharesColumn: true)
    } else if cursor.isIndicator(Byte.question) {
      report.add(.complexKey(place(cursor.offset, cursor.offset + 1)))
      skipEntry(column: column)
      // The value of a complex key has a line of its own, which is part of the same mistake.
      if cursor.indent == column, cursor.isIndicator(Byte.colon) { skipEntry(column: column) }
    } else if cursor.byte == Byte.bar || cursor.byte == Byte.greaterThan {
      report.add(.blockTextWithoutKey(place(cursor.offset, cursor.offset + 1)))
      skipEntry(column: column)
    } else if bracketIsLeftOver, cursor.byte.closesBracket {
      bracketIsLeftOver = false
      skipEntry(column: column)
    } else {
      let head = readHead(parent: column)
      if !head.isKey, finishLine() { reportMissingColon(head.node) }
      return head
    }
    return nil
  }

  /// Passes over a line and the lines below it.
  private mutating func skipEntry(column: Int) {
    settleOnNextLine()
    skipLines(deeperThan: column)
  }

  // MARK: - Lists

  /// Reads a list whose first dash is here.
  ///
  /// A list may share the column of its own key; then the next key ends it.
  mutating func blockSequence(column: Int, sharesColumn: Bool) -> Node {
    var range = TextRange(cursor.offset, cursor.offset + 1)
    guard enter(at: range) else { return skippedValue(from: column) }
    defer { depth -= 1 }
    var items: [Node] = []
    repeat {
      if let item = sequenceItem(column: column) { items.append(item) }
    } while moveToNextItem(column: column, sharesColumn: sharesColumn, items: &items)
    if let last = items.last { range = range.union(last.range) }
    return Node(.sequence(items), range: range)
  }

  private mutating func sequenceItem(column: Int) -> Node? {
    let dash = cursor.offset
    let mark = itemMark ?? 1
    if cursor.byte != Byte.dash, !bulletsAreTold {
      report.add(.bullet(place(dash, dash + mark)))
      bulletsAreTold = true
    }
    let messages = report.diagnostics.count
    cursor.offset += mark
    if mark > 1 || cursor.bytes[dash] != Byte.dash {
      while cursor.oddSpaceLength(at: cursor.offset) > 0 {
        cursor.offset += cursor.oddSpaceLength(at: cursor.offset)
      }
    }
    let white = cursor.offset
    cursor.skipWhite()
    let hasTab = cursor.bytes[white..<cursor.offset].contains(Byte.tab)
    let item = blockNode(
      column: cursor.column, parent: column, tabs: hasTab ? TextRange(white, cursor.offset) : nil)
    if case .none = item.content {
      // Where the value was refused, there is a message already.
      if report.diagnostics.count == messages { report.add(.emptyItem(place(dash, dash + 1))) }
      return nil
    }
    return item
  }

  /// Moves to the next dash of a list, past all that does not belong there; false at its end.
  private mutating func moveToNextItem(
    column: Int, sharesColumn: Bool, items: inout [Node]
  ) -> Bool {
    var wasReported = false
    while cursor.indent >= column {
      if cursor.indent > column {
        if let stray = deeperLines(than: column, after: items.last), !items.isEmpty {
          items[items.count - 1].adopt(stray)
        }
        continue
      }
      if itemMark != nil { return true }
      if sharesColumn { return false }
      // One message for lines that follow each other.
      if !wasReported { reportNoItem() }
      wasReported = true
      skipEntry(column: column)
    }
    return false
  }
}
