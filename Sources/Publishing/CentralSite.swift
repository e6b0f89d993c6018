import Configuration
import Documents
import Reviews
import Templating

/// The overview for the central team, which nothing on the site leads to.
struct CentralOverview: ~Copyable {
  /// Tables with a column a school stay readable up to so many; beyond it they are left out.
  static let widest = 40
  /// So many columns go on a sheet of paper.
  private static let widestOnPaper = 11
  /// So many schools have a page each; with more, their own public pages and the data files must do.
  static let mostPages = 500
  /// A list longer than this is cut, and says where all of it is.
  static let longest = 1_000

  let builder: SiteBuilder
  let schools: SummaryList
  let trust: SchoolSummary
  /// What was counted over all schools, in one reading.
  let census: CentralCensus

  var catalogue: Catalogue { builder.catalogue }
  var day: CalendarDate { builder.day }

  var html = HTMLWriter()
  var contents = FrontContents()

  init(_ pages: SharedPages, _ census: CentralCensus) {
    builder = pages.builder
    trust = pages.trust
    schools = pages.schools
    self.census = census
  }

  /// What the overview shows of each school, where there are so many.
  static func parts(schools: Int) -> SchoolSummary.Parts {
    let parts: SchoolSummary.Parts = [.identity, .documents, .held, .rules, .forms, .drafts]
    // Who holds a role is shown in a table with a column a school.
    return schools <= widest ? parts.union(.leads) : parts
  }

  mutating func open(_ id: String, _ title: String) {
    html.openSection(id, title, &contents)
  }

  mutating func close() { html.closeSection() }

  /// Writes a table with a column a school: several under each other, each with a heading of its own, where one would be wider
  /// than paper.
  ///
  /// - Parameters:
  ///   - head: The titles of the columns before those of the schools.
  ///   - id: The id of the heading above, which names the table.
  ///   - rows: Writes the rows for some of the schools.
  mutating func table(
    of schools: [SchoolSummary], _ head: [String], id: String,
    _ rows: (inout CentralOverview, ArraySlice<SchoolSummary>) -> Void
  ) {
    let most = max(1, Self.widestOnPaper - head.count)
    let tables = (schools.count + most - 1) / most
    for number in 0..<tables {
      let some = schools[
        number * schools.count / tables..<(number + 1) * schools.count / tables]
      var label = id
      if tables > 1, let first = some.first, let last = some.last {
        label = "\(id)-\(number + 1)"
        let words = some.count == 1 ? first.shortName : "\(first.shortName) to \(last.shortName)"
        html.heading(4, words, id: label)
      }
      html.tableHead(head + some.map(\.shortName), labelledBy: label, kind: "matrix")
      rows(&self, some)
      html.closeTable()
    }
  }

  var hasPages: Bool { schools.count <= Self.mostPages }

  /// The way from the overview to a school: its own central page, or its public one.
  func address(of slug: String) -> String {
    hasPages && slug != trust.slug ? "schools/\(slug).html" : "../site/\(slug)/index.html"
  }
}

extension SharedPages {
  /// Makes the overview for the central team.
  func overview(_ census: CentralCensus) -> OutputFile {
    var overview = CentralOverview(self, census)
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
      "How the schools stand on \(builder.day.long). For the central team only: private names and numbers are on these pages."
    var extras = PageMaker.PageExtras()
    extras.scripts = [.sort]
    extras.blocks[.contents] = overview.contents.list
    return maker.page(
      "central/index.html", layout: .central, document: nil, values: values,
      content: overview.html.bytes + PageScript.sort.element, extras: extras)
  }
}

extension CentralOverview {
  // MARK: - In figures

  /// What needs somebody's attention, as numbers that lead to the lists.
  mutating func figures() {
    let gaps = census.gaps.reduce(0) { $0 + $1.without.count }
    let departures = census.departures.reduce(0) { $0 + $1.schools }
    html.raw("<ul class=\"figures\">\n")
    figure(schools.count, "school", "schools", "schools")
    figure(census.overdue, "review overdue", "reviews overdue", "reviews")
    figure(census.due, "review due within 90 days", "reviews due within 90 days", "reviews")
    figure(census.never, "document without a date", "documents without a date", "reviews")
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
    guard !census.drafts.isEmpty else { return }
    open("drafts", "Drafts that await approval")
    html.raw("<ul>\n")
    for (school, name) in census.drafts {
      html.raw("<li>")
      html.link(
        "\(school): \(name.split(separator: "/").last.map(String.init) ?? name)",
        to: SitePath.relative(from: "central/index.html", to: name))
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
    close()
  }

  mutating func schoolList() {
    open("schools", "The schools")
    html.raw("<ul class=\"names\">\n")
    for school in census.schools {
      html.raw("<li>")
      html.link(school.name, to: address(of: school.slug))
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
    close()
  }
}

extension HTMLWriter {
  /// Opens a section of a page for the central team, which the page's contents name.
  mutating func openSection(_ id: String, _ title: String, _ contents: inout FrontContents) {
    raw("<section aria-labelledby=\"")
    raw(id)
    raw("\">\n")
    heading(2, title, id: id)
    contents.add(title, id: id)
  }

  mutating func closeSection() { raw("</section>\n") }

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

  /// Closes a table that was opened with its head.
  mutating func closeTable() { raw("</tbody>\n</table>\n</div>\n") }

  /// Writes a cell of a table.
  mutating func cell(_ words: String) {
    raw("<td>")
    text(words)
    raw("</td>")
  }

  /// Writes the cell that names a row.
  mutating func rowHead(_ words: String) {
    raw("<th scope=\"row\">")
    text(words)
    raw("</th>")
  }

  /// Writes the cell with the day on which a document is reviewed next; rows without one are sorted last.
  mutating func nextReview(of document: SchoolSummary.Document) {
    raw("<td data-key=\"")
    raw(document.nextReview?.day.iso ?? "9999")
    raw("\">")
    text(document.nextReview?.written ?? "No date")
    raw("</td>")
  }

  /// Writes the cell with the day on which a document was adopted; rows without one are sorted first.
  mutating func adoption(of document: SchoolSummary.Document) {
    raw("<td data-key=\"")
    raw(document.adopted?.iso ?? "0")
    raw("\">")
    text(document.adopted?.long ?? "Not yet")
    raw("</td>")
  }

  /// Opens the cell of an answer, with a mark where it departs from the trust's.
  mutating func openAnswer(of report: RuleReport) {
    raw(report.departs ? "<td class=\"departs\">◆ " : "<td>")
  }

  /// A state in words, with a mark before it that differs in shape and not by its colour alone.
  mutating func state(_ state: SchoolSummary.State) {
    let mark =
      switch state.review {
      case _ where state.isDraft: "warn\">◇ "
      case .overdue: "bad\">▲ "
      case .due: "warn\">◆ "
      case .neverAdopted, .noDate: "warn\">○ "
      case .current: "good\">● "
      }
    raw("<span class=\"\(mark)")
    capitalised(state.words)
    raw("</span>")
  }
}
