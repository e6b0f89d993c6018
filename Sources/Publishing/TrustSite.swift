import Configuration
import Diagnostics
import Documents
import Reviews

/// A table that has the rows of one school after those of another, so that the rows of a school that stays can be taken
/// from the table as it stands.
package struct SchoolTable: Sendable {
  /// Its name, from the output folder.
  package let name: String
  /// What it shows of each school.
  package let parts: SchoolSummary.Parts
  /// Whether the trust's own rows come after those of the schools.
  package let hasTrust: Bool
  package let head: [UInt8]
  /// What stands between the rows of two schools.
  package let separator: [UInt8]
  /// The rows of a school, without what stands before and behind them.
  package let rows: @Sendable (SchoolSummary) -> [UInt8]
  private let isJSON: Bool

  package func tail(isEmpty: Bool) -> [UInt8] { isJSON ? JSONTable.tail(isEmpty: isEmpty) : [] }

  /// The tables of all schools.
  package static let all = [schoolsJSON, schoolsCSV, documentsJSON, documentsCSV, signatures]

  init(
    _ name: String, _ parts: SchoolSummary.Parts, hasTrust: Bool = false, json: JSONTable,
    _ add: @escaping @Sendable (SchoolSummary, inout JSONRows) -> Void
  ) {
    self.name = name
    self.parts = parts
    self.hasTrust = hasTrust
    head = json.head
    separator = JSONTable.separator
    isJSON = true
    rows = { school in
      var rows = JSONRows(of: json)
      add(school, &rows)
      return rows.bytes
    }
  }

  init(
    _ name: String, _ parts: SchoolSummary.Parts, hasTrust: Bool = false, csv head: [String],
    _ add: @escaping @Sendable (SchoolSummary, inout CSVWriter) -> Void
  ) {
    self.name = name
    self.parts = parts
    self.hasTrust = hasTrust
    self.head = CSVWriter(head).bytes
    separator = []
    isJSON = false
    rows = { school in
      var csv = CSVWriter()
      add(school, &csv)
      return csv.bytes
    }
  }

  private static let schoolsJSON = SchoolTable(
    "site/data/schools.json", .identity,
    json: JSONTable("schools", members: ["slug", "name", "phase", "urn", "website", "page"])
  ) { school, json in
    json.row([
      school.slug, school.name, school.phase, school.urn, school.website,
      "\(school.slug)/index.html",
    ])
  }

  private static let schoolsCSV = SchoolTable(
    "site/data/schools.csv", .identity, csv: ["slug", "name", "phase", "urn", "website", "page"]
  ) { school, csv in
    csv.row([
      school.slug, school.name, school.phase, school.urn ?? "", school.website ?? "",
      "\(school.slug)/index.html",
    ])
  }

  private static let documentsJSON = SchoolTable(
    "site/data/documents.json", [.documents, .digests], hasTrust: true,
    json: JSONTable(
      "documents",
      members: [
        "school", "id", "title", "kind", "page", "adopted", "adoptedBy", "nextReview", "version",
        "category", "given", "digest",
      ])
  ) { school, json in
    for document in school.documents {
      json.row([
        school.slug, document.id, document.title, document.kind, document.page,
        document.adopted?.iso, document.adoptedBy, document.nextReview?.day.iso,
        document.version, document.category, document.given, document.digest,
      ])
    }
  }

  private static let documentsCSV = SchoolTable(
    "site/data/documents.csv", [.documents, .digests], hasTrust: true,
    csv: [
      "school", "id", "title", "kind", "page", "adopted", "adopted-by", "next-review", "version",
      "category", "given", "digest",
    ]
  ) { school, csv in
    for document in school.documents {
      csv.row([
        school.slug, document.id, document.title, document.kind, document.page,
        document.adopted?.iso ?? "", document.adoptedBy ?? "",
        document.nextReview?.day.iso ?? "", document.version ?? "", document.category ?? "",
        document.given ?? "", document.digest,
      ])
    }
  }

  private static let signatures = SchoolTable(
    SignatureTable.name, [.identity, .forms], csv: SignatureTable.head
  ) { school, csv in
    SignatureTable.add(school, to: &csv)
  }
}
