/// Takes out of HTML what means nothing on paper: anchors, links and names by anchors.
///
/// Of a thousand copies of a form in one file no two may have the same anchors.
package enum PaperMarkup {
  /// The attributes that are taken out.
  private static let dropped: Set<String> = [
    "id", "for", "tabindex", "aria-labelledby", "aria-describedby", "aria-controls",
  ]

  package static func strip(_ html: [UInt8]) -> [UInt8] {
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

  /// The index after the `>` that ends a tag; one in quotes ends nothing.
  private static func tagEnd(_ html: [UInt8], from start: Int) -> Int {
    var index = start + 1
    var quote: UInt8?
    while index < html.count {
      let byte = html[index]
      index += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
    }
    return index
  }

  /// Whether a tag opens or closes a link.
  private static func isLink(_ tag: ArraySlice<UInt8>) -> Bool {
    let name = tag.dropFirst().prefix { $0 > 32 && $0 != UInt8(ascii: ">") }
    return name.elementsEqual("a".utf8) || name.elementsEqual("/a".utf8)
  }

  /// Appends a tag, attribute by attribute, without those that are taken out.
  private static func append(_ tag: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var index = tag.startIndex
    while index < tag.endIndex {
      guard tag[index] <= 32 else {
        result.append(tag[index])
        index += 1
        continue
      }
      // White space, a name, and perhaps a value.
      let start = index
      while index < tag.endIndex, tag[index] <= 32 { index += 1 }
      let nameStart = index
      while index < tag.endIndex, tag[index] > 32, !"=>/".utf8.contains(tag[index]) { index += 1 }
      let name = String(decoding: tag[nameStart..<index], as: UTF8.self).lowercased()
      if index < tag.endIndex, tag[index] == UInt8(ascii: "=") {
        index += 1
        if index < tag.endIndex, tag[index] == UInt8(ascii: "\"") || tag[index] == UInt8(ascii: "'")
        {
          let quote = tag[index]
          index += 1
          while index < tag.endIndex, tag[index] != quote { index += 1 }
          index = min(index + 1, tag.endIndex)
        } else {
          while index < tag.endIndex, tag[index] > 32, tag[index] != UInt8(ascii: ">") {
            index += 1
          }
        }
      }
      if !dropped.contains(name) { result.append(contentsOf: tag[start..<index]) }
    }
  }
}
