import Configuration
import Documents
import Reviews
import Templating

extension PageMaker {
  /// The front page of a school, or of the trust's own documents.
  func frontPage() -> OutputFile {
    let name = "\(folder)/index.html"
    var values = PageValues()
    values[.title] = profile.details.name.value
    values[.kind] = profile.scope == .school ? "school" : "trust"
    values[.description] =
      "The policies and forms of \(profile.details.name.value), whom to ask, and when each is reviewed"
    if let website = profile.details.website?.value, profile.scope == .school {
      values[.canonical] = website
    }
    var html = HTMLWriter()
    documents(&html, page: name)
    forms(&html, page: name)
    html.raw(words(profile.scope == .school ? .school : .trust, page: name))
    contacts(&html)
    address(&html)
    data(&html)
    return page(
      name, layout: profile.scope == .school ? .school : .trust, document: nil, values: values,
      content: html.bytes)
  }

  // MARK: - Documents and forms

  private func documents(_ html: inout HTMLWriter, page: String) {
    let pages = entries.filter { !$0.isForm }
    html.raw("<section id=\"documents\" aria-labelledby=\"documents-title\">\n")
    html.raw("<h2 id=\"documents-title\">Policies</h2>\n")
    if pages.isEmpty, trustDocuments.isEmpty { html.raw("<p>No policies are published yet.</p>\n") }
    list(pages, &html, page: page)
    if !trustDocuments.isEmpty, profile.scope == .school {
      html.raw("<h3>Policies of the trust</h3>\n<ul class=\"documents\">\n")
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
      html.link(entry.title, to: SitePath.relative(from: page, to: entry.page))
      html.raw("</h3>\n")
      if let document = entry.document {
        if let summary = set.documents[document]?.flow.summary, !summary.isEmpty {
          html.raw("<p>")
          html.text(summary)
          html.raw("</p>\n")
        }
        dates(profile.documents[document], &html)
      } else {
        html.raw("<p>One volume in \(entry.documents.count) parts:</p>\n<ol>\n")
        for part in entry.documents {
          guard let resolved = set.documents[part] else { continue }
          html.raw("<li>")
          let target = SitePath.relative(from: page, to: entry.page)
          html.link(resolved.title, to: "\(target)#\(resolved.placement.anchor)")
          dates(profile.documents[part], &html)
          html.raw("</li>\n")
        }
        html.raw("</ol>\n")
      }
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }

  /// When a document was adopted and is reviewed next.
  private func dates(_ state: DocumentState, _ html: inout HTMLWriter) {
    var facts: [(String, String)] = []
    if let adopted = state.adopted?.value { facts.append(("Adopted", adopted.long)) }
    if let version = state.version?.value { facts.append(("Version", version.written)) }
    if let next = state.nextReview { facts.append(("Next review", next.written)) }
    guard !facts.isEmpty else { return }
    html.raw("<dl class=\"facts\">\n")
    for (name, value) in facts {
      html.raw("<div><dt>\(name)</dt><dd>")
      html.text(value)
      html.raw("</dd></div>\n")
    }
    html.raw("</dl>\n")
  }

  private func forms(_ html: inout HTMLWriter, page: String) {
    let forms = entries.filter(\.isForm)
    guard !forms.isEmpty else { return }
    html.raw("<section id=\"forms\" aria-labelledby=\"forms-title\">\n")
    html.raw(
      "<h2 id=\"forms-title\">Forms</h2>\n<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n<tr>"
    )
    html.raw("<th scope=\"col\">Form</th><th scope=\"col\">Who it is for</th>")
    html.raw("<th scope=\"col\">How it is given</th></tr>\n</thead>\n<tbody>\n")
    for entry in forms {
      guard let document = entry.document, let resolved = set.documents[document] else { continue }
      html.raw("<tr><th scope=\"row\">")
      html.link(entry.title, to: SitePath.relative(from: page, to: entry.page))
      html.raw("</th><td>")
      html.text(resolved.flow.form?.signedBy ?? "")
      html.raw("</td><td>")
      html.text(Prose.capitalised(profile.documents[document].given.title))
      html.raw("</td></tr>\n")
    }
    html.raw("</tbody>\n</table>\n</div>\n</section>\n")
  }

  // MARK: - People and places

  private func contacts(_ html: inout HTMLWriter) {
    var table = HTMLWriter()
    table.contacts(Array(profile.leads.indices), of: profile)
    guard !table.bytes.isEmpty else { return }
    html.raw("<section id=\"contacts\" aria-labelledby=\"contacts-title\">\n")
    html.raw("<h2 id=\"contacts-title\">Who to ask</h2>\n")
    html.raw(table.bytes)
    html.raw("</section>\n")
  }

  private func address(_ html: inout HTMLWriter) {
    let details = profile.details
    guard
      details.address != nil || details.phone != nil || details.email != nil
        || details.website != nil
    else { return }
    html.raw("<section id=\"address\" aria-labelledby=\"address-title\">\n")
    html.raw("<h2 id=\"address-title\">How to reach us</h2>\n<address>\n<p><strong>")
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
    if let email = details.email?.value { lines.append(("E-mail", email, "mailto:\(email)")) }
    if let website = details.website?.value { lines.append(("Website", website, website)) }
    for (name, words, address) in lines {
      html.raw("<p>\(name): ")
      html.link(words, to: address)
      html.raw("</p>\n")
    }
    html.raw("</address>\n</section>\n")
  }

  private func data(_ html: inout HTMLWriter) {
    html.raw("<section id=\"data\" aria-labelledby=\"data-title\">\n")
    html.raw("<h2 id=\"data-title\">For calendars and programs</h2>\n<ul>\n")
    html.raw("<li><a href=\"reviews.ics\">Review dates as a calendar</a> (iCalendar)</li>\n")
    html.raw("<li><a href=\"data.json\">This page as data</a> (JSON)</li>\n")
    html.raw("</ul>\n</section>\n")
  }
}
