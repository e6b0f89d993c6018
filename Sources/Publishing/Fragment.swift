/// What is pasted into another site's own pages.
enum Fragment {
  /// Takes out of a document's HTML what only this site's own style knows.
  ///
  /// That is classes, and the tab stops of boxes that scroll. So no rule of the other site meets it by chance, and none of ours is missed.
  static func plain(_ html: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(html.count)
    var index = 0
    var isInTag = false
    while index < html.count {
      let byte = html[index]
      if !isInTag {
        isInTag = byte == UInt8(ascii: "<")
      } else if byte == UInt8(ascii: ">") {
        isInTag = false
      } else if byte == UInt8(ascii: "\"") {
        let end = endOfValue(html, from: index + 1)
        result.append(contentsOf: html[index..<end])
        index = end
        continue
      } else if byte == UInt8(ascii: " "), let end = ownAttribute(html, at: index + 1) {
        index = end
        continue
      }
      result.append(byte)
      index += 1
    }
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
