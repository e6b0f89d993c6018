import Diagnostics

/// The state of one parse; the methods stand in a file for each part of the language.
///
/// What reads a value leaves the cursor on the first text after the value's last line, so that a
/// block need only look at the column there to know whether it goes on.
struct Parser {
  let file: SourceFile
  var cursor: LineCursor
  var report = Report()

  /// How many lists and mappings are open.
  var depth = 0
  /// The brackets that are open, innermost last.
  var openBrackets: [UInt8] = []
  /// The key whose value is being read; empty at the left edge.
  var openKey = ""
  /// What stands under nothing at the start of the file.
  var nameless: Node?
  /// Entries that stand at a wrong column, which is reported.
  var strays: [TextRange] = []
  /// Whether brackets ended before they were closed, which leaves the cursor on a fresh line.
  var bracketsWereCut = false
  /// Whether a closing bracket may still turn up that nobody waits for any more.
  var bracketIsLeftOver = false
  /// Where a text starts that was already found fault with; a second message would say the same.
  var faultyText = -1
  /// Whether a bracket opens in the last plain text, which then may begin with a key that was meant.
  var bracketOpensInText = false
  /// Whether the last text has no closing quote on its line, so that the lines below may belong to it.
  var quotationIsOpen = false
  /// Whether the columns of this file can no longer be trusted to be what its author meant.
  ///
  /// After a tab, faults that show only in columns are most likely the same fault, until a line at the
  /// very left starts afresh.
  var columnsAreDoubtful = false
  /// Whether the file has lines that a merge left in it, between which what two people wrote stands one after the other.
  var hasMergeMarks = false
  /// Whether the file is said to have other signs than dashes before the items of lists.
  var bulletsAreTold = false
  /// Whether the file is said to have the lines around a piece of code in Markdown.
  private var fencesAreTold = false
  /// Where the last line began that stands too far right, and the column of the lines it belongs with.
  var shiftedLine: (start: Int, column: Int)?

  init(file: SourceFile, range: Range<Int>) {
    self.file = file
    cursor = LineCursor(bytes: file.bytes, range: range)
  }

  // MARK: - Lines

  /// Moves to the first text from this line on.
  mutating func settle() {
    let wasTabbed = cursor.indentingTabs != nil
    let wasOdd = cursor.indentingOddSpaces != nil
    cursor.settle()
    while cursor.indent == 0, let mark = foreignMark {
      tell(mark)
      cursor.settleOnNextLine()
    }
    // One message for lines that follow each other: they were indented in one go.
    if let odd = cursor.indentingOddSpaces, !wasOdd { report.add(.oddIndentation(file.place(odd))) }
    guard let tabs = cursor.indentingTabs else { return }
    if !wasTabbed { report.add(.tabIndentation(file.place(tabs))) }
    columnsAreDoubtful = true
  }

  /// Moves to the first text of the lines after this one.
  mutating func settleOnNextLine() {
    _ = cursor.moveToNextLine()
    settle()
  }

  /// Passes over the lines that stand deeper than a column.
  mutating func skipLines(deeperThan column: Int) {
    while cursor.indent > column { settleOnNextLine() }
  }

  /// Ends a value's line, on which only a comment may follow, and moves to the next text.
  ///
  /// - Returns: Whether the value ended as it should. If not, that is reported.
  @discardableResult
  mutating func finishLine() -> Bool {
    if bracketsWereCut {
      bracketsWereCut = false
      return false
    }
    let valueEnd = cursor.offset
    cursor.skipWhite()
    let isAtRest = cursor.isAtRest
    if isAtRest {
      checkComment()
    } else {
      reportTextAfterValue(endingAt: valueEnd)
    }
    settleOnNextLine()
    return isAtRest
  }

  /// Reports a comment behind a value that looks like a part of it, such as the number in `Flat #2`.
  mutating func checkComment() {
    let start = cursor.offset
    guard cursor.byte == Byte.hash, start > cursor.textStart, cursor[start + 1].isWordByte else {
      return
    }
    report.add(.commentOrText(place(start, cursor.lineEnd), text: text(start, cursor.lineEnd)))
  }

  // MARK: - Lines of other programs

  private enum ForeignMark { case merge, fence }

  /// What line this is that no manifest has: one that a merge leaves between two versions, or that marks code in Markdown.
  private var foreignMark: ForeignMark? {
    let start = cursor.lineStart
    let byte = cursor.byte
    let isMerge = "<=>|".utf8.contains(byte)
    guard isMerge || byte == Byte.backtick else { return nil }
    let count = isMerge ? 7 : 3
    guard (start..<start + count).allSatisfy({ cursor[$0] == byte }),
      !isMerge || cursor[start + count].endsIndicator
    else { return nil }
    return isMerge ? .merge : .fence
  }

  private mutating func tell(_ mark: ForeignMark) {
    let line = place(cursor.lineStart, endOfText())
    switch mark {
    case .merge:
      if !hasMergeMarks { report.add(.mergeMark(line)) }
      hasMergeMarks = true
      // What stands between two such lines need not line up with what stands before.
      columnsAreDoubtful = true
    case .fence:
      if !fencesAreTold { report.add(.codeFence(line)) }
      fencesAreTold = true
    }
  }

  // MARK: - Nesting

  /// Counts a list or mapping that opens here; false where it is one too many, which is reported.
  mutating func enter(at range: TextRange) -> Bool {
    guard depth < ManifestParser.deepestNesting else {
      report.add(.nestingTooDeep(file.place(range), limit: ManifestParser.deepestNesting))
      return false
    }
    depth += 1
    return true
  }

  // MARK: - Text and places

  func place(_ start: Int, _ end: Int) -> Place { file.place(TextRange(start, end)) }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: cursor.bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// Returns where the line's text ends, without a comment and the white space before it.
  func endOfText() -> Int {
    var end = cursor.offset
    while end < cursor.lineEnd {
      if cursor[end] == Byte.hash, end > cursor.offset, cursor[end - 1].isWhite { break }
      end += 1
    }
    while end > cursor.offset, cursor[end - 1].isWhite { end -= 1 }
    return end
  }
}
