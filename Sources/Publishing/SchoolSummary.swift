package import Configuration
import Diagnostics
import Documents
package import Reviews

/// What the pages and tables over all schools need to know of one school.
package struct SchoolSummary: Sendable {
  package struct Document: Sendable {
    package var id: String
    package var title: String
    package var kind: String
    /// The page, from the root of the site.
    package var page: String
    package var status: DocumentStatus
    package var adopted: CalendarDate?
    package var adoptedBy: String?
    package var nextReview: ReviewDate?
    package var version: String?
    package var category: String?
    package var given: String?
    package var digest: String
    /// What the present version changed, where its history says so.
    package var change: String?
    /// The laws it cites.
    package var laws: [Int]
    /// Whether it is reviewed with another document, and so has no review of its own.
    package var isReviewedWithAnother: Bool
  }

  package struct Holder: Sendable {
    package var title: String
    package var people: [Person]
  }

  package var slug: String
  package var name: String
  package var shortName: String
  package var phase: String
  package var urn: String?
  package var website: String?
  package var address: String?
  /// The town, village or city: the last line of the address that is no postcode.
  package var place: String? {
    address?.split(separator: "\n").map { line in
      String(line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " "))
    }.last { !$0.utf8.contains(where: \.isDigit) }
  }
  package var documents: [Document]
  /// The holders of each role, by the role's number.
  package var leads: [Holder]
  /// The answer to each rule, by the rule's number.
  package var rules: [RuleReport]
  /// The pages of drafts, which lie beside the site for the central team.
  package var drafts: [OutputFile]
  /// Whether each form that is signed here must be signed again.
  package var forms: [FormStanding]
  /// A fingerprint of the manifest.
  package var manifestDigest: String

  init(_ maker: PageMaker) {
    let set = maker.set
    let profile = set.profile
    let catalogue = set.catalogue
    slug = profile.slug
    name = profile.details.name.value
    shortName = profile.shortName
    phase = profile.phase.map { catalogue.vocabulary.phases[$0].title } ?? ""
    urn = profile.details.urn?.value
    website = profile.details.website?.value
    address = profile.details.address?.value
    documents = set.issued.compactMap { index in
      guard let resolved = set.documents[index] else { return nil }
      let state = profile.documents[index]
      let declaration = catalogue.documents[index]
      // Where the approved text stands, its own version and digest are the public ones.
      let kept = maker.keptText(of: index)
      return Document(
        id: declaration.id, title: kept?.title ?? resolved.title, kind: declaration.kind.rawValue,
        page: resolved.placement.page, status: maker.status(of: index),
        adopted: state.adopted?.value, adoptedBy: state.adoptedBy?.value,
        nextReview: state.nextReview, version: kept?.version ?? state.version?.value.written,
        category: state.category?.rawValue,
        given: declaration.kind == .agreement ? state.given.rawValue : nil,
        digest: String((kept?.digest ?? maker.digest(of: index)).prefix(ReviewedText.shortDigest)),
        change: state.history.first { $0.adopted.value == state.adopted?.value }?.summary,
        laws: resolved.citations.laws,
        isReviewedWithAnother: state.reviewedWith != nil)
    }
    leads = profile.leads.map { Holder(title: $0.title, people: $0.people) }
    drafts = maker.drafts
    forms = FormStanding.all(
      set, maker.approvals, on: maker.builder.day, digest: maker.digest(of:), text: maker.text(of:))
    manifestDigest = String(
      SHA256.hexadecimal(profile.layers.first?.file.bytes ?? []).prefix(16))
    rules = RuleReport.all(profile, trust: set.trustProfile, catalogue.vocabulary)
  }
}
