/// Where on the site a document stands.
package struct Placement: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// A page of its own.
    case ownPage
    /// A part of a volume, counted from 1.
    case part(volume: Int, number: Int)
    /// After the sections of a policy, as its Appendix A, B, ….
    case attached(to: Int, letter: String)
  }

  package var kind: Kind
  /// The page, from the root of the site: `riverside/acceptable-use.html`.
  package var page: String
  /// What stands before the document's own anchors where the page holds several documents.
  package var anchorPrefix: String
  /// The anchor of the document's beginning; its dot keeps it apart from the anchors of sections.
  package var anchor: String
}

/// Paths between pages of the site.
package enum SitePath {
  /// The address of one page seen from another, both from the root of the site.
  ///
  /// A page that lies beside the site, in another folder of the output, starts with `../`.
  package static func relative(from page: String, to target: String) -> String {
    if page.hasPrefix("../") {
      return relative(from: String(page.dropFirst(3)), to: "site/\(target)")
    }
    let here = page.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let there = target.split(separator: "/", omittingEmptySubsequences: false)
    var common = 0
    while common < here.count, common < there.count - 1, here[common] == there[common] {
      common += 1
    }
    let up = Array(repeating: "..", count: here.count - common)
    return (up + there[common...].map(String.init)).joined(separator: "/")
  }
}
