import Configuration
import Documents
import Reviews
import Templating

extension PageMaker {
  /// The page of one school for the central team: everything at a glance, private numbers too.
  ///
  /// - Parameter rules: The words of each rule, by its number.
  func centralPage(_ summary: SchoolSummary, _ rules: [RuleWords]) -> OutputFile {
    var body = CentralSchoolPage()
    body.ways(to: summary.slug)
    body.documents(summary.documents)
    body.roles(builder.catalogue.vocabulary.roles, heldBy: summary.leads)
    body.rules(rules, reports: summary.rules)
    body.html.raw(PageScript.sort.element)
    var values = PageValues()
    values[.title] = summary.name
    values[.kind] = "central"
    values[.label] = "Central overview"
    values[.summary] =
      "How the school stands on \(builder.day.long). For the central team only: private names and numbers are on this page."
    var extras = PageExtras(scripts: [.sort])
    extras.blocks[.contents] = body.contents.list
    return page(
      SharedPages.schoolPage(of: summary.slug), layout: .central, document: nil, values: values,
      content: body.html.bytes, extras: extras)
  }
}

/// The content of a school's page for the central team, section by section.
private struct CentralSchoolPage: ~Copyable {
  var html = HTMLWriter()
  var contents = FrontContents()

  mutating func ways(to school: String) {
    html.raw(
      "<p><a href=\"../index.html\">All schools</a> · <a href=\"../../site/\(school)/index.html\">")
    html.raw("The school’s public page</a></p>\n")
  }

  mutating func documents(_ documents: [SchoolSummary.Document]) {
    html.openSection("documents", "Documents", &contents)
    html.tableHead(
      ["Document", "State", "Next review", "Adopted", "Adopted by", "Version", "Text"],
      labelledBy: "documents", isSortable: true)
    for document in documents {
      html.raw("<tr><th scope=\"row\">")
      html.link(document.title, to: "../../site/\(document.page)")
      html.raw("</th><td>")
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
    html.closeTable()
    html.closeSection()
  }

  mutating func roles(_ roles: [Role], heldBy leads: [SchoolSummary.Holder]) {
    html.openSection("roles", "Roles", &contents)
    html.tableHead(["Role", "Held by", "E-mail"], labelledBy: "roles", isSortable: true)
    for (role, holders) in zip(roles, leads) {
      html.raw("<tr>")
      html.rowHead(Prose.capitalised(holders.people.isEmpty ? role.title : holders.title))
      html.holders(holders.people)
      html.cell(holders.people.compactMap(\.email).joined(separator: ", "))
      html.raw("</tr>\n")
    }
    html.closeTable()
    html.closeSection()
  }

  mutating func rules(_ rules: [RuleWords], reports: [RuleReport]) {
    html.openSection("rules", "Rules", &contents)
    html.raw("<p>The mark ◆ stands before an answer that departs from the trust’s.</p>\n")
    html.tableHead(["Rule", "Answer", "Said by"], labelledBy: "rules", isSortable: true)
    for (rule, report) in zip(rules, reports) where !report.answer.isEmpty {
      html.raw(rule.head)
      html.openAnswer(of: report)
      rule.write(report.answer, to: &html)
      html.raw("</td><td>")
      html.raw(report.layer.isEmpty ? "–" : "The ")
      html.text(report.layer)
      if let place = report.place {
        html.raw("<br><code>")
        html.text(place)
        html.raw("</code>")
      }
      html.raw("</td></tr>\n")
    }
    html.closeTable()
    html.closeSection()
  }
}
