import Diagnostics

/// What was read between two brackets so far.
struct BracketContents {
  /// Where the opening bracket stands.
  let open: Int
  /// The column that the lines must stand deeper than.
  let parent: Int
  var items: [Node] = []
  var entries = Entries()
  /// The end of what was read; at last that of the closing bracket.
  var end = 0
  /// Whether a comma must come next; none after something refused, where either will do.
  var needsComma: Bool? = false

  init(open: Int, parent: Int) {
    self.open = open
    self.parent = parent
  }
}

extension Parser {
  /// Moves over commas to the next item or entry; false once the brackets are closed, or cut off.
  mutating func moveToMember(_ contents: inout BracketContents) -> Bool {
    while moveToText(contents) {
      switch cursor.byte {
      case Byte.closeBracket, Byte.closeBrace:
        close(&contents)
        return false
      case Byte.comma:
        if contents.needsComma == false {
          report.add(.strayComma(place(cursor.offset, cursor.offset + 1)))
        }
        cursor.offset += 1
        contents.needsComma = false
      default:
        let isRefused = cursor.byte == Byte.hash || cursor.isIndicator(Byte.dash)
        if contents.needsComma == true, !quotationIsOpen, !isRefused {
          report.add(.missingComma(place(cursor.offset, cursor.offset + 1)))
        }
        contents.needsComma = true
        return true
      }
    }
    return false
  }

  private mutating func close(_ contents: inout BracketContents) {
    contents.end = cursor.offset + 1
    if cursor.byte == openBrackets.last {
      cursor.offset += 1
      return
    }
    let open = contents.open
    report.add(
      .wrongBracket(
        place(cursor.offset, cursor.offset + 1), open: place(open, open + 1),
        expected: openBrackets.last ?? 0))
    // The bracket of an outer pair closes this one too; one that nobody waits for is passed over.
    if openBrackets.dropLast().contains(cursor.byte) {
      contents.end = cursor.offset
    } else {
      cursor.offset += 1
    }
  }

  /// Moves to the next text between brackets, over comments and line ends.
  ///
  /// Returns false where the brackets are cut off: at the end of the file, and at a line that
  /// belongs to the block around them. The cursor then stands on that line.
  mutating func moveToText(_ contents: BracketContents) -> Bool {
    guard !bracketsWereCut else { return false }
    cursor.skipWhite()
    while cursor.isAtRest {
      checkComment()
      settleOnNextLine()
      guard cursor.indent > contents.parent || belongsToBrackets(contents) else {
        // The closing bracket may be what an open quotation swallowed.
        if !quotationIsOpen {
          report.add(.unclosedBracket(place(contents.open, contents.open + 1)))
        }
        quotationIsOpen = false
        bracketsWereCut = true
        bracketIsLeftOver = true
        return false
      }
    }
    return true
  }

  /// Whether a line that stands too far left is still meant to be inside the brackets.
  private mutating func belongsToBrackets(_ contents: BracketContents) -> Bool {
    guard cursor.indent >= 0 else { return false }
    if cursor.byte.closesBracket {
      if cursor.indent < contents.parent {
        reportColumns(
          .bracketTooFarLeft(place(cursor.offset, cursor.offset + 1), column: contents.parent + 1))
      }
      return true
    }
    guard !startsEntry() || closesMoreThanItOpens else { return false }
    reportColumns(
      .lineInBracketsTooFarLeft(
        place(cursor.offset, endOfText()), open: place(contents.open, contents.open + 1)))
    return true
  }

  /// Whether this line has a closing bracket for which none opens on it, so that it goes on with a line that was broken.
  private var closesMoreThanItOpens: Bool {
    var depth = 0
    for byte in cursor.bytes[cursor.offset..<endOfText()] {
      if byte == Byte.openBrace || byte == Byte.openBracket { depth += 1 }
      if byte.closesBracket { depth -= 1 }
      if depth < 0 { return true }
    }
    return false
  }

  /// Leaves brackets that cannot be read to their end, for the line after them.
  mutating func cutBrackets() {
    bracketsWereCut = true
    bracketIsLeftOver = true
    settleOnNextLine()
  }
}
