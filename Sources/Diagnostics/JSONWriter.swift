import Bytes

/// Writes JSON (RFC 8259) as bytes, indented by two spaces, members in the order they are given.
package struct JSONWriter: ~Copyable {
  private var bytes = ByteBuffer(capacity: 1024)
  private var depth = 0
  private var needsComma = false

  package init() {}

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

  /// Whether a byte is written otherwise than it is; hardly any text has one.
  package static func isEscaped(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), 0x7F: true
    default: false
    }
  }

  private mutating func quoted(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    let isPlain = unsafe value.utf8.span.withUnsafeBufferPointer { text in
      for index in text.indices where unsafe Self.isEscaped(text[index]) { return false }
      unsafe bytes.append(text)
      return true
    }
    if isPlain { return bytes.append(UInt8(ascii: "\"")) }
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"):
        bytes.append("\\n")
      case UInt8(ascii: "\t"):
        bytes.append("\\t")
      case UInt8(ascii: "<"):
        // So that JSON can stand in a page's script element as it is.
        bytes.append("\\u003c")
      case 0..<0x20, 0x7F:
        bytes.append("\\u00")
        bytes.append(hexDigit(byte >> 4))
        bytes.append(hexDigit(byte & 15))
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Returns the small hexadecimal digit of a number below 16.
package func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
