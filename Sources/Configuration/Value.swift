/// A value of a manifest, once its type is known.
package indirect enum Value: Sendable, Equatable {
  /// Plain text; a line break in it is part of the text.
  case text(String)
  case markdown(MarkdownText)
  case name(String)
  case email(String)
  case phone(PhoneNumber)
  case url(String)
  case date(CalendarDate)
  case month(CalendarMonth)
  case term(SchoolTerm)
  case duration(ReviewPeriod)
  case number(Int)
  case flag(Bool)
  /// The index of the chosen option.
  case choice(Int)
  case list([Value])
  case colour(Colour)
  /// The path of a file inside the school's folder.
  case file(String)
}

extension Value {
  /// The value as a reader sees it in running text; choices, colours and files cannot be printed.
  package var plainText: String? {
    switch self {
    case .text(let text), .name(let text), .email(let text), .url(let text): text
    case .markdown(let markdown): markdown.plainText
    case .phone(let phone): phone.written
    case .date(let date): date.long
    case .month(let month): month.description
    case .term(let term): term.description
    case .duration(let period): period.description
    case .number(let number): String(number)
    case .flag(let flag): flag ? "yes" : "no"
    case .list(let values): Prose.list(values.compactMap(\.plainText))
    case .choice, .colour, .file: nil
    }
  }
}

/// A telephone number of the United Kingdom.
///
/// National numbers (`01632 960001`), international ones (`+44 1632 960001`), short helplines
/// (`0800 1111`) and three-digit services (`101`), with an optional `ext 12`.
package struct PhoneNumber: Hashable, Sendable {
  /// The number grouped as it was written.
  package let written: String
  /// The address behind `tel:` (RFC 3966).
  package let link: String
  /// Whether it is a mobile number, which belongs to a person rather than to an office.
  package let isMobile: Bool

  package init?(_ text: String) {
    var number = text[...]
    var suffix = ""
    if text.utf8.contains(UInt8(ascii: "x")), let marker = text.range(ofWord: "ext") {
      let digits = text[marker.upperBound...].drop { $0 == " " || $0 == "." }
      guard !digits.isEmpty, digits.utf8.count <= 6, digits.utf8.allSatisfy(\.isDigit) else {
        return nil
      }
      number = text[..<marker.lowerBound]
      suffix = ";ext=\(digits)"
      while number.last == " " { number.removeLast() }
    }
    guard let digits = Self.digits(number) else { return nil }
    switch digits.count {
    case 3 where !number.hasPrefix("+") && digits.first == UInt8(ascii: "1"),
      3 where digits.elementsEqual("999".utf8):
      link = String(decoding: digits, as: UTF8.self)
      isMobile = false
    default:
      let national: ArraySlice<UInt8>
      if number.hasPrefix("+") {
        guard digits.starts(with: "44".utf8) else { return nil }
        let rest = digits.dropFirst(2)
        national = rest.first == UInt8(ascii: "0") ? rest.dropFirst() : rest
      } else {
        guard digits.first == UInt8(ascii: "0") else { return nil }
        national = digits.dropFirst()
      }
      let helpline = national.starts(with: "800".utf8) && (7...10).contains(national.count)
      guard helpline || (9...10).contains(national.count),
        national.first.map({ $0 != UInt8(ascii: "0") }) ?? false
      else { return nil }
      link = "+44" + String(decoding: national, as: UTF8.self) + suffix
      // 070 is personal numbering and 076 paging; both are a person's as much as a mobile is.
      isMobile = national.first == UInt8(ascii: "7")
    }
    written = text
  }

  /// The digits of a number written with spaces, hyphens and brackets.
  private static func digits(_ text: Substring) -> ArraySlice<UInt8>? {
    var result: ArraySlice<UInt8> = []
    var depth = 0
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case 48...57: result.append(byte)
      case UInt8(ascii: " "), UInt8(ascii: "-"): continue
      case UInt8(ascii: "+") where index == 0: continue
      case UInt8(ascii: "(") where depth == 0: depth = 1
      case UInt8(ascii: ")") where depth == 1: depth = 0
      default: return nil
      }
    }
    return depth == 0 && !result.isEmpty ? result : nil
  }
}

extension String {
  /// The first place where a word starts, letters before it excluded.
  fileprivate func range(ofWord word: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word),
        start == startIndex || !self[index(before: start)].isLetter
      {
        return start..<index(start, offsetBy: word.count)
      }
      start = index(after: start)
    }
    return nil
  }
}

/// A colour of the sRGB space, `#1d4f91`.
package struct Colour: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[0] == UInt8(ascii: "#") else { return nil }
    var digits: [UInt8] = []
    for byte in bytes.dropFirst() {
      guard let digit = Self.digit(byte) else { return nil }
      digits.append(digit)
    }
    red = digits[0] << 4 | digits[1]
    green = digits[2] << 4 | digits[3]
    blue = digits[4] << 4 | digits[5]
  }

  /// The value of a hexadecimal digit.
  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}

/// Checks of values that are text with a form.
package enum TextForm {
  /// Whether text is an e-mail address of the everyday form: no quotes, no comments, a dot in the domain.
  package static func isEmail(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "@")), text.utf8.count <= 254 else { return false }
    let bytes = Array(text.utf8)
    let local = bytes.prefix { $0 != UInt8(ascii: "@") }
    guard !local.isEmpty, local.first != UInt8(ascii: "."), local.last != UInt8(ascii: "."),
      local.allSatisfy({ $0.isLetter || $0.isDigit || "!#$%&'*+-/=?^_{|}~.".utf8.contains($0) })
    else { return false }
    return isHost(bytes[(local.endIndex + 1)...], dotsNeeded: 1)
  }

  /// Whether text is the path of a file that no part of it leads out of its folder.
  package static func isInnerPath(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
      && !text.utf8.contains { $0 < 32 || $0 == UInt8(ascii: "\\") }
  }

  /// Whether text is an `http` or `https` address that can stand in a link as it is.
  ///
  /// No user name may stand before the host: it is only ever there to deceive.
  package static func isWebAddress(_ text: String) -> Bool {
    let scheme = ["https://", "http://"].first(where: text.hasPrefix)
    guard let scheme, text.utf8.count <= 2000 else { return false }
    let rest = Array(text.utf8)[scheme.utf8.count...]
    let hostEnd =
      rest.firstIndex {
        $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
      } ?? rest.endIndex
    var host = rest[..<hostEnd]
    if let colon = host.lastIndex(of: UInt8(ascii: ":")) {
      let port = host[(colon + 1)...]
      guard !port.isEmpty, port.count <= 5, port.allSatisfy(\.isDigit) else { return false }
      host = host[..<colon]
    }
    return isHost(host, dotsNeeded: 0) && rest[hostEnd...].allSatisfy(isAddressByte)
  }

  /// Whether a byte may stand in the path, query or fragment of an address (RFC 3986).
  package static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
      UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "?"),
      // # $ % & ' ( ) * + ,
      UInt8(ascii: "#")...UInt8(ascii: ","), UInt8(ascii: "/"):
      true
    default: byte.isLetter || byte.isDigit
    }
  }

  private static func isHost(_ host: ArraySlice<UInt8>, dotsNeeded: Int) -> Bool {
    guard host.count <= 253 else { return false }
    var rest = host
    var dots = 0
    while let dot = rest.firstIndex(of: UInt8(ascii: ".")) {
      guard isLabel(rest[..<dot]) else { return false }
      dots += 1
      rest = rest[(dot + 1)...]
    }
    return dots >= dotsNeeded && isLabel(rest)
  }

  /// Whether bytes are a part of a host's name, as they stand between its dots.
  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    !label.isEmpty && label.count <= 63 && label.first != 45 && label.last != 45
      && label.allSatisfy { $0.isLetter || $0.isDigit || $0 == 45 }
  }
}

/// Joins and inflects words of English.
package enum Prose {
  /// `A`, `A and B`, `A, B and C`.
  package static func list(_ items: [String], joinedBy word: String = "and") -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// `X’s`, and `X’` after a plural s.
  ///
  /// A name that ends in s takes ’s like any other: only an s that makes a plural goes without.
  package static func possessive(_ text: String, isPlural: Bool) -> String {
    isPlural && text.hasSuffix("s") ? text + "’" : text + "’s"
  }

  /// `the Online safety policy`; titles that begin with My, Our or The stay as they are.
  package static func definite(_ title: String) -> String {
    let bytes = title.utf8
    if bytes.starts(with: "The ".utf8) || bytes.starts(with: "Our ".utf8)
      || bytes.starts(with: "My ".utf8)
    {
      return title
    }
    return "the " + title
  }

  /// The text with its first letter as a capital.
  package static func capitalised(_ text: String) -> String {
    let bytes = text.utf8.span
    guard !bytes.isEmpty else { return text }
    let letter = bytes[0]
    // Before another letter of ASCII, one of ASCII is a character by itself.
    if letter < 0x80, bytes.count == 1 || bytes[1] < 0x80 {
      guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else { return text }
      return unsafe String(unsafeUninitializedCapacity: bytes.count) { result in
        unsafe bytes.withUnsafeBufferPointer { unsafe _ = result.initialize(from: $0) }
        unsafe result[0] = letter & ~0x20
        return bytes.count
      }
    }
    // A quotation mark or a dash has no capital, and is a character by itself before a letter of ASCII.
    if bytes.count > 3, letter == 0xE2, bytes[1] == 0x80, bytes[3] < 0x80 { return text }
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst()
  }
}
