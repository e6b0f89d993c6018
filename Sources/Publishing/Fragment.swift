/// What is pasted into another site's own pages.
enum Fragment {
  /// Takes out of a document's HTML what only this site's own style knows.
  ///
  /// That is classes, and the tab stops of boxes that scroll. So no rule of the other site meets it by chance, and none of ours is missed.
  static func plain(_ html: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(html.count)
    // What stands from here on was not yet taken over.
    var start = 0
    var index = 0
    while let tag = html[index...].firstIndex(of: UInt8(ascii: "<")) {
      index = tag + 1
      while index < html.count, html[index] != UInt8(ascii: ">") {
        switch html[index] {
        case UInt8(ascii: "\""): index = endOfValue(html, from: index + 1)
        case UInt8(ascii: " "):
          guard let end = ownAttribute(html, at: index + 1) else {
            index += 1
            continue
          }
          result.append(contentsOf: html[start..<index])
          index = end
          start = end
        default: index += 1
        }
      }
    }
    result.append(contentsOf: html[start...])
    return result
  }

  private static let own = [Array("class=\"".utf8), Array("tabindex=\"".utf8)]

  /// The end of an attribute that only our own pages need, where one begins.
  private static func ownAttribute(_ html: [UInt8], at index: Int) -> Int? {
    for name in own where html[index...].starts(with: name) {
      return endOfValue(html, from: index + name.count)
    }
    return nil
  }

  /// The place after the quote that ends a value: no quote stands in one, they are escaped.
  private static func endOfValue(_ html: [UInt8], from start: Int) -> Int {
    (html[start...].firstIndex(of: UInt8(ascii: "\"")) ?? html.count - 1) + 1
  }
}
