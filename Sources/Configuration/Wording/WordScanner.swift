/// Text cut into words and signs, for checks of wording.
struct WordScanner {
  /// A word, or one sign.
  struct Token {
    var range: Range<Int>
    /// The hash of a word in small letters, with a plain apostrophe: what differs is another word.
    var hash: UInt32 = 0
    /// The number of the word in `WordIndex`.
    var word = WordIndex.unlisted
    var isWord: Bool
    /// Whether white space, or the start of the text, stands before it.
    var afterSpace: Bool
    /// Whether a word has so many capitals that it is an abbreviation.
    var isAbbreviation = false
  }

  /// A byte that stands in a text for what is not fixed: a value, a branch, a reference.
  static let gap: UInt8 = 0x01

  let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  private let index = WordIndex.all

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 5 + 1)
    scan()
  }

  private mutating func scan() {
    var index = 0
    var afterSpace = true
    while index < bytes.count {
      let byte = bytes[index]
      if byte.isWhitespace {
        afterSpace = true
        index += 1
        continue
      }
      let start = index
      if Self.isWordByte(byte) {
        index = addWord(at: start, afterSpace)
      } else {
        index += 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        tokens.append(Token(range: start..<index, isWord: false, afterSpace: afterSpace))
      }
      afterSpace = false
    }
  }

  /// Adds the word that begins at an index, and returns where it ends.
  private mutating func addWord(at start: Int, _ afterSpace: Bool) -> Int {
    let bytes = bytes
    var end = start
    var hash = WordHash()
    var capitals = 0
    var length = 0
    var isPlain = true
    while end < bytes.count {
      let byte = bytes[end]
      if byte.isLowercaseLetter {
        // Most are.
        hash.addSmall(byte)
        end += 1
      } else if Self.isWordByte(byte) {
        hash.add(byte)
        if (65...90).contains(byte) { capitals += 1 }
        if byte >= 0x80 { isPlain = false }
        end += 1
      } else {
        let apostrophe = apostrophe(at: end)
        guard apostrophe > 0 else { break }
        hash.add(UInt8(ascii: "'"))
        end += apostrophe
      }
      length += 1
    }
    var token = Token(range: start..<end, isWord: true, afterSpace: afterSpace)
    if isPlain {
      token.hash = hash.value
      token.word =
        end - start == length
        ? index.number(of: bytes[start..<end], hash: token.hash)
        : index.number(of: text(token).utf8, hash: token.hash)
    } else {
      // Letters beyond ASCII have small letters too; no list has such a word.
      var hash = WordHash()
      for byte in small(token).utf8 { hash.add(byte) }
      token.hash = hash.value
    }
    // A name such as McDonald or YouTube has more small letters than capitals.
    token.isAbbreviation = capitals >= 2 && length <= 8 && capitals * 2 >= length
    tokens.append(token)
    return end
  }

  /// The bytes of an apostrophe inside a word; none where it ends the word as a closing quote would.
  private func apostrophe(at index: Int) -> Int {
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

  // MARK: - Text

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A word as it stands, with a plain apostrophe; one sign otherwise.
  func text(_ token: Token) -> String { text(token.range).replacingCurlyApostrophes }

  /// A word in small letters; one sign otherwise.
  func small(_ token: Token) -> String { token.isWord ? text(token).lowercased() : text(token) }

  /// How many letters a word has; one of several bytes is one letter.
  func letters(in token: Token) -> Int {
    token.range.count { bytes[$0] & 0xC0 != 0x80 }
  }

  /// Whether a token is one sign of ASCII.
  func isSign(_ token: Token, _ sign: UInt8) -> Bool {
    !token.isWord && token.range.count == 1 && bytes[token.range.lowerBound] == sign
  }

  func startsWithDigit(_ token: Token) -> Bool { bytes[token.range.lowerBound].isDigit }

  func startsWithCapital(_ token: Token) -> Bool {
    let first = bytes[token.range.lowerBound]
    return first < 0x80
      ? (65...90).contains(first) : text(token).first?.isUppercase ?? false
  }
}

extension String {
  fileprivate var replacingCurlyApostrophes: String {
    guard utf8.contains(0xE2) else { return self }
    let bytes = Array(utf8)
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isCurly = bytes[index...].starts(with: [0xE2, 0x80, 0x99])
      plain.append(isCurly ? UInt8(ascii: "'") : bytes[index])
      index += isCurly ? 3 : 1
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
