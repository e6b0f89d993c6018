package import Configuration
package import Documents
package import Reviews

/// What the pages and tables over all schools need to know of one school.
package struct SchoolSummary: Sendable {
  package struct Document: Sendable {
    package var id: String
    package var title: String
    package var kind: String
    /// The page, from the root of the site.
    package var page: String
    package var state: ReviewState
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
  /// The answer to each rule in words, by the rule's number; empty where it has none.
  package var rules: [String]
  /// The layer each answer comes from.
  package var ruleLayers: [String]

  package init(
    _ set: SchoolDocuments, maker: [(id: String, digest: String)], asOf day: CalendarDate
  ) {
    let profile = set.profile
    let catalogue = set.catalogue
    let digests = Dictionary(maker, uniquingKeysWith: { first, _ in first })
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
      return Document(
        id: declaration.id, title: resolved.title, kind: declaration.kind.rawValue,
        page: resolved.placement.page, state: ReviewState(state, on: day),
        adopted: state.adopted?.value, adoptedBy: state.adoptedBy?.value,
        nextReview: state.nextReview, version: state.version?.value.written,
        category: state.category?.rawValue,
        given: declaration.kind == .agreement ? state.given.rawValue : nil,
        digest: digests[declaration.id] ?? "",
        change: state.history.first { $0.adopted.value == state.adopted?.value }?.summary,
        laws: resolved.citations.laws,
        isReviewedWithAnother: state.reviewedWith != nil)
    }
    leads = profile.leads.map { Holder(title: $0.title, people: $0.people) }
    rules = []
    ruleLayers = []
    for (index, rule) in catalogue.vocabulary.rules.enumerated() {
      let (answer, layer) = Self.answer(profile, index, rule, catalogue.vocabulary)
      rules.append(answer)
      ruleLayers.append(layer)
    }
  }

  private static func answer(
    _ profile: SchoolProfile, _ index: Int, _ rule: Rule, _ vocabulary: Vocabulary
  ) -> (String, String) {
    func layer(_ origin: Origin) -> String { profile.layers[origin.layer].kind.title }
    switch profile.rules[index] {
    case .none: return ("", "")
    case .option(let option): return (rule.options[option.value].id, layer(option.origin))
    case .value(let value):
      if case .choice(let option) = value.value {
        return (rule.options[option].id, layer(value.origin))
      }
      return (value.value.plainText ?? "", layer(value.origin))
    case .bands(let bands):
      var parts: [(String, [String])] = []
      var layers: [String] = []
      for band in profile.bands {
        guard let option = bands[band] else { continue }
        let id = rule.options[option.value].id
        if let last = parts.indices.last, parts[last].0 == id {
          parts[last].1.append(vocabulary.bands[band].id)
        } else {
          parts.append((id, [vocabulary.bands[band].id]))
        }
        if !layers.contains(layer(option.origin)) { layers.append(layer(option.origin)) }
      }
      guard parts.count > 1 else { return (parts.first?.0 ?? "", layers.joined(separator: ", ")) }
      let words = parts.map { "\($0.1.joined(separator: ", ")): \($0.0)" }
      return (words.joined(separator: "; "), layers.joined(separator: ", "))
    }
  }
}
