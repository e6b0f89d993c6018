import Configuration

/// What a branch prints, as text to compare with another's: the same text, the same at every school.
struct BranchText {
  private let program: Program
  private var result = ""

  static func text(of blocks: [Block], _ program: Program) -> String {
    var text = BranchText(program: program)
    text.add(blocks)
    return text.result
  }

  static func text(of inlines: [Inline], _ program: Program) -> String {
    var text = BranchText(program: program)
    text.add(inlines)
    return text.result
  }

  private init(program: Program) {
    self.program = program
  }

  /// Adds what is no text with a byte before and behind that no text has.
  private mutating func mark(_ mark: String) { result += "\u{1}\(mark)\u{2}" }

  private mutating func add(_ blocks: [Block]) {
    for block in blocks { add(block) }
  }

  private mutating func add(_ block: Block) {
    switch block {
    case .heading(let number, let text):
      let heading = program.headings[number]
      mark(
        "heading \(heading.level) \(heading.id ?? "") \(heading.isNumbered) \(heading.isAppendix)")
      add(text)
    case .paragraph(let text, _):
      mark("paragraph")
      add(text)
    case .list(let list):
      mark("list \(list.kind) \(list.start)")
      add(list.items)
      mark("end")
    case .item(let blocks, _):
      mark("item")
      add(blocks)
      mark("end")
    case .definition(let term, let meanings, _):
      mark("term")
      add(term)
      for meaning in meanings {
        mark("meaning")
        add(meaning)
      }
    case .table(let table):
      for row in [table.head] + table.rows {
        mark("row")
        for cell in row {
          mark("cell")
          add(cell)
        }
      }
    case .note(let blocks, _):
      mark("note")
      add(blocks)
      mark("end")
    case .rule: mark("rule")
    case .choice(let choice):
      for branch in choice.branches {
        mark("where \(branch.condition)")
        add(branch.body)
      }
      mark("end")
    case .loop(let loop):
      mark("each \(loop.number)")
      add(loop.body)
      mark("end")
    case .computed(let block, _): mark("computed \(block)")
    }
  }

  private mutating func add(_ inlines: [Inline]) {
    for inline in inlines { add(inline) }
  }

  private mutating func add(_ inline: Inline) {
    switch inline {
    case .run(let number):
      let run = program.runs[number]
      if run.startsWithSpace { result += " " }
      result += String(decoding: run.html, as: UTF8.self)
      if run.endsWithSpace { result += " " }
    case .slot(let number): mark(words(program.slots[number]))
    case .reference(let number): add(program.references[number])
    case .link(let number, let label):
      add(program.references[number])
      add(label)
      mark("end")
    case .emphasis(let inner), .strong(let inner), .code(let inner):
      if case .emphasis = inline { mark("em") } else { mark("marked") }
      add(inner)
      mark("end")
    case .choice(let choice):
      for branch in choice.branches {
        mark("where \(branch.condition)")
        add(branch.body)
      }
      mark("end")
    case .loop(let loop):
      mark("each \(loop.number)")
      add(loop.body)
      mark("end")
    case .computed(let block, _): mark("computed \(block)")
    }
  }

  private mutating func add(_ reference: Reference) {
    if case .value(let slot) = reference.target {
      mark("to \(words(program.slots[slot]))")
    } else {
      mark("to \(reference.target)")
    }
  }

  private func words(_ slot: Slot) -> String { "\(slot.path) \(slot.filters)" }
}
