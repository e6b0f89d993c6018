import Configuration
import Reviews

/// What the overview for the central team counts over all schools, in one reading of their summaries.
struct CentralCensus {
  /// A few names, and how many there are.
  struct Names {
    private static let most = 30

    private(set) var count = 0
    private var first: [String] = []

    mutating func add(_ name: String) {
      count += 1
      if first.count < Self.most { first.append(name) }
    }

    var words: String {
      let shown = first.joined(separator: ", ")
      return count > Self.most ? "\(shown) and \(count - Self.most) more" : shown
    }
  }

  /// The schools that answer a rule otherwise than the trust.
  struct Departures {
    /// So many different answers are told apart; schools with yet another are only counted.
    private static let most = 30

    struct Group {
      var answer: String
      var layer: String
      var place: String
      var schools: Names
    }

    var rule: Int
    var schools = 0
    var groups: [Group] = []

    mutating func add(_ report: RuleReport, of school: String) {
      schools += 1
      let place = report.place ?? ""
      // What a school says itself stands in its own file, where no other has said it.
      let known =
        report.layer == Layer.Kind.school.title
        ? nil : groups.firstIndex { $0.place == place && $0.answer == report.answer }
      if let known {
        groups[known].schools.add(school)
      } else if groups.count < Self.most {
        var names = Names()
        names.add(school)
        groups.append(
          Group(answer: report.answer, layer: report.layer, place: place, schools: names))
      }
    }
  }

  private(set) var overdue = 0
  private(set) var due = 0
  private(set) var never = 0
  /// How many reviews fall into each column of the year.
  private(set) var columns = [Int](repeating: 0, count: CentralOverview.columnCount)
  /// The number of the school of each review, the trust's last, and that of the document.
  private var reviewed: [(school: Int, document: Int)] = []
  private var order: ReviewOrder
  /// Of each role, the schools where nobody holds it.
  private var without: [Names]
  /// Of each rule, the schools that answer it otherwise.
  private var departing: [Departures]
  private var laws = CitedLaws()
  /// The first forms that are signed, with the schools' names.
  private(set) var forms: [(school: String, form: SchoolSummary.Form)] = []
  /// The pages of drafts, with the schools' names.
  private(set) var drafts: [(school: String, page: String)] = []
  private(set) var schools: [(name: String, slug: String)] = []

  private let catalogue: Catalogue
  private let day: CalendarDate
  /// How many schools there are: the trust comes after them.
  private let count: Int

  init(_ pages: SharedPages) {
    catalogue = pages.builder.catalogue
    day = pages.builder.day
    count = pages.schools.count
    without = [Names](repeating: Names(), count: catalogue.vocabulary.roles.count)
    departing = catalogue.vocabulary.rules.indices.map { Departures(rule: $0) }
    order = ReviewOrder(catalogue)
  }

  /// Counts a school, or the trust, by its number.
  mutating func add(_ school: SchoolSummary, number: Int) {
    order.begin(school.slug)
    for index in school.documents.indices {
      add(school.documents[index], number: index, of: number)
    }
    for page in school.drafts where page.hasSuffix(".html") {
      drafts.append((school.shortName, page))
    }
    guard number < count else { return }
    schools.append((school.name, school.slug))
    for (role, isHeld) in zip(without.indices, school.held) where !isHeld {
      without[role].add(school.shortName)
    }
    for (rule, report) in zip(departing.indices, school.rules) where report.departs {
      departing[rule].add(report, of: school.shortName)
    }
    for form in school.forms where forms.count < CentralOverview.longest {
      forms.append((school.name, form))
    }
  }

  private mutating func add(
    _ document: SchoolSummary.Document, number: Int, of school: Int
  ) {
    laws.add(document)
    guard !document.isReviewedWithAnother else { return }
    switch document.state.review {
    case .overdue: overdue += 1
    case .due: due += 1
    case .neverAdopted, .noDate: never += 1
    case .current: break
    }
    CentralOverview.column(document, day).map { columns[$0] += 1 }
    order.add(document.nextReview?.day, document.id)
    reviewed.append((school, number))
  }

  /// How many reviews there are.
  var reviews: Int { reviewed.count }

  /// The soonest reviews: the number of the school, the trust's last, and that of the document.
  var soonest: [(school: Int, document: Int)] {
    order.sorted().prefix(CentralOverview.longest).map { reviewed[$0] }
  }

  /// The rules that some school answers otherwise.
  var departures: [Departures] { departing.filter { $0.schools > 0 } }

  /// Roles that are held at some schools and by nobody at others: what no school has, and nothing requires, nobody misses.
  var gaps: [(role: Int, without: Names)] {
    without.indices.filter { without[$0].count > 0 && without[$0].count < count }
      .map { ($0, without[$0]) }
  }

  /// Roles that nobody holds anywhere.
  var unheld: [Int] { without.indices.filter { without[$0].count == count } }

  /// The laws that some document of a school or of the trust cites, with the documents.
  var cited: [(law: Int, documents: [String])] {
    catalogue.laws.laws.indices.compactMap { law in
      laws.documents[law].map { (law, $0.sorted()) }
    }
  }
}

/// The documents that cite each law; those of many schools cite the same.
private struct CitedLaws {
  private(set) var documents: [Int: Set<String>] = [:]
  private var seen: [String: [Int]] = [:]

  mutating func add(_ document: SchoolSummary.Document) {
    guard seen[document.id] != document.laws else { return }
    seen[document.id] = document.laws
    for law in document.laws { documents[law, default: []].insert(document.id) }
  }
}
