import Configuration

/// A file in pieces, which are written one after another: of thousands of schools it has many megabytes.
package struct LongFile {
  /// From the output folder.
  package let name: String
  package let pieces: Int
  /// Returns a piece by its number.
  package let piece: (Int) -> [UInt8]

  package var whole: OutputFile { OutputFile(name, (0..<pieces).flatMap(piece)) }
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

  private func json(_ reviews: [Review], isFirst: Bool, isLast: Bool) -> [UInt8] {
    var json = JSONRows(
      "reviews", members: ["school", "document", "title", "adopted", "nextReview"])
    for review in reviews {
      json.row([
        review.school, review.document, review.title, review.adopted?.iso,
        review.day.iso,
      ])
    }
    return (isFirst ? json.head : JSONRows.separator) + json.takeRows()
      + (isLast ? JSONRows.tail(isEmpty: order.isEmpty) : [])
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
