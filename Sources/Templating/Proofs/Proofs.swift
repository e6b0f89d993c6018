package import Configuration
package import Diagnostics

/// Proves of every template that it prints rightly for every school the vocabulary allows.
///
/// What is proved is in CONTRACT's section 5: values are there, references lead somewhere, `choose`
/// names what can be chosen, no branch is dead, nothing comes out empty, no sentence is broken by a
/// branch that was left out. Each is an implication between conditions over finite questions, decided
/// by a search that ends; where it fails there is a school to show for it.
package struct Proofs {
  let library: Library
  let catalogue: Catalogue
  /// A proof that failed, with the school that shows it, for tests that build that school.
  package struct Failure: Sendable {
    package var diagnostic: Diagnostic
    /// The answers of the school to all questions; nil where no school can be shown.
    package var answers: [UInt8]?
    package var document: Int?
  }

  package private(set) var failures: [Failure] = []
  private var deadBranches = DeadBranches()

  /// Reports all that cannot be proved.
  package static func check(
    _ library: Library, catalogue: Catalogue, report: inout Report
  ) {
    for failure in failures(of: library, catalogue: catalogue) { report.add(failure.diagnostic) }
  }

  /// All proofs that fail, with the schools that show it.
  package static func failures(of library: Library, catalogue: Catalogue) -> [Failure] {
    var proofs = Proofs(library: library, catalogue: catalogue)
    proofs.run()
    return proofs.failures
  }

  private init(library: Library, catalogue: Catalogue) {
    self.library = library
    self.catalogue = catalogue
  }

  private mutating func run() {
    for scope in DocumentDeclaration.Scope.allCases {
      let programs = (library.programs + library.words.values.sorted { $0.fileName < $1.fileName })
        .filter { $0.declaration.scope == scope }
      guard !programs.isEmpty else { continue }
      let space = SchoolSpace(catalogue, questions: library.questions, scope: scope)
      let context = ProofContext(
        catalogue: catalogue, questions: library.questions, space: space)
      let solver = Solver(space)
      guard solver.isSatisfiable else {
        failures.append(
          Failure(
            diagnostic: .noSchoolPossible(at: catalogue.vocabulary.file.place), answers: nil,
            document: nil))
        return
      }
      var uses: [Int: GuardedUses] = [:]
      for program in programs {
        var walk = GuardWalk(program, context)
        walk.walk()
        if let document = program.document { uses[document] = walk.uses }
        var prover = ProgramProver(
          program: program, uses: walk.uses, context: context, solver: solver, scope: scope,
          library: library)
        prover.others = sectionGuards
        prover.proveAlone(&deadBranches)
        failures.append(contentsOf: prover.failures)
      }
      for (document, use) in uses { sectionGuards[document] = use.headings }
      for program in programs {
        guard let own = program.document.flatMap({ uses[$0] }) ?? walked(program, context) else {
          continue
        }
        var prover = ProgramProver(
          program: program, uses: own, context: context, solver: solver, scope: scope,
          library: library)
        prover.others = sectionGuards
        prover.proveReferences()
        failures.append(contentsOf: prover.failures)
      }
    }
    for diagnostic in deadBranches.diagnostics {
      failures.append(Failure(diagnostic: diagnostic, answers: nil, document: nil))
    }
  }

  /// The guards of the sections of each document, by heading.
  private var sectionGuards: [Int: [Int: Condition]] = [:]

  private func walked(_ program: Program, _ context: ProofContext) -> GuardedUses? {
    var walk = GuardWalk(program, context)
    walk.walk()
    return walk.uses
  }
}

extension Program {
  fileprivate var fileName: String { declaration.file.path }
}

/// Branches and options that can never be printed.
///
/// A clause is read in each document that includes it; a branch of it is dead only where it is dead in
/// all of them.
struct DeadBranches {
  private struct Key: Hashable {
    var path: String
    var range: TextRange?
    var name: String
  }

  private var found: [Key: Diagnostic] = [:]
  private var alive: Set<Key> = []

  mutating func note(_ diagnostic: Diagnostic, isDead: Bool, name: String = "") {
    let key = Key(
      path: diagnostic.place.file.path, range: diagnostic.place.range,
      name: diagnostic.code.rawValue + name)
    if isDead { found[key] = found[key] ?? diagnostic } else { alive.insert(key) }
  }

  var diagnostics: [Diagnostic] {
    found.filter { !alive.contains($0.key) }.map(\.value)
      .sorted { ($0.place.description, $0.message) < ($1.place.description, $1.message) }
  }
}

/// Proves one program.
struct ProgramProver {
  let program: Program
  let uses: GuardedUses
  let context: ProofContext
  let solver: Solver
  let scope: DocumentDeclaration.Scope
  let library: Library
  /// The guards of the sections of all documents known so far.
  var others: [Int: [Int: Condition]] = [:]
  private(set) var failures: [Proofs.Failure] = []
  private var settled: [Condition: Bool] = [:]

  init(
    program: Program, uses: GuardedUses, context: ProofContext, solver: Solver,
    scope: DocumentDeclaration.Scope, library: Library
  ) {
    self.program = program
    self.uses = uses
    self.context = context
    self.solver = solver
    self.scope = scope
    self.library = library
    facts = .conjunction(
      context.space.facts(of: program.declaration, number: program.document))
  }

  /// What is true of the document itself.
  private let facts: Condition

  /// The proofs that need nothing of other documents.
  mutating func proveAlone(_ dead: inout DeadBranches) {
    proveValues()
    proveChoices(&dead)
    proveFullness()
    proveSentences()
  }

  // MARK: - Asking

  /// Whether no school fulfils a condition.
  mutating func isImpossible(_ condition: Condition, bands: [Int]? = nil) -> Bool {
    let closed = facts.and(context.closed(condition, bands: bands))
    if let known = settled[closed] { return known }
    let result: Bool
    switch solver.find(closed) {
    case .impossible: result = true
    case .possible: result = false
    case .unknown:
      result = true
      if failures.first(where: { $0.diagnostic.code == .proofGivenUp }) == nil {
        failures.append(
          .init(
            diagnostic: .proofGivenUp(at: program.declaration.file.place), answers: nil,
            document: program.document))
      }
    }
    settled[closed] = result
    return result
  }

  func example(_ condition: Condition, bands: [Int]?) -> CounterExample? {
    CounterExampleFinder(context: context, solver: solver, facts: facts).smallest(
      condition, bands: bands)
  }

  func words(_ example: CounterExample) -> String {
    example.words(context, scope: scope, document: program.declaration.id)
  }

  mutating func fail(_ diagnostic: Diagnostic, _ example: CounterExample?) {
    failures.append(
      .init(diagnostic: diagnostic, answers: example?.model, document: program.document))
  }

  // MARK: - Values

  private mutating func proveValues() {
    for use in uses.slots {
      let slot = program.slots[use.slot]
      let presence = context.presence(of: slot)
      guard presence != .always else { continue }
      let hole = use.guarded.condition.and(presence.negated(context.questions))
      guard !isImpossible(hole, bands: use.guarded.bands),
        let example = example(hole, bands: use.guarded.bands)
      else { continue }
      let text = SampleText.around(use.slot, in: use.text, of: program, context, example)
      fail(
        .mayBeMissing(
          slot.path, school: words(example), text: text, at: slot.place,
          guardPlace: use.guarded.place), example)
    }
  }

  // MARK: - References

  mutating func proveReferences() {
    for use in uses.references {
      let reference = program.references[use.reference]
      guard let alive = alive(reference.target) else { continue }
      let hole = use.guarded.condition.and(alive.negated(context.questions))
      guard !isImpossible(hole, bands: use.guarded.bands),
        let example = example(hole, bands: use.guarded.bands)
      else { continue }
      fail(
        .mayBeDead(
          target(reference.target), needed: needed(reference.target), school: words(example),
          at: reference.place, guardPlace: use.guarded.place,
          section: sectionPlace(reference.target)), example)
    }
  }

  /// When what a reference leads to is there; nil for what always is.
  private func alive(_ target: Reference.Target) -> Condition? {
    switch target {
    case .document(let document):
      return document == program.document
        ? nil : context.test(.issued(document), isThere: true)
    case .section(let document, let headings):
      let guards = document == program.document ? uses.headings : others[document] ?? [:]
      let printed = Condition.disjunction(headings.map { guards[$0] ?? .never })
      return document == program.document
        ? printed : context.test(.issued(document), isThere: true).and(printed)
    case .law, .term, .related, .address, .value: return nil
    }
  }

  private func target(_ target: Reference.Target) -> String {
    switch target {
    case .section(let document, let headings):
      let other = library.programs[document]
      let id = headings.first.flatMap { other.headings[$0].id } ?? ""
      return document == program.document
        ? "section '\(id)'" : "section '\(id)' of '\(other.declaration.id)'"
    case .document(let document): return "'\(library.programs[document].declaration.id)'"
    default: return ""
    }
  }

  /// The condition to write around the reference.
  private func needed(_ target: Reference.Target) -> String? {
    switch target {
    case .document(let document), .section(let document, _):
      document == program.document
        ? nil : "documents.\(library.programs[document].declaration.id) is issued"
    default: nil
    }
  }

  private func sectionPlace(_ target: Reference.Target) -> Place? {
    guard case .section(let document, let headings) = target, let heading = headings.first else {
      return nil
    }
    return library.programs[document].headings[heading].place
  }

  // MARK: - Choices

  private mutating func proveChoices(_ dead: inout DeadBranches) {
    for use in uses.choices {
      if let question = use.question {
        proveChoose(use, question, &dead)
      } else {
        proveIf(use, &dead)
      }
    }
  }

  /// Proves that a `choose` names every answer that can hold where it stands, and no other.
  private mutating func proveChoose(
    _ use: GuardedUses.ChoiceUse, _ question: QuestionID, _ dead: inout DeadBranches
  ) {
    let asked = context.questions[question]
    let reached = use.guarded.condition
    guard !isImpossible(reached, bands: use.guarded.bands) else { return }
    var named = AnswerSet(bits: 0)
    for branch in use.branches {
      guard case .test(_, let answers) = branch.condition else { continue }
      named = named.union(answers)
      for answer in answers.answers {
        let holds = Condition.test(question, AnswerSet([answer]))
        dead.note(
          .deadOption(asked.options[answer - 1], of: asked.path, at: branch.place),
          isDead: isImpossible(reached.and(holds), bands: use.guarded.bands),
          name: asked.options[answer - 1])
      }
    }
    let missing = asked.everything.subtracting(named).answers.filter { answer in
      !isImpossible(
        reached.and(.test(question, AnswerSet([answer]))), bands: use.guarded.bands)
    }
    guard let first = missing.first else { return }
    let example = example(
      reached.and(.test(question, AnswerSet([first]))), bands: use.guarded.bands)
    fail(
      .chooseLacks(
        missing.map { $0 == 0 ? nil : asked.options[$0 - 1] }, of: asked.path,
        school: example.map(words) ?? "", at: use.place), example)
  }

  private mutating func proveIf(_ use: GuardedUses.ChoiceUse, _ dead: inout DeadBranches) {
    var rest = use.guarded.condition
    guard !isImpossible(rest, bands: use.guarded.bands) else { return }
    for branch in use.branches {
      let here = rest.and(branch.condition)
      let isDead = isImpossible(here, bands: use.guarded.bands)
      let isElse = branch.condition == .always
      dead.note(.deadBranch(isElse: isElse, at: branch.place), isDead: isDead)
      if !isDead, !isElse { proveParts(branch, rest, use, &dead) }
      rest = rest.and(branch.condition.negated(context.questions))
    }
  }

  /// Looks for parts of a condition that always hold, or never, where it stands.
  private mutating func proveParts(
    _ branch: (condition: Condition, place: Place, isEmpty: Bool), _ rest: Condition,
    _ use: GuardedUses.ChoiceUse, _ dead: inout DeadBranches
  ) {
    let isAlways = isImpossible(
      rest.and(branch.condition.negated(context.questions)), bands: use.guarded.bands)
    dead.note(.alwaysTrue(at: branch.place), isDead: isAlways)
    guard !isAlways else { return }
    switch branch.condition {
    case .all(let parts):
      for part in parts {
        let holds = isImpossible(
          rest.and(part.negated(context.questions)), bands: use.guarded.bands)
        dead.note(
          .partlyAlwaysTrue(words(part), at: branch.place), isDead: holds, name: words(part))
      }
    case .any(let parts):
      for part in parts {
        dead.note(
          .partlyNeverTrue(words(part), at: branch.place),
          isDead: isImpossible(rest.and(part), bands: use.guarded.bands), name: words(part))
      }
    default: break
    }
  }

  /// A condition as somebody would write it.
  private func words(_ condition: Condition) -> String {
    guard case .test(let question, let answers) = condition else { return "a part" }
    let asked = context.questions[question]
    if answers == asked.anyValue {
      if case .issued = asked.subject { return "\(asked.path) is issued" }
      return "\(asked.path) exists"
    }
    if answers == AnswerSet([0]) { return "not \(asked.path) exists" }
    let names = answers.answers.filter { $0 > 0 }.map { asked.options[$0 - 1] }
    if answers.contains(0) {
      let others = asked.everything.subtracting(answers).answers.map { asked.options[$0 - 1] }
      return
        "\(asked.path) is not \(others.count > 1 ? "one of " : "")\(others.joined(separator: ", "))"
    }
    return "\(asked.path) is \(names.count > 1 ? "one of " : "")\(names.joined(separator: ", "))"
  }

  // MARK: - Fullness

  /// Proves that no section, list, item or document comes out empty.
  private mutating func proveFullness() {
    for container in uses.containers {
      let empty = container.guarded.condition.and(
        container.content.negated(context.questions))
      guard !isImpossible(empty, bands: container.guarded.bands) else { continue }
      let example = example(empty, bands: container.guarded.bands)
      fail(
        .mayBeEmpty(
          container.kind, school: example.map(words) ?? "", at: container.place), example)
    }
    proveSections()
    let printed = Condition.disjunction(
      uses.steps.map { step in
        switch step {
        case .content(let condition): condition
        case .heading(_, let guarded):
          context.closed(guarded.condition, bands: guarded.bands)
        }
      })
    let empty = printed.negated(context.questions)
    if program.document != nil, !isImpossible(empty) {
      let example = example(empty, bands: nil)
      fail(
        .documentMayBeEmpty(
          program.declaration.id, school: example.map(words) ?? "",
          at: program.declaration.file.place), example)
    }
  }

  /// Proves of each heading that something follows it before the next heading of its level.
  private mutating func proveSections() {
    for (index, step) in uses.steps.enumerated() {
      guard case .heading(let number, let guarded) = step else { continue }
      let level = program.headings[number].level
      var empty = context.closed(guarded.condition, bands: guarded.bands)
      var failed: Condition?
      for next in uses.steps[(index + 1)...] {
        switch next {
        case .content(let condition): empty = empty.and(condition.negated(context.questions))
        case .heading(let other, let inner):
          let printed = context.closed(inner.condition, bands: inner.bands)
          if program.headings[other].level > level {
            // A heading below this one is text under it, and has to have text itself.
            empty = empty.and(printed.negated(context.questions))
          } else {
            let ended = empty.and(printed)
            if !isImpossible(ended) { failed = failed ?? ended }
            empty = empty.and(printed.negated(context.questions))
          }
        }
        if failed != nil || isImpossible(empty) { break }
      }
      if failed == nil, !isImpossible(empty) { failed = empty }
      guard let failed else { continue }
      let example = example(failed, bands: nil)
      fail(
        .sectionMayBeEmpty(
          school: example.map(words) ?? "", at: program.headings[number].place), example)
    }
  }
}
