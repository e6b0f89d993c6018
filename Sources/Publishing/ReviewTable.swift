package import Configuration
import Diagnostics
package import Documents
package import Reviews

/// Where every document of every school stands: a table for people, CSV and JSON for machines.
package struct ReviewTable: Sendable {
  package struct Row: Sendable {
    package var school: String
    package var schoolName: String
    package var document: String
    package var title: String
    package var kind: String
    package var version: String?
    package var adopted: CalendarDate?
    package var nextReview: ReviewDate?
    package var status: DocumentStatus
    /// The approval that is in force.
    package var record: ApprovalRecord?
    package var owner: String?
    /// What it is reviewed with, where it has no dates of its own.
    package var reviewedWith: String?
    package var digest: String
  }

  package private(set) var rows: [Row] = []
  private let day: CalendarDate

  package init(asOf day: CalendarDate) {
    self.day = day
  }

  /// Adds the documents of a school, or of the trust.
  package mutating func add(_ set: SchoolDocuments, _ approvals: SchoolApprovals) {
    for index in set.issued {
      let text = ReviewedText(set, document: index)
      let state = set.profile.documents[index]
      let declaration = set.catalogue.documents[index]
      rows.append(
        Row(
          school: set.profile.slug, schoolName: set.profile.details.name.value,
          document: declaration.id, title: text.title, kind: declaration.kind.rawValue,
          version: text.version, adopted: state.adopted?.value, nextReview: state.nextReview,
          status: DocumentStatus(declaration.id, state, approvals: approvals, on: day, text: text),
          record: approvals.inForce(declaration.id, on: day),
          owner: Self.owner(state, set.profile, set.catalogue),
          reviewedWith: state.reviewedWith.map { set.catalogue.documents[$0].id },
          digest: String(text.digest.prefix(ReviewedText.shortDigest))))
    }
  }

  /// Who looks after a document: whom the manifest names, else the body that adopted it.
  private static func owner(
    _ state: DocumentState, _ profile: SchoolProfile, _ catalogue: Catalogue
  ) -> String? {
    guard let owner = state.owner else { return state.adoptedBy?.value }
    guard let role = catalogue.vocabulary.roleIndex(owner) else {
      return owner
    }
    let title = Prose.capitalised(profile.leads[role].title)
    let names = profile.leads[role].people.map(\.name)
    return names.isEmpty ? title : "\(title) (\(Prose.list(names)))"
  }

  // MARK: - For people

  /// A table for each school, in columns.
  package var text: String {
    var result = "Reviews as of \(day.long)\n"
    let head = ["Document", "Version", "Adopted", "Next review", "State", "Owner"]
    // The rows of a school stand together, as they were added.
    var rest = rows[...]
    while let first = rest.first {
      let own = rest.prefix { $0.school == first.school }
      rest = rest.dropFirst(own.count)
      result += "\n\(first.schoolName) (\(first.school))\n"
      let cells = own.map { row in
        [
          row.title, row.version ?? "", row.adopted?.iso ?? "", row.nextReview?.written ?? "",
          row.status.words, row.reviewedWith.map { "with \($0)" } ?? row.owner ?? "",
        ]
      }
      let widths = head.indices.map { column in
        ([head] + cells).map { $0[column].count }.max() ?? 0
      }
      for line in [head] + cells {
        var text = " "
        for (column, cell) in line.enumerated() {
          text += " " + cell + String(repeating: " ", count: widths[column] - cell.count + 1)
        }
        while text.hasSuffix(" ") { text.removeLast() }
        result += text + "\n"
      }
    }
    return result + "\n" + counts + "\n"
  }

  /// How many documents are in each state.
  private var counts: String {
    var order: [String] = []
    var number: [String: Int] = [:]
    for row in rows {
      let name = row.status.name
      if number[name] == nil { order.append(name) }
      number[name, default: 0] += 1
    }
    let parts = order.map { "\(number[$0] ?? 0) \($0)" }
    return rows.isEmpty ? "no documents" : parts.joined(separator: ", ")
  }

  // MARK: - For machines

  package var csv: [UInt8] {
    var csv = CSVWriter([
      "school", "document", "title", "kind", "version", "adopted", "next-review", "state", "days",
      "approved-by", "approved-on", "minute", "owner", "reviewed-with", "digest",
    ])
    for row in rows {
      csv.row([
        row.school, row.document, row.title, row.kind, row.version ?? "", row.adopted?.iso ?? "",
        row.nextReview?.day.iso ?? "", row.status.name, row.days(to: day).map { "\($0)" } ?? "",
        row.record?.body ?? "", row.record?.day.iso ?? "", row.record?.minute ?? "",
        row.owner ?? "", row.reviewedWith ?? "", row.digest,
      ])
    }
    return csv.bytes
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("asOf", day.iso)
      json.key("documents")
      json.array { json in
        for row in rows { json.object { row.write(to: &$0, on: day) } }
      }
    }
    return json.finish()
  }
}

extension ReviewTable.Row {
  /// How many days there are until the review; less than nothing where it is overdue.
  fileprivate func days(to day: CalendarDate) -> Int? {
    nextReview.map { $0.day.dayNumber - day.dayNumber }
  }

  fileprivate func write(to json: inout JSONWriter, on day: CalendarDate) {
    json.member("school", school)
    json.member("document", document)
    json.member("title", title)
    json.member("kind", kind)
    json.member("version", ifPresent: version)
    json.member("adopted", ifPresent: adopted?.iso)
    json.member("nextReview", ifPresent: nextReview?.day.iso)
    json.member("state", status.name)
    json.member("review", status.review.name)
    if let days = days(to: day) { json.member("days", days) }
    if let record {
      json.key("approval")
      json.object { json in
        json.member("by", record.body)
        json.member("on", record.day.iso)
        json.member("minute", ifPresent: record.minute)
        json.member("version", record.version.written)
      }
    }
    if case .approvedBut(let facts) = status.approval {
      json.key("changedFacts")
      json.array { json in
        for fact in facts {
          json.object { json in
            json.member("fact", fact.name)
            json.member("before", fact.before)
            json.member("after", fact.after)
          }
        }
      }
    }
    json.member("owner", ifPresent: owner)
    json.member("reviewedWith", ifPresent: reviewedWith)
    json.member("digest", digest)
  }
}
