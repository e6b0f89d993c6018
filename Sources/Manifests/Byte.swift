/// The bytes that mean something in a manifest, by name.
enum Byte {
  static var tab: UInt8 { 0x09 }
  static var lineFeed: UInt8 { 0x0A }
  static var carriageReturn: UInt8 { 0x0D }
  static var space: UInt8 { 0x20 }
  static var exclamation: UInt8 { UInt8(ascii: "!") }
  static var doubleQuote: UInt8 { UInt8(ascii: "\"") }
  static var hash: UInt8 { UInt8(ascii: "#") }
  static var percent: UInt8 { UInt8(ascii: "%") }
  static var ampersand: UInt8 { UInt8(ascii: "&") }
  static var singleQuote: UInt8 { UInt8(ascii: "'") }
  static var asterisk: UInt8 { UInt8(ascii: "*") }
  static var plus: UInt8 { UInt8(ascii: "+") }
  static var comma: UInt8 { UInt8(ascii: ",") }
  static var dash: UInt8 { UInt8(ascii: "-") }
  static var dot: UInt8 { UInt8(ascii: ".") }
  static var slash: UInt8 { UInt8(ascii: "/") }
  static var colon: UInt8 { UInt8(ascii: ":") }
  static var greaterThan: UInt8 { UInt8(ascii: ">") }
  static var question: UInt8 { UInt8(ascii: "?") }
  static var at: UInt8 { UInt8(ascii: "@") }
  static var openBracket: UInt8 { UInt8(ascii: "[") }
  static var backslash: UInt8 { UInt8(ascii: "\\") }
  static var closeBracket: UInt8 { UInt8(ascii: "]") }
  static var backtick: UInt8 { UInt8(ascii: "`") }
  static var openBrace: UInt8 { UInt8(ascii: "{") }
  static var bar: UInt8 { UInt8(ascii: "|") }
  static var closeBrace: UInt8 { UInt8(ascii: "}") }
}

extension UInt8 {
  /// Whether the byte is a space or a tab.
  var isWhite: Bool { self == Byte.space || self == Byte.tab }

  /// Whether an indicator before this byte stands alone; a cursor says 0 for the end of the line.
  var endsIndicator: Bool { self == 0 || isWhite }

  /// Whether the byte opens, closes or divides a list or mapping in brackets.
  var isFlowIndicator: Bool {
    switch self {
    case Byte.comma, Byte.openBracket, Byte.closeBracket, Byte.openBrace, Byte.closeBrace: true
    default: false
    }
  }

  /// Whether the byte may follow the sign of a text on the lines below: `|-`, `>+`, `|2`.
  var followsBar: Bool {
    switch self {
    case Byte.dash, Byte.plus, UInt8(ascii: "1")...UInt8(ascii: "9"): true
    default: false
    }
  }

  /// Whether the byte closes a bracket.
  var closesBracket: Bool { self == Byte.closeBracket || self == Byte.closeBrace }

  /// Whether the byte is a letter, a digit, or part of a character beyond ASCII.
  var isWordByte: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// The value of a hexadecimal digit, none for another byte.
  var hexValue: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
