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

/// HTML in work: markup as it is, text escaped.
package struct HTMLWriter {
  package var bytes: [UInt8] = []

  package init() {}

  /// Writes markup of the program's own.
  @_disfavoredOverload
  package mutating func raw(_ markup: String) {
    let text = markup.utf8.span
    bytes.append(text, 0..<text.count)
  }

  /// Writes markup that is always the same, as every literal is: no string is made for it.
  package mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Writes HTML that was made before.
  package mutating func raw(_ markup: [UInt8]) { bytes.append(contentsOf: markup) }

  /// Writes HTML that was made before, out of a pool of it.
  mutating func raw(_ pool: Span<UInt8>, _ range: Range<Int>) { bytes.append(pool, range) }

  /// Writes text between tags.
  package mutating func text(_ text: String) { HTMLEscape.text(text, to: &bytes) }

  /// Writes text inside a quoted attribute.
  package mutating func attribute(_ text: String) { HTMLEscape.attribute(text, to: &bytes) }

  /// Writes the opening tag of a link.
  package mutating func openLink(_ address: String) {
    raw("<a href=\"")
    attribute(address)
    raw("\">")
  }

  /// Writes a link, or its words alone where there is nothing to open.
  package mutating func link(_ words: String, to address: String?) {
    if let address { openLink(address) }
    text(words)
    if address != nil { raw("</a>") }
  }

  /// Writes text with its line breaks kept.
  package mutating func lines(_ text: String) {
    raw(ValuePrinter.withLines(text).html)
  }
}

extension Array<UInt8> {
  /// Appends some bytes of a pool.
  mutating func append(_ pool: Span<UInt8>, _ range: Range<Int>) {
    unsafe pool.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
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
    let name =
      label.map { "aria-labelledby=\"\($0)\"" }
      ?? "aria-label=\"\(kind.isEmpty ? "Table" : Prose.capitalised(kind))\""
    raw("<div class=\"table\" role=\"group\" \(name) tabindex=\"0\">\n<table")
    if !kind.isEmpty { raw(" class=\"\(kind)\"") }
    raw(isSortable ? " data-sort \(name)>\n" : " \(name)>\n")
  }

  /// Writes a heading that is a link to itself or to the section it heads.
  package mutating func heading(
    _ level: Int, _ words: String, id: String, of section: String? = nil
  ) {
    raw("<h\(level) id=\"\(id)\">\(HeadingLink.whole)\(section ?? id)\">")
    text(words)
    raw("</a></h\(level)>\n")
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
        text(Prose.capitalised(holders.title))
        raw("</th><td>")
        text(person.name)
        raw("</td>")
        guard hasAddresses else {
          raw("</tr>\n")
          continue
        }
        raw("<td>")
        let email = person.mayShow(.email) ? person.email : nil
        if let email { link(email, to: "mailto:\(email)") }
        if let phone = person.publicPhone {
          if email != nil { raw("<br>") }
          link(phone.written, to: "tel:\(phone.link)")
        }
        raw("</td></tr>\n")
      }
    }
    raw("</tbody>\n</table>\n</div>\n")
  }
}
