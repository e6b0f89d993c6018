import Configuration
import Documents
import Templating

/// A school as the lists of the directory show it.
struct DirectorySchool {
  let name: String
  let phase: String
  let place: String?
  /// Its entry in each list, laid out once, but for what ends it.
  let entry: [UInt8]

  init(_ school: SchoolSummary) {
    name = school.name
    phase = school.phase
    place = school.place
    var html = HTMLWriter()
    html.raw("<li data-also=\"")
    html.also(find: school)
    html.raw("\"><a href=\"")
    html.attribute(school.slug)
    html.raw("/index.html\">")
    html.text(school.name)
    html.raw("</a>")
    entry = html.bytes
  }
}

/// The schools in groups: under their phase, their first letter or their place.
struct SchoolGroups {
  struct Group {
    var title: String
    var id: String
    var schools: [DirectorySchool] = []
  }

  private(set) var groups: [Group] = []

  /// Puts schools into groups, which come in the order of their titles, or of a list; those without a title go into none.
  init(
    _ schools: [DirectorySchool], by title: (DirectorySchool) -> String?,
    order: [String]? = nil, prefix: String
  ) {
    var indices: [String: Int] = [:]
    for school in schools {
      guard let title = title(school) else { continue }
      if let known = indices[title] {
        groups[known].schools.append(school)
      } else {
        indices[title] = groups.count
        groups.append(
          Group(title: title, id: "\(prefix).\(Self.slug(title))", schools: [school]))
      }
    }
    if let order {
      let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
      groups.sort { (ranks[$0.title] ?? order.count) < (ranks[$1.title] ?? order.count) }
    } else {
      groups.sort { $0.title < $1.title }
    }
    // Two titles that differ only in signs would have one anchor.
    var taken: Set<String> = []
    for index in groups.indices {
      let id = groups[index].id
      var number = 2
      while !taken.insert(groups[index].id).inserted {
        groups[index].id = "\(id)-\(number)"
        number += 1
      }
    }
  }

  private static func slug(_ title: String) -> String {
    var result = ""
    for scalar in title.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "-" {
        result += "-"
      }
    }
    return result
  }
}

extension PageMaker {
  /// The front page of the site: where each school is found, and the trust's own documents.
  func sitePage(_ list: SummaryList) -> OutputFile {
    var schools: [DirectorySchool] = []
    var hasAdopted = hasFeed
    for school in list.with() {
      schools.append(DirectorySchool(school))
      if school.hasAdopted { hasAdopted = true }
    }
    let name = "index.html"
    let trust = profile.details.name.value
    var values = PageValues()
    values[.title] = trust
    values[.kind] = "site"
    values[.label] = "Policies and forms"
    values[.summary] =
      "Find your school here: its policies and forms, whom to ask, and when each is reviewed."
    values[.description] = "The policies and forms of the schools of \(trust)"
    values[.canonical] = profile.details.website?.value
    var contents = FrontContents()
    var html = HTMLWriter()
    directory(schools, &html, &contents)
    trustPolicies(&html, &contents)
    siteData(hasAdopted, &html, &contents)
    var extras = PageExtras(data: organisationData())
    extras.scripts = schools.isEmpty ? [] : [.find]
    extras.feed = hasFeed ? "feed.xml" : nil
    extras.blocks[.contents] = contents.list
    return page(
      name, layout: .trust, document: nil, values: values, content: html.bytes, extras: extras)
  }

  // MARK: - Schools

  private func directory(
    _ schools: [DirectorySchool], _ html: inout HTMLWriter, _ contents: inout FrontContents
  ) {
    html.raw("<section aria-labelledby=\"schools\">\n")
    html.heading(2, "Our schools", id: "schools")
    contents.add("Our schools", id: "schools")
    guard !schools.isEmpty else {
      html.raw("<p>No schools are published yet.</p>\n</section>\n")
      return
    }
    html.raw(
      """
      <div class="find" id="find" role="search" hidden>
      <label for="find-input">Find a school by its name, kind or place</label>
      <input id="find-input" type="search" autocomplete="off" spellcheck="false">
      <p id="find-status" role="status"></p>
      </div>

      """)
    let phases = SchoolGroups(
      schools, by: { $0.phase }, order: builder.catalogue.vocabulary.phases.map(\.title),
      prefix: "phase"
    )
    index(phases, "Kinds of school", &html)
    for group in phases.groups {
      html.raw("<div data-find>\n")
      html.heading(3, group.title, id: group.id)
      html.raw("<ul class=\"schools\">\n")
      for school in group.schools {
        html.raw(school.entry)
        if let place = school.place {
          html.raw(" <span>")
          html.text(place)
          html.raw("</span>")
        }
        html.raw("</li>\n")
      }
      html.raw("</ul>\n</div>\n")
    }
    html.raw("</section>\n")
    names(
      SchoolGroups(schools, by: { String($0.name.prefix(1)).uppercased() }, prefix: "letter"),
      "Schools from A to Z", id: "names", &html, &contents)
    let places = SchoolGroups(schools, by: { $0.place }, prefix: "place")
    if places.groups.count > 1 {
      names(places, "Schools by place", id: "places", &html, &contents)
    }
    html.raw(PageScript.find.element)
  }

  /// A row of links to groups.
  private func index(_ groups: SchoolGroups, _ label: String, _ html: inout HTMLWriter) {
    guard groups.groups.count > 1 else { return }
    html.raw("<nav aria-label=\"\(label)\">\n<ul class=\"index\">\n")
    for group in groups.groups {
      html.raw("<li>")
      html.link(group.title, to: "#\(group.id)")
      html.raw("</li>\n")
    }
    html.raw("</ul>\n</nav>\n")
  }

  /// The schools once more, by their names alone, in small groups.
  private func names(
    _ groups: SchoolGroups, _ title: String, id: String, _ html: inout HTMLWriter,
    _ contents: inout FrontContents
  ) {
    html.raw("<section aria-labelledby=\"\(id)\">\n")
    html.heading(2, title, id: id)
    contents.add(title, id: id)
    index(groups, title, &html)
    html.raw("<div class=\"groups\">\n")
    for group in groups.groups {
      html.raw("<div data-find>\n")
      html.heading(3, group.title, id: group.id)
      html.raw("<ul class=\"names\">\n")
      for school in group.schools {
        html.raw(school.entry)
        html.raw("</li>\n")
      }
      html.raw("</ul>\n</div>\n")
    }
    html.raw("</div>\n</section>\n")
  }

  // MARK: - The trust

  private func trustPolicies(_ html: inout HTMLWriter, _ contents: inout FrontContents) {
    let documents = entries
    guard !documents.isEmpty else { return }
    html.open(.documents, "The trust’s own policies", &contents)
    html.raw("<ul>\n")
    for entry in documents {
      html.raw("<li>")
      html.link(entry.title, to: entry.page)
      html.raw("</li>\n")
    }
    html.raw("</ul>\n<p><a href=\"trust/index.html\">More about the trust’s policies</a></p>\n")
    html.raw("</section>\n")
  }

  private func siteData(
    _ hasFeed: Bool, _ html: inout HTMLWriter, _ contents: inout FrontContents
  ) {
    html.open(.updates, "Keeping up to date", &contents)
    html.raw("<ul>\n")
    if hasFeed { html.raw("<li><a href=\"feed.xml\">Adopted policies as a feed</a> (Atom)</li>\n") }
    html.raw("<li><a href=\"reviews.ics\">All review dates as a calendar</a> (iCalendar)</li>\n")
    for (file, title) in [
      ("schools", "Schools"), ("documents", "Documents"), ("reviews", "Reviews"),
    ] {
      html.raw(
        "<li>\(title): <a href=\"data/\(file).csv\">\(title.lowercased()) as a table</a> (CSV), ")
      html.raw("<a href=\"data/\(file).json\">\(title.lowercased()) as data</a> (JSON)</li>\n")
    }
    html.raw("</ul>\n</section>\n")
  }
}

extension HTMLWriter {
  /// Writes what a reader may type to find a school besides the words that its entry shows.
  fileprivate mutating func also(find school: SchoolSummary) {
    attribute(school.phase)
    raw(" ")
    attribute(school.shortName)
    for line in (school.address ?? "").utf8.split(separator: UInt8(ascii: "\n")) {
      raw(" ")
      attribute(String(Substring(line)))
    }
  }
}
