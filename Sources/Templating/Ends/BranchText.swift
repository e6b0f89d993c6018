import Configuration

/// What a branch prints, to compare with another's: the same text, the same at every school.
struct BranchText: Equatable {
  /// A run of fixed text, or what stands between two of them.
  private enum Part: Equatable {
    case text([UInt8])
    case heading(level: Int, id: String?, isNumbered: Bool, isAppendix: Bool)
    case list(ListSyntax.Kind, start: Int)
    case branch(Condition)
    case loop(Int)
    case computed(ComputedBlock)
    case slot(path: String, filters: [Filter])
    case reference(Reference.Target)
    case paragraph, item, term, meaning, row, cell, note, rule, emphasis, marked, link
    /// The end of what has an end.
    case end
  }

  private var parts: [Part] = []

  init(_ blocks: [Block], _ program: Program) { add(blocks, program) }

  init(_ inlines: [Inline], _ program: Program) { add(inlines, program) }

  /// Adds text to the run before, where there is one: how text was cut does not show.
  private mutating func add(_ run: Run) {
    var text: [UInt8] = []
    if case .text(let before)? = parts.last {
      text = before
      parts.removeLast()
    }
    if run.startsWithSpace { text.append(32) }
    text += run.html
    if run.endsWithSpace { text.append(32) }
    parts.append(.text(text))
  }

  private mutating func add(_ blocks: [Block], _ program: Program) {
    for block in blocks { add(block, program) }
  }

  private mutating func add(_ block: Block, _ program: Program) {
    switch block {
    case .heading(let number, let text):
      let heading = program.headings[number]
      parts.append(
        .heading(
          level: heading.level, id: heading.id, isNumbered: heading.isNumbered,
          isAppendix: heading.isAppendix))
      add(text, program)
    case .paragraph(let text, _):
      parts.append(.paragraph)
      add(text, program)
    case .list(let list):
      enclosed(.list(list.kind, start: list.start)) { $0.add(list.items, program) }
    case .item(let blocks, _): enclosed(.item) { $0.add(blocks, program) }
    case .definition(let term, let meanings, _):
      parts.append(.term)
      add(term, program)
      for meaning in meanings {
        parts.append(.meaning)
        add(meaning, program)
      }
    case .table(let table):
      for row in [table.head] + table.rows {
        parts.append(.row)
        for cell in row {
          parts.append(.cell)
          add(cell, program)
        }
      }
    case .note(let blocks, _): enclosed(.note) { $0.add(blocks, program) }
    case .rule: parts.append(.rule)
    case .choice(let choice):
      for branch in choice.branches {
        parts.append(.branch(branch.condition))
        add(branch.body, program)
      }
      parts.append(.end)
    case .loop(let loop): enclosed(.loop(loop.number)) { $0.add(loop.body, program) }
    case .computed(let block, _): parts.append(.computed(block))
    }
  }

  private mutating func enclosed(_ part: Part, _ content: (inout BranchText) -> Void) {
    parts.append(part)
    content(&self)
    parts.append(.end)
  }

  private mutating func add(_ inlines: [Inline], _ program: Program) {
    for inline in inlines { add(inline, program) }
  }

  private mutating func add(_ inline: Inline, _ program: Program) {
    switch inline {
    case .run(let number): add(program.runs[number])
    case .slot(let number): parts.append(slot(program.slots[number]))
    case .reference(let number): add(program.references[number], program)
    case .link(let number, let label):
      add(program.references[number], program)
      enclosed(.link) { $0.add(label, program) }
    case .emphasis(let inner): enclosed(.emphasis) { $0.add(inner, program) }
    case .strong(let inner), .code(let inner): enclosed(.marked) { $0.add(inner, program) }
    case .choice(let choice):
      for branch in choice.branches {
        parts.append(.branch(branch.condition))
        add(branch.body, program)
      }
      parts.append(.end)
    case .loop(let loop): enclosed(.loop(loop.number)) { $0.add(loop.body, program) }
    case .computed(let block, _): parts.append(.computed(block))
    }
  }

  private mutating func add(_ reference: Reference, _ program: Program) {
    if case .value(let number) = reference.target {
      parts.append(.link)
      parts.append(slot(program.slots[number]))
    } else {
      parts.append(.reference(reference.target))
    }
  }

  private func slot(_ slot: Slot) -> Part { .slot(path: slot.path, filters: slot.filters) }
}
