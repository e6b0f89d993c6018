import Configuration
import Documents

extension CentralOverview {
  /// Who holds which role, and where nobody does.
  mutating func roles() {
    open("roles", "Roles and gaps")
    let gaps = census.gaps
    html.heading(3, "Held at some schools, and by nobody at others", id: "role-gaps")
    if gaps.isEmpty {
      html.raw("<p>There are none: each role is held at every school or at none.</p>\n")
    } else {
      html.tableHead(["Role", "Nobody holds it at"], labelledBy: "role-gaps", isSortable: true)
      for (role, without) in gaps {
        html.raw("<tr>")
        html.rowHead(Prose.capitalised(catalogue.vocabulary.roles[role].title))
        html.cell(without.words)
        html.raw("</tr>\n")
      }
      html.closeTable()
    }
    let unheld = census.unheld
    if !unheld.isEmpty, !schools.isEmpty {
      html.raw("<p>No school has anybody as: ")
      html.text(unheld.map { catalogue.vocabulary.roles[$0].title }.joined(separator: ", "))
      html.raw(".</p>\n")
    }
    matrix()
    close()
  }

  private mutating func matrix() {
    guard !schools.isEmpty, schools.count <= Self.widest else { return }
    let schools = Array(self.schools.with(.leads))
    html.heading(3, "Who holds which role", id: "role-matrix")
    let roles = catalogue.vocabulary.roles
    let held = roles.indices.filter { role in
      schools.contains { !$0.leads[role].people.isEmpty }
    }
    table(of: schools, ["Role"], id: "role-matrix") { overview, schools in
      for role in held {
        overview.html.raw("<tr>")
        overview.html.rowHead(Prose.capitalised(roles[role].title))
        for school in schools {
          overview.html.holders(school.leads[role].people)
        }
        overview.html.raw("</tr>\n")
      }
    }
  }
}

extension HTMLWriter {
  /// Writes the cell of those who hold a role with their numbers, private ones too, one to a line.
  mutating func holders(_ people: [SchoolSummary.Person]) {
    raw(people.isEmpty ? "<td class=\"warn\">○ nobody" : "<td>")
    for (number, person) in people.enumerated() {
      if number > 0 { raw("<br>") }
      text(person.name)
      if !person.isPublic { raw(" <small>(not public)</small>") }
      if let phone = person.phone {
        raw("<br>")
        text(phone)
      }
    }
    raw("</td>")
  }
}
