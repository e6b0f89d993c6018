import Diagnostics

/// What stands behind `|` or `>`.
private struct BlockTextHeader {
  enum Chomping { case strip, clip, keep }

  var isFolded = false
  var chomping = Chomping.clip
  /// How much deeper than its parent the text stands, where that is written down.
  var indentation: Int?
}

/// The lines of a text in a block, put together as they come.
private struct BlockTextBuilder {
  let header: BlockTextHeader
  private(set) var bytes: [UInt8] = []
  /// Whether there is more than white space, on which readers do not agree.
  private(set) var hasText = false
  private var hasLine = false
  /// How many line ends came since the last line with text, its own among them.
  private var lineEnds = 0
  private var lastLineIsIndented = false

  init(header: BlockTextHeader) { self.header = header }

  mutating func addEmptyLine(hasLineEnd: Bool) {
    if hasLineEnd { lineEnds += 1 }
  }

  mutating func add(_ line: ArraySlice<UInt8>, hasLineEnd: Bool) {
    // In a folded text a line end between two lines is a space, and one of several is dropped,
    // unless one of the lines has an indentation of its own.
    let isIndented = line.first?.isWhite ?? false
    var breaks = lineEnds
    if header.isFolded, hasLine, !isIndented, !lastLineIsIndented {
      breaks -= 1
      if breaks == 0 { bytes.append(Byte.space) }
    }
    bytes.append(contentsOf: repeatElement(Byte.lineFeed, count: breaks))
    bytes.append(contentsOf: line)
    hasLine = true
    hasText = hasText || line.contains { !$0.isWhite }
    lastLineIsIndented = isIndented
    lineEnds = hasLineEnd ? 1 : 0
  }

  /// Returns the text with the line ends at its end that the header asks for.
  consuming func finish() -> String {
    let ends =
      switch header.chomping {
      case .strip: 0
      case .clip: min(lineEnds, 1)
      case .keep: lineEnds
      }
    bytes.append(contentsOf: repeatElement(Byte.lineFeed, count: ends))
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Parser {
  /// Reads a text of several lines after `|`, which keeps line ends, or `>`, which folds them.
  ///
  /// The text stands deeper than the parent column, that of its key or dash.
  mutating func blockScalar(parent: Int) -> Node {
    let start = cursor.offset
    guard parent >= 0 else {
      // Without a key, readers do not agree how deep the text must stand.
      report.add(.blockTextWithoutKey(place(start, start + 1)))
      settleOnNextLine()
      skipLines(deeperThan: -1)
      return Node(.none, range: TextRange(start, start))
    }
    // The text of a key that stands too far right was indented for the place where the key belongs.
    let shifted = shiftedLine.flatMap { $0.start == cursor.lineStart ? $0.column : nil }
    let messages = report.diagnostics.count
    let header = blockTextHeader()
    let headerEnd = cursor.offset
    var builder = BlockTextBuilder(header: header)
    var end = start + 1
    if let column = textColumn(header: header, parent: shifted ?? parent) {
      end = readLines(column: column, into: &builder) ?? end
    } else {
      _ = cursor.moveToNextLine()
    }
    let range = TextRange(start, end)
    settle()
    guard builder.hasText else {
      // What was wrong with the header or the next line is likely the reason.
      if report.diagnostics.count == messages {
        report.add(.emptyBlockText(place(start, headerEnd)))
      }
      return Node(.none, range: TextRange(start, start))
    }
    let style: Scalar.Style = header.isFolded ? .folded : .literal
    return Node(.scalar(Scalar(text: builder.finish(), style: style)), range: range)
  }

  /// Reads the indicator and its signs, and what is left of their line.
  private mutating func blockTextHeader() -> BlockTextHeader {
    let start = cursor.offset
    var header = BlockTextHeader(isFolded: cursor.byte == Byte.greaterThan)
    cursor.offset += 1
    var hasChomping = false
    signs: while true {
      switch cursor.byte {
      case Byte.dash where !hasChomping: header.chomping = .strip
      case Byte.plus where !hasChomping: header.chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9") where header.indentation == nil:
        header.indentation = Int(cursor.byte - UInt8(ascii: "0"))
        cursor.offset += 1
        continue signs
      default: break signs
      }
      hasChomping = true
      cursor.offset += 1
    }
    let end = cursor.offset
    cursor.skipWhite()
    if cursor.isAtRest {
      checkComment()
    } else {
      let rest = place(cursor.offset, endOfText())
      report.add(.textAfterBlockIndicator(rest, indicator: text(start, start + 1)))
    }
    cursor.offset = end
    return header
  }

  /// Returns the column where the text stands: as the header says, or that of its first line.
  ///
  /// None where no text follows. The cursor stays on the header's line.
  private mutating func textColumn(header: BlockTextHeader, parent: Int) -> Int? {
    if let indentation = header.indentation { return parent + indentation }
    var look = cursor
    var widestEmptyLine: (columns: Int, start: Int)?
    while look.moveToNextLine() {
      while look.byte == Byte.space { look.offset += 1 }
      let columns = look.offset - look.lineStart
      if look.offset < look.lineEnd {
        guard columns > parent else { return nil }
        if let widest = widestEmptyLine, widest.columns > columns {
          // The reader would not know which of the two lines sets the column.
          report.add(.wideEmptyLine(place(widest.start, widest.start + widest.columns)))
        }
        return columns
      }
      if columns > widestEmptyLine?.columns ?? 0 { widestEmptyLine = (columns, look.lineStart) }
    }
    return nil
  }

  /// Reads the lines that stand at a column or deeper, and returns where the last text of them ends.
  ///
  /// The cursor is left at the start of the line that ends the text.
  private mutating func readLines(column: Int, into builder: inout BlockTextBuilder) -> Int? {
    var end: Int?
    while cursor.moveToNextLine() {
      let start = cursor.lineStart
      let lineEnd = cursor.lineEnd
      var text = start
      while text < lineEnd, text - start < column, cursor.bytes[text] == Byte.space { text += 1 }
      if text == lineEnd {
        builder.addEmptyLine(hasLineEnd: cursor.hasLineEnd)
      } else if text - start == column {
        builder.add(cursor.bytes[text..<lineEnd], hasLineEnd: cursor.hasLineEnd)
        end = lineEnd
      } else if isBlankWithTab(from: text) {
        // Readers differ on whether such a line belongs to the text.
        report.add(.tabLine(place(text, lineEnd)))
      } else {
        return end
      }
    }
    return end
  }

  private func isBlankWithTab(from start: Int) -> Bool {
    var index = start
    while cursor[index].isWhite { index += 1 }
    return index == cursor.lineEnd
  }
}
