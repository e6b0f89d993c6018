import Configuration
import Diagnostics
package import Documents
package import Reviews

/// The pages over all schools that put what they show in an order of their own, in groups that are made together, each with what it depends on.
///
/// A group is made again only when a part that it shows of some school is not what it was.
package struct SharedPages: Sendable {
  package enum Group: CaseIterable, Sendable {
    case site, feed, reviews, central

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

  let builder: SiteBuilder
  let trust: SchoolSummary
  let schools: SummaryList
  let maker: PageMaker
  /// Each rule as the pages of the schools say it.
  private let rules: [RuleWords]

  /// - Parameters:
  ///   - set: The trust's own documents.
  ///   - trust: What the pages need to know of the trust.
  ///   - schools: The schools that are published.
  package init(
    _ builder: SiteBuilder, _ set: SchoolDocuments, trust: SchoolSummary, schools: SummaryList,
    approvals: SchoolApprovals = SchoolApprovals()
  ) {
    self.builder = builder
    self.trust = trust
    self.schools = schools
    rules = builder.catalogue.vocabulary.rules.map(RuleWords.init)
    maker = PageMaker(
      builder: builder, set: set, crest: builder.trustCrest, folder: "trust",
      approvals: approvals)
  }

  /// Makes the files of a group, each when the one before it has been taken.
  ///
  /// A table of thousands of schools has many megabytes. A feed that would tell nothing is not made.
  package func files<Failure: Error>(
    of group: Group, _ take: (OutputFile) throws(Failure) -> Void
  ) throws(Failure) {
    switch group {
    case .site: try take(maker.sitePage(schools))
    case .feed: if let feed = siteFeed() { try take(feed) }
    case .reviews: for file in reviewFiles() { try take(file.whole) }
    case .central: try take(overview())
    }
  }

  /// Whether so many schools have a page each for the central team.
  package static func hasSchoolPages(_ schools: Int) -> Bool {
    schools <= CentralOverview.mostPages
  }

  /// The name of a school's page for the central team.
  package static func schoolPage(of slug: String) -> String { "central/schools/\(slug).html" }

  /// Makes a school's page for the central team.
  package func schoolPage(_ index: Int) -> OutputFile? {
    schools.summary(index, .all).map { maker.centralPage($0, rules) }
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
