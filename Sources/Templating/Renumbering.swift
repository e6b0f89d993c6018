import Configuration

/// Gives the loops, questions and values of one text their numbers among those of all texts.
///
/// Each text is compiled by itself, so that several can be at once, and counts its own from where the catalogue ends.
struct Renumbering {
  /// What is added to the number of a loop.
  let loops: Int
  /// The first question that the catalogue does not have, and what is added to the number of such a question.
  let firstOwn: Int
  let questions: Int
  /// The number of each value that reads alike wherever it stands at a school.
  let shared: [Int]
  /// Whether the text has any loop or question of its own.
  let hasOwn: Bool

  func subject(_ subject: QuestionSubject) -> QuestionSubject {
    switch subject {
    case .itemPart(let loop, let part): .itemPart(loop: loop + loops, part)
    case .unclear(let number): .unclear(number + questions)
    default: subject
    }
  }

  func apply(to program: inout Program) {
    for index in program.slots.indices {
      program.slots[index].shared = program.slots[index].shared.map { shared[$0] }
      if case .item(let loop, let part) = program.slots[index].source {
        program.slots[index].source = .item(loop: loop + loops, part)
      }
    }
    // The first text that has any keeps its numbers.
    guard hasOwn, loops > 0 || questions > 0 else { return }
    program.asked = Set(program.asked.map(question))
    program.title = inlines(program.title)
    program.summary = inlines(program.summary)
    program.audience = inlines(program.audience)
    program.form = program.form.map(form)
    program.body = blocks(program.body)
  }

  private func form(_ form: FormProgram) -> FormProgram {
    var form = form
    form.signedBy = inlines(form.signedBy)
    form.returnTo = inlines(form.returnTo)
    form.keep = inlines(form.keep)
    form.signatories = form.signatories.map { signatory in
      SignatoryProgram(
        who: inlines(signatory.who), condition: condition(signatory.condition),
        fields: signatory.fields.map { ($0.kind, inlines($0.label)) })
    }
    return form
  }

  private func blocks(_ blocks: [Block]) -> [Block] {
    blocks.map(block)
  }

  private func block(_ block: Block) -> Block {
    switch block {
    case .heading(let number, let content): return .heading(number, inlines(content))
    case .paragraph(let content, let place): return .paragraph(inlines(content), place)
    case .list(var list):
      list.items = blocks(list.items)
      return .list(list)
    case .item(let content, let place): return .item(blocks(content), place)
    case .definition(let term, let meanings, let place):
      return .definition(term: inlines(term), meanings: meanings.map(inlines), place)
    case .table(var table):
      table.head = table.head.map(inlines)
      table.rows = table.rows.map { $0.map(inlines) }
      return .table(table)
    case .note(let content, let place): return .note(blocks(content), place)
    case .choice(let choice): return .choice(self.choice(choice, blocks))
    case .loop(let loop): return .loop(self.loop(loop, blocks))
    case .rule, .computed: return block
    }
  }

  private func inlines(_ content: [Inline]) -> [Inline] {
    // Most running text has no number in it but those of its own program.
    guard content.contains(where: \.holdsOthers) else { return content }
    return content.map { inline in
      switch inline {
      case .link(let number, let label): .link(number, inlines(label))
      case .emphasis(let inner): .emphasis(inlines(inner))
      case .strong(let inner): .strong(inlines(inner))
      case .code(let inner): .code(inlines(inner))
      case .choice(let choice): .choice(self.choice(choice, inlines))
      case .loop(let loop): .loop(self.loop(loop, inlines))
      case .run, .slot, .reference, .computed: inline
      }
    }
  }

  private func choice<Element>(
    _ choice: Choice<Element>, _ body: ([Element]) -> [Element]
  ) -> Choice<Element> {
    var choice = choice
    choice.question = choice.question.map(question)
    for index in choice.branches.indices {
      choice.branches[index].condition = condition(choice.branches[index].condition)
      choice.branches[index].body = body(choice.branches[index].body)
    }
    return choice
  }

  private func loop<Element>(
    _ loop: Loop<Element>, _ body: ([Element]) -> [Element]
  ) -> Loop<Element> {
    var loop = loop
    loop.number += loops
    if case .bands(let tests) = loop.over {
      loop.over = .bands(
        tests.map { BandTest(question: question($0.question), answers: $0.answers) })
    }
    loop.body = body(loop.body)
    return loop
  }

  private func condition(_ condition: Condition) -> Condition {
    switch condition {
    case .always, .never: condition
    case .test(let question, let answers): .test(self.question(question), answers)
    case .all(let parts): .all(parts.map(self.condition))
    case .any(let parts): .any(parts.map(self.condition))
    }
  }

  private func question(_ question: QuestionID) -> QuestionID {
    question.index < firstOwn ? question : QuestionID(question.index + questions)
  }
}

extension Inline {
  /// Whether other running text stands in it.
  fileprivate var holdsOthers: Bool {
    switch self {
    case .run, .slot, .reference, .computed: false
    case .link, .emphasis, .strong, .code, .choice, .loop: true
    }
  }
}
