/// Lays out fixed text: white space collapsed, characters escaped, marks as HTML.
///
/// The rules are those of `InlineWriter`, which joins runs and values; what is next to each other in
/// a template is joined here once, and not for every school.
struct RunBuilder {
  private var text: [UInt8] = []
  /// The text as HTML, once that is something else.
  private var html: [UInt8] = []
  private var isPlain = true
  private var startsWithSpace = false
  private var pendingSpace = false
  /// Whether the last thing that shows is a space, so that no second one follows.
  private var afterSpace = false
  private var hasText = false

  /// Whether anything was added.
  var isEmpty: Bool { isPlain && text.isEmpty && !startsWithSpace && !pendingSpace }

  mutating func add(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      guard !bytes[index].isInlineSpace else {
        if hasText { pendingSpace = true } else { startsWithSpace = true }
        index += 1
        continue
      }
      writeSpace(before: bytes[index])
      let end = Self.end(ofWordsFrom: index, in: bytes)
      let words = bytes[index..<end]
      if isPlain, !HTMLEscape.isPlain(words) { beginMarkup() }
      if !isPlain { HTMLEscape.text(words, to: &html) }
      text.append(contentsOf: words)
      hasText = true
      afterSpace = false
      index = end
    }
  }

  /// Where words end that are spaced as they are printed.
  private static func end(ofWordsFrom start: Int, in bytes: [UInt8]) -> Int {
    var end = start
    while end < bytes.count {
      if !bytes[end].isInlineSpace {
        end += 1
      } else if bytes[end] == 32, end + 1 < bytes.count, !bytes[end + 1].isInlineSpace,
        !bytes[end + 1].takesNoSpaceBefore
      {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  /// Adds an opening tag; a space before it stays before it.
  mutating func open(_ tag: String) {
    writeSpace(before: 0)
    beginMarkup()
    html.append(contentsOf: tag.utf8)
  }

  /// Adds a closing tag; a space before it moves after it.
  mutating func close(_ tag: String) {
    beginMarkup()
    html.append(contentsOf: tag.utf8)
  }

  /// Tells the HTML from the text.
  private mutating func beginMarkup() {
    if isPlain { html = text }
    isPlain = false
  }

  /// Returns the run and begins a new one.
  mutating func take() -> Run {
    let run = Run(
      html: isPlain ? text : html, text: text, startsWithSpace: startsWithSpace,
      endsWithSpace: pendingSpace || !hasText && startsWithSpace)
    self = RunBuilder()
    return run
  }

  private mutating func writeSpace(before byte: UInt8) {
    guard pendingSpace else { return }
    pendingSpace = false
    guard !byte.takesNoSpaceBefore, !afterSpace else { return }
    if !isPlain { html.append(UInt8(ascii: " ")) }
    text.append(UInt8(ascii: " "))
    afterSpace = true
  }
}

extension UInt8 {
  /// White space that collapses.
  package var isInlineSpace: Bool { self == 32 || self == 9 || self == 10 || self == 13 }

  /// Whether a space before the byte is dropped, so that branches may be spaced for reading.
  package var takesNoSpaceBefore: Bool {
    switch self {
    case UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: ":"),
      UInt8(ascii: ")"):
      true
    default: false
    }
  }
}

/// Writes characters so that HTML shows them as they are.
package enum HTMLEscape {
  /// Adds text that stands between tags.
  package static func text(_ text: String, to html: inout [UInt8]) {
    unsafe text.utf8.span.withUnsafeBufferPointer {
      unsafe add($0, isQuoted: false, to: &html)
    }
  }

  package static func text(_ text: [UInt8], to html: inout [UInt8]) {
    self.text(text[...], to: &html)
  }

  package static func text(_ text: ArraySlice<UInt8>, to html: inout [UInt8]) {
    unsafe text.withUnsafeBufferPointer { unsafe add($0, isQuoted: false, to: &html) }
  }

  /// Returns text as it stands between tags.
  static func text(_ text: [UInt8]) -> [UInt8] {
    var html: [UInt8] = []
    html.reserveCapacity(text.count + 16)
    self.text(text, to: &html)
    return html
  }

  /// Whether text stands between tags as it is.
  static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
    unsafe text.withUnsafeBufferPointer {
      unsafe next(in: $0, from: 0, isQuoted: false) == $0.count
    }
  }

  /// Adds text that stands in a quoted attribute.
  package static func attribute(_ text: String, to html: inout [UInt8]) {
    unsafe text.utf8.span.withUnsafeBufferPointer {
      unsafe add($0, isQuoted: true, to: &html)
    }
  }

  package static func attribute(_ text: Span<UInt8>, to html: inout [UInt8]) {
    unsafe text.withUnsafeBufferPointer { unsafe add($0, isQuoted: true, to: &html) }
  }

  package static func attribute(_ text: [UInt8], to html: inout [UInt8]) {
    unsafe text.withUnsafeBufferPointer { unsafe add($0, isQuoted: true, to: &html) }
  }

  /// Adds runs of bytes that need no escape at once; nearly all of a text is such a run.
  private static func add(
    _ bytes: UnsafeBufferPointer<UInt8>, isQuoted: Bool, to html: inout [UInt8]
  ) {
    var start = 0
    while true {
      let next = unsafe next(in: bytes, from: start, isQuoted: isQuoted)
      if start < next {
        unsafe html.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<next]))
      }
      guard next < bytes.count else { return }
      unsafe escape(bytes[next]).withUTF8Buffer { unsafe html.append(contentsOf: $0) }
      start = next + 1
    }
  }

  /// Where the next byte stands that is escaped; the end where none is.
  package static func next(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, isQuoted: Bool
  ) -> Int {
    let last = bytes.count - 8
    guard start <= last else {
      var index = start
      // All that is escaped comes before `?`.
      let escaped = isQuoted ? escapedInQuotes : escapedInText
      while index < bytes.count, unsafe !isAmong(escaped, bytes[index]) { index += 1 }
      return index
    }
    // Eight bytes at once, as nearly all of every text is looked through.
    var index = start
    while true {
      let found = marks(
        unsafe UInt64(
          littleEndian: UnsafeRawBufferPointer(bytes)
            .loadUnaligned(fromByteOffset: index, as: UInt64.self)), isQuoted: isQuoted)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      if index == last { return bytes.count }
      // The last eight begin among those that were looked at.
      index = min(index + 8, last)
    }
  }

  /// The highest bit of the first byte of a word that is escaped, and perhaps of bytes behind it; nought where none is.
  private static func marks(_ word: UInt64, isQuoted: Bool) -> UInt64 {
    // `<` and `>` differ in one bit, and so do `&` and `'`.
    let angles = hasByte(word | ones &* 0x02, 0x3E)
    return isQuoted
      ? angles | hasByte(word | ones, 0x27) | hasByte(word, 0x22) : angles | hasByte(word, 0x26)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// More than nought where one of the eight bytes of a word is this one.
  private static func hasByte(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let difference = word ^ (ones &* byte)
    return (difference &- ones) & ~difference & (ones &* 0x80)
  }

  /// The bytes that are escaped, each a bit: `&`, `<` and `>`, and in quotes both kinds of them.
  private static let escapedInText: UInt64 = 1 << 0x26 | 1 << 0x3C | 1 << 0x3E
  private static let escapedInQuotes = escapedInText | 1 << 0x22 | 1 << 0x27

  private static func isAmong(_ escaped: UInt64, _ byte: UInt8) -> Bool {
    byte < 64 && escaped >> UInt64(byte) & 1 != 0
  }

  /// What is written for a byte that is escaped.
  package static func escape(_ byte: UInt8) -> StaticString {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    default: "&#39;"
    }
  }
}
