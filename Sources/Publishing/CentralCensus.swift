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
      if let known = groups.firstIndex(where: { $0.answer == report.answer && $0.place == place }) {
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
  /// How many reviews there are, and the soonest: the number of the school, the trust's last, and that of the document.
  private(set) var reviews = 0
  private(set) var soonest: [(school: Int, document: Int)] = []
  /// Roles that are held at some schools and by nobody at others.
  private(set) var gaps: [(role: Int, without: Names)] = []
  /// Roles that nobody holds anywhere.
  private(set) var unheld: [Int] = []
  /// The rules that some school answers otherwise.
  private(set) var departures: [Departures] = []
  /// The laws that some document of a school or of the trust cites, with the documents.
  private(set) var cited: [(law: Int, documents: [String])] = []
  /// The first forms that are signed, with the schools' names.
  private(set) var forms: [(school: String, form: SchoolSummary.Form)] = []
  /// The pages of drafts, with the schools' names.
  private(set) var drafts: [(school: String, page: String)] = []

  init(_ pages: SharedPages) {
    let catalogue = pages.builder.catalogue
    let day = pages.builder.day
    let schools = pages.schools
    var without = [Names](repeating: Names(), count: catalogue.vocabulary.roles.count)
    var departing = catalogue.vocabulary.rules.indices.map { Departures(rule: $0) }
    var order = ReviewOrder(schools, pages.trust, catalogue)
    var places: [(school: Int, document: Int)] = []
    var laws = CitedLaws()
    let parts = CentralOverview.parts(schools: schools.count).subtracting(.leads)
    for (number, school) in pages.all(parts).enumerated() {
      let isTrust = number == schools.count
      for (index, document) in school.documents.enumerated() {
        laws.add(document)
        guard !document.isReviewedWithAnother else { continue }
        switch document.state.review {
        case .overdue: overdue += 1
        case .due: due += 1
        case .neverAdopted, .noDate: never += 1
        case .current: break
        }
        CentralOverview.column(document, day).map { columns[$0] += 1 }
        order.add(
          document.nextReview?.day, school: number, document: document.id, index: places.count)
        places.append((number, index))
      }
      for page in school.drafts where page.hasSuffix(".html") {
        drafts.append((school.shortName, page))
      }
      guard !isTrust else { continue }
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
    reviews = places.count
    soonest = order.sorted().prefix(CentralOverview.longest).map { places[$0] }
    departures = departing.filter { $0.schools > 0 }
    // What no school has, and nothing requires, nobody misses.
    gaps = without.enumerated().filter { $1.count > 0 && $1.count < schools.count }
      .map { ($0.offset, $0.element) }
    unheld = without.indices.filter { without[$0].count == schools.count }
    cited = catalogue.laws.laws.indices.compactMap { law in
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
