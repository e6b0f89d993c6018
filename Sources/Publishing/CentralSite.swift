import Configuration
package import Documents
package import Reviews
import Templating

extension SiteBuilder {
  /// Makes the overview for the central team, which nothing on the site leads to.
  package func centralOutput(
    _ trust: SchoolDocuments, schools: [SchoolSummary], trustSummary: SchoolSummary? = nil,
    approvals: SchoolApprovals = SchoolApprovals()
  ) -> [OutputFile] {
    let maker = PageMaker(
      builder: self, set: trust, crest: trustCrest, folder: "trust", approvals: approvals)
    var values = PageValues()
    values[.title] = "Central overview"
    values[.kind] = "central"
    var html = HTMLWriter()
    reviewBoard(&html, schools)
    roles(&html, schools)
    ruleMatrix(&html, schools)
    let files = [
      maker.page(
        "central/index.html", layout: .central, document: nil, values: values,
        content: html.bytes)
    ]
    return files + (schools + [trustSummary].compactMap { $0 }).flatMap(\.drafts)
  }

  // MARK: - Reviews

  private func reviewBoard(_ html: inout HTMLWriter, _ schools: [SchoolSummary]) {
    let rows = schools.flatMap { school in school.documents.map { (school, $0) } }
      .filter { !$0.1.isReviewedWithAnother }
      .sorted { one, other in
        let left = (one.1.nextReview?.day.iso ?? "9999", one.0.slug, one.1.id)
        return left < (other.1.nextReview?.day.iso ?? "9999", other.0.slug, other.1.id)
      }
    html.raw("<section id=\"reviews\">\n<h2>Reviews</h2>\n<p>As of \(day.long).</p>\n")
    html.tableHead(["Next review", "School", "Document", "State", "Adopted", "Version"])
    for (school, document) in rows {
      html.raw("<tr><td>")
      html.text(document.nextReview?.written ?? "")
      html.raw("</td><td>")
      html.text(school.name)
      html.raw("</td><td>")
      html.link(document.title, to: "../site/\(document.page)")
      html.raw("</td><td class=\"state \(document.status.mark)\">")
      html.text(document.status.words)
      html.raw("</td><td>")
      html.text(document.adopted?.long ?? "")
      html.raw("</td><td>")
      html.text(document.version ?? "")
      html.raw("</td></tr>\n")
    }
    html.raw("</tbody>\n</table>\n</div>\n</section>\n")
  }

  // MARK: - Roles

  private func roles(_ html: inout HTMLWriter, _ schools: [SchoolSummary]) {
    html.raw("<section id=\"roles\">\n<h2>Who holds which role</h2>\n")
    html.tableHead(["Role"] + schools.map(\.name))
    for (index, role) in catalogue.vocabulary.roles.enumerated() {
      html.raw("<tr><th scope=\"row\">")
      html.text(Prose.capitalised(role.title))
      html.raw("</th>")
      for school in schools {
        html.raw("<td>")
        for (number, person) in school.leads[index].people.enumerated() {
          if number > 0 { html.raw("<br>") }
          html.text(person.name)
          if !person.isPublic { html.raw(" <small>(not public)</small>") }
          if let phone = person.phone {
            html.raw("<br>")
            html.text(phone.written)
          }
        }
        html.raw("</td>")
      }
      html.raw("</tr>\n")
    }
    html.raw("</tbody>\n</table>\n</div>\n</section>\n")
  }

  // MARK: - Rules

  private func ruleMatrix(_ html: inout HTMLWriter, _ schools: [SchoolSummary]) {
    html.raw("<section id=\"rules\">\n<h2>Rules by school</h2>\n")
    html.raw("<p>A star marks what a school decided for itself.</p>\n")
    html.tableHead(["Rule"] + schools.map(\.name))
    for (index, rule) in catalogue.vocabulary.rules.enumerated() {
      html.raw("<tr><th scope=\"row\">")
      html.text(rule.path)
      html.raw("</th>")
      for school in schools {
        html.raw("<td>")
        html.text(school.rules[index])
        if school.ruleLayers[index].hasPrefix("school") { html.raw(" <strong>*</strong>") }
        html.raw("</td>")
      }
      html.raw("</tr>\n")
    }
    html.raw("</tbody>\n</table>\n</div>\n</section>\n")
  }
}

extension HTMLWriter {
  /// Opens a table with a head; its rows follow.
  fileprivate mutating func tableHead(_ head: [String]) {
    raw("<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n<tr>")
    for title in head {
      raw("<th scope=\"col\">")
      text(title)
      raw("</th>")
    }
    raw("</tr>\n</thead>\n<tbody>\n")
  }
}
