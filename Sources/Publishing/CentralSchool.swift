import Configuration
import Documents
import Reviews
import Templating

extension PageMaker {
  /// The page of one school for the central team: everything at a glance, private numbers too.
  ///
  /// - Parameter rules: The words of each rule, by its number.
  func centralPage(_ summary: SchoolSummary, _ rules: [RuleWords]) -> OutputFile {
    let name = "central/schools/\(summary.slug).html"
    let vocabulary = builder.catalogue.vocabulary
    var values = PageValues()
    values[.title] = summary.name
    values[.kind] = "central"
    values[.label] = "Central overview"
    values[.summary] =
      "How the school stands on \(builder.day.long). For the central team only: private names and numbers are on this page."
    var contents = FrontContents()
    var html = HTMLWriter()
    html.raw(
      "<p><a href=\"../index.html\">All schools</a> · <a href=\"../../site/\(summary.slug)/index.html\">"
    )
    html.raw("The school’s public page</a></p>\n")
    html.centralSection("documents", "Documents", &contents)
    html.tableHead(
      ["Document", "State", "Next review", "Adopted", "Adopted by", "Version", "Text"],
      labelledBy: "documents", isSortable: true)
    for document in summary.documents {
      html.raw("<tr><th scope=\"row\">")
      html.link(document.title, to: "../../site/\(document.page)")
      html.raw("</th><td>")
      if document.isReviewedWithAnother {
        html.raw("Reviewed with its policy")
      } else {
        html.state(document.state)
      }
      html.raw("</td><td data-key=\"\(document.nextReview?.day.iso ?? "9999")\">")
      html.text(document.nextReview?.written ?? "No date")
      html.raw("</td><td data-key=\"\(document.adopted?.iso ?? "0")\">")
      html.text(document.adopted?.long ?? "Not yet")
      html.raw("</td>")
      html.cell(document.adoptedBy ?? "Not said")
      html.cell(document.version ?? "None")
      html.raw("<td><code class=\"digest\">")
      html.text(document.digest)
      html.raw("</code></td></tr>\n")
    }
    html.closeTable()
    html.raw("</section>\n")
    html.centralSection("roles", "Roles", &contents)
    html.tableHead(["Role", "Held by", "E-mail"], labelledBy: "roles", isSortable: true)
    for (index, holders) in summary.leads.enumerated() {
      html.raw("<tr>")
      html.rowHead(
        Prose.capitalised(holders.people.isEmpty ? vocabulary.roles[index].title : holders.title))
      html.raw(holders.people.isEmpty ? "<td class=\"warn\">○ nobody" : "<td>")
      html.people(holders.people)
      html.raw("</td>")
      html.cell(holders.people.compactMap(\.email).joined(separator: ", "))
      html.raw("</tr>\n")
    }
    html.closeTable()
    html.raw("</section>\n")
    html.centralSection("rules", "Rules", &contents)
    html.raw("<p>The mark ◆ stands before an answer that departs from the trust’s.</p>\n")
    html.tableHead(["Rule", "Answer", "Said by"], labelledBy: "rules", isSortable: true)
    for (index, report) in summary.rules.enumerated() where !report.answer.isEmpty {
      html.raw(rules[index].head)
      html.raw(report.departs ? "<td class=\"departs\">◆ " : "<td>")
      rules[index].write(report.answer, to: &html)
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
    html.raw("</section>\n")
    html.raw(PageScript.sort.element)
    var extras = PageExtras(scripts: [.sort])
    extras.blocks[.contents] = contents.list
    return page(
      name, layout: .central, document: nil, values: values, content: html.bytes, extras: extras)
  }
}

extension HTMLWriter {
  fileprivate mutating func centralSection(
    _ id: String, _ title: String, _ contents: inout FrontContents
  ) {
    raw("<section aria-labelledby=\"\(id)\">\n")
    heading(2, title, id: id)
    contents.add(title, id: id)
  }
}
