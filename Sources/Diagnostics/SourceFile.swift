/// A file that was read: its path, as the user would type it, and its bytes.
///
/// A class, because every place in a message shares one copy of the bytes; it never changes.
package final class SourceFile: Sendable {
  package let path: String
  package let bytes: [UInt8]
  /// The first byte of each line but the first.
  private let laterLines: [Int32]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    // Once for all places: a file with many mistakes would else be counted through for each of them.
    var starts: [Int32] = []
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(Int32(clamping: index + 1))
    }
    laterLines = starts
  }

  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The place that means the file as a whole.
  package var place: Place { Place(file: self, range: nil) }

  /// Returns the place of a run of bytes.
  package func place(_ range: TextRange) -> Place { Place(file: self, range: range) }

  /// Returns the text of a run of bytes, repaired where it is not UTF-8.
  package func text(_ range: TextRange) -> String {
    String(decoding: bytes[range.clamped(to: bytes.count)], as: UTF8.self)
  }

  /// How many bytes of byte order mark stand before the text.
  package var byteOrderMarkLength: Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Returns the line and column of a byte, both counted from 1, columns in Unicode scalars.
  ///
  /// A carriage return before a line feed belongs to the line end; a byte order mark is no column. A
  /// byte inside a scalar has the column of that scalar.
  package func position(of offset: Int) -> Position {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    var column = 1
    var end = lineStart(line)
    while end < offset {
      end = scalarEnd(at: end)
      if end <= offset { column += 1 }
    }
    return Position(line: line + 1, column: column)
  }

  /// Returns the line of a byte, counted from 1.
  package func line(of offset: Int) -> Int { lineIndex(of: min(max(offset, 0), bytes.count)) + 1 }

  /// Returns the bytes of the line that holds a byte, without its line end.
  package func lineRange(around offset: Int) -> TextRange {
    let line = lineIndex(of: min(max(offset, 0), bytes.count))
    let start = lineStart(line)
    var end = line < laterLines.count ? Int(laterLines[line]) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return TextRange(start, end)
  }

  /// Returns the lines of a run of bytes, each without its line end.
  package func lines(in range: TextRange) -> [Range<Int>] {
    let run = range.clamped(to: bytes.count)
    var result: [Range<Int>] = []
    var start = run.lowerBound
    var next = lineIndex(of: start)
    while start < run.upperBound {
      let isLast = next == laterLines.count
      let stop = isLast ? run.upperBound : min(Int(laterLines[next]) - 1, run.upperBound)
      let hasReturn = stop > start && bytes[stop - 1] == UInt8(ascii: "\r")
      result.append(start..<(hasReturn ? stop - 1 : stop))
      start = stop + 1
      next += 1
    }
    return result
  }

  /// Returns the Unicode scalars in a run of bytes, as many as asked for; U+FFFD stands for a byte
  /// that is not UTF-8.
  package func scalars(in range: TextRange, dropping dropped: Int = 0, atMost limit: Int)
    -> [Unicode.Scalar]
  {
    let run = range.clamped(to: bytes.count)
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(min(run.count, limit))
    var index = 0
    var start = run.lowerBound
    while start < run.upperBound, result.count < limit {
      let end = scalarEnd(at: start)
      if index >= dropped, end == start + 1 {
        result.append(bytes[start] < 0x80 ? Unicode.Scalar(bytes[start]) : "\u{FFFD}")
      } else if index >= dropped {
        let text = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
        result.append(text.count == 1 ? text[text.startIndex] : "\u{FFFD}")
      }
      index += 1
      start = end
    }
    return result
  }

  // MARK: - Lines and scalars

  /// Returns how many lines start before the one that holds a byte.
  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = laterLines.count
    while low < high {
      let middle = (low + high) / 2
      if Int(laterLines[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func lineStart(_ line: Int) -> Int {
    line == 0 ? byteOrderMarkLength : Int(laterLines[line - 1])
  }

  /// Returns the end of the scalar that starts at a byte; a byte that is not UTF-8 stands alone.
  private func scalarEnd(at start: Int) -> Int {
    guard bytes[start] >= 0x80 else { return start + 1 }
    let length =
      switch bytes[start] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    var end = start + 1
    while end < start + length, end < bytes.count, bytes[end].isUTF8Continuation { end += 1 }
    return end
  }
}

/// A line and a column, both counted from 1.
package struct Position: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A half-open run of bytes in one source file.
package struct TextRange: Hashable, Sendable {
  package var start: Int32
  package var end: Int32

  /// Creates a range; an end before the start is taken as empty.
  package init(_ start: Int, _ end: Int) {
    self.start = Int32(clamping: start)
    self.end = Int32(clamping: max(start, end))
  }

  /// The empty range before the first byte.
  package static let zero = TextRange(0, 0)

  package var isEmpty: Bool { start == end }
  package var count: Int { Int(end) - Int(start) }

  /// The same run as array indices of a file with `count` bytes.
  package func clamped(to count: Int) -> Range<Int> {
    let low = min(max(Int(start), 0), count)
    return low..<min(max(Int(end), low), count)
  }

  /// The smallest range that holds both.
  package func union(_ other: TextRange) -> TextRange {
    TextRange(Int(min(start, other.start)), Int(max(end, other.end)))
  }
}

/// A run of bytes in a file, or a file as a whole where nothing in it is to blame.
package struct Place: Sendable {
  package var file: SourceFile
  package var range: TextRange?

  package init(file: SourceFile, range: TextRange?) {
    self.file = file
    self.range = range
  }

  /// The line and column where the place starts, none for a whole file.
  package var start: Position? { range.map { file.position(of: Int($0.start)) } }

  /// The line and column just after the place, none for a whole file.
  package var end: Position? { range.map { file.position(of: Int($0.end)) } }

  /// `path:line:column`, or the path alone for a whole file.
  package var description: String {
    guard let start else { return file.path }
    return "\(file.path):\(start.line):\(start.column)"
  }

  /// `path:line`, or the path alone for a whole file.
  package var lineDescription: String {
    guard let range else { return file.path }
    return "\(file.path):\(file.line(of: Int(range.start)))"
  }
}

extension UInt8 {
  /// Whether the byte is the second, third or fourth of a UTF-8 scalar.
  package var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}
