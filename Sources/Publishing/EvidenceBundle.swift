import Configuration
import Diagnostics
package import Documents
package import Reviews
import Templating

extension SiteBuilder {
  /// Makes an inspector's folder: what was in force at a school on a day, who approved it, who holds which
  /// role, when what is reviewed, and what was signed.
  package func bundle(
    _ set: SchoolDocuments, crest: Crest?, approvals: SchoolApprovals
  ) -> [OutputFile] {
    let folder = set.profile.slug
    let home = "central/bundles/\(folder)-\(day.iso)"
    let maker = PageMaker(
      builder: self, set: set, crest: crest, folder: folder, approvals: approvals)
    var bundle = Bundle(maker: maker, home: home)
    bundle.policies()
    bundle.records()
    bundle.tables()
    bundle.index()
    return bundle.files
  }
}

/// An evidence bundle while it is made.
private struct Bundle {
  let maker: PageMaker
  let home: String
  var files: [OutputFile] = []
  /// The rows of the index: title, file, and what is said of it.
  private var listed: [(title: String, file: String?, words: String)] = []
  private var set: SchoolDocuments { maker.set }
  private var day: CalendarDate { maker.builder.day }

  init(maker: PageMaker, home: String) {
    self.maker = maker
    self.home = home
  }

  private mutating func add(_ name: String, _ bytes: [UInt8]) {
    files.append(OutputFile("\(home)/\(name)", bytes))
  }

  /// The pages: the approved one where there is a record, else today's, with a word on which it is.
  mutating func policies() {
    let pages = maker.entries
    for (position, entry) in pages.enumerated() {
      let name = String(entry.page.dropFirst(maker.folder.count + 1))
      let states = maker.holds(entry).map { maker.status(of: $0) }
      if let kept = maker.approvals.page(name, on: day) {
        add(name, kept.1)
        listed.append(
          (entry.title, name, "in force: version \(kept.0.version.written), \(kept.0.words)"))
      } else if states.contains(where: { $0.approval.isDraft || $0.review == .neverAdopted }) {
        listed.append((entry.title, nil, "not in force on \(day.long): \(states[0].name)"))
      } else {
        let made = maker.laidOut(maker.current(pages, at: position, isDraft: false))
        if let page = made.first { add(name, page.bytes) }
        let adopted = entry.document.flatMap { set.profile.documents[$0].adopted?.value.long }
        let words = adopted.map { "adopted on \($0)" } ?? "part of a volume"
        listed.append((entry.title, name, "\(words); no record of the approval is kept"))
      }
    }
  }

  /// The records of approvals up to the day, as they are kept.
  mutating func records() {
    for record in maker.approvals.records where record.day <= day {
      add("approvals/\(record.name).yaml", record.file.bytes)
    }
  }

  mutating func tables() {
    var reviews = ReviewTable(asOf: day)
    reviews.add(set, maker.approvals)
    add("reviews.csv", reviews.csv)
    var approvals = CSVWriter([
      "document", "title", "version", "approved-by", "approved-on", "minute", "digest",
    ])
    for record in maker.approvals.records where record.day <= day {
      for text in record.texts {
        approvals.row([
          text.document, text.title, record.version.written, record.body, record.day.iso,
          record.minute ?? "", text.digest,
        ])
      }
    }
    add("approvals.csv", approvals.bytes)
    var roles = CSVWriter(["role", "title", "name", "email", "phone"])
    for (index, holders) in set.profile.leads.enumerated() {
      for person in holders.people {
        roles.row([
          set.catalogue.vocabulary.roles[index].head.id, holders.title, person.name,
          person.email ?? "", person.phone?.written ?? "",
        ])
      }
    }
    add("roles.csv", roles.bytes)
    add("signatures.csv", SignatureTable.csv(SchoolSummary(maker, drafts: [])))
  }

  mutating func index() {
    let profile = set.profile
    var html = HTMLWriter()
    html.raw("<p>What was in force at ")
    html.text("\(profile.details.name.value) on \(day.long)")
    html.raw(". Roles and contacts are those that the manifests give. ")
    html.raw("For inspection only: private names and numbers are in this folder.</p>\n")
    html.raw("<h2>Policies and forms</h2>\n<ul>\n")
    for entry in listed {
      html.raw("<li>")
      html.link(entry.title, to: entry.file)
      html.text(": \(entry.words)")
      html.raw("</li>\n")
    }
    html.raw("</ul>\n<h2>Approvals</h2>\n")
    let records = maker.approvals.records.filter { $0.day <= day }
    if records.isEmpty { html.raw("<p>No approval is recorded.</p>\n") } else { html.raw("<ul>\n") }
    for record in records {
      html.raw("<li>")
      html.link(
        "\(record.title), version \(record.version.written)", to: "approvals/\(record.name).yaml")
      html.text(": \(record.words)")
      html.raw("</li>\n")
    }
    if !records.isEmpty { html.raw("</ul>\n") }
    people(&html)
    reviews(&html)
    signatures(&html)
    html.raw("<h2>As tables</h2>\n<ul>\n")
    for name in ["approvals", "roles", "reviews", "signatures"] {
      html.raw("<li><a href=\"\(name).csv\">\(Prose.capitalised(name))</a> (CSV)</li>\n")
    }
    html.raw("</ul>\n")
    var values = PageValues()
    values[.title] = "Evidence: \(profile.details.name.value), \(day.long)"
    values[.kind] = "central"
    files.append(
      maker.page(
        "\(home)/index.html", layout: .central, document: nil, values: values, content: html.bytes))
  }

  private func people(_ html: inout HTMLWriter) {
    html.raw("<h2>Roles and contacts</h2>\n<dl>\n")
    for holders in set.profile.leads where !holders.people.isEmpty {
      html.raw("<dt>")
      html.text(Prose.capitalised(holders.title))
      html.raw("</dt>\n")
      for person in holders.people {
        html.raw("<dd>")
        html.text(
          [person.name, person.email, person.phone?.written].compactMap { $0 }
            .joined(separator: ", "))
        html.raw("</dd>\n")
      }
    }
    html.raw("</dl>\n")
    let details = set.profile.details
    let lines = [
      details.address?.value, details.phone?.value.written, details.email?.value,
      details.website?.value,
    ].compactMap { $0 }
    guard !lines.isEmpty else { return }
    html.raw("<p>")
    html.lines(lines.joined(separator: "\n"))
    html.raw("</p>\n")
  }

  private func reviews(_ html: inout HTMLWriter) {
    html.raw("<h2>Review dates</h2>\n<ul>\n")
    for index in set.issued where set.profile.documents[index].reviewedWith == nil {
      html.raw("<li>")
      let next = set.profile.documents[index].nextReview?.written ?? "no date"
      html.text("\(maker.text(of: index).title): \(next), \(maker.status(of: index).words)")
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }

  private func signatures(_ html: inout HTMLWriter) {
    let returns = maker.approvals.returns.filter { entry in entry.day.map { $0 <= day } ?? true }
    html.raw("<h2>Signatures</h2>\n")
    guard !returns.isEmpty else {
      html.raw("<p>No register of returned forms is kept.</p>\n")
      return
    }
    html.raw("<ul>\n")
    for entry in returns {
      html.raw("<li>")
      let asked = entry.asked.map { " of \($0)" } ?? ""
      html.text("\(entry.form): \(entry.signed)\(asked) signed under \(entry.reference.written)")
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }
}
