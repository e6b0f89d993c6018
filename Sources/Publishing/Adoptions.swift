import Configuration
import Documents
import Templating

/// One adoption of a document: the present one, or one that its history tells of.
struct Adoption {
  var day: CalendarDate
  /// The number of the document.
  var document: Int
  var title: String
  var version: String?
  var body: String?
  /// What changed, where the manifest's history says so.
  var summary: String?
}

extension PageMaker {
  /// All adoptions of the published documents that are known, the latest first.
  var adoptions: [Adoption] {
    var result: [Adoption] = []
    for index in set.issued {
      let state = profile.documents[index]
      guard let title = face(of: index)?.title else { continue }
      let present = state.adopted?.value
      // The history may tell what the present version changed as well.
      let own = state.history.first { $0.adopted.value == present }
      if let present {
        result.append(
          Adoption(
            day: present, document: index, title: title,
            version: state.version?.value.written ?? own?.version?.value.written,
            body: state.adoptedBy?.value, summary: own?.summary))
      }
      for entry in state.history where entry.adopted.value != present {
        result.append(
          Adoption(
            day: entry.adopted.value, document: index, title: title,
            version: entry.version?.value.written, body: nil, summary: entry.summary))
      }
    }
    return result.sorted { one, other in
      one.day == other.day ? one.document < other.document : one.day > other.day
    }
  }

  var hasChanges: Bool {
    self.set.issued.contains {
      profile.documents[$0].adopted != nil || !profile.documents[$0].history.isEmpty
    }
  }

  /// Whether anything was adopted: a feed needs a date.
  var hasFeed: Bool { self.set.issued.contains { profile.documents[$0].adopted != nil } }

  // MARK: - What changed

  /// The page that tells what was adopted when, and what changed with it; nil where nothing was adopted.
  func changesPage() -> PlannedPage? {
    let adoptions = adoptions
    guard !adoptions.isEmpty else { return nil }
    let name = "\(folder)/changes.html"
    var values = PageValues()
    values[.title] = "What changed, and when"
    values[.kind] = "changes"
    values[.label] = profile.details.name.value
    values[.summary] =
      "Each policy and form that was adopted, the latest first, and what was new in it where that is recorded."
    values[.description] = "What changed in the policies of \(profile.details.name.value), and when"
    if profile.scope == .school, let website = profile.details.website?.value {
      values[.canonical] = canonical(website, name)
    }
    var html = HTMLWriter(capacity: 8192)
    var contents = FrontContents()
    var index = 0
    while index < adoptions.count {
      let year = adoptions[index].day.year
      html.raw("<section aria-labelledby=\"y\(year)\">\n")
      html.heading(2, String(year), id: "y\(year)")
      contents.add(String(year), id: "y\(year)")
      html.raw("<ol class=\"timeline\">\n")
      while index < adoptions.count, adoptions[index].day.year == year {
        let day = adoptions[index].day
        html.raw("<li>\n<h3>\(day.long)</h3>\n")
        while index < adoptions.count, adoptions[index].day == day {
          write(adoptions[index], &html, page: name)
          index += 1
        }
        html.raw("</li>\n")
      }
      html.raw("</ol>\n</section>\n")
    }
    var extras = PageExtras()
    extras.feed = hasFeed ? "\(folder)/feed.xml" : nil
    extras.blocks[.contents] = contents.list
    return PlannedPage(
      name: name, layout: profile.scope == .school ? .school : .trust, document: nil,
      values: values, content: html.bytes, extras: extras)
  }

  private func write(_ adoption: Adoption, _ html: inout HTMLWriter, page: String) {
    html.raw("<p>")
    html.link(adoption.title, to: address(of: adoption.document, from: page))
    if let version = adoption.version {
      html.raw(", version ")
      html.text(version)
    }
    if let body = adoption.body {
      html.raw(" <small>Adopted by: ")
      html.text(body)
      html.raw("</small>")
    }
    if let summary = adoption.summary {
      html.raw(adoption.body == nil ? "<br>" : " ")
      html.text(summary)
    }
    html.raw("</p>\n")
  }

  /// The way to a document: its page, and its place there where it shares the page.
  func address(of document: Int, from page: String) -> String? {
    guard let placement = set.documents[document]?.placement else { return nil }
    let way = SitePath.relative(from: page, to: placement.page)
    return placement.kind == .ownPage ? way : "\(way)#\(placement.anchor)"
  }
}
