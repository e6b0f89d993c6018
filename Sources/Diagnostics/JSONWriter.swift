package import Bytes

/// Writes JSON (RFC 8259) as bytes, indented by two spaces, members in the order they are given.
package struct JSONWriter: ~Copyable {
  private var bytes: ByteBuffer
  private var depth = 0
  private var needsComma = false

  /// - Parameter capacity: How many bytes are expected; a longer text only takes longer.
  package init(capacity: Int = 1024) { bytes = ByteBuffer(capacity: capacity) }

  /// Writes an object; the closure writes its members.
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
  }

  /// Writes an array; the closure writes its elements.
  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    container(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
  }

  package mutating func string(_ value: String) {
    separate()
    quoted(value)
    needsComma = true
  }

  package mutating func number(_ value: Int) {
    separate()
    bytes.append(String(value).utf8.span)
    needsComma = true
  }

  package mutating func bool(_ value: Bool) {
    separate()
    bytes.append(value ? "true" : "false" as StaticString)
    needsComma = true
  }

  package mutating func null() {
    separate()
    bytes.append("null")
    needsComma = true
  }

  /// Writes the name of a member; its value must follow.
  @_disfavoredOverload
  package mutating func key(_ name: String) {
    separate()
    quoted(name)
    endKey()
  }

  /// Writes a name that is always the same, as every literal is: it is plain letters, and no string is made for it.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(name)
    bytes.append(UInt8(ascii: "\""))
    endKey()
  }

  private mutating func endKey() {
    bytes.append(": ")
    needsComma = false
    atValue = true
  }

  package mutating func member(_ name: StaticString, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: StaticString, _ value: Int) {
    key(name)
    number(value)
  }

  package mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes a member where there is a value, and nothing where there is none.
  package mutating func member(_ name: StaticString, ifPresent value: String?) {
    guard let value else { return }
    member(name, value)
  }

  package mutating func member(_ name: StaticString, _ values: [String]) {
    key(name)
    array { json in
      for value in values { json.string(value) }
    }
  }

  /// Ends the text with a line feed and returns it.
  package consuming func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes.bytes
  }

  // MARK: - Layout

  private var atValue = false

  private mutating func container(
    _ open: UInt8, _ close: UInt8, _ content: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(open)
    depth += 1
    needsComma = false
    let start = bytes.count
    content(&self)
    depth -= 1
    if bytes.count > start { newline() }
    bytes.append(close)
    needsComma = true
  }

  private mutating func separate() {
    if atValue {
      atValue = false
      return
    }
    if depth > 0 {
      newline(afterComma: needsComma)
    } else if needsComma {
      bytes.append(UInt8(ascii: ","))
    }
  }

  /// A comma, a line feed and spaces for all but very deep lines.
  private static let indent: StaticString = ",\n                                "

  private mutating func newline(afterComma: Bool = false) {
    let indent = Self.indent
    let (start, end) = (afterComma ? 0 : 1, 2 + 2 * depth)
    let known = min(end, indent.utf8CodeUnitCount)
    unsafe bytes.append(
      UnsafeBufferPointer(start: indent.utf8Start + start, count: known - start))
    for _ in known..<end { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func quoted(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    Self.write(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes what stands between the quotes of a string.
  package static func write(_ value: String, to bytes: inout ByteBuffer) {
    unsafe value.utf8.span.withUnsafeBufferPointer { text in
      var start = 0
      while true {
        let next = unsafe nextEscaped(in: text, from: start)
        unsafe bytes.append(UnsafeBufferPointer(rebasing: text[start..<next]))
        guard next < text.count else { return }
        unsafe writeEscaped(text[next], to: &bytes)
        start = next + 1
      }
    }
  }

  private static func writeEscaped(_ byte: UInt8, to bytes: inout ByteBuffer) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"):
      bytes.append("\\n")
    case UInt8(ascii: "\t"):
      bytes.append("\\t")
    default:
      // With `<` too, so that JSON can stand in a page's script element as it is.
      bytes.append("\\u00")
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 15))
    }
  }

  /// Where the next byte stands that is written otherwise than it is, as hardly any text has one; the end where none is.
  private static func nextEscaped(
    in text: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var index = start
    // Eight bytes at once, as nearly all of every text is looked through.
    while index + 8 <= text.count {
      let word = unsafe UnsafeRawBufferPointer(text)
        .loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let controls = (word &- ones &* 0x20) & ~word
      let found =
        controls | zeros(word ^ ones &* 0x22) | zeros(word ^ ones &* 0x5C)
        | zeros(word ^ ones &* 0x3C) | zeros(word ^ ones &* 0x7F)
      if found & (ones &* 0x80) != 0 { break }
      index += 8
    }
    while index < text.count, unsafe !isEscaped(text[index]) { index += 1 }
    return index
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The highest bit of some byte is set where one of the eight bytes of a word is nought.
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), 0x7F: true
    default: false
    }
  }
}

/// Returns the small hexadecimal digit of a number below 16.
package func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
