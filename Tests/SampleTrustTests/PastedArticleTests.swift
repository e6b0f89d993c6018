import Foundation
import Testing

/// A fragment is the article of its page, without what only our own pages know: read from the finished pages, by other means than it is made.
@Suite struct PastedArticleTests {
  @Test func `every fragment is its page's article, cut and seen from its own folder`() throws {
    let pages = try SampleTrust.shared.get().pages
    var (policies, forms) = (0, 0)
    for (name, fragment) in pages where name.contains("/fragments/") {
      let path = name.split(separator: "/").map(String.init)
      let (folder, file) = (path[1], path[3])
      if let page = pages["site/\(folder)/\(file)"] {
        policies += 1
        let article = try Self.article(of: page)
        let same = Self.pasted(article, of: folder, in: [folder]) == fragment
        #expect(same, "\(name)")
      } else {
        // Where a form has its part to sign, the layout says.
        let page = try #require(pages["site/\(folder)/agreements/\(file)"])
        forms += 1
        let end = "</article>\n"
        let article = String(try Self.article(of: page).dropLast(end.count))
        let top = Self.pasted(article, of: folder, in: [folder, "agreements"])
        #expect(fragment.hasPrefix(top) && fragment.hasSuffix(end), "\(name)")
        let signing = fragment.dropFirst(top.count).dropLast(end.count)
        let whole = Self.pasted(page, of: folder, in: [folder, "agreements"])
        #expect(signing.isEmpty || whole.contains(signing), "\(name)")
      }
    }
    #expect(policies > 20 && forms > 10)
  }

  private static func article(of page: String) throws -> String {
    let start = try #require(page.range(of: "<article"))
    let end = try #require(page.range(of: "</article>\n"))
    return String(page[start.lowerBound..<end.upperBound])
  }

  /// Takes what only our own pages know out of HTML, tag by tag.
  private static func pasted(_ html: String, of school: String, in folder: [String]) -> String {
    var result = ""
    var isOwnLink = false
    var skipsSpace = false
    for (number, piece) in html.split(separator: "<", omittingEmptySubsequences: false).enumerated()
    {
      guard number > 0, let end = piece.firstIndex(of: ">") else {
        result += piece
        continue
      }
      let tag = String(piece[..<end])
      var text = piece[piece.index(after: end)...]
      if tag == "/a", isOwnLink {
        isOwnLink = false
        if skipsSpace { text = text.dropFirst() }
        skipsSpace = false
      } else if tag.hasPrefix("a class=\"self\"") {
        isOwnLink = true
      } else if tag.hasPrefix("a aria-label=\"This section\"") {
        isOwnLink = true
        skipsSpace = text == "#"
        if skipsSpace { text = "" }
      } else {
        result += "<" + attributes(tag, of: school, in: folder) + ">"
      }
      result += text
    }
    return result
  }

  private static func attributes(
    _ tag: String, of school: String, in folder: [String]
  ) -> String {
    guard tag.contains("=") else { return tag }
    let tag = tag.replacingOccurrences(
      of: " (class|tabindex)=\"[^\"]*\"", with: "", options: .regularExpression)
    guard let start = tag.range(of: " href=\""),
      let end = tag.range(of: "\"", range: start.upperBound..<tag.endIndex)
    else { return tag }
    let address = String(tag[start.upperBound..<end.lowerBound])
    guard !address.hasPrefix("#"), !address.contains(":") else { return tag }
    var target = folder
    for step in address.split(separator: "/").map(String.init) {
      if step == ".." { target.removeLast() } else { target.append(step) }
    }
    let way =
      target.first == school
      ? "../" + target.dropFirst().joined(separator: "/")
      : "../../" + target.joined(separator: "/")
    return tag[..<start.upperBound] + way + tag[end.lowerBound...]
  }
}
