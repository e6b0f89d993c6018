package import Configuration

/// Writes the manifest of a school that gives certain answers to all questions.
///
/// The answers of a counter-example become a school that can be built, so that it can be seen whether
/// the fault is really printed.
package struct AnswerWriter {
  let catalogue: Catalogue
  let questions: QuestionTable
  let answers: [UInt8]

  package init(_ catalogue: Catalogue, _ questions: QuestionTable, answers: [UInt8]) {
    self.catalogue = catalogue
    self.questions = questions
    self.answers = answers
  }

  private func answer(_ subject: QuestionSubject) -> Int {
    questions.id(of: subject).map { Int(answers[$0.index]) } ?? 0
  }

  private func isThere(_ subject: QuestionSubject) -> Bool { answer(subject) > 0 }

  /// The trust that goes with it: its details, and which of its documents it issues.
  package func trust() -> Draft {
    var draft = Draft(scope: .trust, name: "Sample Trust")
    for part in TrustPart.allCases where part != .name && isThere(.trustPart(part)) {
      if let value = Self.value(of: part.rawValue) { draft.details.append((part.rawValue, value)) }
    }
    for (index, document) in catalogue.documents.enumerated()
    where document.scope == .trust && !isThere(.issued(index)) {
      draft.documents[index] = .dropped
    }
    return draft
  }

  /// The school, or the trust itself.
  ///
  /// - Parameter document: The document whose entry the answers are about.
  package func draft(_ scope: DocumentDeclaration.Scope, document: Int?) -> Draft {
    var draft = scope == .trust ? trust() : Draft(scope: .school, name: "Sample School")
    let vocabulary = catalogue.vocabulary
    if scope == .school {
      draft.phase = answer(.phase) - 1
      draft.bands = vocabulary.bands.indices.filter { isThere(.band($0)) }
      for part in SchoolPart.allCases
      where part != .name && part != .phase && isThere(.schoolPart(part)) {
        if let value = Self.value(of: part.rawValue) {
          draft.details.append((part.rawValue, value))
        }
      }
    }
    for role in vocabulary.roles.indices { setRole(role, &draft) }
    for provider in vocabulary.providers.indices where isThere(.provider(provider)) {
      var entries: [(String, String)] = []
      for part in ProviderPart.allCases where isThere(.providerPart(provider, part)) {
        entries.append((part.rawValue, Self.value(of: part.rawValue) ?? ""))
      }
      if entries.isEmpty { entries = [("title", vocabulary.providers[provider].title)] }
      draft.providers[provider] = entries
    }
    for rule in vocabulary.rules.indices { setRule(rule, &draft) }
    for (index, fact) in vocabulary.facts.enumerated() where isThere(.fact(index)) {
      draft.facts[index] = SampleValue.of(fact.type, answer: answer(.fact(index)))
    }
    for related in vocabulary.related.indices where isThere(.related(related)) {
      draft.related[related] = "https://sample.example/related\(related)"
    }
    for (index, declared) in catalogue.documents.enumerated() where declared.scope == scope {
      if !isThere(.issued(index)) {
        draft.documents[index] = .dropped
        continue
      }
      let entries =
        index == document
        ? self.entries { .documentPart($0) }
        : self.entries { .partOf(document: index, $0) }
      if !entries.isEmpty { draft.documents[index] = .given(entries) }
    }
    return draft
  }

  /// The holders: one, or two where the role itself has no address and one of them has.
  private func setRole(_ role: Int, _ draft: inout Draft) {
    guard isThere(.role(role)) else { return }
    var first = Draft.Person(name: SampleValue.name(role))
    if isThere(.rolePart(role, .email)) { first.email = "person\(role)@sample.example" }
    if isThere(.rolePart(role, .phone)) { first.phone = "01632 960101" }
    draft.leads[role] = [first]
    func asks(_ part: ItemPart) -> Bool {
      questions.questions.indices.contains { index in
        if case .itemPart(_, part) = questions.questions[index].subject {
          answers[index] == 1
        } else {
          false
        }
      }
    }
    let lacksEmail = first.email == nil && asks(.email)
    let lacksPhone = first.phone == nil && asks(.phone)
    guard lacksEmail || lacksPhone else { return }
    // A second holder with what the role as a whole has not.
    var second = Draft.Person(name: SampleValue.name(role + 1))
    if lacksEmail { second.email = "other\(role)@sample.example" }
    if lacksPhone { second.phone = "01632 960102" }
    draft.leads[role] = [Draft.Person(name: first.name), second]
  }

  private func setRule(_ index: Int, _ draft: inout Draft) {
    let rule = catalogue.vocabulary.rules[index]
    guard rule.perBand else {
      let answer = answer(.rule(index))
      guard answer > 0 else { return }
      draft.rules[index] =
        switch rule.kind {
        case .options: .option(answer - 1)
        case .value(let type): .value(SampleValue.of(type, answer: answer))
        }
      return
    }
    var bands: [Int: Int] = [:]
    for band in catalogue.vocabulary.bands.indices {
      let answer = answer(.ruleInBand(index, band: band))
      if answer > 0 { bands[band] = answer - 1 }
    }
    if !bands.isEmpty { draft.rules[index] = .bands(bands) }
  }

  private func entries(
    _ subject: (DocumentPart) -> QuestionSubject
  ) -> [(key: String, value: ManifestTree)] {
    var result: [(key: String, value: ManifestTree)] = []
    for part in DocumentPart.allCases {
      let answer = answer(subject(part))
      guard answer > 0 else { continue }
      switch part {
      case .title: break
      case .version: result.append(("version", "4"))
      case .adopted: result.append(("adopted", "2026-09-15"))
      case .adoptedBy: result.append(("adopted-by", "Governing Body"))
      case .reviewEvery: result.append(("review-every", "1 year"))
      case .nextReview: result.append(("next-review", "2027-09-15"))
      case .category:
        result.append(("category", .text(DocumentCategory.allCases[answer - 1].rawValue)))
      case .history:
        result.append(
          ("history", .list([.map([("adopted", "2025-09-16"), ("summary", "Added rules")])])))
      case .from: result.append(("from", "2026-01-01"))
      case .to: result.append(("to", "2030-12-31"))
      }
    }
    return result
  }

  private static func value(of part: String) -> String? {
    switch part {
    case "urn": "123456"
    case "website", "url": "https://sample.example"
    case "address": "Sample Lane"
    case "phone": "01632 960100"
    case "email": "office@sample.example"
    case "colour": "#1d4f91"
    case "name": "Samplenet"
    default: nil
    }
  }
}
