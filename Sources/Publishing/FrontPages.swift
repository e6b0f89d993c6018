import Configuration
import Documents
import Reviews
import Templating

/// The sections that the program itself writes on a front page.
enum FrontSection: String, CaseIterable {
  case documents, forms, contacts, address, updates

  /// Its anchor: its name, unless the site's own words have a heading of that name.
  func id(besides taken: Set<String>) -> String {
    taken.contains(rawValue) ? "at.\(rawValue)" : rawValue
  }
}

extension PageMaker {
  /// The front page of a school, or of the trust's own documents.
  func frontPage() -> PlannedPage {
    let name = "\(folder)/index.html"
    let isSchool = profile.scope == .school
    var values = PageValues()
    values[.title] = isSchool ? profile.details.name.value : "Policies of the trust"
    values[.kind] = isSchool ? "school" : "trust"
    values[.label] = isSchool ? kindOfSchool : profile.details.name.value
    values[.summary] =
      isSchool
      ? "Our policies and forms: what each says, whom to ask about it, and when it is reviewed."
      : "What the trust decides for itself: for its own staff, or for all of its schools."
    values[.description] =
      "The policies and forms of \(profile.details.name.value), whom to ask, and when each is reviewed"
    if isSchool { values[.canonical] = profile.details.website?.value }
    let words = wordsAndSections(isSchool ? .school : .trust, page: name)
    var contents = FrontContents(besides: Set(words.sections.map(\.anchor)))
    var html = HTMLWriter(capacity: Self.usualFront)
    documents(&html, &contents, page: name)
    forms(&html, &contents, page: name)
    html.raw(words.html)
    for section in words.sections where section.level == 1 {
      contents.add(section.title, id: section.anchor)
    }
    contacts(&html, &contents)
    address(&html, &contents)
    updates(&html, &contents)
    var extras = PageExtras(data: organisationData())
    extras.feed = hasFeed ? "\(folder)/feed.xml" : nil
    extras.blocks[.contents] = contents.list
    return PlannedPage(
      name: name, layout: isSchool ? .school : .trust, document: nil, values: values,
      content: html.bytes, extras: extras)
  }

  /// What nearly every front page takes, in bytes; a longer one only takes longer.
  private static let usualFront = 16_384

  /// `Primary school · Nursery and Reception to key stage 2`.
  private var kindOfSchool: String {
    let phase = profile.phase.map { builder.catalogue.vocabulary.phases[$0].title } ?? ""
    return [phase, profile.trustDetails.name.value].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  // MARK: - Documents and forms

  private func documents(
    _ html: inout HTMLWriter, _ contents: inout FrontContents, page: String
  ) {
    let pages = entries.filter { !$0.isForm }
    html.open(.documents, "Policies", &contents)
    if pages.isEmpty, trustDocuments.isEmpty { html.raw("<p>No policies are published yet.</p>\n") }
    list(pages, &html, page: page)
    if !trustDocuments.isEmpty, profile.scope == .school {
      html.raw("<h3>Policies of the trust</h3>\n<ul>\n")
      for index in trustDocuments {
        guard let resolved = set.document(index) else { continue }
        html.raw("<li>")
        html.link(
          resolved.title, to: SitePath.relative(from: page, to: resolved.placement.page))
        html.raw("</li>\n")
      }
      html.raw("</ul>\n")
    }
    if hasArchive {
      html.raw("<p><a href=\"archive/index.html\">Earlier versions</a></p>\n")
    }
    html.raw("</section>\n")
  }

  /// The trust's own documents, which a school's page leads to as well.
  private var trustDocuments: [Int] {
    guard profile.scope == .school else { return [] }
    return builder.catalogue.documents.indices.filter {
      builder.catalogue.documents[$0].scope == .trust
        && set.document($0)?.placement.kind == .ownPage
    }
  }

  private func list(_ pages: [PageEntry], _ html: inout HTMLWriter, page: String) {
    guard !pages.isEmpty else { return }
    html.raw("<ul class=\"documents\">\n")
    for entry in pages {
      html.raw("<li>\n<h3>")
      html.link(listedTitle(entry), to: SitePath.relative(from: page, to: entry.page))
      html.raw("</h3>\n")
      if let document = entry.document {
        if let summary = face(of: document)?.summary, !summary.isEmpty {
          html.raw("<p>")
          html.text(summary)
          html.raw("</p>\n")
        }
        factList(dates(document) + [contact(entry, page: page)].compactMap(\.self), &html)
      } else {
        html.raw("<p>One volume in \(entry.documents.count) parts:</p>\n<ol>\n")
        for part in entry.documents {
          guard let resolved = set.documents[part], let face = face(of: part) else { continue }
          html.raw("<li>")
          let target = SitePath.relative(from: page, to: entry.page)
          html.link(face.title, to: "\(target)#\(resolved.placement.anchor)")
          factList(dates(part), &html)
          html.raw("</li>\n")
        }
        html.raw("</ol>\n")
        factList([contact(entry, page: page)].compactMap(\.self), &html)
      }
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }

  private func factList(_ facts: [Fact], _ html: inout HTMLWriter) {
    guard !facts.isEmpty else { return }
    html.raw("<dl class=\"facts\">\n")
    for fact in facts { html.fact(fact) }
    html.raw("</dl>\n")
  }

  private func forms(_ html: inout HTMLWriter, _ contents: inout FrontContents, page: String) {
    let forms = entries.filter(\.isForm)
    guard !forms.isEmpty else { return }
    html.open(.forms, "Agreements and forms", &contents)
    html.openTable("forms", labelledBy: contents.id(.forms))
    html.raw("<thead>\n<tr><th scope=\"col\">Form</th><th scope=\"col\">Who it is for</th>")
    html.raw("<th scope=\"col\">How it is given</th><th scope=\"col\">Also in</th></tr>\n")
    html.raw("</thead>\n<tbody>\n")
    for entry in forms {
      guard let document = entry.document, let resolved = set.documents[document] else { continue }
      html.raw("<tr><th scope=\"row\">")
      html.link(listedTitle(entry), to: SitePath.relative(from: page, to: entry.page))
      html.raw("</th><td>")
      html.text(resolved.flow.form?.signedBy ?? "")
      html.raw("</td><td>")
      html.text(Prose.capitalised(howGiven(document)))
      html.raw("</td><td>")
      faces(entry, &html, page: page)
      html.raw("</td></tr>\n")
    }
    html.raw("</tbody>\n</table>\n</div>\n</section>\n")
  }

  // MARK: - People and places

  private func contacts(_ html: inout HTMLWriter, _ contents: inout FrontContents) {
    var table = HTMLWriter()
    table.contacts(
      Array(profile.leads.indices), of: profile, labelledBy: contents.id(.contacts))
    guard table.count > 0 else { return }
    html.open(.contacts, "Who to ask", &contents)
    html.raw(table.bytes)
    html.raw("</section>\n")
  }

  private func address(_ html: inout HTMLWriter, _ contents: inout FrontContents) {
    let details = profile.details
    guard
      details.address != nil || details.phone != nil || details.email != nil
        || details.website != nil
    else { return }
    html.open(.address, "How to reach us", &contents)
    html.raw("<address>\n<p><strong>")
    html.text(details.name.value)
    html.raw("</strong></p>\n")
    if let address = details.address?.value {
      html.raw("<p>")
      html.lines(address)
      html.raw("</p>\n")
    }
    var lines: [(String, String, String)] = []
    if let phone = details.phone?.value {
      lines.append(("Telephone", phone.written, "tel:\(phone.link)"))
    }
    if let email = details.email?.value { lines.append(("Email", email, "mailto:\(email)")) }
    if let website = details.website?.value { lines.append(("Website", website, website)) }
    for (name, words, address) in lines {
      html.raw("<p>\(name): ")
      html.link(words, to: address)
      html.raw("</p>\n")
    }
    html.raw("</address>\n</section>\n")
  }

  private func updates(_ html: inout HTMLWriter, _ contents: inout FrontContents) {
    html.open(.updates, "Keeping up to date", &contents)
    html.raw("<ul>\n")
    if hasChanges {
      html.raw("<li><a href=\"changes.html\">What changed, and when</a></li>\n")
    }
    if hasFeed { html.raw("<li><a href=\"feed.xml\">Adopted policies as a feed</a> (Atom)</li>\n") }
    html.raw("<li><a href=\"reviews.ics\">Review dates as a calendar</a> (iCalendar)</li>\n")
    html.raw("<li><a href=\"data.json\">This page as data</a> (JSON)</li>\n")
    html.raw("</ul>\n</section>\n")
  }
}

/// The list of what stands on a front page.
struct FrontContents: ~Copyable {
  private var html = HTMLWriter()
  /// The anchors of the headings in the site's own words.
  private let taken: Set<String>

  init(besides taken: Set<String> = []) {
    self.taken = taken
    html.raw("<ul class=\"plain\">\n")
  }

  func id(_ section: FrontSection) -> String { section.id(besides: taken) }

  mutating func add(_ title: String, id: String) {
    html.raw("<li>")
    html.link(title, to: "#\(id)")
    html.raw("</li>\n")
  }

  var list: [UInt8] { html.bytes + Array("</ul>\n".utf8) }
}

extension HTMLWriter {
  /// Opens a section of a front page; its heading is a link to itself.
  mutating func open(_ section: FrontSection, _ title: String, _ contents: inout FrontContents) {
    let id = contents.id(section)
    raw("<section aria-labelledby=\"")
    raw(id)
    raw("\">\n")
    heading(2, title, id: id)
    contents.add(title, id: id)
  }
}
