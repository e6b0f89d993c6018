import Configuration
import Diagnostics
import Documents

/// A feed of adopted documents (Atom, RFC 4287).
///
/// Its dates are those of the adoptions, and its ids are made from what does not change: no clock is asked.
struct Feed {
  struct Entry: Sendable {
    /// What tells the adoption apart from all others: school, document, day.
    var key: String
    var title: String
    /// The page, from the root of the site.
    var page: String
    var adoption: Adoption
    /// Who published it.
    var author: String
  }

  /// What is told of an adoption.
  struct Adoption: Sendable {
    var day: CalendarDate
    var version: String?
    /// Who adopted it.
    var body: String?
    var nextReview: ReviewDate?
    /// What the version changed.
    var change: String?
  }

  /// At most so many are listed, the latest first.
  static let length = 200

  /// What most feeds take besides their entries, and each of these, in bytes; more only takes longer.
  private static let usualSize = (head: 1024, entry: 1024)

  /// The feed's file, from the root of the site.
  var name: String
  var title: String
  var author: String
  /// What no other feed's keys begin with: the website or the name of the trust.
  var space: String

  /// Writes the feed; nil where there is nothing to tell.
  func write(_ entries: [Entry]) -> OutputFile? {
    let order = entries.indices.sorted { one, other in
      let (day, otherDay) = (entries[one].adoption.day, entries[other].adoption.day)
      return day == otherDay ? entries[one].key < entries[other].key : otherDay < day
    }
    let latest = order.prefix(Self.length)
    guard let first = latest.first else { return nil }
    let home = SitePath.relative(
      from: name, to: name.dropLast("feed.xml".utf8.count) + "index.html")
    let ids = ids([name] + latest.map { entries[$0].key })
    var xml = HTMLWriter(capacity: Self.usualSize.head + latest.count * Self.usualSize.entry)
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
    xml.raw("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n<id>")
    xml.raw(ids[0])
    xml.raw("</id>\n<title>")
    xml.text(title)
    xml.raw("</title>\n<updated>")
    xml.time(entries[first].adoption.day)
    xml.raw("</updated>\n")
    xml.author(author)
    xml.raw("<link rel=\"self\" type=\"application/atom+xml\" href=\"feed.xml\"/>\n")
    xml.raw("<link rel=\"alternate\" type=\"text/html\" href=\"\(home)\"/>\n")
    xml.raw("<generator>Trustwright</generator>\n")
    for (place, number) in latest.enumerated() {
      write(entries[number], id: ids[place + 1], to: &xml)
    }
    xml.raw("</feed>\n")
    return OutputFile("site/\(name)", xml.bytes)
  }

  private func write(_ entry: Entry, id: [UInt8], to xml: inout HTMLWriter) {
    xml.raw("<entry>\n<id>")
    xml.raw(id)
    xml.raw("</id>\n<title>")
    xml.text(entry.title)
    xml.raw("</title>\n<updated>")
    xml.time(entry.adoption.day)
    xml.raw("</updated>\n<published>")
    xml.time(entry.adoption.day)
    xml.raw("</published>\n")
    if entry.author != author { xml.author(entry.author) }
    xml.raw("<link rel=\"alternate\" type=\"text/html\" href=\"")
    xml.attribute(SitePath.relative(from: name, to: entry.page))
    xml.raw("\"/>\n<summary>")
    xml.text(entry.adoption)
    xml.raw("</summary>\n</entry>\n")
  }

  /// A UUID of version 8 (RFC 9562) for each key, made from the key alone.
  private func ids(_ keys: [String]) -> [[UInt8]] {
    let space = Array("\(space)\n".utf8)
    return SHA256.digests(keys.map { space + Array($0.utf8) }).map { digest in
      var text: [UInt8] = []
      text.reserveCapacity(48)
      text.append(contentsOf: "urn:uuid:".utf8)
      for index in 0..<16 {
        let byte =
          switch index {
          case 6: digest[index] & 0x0F | 0x80
          case 8: digest[index] & 0x3F | 0x80
          default: digest[index]
          }
        if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
        text.append(hexDigit(byte >> 4))
        text.append(hexDigit(byte & 15))
      }
      return text
    }
  }
}

extension HTMLWriter {
  /// Writes the beginning of a day as a time.
  fileprivate mutating func time(_ day: CalendarDate) {
    raw(day.iso)
    raw("T00:00:00Z")
  }

  fileprivate mutating func author(_ name: String) {
    raw("<author><name>")
    text(name)
    raw("</name></author>\n")
  }

  /// Writes in sentences what is told of an adoption.
  fileprivate mutating func text(_ adoption: Feed.Adoption) {
    if let version = adoption.version {
      raw("Version ")
      text(version)
      raw(" was")
    } else {
      raw("This was")
    }
    raw(" adopted on ")
    raw(adoption.day.long)
    if let body = adoption.body {
      raw(" (")
      text(body)
      raw(")")
    }
    raw(".")
    if let next = adoption.nextReview {
      raw(" The next review is due: ")
      text(next.written)
      raw(".")
    }
    if let change = adoption.change {
      raw(" What changed: ")
      text(change)
    }
  }
}

extension SchoolSummary.Document {
  /// Its present adoption as an entry of a feed; nil where it has none.
  ///
  /// - Parameter school: The folder of the school.
  fileprivate func entry(of school: String, author: String) -> Feed.Entry? {
    guard let adopted else { return nil }
    return Feed.Entry(
      key: "\(school)/\(id)/\(adopted.iso)", title: title, page: page,
      adoption: Feed.Adoption(
        day: adopted, version: version, body: adoptedBy, nextReview: nextReview, change: change),
      author: author)
  }
}

extension SchoolSummary {
  /// The feed of this school, or of the trust's own documents.
  func feedFile(space: String) -> OutputFile? {
    Feed(
      name: "\(slug)/feed.xml", title: "Policies adopted: \(name)", author: name, space: space
    ).write(documents.compactMap { $0.entry(of: slug, author: name) })
  }
}

/// The latest adoptions of all schools and of the trust, as many as a feed lists.
struct LatestAdoptions {
  private struct Adoption: Comparable {
    var day: CalendarDate
    var school: String
    var document: String
    /// The school's number.
    var number: Int

    static func < (one: Self, other: Self) -> Bool {
      if one.day != other.day { return other.day < one.day }
      return one.number == other.number
        ? one.document < other.document : one.school < other.school
    }
  }

  private var adoptions: [Adoption] = []
  /// What is older than the last entry of a full feed is not in it.
  private var oldest: CalendarDate?

  mutating func add(_ school: SchoolSummary, number: Int) {
    for index in school.documents.indices {
      guard let day = school.documents[index].adopted else { continue }
      if let oldest, day < oldest { continue }
      adoptions.append(
        Adoption(
          day: day, school: school.slug, document: school.documents[index].id, number: number))
    }
    if adoptions.count > 4 * Feed.length {
      adoptions = Array(adoptions.sorted().prefix(Feed.length))
      oldest = adoptions.last?.day
    }
  }

  /// The documents that the feed lists, by the numbers of the schools.
  var documents: [(school: Int, ids: [String])] {
    Dictionary(grouping: adoptions.sorted().prefix(Feed.length), by: \.number)
      .sorted { $0.key < $1.key }.map { ($0, $1.map(\.document)) }
  }
}

extension SharedPages {
  /// The feed of the site; nil where it would tell nothing.
  func siteFeed(_ latest: LatestAdoptions) -> OutputFile? {
    var entries: [Feed.Entry] = []
    for (number, ids) in latest.documents {
      guard let school = schools.summary(number, .documents, or: trust) else { continue }
      for document in school.documents where ids.contains(document.id) {
        guard var entry = document.entry(of: school.slug, author: school.name) else { continue }
        entry.title = "\(document.title), \(school.shortName)"
        entries.append(entry)
      }
    }
    let trust = maker.profile
    let name = trust.details.name.value
    return Feed(
      name: "feed.xml", title: "Policies adopted in \(name)", author: name,
      space: Feed.space(of: trust)
    ).write(entries)
  }
}

extension Feed {
  static func space(of profile: SchoolProfile) -> String {
    profile.trustDetails.website?.value ?? profile.trustDetails.name.value
  }
}
