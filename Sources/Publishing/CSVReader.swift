package import Diagnostics

/// Reads tables of separated values as spreadsheets save them: RFC 4180, with commas, semicolons or tabs.
///
/// Quotes may hold separators and line ends, lines may end in LF or CRLF, and a last line end may be
/// missing. It reads bytes that are UTF-8, which the caller makes sure of.
package struct CSVReader {
  /// A cell and where it stands in its file.
  package struct Cell: Sendable {
    /// The text with white space at its ends taken off and runs of it joined: a name has no more.
    package var text: String
    package var range: TextRange
  }

  package struct Row: Sendable {
    package var cells: [Cell]
    package var isEmpty: Bool { cells.allSatisfy(\.text.isEmpty) }
  }

  /// The place of a quotation mark that is never closed, or is closed and followed by more text.
  package private(set) var faults: [(problem: Problem, range: TextRange)] = []

  package enum Problem: Sendable {
    case unclosedQuote, textAfterQuote
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private var index: Int

  private init(_ bytes: [UInt8], from start: Int, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    index = start
  }

  /// Returns the rows of a file, those without any text left out.
  package static func read(
    _ file: SourceFile
  ) -> (rows: [Row], faults: [(problem: Problem, range: TextRange)]) {
    var start = file.byteOrderMarkLength
    var separator: UInt8?
    // Excel writes `sep=;` before the headings where the separator is not the machine's own.
    let first = file.bytes[start...].prefix { $0 != lineFeed && $0 != carriageReturn }
    if first.count == 5, first.starts(with: "sep=".utf8), let last = first.last {
      separator = last
      start = first.endIndex
    }
    var reader = CSVReader(
      file.bytes, from: start, separator: separator ?? Self.separator(of: file.bytes[start...]))
    return (reader.rows(), reader.faults)
  }

  /// The separator of the first line with text: the sign of the three that it has most often.
  private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    var hasText = false
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if !isQuoted {
        if byte == lineFeed, hasText { break }
        if separators.contains(byte) { counts[byte, default: 0] += 1 }
      }
      if byte > 32 { hasText = true }
    }
    return separators.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? UInt8(ascii: ",")
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed: UInt8 = 10
  private static let carriageReturn: UInt8 = 13
  /// The later win where a line has as many of each, so the comma comes last.
  private static let separators = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]

  private mutating func rows() -> [Row] {
    var rows: [Row] = []
    while index < bytes.count {
      let row = row()
      if !row.isEmpty { rows.append(row) }
    }
    return rows
  }

  private mutating func row() -> Row {
    var row = Row(cells: [])
    while true {
      row.cells.append(cell())
      guard index < bytes.count else { return row }
      let byte = bytes[index]
      index += 1
      if byte == separator { continue }
      if byte == Self.carriageReturn, index < bytes.count, bytes[index] == Self.lineFeed {
        index += 1
      }
      return row
    }
  }

  private var isAtEnd: Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private mutating func cell() -> Cell {
    let start = index
    while index < bytes.count, bytes[index] == 32 { index += 1 }
    guard index < bytes.count, bytes[index] == Self.quote else {
      while !isAtEnd { index += 1 }
      return Self.cell(Array(bytes[start..<index]), TextRange(start, index))
    }
    let open = index
    var text: [UInt8] = []
    index += 1
    while index < bytes.count {
      guard bytes[index] == Self.quote else {
        text.append(bytes[index])
        index += 1
        continue
      }
      index += 1
      // Two quotation marks stand for one.
      guard index < bytes.count, bytes[index] == Self.quote else {
        let end = index
        while index < bytes.count, bytes[index] == 32 { index += 1 }
        if !isAtEnd {
          let after = index
          while !isAtEnd { index += 1 }
          faults.append((.textAfterQuote, TextRange(after, index)))
        }
        return Self.cell(text, TextRange(open, end))
      }
      text.append(Self.quote)
      index += 1
    }
    faults.append((.unclosedQuote, TextRange(open, open + 1)))
    return Self.cell(text, TextRange(open, index))
  }

  private static func cell(_ bytes: [UInt8], _ range: TextRange) -> Cell {
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.unicodeScalars.split { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    return Cell(text: words.map { String($0) }.joined(separator: " "), range: range)
  }
}
