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
  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")
  /// What the ways up of nearly every address take, in bytes.
  private static let usualClimb = 12

  /// The folder that a page lies in.
  package static func folder(of page: String) -> Substring { folder(of: page[...]) }

  private static func folder(of page: Substring) -> Substring {
    page.utf8.lastIndex(of: slash).map { page[...$0] } ?? ""
  }

  /// The address of one page seen from another, both from the root of the site.
  ///
  /// A page that lies beside the site, in another folder of the output, starts with `../`.
  package static func relative(from page: String, to target: String) -> String {
    if page.hasPrefix("../") {
      return relative(from: String(page.dropFirst(3)), to: "site/\(target)")
    }
    let (here, there) = (page.utf8.span, target.utf8.span)
    // Past the last slash to which both are alike is where they part.
    var (parted, position) = (0, 0)
    while position < here.count, position < there.count, here[position] == there[position] {
      if here[position] == slash { parted = position + 1 }
      position += 1
    }
    var address: [UInt8] = []
    address.reserveCapacity(there.count + usualClimb)
    for index in parted..<here.count where here[index] == slash {
      address.append(dot)
      address.append(dot)
      address.append(slash)
    }
    address.append(there, parted..<there.count)
    return String(decoding: address, as: UTF8.self)
  }

  /// The page that an address leads to, seen from another page: what `relative` writes, read again.
  package static func resolved(_ address: String, on page: String) -> String {
    var folder = folder(of: page)
    var rest = address[...]
    while rest.utf8.starts(with: "../".utf8) {
      folder = self.folder(of: folder.dropLast())
      rest = rest.dropFirst(3)
    }
    return String(folder + rest)
  }
}
