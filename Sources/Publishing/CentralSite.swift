import Configuration
package import Documents
package import Reviews
import Templating

/// The overview for the central team, which nothing on the site leads to.
struct CentralOverview {
  /// Tables with a column a school stay readable up to so many; beyond it they are left out.
  static let widest = 40
  /// So many schools have a page each; with more, their own public pages and the data files must do.
  static let mostPages = 500
  /// A list longer than this is cut, and says where all of it is.
  static let longest = 1_000

  let builder: SiteBuilder
  let schools: [SchoolSummary]
  let trust: SchoolSummary
  var catalogue: Catalogue { builder.catalogue }
  var day: CalendarDate { builder.day }
  var html = HTMLWriter()
  var contents = FrontContents()

  init(_ builder: SiteBuilder, trust: SchoolSummary, schools: [SchoolSummary]) {
    self.builder = builder
    self.trust = trust
    self.schools = schools
  }

  mutating func open(_ id: String, _ title: String) {
    html.raw("<section aria-labelledby=\"\(id)\">\n")
    html.heading(2, title, id: id)
    contents.add(title, id: id)
  }

  mutating func close() { html.raw("</section>\n") }

  var hasPages: Bool { schools.count <= Self.mostPages }

  /// The way from the overview to a school: its own central page, or its public one.
  func address(of school: SchoolSummary) -> String {
    hasPages && school.slug != trust.slug
      ? "schools/\(school.slug).html" : "../site/\(school.slug)/index.html"
  }
}

extension SiteBuilder {
  /// Makes the overview for the central team.
  package func centralOutput(
    _ set: SchoolDocuments, schools: [SchoolSummary], trustSummary: SchoolSummary? = nil,
    approvals: SchoolApprovals = SchoolApprovals()
  ) -> [OutputFile] {
    let maker = PageMaker(
      builder: self, set: set, crest: trustCrest, folder: "trust", approvals: approvals)
    let trust = trustSummary ?? SchoolSummary(maker)
    var overview = CentralOverview(self, trust: trust, schools: schools)
    overview.figures()
    overview.reviews()
    overview.signatures()
    overview.roles()
    overview.rules()
    overview.law()
    overview.draftList()
    overview.schoolList()
    var values = PageValues()
    values[.title] = "Central overview"
    values[.kind] = "central"
    values[.label] = trust.name
    values[.summary] =
      "How the schools stand on \(day.long). For the central team only: private names and numbers are on these pages."
    var extras = PageMaker.PageExtras()
    extras.scripts = [.sort]
    extras.blocks[.contents] = overview.contents.list
    let index = maker.page(
      "central/index.html", layout: .central, document: nil, values: values,
      content: overview.html.bytes + PageScript.sort.element, extras: extras)
    let pages = overview.hasPages ? schools.map(maker.centralPage) : []
    let signatures = OutputFile("central/signatures.csv", SignatureTable.csv(schools))
    return [index, signatures] + pages + (schools + [trust]).flatMap(\.drafts)
  }
}

extension CentralOverview {
  // MARK: - In figures

  /// What needs somebody's attention, as numbers that lead to the lists.
  mutating func figures() {
    let documents = (schools + [trust]).flatMap(\.documents).filter { !$0.isReviewedWithAnother }
    func count(_ isWanted: (ReviewState) -> Bool) -> Int {
      documents.count { isWanted($0.status.review) }
    }
    let overdue = count { if case .overdue = $0 { true } else { false } }
    let due = count { if case .due = $0 { true } else { false } }
    let never = count { $0 == .neverAdopted || $0 == .noDate }
    let gaps = requiredGaps.reduce(0) { $0 + $1.schools.count }
    let departures = schools.reduce(0) { $0 + $1.rules.count(where: \.departs) }
    html.raw("<ul class=\"figures\">\n")
    figure(schools.count, "school", "schools", "schools")
    figure(overdue, "review overdue", "reviews overdue", "reviews")
    figure(due, "review due within 90 days", "reviews due within 90 days", "reviews")
    figure(never, "document without a date", "documents without a date", "reviews")
    figure(gaps, "role that nobody holds", "roles that nobody holds", "roles")
    figure(departures, "answer unlike the trust’s", "answers unlike the trust’s", "rules")
    figure(outdatedLaws.count, "cited law not in force", "cited laws not in force", "law")
    html.raw("</ul>\n")
  }

  private mutating func figure(_ count: Int, _ one: String, _ many: String, _ target: String) {
    html.raw(
      "<li><a href=\"#\(target)\"><strong>\(count)</strong> \(count == 1 ? one : many)</a></li>\n")
  }

  // MARK: - Schools

  /// The pages of texts that nobody has approved yet.
  mutating func draftList() {
    let drafts = (schools + [trust]).flatMap { school in
      school.drafts.filter { $0.name.hasSuffix(".html") }.map { (school, $0.name) }
    }
    guard !drafts.isEmpty else { return }
    open("drafts", "Drafts that await approval")
    html.raw("<ul>\n")
    for (school, name) in drafts {
      html.raw("<li>")
      html.link(
        "\(school.shortName): \(name.split(separator: "/").last.map(String.init) ?? name)",
        to: SitePath.relative(from: "central/index.html", to: name))
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
    close()
  }

  mutating func schoolList() {
    open("schools", "The schools")
    html.raw("<ul class=\"names\">\n")
    for school in schools {
      html.raw("<li>")
      html.link(school.name, to: address(of: school))
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
    close()
  }
}

extension HTMLWriter {
  /// Opens a table with a head that names its columns; its rows follow.
  mutating func tableHead(
    _ head: [String], labelledBy label: String, kind: String = "", isSortable: Bool = false
  ) {
    openTable(kind, labelledBy: label, isSortable: isSortable)
    raw("<thead>\n<tr>")
    for title in head {
      raw("<th scope=\"col\">")
      text(title)
      raw("</th>")
    }
    raw("</tr>\n</thead>\n<tbody>\n")
  }

  mutating func closeTable() { raw("</tbody>\n</table>\n</div>\n") }

  mutating func cell(_ words: String) {
    raw("<td>")
    text(words)
    raw("</td>")
  }

  mutating func rowHead(_ words: String) {
    raw("<th scope=\"row\">")
    text(words)
    raw("</th>")
  }

  /// A state in words, with a mark before it that differs in shape and not by its colour alone.
  mutating func state(_ status: DocumentStatus) {
    let mark =
      switch status.review {
      case _ where status.approval.isDraft: "warn\">◇ "
      case .overdue: "bad\">▲ "
      case .due: "warn\">◆ "
      case .neverAdopted, .noDate: "warn\">○ "
      case .current: "good\">● "
      }
    raw("<span class=\"\(mark)")
    text(Prose.capitalised(status.words))
    raw("</span>")
  }
}
