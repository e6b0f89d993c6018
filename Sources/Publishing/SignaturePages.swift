import Configuration
import Documents
import Reviews

extension CentralOverview {
  /// Which forms must be signed again, and which need not.
  mutating func signatures() {
    guard !census.forms.isEmpty else { return }
    open("signatures", "Signatures")
    html.raw("<p>A form is signed again when what was signed is no longer what it says. ")
    html.raw("Changed names and numbers are no reason. ")
    html.raw("<a href=\"signatures.csv\">All forms as a table</a> (CSV)</p>\n")
    html.tableHead(
      ["School", "Form", "Reference now", "Verdict", "Signed"], labelledBy: "signatures")
    for (school, form) in census.forms {
      html.raw("<tr>")
      html.rowHead(school)
      html.cell(form.title)
      html.cell(form.reference)
      html.cell(Prose.capitalised(form.verdict))
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

  private static func words(_ entry: SchoolSummary.Return) -> String {
    var words = "\(entry.signed)"
    if let asked = entry.asked { words += " of \(asked)" }
    words += " under \(entry.reference)"
    if let day = entry.day { words += " on \(day.long)" }
    return words + ": " + entry.verdict
  }
}

/// The forms of all schools as a table.
enum SignatureTable {
  static let name = "central/signatures.csv"
  static let head = [
    "school", "form", "title", "reference", "compared-with", "verdict", "signed-under", "signed",
    "asked", "on", "signed-verdict",
  ]

  /// The table of one school alone.
  static func csv(_ school: SchoolSummary) -> [UInt8] {
    var csv = CSVWriter(head)
    add(school, to: &csv)
    return csv.bytes
  }

  static func add(_ school: SchoolSummary, to csv: inout CSVWriter) {
    for form in school.forms {
      let own = [
        school.slug, form.form, form.title, form.reference, form.earlier ?? "", form.verdict,
      ]
      if form.returns.isEmpty { csv.row(own + ["", "", "", "", ""]) }
      for entry in form.returns {
        csv.row(
          own + [
            entry.reference, "\(entry.signed)", entry.asked.map { "\($0)" } ?? "",
            entry.day?.iso ?? "", entry.verdict,
          ])
      }
    }
  }
}
