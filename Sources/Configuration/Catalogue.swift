package import Diagnostics

/// Everything that manifests and templates may name, and what the vocabulary demands of a school.
package struct Catalogue: Sendable {
  package let vocabulary: Vocabulary
  package let documents: [DocumentDeclaration]
  package let laws: LawRegister
  package let glossary: Glossary
  package let names: Names
  package let questions: QuestionTable
  /// The numbers of the documents by their ids.
  private let documentIndices: [String: Int]
  /// The policy that an appendix or an agreement belongs to, by the document's number.
  let policies: [Int?]
  /// Under which condition each rule is asked, by the rule's index; `when:` of the vocabulary.
  package private(set) var ruleConditions: [Condition] = []
  /// Under which condition each document is issued where nobody says `no`; `issued-when:`.
  package private(set) var issueConditions: [Condition] = []
  /// Whether that condition asks what the manifest says of the document itself.
  private(set) var issueAsksOfDocument: [Bool] = []
  package private(set) var requirements: [RequiredValue] = []
  package private(set) var constraints: [CompiledConstraint] = []
  /// Rules and documents in an order in which each comes after what its condition asks.
  package private(set) var order: [Derived] = []

  /// What is asked about the band that a loop or a form stands at.
  package let bandQuestions: BandQuestions

  /// A rule or a document whose state follows from a condition.
  package enum Derived: Hashable, Sendable {
    case rule(Int)
    case document(Int)
  }

  package init(
    vocabulary: Vocabulary, documents: [DocumentDeclaration], laws: LawRegister,
    glossary: Glossary, report: inout Report
  ) {
    self.vocabulary = vocabulary
    self.documents = documents
    self.laws = laws
    self.glossary = glossary
    documentIndices = Dictionary(
      documents.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    policies = Self.policies(of: documents, documentIndices)
    names = Names(vocabulary, documents: documents)
    let questions = QuestionTable(vocabulary, documents: documents)
    self.questions = questions
    bandQuestions = BandQuestions(vocabulary, questions)
    compileConditions(&report)
    order = dependencyOrder(&report)
  }

  /// The number of a document; nil where there is none of the id.
  package func documentIndex(_ id: String) -> Int? { documentIndices[id] }

  /// The policies that documents name, or that attach them.
  private static func policies(
    of documents: [DocumentDeclaration], _ indices: [String: Int]
  ) -> [Int?] {
    var attaching: [String: Int] = [:]
    for (index, document) in documents.enumerated() {
      for appendix in document.appendices where attaching[appendix.value] == nil {
        attaching[appendix.value] = index
      }
    }
    return documents.map { document in
      guard document.kind != .policy else { return nil }
      guard let named = document.policy else { return attaching[document.id] }
      return indices[named.value]
    }
  }

  // MARK: - Conditions

  private mutating func compileConditions(_ report: inout Report) {
    let some = SchoolNames(self, bands: .some(nil))
    ruleConditions = vocabulary.rules.map { rule in
      compile(rule.condition, names: some, &report) ?? .always
    }
    issueConditions = documents.map { document in
      let names = SchoolNames(
        self, bands: .some(document.bands), scope: document.scope, ownsDocument: true)
      return compile(document.issuedWhen, names: names, &report) ?? .always
    }
    issueAsksOfDocument = issueConditions.map { condition in
      condition.questions.contains {
        if case .documentPart = questions[$0].subject { true } else { false }
      }
    }
    requirements = heads.compactMap { require($0, of: $1, names: some, &report) }
    let eachBand = SchoolNames(self, bands: .current)
    constraints = vocabulary.constraints.compactMap { compile($0, names: eachBand, &report) }
  }

  /// What the vocabulary can require, in its order.
  private var heads: [(EntryHead, Subject)] {
    var heads: [(EntryHead, Subject)] = []
    heads += vocabulary.roles.enumerated().map { ($1.head, .role($0)) }
    heads += vocabulary.providers.enumerated().map { ($1.head, .provider($0)) }
    heads += vocabulary.words.enumerated().map { ($1.head, .word($0, plural: false)) }
    heads += vocabulary.rules.enumerated().map { ($1.head, .rule($0)) }
    heads += vocabulary.facts.enumerated().map { ($1.head, .fact($0)) }
    heads += vocabulary.related.enumerated().map { ($1.head, .related($0)) }
    return heads
  }

  /// Returns what must be given, and when; nil where it need not be, or where the condition is wrong.
  private func require(
    _ head: EntryHead, of subject: Subject, names: SchoolNames, _ report: inout Report
  ) -> RequiredValue? {
    switch head.required {
    case .never: nil
    case .always: RequiredValue(subject: subject, condition: .always)
    case .when(let text):
      compile(text, names: names, &report).map {
        RequiredValue(subject: subject, condition: $0, text: text)
      }
    }
  }

  /// Returns a constraint with its conditions read; nil where one of them is wrong.
  private func compile(
    _ constraint: Constraint, names: SchoolNames, _ report: inout Report
  ) -> CompiledConstraint? {
    let texts = [constraint.when, constraint.never].compactMap(\.self)
    let conditions = texts.compactMap { compile($0, names: names, &report) }
    guard conditions.count == texts.count else { return nil }
    return CompiledConstraint(
      forbidden: conditions.reduce(.always) { $0.and($1) }, why: constraint.why,
      level: constraint.level, range: constraint.range, perBand: asksCurrentBand(conditions))
  }

  private func compile(
    _ text: MappedText?, names: some ConditionNames, _ report: inout Report
  ) -> Condition? {
    text.flatMap {
      ConditionParser.parse($0, names: names, table: questions, report: &report)
    }
  }

  /// Whether conditions ask about the band they are decided for.
  package func asksCurrentBand(_ conditions: [Condition]) -> Bool {
    conditions.contains { condition in
      condition.questions.contains { questions[$0].subject.isOfCurrentBand }
    }
  }

  // MARK: - Order

  private mutating func dependencyOrder(_ report: inout Report) -> [Derived] {
    var state: [Derived: Bool] = [:]
    var order: [Derived] = []
    var stack: [Derived] = []
    func needs(_ item: Derived) -> [Derived] {
      let condition =
        switch item {
        case .rule(let index): ruleConditions[index]
        case .document(let index): issueConditions[index]
        }
      return condition.questions.sorted().compactMap { question in
        switch questions[question].subject {
        case .rule(let index), .ruleInBand(let index, _), .ruleInCurrentBand(let index):
          .rule(index)
        case .issued(let index): .document(index)
        default: nil
        }
      }
    }
    func visit(_ item: Derived, _ report: inout Report) {
      if let isDone = state[item] {
        if !isDone { report.add(circle(from: item, stack)) }
        return
      }
      state[item] = false
      stack.append(item)
      for need in needs(item) where need != item || state[need] == false {
        visit(need, &report)
      }
      stack.removeLast()
      state[item] = true
      order.append(item)
    }
    for index in vocabulary.rules.indices { visit(.rule(index), &report) }
    for index in documents.indices { visit(.document(index), &report) }
    return order
  }

  private func circle(from item: Derived, _ stack: [Derived]) -> Diagnostic {
    let circle = stack.drop { $0 != item }.map(name) + [name(item)]
    let place =
      switch item {
      case .rule(let index):
        vocabulary.file.place(vocabulary.rules[index].head.range)
      case .document(let index):
        documents[index].issuedWhen.map { $0.place(0..<$0.count) } ?? documents[index].file.place
      }
    return .circularCondition(circle, at: place)
  }

  private func name(_ item: Derived) -> String {
    switch item {
    case .rule(let index): "rules.\(vocabulary.rules[index].path)"
    case .document(let index): "documents.\(documents[index].id)"
    }
  }
}

/// A value that some or all schools must have.
package struct RequiredValue: Sendable {
  package var subject: Subject
  package var condition: Condition
  /// The condition as it was written, for messages.
  package var text: MappedText?
}

/// A constraint with its conditions read: what must not be true together.
package struct CompiledConstraint: Sendable {
  package var forbidden: Condition
  package var why: String
  package var level: Severity
  package var range: TextRange
  /// Whether it is decided once for each band of the school.
  package var perBand: Bool
}

extension QuestionSubject {
  /// Whether the answer depends on the band that a loop or a form stands at.
  package var isOfCurrentBand: Bool {
    switch self {
    case .currentBand, .ruleInCurrentBand: true
    default: false
    }
  }
}

/// Names as the vocabulary's own conditions may use them, and those that decide whether a document is
/// issued.
package struct SchoolNames: ConditionNames {
  package enum Bands: Sendable {
    /// A rule that differs between bands is asked for each of some bands: all, where nil.
    case some([Int]?)
    /// It is asked for the band that the condition is decided for.
    case current
  }

  private let names: Names
  private let vocabulary: Vocabulary
  private let questions: QuestionTable
  private let bands: Bands
  private let scope: DocumentDeclaration.Scope
  /// Whether the condition belongs to a document, and can ask what the manifest says of it.
  private let ownsDocument: Bool

  package init(
    _ catalogue: Catalogue, bands: Bands, scope: DocumentDeclaration.Scope = .school,
    ownsDocument: Bool = false
  ) {
    self.ownsDocument = ownsDocument
    names = catalogue.names
    vocabulary = catalogue.vocabulary
    questions = catalogue.questions
    self.bands = bands
    self.scope = scope
  }

  package func question(
    _ path: String, place: (Range<Int>) -> Place, report: inout Report
  ) -> AskedQuestion? {
    guard let subject = names.subject(path) else {
      report.add(names.problem(with: path, place: place))
      return nil
    }
    if scope == .trust, subject.isOfSchool {
      report.add(.notInTrustDocument(path, at: place(0..<path.utf8.count)))
      return nil
    }
    if case .documentPart = subject, !ownsDocument {
      report.add(.documentHasNoPage(path, at: place(0..<path.utf8.count)))
      return nil
    }
    if case .rule(let index) = subject, vocabulary.rules[index].perBand,
      case .some(let only) = bands
    {
      let options = vocabulary.rules[index].options.map(\.id)
      let pairs = (only ?? Array(vocabulary.bands.indices)).compactMap { band in
        questions.id(of: .band(band)).flatMap { present in
          questions.id(of: .ruleInBand(index, band: band)).map { (band: present, rule: $0) }
        }
      }
      return AskedQuestion(.someBand(pairs), options: options)
    }
    guard let asked = AskedQuestion(subject, vocabulary: vocabulary, questions: questions) else {
      report.add(.cannotBeAsked(path, subject, at: place(0..<path.utf8.count)))
      return nil
    }
    return asked
  }
}

extension AskedQuestion {
  /// The question behind a name, nil for words, which are printed and never asked about.
  package init?(_ subject: Subject, vocabulary: Vocabulary, questions: QuestionTable) {
    let asked: QuestionSubject? =
      switch subject {
      case .schoolPart(.phase): .phase
      case .schoolPart(let part): .schoolPart(part)
      case .trustPart(let part): .trustPart(part)
      case .documentPart(let part): .documentPart(part)
      case .role(let index), .rolePart(let index, .name): .role(index)
      case .rolePart(let index, let part): .rolePart(index, part)
      case .provider(let index): .provider(index)
      case .providerPart(let index, let part): .providerPart(index, part)
      case .word: nil
      case .rule(let index):
        vocabulary.rules[index].perBand ? .ruleInCurrentBand(index) : .rule(index)
      case .fact(let index): .fact(index)
      case .related(let index): .related(index)
      case .document(let index): .issued(index)
      case .band(let index): .band(index)
      }
    guard let asked, let id = questions.id(of: asked) else { return nil }
    var isDocument = false
    if case .document = subject { isDocument = true }
    self.init(.one(id), options: questions[id].options, isDocument: isDocument)
  }
}

extension Subject {
  /// Whether only a school has it: its own details, its phase, its bands and what differs by band.
  package var isOfSchool: Bool {
    switch self {
    case .schoolPart, .band: true
    default: false
    }
  }
}
