import Configuration
import Documents
import Reviews

extension CentralOverview {
  /// The reviews: a picture of the year, a board by school and month, and the list.
  mutating func reviews() {
    open("reviews", "Reviews over the year")
    chart()
    board()
    html.heading(3, "All reviews, soonest first", id: "review-list")
    list()
    close()
  }

  /// The months of the picture, counted from this one: it and the twelve after it.
  private static let monthsShown = 0...12

  /// How many columns there are: one for what is overdue, and one a month.
  static let columnCount = 1 + monthsShown.count

  private var months: [(year: Int, month: Int)] {
    Self.monthsShown.map { index in
      let number = day.year * 12 + day.month - 1 + index
      return (number / 12, number % 12 + 1)
    }
  }

  /// The column of a review: 0 for overdue, then one a month; nil beyond the year.
  static func column(_ document: SchoolSummary.Document, _ day: CalendarDate) -> Int? {
    guard let next = document.nextReview?.day else { return nil }
    if next < day { return 0 }
    let index = (next.year - day.year) * 12 + next.month - day.month
    return monthsShown.contains(index) ? index + 1 : nil
  }

  /// How near a column is, as the style knows it.
  private static func nearness(_ column: Int) -> String {
    column == 0 ? "late" : column <= 3 ? "soon" : "later"
  }

  private func columnTitles(_ length: Int) -> [String] {
    ["Overdue"]
      + months.map { month in
        let name = CalendarDate.monthNames[month.month - 1].prefix(length)
        return month.month == 1 || (month.year, month.month) == (day.year, day.month)
          ? "\(name) \(month.year)" : String(name)
      }
  }

  // MARK: - The picture

  /// How many reviews fall due in each month, as bars.
  private mutating func chart() {
    let counts = census.columns
    let highest = max(counts.max() ?? 0, 1)
    let titles = columnTitles(3)
    let words = zip(titles, counts).filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" }
    html.raw(
      "<figure tabindex=\"0\" aria-labelledby=\"reviews\">\n<svg class=\"year\" viewBox=\"0 0 840 220\" role=\"img\" aria-label=\"Reviews that fall due. "
    )
    html.attribute(words.isEmpty ? "None within a year" : words.joined(separator: ", "))
    html.raw("\">\n<line x1=\"0\" y1=\"180.5\" x2=\"840\" y2=\"180.5\"/>\n")
    for (index, count) in counts.enumerated() {
      let x = index * 60 + 8
      if count > 0 {
        let height = max(count * 150 / highest, 3)
        html.raw(
          "<rect class=\"\(Self.nearness(index))\" x=\"\(x)\" y=\"\(180 - height)\" width=\"44\" height=\"\(height)\"/>\n"
        )
        html.raw("<text x=\"\(x + 22)\" y=\"\(172 - height)\">\(count)</text>\n")
      }
      let parts = titles[index].split(separator: " ")
      html.raw("<text x=\"\(x + 22)\" y=\"199\">\(parts[0])</text>\n")
      if parts.count > 1 { html.raw("<text x=\"\(x + 22)\" y=\"216\">\(parts[1])</text>\n") }
    }
    html.raw(
      "</svg>\n<figcaption>Reviews of all schools and of the trust, by the month in which they fall due.</figcaption>\n</figure>\n"
    )
  }

  // MARK: - The board

  /// Which school has how many reviews in which month.
  private mutating func board() {
    guard !schools.isEmpty, schools.count <= Self.widest else { return }
    html.heading(3, "Which school, which month", id: "review-board")
    html.tableHead(["School"] + columnTitles(3), labelledBy: "review-board", kind: "board")
    for school in SummariesAndTrust(schools: schools, trust: trust, parts: .documents) {
      var titles = [[String]](repeating: [], count: Self.columnCount)
      for document in school.documents where !document.isReviewedWithAnother {
        Self.column(document, day).map { titles[$0].append(document.title) }
      }
      html.raw("<tr>")
      html.rowHead(school.shortName)
      for (index, documents) in titles.enumerated() {
        guard !documents.isEmpty else {
          html.raw("<td></td>")
          continue
        }
        html.raw("<td class=\"\(Self.nearness(index))\" title=\"")
        html.attribute(documents.joined(separator: "; "))
        html.raw("\">\(documents.count)</td>")
      }
      html.raw("</tr>\n")
    }
    html.closeTable()
  }

  // MARK: - The list

  /// A review, whose it is, and where the school's page is.
  private struct Row {
    var school: String
    var address: String
    var document: SchoolSummary.Document
  }

  /// The soonest reviews; each school's summary is read once.
  private func rows() -> [Row] {
    let soonest = census.soonest
    var places: [Int: [Int]] = [:]
    for (place, review) in soonest.enumerated() {
      places[review.school, default: []].append(place)
    }
    var rows: [Row?] = Array(repeating: nil, count: soonest.count)
    for (number, places) in places {
      guard let school = schools.summary(number, .documents, or: trust) else { continue }
      for place in places where school.documents.indices.contains(soonest[place].document) {
        rows[place] = Row(
          school: school.shortName, address: address(of: school.slug),
          document: school.documents[soonest[place].document])
      }
    }
    return rows.compactMap(\.self)
  }

  private mutating func list() {
    html.tableHead(
      ["Next review", "School", "Document", "State", "Adopted", "Version"],
      labelledBy: "review-list", isSortable: true)
    for row in rows() {
      let document = row.document
      html.raw("<tr>")
      html.nextReview(of: document)
      html.raw("<td>")
      html.link(row.school, to: row.address)
      html.raw("</td><td>")
      html.link(document.title, to: "../site/\(document.page)")
      html.raw("</td><td>")
      html.state(document.state)
      html.raw("</td>")
      html.adoption(of: document)
      html.cell(document.version ?? "None")
      html.raw("</tr>\n")
    }
    html.closeTable()
    if census.reviews > Self.longest {
      html.raw("<p>These are the first \(Self.longest) of \(census.reviews). ")
      html.raw("<a href=\"../site/data/reviews.csv\">All reviews as a table</a> (CSV)</p>\n")
    }
  }
}
