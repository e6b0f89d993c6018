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
    var day: CalendarDate
    /// The page, from the root of the site.
    var page: String
    var summary: String
    /// Who published it.
    var author: String
  }

  /// At most so many are listed, the latest first.
  static let length = 200

  /// The feed's file, from the root of the site.
  var name: String
  var title: String
  var author: String
  /// What no other feed's keys begin with: the website or the name of the trust.
  var space: String

  /// Writes the feed; nil where there is nothing to tell.
  func write(_ entries: [Entry]) -> OutputFile? {
    let order = entries.indices.sorted {
      (entries[$1].day, entries[$0].key) < (entries[$0].day, entries[$1].key)
    }
    let latest = order.prefix(Self.length).map { entries[$0] }
    guard let first = latest.first else { return nil }
    let home = SitePath.relative(
      from: name, to: name.dropLast("feed.xml".utf8.count) + "index.html")
    let ids = ids([name] + latest.map(\.key))
    var xml = HTMLWriter()
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
    xml.raw("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n")
    xml.element("id", ids[0])
    xml.element("title", title)
    xml.element("updated", Self.time(first.day))
    xml.raw("<author><name>")
    xml.text(author)
    xml.raw("</name></author>\n")
    xml.raw("<link rel=\"self\" type=\"application/atom+xml\" href=\"feed.xml\"/>\n")
    xml.raw("<link rel=\"alternate\" type=\"text/html\" href=\"\(home)\"/>\n")
    xml.raw("<generator>Trustwright</generator>\n")
    for (entry, id) in zip(latest, ids.dropFirst()) {
      xml.raw("<entry>\n")
      xml.element("id", id)
      xml.element("title", entry.title)
      let time = Self.time(entry.day)
      xml.element("updated", time)
      xml.element("published", time)
      if entry.author != author {
        xml.raw("<author><name>")
        xml.text(entry.author)
        xml.raw("</name></author>\n")
      }
      xml.raw("<link rel=\"alternate\" type=\"text/html\" href=\"")
      xml.attribute(SitePath.relative(from: name, to: entry.page))
      xml.raw("\"/>\n")
      xml.element("summary", entry.summary)
      xml.raw("</entry>\n")
    }
    xml.raw("</feed>\n")
    return OutputFile("site/\(name)", xml.bytes)
  }

  private static func time(_ day: CalendarDate) -> String { "\(day.iso)T00:00:00Z" }

  /// A UUID of version 8 (RFC 9562) for each key, made from the key alone.
  private func ids(_ keys: [String]) -> [String] {
    SHA256.digests(keys.map { Array("\(space)\n\($0)".utf8) }).map { digest in
      var bytes = digest.prefix(16)
      bytes[6] = bytes[6] & 0x0F | 0x80
      bytes[8] = bytes[8] & 0x3F | 0x80
      var text = Array("urn:uuid:".utf8)
      for (index, byte) in bytes.enumerated() {
        if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
        text.append(hexDigit(byte >> 4))
        text.append(hexDigit(byte & 15))
      }
      return String(decoding: text, as: UTF8.self)
    }
  }
}

extension Feed {
  /// That a school, by its number, has adopted a document; the latest come first.
  fileprivate struct Adoption: Comparable {
    var day: CalendarDate
    var school: String
    var document: String
    var number: Int

    static func < (one: Self, other: Self) -> Bool {
      (other.day, one.school, one.document) < (one.day, other.school, other.document)
    }
  }
}

extension Feed.Entry {
  /// The present adoption of a document; nil where it has none.
  init?(_ document: SchoolSummary.Document, of school: SchoolSummary) {
    guard let adopted = document.adopted else { return nil }
    var words = document.version.map { "Version \($0) was" } ?? "This was"
    words += " adopted on \(adopted.long)"
    if let body = document.adoptedBy { words += " (\(body))" }
    words += "."
    if let next = document.nextReview { words += " The next review is due: \(next.written)." }
    if let change = document.change { words += " What changed: \(change)" }
    self.init(
      key: "\(school.slug)/\(document.id)/\(adopted.iso)", title: document.title, day: adopted,
      page: document.page, summary: words, author: school.name)
  }
}

extension SchoolSummary {
  /// The feed of this school, or of the trust's own documents.
  func feedFile(space: String) -> OutputFile? {
    Feed(
      name: "\(slug)/feed.xml", title: "Policies adopted: \(name)", author: name, space: space
    ).write(documents.compactMap { Feed.Entry($0, of: self) })
  }
}

extension SharedPages {
  /// The feed of the site: the latest adoptions of all schools and of the trust.
  func siteFeed() -> OutputFile? {
    var latest: [Feed.Adoption] = []
    var oldest: CalendarDate?
    for number in 0...schools.count {
      guard let school = schools.summary(number, .documents, or: trust) else { continue }
      for document in school.documents {
        guard let day = document.adopted else { continue }
        // What is older than the last entry of a full feed is not in it.
        if let oldest, day < oldest { continue }
        latest.append(
          Feed.Adoption(day: day, school: school.slug, document: document.id, number: number))
      }
      if latest.count > 20 * Feed.length {
        latest = Array(latest.sorted().prefix(Feed.length))
        oldest = latest.last?.day
      }
    }
    let wanted = Dictionary(grouping: latest.sorted().prefix(Feed.length), by: \.number)
    var entries: [Feed.Entry] = []
    for (number, adoptions) in wanted.sorted(by: { $0.key < $1.key }) {
      guard let school = schools.summary(number, .documents, or: trust) else { continue }
      let ids = adoptions.map(\.document)
      for document in school.documents where ids.contains(document.id) {
        guard var entry = Feed.Entry(document, of: school) else { continue }
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

extension HTMLWriter {
  fileprivate mutating func element(_ name: StaticString, _ text: String) {
    raw("<")
    raw(name)
    raw(">")
    self.text(text)
    raw("</")
    raw(name)
    raw(">\n")
  }
}
