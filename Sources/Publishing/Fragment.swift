import Documents

/// What is pasted into another site's own pages: the article of a page, without what only our pages know.
///
/// Classes go, and the tab stops of boxes that scroll, so that no rule of the other site meets them by chance, and none of ours is missed.
/// So do the links by which a heading shows its own address. Links to other pages are written as they are seen from the fragment.
struct Fragment {
  private let article: [UInt8]
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
    var fragment = Fragment(article: article, page: page, name: name)
    fragment.write(mark)
    return fragment.html
  }

  private init(article: [UInt8], page: String, name: String) {
    self.article = article
    self.page = page
    self.name = name
    html.reserveCapacity(article.count)
  }

  private mutating func write(_ mark: [UInt8]) {
    var mark = mark
    while let tag = find("<", from: index) {
      index = tag + 1
      if isInSelfLink, stands("/a>", at: index) {
        isInSelfLink = false
        cut(tag..<index + 3)
      } else if stands(HeadingLink.whole, at: tag) || stands(HeadingLink.number, at: tag) {
        isInSelfLink = true
        cut(tag..<endOfTag)
        // A heading without a number shows a sign to click on instead.
        if stands(HeadingLink.sign, at: index) {
          isInSelfLink = false
          cut(index..<index + HeadingLink.sign.utf8CodeUnitCount)
        }
      } else {
        attributes()
        if !mark.isEmpty { insert(&mark) }
      }
    }
    html.append(contentsOf: article[start...])
  }

  /// Puts the mark on the line after the opening tag of the article.
  private mutating func insert(_ mark: inout [UInt8]) {
    let line = min(find("\n", from: index) ?? index, article.count - 1) + 1
    html.append(contentsOf: article[start..<line])
    html.append(contentsOf: mark)
    start = line
    mark = []
  }

  /// Goes through the attributes of the tag that is open.
  private mutating func attributes() {
    while index < article.count, article[index] != UInt8(ascii: ">") {
      switch article[index] {
      case UInt8(ascii: "\""): index = afterQuote(from: index + 1)
      case UInt8(ascii: " "):
        let space = index
        index += 1
        if stands("class=\"", at: index) {
          cut(space..<afterQuote(from: index + 7))
        } else if stands("tabindex=\"", at: index) {
          cut(space..<afterQuote(from: index + 10))
        } else if stands("href=\"", at: index) {
          index += 6
          address(to: quote(from: index))
        }
      default: index += 1
      }
    }
  }

  /// Writes an address anew where it leads to another page of the site.
  private mutating func address(to end: Int) {
    let written = article[index..<end]
    defer { index = min(end + 1, article.count) }
    guard let first = written.first, first != UInt8(ascii: "#"),
      !written.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":"))
    else { return }
    html.append(contentsOf: article[start..<index])
    let target = SitePath.resolved(String(decoding: written, as: UTF8.self), on: page)
    html.append(contentsOf: SitePath.relative(from: name, to: target).utf8)
    start = end
  }

  // MARK: - Looking and cutting

  private mutating func cut(_ range: Range<Int>) {
    html.append(contentsOf: article[start..<range.lowerBound])
    start = range.upperBound
    index = range.upperBound
  }

  private func find(_ byte: Unicode.Scalar, from start: Int) -> Int? {
    article[start...].firstIndex(of: UInt8(ascii: byte))
  }

  private func stands(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= article.count else { return false }
    return text.withUTF8Buffer { unsafe $0.elementsEqual(article[index..<index + count]) }
  }

  /// The quote that ends a value: no quote stands in one, they are escaped.
  private func quote(from start: Int) -> Int { find("\"", from: start) ?? article.count }

  private func afterQuote(from start: Int) -> Int { min(quote(from: start) + 1, article.count) }

  /// The place after the tag that is open; no `>` stands in an attribute of a heading's own link.
  private var endOfTag: Int { (find(">", from: index) ?? article.count - 1) + 1 }
}
