import Configuration
import Diagnostics
import Documents
import Reviews

/// The tables of all schools as data.
extension SharedPages {
  func schoolsJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schools")
      json.array { json in
        for school in schools.with() {
          json.object { json in
            json.member("slug", school.slug)
            json.member("name", school.name)
            json.member("phase", school.phase)
            json.member("urn", ifPresent: school.urn)
            json.member("website", ifPresent: school.website)
            json.member("page", "\(school.slug)/index.html")
          }
        }
      }
    }
    return json.finish()
  }

  func schoolsCSV() -> [UInt8] {
    var csv = CSVWriter(["slug", "name", "phase", "urn", "website", "page"])
    for school in schools.with() {
      csv.row([
        school.slug, school.name, school.phase, school.urn ?? "", school.website ?? "",
        "\(school.slug)/index.html",
      ])
    }
    return csv.bytes
  }

  /// The room for a table with a row for each document of each school, at so many bytes a row, which is more than most
  /// take.
  private func expectedSize(_ row: Int) -> Int {
    schools.count * builder.catalogue.documents.count * row
  }

  func documentsJSON() -> [UInt8] {
    var json = JSONRows(
      "documents",
      members: [
        "school", "id", "title", "kind", "page", "adopted", "adoptedBy", "nextReview", "version",
        "category", "given", "digest",
      ], expecting: expectedSize(512))
    var days = DayTexts()
    for school in all([.documents, .digests]) {
      for document in school.documents {
        json.row([
          school.slug, document.id, document.title, document.kind, document.page,
          days.iso(document.adopted), document.adoptedBy, days.iso(document.nextReview?.day),
          document.version, document.category, document.given, document.digest,
        ])
      }
    }
    return json.finish()
  }

  func documentsCSV() -> [UInt8] {
    var csv = CSVWriter(
      [
        "school", "id", "title", "kind", "page", "adopted", "adopted-by", "next-review", "version",
        "category", "given", "digest",
      ], expecting: expectedSize(256))
    var days = DayTexts()
    for school in all([.documents, .digests]) {
      for document in school.documents {
        csv.row([
          school.slug, document.id, document.title, document.kind, document.page,
          days.iso(document.adopted) ?? "", document.adoptedBy ?? "",
          days.iso(document.nextReview?.day) ?? "", document.version ?? "", document.category ?? "",
          document.given ?? "", document.digest,
        ])
      }
    }
    return csv.bytes
  }

  // MARK: - Reviews

  /// A review that falls due.
  struct Review {
    var school: String
    var shortName: String
    var document: String
    var title: String
    var adopted: CalendarDate?
    var day: CalendarDate
  }

  /// The documents with a review date, soonest first.
  func reviews() -> [Review] {
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
    return order.sorted().map { reviews[$0] }
  }

  func reviewsJSON(_ reviews: [Review]) -> [UInt8] {
    var json = JSONRows(
      "reviews", members: ["school", "document", "title", "adopted", "nextReview"],
      expecting: reviews.count * 320)
    var days = DayTexts()
    for review in reviews {
      json.row([
        review.school, review.document, review.title, days.iso(review.adopted),
        days.iso(review.day) ?? "",
      ])
    }
    return json.finish()
  }

  func reviewsCSV(_ reviews: [Review]) -> [UInt8] {
    var csv = CSVWriter(
      ["school", "document", "title", "adopted", "next-review"], expecting: reviews.count * 160)
    var days = DayTexts()
    for review in reviews {
      csv.row([
        review.school, review.document, review.title, days.iso(review.adopted) ?? "",
        days.iso(review.day) ?? "",
      ])
    }
    return csv.bytes
  }

  func calendar(_ reviews: [Review]) -> [UInt8] {
    let events = reviews.lazy.compactMap { review in
      review.adopted.map {
        Calendar.Review(
          school: review.school, document: review.document, title: review.title,
          shortName: review.shortName, day: review.day, known: $0)
      }
    }
    return Calendar.write(
      events, name: "Reviews in \(maker.profile.details.name.value)")
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

/// Days as data has them, each made once: a table has few that differ.
private struct DayTexts {
  private var known: [Int: String] = [:]

  mutating func iso(_ day: CalendarDate?) -> String? {
    guard let day else { return nil }
    let number = (day.year << 9) | (day.month << 5) | day.day
    if let text = known[number] { return text }
    known[number] = day.iso
    return day.iso
  }
}
