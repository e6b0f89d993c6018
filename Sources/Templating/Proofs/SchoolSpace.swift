import Configuration
import Diagnostics
import Manifests

/// All schools that the vocabulary allows: what each question can be answered, and what must be true
/// of the answers together.
///
/// Proofs assume nothing of the trust there is: not its values, not its locks. They assume the
/// vocabulary's requirements and its constraints of level `error`; what those forbid is not a school.
struct SchoolSpace {
  let catalogue: Catalogue
  let questions: QuestionTable
  /// What is true of every school.
  private(set) var facts: [Condition] = []
  /// The answer that costs a manifest nothing, where there is one: the default, or nothing at all.
  private(set) var defaults: [Int?]

  private var vocabulary: Vocabulary { catalogue.vocabulary }

  /// What the trust's own documents ask and print; nil for schools, of which everything is required.
  private let asked: Set<QuestionID>?

  /// - Parameters:
  ///   - scope: Whose documents are proved right: the schools', or the trust's own.
  ///   - asked: What the trust must have; nil for schools.
  ///   - cited: The documents whose sections others cite.
  init(
    _ catalogue: Catalogue, questions: QuestionTable, scope: DocumentDeclaration.Scope,
    asked: Set<QuestionID>? = nil, cited: [Int] = []
  ) {
    self.catalogue = catalogue
    self.questions = questions
    self.asked = asked
    defaults = Array(repeating: 0, count: questions.count)
    if scope == .school {
      addPhases()
    } else {
      addNoSchool()
    }
    addRules(scope)
    addParts()
    addRequirements()
    addDocuments(scope)
    addConstraints()
    for document in cited where catalogue.documents[document].scope == scope {
      addEntry(of: document)
    }
  }

  /// Only what can be asked, of schools of which nothing is known.
  init(_ catalogue: Catalogue, questions: QuestionTable) {
    self.catalogue = catalogue
    self.questions = questions
    asked = nil
    defaults = []
  }

  /// What is true of the document that is printed.
  func facts(of declaration: DocumentDeclaration, number: Int?) -> [Condition] {
    guard let number else {
      // Words of the site belong to no document.
      return DocumentPart.allCases.map { test(.documentPart($0), isThere: false) }
    }
    return entryFacts(declaration) { .documentPart($0) } + [
      test(.issued(number), isThere: true), catalogue.issueConditions[number],
    ]
  }

  /// What is true of a page that a layout is laid around: a document's, or another with a title.
  func facts(ofPageWith parts: [PagePart]) -> Condition {
    .conjunction(
      [test(.documentPart(.title), isThere: true)]
        + parts.map { test(.pagePart($0.rawValue), isThere: true) })
  }

  /// What is true of the entry of a document that others cite.
  private mutating func addEntry(of document: Int) {
    let facts = entryFacts(catalogue.documents[document]) { .partOf(document: document, $0) }
    for fact in facts { require(fact) }
  }

  private func entryFacts(
    _ declaration: DocumentDeclaration, _ subject: (DocumentPart) -> QuestionSubject
  ) -> [Condition] {
    func present(_ known: DocumentPart) -> Condition { test(subject(known), isThere: true) }
    var result = [present(.title)]
    if declaration.reviewEvery != nil { result.append(present(.reviewEvery)) }
    if declaration.category != nil { result.append(present(.category)) }
    // The next review is computed where there is what it is computed from.
    result.append(
      .disjunction([
        present(.nextReview), test(subject(.adopted), isThere: false),
        test(subject(.reviewEvery), isThere: false),
      ]))
    return result
  }

  /// A condition of one document, as another sees it: its own parts are those of another's entry.
  func asForeign(_ condition: Condition, document: Int) -> Condition {
    switch condition {
    case .always, .never: return condition
    case .all(let parts): return .conjunction(parts.map { asForeign($0, document: document) })
    case .any(let parts): return .disjunction(parts.map { asForeign($0, document: document) })
    case .test(let question, let answers):
      guard case .documentPart(let part) = questions.subject(of: question),
        let own = questions.id(of: .partOf(document: document, part))
      else { return condition }
      return .test(own, answers)
    }
  }

  // MARK: - Building blocks

  func test(_ subject: QuestionSubject, _ answers: AnswerSet) -> Condition {
    questions.id(of: subject).map { .test($0, answers) } ?? .never
  }

  /// Whether something is there, or whether it is not.
  func test(_ subject: QuestionSubject, isThere: Bool) -> Condition {
    guard let id = questions.id(of: subject) else { return isThere ? .never : .always }
    return .test(id, isThere ? questions[id].anyValue : AnswerSet(0))
  }

  private mutating func require(_ condition: Condition) {
    switch condition {
    case .always: break
    case .all(let parts): facts.append(contentsOf: parts)
    default: facts.append(condition)
    }
  }

  private func implies(_ premise: Condition, _ conclusion: Condition) -> Condition {
    .disjunction([premise.negated(questions), conclusion])
  }

  private mutating func setDefault(_ subject: QuestionSubject, _ answer: Int?) {
    if let id = questions.id(of: subject) { defaults[id.index] = answer }
  }

  // MARK: - Phases and bands

  private mutating func addPhases() {
    guard let phase = questions.id(of: .phase) else { return }
    require(.test(phase, questions[phase].anyValue))
    setDefault(.phase, nil)
    for (index, declared) in vocabulary.phases.enumerated() {
      let isPhase = Condition.test(phase, AnswerSet(index + 1))
      for band in vocabulary.bands.indices where !declared.bands.contains(band) {
        require(implies(isPhase, test(.band(band), isThere: false)))
      }
      if !declared.bands.isEmpty {
        require(
          implies(isPhase, .disjunction(declared.bands.map { test(.band($0), isThere: true) })))
      }
    }
    for band in vocabulary.bands.indices { setDefault(.band(band), nil) }
    require(test(.schoolPart(.name), isThere: true))
    require(test(.schoolPart(.shortName), isThere: true))
    setDefault(.schoolPart(.name), 1)
    setDefault(.schoolPart(.shortName), 1)
    addTrustNames()
  }

  /// The trust has no phase and no bands.
  private mutating func addNoSchool() {
    require(test(.phase, isThere: false))
    for band in vocabulary.bands.indices { require(test(.band(band), isThere: false)) }
    for part in SchoolPart.allCases where part != .phase {
      require(test(.schoolPart(part), isThere: false))
    }
    addTrustNames()
  }

  private mutating func addTrustNames() {
    require(test(.trustPart(.name), isThere: true))
    require(test(.trustPart(.shortName), isThere: true))
    setDefault(.trustPart(.name), 1)
    setDefault(.trustPart(.shortName), 1)
  }

  // MARK: - Rules

  private mutating func addRules(_ scope: DocumentDeclaration.Scope) {
    for (index, rule) in vocabulary.rules.enumerated() {
      guard rule.perBand else {
        addRule(index, rule, .rule(index), band: nil, scope)
        continue
      }
      for band in vocabulary.bands.indices {
        addRule(index, rule, .ruleInBand(index, band: band), band: band, scope)
      }
    }
  }

  private mutating func addRule(
    _ index: Int, _ rule: Rule, _ subject: QuestionSubject, band: Int?,
    _ scope: DocumentDeclaration.Scope
  ) {
    var isPhase = Condition.always
    if let phases = rule.phases, scope == .school {
      isPhase = test(.phase, AnswerSet(phases.map { $0 + 1 }))
    }
    let isBand = band.map { test(.band($0), isThere: true) } ?? .always
    let isAsked = catalogue.ruleConditions[index]
    let value = test(subject, isThere: true)
    // Where the phase has no use for the rule it has its `otherwise`, or nothing.
    let otherwise =
      rule.otherwise.map { test(subject, AnswerSet($0 + 1)) } ?? test(subject, isThere: false)
    require(implies(isPhase.negated(questions).and(isBand), otherwise))
    require(implies(isBand.negated(questions), test(subject, isThere: false)))
    require(implies(isPhase.and(isAsked.negated(questions)), test(subject, isThere: false)))
    let chosen = defaultOption(rule, band: band)
    if chosen != nil { require(implies(.conjunction([isPhase, isBand, isAsked]), value)) }
    setDefault(subject, chosen)
  }

  /// The answer that holds where no manifest gives one; the number of the answer, not of the option.
  private func defaultOption(_ rule: Rule, band: Int?) -> Int? {
    guard let node = rule.head.defaultValue else { return nil }
    func answer(_ text: String) -> Int? {
      guard !rule.options.isEmpty else { return 1 }
      return rule.options.firstIndex { $0.id == text }.map { $0 + 1 }
    }
    switch node.content {
    case .scalar(let scalar): return answer(scalar.text)
    case .mapping(let entries):
      guard let band, let entry = entries.first(where: { $0.key == vocabulary.bands[band].id }),
        case .scalar(let scalar) = entry.value.content
      else { return nil }
      return answer(scalar.text)
    case .sequence: return 1
    case .none: return nil
    }
  }

  // MARK: - People, providers, facts

  /// A part of something is there only where the whole is; what has a default is always there.
  private mutating func addParts() {
    for index in vocabulary.roles.indices {
      for part in [PersonPart.email, .phone] {
        require(
          implies(test(.rolePart(index, part), isThere: true), test(.role(index), isThere: true)))
      }
    }
    for index in vocabulary.providers.indices {
      for part in ProviderPart.allCases {
        require(
          implies(
            test(.providerPart(index, part), isThere: true), test(.provider(index), isThere: true)))
      }
    }
    for (index, fact) in vocabulary.facts.enumerated() {
      guard let node = fact.head.defaultValue else { continue }
      require(test(.fact(index), isThere: true))
      var answer = 1
      if case .scalar(let scalar) = node.content, !fact.type.options.isEmpty {
        answer = (fact.type.options.firstIndex { $0.id == scalar.text } ?? 0) + 1
      }
      setDefault(.fact(index), answer)
    }
  }

  private mutating func addRequirements() {
    for requirement in catalogue.requirements {
      let subjects: [(QuestionSubject, Condition)]
      switch requirement.subject {
      case .role(let index): subjects = [(.role(index), .always)]
      case .provider(let index): subjects = [(.provider(index), .always)]
      case .fact(let index): subjects = [(.fact(index), .always)]
      case .related(let index): subjects = [(.related(index), .always)]
      case .rule(let index): subjects = requiredRule(index)
      default: subjects = []
      }
      for (subject, isAsked) in subjects {
        if let asked, !(questions.id(of: subject).map(asked.contains) ?? false) { continue }
        require(implies(requirement.condition.and(isAsked), test(subject, isThere: true)))
        if requirement.condition == .always, isAsked == .always {
          if let id = questions.id(of: subject), defaults[id.index] == 0 {
            // Everybody must give it: giving it is no choice.
            setDefault(subject, questions[id].options.isEmpty ? 1 : nil)
          }
        }
      }
    }
  }

  private func requiredRule(_ index: Int) -> [(QuestionSubject, Condition)] {
    let rule = vocabulary.rules[index]
    var isAsked = catalogue.ruleConditions[index]
    if let phases = rule.phases {
      isAsked = isAsked.and(test(.phase, AnswerSet(phases.map { $0 + 1 })))
    }
    guard rule.perBand else { return [(.rule(index), isAsked)] }
    return vocabulary.bands.indices.map {
      (.ruleInBand(index, band: $0), isAsked.and(test(.band($0), isThere: true)))
    }
  }

  // MARK: - Documents and constraints

  private mutating func addDocuments(_ scope: DocumentDeclaration.Scope) {
    for (index, declaration) in catalogue.documents.enumerated() {
      let issued = test(.issued(index), isThere: true)
      setDefault(.issued(index), 1)
      // A school cannot decide about the trust's documents, and the trust has none of a school's.
      guard declaration.scope == scope else {
        if scope == .trust { require(test(.issued(index), isThere: false)) }
        continue
      }
      // What another document's entry says is its own affair: it can be either way.
      require(implies(issued, withoutOwnParts(catalogue.issueConditions[index])))
      if let bands = declaration.bands {
        require(implies(issued, .disjunction(bands.map { test(.band($0), isThere: true) })))
      }
    }
  }

  /// A condition with what it asks of its own document's entry taken as possible.
  private func withoutOwnParts(_ condition: Condition) -> Condition {
    switch condition {
    case .always, .never: return condition
    case .all(let parts): return .conjunction(parts.map(withoutOwnParts))
    case .any(let parts): return .disjunction(parts.map(withoutOwnParts))
    case .test(let question, _):
      if case .documentPart = questions.subject(of: question) { return .always }
      return condition
    }
  }

  private mutating func addConstraints() {
    for constraint in catalogue.constraints where constraint.level == .error {
      if let asked, !constraint.forbidden.questions.isSubset(of: asked) { continue }
      guard constraint.perBand else {
        require(constraint.forbidden.negated(questions))
        continue
      }
      for band in vocabulary.bands.indices {
        let here = atBand(band, constraint.forbidden)
        require(
          implies(test(.band(band), isThere: true), here.negated(questions)))
      }
    }
  }

  /// A condition about the current band, for one band.
  func atBand(_ band: Int, _ condition: Condition) -> Condition {
    switch condition {
    case .always, .never: return condition
    case .all(let parts): return .conjunction(parts.map { atBand(band, $0) })
    case .any(let parts): return .disjunction(parts.map { atBand(band, $0) })
    case .test(let question, let answers):
      switch questions.subject(of: question) {
      case .currentBand: return answers.contains(UInt8(band + 1)) ? .always : .never
      case .ruleInCurrentBand(let rule): return test(.ruleInBand(rule, band: band), answers)
      default: return condition
      }
    }
  }
}
