import Configuration
package import Documents
package import Reviews
import Templating

/// Makes the pages of schools for the central team, which are laid out as the trust's are.
package struct CentralPages: Sendable {
  let builder: SiteBuilder
  let maker: PageMaker
  private let words: CentralSchoolWords

  /// - Parameter set: The trust's own documents.
  package init(
    _ builder: SiteBuilder, _ set: SchoolDocuments, approvals: SchoolApprovals = SchoolApprovals()
  ) {
    self.builder = builder
    maker = PageMaker(
      builder: builder, set: set, crest: builder.trustCrest, folder: "trust",
      approvals: approvals, takesDigests: false)
    words = CentralSchoolWords(builder.catalogue.vocabulary)
  }

  /// Whether so many schools have a page each.
  package static func areMade(schools: Int) -> Bool { schools <= CentralOverview.mostPages }

  /// The name of a school's page.
  package static func name(of slug: String) -> String { "central/schools/\(slug).html" }

  /// Makes the page of a school.
  package func page(of school: SchoolSummary) -> OutputFile { maker.centralPage(school, words) }
}

extension PageMaker {
  /// The page of one school for the central team: everything at a glance, private numbers too.
  fileprivate func centralPage(_ summary: SchoolSummary, _ words: CentralSchoolWords) -> OutputFile
  {
    var body = CentralSchoolPage(words: words)
    body.ways(to: summary.slug)
    body.documents(summary.documents)
    body.roles(builder.catalogue.vocabulary.roles, heldBy: summary.leads)
    body.rules(summary.rules)
    body.html.raw(PageScript.sort.element)
    var values = PageValues()
    values[.title] = summary.name
    values[.kind] = "central"
    values[.label] = "Central overview"
    values[.summary] =
      "How the school stands on \(builder.day.long). For the central team only: private names and numbers are on this page."
    var extras = PageExtras(scripts: [.sort])
    extras.blocks[.contents] = words.contents
    return page(
      CentralPages.name(of: summary.slug), layout: .central, document: nil, values: values,
      content: body.html.bytes, extras: extras)
  }
}

/// What the pages of all schools for the central team have in common, laid out once.
private struct CentralSchoolWords: Sendable {
  /// What stands before the rows of each table: the section's heading and the table's head.
  fileprivate let documents, roles, rules: [UInt8]
  fileprivate let contents: [UInt8]
  /// Each rule, by its number.
  fileprivate let ruleWords: [RuleWords]

  init(_ vocabulary: Vocabulary) {
    var contents = FrontContents()
    func opening(
      _ id: String, _ title: String, note: StaticString = "", _ head: [String]
    ) -> [UInt8] {
      var html = HTMLWriter()
      html.openSection(id, title, &contents)
      html.raw(note)
      html.tableHead(head, labelledBy: id, isSortable: true)
      return html.bytes
    }
    documents = opening(
      "documents", "Documents",
      ["Document", "State", "Next review", "Adopted", "Adopted by", "Version", "Text"])
    roles = opening("roles", "Roles", ["Role", "Held by", "E-mail"])
    rules = opening(
      "rules", "Rules",
      note: "<p>The mark ◆ stands before an answer that departs from the trust’s.</p>\n",
      ["Rule", "Answer", "Said by"])
    self.contents = contents.list
    ruleWords = vocabulary.rules.map(RuleWords.init)
  }
}

/// The content of a school's page for the central team, section by section.
private struct CentralSchoolPage: ~Copyable {
  let words: CentralSchoolWords
  var html = HTMLWriter(capacity: Self.usualSize)

  /// What most pages take, in bytes; a longer one only takes longer.
  private static let usualSize = 40_960

  init(words: CentralSchoolWords) { self.words = words }

  mutating func ways(to school: String) {
    html.raw("<p><a href=\"../index.html\">All schools</a> · <a href=\"../../site/")
    html.raw(school)
    html.raw("/index.html\">The school’s public page</a></p>\n")
  }

  mutating func documents(_ documents: [SchoolSummary.Document]) {
    html.raw(words.documents)
    for index in documents.indices { row(of: documents[index]) }
    html.closeTable()
    html.closeSection()
  }

  private mutating func row(of document: SchoolSummary.Document) {
    html.raw("<tr><th scope=\"row\"><a href=\"../../site/")
    html.attribute(document.page)
    html.raw("\">")
    html.text(document.title)
    html.raw("</a></th><td>")
    if document.isReviewedWithAnother {
      html.raw("Reviewed with its policy")
    } else {
      html.state(document.state)
    }
    html.raw("</td>")
    html.nextReview(of: document)
    html.adoption(of: document)
    html.cell(document.adoptedBy ?? "Not said")
    html.cell(document.version ?? "None")
    html.raw("<td><code class=\"digest\">")
    html.text(document.digest)
    html.raw("</code></td></tr>\n")
  }

  mutating func roles(_ roles: [Role], heldBy leads: [SchoolSummary.Holder]) {
    html.raw(words.roles)
    for index in 0..<min(leads.count, roles.count) {
      let people = leads[index].people
      html.raw("<tr><th scope=\"row\">")
      html.capitalised(people.isEmpty ? roles[index].title : leads[index].title)
      html.raw("</th>")
      html.holders(people)
      html.raw("<td>")
      for (number, email) in people.lazy.compactMap(\.email).enumerated() {
        if number > 0 { html.raw(", ") }
        html.text(email)
      }
      html.raw("</td></tr>\n")
    }
    html.closeTable()
    html.closeSection()
  }

  mutating func rules(_ reports: [RuleReport]) {
    html.raw(words.rules)
    for index in 0..<min(reports.count, words.ruleWords.count)
    where !reports[index].answer.isEmpty {
      row(of: reports[index], words.ruleWords[index])
    }
    html.closeTable()
    html.closeSection()
  }

  private mutating func row(of report: RuleReport, _ rule: RuleWords) {
    html.raw(rule.head)
    html.openAnswer(of: report)
    rule.write(report.answer, to: &html)
    html.raw(report.layer.isEmpty ? "</td><td>–" : "</td><td>The ")
    html.text(report.layer)
    if let place = report.place {
      html.raw("<br><code>")
      html.text(place)
      html.raw("</code>")
    }
    html.raw("</td></tr>\n")
  }
}
