import Configuration

/// A file in pieces, which are written one after another: of thousands of schools it has many megabytes.
package struct LongFile {
  /// From the output folder.
  package let name: String
  package let pieces: Int
  /// Returns a piece by its number.
  package let piece: (Int) -> [UInt8]

  package var whole: OutputFile { OutputFile(name, (0..<pieces).flatMap(piece)) }

  init(name: String, pieces: Int, piece: @escaping (Int) -> [UInt8]) {
    self.name = name
    self.pieces = pieces
    self.piece = piece
  }

  /// A file that is held.
  init(_ file: OutputFile) {
    self.init(name: file.name, pieces: file.pieces.count) { file.pieces[$0] }
  }
}

/// A review that falls due.
struct Review {
  var school: String
  var shortName: String
  var document: String
  var title: String
  var adopted: CalendarDate?
  var day: CalendarDate

  /// The review as an event of a calendar; nil where nobody has adopted the document yet.
  fileprivate var event: Calendar.Review? {
    adopted.map {
      Calendar.Review(
        school: school, document: document, title: title, shortName: shortName, day: day, known: $0)
    }
  }
}

/// The reviews of all schools as data.
struct ReviewFiles {
  let reviews: [Review]
  /// The numbers of the reviews in the order in which they fall due.
  let order: [Int]
  /// What the calendar is called.
  let calendar: String
  /// How many reviews are in a piece of a file.
  var batch = 1000

  /// The files: JSON, a table and a calendar.
  func files(named names: [String]) -> [LongFile] {
    let pieces = max(1, (order.count + batch - 1) / batch)
    return zip(names, [json, table, events]).map { name, make in
      LongFile(name: name, pieces: pieces) { number in
        let rows = order[number * batch..<min((number + 1) * batch, order.count)]
        return make(rows.map { reviews[$0] }, number == 0, number == pieces - 1)
      }
    }
  }

  private static let table = JSONTable(
    "reviews", members: ["school", "document", "title", "adopted", "nextReview"])

  private func json(_ reviews: [Review], isFirst: Bool, isLast: Bool) -> [UInt8] {
    var rows = JSONRows(of: Self.table)
    for review in reviews {
      rows.row([
        review.school, review.document, review.title, review.adopted?.iso,
        review.day.iso,
      ])
    }
    return (isFirst ? Self.table.head : JSONTable.separator) + rows.bytes
      + (isLast ? JSONTable.tail(isEmpty: order.isEmpty) : [])
  }

  private func table(_ reviews: [Review], isFirst: Bool, isLast: Bool) -> [UInt8] {
    var csv =
      isFirst
      ? CSVWriter(["school", "document", "title", "adopted", "next-review"]) : CSVWriter()
    for review in reviews {
      csv.row([
        review.school, review.document, review.title, review.adopted?.iso ?? "",
        review.day.iso,
      ])
    }
    return csv.bytes
  }

  private func events(_ reviews: [Review], isFirst: Bool, isLast: Bool) -> [UInt8] {
    (isFirst ? Calendar.head(name: calendar) : [])
      + Calendar.events(reviews.lazy.compactMap(\.event)) + (isLast ? Calendar.end : [])
  }
}

/// The reviews of all schools that have a date, as they are read one school after another.
struct ReviewList {
  private var reviews: [Review] = []
  private var order: ReviewOrder

  init(_ catalogue: Catalogue) { order = ReviewOrder(catalogue) }

  mutating func add(_ school: SchoolSummary) {
    order.begin(school.slug)
    for document in school.documents where !document.isReviewedWithAnother {
      guard let next = document.nextReview else { continue }
      order.add(next.day, document.id)
      reviews.append(
        Review(
          school: school.slug, shortName: school.shortName, document: document.id,
          title: document.title, adopted: document.adopted, day: next.day))
    }
  }

  /// The reviews, soonest first, as JSON, as a table and as a calendar.
  ///
  /// - Parameter calendar: What the calendar is called.
  func files(named names: [String], calendar: String) -> [LongFile] {
    ReviewFiles(reviews: reviews, order: order.sorted(), calendar: calendar).files(named: names)
  }
}

/// Puts reviews in the order of their days, then of the schools' folders, then of the documents' ids.
///
/// Each review is one number, so that hundreds of thousands are sorted without comparing texts.
struct ReviewOrder {
  /// The folders of the schools, in the order in which these are read.
  private var schools: [String] = []
  /// The places of the documents in the order of their ids.
  private let documents: [String: UInt64]
  private var reviews: [(day: UInt64, school: Int, document: UInt64)] = []

  init(_ catalogue: Catalogue) {
    documents = Dictionary(
      catalogue.documents.map(\.id).sorted().enumerated().map { ($1, UInt64($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Says whose reviews follow.
  mutating func begin(_ school: String) { schools.append(school) }

  /// Adds a review by its day, a missing one last.
  mutating func add(_ day: CalendarDate?, _ document: String) {
    let date = day.map { ($0.year << 9) | ($0.month << 5) | $0.day } ?? 0x1F_FFFF
    reviews.append((UInt64(date), schools.count - 1, documents[document] ?? 0))
  }

  /// The numbers of the reviews, as they were added, in order.
  func sorted() -> [Int] {
    var places = [UInt64](repeating: 0, count: schools.count)
    let order = schools.indices.sorted { schools[$0] < schools[$1] }
    for (place, school) in order.enumerated() { places[school] = UInt64(place) }
    let keys = reviews.enumerated().map { number, review in
      (key: review.day << 42 | places[review.school] << 16 | review.document, number: number)
    }
    return keys.sorted { ($0.key, $0.number) < ($1.key, $1.number) }.map(\.number)
  }
}
