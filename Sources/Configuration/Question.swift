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

  /// One answer.
  package init(_ answer: Int) {
    bits = 1 << UInt64(answer)
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
  private var list = QuestionList()
  /// Where the questions about a school stand, for those that answer them.
  let places: AnswerPlaces

  package var questions: [Question] { list.questions }
  package var count: Int { list.questions.count }

  package subscript(id: QuestionID) -> Question { list.questions[id.index] }

  /// What a question is about.
  package func subject(of id: QuestionID) -> QuestionSubject { list.questions[id.index].subject }

  package func id(of subject: QuestionSubject) -> QuestionID? { list.id(of: subject) }

  @discardableResult
  package mutating func add(
    _ subject: QuestionSubject, path: @autoclosure () -> String, options: [String] = []
  ) -> QuestionID {
    list.add(subject, path: path(), options: options)
  }
}

extension QuestionTable {
  /// The questions about a school that a vocabulary and a set of documents allow.
  package init(_ vocabulary: Vocabulary, documents: [DocumentDeclaration]) {
    var list = QuestionList()
    places = AnswerPlaces(vocabulary, documents: documents, in: &list)
    self.list = list
  }
}

/// Questions in the order in which they were added, each once.
private struct QuestionList: Sendable {
  private(set) var questions: [Question] = []
  private var indices: [QuestionSubject: Int] = [:]

  func id(of subject: QuestionSubject) -> QuestionID? { indices[subject].map(QuestionID.init) }

  @discardableResult
  mutating func add(
    _ subject: QuestionSubject, path: @autoclosure () -> String, options: [String] = []
  ) -> QuestionID {
    if let known = id(of: subject) { return known }
    indices[subject] = questions.count
    questions.append(Question(subject: subject, path: path(), options: options))
    return QuestionID(questions.count - 1)
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
///
/// One object, because tables are copied far more often than schools answer.
final class AnswerPlaces: Sendable {
  let phase: QuestionID
  let bands: [QuestionID]
  let school: [(part: SchoolPart, question: QuestionID)]
  /// The trust has the parts that a school has, or fewer.
  let trust: [(part: SchoolPart, question: QuestionID)]
  /// About the document that is printed.
  let document: [(part: DocumentPart, question: QuestionID)]
  let roles: [(holder: QuestionID, email: QuestionID, phone: QuestionID)]
  let providers: [(whole: QuestionID, parts: [(part: ProviderPart, question: QuestionID)])]
  /// One question a rule, or one a band where it differs by band.
  let rules: [[QuestionID]]
  let facts: [QuestionID]
  let related: [QuestionID]
  let issued: [QuestionID]

  /// Adds the questions to a list, and notes where they stand.
  fileprivate init(
    _ vocabulary: Vocabulary, documents: [DocumentDeclaration], in list: inout QuestionList
  ) {
    let bandIDs = vocabulary.bands.map(\.id)
    phase = list.add(.phase, path: "school.phase", options: vocabulary.phases.map(\.id))
    bands = bandIDs.enumerated().map { list.add(.band($0), path: "bands.\($1)") }
    list.add(.currentBand, path: "band", options: bandIDs)
    school = SchoolPart.allCases.filter { $0 != .phase }.map { part in
      (part, list.add(.schoolPart(part), path: "school.\(part.rawValue)"))
    }
    trust = TrustPart.allCases.compactMap { part in
      let question = list.add(.trustPart(part), path: "trust.\(part.rawValue)")
      return SchoolPart(rawValue: part.rawValue).map { ($0, question) }
    }
    document = DocumentPart.allCases.map { part in
      let options = part == .category ? DocumentCategory.allCases.map(\.rawValue) : []
      let path = "document.\(part.rawValue)"
      return (part, list.add(.documentPart(part), path: path, options: options))
    }
    roles = vocabulary.roles.enumerated().map { index, role in
      let path = "leads.\(role.head.id)"
      let holder = list.add(.role(index), path: path)
      let email = list.add(.rolePart(index, .email), path: "\(path).email")
      let phone = list.add(.rolePart(index, .phone), path: "\(path).phone")
      return (holder, email, phone)
    }
    providers = vocabulary.providers.enumerated().map { index, provider in
      let path = "providers.\(provider.head.id)"
      let whole = list.add(.provider(index), path: path)
      let parts = ProviderPart.allCases.map { part in
        (part, list.add(.providerPart(index, part), path: "\(path).\(part.rawValue)"))
      }
      return (whole, parts)
    }
    rules = vocabulary.rules.enumerated().map { index, rule in
      let path = "rules.\(rule.path)"
      let options = rule.options.map(\.id)
      guard rule.perBand else {
        return [list.add(.rule(index), path: path, options: options)]
      }
      let inBands = bandIDs.enumerated().map { band, id in
        list.add(.ruleInBand(index, band: band), path: "\(path).\(id)", options: options)
      }
      list.add(.ruleInCurrentBand(index), path: path, options: options)
      return inBands
    }
    facts = vocabulary.facts.enumerated().map { index, fact in
      list.add(.fact(index), path: "facts.\(fact.head.id)", options: fact.type.options.map(\.id))
    }
    related = vocabulary.related.enumerated().map { index, related in
      list.add(.related(index), path: "related.\(related.head.id)")
    }
    issued = documents.enumerated().map { index, document in
      list.add(.issued(index), path: "documents.\(document.id)")
    }
  }
}
