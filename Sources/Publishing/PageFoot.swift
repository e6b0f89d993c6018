import Diagnostics

/// The line at the foot of every printed sheet, as rules of style.
///
/// Browsers know the number of a sheet only in margin boxes, whose words must stand in the style: so they
/// are written there, page by page.
enum PageFoot {
  /// Returns rules that print a title, whose it is, and what version the text has, on each sheet.
  static func style(title: String, owner: String, version: String?, digest: String?) -> String {
    var words = title == owner ? title : "\(title) · \(owner)"
    let facts = [version.map { "Version \($0)" }, digest.map { "Text \($0)" }].compactMap { $0 }
    if !facts.isEmpty { words += "\n" + facts.joined(separator: " · ") }
    return """
      @page{@bottom-left{content:\(quoted(words))}\
      @bottom-right{content:"Page " counter(page) " of " counter(pages)}}
      """
  }

  /// The foot of a form in large print.
  static let large =
    "@page{margin-bottom:34mm;@bottom-left{font-size:18pt}@bottom-right{font-size:18pt}}"

  /// A text as a string of style sheets; nothing in it can end the string or the style.
  static func quoted(_ text: String) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "&"):
        result.append(UInt8(ascii: "\\"))
        result.append(contentsOf: [hexDigit(byte >> 4), hexDigit(byte & 15), UInt8(ascii: " ")])
      case UInt8(ascii: "\n"): result.append(contentsOf: "\\a ".utf8)
      case 0..<32, 127: continue
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }
}
