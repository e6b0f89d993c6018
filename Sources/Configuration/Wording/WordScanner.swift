/// Text cut into words and signs, for checks of wording.
struct WordScanner {
  /// A word, or one sign.
  struct Token {
    var range: Range<Int>
    /// The word as it stands, with a plain apostrophe; one sign otherwise.
    var text: String
    /// The word in small letters.
    var small: String
    var isWord: Bool
    /// Whether white space, or the start of the text, stands before it.
    var afterSpace: Bool
  }

  /// A byte that stands in a text for what is not fixed: a value, a branch, a reference.
  static let gap: UInt8 = 0x01

  let bytes: [UInt8]
  private(set) var tokens: [Token] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    scan()
  }

  private mutating func scan() {
    var index = 0
    var afterSpace = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte.isWhitespace || byte == 10 || byte == 13 {
        afterSpace = true
        index += 1
        continue
      }
      let start = index
      if Self.isWordByte(byte) {
        while index < bytes.count, Self.isWordByte(bytes[index]) || isApostrophe(at: index) > 0 {
          index += max(1, isApostrophe(at: index))
        }
        add(start..<index, isWord: true, afterSpace)
      } else {
        index += 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        add(start..<index, isWord: false, afterSpace)
      }
      afterSpace = false
    }
  }

  private mutating func add(_ range: Range<Int>, isWord: Bool, _ afterSpace: Bool) {
    let text = String(decoding: bytes[range], as: UTF8.self).replacingCurlyApostrophes
    tokens.append(
      Token(
        range: range, text: text, small: isWord ? text.lowercased() : text, isWord: isWord,
        afterSpace: afterSpace))
  }

  /// The bytes of an apostrophe inside a word; none where it ends the word as a closing quote would.
  private func isApostrophe(at index: Int) -> Int {
    let length =
      bytes[index] == UInt8(ascii: "'")
      ? 1
      : bytes[index] == 0xE2 && index + 2 < bytes.count && bytes[index + 1] == 0x80
        && bytes[index + 2] == 0x99 ? 3 : 0
    guard length > 0, index + length < bytes.count, Self.isWordByte(bytes[index + length]) else {
      return 0
    }
    return length
  }

  /// Letters and digits; a letter beyond ASCII is one that begins with C3 to C5, as in é and ö.
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || (0xC3...0xC5).contains(byte) || byte & 0xC0 == 0x80
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension String {
  fileprivate var replacingCurlyApostrophes: String {
    contains("\u{2019}") ? String(map { $0 == "\u{2019}" ? "'" : $0 }) : self
  }
}
