import Diagnostics
import Documents
import Templating

/// The line at the foot of every printed sheet, as rules of style.
///
/// Browsers know the number of a sheet only in margin boxes, whose words must stand in the style: so they
/// are written there, page by page.
enum PageFoot {
  /// Returns rules that print a title, whose it is, and what version the text has, on each sheet.
  static func style(title: String, owner: String, version: String?, digest: String?) -> [UInt8] {
    var style: [UInt8] = []
    style.reserveCapacity(usual)
    style.append(contentsOf: "@page{@bottom-left{content:\"".utf8)
    quote(title, to: &style)
    if title != owner {
      style.append(contentsOf: " · ".utf8)
      quote(owner, to: &style)
    }
    if let version {
      style.append(contentsOf: "\\a Version ".utf8)
      quote(version, to: &style)
    }
    if let digest {
      style.append(contentsOf: (version == nil ? "\\a Text " : " · Text ").utf8)
      quote(digest, to: &style)
    }
    style.append(UInt8(ascii: "\""))
    let numbers: StaticString =
      "}@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages)}}"
    numbers.withUTF8Buffer { unsafe style.append(contentsOf: $0) }
    return style
  }

  /// What nearly every foot takes, in bytes.
  private static let usual = 512

  /// The foot of a form in large print.
  static let large =
    "@page{margin-bottom:34mm;@bottom-left{font-size:18pt}@bottom-right{font-size:18pt}}"

  /// Writes a text as part of a string of style sheets; nothing in it can end the string or the style.
  private static func quote(_ text: String, to style: inout [UInt8]) {
    let bytes = text.utf8.span
    var start = 0
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "&"), 0..<32, 127:
        style.append(bytes, start..<index)
        start = index + 1
        if byte == UInt8(ascii: "\n") {
          style.append(contentsOf: "\\a ".utf8)
        } else if byte >= 32, byte < 127 {
          style.append(UInt8(ascii: "\\"))
          style.append(hexDigit(byte >> 4))
          style.append(hexDigit(byte & 15))
          style.append(UInt8(ascii: " "))
        }
      default: break
      }
    }
    style.append(bytes, start..<bytes.count)
  }
}
