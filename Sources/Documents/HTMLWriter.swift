import Bytes
package import Configuration
import Templating

/// How the link begins by which a heading shows its own address, so that it can be copied.
package enum HeadingLink {
  /// Of a heading that is a link as a whole.
  package static let whole: StaticString = "<a class=\"self\" href=\"#"
  /// Of a heading that holds a link, so that only its number is one.
  package static let number: StaticString = "<a aria-label=\"This section\" href=\"#"
  /// What such a heading shows where it has no number, to the space after it.
  package static let sign: StaticString = "#</a> "
}

/// A place in HTML that means something on our own pages alone: it is left out, or written anew, where the HTML is pasted into another site.
package struct OwnMarkup: Sendable {
  /// Where it lies, in bytes.
  package let range: Range<Int>
  /// Whether it is the address of another page of the site, as it is seen from the page.
  package let isAddress: Bool
}

/// HTML in work: markup as it is, text escaped.
package struct HTMLWriter: ~Copyable {
  private var buffer: ByteBuffer
  /// What only our own pages know, in its order; nil where nobody asks.
  package private(set) var ownMarkup: [OwnMarkup]?

  /// - Parameters:
  ///   - capacity: How many bytes are expected; a longer text only takes longer.
  ///   - notesOwn: Whether it is noted what only our own pages know.
  package init(capacity: Int = 512, notesOwn: Bool = false) {
    buffer = ByteBuffer(capacity: capacity)
    ownMarkup = notesOwn ? [] : nil
    // A long article has about one such place for as many bytes.
    ownMarkup?.reserveCapacity(capacity / 256)
  }

  package var bytes: [UInt8] { buffer.bytes }
  package var count: Int { buffer.count }

  /// Writes markup of the program's own.
  @_disfavoredOverload
  package mutating func raw(_ markup: String) {
    buffer.append(markup.utf8.span)
  }

  /// Writes markup that is always the same, as every literal is: no string is made for it.
  package mutating func raw(_ markup: StaticString) {
    buffer.append(markup)
  }

  /// Writes HTML that was made before.
  package mutating func raw(_ markup: [UInt8]) { buffer.append(markup.span) }

  /// Writes HTML that was made before, out of a pool of it.
  mutating func raw(_ pool: Span<UInt8>, _ range: Range<Int>) {
    buffer.append(pool.extracting(range))
  }

  mutating func space() { buffer.append(UInt8(ascii: " ")) }

  /// Writes the parts of a form with what was noted of them.
  package mutating func raw(_ form: FormParts) {
    let start = count
    raw(form.content)
    raw(form.signing)
    ownMarkup?.append(
      contentsOf: form.ownMarkup.lazy.map {
        OwnMarkup(
          range: start + $0.range.lowerBound..<start + $0.range.upperBound, isAddress: $0.isAddress)
      })
  }

  /// Writes text between tags.
  package mutating func text(_ text: String) { escape(text.utf8.span, isQuoted: false) }

  /// Writes text between tags, with its first letter as a capital.
  package mutating func capitalised(_ text: String) {
    let bytes = text.utf8.span
    // Before another letter of ASCII, one of ASCII is a character by itself.
    guard bytes.count > 1, bytes[0] >= UInt8(ascii: "a"), bytes[0] <= UInt8(ascii: "z"),
      bytes[1] < 0x80
    else { return self.text(Prose.capitalised(text)) }
    buffer.append(bytes[0] & ~0x20)
    escape(bytes.extracting(1..<bytes.count), isQuoted: false)
  }

  /// Writes text inside a quoted attribute.
  package mutating func attribute(_ text: String) { escape(text.utf8.span, isQuoted: true) }

  private mutating func escape(_ text: Span<UInt8>, isQuoted: Bool) {
    unsafe text.withUnsafeBufferPointer { text in
      var start = 0
      while true {
        let next = unsafe HTMLEscape.next(in: text, from: start, isQuoted: isQuoted)
        unsafe buffer.append(UnsafeBufferPointer(rebasing: text[start..<next]))
        guard next < text.count else { return }
        unsafe buffer.append(HTMLEscape.escape(text[next]))
        start = next + 1
      }
    }
  }

  // MARK: - What only our own pages know

  /// Writes markup that only our own pages know: an attribute `class` or `tabindex` with the space before it, a heading's link to itself.
  package mutating func own(_ markup: StaticString) {
    let start = count
    raw(markup)
    noteOwn(from: start)
  }

  /// Writes an opening tag all of whose attributes only our own pages know.
  package mutating func ownTag(_ tag: StaticString) {
    let start = count
    raw(tag)
    guard ownMarkup != nil else { return }
    var (space, end) = (start, count - 1)
    while space < end, buffer[space] != UInt8(ascii: " ") { space += 1 }
    while end > space, buffer[end] != UInt8(ascii: ">") { end -= 1 }
    ownMarkup?.append(OwnMarkup(range: space..<end, isAddress: false))
  }

  /// Notes that what stands from a place on is known to our own pages alone.
  mutating func noteOwn(from start: Int, isAddress: Bool = false) {
    let end = count
    ownMarkup?.append(OwnMarkup(range: start..<end, isAddress: isAddress))
  }

  // MARK: - Links

  /// Writes the opening tag of a link.
  package mutating func openLink(_ address: String) {
    raw("<a href=\"")
    let start = count
    attribute(address)
    if ownMarkup != nil, SitePath.isPage(address) { noteOwn(from: start, isAddress: true) }
    raw("\">")
  }

  /// Writes a link, or its words alone where there is nothing to open.
  package mutating func link(_ words: String, to address: String?) {
    if let address { openLink(address) }
    text(words)
    if address != nil { raw("</a>") }
  }

  /// Writes the address of a page of the site as it is seen from another, inside a quoted attribute.
  package mutating func address(of target: String, from page: String) {
    if SitePath.isBeside(page) { return attribute(SitePath.relative(from: page, to: target)) }
    let (up, rest) = SitePath.way(from: page, to: target)
    for _ in 0..<up { raw("../") }
    let path = target.utf8.span
    escape(path.extracting(rest..<path.count), isQuoted: true)
  }

  /// Writes a link to an address that begins with what names its kind, as `mailto:` does.
  package mutating func link(_ words: String, _ kind: StaticString, to address: String) {
    raw("<a href=\"")
    raw(kind)
    attribute(address)
    raw("\">")
    text(words)
    raw("</a>")
  }

  /// Writes the opening tag of a link on a page.
  mutating func openLink(_ target: LinkTarget, on page: String) {
    if case .elsewhere(let address) = target.place { return openLink(address) }
    raw("<a href=\"")
    let start = count
    if case .page(let other) = target.place { address(of: other, from: page) }
    if !target.anchor.isEmpty {
      raw("#")
      attribute(target.anchorPrefix)
      if target.isTerm { raw("term-") }
      attribute(target.anchor)
    }
    if case .page = target.place { noteOwn(from: start, isAddress: true) }
    raw("\">")
  }

  /// Writes a link on a page, or its words alone where there is nothing to open.
  mutating func link(
    _ words: String, isCapitalised: Bool, to target: LinkTarget?, on page: String
  ) {
    if let target { openLink(target, on: page) }
    if isCapitalised { capitalised(words) } else { text(words) }
    if target != nil { raw("</a>") }
  }

  /// Writes text with its line breaks kept.
  package mutating func lines(_ text: String) {
    raw(ValuePrinter.withLines(text).html)
  }
}

extension HTMLWriter {
  /// Opens a table in a box that scrolls by itself where the table is wider than the page.
  ///
  /// - Parameters:
  ///   - label: The anchor of the heading that names it; nil where none stands before it.
  ///   - isSortable: Whether the page has a script by which its rows can be sorted.
  package mutating func openTable(
    _ kind: String = "", labelledBy label: String?, isSortable: Bool = false
  ) {
    raw("<div")
    own(" class=\"table\"")
    raw(" role=\"group\"")
    nameTable(kind, labelledBy: label)
    own(" tabindex=\"0\"")
    raw(">\n<table")
    if !kind.isEmpty {
      let start = count
      raw(" class=\"")
      raw(kind)
      raw("\"")
      noteOwn(from: start)
    }
    if isSortable { raw(" data-sort") }
    nameTable(kind, labelledBy: label)
    raw(">\n")
  }

  private mutating func nameTable(_ kind: String, labelledBy label: String?) {
    raw(label == nil ? " aria-label=\"" : " aria-labelledby=\"")
    raw(label ?? (kind.isEmpty ? "Table" : Prose.capitalised(kind)))
    raw("\"")
  }

  /// Writes a heading that is a link to itself or to the section it heads.
  package mutating func heading(
    _ level: Int, _ words: String, id: String, of section: String? = nil
  ) {
    let digit = String(level)
    raw("<h")
    raw(digit)
    raw(" id=\"")
    raw(id)
    raw("\">")
    raw(HeadingLink.whole)
    raw(section ?? id)
    raw("\">")
    text(words)
    raw("</a></h")
    raw(digit)
    raw(">\n")
  }

  /// Writes a table of roles, those who hold them and how to reach them, as far as that is public.
  package mutating func contacts(
    _ roles: [Int], of profile: SchoolProfile, labelledBy label: String?
  ) {
    let shown = roles.filter { role in
      profile.leads[role].people.contains { $0.mayShow(.name) }
    }
    guard !shown.isEmpty else { return }
    // Where nobody has an address of their own that is public, there is no column for them.
    let hasAddresses = shown.contains { role in
      profile.leads[role].people.contains { person in
        person.mayShow(.name)
          && (person.mayShow(.email) && person.email != nil || person.publicPhone != nil)
      }
    }
    openTable("contacts", labelledBy: label)
    raw("<thead>\n<tr><th scope=\"col\">Role</th><th scope=\"col\">Name</th>")
    if hasAddresses { raw("<th scope=\"col\">How to reach them</th>") }
    raw("</tr>\n</thead>\n<tbody>\n")
    for role in shown {
      let holders = profile.leads[role]
      for person in holders.people where person.mayShow(.name) {
        raw("<tr><th scope=\"row\">")
        capitalised(holders.title)
        raw("</th><td>")
        text(person.name)
        raw("</td>")
        guard hasAddresses else {
          raw("</tr>\n")
          continue
        }
        raw("<td>")
        let email = person.mayShow(.email) ? person.email : nil
        if let email { link(email, "mailto:", to: email) }
        if let phone = person.publicPhone {
          if email != nil { raw("<br>") }
          link(phone.written, "tel:", to: phone.link)
        }
        raw("</td></tr>\n")
      }
    }
    raw("</tbody>\n</table>\n</div>\n")
  }
}
