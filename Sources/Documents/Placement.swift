import Templating

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
  /// The folder that a page lies in.
  package static func folder(of page: String) -> Substring { folder(of: page[...]) }

  private static func folder(of page: Substring) -> Substring {
    let path = page.utf8.span
    let end = endOfFolder(path, before: path.count)
    return page[..<page.utf8.index(page.startIndex, offsetBy: end)]
  }

  /// The address of one page seen from another, both from the root of the site.
  ///
  /// A page that lies beside the site, in another folder of the output, starts with `../`.
  package static func relative(from page: String, to target: String) -> String {
    if isBeside(page) { return relative(from: file(of: page), to: "site/\(target)") }
    let (up, rest) = way(from: page, to: target)
    let down = String(target[target.utf8.index(target.startIndex, offsetBy: rest)...])
    return up == 0 ? down : String(repeating: "../", count: up) + down
  }

  /// How one page is reached from another, both from the root of the site: so many folders up, and then by the rest of its path.
  static func way(from page: String, to target: String) -> (up: Int, rest: Int) {
    let here = page.utf8.span
    let rest = parting(here, target.utf8.span)
    var up = 0
    for index in rest..<here.count where here[index] == slash { up += 1 }
    return (up, rest)
  }

  /// Whether a page lies beside the site, in another folder of the output.
  static func isBeside(_ page: String) -> Bool {
    let path = page.utf8.span
    return path.count > 2 && path[0] == dot && path[1] == dot && path[2] == slash
  }

  /// The file of a page, from the output folder: one that is not among the site's is named from there.
  package static func file(of page: String) -> String {
    isBeside(page) ? String(page.dropFirst(3)) : "site/" + page
  }

  /// Writes an address that was seen from one page as it is seen from another, inside a quoted attribute as before.
  package static func write(
    _ address: Span<UInt8>, seenFrom page: String, from other: String, in html: inout [UInt8]
  ) {
    // The folder that the address goes down from.
    let (here, there) = (page.utf8.span, other.utf8.span)
    var base = endOfFolder(here, before: here.count)
    var rest = 0
    while rest + 3 <= address.count, address[rest] == dot, address[rest + 1] == dot,
      address[rest + 2] == slash
    {
      base = endOfFolder(here, before: base - 1)
      rest += 3
    }
    var parted = parting(there, here.extracting(0..<base))
    if parted == base {
      parted += parting(
        there.extracting(base..<there.count), address.extracting(rest..<address.count))
    }
    climb(there, from: parted, to: &html)
    if parted < base { html.append(here, parted..<base) }
    html.append(address, rest + max(0, parted - base)..<address.count)
  }

  /// Where the folder ends in which a page or a folder lies.
  private static func endOfFolder(_ path: Span<UInt8>, before end: Int) -> Int {
    var index = max(0, end)
    while index > 0, path[index - 1] != slash { index -= 1 }
    return index
  }

  /// Past the last slash to which two paths are alike is where they part.
  private static func parting(_ here: Span<UInt8>, _ there: Span<UInt8>) -> Int {
    var (parted, position) = (0, 0)
    while position < here.count, position < there.count, here[position] == there[position] {
      if here[position] == slash { parted = position + 1 }
      position += 1
    }
    return parted
  }

  /// Writes the ways up to where two paths part.
  private static func climb(_ here: Span<UInt8>, from parted: Int, to address: inout [UInt8]) {
    for index in parted..<here.count where here[index] == slash {
      address.append(dot)
      address.append(dot)
      address.append(slash)
    }
  }

  /// Whether an address leads to another page of the site: it is neither a place on the same page nor names its kind, as `mailto:` does.
  package static func isPage(_ address: String) -> Bool {
    let bytes = address.utf8.span
    guard bytes.count > 0, bytes[0] != UInt8(ascii: "#") else { return false }
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: ":") { return false }
      if bytes[index] == slash { return true }
    }
    return true
  }
}
