import Diagnostics

/// A place in a text that is read line by line.
///
/// It knows lines, columns and white space, and nothing of what they mean. A copy is a bookmark.
struct LineCursor {
  let bytes: [UInt8]
  /// The end of the piece that is read, which may lie before the end of the bytes.
  let limit: Int

  /// The first byte of the line.
  private(set) var lineStart: Int
  /// The end of the line's text, before its line end.
  private(set) var lineEnd: Int
  /// The first byte after the line end.
  private(set) var nextLine: Int
  /// The byte that is read next.
  var offset: Int

  /// The column of the first text of the line that `settle` found, from 0.
  ///
  /// −1 where there is none: at a document marker and after the last line. No block has that column,
  /// so every block ends there by itself.
  private(set) var indent = -1
  /// Where that first text stands.
  private(set) var textStart: Int
  /// Spaces before that first text that look like spaces and are none to YAML.
  private(set) var indentingOddSpaces: TextRange?
  /// The tabs before that first text.
  private(set) var indentingTabs: TextRange?

  init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    limit = range.upperBound
    lineStart = range.lowerBound
    lineEnd = range.lowerBound
    nextLine = range.lowerBound
    offset = range.lowerBound
    textStart = range.lowerBound
    moveToLine(at: range.lowerBound)
  }

  // MARK: - Looking

  /// The byte that is read next, 0 at the end of the line.
  var byte: UInt8 { self[offset] }

  /// The byte at an index of this line, 0 outside of its text.
  subscript(index: Int) -> UInt8 { index < lineEnd ? bytes[index] : 0 }

  var isAtEnd: Bool { lineStart >= limit }
  var hasLineEnd: Bool { lineEnd < nextLine }

  /// The column that is read next, as its distance from the line's first text tells it.
  var column: Int { indent + offset - textStart }

  /// Whether the next byte is the indicator of a block: alone, or with white space after it.
  func isIndicator(_ indicator: UInt8) -> Bool {
    byte == indicator && self[offset + 1].endsIndicator
  }

  /// Whether the rest of the line is empty or a comment.
  ///
  /// A `#` opens a comment at the start of a line and after white space.
  var isAtRest: Bool {
    if offset >= lineEnd { return true }
    return bytes[offset] == Byte.hash && (offset == lineStart || bytes[offset - 1].isWhite)
  }

  /// Whether the line is `---` or `...`, or starts with one of them and white space.
  var isDocumentMarker: Bool {
    let first = self[lineStart]
    guard first == Byte.dash || first == Byte.dot else { return false }
    return self[lineStart + 1] == first && self[lineStart + 2] == first
      && self[lineStart + 3].endsIndicator
  }

  // MARK: - Moving

  mutating func skipWhite() {
    while offset < lineEnd, bytes[offset].isWhite { offset += 1 }
  }

  /// Moves to the start of the line that starts at a byte.
  mutating func moveToLine(at start: Int) {
    lineStart = min(start, limit)
    offset = lineStart
    let rest = bytes[lineStart..<limit]
    var end = rest.firstIndex { $0 == Byte.lineFeed || $0 == Byte.carriageReturn } ?? limit
    lineEnd = end
    if end < limit { end += 1 }
    if end < limit, bytes[end] == Byte.lineFeed, bytes[end - 1] == Byte.carriageReturn { end += 1 }
    nextLine = end
  }

  /// Moves to the start of the next line, whatever it holds; false where there is none.
  mutating func moveToNextLine() -> Bool {
    moveToLine(at: nextLine)
    return !isAtEnd
  }

  /// Moves to the first text from this line on that is no comment, and measures its column.
  mutating func settle() {
    indent = -1
    indentingTabs = nil
    while !isAtEnd {
      offset = lineStart
      let columns = measureIndent()
      if !isAtRest {
        textStart = offset
        if columns > 0 || !isDocumentMarker { indent = columns }
        return
      }
      moveToLine(at: nextLine)
    }
    textStart = offset
  }

  /// Moves to the first text of the lines after this one.
  mutating func settleOnNextLine() {
    moveToLine(at: nextLine)
    settle()
  }

  /// Moves over the white space at the start of the line and returns how many columns it is worth.
  ///
  /// A tab is refused by the parser. To go on, it counts as far as the next even column, which is
  /// what its author most likely sees.
  private mutating func measureIndent() -> Int {
    indentingTabs = nil
    indentingOddSpaces = nil
    while offset < lineEnd, bytes[offset] == Byte.space { offset += 1 }
    if byte >= 0xC2, let columns = measureOddIndent() { return columns }
    guard byte == Byte.tab else { return offset - lineStart }
    let firstTab = offset
    var columns = offset - lineStart
    while byte.isWhite {
      columns += byte == Byte.tab ? 2 - columns % 2 : 1
      offset += 1
    }
    indentingTabs = TextRange(firstTab, offset)
    return columns
  }

  /// Moves over white space of which some is not ordinary, and returns how many columns it is worth.
  ///
  /// The parser refuses such spaces. None where there is none, or no text follows.
  private mutating func measureOddIndent() -> Int? {
    let first = offset
    var columns = offset - lineStart
    var end = offset
    while true {
      let length = oddSpaceLength(at: end)
      guard length > 0 || self[end] == Byte.space else { break }
      // A space of no width moves nothing.
      if !(length == 3 && self[end + 1] == 0x80 && self[end + 2] == 0x8B) { columns += 1 }
      end += max(length, 1)
    }
    guard oddSpaceLength(at: first) > 0, end < lineEnd, !self[end].isWhite else { return nil }
    indentingOddSpaces = TextRange(first, end)
    offset = end
    return columns
  }

  /// How many bytes the character has that looks like a space and is none to YAML; 0 where there is no such one.
  func oddSpaceLength(at index: Int) -> Int {
    switch (self[index], self[index + 1], self[index + 2]) {
    case (0xC2, 0xA0, _): 2
    // U+2000 to U+200B, U+202F, U+205F and U+3000.
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80): 3
    default: 0
    }
  }
}
