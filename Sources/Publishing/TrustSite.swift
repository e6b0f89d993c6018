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

  package func tail(isEmpty: Bool) -> [UInt8] { isJSON ? JSONRows.tail(isEmpty: isEmpty) : [] }

  /// The tables of all schools.
  package static let all = [schoolsJSON, schoolsCSV, documentsJSON, documentsCSV, signatures]

  init(
    _ name: String, _ parts: SchoolSummary.Parts, hasTrust: Bool = false, json: JSONRows,
    _ add: @escaping @Sendable (SchoolSummary, inout JSONRows) -> Void
  ) {
    self.name = name
    self.parts = parts
    self.hasTrust = hasTrust
    head = json.head
    separator = JSONRows.separator
    isJSON = true
    rows = { school in
      var json = json
      add(school, &json)
      return json.takeRows()
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
    json: JSONRows("schools", members: ["slug", "name", "phase", "urn", "website", "page"])
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
    json: JSONRows(
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

extension SharedPages {
  /// The reviews of all schools, soonest first, as JSON, as a table and as a calendar.
  package func reviewFiles() -> [LongFile] {
    var reviews: [Review] = []
    var order = ReviewOrder(schools, trust, builder.catalogue)
    for (number, school) in all(.documents).enumerated() {
      for document in school.documents where !document.isReviewedWithAnother {
        guard let next = document.nextReview else { continue }
        order.add(next.day, school: number, document: document.id, index: reviews.count)
        reviews.append(
          Review(
            school: school.slug, shortName: school.shortName, document: document.id,
            title: document.title, adopted: document.adopted, day: next.day))
      }
    }
    return ReviewFiles(
      reviews: reviews, order: order.sorted(),
      calendar: "Reviews in \(maker.profile.details.name.value)"
    ).files(named: Group.reviews.names)
  }
}

/// Puts reviews in the order of their days, then of the schools' folders, then of the documents' ids.
///
/// Each review is one number, so that hundreds of thousands are sorted without comparing texts.
struct ReviewOrder {
  /// The places of the schools, the trust's last, in the order of their folders.
  private let schools: [UInt64]
  /// The places of the documents in the order of their ids.
  private let documents: [String: UInt64]
  private var keys: [(key: UInt64, index: Int)] = []

  init(_ schools: SummaryList, _ trust: SchoolSummary, _ catalogue: Catalogue) {
    let slugs = schools.with().map(\.slug) + [trust.slug]
    var places = [UInt64](repeating: 0, count: slugs.count)
    for (place, index) in slugs.indices.sorted(by: { slugs[$0] < slugs[$1] }).enumerated() {
      places[index] = UInt64(place)
    }
    self.schools = places
    documents = Dictionary(
      catalogue.documents.map(\.id).sorted().enumerated().map { ($1, UInt64($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Adds a review by its day, a missing one last.
  mutating func add(_ day: CalendarDate?, school: Int, document: String, index: Int) {
    let date = day.map { ($0.year << 9) | ($0.month << 5) | $0.day } ?? 0x1F_FFFF
    let place = schools.indices.contains(school) ? schools[school] : 0
    keys.append((UInt64(date) << 42 | place << 16 | (documents[document] ?? 0), index))
  }

  /// The indices that were given with the reviews, in order.
  func sorted() -> [Int] { keys.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.index) }
}
