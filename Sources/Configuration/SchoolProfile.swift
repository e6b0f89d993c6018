package import Diagnostics

/// Every effective value of one school, or of the trust for its own documents, and where it came from.
package struct SchoolProfile: Sendable {
  /// The school's folder; `trust` for the trust itself.
  package var slug: String
  package var scope: DocumentDeclaration.Scope
  /// The layers that were looked at, the school's own first.
  package var layers: [LayerReference]
  package var details: BodyDetails
  package var trustDetails: BodyDetails
  /// The index of the phase; nil for the trust.
  package var phase: Int?
  /// The bands the school has, youngest first.
  package var bands: [Int]
  package var leads: [RoleHolders]
  package var providers: [Provider?]
  /// The index of the form of each word that the school uses.
  package var words: [Sourced<Int>?]
  package var rules: [RuleAnswer]
  package var facts: [Sourced<Value>?]
  /// The address of each related document, where there is one.
  package var related: [Sourced<String>?]
  package var documents: [DocumentState]
  package var volumes: [Volume]
  /// The answer to each question of the catalogue; those about the current band, document and loop
  /// item are filled in while a document is printed.
  package var answers: [UInt8]
}

/// The name and the file of one layer.
package struct LayerReference: Sendable {
  package var kind: Layer.Kind
  package var file: SourceFile

  package init(kind: Layer.Kind, file: SourceFile) {
    self.kind = kind
    self.file = file
  }
}

/// A value and the layer and place it came from.
package struct Sourced<Value: Sendable>: Sendable {
  package var value: Value
  package var origin: Origin

  package init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

/// The layer of a value, as an index into the profile's, and its place there.
package struct Origin: Hashable, Sendable {
  package var layer: Int
  package var range: TextRange

  package init(layer: Int, range: TextRange) {
    self.layer = layer
    self.range = range
  }
}

/// What a role is called here and who holds it.
package struct RoleHolders: Sendable {
  package var title: String
  package var people: [Person]
  /// Where the holders were named.
  package var origin: Origin?
  /// Whether somebody tried to name them, and was told what is wrong with it.
  package var isMistaken = false
  /// The role whose holders these are, at the end of any chain, and where the manifest says so.
  package var sameAs: Sourced<Int>?
}

/// Somebody who holds a role.
package struct Person: Sendable {
  package var name: String
  package var email: String?
  package var phone: PhoneNumber?
  /// Whether they may stand on a public page.
  package var isPublic = true
  /// Whether the manifest says so itself, which also releases a mobile number.
  package var isSaidPublic = false
  /// Parts that may not, although the person may.
  package var privateParts: [PersonPart] = []
  package var origin: Origin

  /// Whether a part may stand on a public page.
  package func mayShow(_ part: PersonPart) -> Bool {
    isPublic && !privateParts.contains(part)
  }

  /// The telephone number, where it may stand on a public page: a mobile only where that was said.
  package var publicPhone: PhoneNumber? {
    guard let phone, mayShow(.phone), !phone.isMobile || isSaidPublic else { return nil }
    return phone
  }
}

/// The firm or product behind a kind of service.
package struct Provider: Sendable {
  package var title: String?
  package var name: String?
  package var phone: PhoneNumber?
  package var email: String?
  package var url: String?
  package var origin: Origin
}

/// How a rule is answered here.
package enum RuleAnswer: Sendable {
  /// The rule has no value here.
  case none
  case option(Sourced<Int>)
  /// The option for each band of the vocabulary; nil for the bands the school has not.
  case bands([Sourced<Int>?])
  case value(Sourced<Value>)
}

/// A document at this school: whether it is issued, and what its manifest says of it.
package struct DocumentState: Sendable {
  package var isIssued: Bool
  package var title: Sourced<String>?
  package var adopted: Sourced<CalendarDate>?
  package var adoptedBy: Sourced<String>?
  package var reviewEvery: ReviewPeriod?
  /// Where the manifest gives the period; nil where the template's default holds.
  package var reviewEveryOrigin: Origin?
  /// Whether somebody meant to give the period, and was told what is wrong with it.
  package var periodIsUnclear = false
  /// The day given, or computed from the adoption and the period.
  package var nextReview: ReviewDate?
  /// Where the manifest gives the day; nil where it is computed.
  package var nextReviewOrigin: Origin?
  package var category: DocumentCategory?
  package var version: Sourced<DocumentVersion>?
  package var history: [HistoryEntry] = []
  package var historyOrigin: Origin?
  package var given: AgreementGiven
  /// Who looks after it: a role's id, or words.
  package var owner: String?
  /// The day by which a form is to be back, where the manifest gives one.
  package var returnBy: Sourced<CalendarDate>?
  package var from: Sourced<CalendarDate>?
  package var to: Sourced<CalendarDate>?
  /// The policy that an appendix or an agreement without dates of its own is reviewed with.
  package var reviewedWith: Int?
}

/// Documents bound as parts of one.
package struct Volume: Sendable {
  package var id: String
  package var title: String
  /// The parts that are issued here, in order, as indices into the documents.
  package var parts: [Int]
}

extension SchoolProfile {
  /// The place of a value's origin.
  package func place(_ origin: Origin) -> Place { layers[origin.layer].file.place(origin.range) }

  /// The short name, or the name where there is no short one.
  package var shortName: String { details.shortName?.value ?? details.name.value }
}

extension DocumentState {
  /// Answers the questions about the document that is printed, or decided about.
  package func answer(_ questions: QuestionTable, _ answers: inout [UInt8]) {
    for (part, question) in questions.places.document { answers[question.index] = answer(part) }
  }

  private func answer(_ part: DocumentPart) -> UInt8 {
    func isThere(_ isThere: Bool) -> UInt8 { isThere ? 1 : 0 }
    return switch part {
    case .title: 1
    case .version: isThere(version != nil)
    case .adopted: isThere(adopted != nil)
    case .adoptedBy: isThere(adoptedBy != nil)
    case .nextReview: isThere(nextReview != nil)
    case .reviewEvery: isThere(reviewEvery != nil)
    case .history: isThere(!history.isEmpty)
    case .from: isThere(from != nil)
    case .to: isThere(to != nil)
    case .category:
      category.flatMap { DocumentCategory.allCases.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
    }
  }
}
