import Documents

/// What is pasted into another site's own pages: the article of a page, without what only our pages know.
///
/// Classes go, and the tab stops of boxes that scroll, so that no rule of the other site meets them by chance, and none of ours is missed.
/// So do the links by which a heading shows its own address. Links to other pages are written as they are seen from the fragment.
struct Fragment {
  private let page: String
  private let name: String
  private var html: [UInt8] = []
  /// What stands from here on was not yet taken over.
  private var start = 0
  private var index = 0
  /// Whether the next link that ends is one that was taken out.
  private var isInSelfLink = false

  /// Returns a fragment.
  ///
  /// - Parameters:
  ///   - article: The element `article` of the page.
  ///   - page: The page, from the root of the site.
  ///   - name: The fragment, from the root of the site.
  ///   - mark: What stands before everything else in it: that it is a draft.
  static func made(
    of article: [UInt8], on page: String, as name: String, mark: [UInt8] = []
  ) -> [UInt8] {
    var fragment = Fragment(page: page, name: name)
    fragment.html.reserveCapacity(article.count)
    fragment.write(article.span, mark)
    return fragment.html
  }

  private init(page: String, name: String) {
    self.page = page
    self.name = name
  }

  private mutating func write(_ article: Span<UInt8>, _ mark: [UInt8]) {
    var mark = mark
    while let tag = article.find("<", from: index) {
      index = tag + 1
      // Most tags are a name and nothing else.
      guard let end = article.endOfName(from: index) else { break }
      if isInSelfLink, article.stands("/a>", at: index) {
        isInSelfLink = false
        cut(tag..<index + 3, of: article)
        continue
      }
      if article[end] == UInt8(ascii: ">") {
        index = end
      } else if article.stands(HeadingLink.whole, at: tag)
        || article.stands(HeadingLink.number, at: tag)
      {
        isInSelfLink = true
        cut(tag..<article.endOfTag(from: index), of: article)
        // A heading without a number shows a sign to click on instead.
        if article.stands(HeadingLink.sign, at: index) {
          isInSelfLink = false
          cut(index..<index + HeadingLink.sign.utf8CodeUnitCount, of: article)
        }
        continue
      } else {
        index = end
        attributes(of: article)
      }
      if !mark.isEmpty { insert(&mark, into: article) }
    }
    take(article, to: article.count)
  }

  /// Puts the mark on the line after the opening tag of the article.
  private mutating func insert(_ mark: inout [UInt8], into article: Span<UInt8>) {
    let line = min(article.find("\n", from: index) ?? index, article.count - 1) + 1
    take(article, to: line)
    html.append(contentsOf: mark)
    mark = []
  }

  /// Goes through the attributes of the tag that is open.
  private mutating func attributes(of article: Span<UInt8>) {
    while index < article.count, article[index] != UInt8(ascii: ">") {
      switch article[index] {
      case UInt8(ascii: "\""): index = article.afterQuote(from: index + 1)
      case UInt8(ascii: " "):
        let space = index
        index += 1
        if article.stands("class=\"", at: index) {
          cut(space..<article.afterQuote(from: index + 7), of: article)
        } else if article.stands("tabindex=\"", at: index) {
          cut(space..<article.afterQuote(from: index + 10), of: article)
        } else if article.stands("href=\"", at: index) {
          index += 6
          address(in: article, to: article.quote(from: index))
        }
      default: index += 1
      }
    }
  }

  /// Writes an address anew where it leads to another page of the site.
  private mutating func address(in article: Span<UInt8>, to end: Int) {
    let written = article.extracting(index..<end)
    defer { index = min(end + 1, article.count) }
    guard !written.isEmpty, written[0] != UInt8(ascii: "#"), !written.hasScheme else { return }
    take(article, to: index)
    let target = SitePath.resolved(String(decoding: Array(written), as: UTF8.self), on: page)
    html.append(contentsOf: SitePath.relative(from: name, to: target).utf8)
    start = end
  }

  // MARK: - Cutting

  /// Takes over what stands before a place.
  private mutating func take(_ article: Span<UInt8>, to end: Int) {
    unsafe article.extracting(start..<end).withUnsafeBufferPointer {
      unsafe html.append(contentsOf: $0)
    }
    start = end
  }

  private mutating func cut(_ range: Range<Int>, of article: Span<UInt8>) {
    take(article, to: range.lowerBound)
    start = range.upperBound
    index = range.upperBound
  }
}

extension Array<UInt8> {
  fileprivate init(_ bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

/// Looking through an article.
extension Span<UInt8> {
  /// Where a byte stands; eight bytes are looked at together, for all of every article is looked through.
  fileprivate func find(_ byte: Unicode.Scalar, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(UInt8(ascii: byte))
    var index = start
    while index + 8 <= count {
      let word = unsafe UInt64(
        littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      // The lowest byte of the difference that is nought gets its highest bit.
      let difference = word ^ pattern
      let found = (difference &- ones) & ~difference & (ones &* 0x80)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count {
      if self[index] == UInt8(ascii: byte) { return index }
      index += 1
    }
    return nil
  }

  /// Where the name of a tag ends: at a space or at the end of the tag; nil where there is no end.
  fileprivate func endOfName(from start: Int) -> Int? {
    var index = start
    while index < count {
      if self[index] == UInt8(ascii: ">") || self[index] == UInt8(ascii: " ") { return index }
      index += 1
    }
    return nil
  }

  fileprivate func stands(_ text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index + length <= count else { return false }
    let start = unsafe text.utf8Start
    for offset in 0..<length {
      guard unsafe start[offset] == self[index + offset] else { return false }
    }
    return true
  }

  /// The quote that ends a value: no quote stands in one, they are escaped.
  fileprivate func quote(from start: Int) -> Int { find("\"", from: start) ?? count }

  fileprivate func afterQuote(from start: Int) -> Int { Swift.min(quote(from: start) + 1, count) }

  /// The place after the tag that is open; no `>` stands in an attribute of a heading's own link.
  fileprivate func endOfTag(from start: Int) -> Int { (find(">", from: start) ?? count - 1) + 1 }

  /// Whether an address names its kind, as `mailto:` does, and so leads to no page of the site.
  fileprivate var hasScheme: Bool {
    for index in 0..<count {
      if self[index] == UInt8(ascii: ":") { return true }
      if self[index] == UInt8(ascii: "/") { return false }
    }
    return false
  }
}
