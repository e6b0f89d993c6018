/// Takes out of HTML what means nothing on paper: anchors, and links within the site.
///
/// It reads only what the faces of this room write, where every `<` outside of a tag is escaped and
/// every attribute has double quotes.
enum PaperMarkup {
  static func strip(_ html: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(html.count)
    var index = 0
    while index < html.count {
      guard html[index] == UInt8(ascii: "<") else {
        result.append(html[index])
        index += 1
        continue
      }
      let end = tagEnd(html, from: index)
      let tag = html[index..<end]
      index = end
      if isLink(tag) { continue }
      append(tag, to: &result)
    }
    return result
  }

  /// The index after the `>` that ends a tag.
  private static func tagEnd(_ html: [UInt8], from start: Int) -> Int {
    var index = start + 1
    var isQuoted = false
    while index < html.count {
      if html[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      index += 1
      if !isQuoted, html[index - 1] == UInt8(ascii: ">") { break }
    }
    return index
  }

  /// Whether a tag opens or closes a link.
  private static func isLink(_ tag: ArraySlice<UInt8>) -> Bool {
    tag.starts(with: "<a ".utf8) || tag.elementsEqual("</a>".utf8)
  }

  /// Appends a tag without its attributes `id`, `aria-labelledby` and `tabindex`.
  private static func append(_ tag: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var index = tag.startIndex
    while index < tag.endIndex {
      let rest = tag[index...]
      if let length = names.lazy.compactMap({ rest.starts(with: $0.utf8) ? $0.utf8.count : nil })
        .first
      {
        index += length
        while index < tag.endIndex, tag[index] != UInt8(ascii: "\"") { index += 1 }
        index += 1
        continue
      }
      // What stands in quotes is passed over whole: it may hold anything.
      if tag[index] == UInt8(ascii: "\"") {
        repeat {
          result.append(tag[index])
          index += 1
        } while index < tag.endIndex && tag[index] != UInt8(ascii: "\"")
      }
      if index < tag.endIndex {
        result.append(tag[index])
        index += 1
      }
    }
  }

  private static let names = [" id=\"", " aria-labelledby=\"", " tabindex=\""]
}
