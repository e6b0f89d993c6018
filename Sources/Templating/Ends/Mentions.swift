import Configuration
import Diagnostics

/// All that documents, words of the site and layouts ask, print and cite, whatever the school.
struct Mentions: ProgramVisitor {
  private(set) var subjects: Set<Subject> = []
  private(set) var laws: Set<Int> = []
  private(set) var terms: Set<Int> = []
  /// The clauses that are included, by the path of their file.
  private(set) var clauses: Set<String> = []
  /// The sets of answers that some condition tells from the others, by question.
  private(set) var tests: [QuestionID: Set<AnswerSet>] = [:]
  private let questions: QuestionTable

  init(_ library: Library, layouts: [Layout], catalogue: Catalogue) {
    questions = library.questions
    for program in library.everyProgram {
      walk(program)
      for inclusion in program.inclusions { clauses.insert(inclusion.file.path) }
    }
    for layout in layouts {
      var program = Program(
        document: nil,
        declaration: DocumentDeclaration(id: "", kind: .policy, scope: .school, file: layout.file),
        title: [], summary: [], audience: [],
        body: [.paragraph(layout.content, layout.file.place)])
      program.runs = layout.runs
      program.slots = layout.slots
      walk(program)
    }
    for definition in library.definitions {
      for reference in definition.references { cite(reference) }
    }
    noteVocabulary(catalogue)
    noteAbbreviations(library, catalogue.glossary)
  }

  /// Conditions of the vocabulary and of front matter decide what is asked, needed and issued.
  ///
  /// A constraint alone is no use: it only says which answers go together.
  private mutating func noteVocabulary(_ catalogue: Catalogue) {
    for (index, condition) in catalogue.ruleConditions.enumerated() {
      note(condition, besides: .rule(index))
    }
    for condition in catalogue.issueConditions { note(condition) }
    for requirement in catalogue.requirements {
      note(requirement.condition, besides: requirement.subject.whole)
    }
    for constraint in catalogue.constraints { note(tests: constraint.forbidden) }
  }

  /// An abbreviation that a text has is explained by its term, cited or not.
  private mutating func noteAbbreviations(_ library: Library, _ glossary: Glossary) {
    for (index, term) in glossary.terms.enumerated() where !terms.contains(index) {
      guard let abbreviation = term.abbreviation.map({ Array($0.utf8) }) else { continue }
      let isWritten = library.everyProgram.contains { program in
        program.runs.contains { $0.text.hasWord(abbreviation) }
      }
      if isWritten { terms.insert(index) }
    }
  }

  // MARK: - What stands there

  mutating func print(_ slot: Slot) {
    if case .subject(let subject) = slot.source { subjects.insert(subject.whole) }
  }

  mutating func cite(_ reference: Reference) {
    switch reference.target {
    case .law(let law): laws.insert(law)
    case .term(let term): terms.insert(term)
    case .related(let related): subjects.insert(.related(related))
    case .section, .document, .address, .value: break
    }
  }

  mutating func loop(over source: LoopSource, at place: Place) {
    switch source {
    case .list(let subject): subjects.insert(subject)
    case .holders(let role): subjects.insert(.role(role))
    // That bands with other answers are told apart is no other text: what they print may be the same.
    case .bands, .history: break
    }
  }

  mutating func ask(_ condition: Condition, at place: Place) { note(condition) }

  /// Branches of a `choose` that print the same are one branch.
  func conditions<Element>(
    of choice: Choice<Element>, _ text: ([Element]) -> BranchText
  ) -> [Condition] {
    guard let question = choice.question else { return choice.branches.map(\.condition) }
    let texts = choice.branches.map { text($0.body) }
    return choice.branches.indices.map { index in
      let alike = choice.branches.indices.filter { texts[$0] == texts[index] }
      let answers = alike.map { other -> AnswerSet in
        if case .test(_, let answers) = choice.branches[other].condition { return answers }
        return AnswerSet(bits: 0)
      }
      return .test(question, answers.reduce(AnswerSet(bits: 0)) { $0.union($1) })
    }
  }

  // MARK: - Conditions

  private mutating func note(_ condition: Condition, besides own: Subject? = nil) {
    forEachTest(of: condition) { mentions, question, answers in
      for subject in mentions.questions.subject(of: question).subjects where subject != own {
        mentions.subjects.insert(subject)
      }
      mentions.tests[question, default: []].insert(answers)
    }
  }

  private mutating func note(tests condition: Condition) {
    forEachTest(of: condition) { $0.tests[$1, default: []].insert($2) }
  }

  private mutating func forEachTest(
    of condition: Condition, _ note: (inout Mentions, QuestionID, AnswerSet) -> Void
  ) {
    switch condition {
    case .always, .never: break
    case .all(let parts), .any(let parts):
      for part in parts { forEachTest(of: part, note) }
    case .test(let question, let answers): note(&self, question, answers)
    }
  }

  /// The sets of answers to a rule that some condition tells from the others, whatever the band.
  func tests(ofRule rule: Int, _ vocabulary: Vocabulary) -> Set<AnswerSet> {
    var asked: [QuestionSubject] = [.rule(rule), .ruleInCurrentBand(rule)]
    asked += vocabulary.bands.indices.map { .ruleInBand(rule, band: $0) }
    return asked.compactMap { questions.id(of: $0).flatMap { tests[$0] } }
      .reduce(into: []) { $0.formUnion($1) }
  }
}

extension Library {
  /// The documents in their order, then the words of the site by their files.
  var everyProgram: [Program] {
    programs
      + words.values.sorted { $0.declaration.file.path < $1.declaration.file.path }
  }
}

extension [UInt8] {
  /// Whether a word stands in the text by itself.
  fileprivate func hasWord(_ word: [UInt8]) -> Bool {
    guard !word.isEmpty, count >= word.count else { return false }
    func isLetter(_ index: Int) -> Bool {
      guard indices.contains(index) else { return false }
      return Unicode.Scalar(self[index]).properties.isAlphabetic || self[index] >= 128
    }
    for start in 0...(count - word.count)
    where self[start] == word[0] && self[start..<start + word.count].elementsEqual(word) {
      if !isLetter(start - 1), !isLetter(start + word.count) { return true }
    }
    return false
  }
}
