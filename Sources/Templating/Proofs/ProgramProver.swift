import Configuration
import Diagnostics

/// Proves one program.
struct ProgramProver {
  let program: Program
  /// Whether it is HTML around documents.
  let isLayout: Bool
  let uses: GuardedUses
  let context: ProofContext
  /// Knows what is true of the document itself, and so is no choice.
  private var solver: Solver
  let scope: DocumentDeclaration.Scope
  let library: Library
  /// The guards of the sections of all documents known so far, their own parts asked as another's.
  var others: [Int: [Int: Condition]] = [:]
  /// The trust that does not print a section of one of its documents.
  var trustGaps: [Int: [Int: CounterExample]] = [:]
  private(set) var failures: [Proofs.Failure] = []
  var dead = DeadBranches()
  /// What a search gave up, so that none begins it again.
  private var givenUp: Set<Condition> = []
  /// Schools that searches found and that have the document: most of what can be asked one of them shows.
  private var known: KnownSchools

  init(
    program: Program, isLayout: Bool = false, uses: GuardedUses, context: ProofContext,
    solver: Solver,
    scope: DocumentDeclaration.Scope, library: Library, facts: Condition? = nil
  ) {
    self.program = program
    self.isLayout = isLayout
    self.uses = uses
    self.context = context
    self.solver = solver
    self.scope = scope
    self.library = library
    let facts =
      facts
      ?? .conjunction(context.space.facts(of: program.declaration, number: program.document))
    self.solver.assume(facts)
    known = KnownSchools(context)
    for school in solver.plainSchools where facts.holds(school) { known.add(school) }
  }

  /// What is found in one program.
  struct Findings {
    var failures: [Proofs.Failure] = []
    var dead: DeadBranches
    /// The sections that some trust does not print; of the trust's own documents only.
    var gaps: [Int: CounterExample] = [:]
  }

  /// Proves what there is to prove.
  mutating func findings() -> Findings {
    if isLayout {
      proveLayout()
    } else {
      guard isEverIssued() else { return Findings(dead: dead) }
      proveValues()
      proveReferences()
      proveChoices()
      proveLoops()
      proveFullness()
      proveLeadIns()
      proveSentences()
    }
    return Findings(failures: failures, dead: dead, gaps: scope == .trust ? gaps() : [:])
  }

  /// The proofs that make sense for HTML around documents.
  private mutating func proveLayout() {
    proveValues()
    for use in uses.choices { if let question = use.question { proveChoose(use, question) } }
  }

  // MARK: - Asking

  /// How many of them a search begins with, the last found first.
  private static let mostTried = 4
  /// How many searches of one document are given up before none is begun any more: each takes its time.
  private static let mostGivenUp = 4

  /// Whether no school fulfils a condition.
  mutating func isImpossible(_ condition: Condition, bands: [Int]? = nil) -> Bool {
    if case .never = condition { return true }
    let here = context.closed(condition, bands: bands)
    if known.fulfil(here) { return false }
    let isHopeless = givenUp.count >= Self.mostGivenUp || givenUp.contains(here)
    switch isHopeless ? .unknown : solver.find(here, near: known.last(Self.mostTried)) {
    case .impossible: return true
    case .possible(let model):
      known.add(model)
      return false
    case .unknown:
      givenUp.insert(here)
      if !failures.contains(where: { $0.diagnostic.code == .proofGivenUp }) {
        fail(.proofGivenUp(at: program.declaration.file.place), nil)
      }
      return true
    }
  }

  /// The smallest school for which a condition holds; nil where there is none.
  mutating func example(_ condition: Condition, bands: [Int]? = nil) -> CounterExample? {
    guard !isImpossible(condition, bands: bands) else { return nil }
    var finder = CounterExampleFinder(context: context, solver: solver)
    return finder.smallest(condition, bands: bands)
  }

  func words(_ example: CounterExample) -> String {
    example.words(context, scope: scope, document: program.declaration.id)
  }

  mutating func fail(
    _ diagnostic: Diagnostic, _ example: CounterExample?,
    scope: DocumentDeclaration.Scope? = nil
  ) {
    var diagnostic = diagnostic
    diagnostic.notes += inclusions(of: diagnostic.place.file.path)
    failures.append(
      .init(
        diagnostic: diagnostic, scope: scope ?? self.scope, answers: example?.model,
        document: program.document))
  }

  /// Where a clause with a fault is included, up to the document.
  private func inclusions(of path: String) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    var path = path
    while path != program.declaration.file.path, notes.count < TemplateLimits.includes,
      let inclusion = program.inclusions.first(where: { $0.file.path == path })
    {
      notes.append(Diagnostic.Note("included here", at: inclusion.place))
      path = inclusion.place.file.path
    }
    return notes
  }

  // MARK: - The document

  /// Whether some school is issued the document; a document that none is issued is dead as a whole.
  private mutating func isEverIssued() -> Bool {
    guard isImpossible(.always) else { return true }
    let declaration = program.declaration
    let place = declaration.issuedWhen.map { $0.place(0..<$0.count) } ?? declaration.file.place
    dead.note(
      place, .deadBranch, isDead: true, .neverIssued(declaration.id, scope: scope, at: place))
    return false
  }

  /// The sections that some trust does not print, each with the trust that shows it.
  private mutating func gaps() -> [Int: CounterExample] {
    var result: [Int: CounterExample] = [:]
    for (heading, printed) in uses.headings where program.headings[heading].id != nil {
      result[heading] = example(printed.negated(context.questions))
    }
    return result
  }

  // MARK: - Values

  private mutating func proveValues() {
    for use in uses.slots {
      let slot = program.slots[use.slot]
      let presence = context.presence(of: slot)
      guard presence != .always else { continue }
      let hole = use.guarded.condition.and(presence.negated(context.questions))
      guard let example = example(hole, bands: use.guarded.bands) else { continue }
      let text = SampleText.around(.slot(use.slot), in: use.text, of: program, context, example)
      fail(
        .mayBeMissing(
          slot.path, school: words(example), text: text, at: slot.place,
          guardPlace: use.guarded.place, isLayout: isLayout), example)
    }
  }

  // MARK: - References

  private mutating func proveReferences() {
    for use in uses.references {
      let reference = program.references[use.reference]
      guard let alive = alive(reference.target) else { continue }
      let hole = use.guarded.condition.and(alive.negated(context.questions))
      if let example = example(hole, bands: use.guarded.bands) {
        let text = SampleText.around(
          .reference(use.reference), in: use.text, of: program, context, example)
        fail(
          .mayBeDead(
            target(reference.target), needed: needed(reference.target), school: words(example),
            text: text, at: reference.place, guardPlace: use.guarded.place,
            section: sectionPlace(reference.target)), example)
      } else if let gap = trustGap(reference.target),
        !isImpossible(use.guarded.condition, bands: use.guarded.bands)
      {
        fail(
          .sectionOfTrustMayBeDead(
            target(reference.target),
            trust: gap.words(context, scope: .trust, document: program.declaration.id),
            at: reference.place, section: sectionPlace(reference.target)), gap, scope: .trust)
      }
    }
  }

  /// When what a reference leads to is there; nil for what always is.
  private func alive(_ target: Reference.Target) -> Condition? {
    switch target {
    case .document(let document):
      return document == program.document
        ? nil : context.test(.issued(document), isThere: true)
    case .section(let document, let headings):
      func printed(_ guards: [Int: Condition]) -> Condition {
        .disjunction(headings.map { guards[$0] ?? .never })
      }
      if isOwn(document) { return printed(uses.headings) }
      let isIssued = context.test(.issued(document), isThere: true)
      // What the trust's documents print does not depend on the school.
      guard library.programs[document].declaration.scope == scope else { return isIssued }
      return isIssued.and(printed(others[document] ?? [:]))
    case .law, .term, .related, .address, .value: return nil
    }
  }

  /// Whether a section is one of the program's own; words of the site have a number after all documents.
  private func isOwn(_ document: Int) -> Bool {
    document == program.document ?? library.programs.count
  }

  private func trustGap(_ target: Reference.Target) -> CounterExample? {
    guard scope == .school, case .section(let document, let headings) = target,
      !isOwn(document), library.programs[document].declaration.scope == .trust
    else { return nil }
    let gaps = headings.map { trustGaps[document]?[$0] }
    // Of several headings with one id, one that is always printed will do.
    return gaps.contains { $0 == nil } ? nil : gaps.first ?? nil
  }

  private func target(_ target: Reference.Target) -> String {
    switch target {
    case .section(let document, let headings):
      let other = isOwn(document) ? program : library.programs[document]
      let id = headings.first.flatMap { other.headings[$0].id } ?? ""
      return isOwn(document) ? "section '\(id)'" : "section '\(id)' of '\(other.declaration.id)'"
    case .document(let document): return "'\(library.programs[document].declaration.id)'"
    default: return ""
    }
  }

  /// The condition to write around the reference.
  private func needed(_ target: Reference.Target) -> String? {
    switch target {
    case .document(let document), .section(let document, _):
      isOwn(document) ? nil : "documents.\(library.programs[document].declaration.id) is issued"
    default: nil
    }
  }

  private func sectionPlace(_ target: Reference.Target) -> Place? {
    guard case .section(let document, let headings) = target, let heading = headings.first else {
      return nil
    }
    return (isOwn(document) ? program : library.programs[document]).headings[heading].place
  }
}
