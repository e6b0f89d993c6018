/// Which question of a catalogue, by its number.
package struct QuestionID: Hashable, Sendable, Comparable {
  package var index: Int

  package init(_ index: Int) {
    self.index = index
  }

  package static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// Something finite that can be asked about a school.
///
/// Conditions ask only such questions, so that a condition can be decided for all schools at once.
/// Answer 0 is always 'no value'; what is merely there or not has the one further answer 1.
package struct Question: Sendable {
  package var subject: QuestionSubject
  /// How a condition names it: `rules.byod`.
  package var path: String
  /// The names of the answers from 1 on; empty where the question is only whether something is there.
  package var options: [String]

  package var answerCount: Int { max(options.count, 1) + 1 }

  /// All answers but 'no value'.
  package var anyValue: AnswerSet { everything.subtracting(AnswerSet(bits: 1)) }

  /// All answers.
  package var everything: AnswerSet {
    AnswerSet(bits: answerCount < 64 ? 1 << UInt64(answerCount) - 1 : .max)
  }
}

/// What a question is about; numbers are indices into the vocabulary.
package enum QuestionSubject: Hashable, Sendable {
  case phase
  /// Whether the school has a band.
  case band(Int)
  /// The band that a loop or a form stands at.
  case currentBand
  case role(Int)
  case rolePart(Int, PersonPart)
  case provider(Int)
  case providerPart(Int, ProviderPart)
  case rule(Int)
  /// A rule that may differ between bands, in one band.
  case ruleInBand(Int, band: Int)
  /// The same in the band that a loop or a form stands at.
  case ruleInCurrentBand(Int)
  case fact(Int)
  case related(Int)
  case schoolPart(SchoolPart)
  case trustPart(TrustPart)
  /// A part of the document that is printed.
  case documentPart(DocumentPart)
  case issued(Int)
  /// A part of another document's entry than the one that is printed; proofs about both ask it.
  case partOf(document: Int, DocumentPart)
  /// A part of what a loop stands at, by the loop's own number.
  case itemPart(loop: Int, ItemPart)
  /// Something about the page that a layout is laid around, by its number there.
  case pagePart(Int)
  /// What a condition asks that could not be read, each by a number of its own.
  case unclear(Int)
}

/// The parts of a person that can be printed.
package enum PersonPart: String, CaseIterable, Sendable {
  case name, email, phone
}

/// The parts of a provider that can be printed.
package enum ProviderPart: String, CaseIterable, Sendable {
  case name, phone, email, url
}

/// The parts of a school.
package enum SchoolPart: String, CaseIterable, Sendable {
  case name
  case shortName = "short-name"
  case urn, phase, website, address, phone, email, colour
}

/// The parts of the trust.
package enum TrustPart: String, CaseIterable, Sendable {
  case name
  case shortName = "short-name"
  case website, address, phone, email, colour
}

/// The parts of a document's entry in a manifest.
package enum DocumentPart: String, CaseIterable, Sendable {
  case title, version, adopted
  case adoptedBy = "adopted-by"
  case nextReview = "next-review"
  case reviewEvery = "review-every"
  case category, history
  /// The first and the last day of an addendum.
  case from, to
}

/// The parts of what a loop stands at.
package enum ItemPart: String, CaseIterable, Sendable {
  case name, email, phone, title, version, adopted, summary
}

/// A set of answers to one question.
package struct AnswerSet: Hashable, Sendable {
  package var bits: UInt64

  /// The most options that a question can have.
  package static let mostOptions = 62

  package init(bits: UInt64) {
    self.bits = bits
  }

  package init(_ answers: [Int]) {
    bits = 0
    for answer in answers { bits |= 1 << UInt64(answer) }
  }

  package func contains(_ answer: UInt8) -> Bool { bits >> UInt64(answer) & 1 == 1 }
  package var isEmpty: Bool { bits == 0 }
  package var count: Int { bits.nonzeroBitCount }

  /// The answers in order.
  package var answers: [Int] {
    var result: [Int] = []
    result.reserveCapacity(count)
    var rest = bits
    while rest != 0 {
      result.append(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    return result
  }

  package func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
  package func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
  package func subtracting(_ other: Self) -> Self { Self(bits: bits & ~other.bits) }
}

/// All questions that can be asked in a workspace.
package struct QuestionTable: Sendable {
  package private(set) var questions: [Question] = []
  /// Where the questions about a school stand, for those that answer them.
  private(set) var places = AnswerPlaces()
  private var indices: [QuestionSubject: Int] = [:]

  package var count: Int { questions.count }

  package subscript(id: QuestionID) -> Question { questions[id.index] }

  package func id(of subject: QuestionSubject) -> QuestionID? {
    indices[subject].map(QuestionID.init)
  }

  @discardableResult
  package mutating func add(
    _ subject: QuestionSubject, path: String, options: [String] = []
  ) -> QuestionID {
    if let known = id(of: subject) { return known }
    indices[subject] = questions.count
    questions.append(Question(subject: subject, path: path, options: options))
    return QuestionID(questions.count - 1)
  }
}

extension QuestionTable {
  /// The questions about a school that a vocabulary and a set of documents allow.
  package init(_ vocabulary: Vocabulary, documents: [DocumentDeclaration]) {
    let bandIDs = vocabulary.bands.map(\.id)
    places.phase = add(.phase, path: "school.phase", options: vocabulary.phases.map(\.id))
    places.bands = bandIDs.enumerated().map { add(.band($0), path: "bands.\($1)") }
    add(.currentBand, path: "band", options: bandIDs)
    for part in SchoolPart.allCases where part != .phase {
      places.school.append((part, add(.schoolPart(part), path: "school.\(part.rawValue)")))
    }
    for part in TrustPart.allCases {
      let question = add(.trustPart(part), path: "trust.\(part.rawValue)")
      if let same = SchoolPart(rawValue: part.rawValue) { places.trust.append((same, question)) }
    }
    for part in DocumentPart.allCases {
      let options = part == .category ? DocumentCategory.allCases.map(\.rawValue) : []
      let path = "document.\(part.rawValue)"
      places.document.append((part, add(.documentPart(part), path: path, options: options)))
    }
    for (index, role) in vocabulary.roles.enumerated() {
      let path = "leads.\(role.head.id)"
      let holder = add(.role(index), path: path)
      let email = add(.rolePart(index, .email), path: "\(path).email")
      let phone = add(.rolePart(index, .phone), path: "\(path).phone")
      places.roles.append((holder, email, phone))
    }
    for (index, provider) in vocabulary.providers.enumerated() {
      let path = "providers.\(provider.head.id)"
      let whole = add(.provider(index), path: path)
      let parts = ProviderPart.allCases.map { part in
        (part, add(.providerPart(index, part), path: "\(path).\(part.rawValue)"))
      }
      places.providers.append((whole, parts))
    }
    for (index, rule) in vocabulary.rules.enumerated() {
      let path = "rules.\(rule.path)"
      let options = rule.options.map(\.id)
      guard rule.perBand else {
        places.rules.append([add(.rule(index), path: path, options: options)])
        continue
      }
      places.rules.append(
        bandIDs.enumerated().map { band, id in
          add(.ruleInBand(index, band: band), path: "\(path).\(id)", options: options)
        })
      add(.ruleInCurrentBand(index), path: path, options: options)
    }
    places.facts = vocabulary.facts.enumerated().map { index, fact in
      add(.fact(index), path: "facts.\(fact.head.id)", options: fact.type.options.map(\.id))
    }
    places.related = vocabulary.related.enumerated().map { index, related in
      add(.related(index), path: "related.\(related.head.id)")
    }
    places.issued = documents.enumerated().map { index, document in
      add(.issued(index), path: "documents.\(document.id)")
    }
  }
}

/// The questions about the band that a loop or a form stands at.
package struct BandQuestions: Sendable {
  /// Which band it is.
  private let current: QuestionID?
  /// About each rule that may differ between bands: in that band, and in each band.
  private let rules: [(current: QuestionID, inBand: [QuestionID])]

  init(_ vocabulary: Vocabulary, _ questions: QuestionTable) {
    current = questions.id(of: .currentBand)
    rules = vocabulary.rules.indices.compactMap { rule in
      guard vocabulary.rules[rule].perBand,
        let current = questions.id(of: .ruleInCurrentBand(rule))
      else { return nil }
      let inBand = vocabulary.bands.indices.compactMap {
        questions.id(of: .ruleInBand(rule, band: $0))
      }
      return inBand.count == vocabulary.bands.count ? (current, inBand) : nil
    }
  }

  /// Answers them for one band.
  ///
  /// - Parameter school: What the school answers, band by band.
  package func enter(_ band: Int, school: [UInt8], answers: inout [UInt8]) {
    if let current { answers[current.index] = UInt8(band + 1) }
    for rule in rules { answers[rule.current.index] = school[rule.inBand[band].index] }
  }
}

/// Where the questions about a school stand in a table, by what they are about: known once, so that nothing is looked up
/// for each school.
struct AnswerPlaces: Sendable {
  var phase = QuestionID(0)
  var bands: [QuestionID] = []
  var school: [(part: SchoolPart, question: QuestionID)] = []
  /// The trust has the parts that a school has, or fewer.
  var trust: [(part: SchoolPart, question: QuestionID)] = []
  /// About the document that is printed.
  var document: [(part: DocumentPart, question: QuestionID)] = []
  var roles: [(holder: QuestionID, email: QuestionID, phone: QuestionID)] = []
  var providers: [(whole: QuestionID, parts: [(part: ProviderPart, question: QuestionID)])] = []
  /// One question a rule, or one a band where it differs by band.
  var rules: [[QuestionID]] = []
  var facts: [QuestionID] = []
  var related: [QuestionID] = []
  var issued: [QuestionID] = []
}
