import Diagnostics

/// The line at the foot of every printed sheet, as rules of style.
///
/// Browsers know the number of a sheet only in margin boxes, whose words must stand in the style: so they
/// are written there, page by page.
enum PageFoot {
  /// Returns rules that print a title, whose it is, and what version the text has, on each sheet.
  static func style(title: String, owner: String, version: String?, digest: String?) -> [UInt8] {
    var words = title
    if title != owner { words += " · \(owner)" }
    if let version { words += "\nVersion \(version)" }
    if let digest { words += "\(version == nil ? "\n" : " · ")Text \(digest)" }
    var style: [UInt8] = []
    style.reserveCapacity(words.utf8.count + 192)
    style.append(contentsOf: "@page{@bottom-left{content:".utf8)
    quote(words, to: &style)
    let numbers: StaticString =
      "}@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages)}}"
    numbers.withUTF8Buffer { unsafe style.append(contentsOf: $0) }
    return style
  }

  /// The foot of a form in large print.
  static let large =
    "@page{margin-bottom:34mm;@bottom-left{font-size:18pt}@bottom-right{font-size:18pt}}"

  /// Writes a text as a string of style sheets; nothing in it can end the string or the style.
  static func quote(_ text: String, to style: inout [UInt8]) {
    style.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "&"):
        style.append(UInt8(ascii: "\\"))
        style.append(contentsOf: [hexDigit(byte >> 4), hexDigit(byte & 15), UInt8(ascii: " ")])
      case UInt8(ascii: "\n"): style.append(contentsOf: "\\a ".utf8)
      case 0..<32, 127: continue
      default: style.append(byte)
      }
    }
    style.append(UInt8(ascii: "\""))
  }
}
