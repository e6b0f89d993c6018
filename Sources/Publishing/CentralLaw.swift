import Configuration
import Documents

extension CentralOverview {
  /// Those of the cited laws that are not in force on the day.
  var outdatedLaws: [Int] {
    census.cited.map(\.law).filter { catalogue.laws.state(of: $0, on: day) != .inForce }
  }

  /// The law that is cited, and its state as the register has it.
  mutating func law() {
    open("law", "Law and guidance cited")
    if let checked = catalogue.laws.checked {
      html.raw("<p>This is what the register in <code>Templates/legislation.yaml</code> says. ")
      html.raw(
        "It was last checked on \(checked.long). It is a register and not the law itself.</p>\n")
    } else {
      html.raw("<p>The register does not say when it was last checked.</p>\n")
    }
    html.tableHead(
      ["Title", "State on \(day.long)", "In force from", "How sure", "Cited by"],
      labelledBy: "law", isSortable: true)
    for (index, documents) in census.cited {
      let law = catalogue.laws.laws[index]
      html.raw("<tr><th scope=\"row\">")
      html.link(law.title, to: law.url)
      if let edition = law.edition, !law.title.contains(edition) { html.text(" (\(edition))") }
      html.raw("</th><td>")
      let (mark, words) = state(of: index)
      html.raw("<span class=\"\(mark)")
      html.text(words)
      html.raw("</span></td><td data-key=\"\(law.inForceFrom?.iso ?? "0")\">")
      html.text(law.inForceFrom?.long ?? "Not known")
      html.raw("</td>")
      html.cell(law.confidence.map { Prose.capitalised($0) } ?? "Not said")
      html.cell(documents.joined(separator: ", "))
      html.raw("</tr>\n")
    }
    html.closeTable()
    close()
  }

  private func state(of law: Int) -> (mark: String, words: String) {
    switch catalogue.laws.state(of: law, on: day) {
    case .inForce:
      catalogue.laws.laws[law].status == .partlyInForce
        ? ("good\">● ", "Partly in force") : ("good\">● ", "In force")
    case .notYet(let from): ("warn\">◆ ", "Not in force before \(from.long)")
    case .revoked: ("bad\">▲ ", "Revoked")
    case .superseded(let successor):
      (
        "bad\">▲ ",
        successor.map { "Superseded by \(catalogue.laws.laws[$0].title)" } ?? "Superseded"
      )
    }
  }
}
