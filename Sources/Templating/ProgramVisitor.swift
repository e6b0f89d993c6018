import Configuration
import Diagnostics

/// Something that looks at all of a program, whatever its conditions: what is asked, printed and cited.
protocol ProgramVisitor {
  /// The walk comes to a heading, by its number.
  mutating func heading(_ number: Int)
  mutating func ask(_ condition: Condition, at place: Place)
  /// Comes before the conditions of a `choose` are asked; returns them as they are to be asked.
  func conditions<Element>(
    of choice: Choice<Element>, _ text: ([Element]) -> BranchText
  ) -> [Condition]
  mutating func loop(over source: LoopSource, at place: Place)
  mutating func print(_ slot: Slot)
  mutating func cite(_ reference: Reference)
}

extension ProgramVisitor {
  mutating func heading(_ number: Int) {}

  func conditions<Element>(
    of choice: Choice<Element>, _ text: ([Element]) -> BranchText
  ) -> [Condition] {
    choice.branches.map(\.condition)
  }

  /// Looks at the front matter, then at the body.
  mutating func walk(_ program: Program) {
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

  private mutating func blocks(_ blocks: [Block], _ program: Program) {
    for block in blocks { self.block(block, program) }
  }

  private mutating func block(_ block: Block, _ program: Program) {
    switch block {
    case .heading(let number, let text):
      heading(number)
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
      let conditions = conditions(of: choice) { BranchText($0, program) }
      for (branch, condition) in zip(choice.branches, conditions) {
        ask(condition, at: choice.question == nil ? branch.place : choice.place)
        blocks(branch.body, program)
      }
    case .loop(let loop):
      self.loop(over: loop.over, at: loop.place)
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
        let conditions = conditions(of: choice) { BranchText($0, program) }
        for (branch, condition) in zip(choice.branches, conditions) {
          ask(condition, at: choice.question == nil ? branch.place : choice.place)
          self.inlines(branch.body, program, place)
        }
      case .loop(let loop):
        self.loop(over: loop.over, at: loop.place)
        self.inlines(loop.body, program, place)
      }
    }
  }

  private mutating func reference(_ reference: Reference, _ program: Program) {
    if case .value(let slot) = reference.target {
      print(program.slots[slot])
    } else {
      cite(reference)
    }
  }
}
