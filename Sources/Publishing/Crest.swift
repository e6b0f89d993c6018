package import Diagnostics

/// A school's or the trust's crest, carried inside each page so that the page stands alone.
package struct Crest: Sendable {
  package enum Format: String, Sendable {
    case svg = "image/svg+xml"
    case png = "image/png"
  }

  /// The largest crest that is taken.
  package static let largest = 262_144

  /// The whole `img` element's address: `data:image/png;base64,…`.
  let address: [UInt8]

  /// Takes a file as a crest, or reports why it cannot be one.
  package init?(_ file: SourceFile, report: inout Report) {
    guard file.bytes.count <= Self.largest else {
      report.add(.badCrest("it is larger than 256 KiB", at: file.place))
      return nil
    }
    let format: Format
    guard file.path.hasSuffix(".png") else {
      guard let problem = SVGCheck.problem(in: file.bytes) else {
        address = Array("data:\(Format.svg.rawValue);base64,".utf8) + Base64.encode(file.bytes)
        return
      }
      report.add(.badCrest(problem, at: file.place))
      return nil
    }
    guard file.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      report.add(.badCrest("it is no PNG picture", at: file.place))
      return nil
    }
    format = .png
    address = Array("data:\(format.rawValue);base64,".utf8) + Base64.encode(file.bytes)
  }
}

/// Refuses pictures that could do more than be looked at.
enum SVGCheck {
  /// Returns what is wrong with an SVG picture, or nil where it is only a picture.
  static func problem(in bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self)?.lowercased() else {
      return "it is not UTF-8 text"
    }
    guard text.contains("<svg") else { return "it is no SVG picture" }
    if text.contains("<!doctype") || text.contains("<!entity") {
      return "it declares entities, which could grow without end"
    }
    if text.contains("<script") || text.contains("javascript:") { return "it holds a script" }
    if text.contains("<foreignobject") || text.contains("<iframe") {
      return "it holds another document"
    }
    if hasEventHandler(text) { return "it reacts to events, which needs a script" }
    if hasOutsideReference(text) { return "it refers to something outside of itself" }
    return nil
  }

  /// Whether an attribute begins with `on`, such as `onload=`.
  private static func hasEventHandler(_ text: String) -> Bool {
    var afterSpace = false
    var rest = Substring(text)
    while let first = rest.first {
      if afterSpace, rest.hasPrefix("on") {
        let name = rest.prefix { $0.isLetter }
        if rest.dropFirst(name.count).drop(while: \.isWhitespace).first == "=" { return true }
      }
      afterSpace = first.isWhitespace || first == "\"" || first == "'" || first == "/"
      rest.removeFirst()
    }
    return false
  }

  /// Whether an address leads anywhere but to a part of the picture or to data inside it.
  private static func hasOutsideReference(_ text: String) -> Bool {
    for mark in ["href", "src", "url("] {
      var rest = Substring(text)
      while let found = rest.range(of: mark) {
        rest = rest[found.upperBound...]
        let address = rest.drop { $0.isWhitespace || $0 == "=" || $0 == "\"" || $0 == "'" }
        if mark != "url(", rest.drop(while: \.isWhitespace).first != "=" { continue }
        if !address.hasPrefix("#"), !address.hasPrefix("data:image/") { return true }
      }
    }
    return text.contains("@import")
  }
}

extension Substring {
  /// The first place where a text stands.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) {
        return start..<index(start, offsetBy: text.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
