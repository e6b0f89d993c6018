package import Configuration
package import Diagnostics

/// Where the documents ask about, or print, what a manifest gives.
package struct Uses: Sendable {
  package enum Kind: Int, Comparable, Sendable {
    /// A condition or a loop asks about it.
    case asks
    /// Its text prints it.
    case prints

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  /// One place of one document.
  package struct Use: Sendable {
    package var kind: Kind
    /// The document, by its number.
    package var document: Int
    /// The heading it stands under; nil before the first and in the front matter.
    package var heading: Int?
    package var place: Place
  }

  package private(set) var found: [Use] = []
  private let wanted: Set<Subject>
  private let library: Library
  private var document = 0
  private var heading: Int?

  /// Finds every use of one of some subjects; parts count as the whole they belong to.
  package init(of subjects: [Subject], in library: Library) {
    wanted = Set(subjects)
    self.library = library
    for (index, program) in library.programs.enumerated() {
      document = index
      heading = nil
      let place = program.declaration.file.place
      for text in [program.title, program.summary, program.audience] {
        inlines(text, program, place)
      }
      if let form = program.form {
        for text in [form.signedBy, form.returnTo, form.keep] { inlines(text, program, place) }
        for signatory in form.signatories {
          ask(signatory.condition, at: place)
          inlines(signatory.who, program, place)
          for field in signatory.fields { inlines(field.label, program, place) }
        }
      }
      blocks(program.body, program)
    }
  }

  // MARK: - Walking

  private mutating func blocks(_ blocks: [Block], _ program: Program) {
    for block in blocks { self.block(block, program) }
  }

  private mutating func block(_ block: Block, _ program: Program) {
    switch block {
    case .heading(let number, let text):
      heading = number
      inlines(text, program, program.headings[number].place)
    case .paragraph(let text, let place): inlines(text, program, place)
    case .list(let list): blocks(list.items, program)
    case .item(let inner, _), .note(let inner, _): blocks(inner, program)
    case .definition(let term, let meanings, let place):
      inlines(term, program, place)
      for meaning in meanings { inlines(meaning, program, place) }
    case .table(let table):
      for cell in table.head + table.rows.joined() { inlines(cell, program, table.place) }
    case .rule, .computed: break
    case .choice(let choice):
      for branch in choice.branches {
        ask(branch.condition, at: choice.question == nil ? branch.place : choice.place)
        blocks(branch.body, program)
      }
    case .loop(let loop):
      ask(loop.over, at: loop.place)
      blocks(loop.body, program)
    }
  }

  private mutating func inlines(_ inlines: [Inline], _ program: Program, _ place: Place) {
    for inline in inlines {
      switch inline {
      case .run, .computed: break
      case .slot(let number): print(program.slots[number])
      case .reference(let number): reference(program.references[number], program)
      case .link(let number, let label):
        reference(program.references[number], program)
        self.inlines(label, program, place)
      case .emphasis(let inner), .strong(let inner), .code(let inner):
        self.inlines(inner, program, place)
      case .choice(let choice):
        for branch in choice.branches {
          ask(branch.condition, at: choice.question == nil ? branch.place : choice.place)
          self.inlines(branch.body, program, place)
        }
      case .loop(let loop):
        ask(loop.over, at: loop.place)
        self.inlines(loop.body, program, place)
      }
    }
  }

  // MARK: - What stands there

  private mutating func print(_ slot: Slot) {
    guard case .subject(let subject) = slot.source else { return }
    note(.prints, subject, slot.place)
  }

  private mutating func reference(_ reference: Reference, _ program: Program) {
    switch reference.target {
    case .section(let document, _), .document(let document):
      if document != self.document { note(.prints, .document(document), reference.place) }
    case .related(let related): note(.prints, .related(related), reference.place)
    case .value(let slot): print(program.slots[slot])
    case .law, .term, .address: break
    }
  }

  private mutating func ask(_ source: LoopSource, at place: Place) {
    switch source {
    case .list(let subject): note(.prints, subject, place)
    case .holders(let role): note(.prints, .role(role), place)
    case .bands(let tests):
      for test in tests { ask(.test(test.question, AnswerSet(bits: 0)), at: place) }
    case .history: break
    }
  }

  private mutating func ask(_ condition: Condition, at place: Place) {
    for question in condition.questions.sorted() {
      for subject in library.questions[question].subject.subjects {
        note(.asks, subject, place)
      }
    }
  }

  private mutating func note(_ kind: Kind, _ subject: Subject, _ place: Place) {
    guard wanted.contains(subject.whole) || wanted.contains(subject) else { return }
    found.append(Use(kind: kind, document: document, heading: heading, place: place))
  }
}
