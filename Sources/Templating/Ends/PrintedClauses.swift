package import Configuration
package import Diagnostics

/// The clauses from which a school prints anything, by the path of their files.
///
/// Programs are looked at as the evaluator runs them, without making any text. Branches that nobody chose
/// are not counted, nor documents that are not issued: that is what a choice is for.
package struct PrintedClauses: Sendable {
  package private(set) var paths: Set<String> = []

  /// - Parameter issued: The documents that the school, or the trust, issues.
  package init(
    _ library: Library, catalogue: Catalogue, profile: SchoolProfile, issued: [Int]
  ) {
    var answers = profile.answers
    answers.append(contentsOf: repeatElement(0, count: library.questions.count - answers.count))
    for program in library.everyProgram {
      if let document = program.document {
        guard issued.contains(document) else { continue }
      } else if program.declaration.scope != profile.scope {
        continue
      }
      guard !program.inclusions.isEmpty else { continue }
      var walk = ClauseWalk(
        program: program, catalogue: catalogue, questions: library.questions, profile: profile,
        answers: answers)
      walk.run()
      for inclusion in program.inclusions where walk.reached.contains(inclusion.file.id) {
        paths.insert(inclusion.file.path)
      }
    }
  }

  /// Adds what another school prints.
  package mutating func formUnion(_ other: Self) { paths.formUnion(other.paths) }

  /// Reports the clauses from which nobody prints anything.
  package func check(_ library: Library, clauses: [Clause], report: inout Report) {
    var tags: [String: [Place]] = [:]
    for inclusion in library.everyProgram.flatMap(\.inclusions) {
      let path = inclusion.file.path
      let isKnown =
        tags[path]?.contains {
          $0.file.path == inclusion.place.file.path && $0.range == inclusion.place.range
        } ?? false
      if !isKnown { tags[path, default: []].append(inclusion.place) }
    }
    // A clause that nothing includes is told of elsewhere.
    for clause in clauses where !paths.contains(clause.file.path) && !clause.body.isEmpty {
      guard let tags = tags[clause.file.path] else { continue }
      report.add(.clauseNeverPrinted(clause.path, includedAt: tags, at: clause.file.place))
    }
  }
}

extension SourceFile {
  /// Tells files apart without comparing their paths.
  fileprivate var id: ObjectIdentifier { ObjectIdentifier(self) }
}

/// One walk through what a school prints of a program.
private struct ClauseWalk {
  let program: Program
  let catalogue: Catalogue
  let questions: QuestionTable
  let profile: SchoolProfile
  var answers: [UInt8]
  /// The files that printed blocks stand in.
  private(set) var reached: Set<ObjectIdentifier> = []
  /// The file of the last block; most blocks stand in the file of the one before.
  private var last: ObjectIdentifier?

  init(
    program: Program, catalogue: Catalogue, questions: QuestionTable, profile: SchoolProfile,
    answers: [UInt8]
  ) {
    self.program = program
    self.catalogue = catalogue
    self.questions = questions
    self.profile = profile
    self.answers = answers
  }

  mutating func run() {
    program.document.map { profile.documents[$0] }?.answer(questions, &answers)
    if let bands = program.declaration.bands, bands.count == 1, let band = bands.first {
      profile.enter(band: band, of: catalogue, answers: &answers)
    }
    blocks(program.body)
  }

  private mutating func blocks(_ blocks: [Block]) {
    for block in blocks {
      switch block {
      case .heading(let number, _): reach(program.headings[number].place)
      case .paragraph(_, let place), .definition(_, _, let place), .computed(_, let place):
        reach(place)
      case .table(let table): reach(table.place)
      case .list(let list): self.blocks(list.items)
      case .item(let inner, let place), .note(let inner, let place):
        reach(place)
        self.blocks(inner)
      case .rule: break
      case .choice(let choice):
        if let branch = choice.branches.first(where: { $0.condition.holds(answers) }) {
          self.blocks(branch.body)
        }
      case .loop(let loop): run(loop)
      }
    }
  }

  private mutating func reach(_ place: Place) {
    let file = place.file.id
    guard file != last else { return }
    last = file
    reached.insert(file)
  }

  private mutating func run(_ loop: Loop<Block>) {
    let outer = answers
    switch loop.over {
    case .list(let subject): if hasItems(subject) { blocks(loop.body) }
    case .holders(let role):
      for person in profile.leads[role].people {
        answer(.itemPart(loop: loop.number, .name), true)
        answer(.itemPart(loop: loop.number, .email), person.email != nil)
        answer(.itemPart(loop: loop.number, .phone), person.phone != nil)
        blocks(loop.body)
      }
    case .history:
      for entry in program.document.map({ profile.documents[$0].history }) ?? [] {
        answer(.itemPart(loop: loop.number, .version), entry.version != nil)
        answer(.itemPart(loop: loop.number, .adopted), true)
        answer(.itemPart(loop: loop.number, .summary), true)
        blocks(loop.body)
      }
    case .bands:
      let only = program.declaration.bands
      for band in profile.bands where only?.contains(band) ?? true {
        profile.enter(band: band, of: catalogue, answers: &answers)
        blocks(loop.body)
      }
    }
    answers = outer
  }

  private mutating func answer(_ subject: QuestionSubject, _ isThere: Bool) {
    if let id = questions.id(of: subject) { answers[id.index] = isThere ? 1 : 0 }
  }

  private func hasItems(_ subject: Subject) -> Bool {
    let value: Value? =
      switch subject {
      case .fact(let index): profile.facts[index]?.value
      case .rule(let index):
        if case .value(let value) = profile.rules[index] { value.value } else { nil }
      default: nil
      }
    if case .list(let values)? = value { return !values.isEmpty }
    return false
  }
}
