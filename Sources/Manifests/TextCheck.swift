package import Diagnostics

/// Looks at a text's bytes before anybody reads it as a manifest or a template.
package enum TextCheck {
  /// The largest manifest, in bytes.
  package static let largestManifest = 1 << 20
  /// The longest line, in bytes without its line end.
  package static let longestLine = 64 << 10

  /// Reports what no text may hold: bytes that are not UTF-8, control characters, overlong lines.
  ///
  /// - Returns: Whether it makes sense to read on: not where the file is no text that a person wrote.
  package static func check(
    _ file: SourceFile, range: TextRange, report: inout Report
  ) -> Bool {
    let run = range.clamped(to: file.bytes.count)
    if let encoding = foreignEncoding(file.bytes[run]) {
      report.add(.notUTF8(file, encoding: encoding))
      return false
    }
    var check = ByteWalk(file: file, limit: run.upperBound)
    check.walk(from: run.lowerBound == 0 ? file.byteOrderMarkLength : run.lowerBound)
    report.add(contentsOf: check.report)
    return check.isReadable
  }

  /// Names the encoding of a file that is plainly UTF-16, which no byte of it need betray.
  private static func foreignEncoding(_ bytes: ArraySlice<UInt8>) -> String? {
    let start = Array(bytes.prefix(2))
    guard start.count == 2 else { return nil }
    switch (start[0], start[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF), (0, 1...), (1..., 0): return "UTF-16"
    default: return nil
    }
  }
}

/// One walk over the bytes of a text.
private struct ByteWalk {
  let file: SourceFile
  let limit: Int
  var report = Report()
  var isReadable = true

  private var isBinary = false
  private var index = 0
  private var lineStart = 0
  /// Whether this line's control character was told: one message a line is enough to find the others.
  private var lineIsTold = false
  private var encodingIsTold = false
  private var lineEndIsTold = false

  init(file: SourceFile, limit: Int) {
    self.file = file
    self.limit = limit
  }

  mutating func walk(from start: Int) {
    let bytes = file.bytes
    index = start
    lineStart = start
    while index < limit, !isBinary {
      // Nearly all of a text is letters, which need not be looked at twice.
      index = bytes[index..<limit].firstIndex { $0 &- 0x20 >= 0x5F } ?? limit
      guard index < limit else { break }
      let byte = bytes[index]
      if byte == Byte.lineFeed {
        endLine()
      } else if byte >= 0x80 {
        checkScalar(bytes)
      } else {
        if byte < 0x20 || byte == 0x7F { checkControl(byte, bytes) }
        index += 1
      }
    }
    checkLength()
  }

  private mutating func endLine() {
    checkLength()
    index += 1
    lineStart = index
    lineIsTold = false
  }

  private mutating func checkLength() {
    // A carriage return before the line feed is part of the line end.
    let end = index > lineStart && file.bytes[index - 1] == Byte.carriageReturn ? index - 1 : index
    guard end - lineStart > TextCheck.longestLine else { return }
    report.add(.lineTooLong(file.place(TextRange(lineStart, end))))
    isReadable = false
  }

  private mutating func checkControl(_ byte: UInt8, _ bytes: [UInt8]) {
    switch byte {
    case Byte.tab: return
    case Byte.carriageReturn:
      if index + 1 < limit, bytes[index + 1] == Byte.lineFeed { return }
      if !lineEndIsTold { report.add(.loneCarriageReturn(place(1))) }
      lineEndIsTold = true
    case 0:
      // Of a file that is no text nothing else need be said.
      report = Report()
      report.add(.nulByte(place(1)))
      isBinary = true
      isReadable = false
    default: tellCharacter(UInt32(byte), length: 1)
    }
  }

  /// Reads one character beyond ASCII.
  private mutating func checkScalar(_ bytes: [UInt8]) {
    let length = validLength(bytes)
    guard length > 0 else {
      if !encodingIsTold { report.add(.notUTF8(place(1), byte: bytes[index])) }
      encodingIsTold = true
      index += 1
      return
    }
    // Of two-byte characters only those led by C2 can be unwelcome; of the others see `isUnwelcome`.
    if length > 2 || bytes[index] == 0xC2 {
      var value = UInt32(bytes[index] & (0x7F >> UInt8(length)))
      for continuation in bytes[(index + 1)..<(index + length)] {
        value = value << 6 | UInt32(continuation & 0x3F)
      }
      if ControlCharacter.isUnwelcome(value) { tellCharacter(value, length: length) }
      if value == 0xFFFD {
        if !lineIsTold { report.add(.lostLetter(place(length))) }
        lineIsTold = true
      }
    } else if bytes[index] == 0xC3 {
      checkTwiceEncoded(bytes)
    }
    index += length
  }

  /// Reports what becomes of a letter that is saved as UTF-8, read as Windows-1252 and saved as UTF-8 again: `â€™`, `Ã©`.
  private mutating func checkTwiceEncoded(_ bytes: [UInt8]) {
    func at(_ offset: Int) -> UInt8 { index + offset < limit ? bytes[index + offset] : 0 }
    var length: Int
    switch (at(1), at(2), at(3), at(4)) {
    case (0xA2, 0xE2, 0x82, 0xAC):
      // With the character after it, which made a quotation mark or a dash of it.
      length = 5
      if at(length) >= 0xC0 { length += 1 }
      while at(length).isUTF8Continuation { length += 1 }
    case (0x83, 0xC2, 0x80...0xBF, _): length = 4
    default: return
    }
    if !lineIsTold { report.add(.twiceEncoded(place(length))) }
    lineIsTold = true
  }

  private mutating func tellCharacter(_ value: UInt32, length: Int) {
    if !lineIsTold { report.add(.controlCharacter(value, at: place(length))) }
    lineIsTold = true
  }

  private func place(_ length: Int) -> Place { file.place(TextRange(index, index + length)) }

  /// Returns how many bytes the UTF-8 character here has, 0 where there is none (Unicode, table 3-7).
  private func validLength(_ bytes: [UInt8]) -> Int {
    let first = bytes[index]
    let second = index + 1 < limit ? bytes[index + 1] : 0
    let secondRange: ClosedRange<UInt8> =
      switch first {
      case 0xE0: 0xA0...0xBF
      case 0xED: 0x80...0x9F
      case 0xF0: 0x90...0xBF
      case 0xF4: 0x80...0x8F
      default: 0x80...0xBF
      }
    let length =
      switch first {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, index + length <= limit, secondRange.contains(second) else { return 0 }
    for offset in 2..<max(length, 2) where !bytes[index + offset].isUTF8Continuation { return 0 }
    return length
  }
}

/// The characters that stand for no text.
enum ControlCharacter {
  /// Whether a character may not stand in a text, written out or as an escape.
  ///
  /// Control characters, the noncharacters, which no HTML page may hold, and those that turn the direction of all
  /// letters after them: a number behind one would be read backwards. Words that are written from right to left need none.
  static func isForbidden(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00..<0x20, 0x7F..<0xA0, 0xFDD0...0xFDEF, 0x202A...0x202E, 0x2066...0x2069: true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// Whether a character beyond ASCII may not be written out in a file.
  ///
  /// Besides the forbidden ones these are line ends to some YAML readers and not to others (LINE
  /// SEPARATOR, PARAGRAPH SEPARATOR), or a byte order mark that strayed from the start of its file.
  static func isUnwelcome(_ value: UInt32) -> Bool {
    value == 0x2028 || value == 0x2029 || value == 0xFEFF || isForbidden(value)
  }

  /// Returns the character's name where it has one that people know.
  static func name(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let name: String? =
      switch value {
      case 0x00: "null"
      case 0x07: "bell"
      case 0x08: "backspace"
      case 0x0B: "vertical tab"
      case 0x0C: "form feed"
      case 0x1B: "escape"
      case 0x7F: "delete"
      case 0x85: "next line"
      case 0x2028: "line separator"
      case 0x2029: "paragraph separator"
      case 0x202A...0x202E, 0x2066...0x2069: "turns the direction of writing"
      case 0xFEFF: "byte order mark"
      default: nil
      }
    return name.map { "\(number), \($0)" } ?? number
  }
}
