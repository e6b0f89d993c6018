import Configuration
import Diagnostics

/// The pages over all schools that put what they show in an order of their own, in groups that are made together, each with what it depends on.
///
/// A group is made again only when a part that it shows of some school is not what it was.
package struct SharedPages: Sendable {
  package enum Group: CaseIterable, Sendable {
    case site, feed, reviews, central

    /// All of them, those together that one reading of the schools serves.
    package static let readTogether: [[Group]] = [[.site], [.feed, .reviews, .central]]

    /// The names of the files, from the output folder.
    package var names: [String] {
      switch self {
      case .site: ["site/index.html"]
      case .feed: ["site/feed.xml"]
      case .reviews:
        ["site/data/reviews.json", "site/data/reviews.csv", "site/reviews.ics"]
      case .central: ["central/index.html"]
      }
    }

    /// What it shows of each school, where there are so many.
    package func parts(schools: Int) -> SchoolSummary.Parts {
      switch self {
      case .site: .identity
      case .feed, .reviews: [.identity, .documents]
      case .central: CentralOverview.parts(schools: schools)
      }
    }
  }

  let central: CentralPages
  let trust: SchoolSummary
  let schools: SummaryList
  var builder: SiteBuilder { central.builder }
  var maker: PageMaker { central.maker }

  /// - Parameters:
  ///   - trust: What the pages need to know of the trust.
  ///   - schools: The schools that are published.
  package init(_ central: CentralPages, trust: SchoolSummary, schools: SummaryList) {
    self.central = central
    self.trust = trust
    self.schools = schools
  }

  /// Makes the files of some groups, each when the one before it has been taken.
  ///
  /// What they show of the schools is read once for all of them. A feed that would tell nothing is not made.
  package func files<Failure: Error>(
    of groups: Set<Group>, _ take: (Group, LongFile) throws(Failure) -> Void
  ) throws(Failure) {
    if groups.contains(.site) { try take(.site, LongFile(maker.sitePage(schools))) }
    guard groups.contains(where: { $0 != .site }) else { return }
    let survey = Survey(self, groups)
    if let latest = survey.latest, let feed = siteFeed(latest) { try take(.feed, LongFile(feed)) }
    if let reviews = survey.reviews {
      let calendar = "Reviews in \(maker.profile.details.name.value)"
      for file in reviews.files(named: Group.reviews.names, calendar: calendar) {
        try take(.reviews, file)
      }
    }
    if let census = survey.census { try take(.central, LongFile(overview(census))) }
  }

  /// What some groups need to know of all schools, from one reading.
  private struct Survey {
    var latest: LatestAdoptions?
    var reviews: ReviewList?
    var census: CentralCensus?

    init(_ pages: SharedPages, _ groups: Set<Group>) {
      if groups.contains(.feed) { latest = LatestAdoptions() }
      if groups.contains(.reviews) { reviews = ReviewList(pages.builder.catalogue) }
      if groups.contains(.central) { census = CentralCensus(pages) }
      let count = pages.schools.count
      let parts = groups.reduce(into: SchoolSummary.Parts.identity) {
        $0.formUnion($1.parts(schools: count))
      }
      for (number, school) in pages.all(parts.subtracting(.leads)).enumerated() {
        latest?.add(school, number: number)
        reviews?.add(school)
        census?.add(school, number: number)
      }
    }
  }

  /// Makes a school's page for the central team.
  package func schoolPage(_ index: Int) -> OutputFile? {
    schools.summary(index, .all).map(central.page)
  }

  /// Every school and the trust after them.
  func all(_ parts: SchoolSummary.Parts) -> SummariesAndTrust {
    SummariesAndTrust(schools: schools, trust: trust, parts: parts)
  }
}

/// Every school and the trust after them, one after another.
struct SummariesAndTrust: Sequence, IteratorProtocol {
  let schools: SummaryList
  let trust: SchoolSummary
  let parts: SchoolSummary.Parts
  private var index = 0

  init(schools: SummaryList, trust: SchoolSummary, parts: SchoolSummary.Parts) {
    self.schools = schools
    self.trust = trust
    self.parts = parts
  }

  mutating func next() -> SchoolSummary? {
    while index < schools.count {
      index += 1
      if let summary = schools.summary(index - 1, parts) { return summary }
    }
    guard index == schools.count else { return nil }
    index += 1
    return trust
  }
}
