import Documents
import Templating

/// What is pasted into another site's own pages: the article of a page, without what only our pages know.
///
/// Classes go, and the tab stops of boxes that scroll, so that no rule of the other site meets them by chance, and none of ours is missed.
/// So do the links by which a heading shows its own address. Links to other pages are written as they are seen from the fragment.
/// Where all of these stand was noted while the article was written.
enum Fragment {
  /// Returns a fragment.
  ///
  /// - Parameters:
  ///   - article: The element `article` of the page.
  ///   - own: What only our pages know of it.
  ///   - page: The page, from the root of the site.
  ///   - name: The fragment, from the root of the site.
  ///   - mark: What stands before everything else in it, after the line of the opening tag: that it is a draft.
  static func made(
    of article: [UInt8], own: [OwnMarkup], on page: String, as name: String, mark: [UInt8] = []
  ) -> [UInt8] {
    var html: [UInt8] = []
    html.reserveCapacity(article.count + mark.count)
    let firstLine = article.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // What stands from here on was not yet taken over.
    var start = 0
    func takeOver(to end: Int) {
      if start < firstLine, firstLine <= end {
        html.append(article.span, start..<firstLine)
        html.append(contentsOf: mark)
        start = firstLine
      }
      html.append(article.span, start..<end)
    }
    for place in own {
      takeOver(to: place.range.lowerBound)
      if place.isAddress {
        SitePath.write(article.span.extracting(place.range), seenFrom: page, from: name, in: &html)
      }
      start = place.range.upperBound
    }
    takeOver(to: article.count)
    return html
  }
}
