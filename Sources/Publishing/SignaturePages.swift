import Configuration
import Documents
import Reviews

extension CentralOverview {
  /// Which forms must be signed again, and which need not.
  mutating func signatures() {
    let rows = schools.flatMap { school in school.forms.map { (school, $0) } }
    guard !rows.isEmpty else { return }
    open("signatures", "Signatures")
    html.raw("<p>A form is signed again when what was signed is no longer what it says. ")
    html.raw("Changed names and numbers are no reason. ")
    html.raw("<a href=\"signatures.csv\">All forms as a table</a> (CSV)</p>\n")
    html.tableHead(
      ["School", "Form", "Reference now", "Verdict", "Signed"], labelledBy: "signatures")
    for (school, form) in rows.prefix(Self.longest) {
      html.raw("<tr>")
      html.rowHead(school.name)
      html.cell(form.title)
      html.cell(form.reference.written)
      html.cell(Prose.capitalised(FormStanding.words(form.verdict)))
      html.raw("<td>")
      for (number, entry) in form.returns.enumerated() {
        if number > 0 { html.raw("<br>") }
        html.text(Self.words(entry))
      }
      html.raw("</td></tr>\n")
    }
    html.closeTable()
    close()
  }

  private static func words(_ entry: (entry: FormReturn, verdict: FormStanding.Verdict?)) -> String
  {
    var words = "\(entry.entry.signed)"
    if let asked = entry.entry.asked { words += " of \(asked)" }
    words += " under \(entry.entry.reference.written)"
    if let day = entry.entry.day { words += " on \(day.long)" }
    return words + ": " + (entry.verdict.map(FormStanding.words) ?? "no such text is recorded")
  }
}

/// The forms of all schools as a table.
enum SignatureTable {
  static func csv(_ schools: [SchoolSummary]) -> [UInt8] {
    var csv = CSVWriter([
      "school", "form", "title", "reference", "compared-with", "verdict", "signed-under", "signed",
      "asked", "on", "signed-verdict",
    ])
    for school in schools {
      for form in school.forms {
        let own = [
          school.slug, form.form, form.title, form.reference.written, form.earlier?.written ?? "",
          FormStanding.words(form.verdict),
        ]
        if form.returns.isEmpty { csv.row(own + ["", "", "", "", ""]) }
        for (entry, verdict) in form.returns {
          csv.row(
            own + [
              entry.reference.written, "\(entry.signed)", entry.asked.map { "\($0)" } ?? "",
              entry.day?.iso ?? "",
              verdict.map(FormStanding.words) ?? "no such text is recorded",
            ])
        }
      }
    }
    return csv.bytes
  }
}
