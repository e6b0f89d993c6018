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
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "<", ">", "&": result += "\\\(String(scalar.value, radix: 16)) "
      case "\n": result += "\\a "
      case _ where scalar.value < 32 || scalar.value == 127: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
