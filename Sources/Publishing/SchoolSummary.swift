package import Configuration
import Diagnostics
import Documents
package import Reviews

/// What the pages and tables over all schools need to know of one school.
///
/// It is kept from one build to the next (`SchoolSummary+Bytes.swift`), so it holds nothing that only one build knows.
package struct SchoolSummary: Sendable, Equatable {
  package struct Document: Sendable, Equatable {
    package var id: String
    package var title: String
    package var kind: String
    /// The page, from the root of the site.
    package var page: String
    package var state: State
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

  /// Where a document stands, as tables show it.
  package struct State: Sendable, Equatable {
    package var review: ReviewState
    package var isDraft: Bool
    /// Words that say something else than the review does; nil for its own.
    let ownWords: String?
    package var words: String { ownWords ?? review.words }

    init(review: ReviewState, isDraft: Bool, ownWords: String?) {
      self.review = review
      self.isDraft = isDraft
      self.ownWords = ownWords
    }

    init(_ status: DocumentStatus) {
      let words = status.words
      self.init(
        review: status.review, isDraft: status.approval.isDraft,
        ownWords: words == status.review.words ? nil : words)
    }
  }

  package struct Holder: Sendable, Equatable {
    package var title: String
    package var people: [Person]
  }

  /// Somebody who holds a role, as the central team sees them.
  package struct Person: Sendable, Equatable {
    package var name: String
    package var email: String?
    package var phone: String?
    package var isPublic: Bool
  }

  /// A form that is signed, and whether it must be signed again, in words.
  package struct Form: Sendable, Equatable {
    package var form: String
    package var title: String
    package var reference: String
    package var earlier: String?
    package var verdict: String
    package var returns: [Return]
  }

  /// What was signed under which reference.
  package struct Return: Sendable, Equatable {
    package var reference: String
    package var signed: Int
    package var asked: Int?
    package var day: CalendarDate?
    package var verdict: String
  }

  package var slug: String
  package var name: String
  package var shortName: String
  package var phase: String
  package var urn: String?
  package var website: String?
  package var address: String?
  /// Whether any of its documents was adopted, and so stands in a feed.
  package var hasAdopted: Bool
  /// The town, village or city: the last line of the address that is no postcode.
  package var place: String? {
    let line = address?.utf8.split(separator: UInt8(ascii: "\n")).last { line in
      !line.contains(where: \.isDigit)
    }
    return line.map { line in
      line.split(separator: UInt8(ascii: " ")).map { Substring($0) }.joined(separator: " ")
    }
  }
  package var documents: [Document]
  /// Of each role, by its number, whether somebody holds it.
  package var held: [Bool]
  /// The holders of each role, by the role's number.
  package var leads: [Holder]
  /// The answer to each rule, by the rule's number.
  package var rules: [RuleReport]
  /// The names of the pages of drafts, which lie beside the site for the central team.
  package var drafts: [String]
  /// Whether each form that is signed here must be signed again.
  package var forms: [Form]
  /// A fingerprint of the manifest.
  package var manifestDigest: String

  init(_ maker: PageMaker, drafts: [OutputFile]) {
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
        page: resolved.placement.page, state: State(maker.status(of: index)),
        adopted: state.adopted?.value, adoptedBy: state.adoptedBy?.value,
        nextReview: state.nextReview, version: kept?.version ?? state.version?.value.written,
        category: state.category?.rawValue,
        given: declaration.kind == .agreement ? state.given.rawValue : nil,
        digest: String(
          decoding: (kept?.digest ?? maker.digest(of: index)).utf8
            .prefix(ReviewedText.shortDigest), as: UTF8.self),
        change: state.history.first { $0.adopted.value == state.adopted?.value }?.summary,
        laws: resolved.citations.laws,
        isReviewedWithAnother: state.reviewedWith != nil)
    }
    hasAdopted = documents.contains { $0.adopted != nil }
    held = profile.leads.map { !$0.people.isEmpty }
    leads = profile.leads.map { holders in
      Holder(
        title: holders.title,
        people: holders.people.map {
          Person(
            name: $0.name, email: $0.email, phone: $0.phone?.written, isPublic: $0.isPublic)
        })
    }
    self.drafts = drafts.map(\.name)
    forms = FormStanding.all(
      set, maker.approvals, on: maker.builder.day, digest: maker.digest(of:), text: maker.text(of:)
    ).map(Form.init)
    let manifest = profile.layers.first?.file.bytes ?? []
    manifestDigest = String((maker.manifestDigest ?? SHA256.hexadecimal(manifest)).prefix(16))
    rules = RuleReport.all(profile, trust: set.trustProfile, catalogue.vocabulary)
  }
}

extension SchoolSummary.Form {
  init(_ standing: FormStanding) {
    self.init(
      form: standing.form, title: standing.title, reference: standing.reference.written,
      earlier: standing.earlier?.written, verdict: FormStanding.words(standing.verdict),
      returns: standing.returns.map { entry, verdict in
        SchoolSummary.Return(
          reference: entry.reference.written, signed: entry.signed, asked: entry.asked,
          day: entry.day,
          verdict: verdict.map(FormStanding.words) ?? "no such text is recorded")
      })
  }
}
