package import Configuration
import Cores
package import Diagnostics

/// Proves of every template that it prints rightly for every school the vocabulary allows.
///
/// What is proved is in CONTRACT's section 5: values are there, references lead somewhere, `choose`
/// names what can be chosen, no branch is dead, nothing comes out empty, no sentence is broken by a
/// branch that was left out. Each is an implication between conditions over finite questions, decided
/// by a search that ends; where it fails there is a school to show for it.
package struct Proofs {
  /// A proof that failed, with the school that shows it, for tests that build that school.
  package struct Failure: Sendable {
    package var diagnostic: Diagnostic
    /// Whose choices the answers are: a school's, or the trust's.
    package var scope = DocumentDeclaration.Scope.school
    /// The answers of the school to all questions of `Findings`; nil where no school can be shown.
    package var answers: [UInt8]?
    package var document: Int?
  }

  /// All that failed, and the questions that the answers are to.
  package struct Findings: Sendable {
    package var failures: [Failure]
    package var questions: QuestionTable
  }

  /// A page layout, with the pages it is laid around.
  package struct LayoutUse: Sendable {
    package var layout: Layout
    package var scopes: [DocumentDeclaration.Scope]
    /// What every such page has.
    package var parts: [PagePart]
    /// Whether it is laid around agreements, and so has what all of them have.
    package var isForForms: Bool

    package init(
      _ layout: Layout, scopes: [DocumentDeclaration.Scope], parts: [PagePart],
      isForForms: Bool = false
    ) {
      self.isForForms = isForForms
      self.layout = layout
      self.scopes = scopes
      self.parts = parts
    }
  }

  let library: Library
  let catalogue: Catalogue
  let layouts: [LayoutUse]
  private let questions: QuestionTable
  private let bound: Int
  private let jobs: Int
  private var failures: [Failure] = []
  private var deadBranches = DeadBranches()
  /// The guards of the sections of each document, by heading.
  private var sectionGuards: [Int: [Int: Condition]] = [:]
  /// The trust for which a section of one of its documents is not printed, by document and heading.
  private var trustGaps: [Int: [Int: CounterExample]] = [:]

  /// Reports all that cannot be proved.
  ///
  /// - Parameter jobs: How many documents are proved at once.
  package static func check(
    _ library: Library, catalogue: Catalogue, layouts: [LayoutUse] = [], jobs: Int,
    report: inout Report
  ) {
    let found = findings(in: library, catalogue: catalogue, layouts: layouts, jobs: jobs)
    for failure in found.failures { report.add(failure.diagnostic) }
  }

  /// All proofs that fail, with the schools that show it.
  ///
  /// - Parameter bound: How many ways one search tries before it is given up.
  package static func findings(
    in library: Library, catalogue: Catalogue, layouts: [LayoutUse] = [],
    bound: Int = Solver.bound, jobs: Int = 1
  ) -> Findings {
    var proofs = Proofs(library, catalogue, layouts, bound, jobs)
    proofs.run()
    return Findings(failures: proofs.failures, questions: proofs.questions)
  }

  private init(
    _ library: Library, _ catalogue: Catalogue, _ layouts: [LayoutUse], _ bound: Int, _ jobs: Int
  ) {
    self.library = library
    self.catalogue = catalogue
    self.layouts = layouts
    self.bound = bound
    self.jobs = jobs
    questions = library.questionsOfProofs(catalogue)
  }

  private mutating func run() {
    // The trust's documents first: those of schools can cite them.
    for scope in [DocumentDeclaration.Scope.trust, .school] { prove(scope) }
    for diagnostic in deadBranches.diagnostics {
      failures.append(Failure(diagnostic: diagnostic, answers: nil, document: nil))
    }
  }

  private mutating func prove(_ scope: DocumentDeclaration.Scope) {
    let programs = (library.programs + library.words.values.sorted { $0.fileName < $1.fileName })
      .filter { $0.declaration.scope == scope }
    let layouts = layouts.filter { $0.scopes.contains(scope) }
    guard !programs.isEmpty || !layouts.isEmpty else { return }
    let asked = scope == .trust ? library.askedByTrust : nil
    let space = SchoolSpace(
      catalogue, questions: questions, scope: scope, asked: asked,
      cited: library.citedAcross(catalogue))
    let context = ProofContext(space)
    let solver = Solver(space, bound: bound)
    guard solver.isSatisfiable else {
      failures.append(
        Failure(
          diagnostic: solver.isGivenUp
            ? .vocabularyGivenUp(at: catalogue.vocabulary.file.place)
            : .noSchoolPossible(at: catalogue.vocabulary.file.place), scope: scope))
      return
    }
    let definitions = library.definitions
    let uses = Parallel.map(programs, jobs: jobs) {
      GuardWalk.uses(of: $0, context, definitions: definitions)
    }
    for (program, uses) in zip(programs, uses) {
      guard let document = program.document else { continue }
      sectionGuards[document] = uses.headings.mapValues {
        space.asForeign($0, document: document)
      }
    }
    let proofs = self
    // Each prover has a copy of all that is known, so it is there only while it is at work.
    let turns = Array(0..<programs.count + layouts.count)
    let found = Parallel.map(turns, jobs: jobs) { turn in
      guard turn < programs.count else {
        var prover = proofs.prover(of: layouts[turn - programs.count], context, solver, scope)
        return prover.findings()
      }
      var prover = ProgramProver(
        program: programs[turn], uses: uses[turn], context: context, solver: solver, scope: scope,
        library: proofs.library)
      prover.others = proofs.sectionGuards
      prover.trustGaps = proofs.trustGaps
      return prover.findings()
    }
    for (turn, found) in found.enumerated() {
      failures.append(contentsOf: found.failures)
      deadBranches.add(found.dead)
      if scope == .trust, turn < programs.count, let document = programs[turn].document {
        trustGaps[document] = found.gaps
      }
    }
  }

  /// What proves that a layout prints only what each page it is laid around has.
  private func prover(
    of use: LayoutUse, _ context: ProofContext, _ solver: Solver,
    _ scope: DocumentDeclaration.Scope
  ) -> ProgramProver {
    let file = use.layout.file
    let declaration = DocumentDeclaration(id: "", kind: .policy, scope: scope, file: file)
    var program = Program(
      document: nil, declaration: declaration, title: [], summary: [], audience: [],
      body: [.paragraph(use.layout.content, file.place)])
    program.runs = use.layout.runs
    program.slots = use.layout.slots
    return ProgramProver(
      program: program, isLayout: true,
      uses: GuardWalk.uses(of: program, context, definitions: library.definitions),
      context: context, solver: solver, scope: scope, library: library,
      facts: context.space.facts(ofPageWith: use.parts + (use.isForForms ? formParts(scope) : [])))
  }

  /// What every agreement says in its front matter.
  private func formParts(_ scope: DocumentDeclaration.Scope) -> [PagePart] {
    let forms = library.programs.filter { $0.declaration.scope == scope }.compactMap(\.form)
    let parts: [(PagePart, (FormProgram) -> [Inline])] = [
      (.signedBy, \.signedBy), (.returnTo, \.returnTo), (.keep, \.keep),
    ]
    return parts.filter { part in forms.allSatisfy { !part.1($0).isEmpty } }.map(\.0)
  }
}

extension Program {
  fileprivate var fileName: String { declaration.file.path }
}

extension Library {
  /// The documents of which others cite sections, and so ask what their manifests say of them.
  func citedAcross(_ catalogue: Catalogue) -> [Int] {
    var result: Set<Int> = []
    for program in programs {
      for reference in program.references {
        if case .section(let document, _) = reference.target, document != program.document,
          catalogue.documents.indices.contains(document)
        {
          result.insert(document)
        }
      }
    }
    return result.sorted()
  }

  /// The questions of the library, and those about documents that others cite.
  func questionsOfProofs(_ catalogue: Catalogue) -> QuestionTable {
    var result = questions
    for document in citedAcross(catalogue) {
      for part in DocumentPart.allCases {
        guard let own = questions.id(of: .documentPart(part)) else { continue }
        result.add(
          .partOf(document: document, part),
          path: "documents.\(catalogue.documents[document].id).\(part.rawValue)",
          options: questions[own].options)
      }
    }
    return result
  }

  /// Finds what `askedByTrust` is to be.
  func questionsAskedByTrust(_ catalogue: Catalogue) -> Set<QuestionID> {
    var result: Set<QuestionID> = []
    let context = ProofContext(SchoolSpace(catalogue, questions: questions))
    for program in programs where program.declaration.scope == .trust {
      for question in program.asked {
        switch questions[question].subject {
        // Of people, firms and papers it can be asked whether they are there.
        case .role, .rolePart, .provider, .providerPart, .related: break
        default: result.insert(question)
        }
      }
      for slot in GuardWalk.slots(of: program, context) {
        let presence = context.presence(of: program.slots[slot.slot])
        let hole = slot.guarded.condition.and(presence.negated(questions))
        if !hole.contradictsItself { result.formUnion(presence.questions) }
      }
    }
    return result
  }
}

extension Condition {
  /// Whether two of its parts exclude each other by what they ask of one question.
  fileprivate var contradictsItself: Bool {
    guard case .all(let parts) = self else { return self == .never }
    var possible: [QuestionID: UInt64] = [:]
    for case .test(let question, let answers) in parts {
      let rest = (possible[question] ?? .max) & answers.bits
      if rest == 0 { return true }
      possible[question] = rest
    }
    return false
  }
}

/// Branches and options that can never be printed, and conditions that decide nothing.
///
/// A clause is read in each document that includes it; a branch of it is dead only where it is dead in
/// all of them.
struct DeadBranches {
  private struct Key: Hashable {
    var file: ObjectIdentifier
    var range: TextRange?
    var code: DiagnosticCode
    /// The option, or the part of a condition, that it is about; empty for the whole.
    var name: String

    /// Few are at one place, and to hash the rest would take longer than to compare it.
    func hash(into hasher: inout Hasher) {
      hasher.combine(file)
      hasher.combine(range?.start)
    }
  }

  private var found: [Key: Diagnostic] = [:]
  private var alive: Set<Key> = []
  /// What is alive in other documents; looked through only for what was found dead.
  private var aliveElsewhere: [Set<Key>] = []

  private func key(_ place: Place, _ code: DiagnosticCode, _ name: String) -> Key {
    Key(file: ObjectIdentifier(place.file), range: place.range, code: code, name: name)
  }

  /// Whether nothing is to be learned of a branch any more.
  func isAlive(_ place: Place, _ code: DiagnosticCode, name: String = "") -> Bool {
    alive.contains(key(place, code, name))
  }

  /// Notes whether a branch, an option or a part of a condition is dead here.
  mutating func note(
    _ place: Place, _ code: DiagnosticCode, name: String = "", isDead: Bool,
    _ diagnostic: @autoclosure () -> Diagnostic
  ) {
    let key = key(place, code, name)
    if !isDead {
      alive.insert(key)
    } else if found[key] == nil {
      found[key] = diagnostic()
    }
  }

  /// Adds what another document tells.
  mutating func add(_ other: DeadBranches) {
    found.merge(other.found) { first, _ in first }
    aliveElsewhere.append(other.alive)
  }

  private func isDead(_ key: Key) -> Bool {
    found[key] != nil && !alive.contains(key) && !aliveElsewhere.contains { $0.contains(key) }
  }

  var diagnostics: [Diagnostic] {
    found.filter { key, _ in
      guard isDead(key) else { return false }
      guard key.code == .alwaysTrue, !key.name.isEmpty else { return true }
      // Where a whole condition decides nothing, its parts need not be told of.
      var whole = key
      whole.name = ""
      return !isDead(whole)
    }.map(\.value)
      .sorted { ($0.place.description, $0.message) < ($1.place.description, $1.message) }
  }
}
