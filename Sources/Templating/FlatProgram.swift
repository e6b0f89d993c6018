package import Configuration
import Diagnostics

/// A program in one row of plain steps, made once from its tree, so that running it for a school follows no
/// references and counts none.
///
/// Conditions are worked into tests of single answers, each with the step to go on with where it fails.
package final class FlatProgram: Sendable {
  enum Step: Sendable {
    /// Something that is printed as it is.
    case piece(Piece)
    case run(Int)
    case slot(Int)
    case reference(Int)
    /// A link; where it leads nowhere, the step after its label is next.
    case link(Int, end: Int)
    /// A paragraph of fixed text.
    case paragraph(Int)
    /// A paragraph that is taken back at its end where nothing came to stand in it.
    case openParagraph
    case closeParagraph
    /// A mark that is taken back as well.
    case begin(TextMark)
    case end(TextMark)
    case test(QuestionID, AnswerSet, otherwise: Int)
    case jump(Int)
    /// A loop, by its number in `loops`; its steps end before another.
    case loop(Int, end: Int)
  }

  /// What is asked of a slot each time that it is printed.
  struct SlotKind: Sendable {
    /// As `Slot.shared`.
    var shared: Int?
    /// The role whose title or part it prints.
    var role: Int?
    /// What it prints, and what is done with it.
    var source: Slot.Source
    var filters: [Filter]
  }

  /// Words beside the text: their steps, and how they read where they are the same everywhere.
  struct Words: Sendable {
    var steps: Range<Int>
    var fixed: String?
  }

  /// The front matter of an agreement.
  struct Form: Sendable {
    var signedBy: Words
    var returnTo: Words
    var keep: Words
    /// Who signs, and the labels of the fields.
    var signatories: [(who: Words, labels: [Words])]
  }

  let steps: [Step]
  /// Whether it has a place for signatures, for some schools at least.
  package let hasSignatures: Bool
  let loops: [(source: LoopSource, number: Int)]
  let kinds: [SlotKind]
  /// For each reference the slot whose value it leads to, where it leads to one.
  let addressSlots: [Int?]
  let title: Words
  let summary: Words
  let audience: Words
  let form: Form?
  let body: Range<Int>
  /// What is the same for all schools, as the program has it.
  package let document: Int?
  package let headings: [Heading]
  package let references: [Reference]
  package let slots: [Slot]
  package let declaration: DocumentDeclaration
  let formProgram: FormProgram?
  /// The fixed texts, by the numbers of the runs.
  package let runs: SnippetPool
  /// The titles of the headings that are the same everywhere.
  package let titles: [String?]
  /// All that the program says of its headings, in one piece: what schools print of them is told by numbers.
  package let headingBytes: [UInt8]
  /// What there is to read in each run that is a paragraph of a form by itself; of other programs none.
  package let readings: [ReadingAge]
  /// What there is to read inside each run that stands beside something else in a paragraph of a form.
  package let stretches: [ReadStretch?]

  init(_ program: Program) {
    var builder = FlatBuilder(program.runs, headingCount: program.headings.count)
    title = builder.words(program.title)
    summary = builder.words(program.summary)
    audience = builder.words(program.audience)
    form = program.form.map { form in
      Form(
        signedBy: builder.words(form.signedBy), returnTo: builder.words(form.returnTo),
        keep: builder.words(form.keep),
        signatories: form.signatories.map { signatory in
          (builder.words(signatory.who), signatory.fields.map { builder.words($0.label) })
        })
    }
    body = builder.range { $0.blocks(program.body) }
    steps = builder.steps
    hasSignatures = steps.contains { step in
      if case .piece(.computed(.signatures)) = step { true } else { false }
    }
    loops = builder.loops
    titles = builder.titles
    runs = builder.runs
    headingBytes = Self.bytes(of: program.headings, builder.titles)
    readings = program.form == nil ? [] : builder.readings
    stretches = program.form == nil ? [] : builder.stretches
    document = program.document
    headings = program.headings
    references = program.references
    slots = program.slots
    declaration = program.declaration
    formProgram = program.form
    kinds = program.slots.map { slot in
      var kind = SlotKind(shared: slot.shared, source: slot.source, filters: slot.filters)
      if case .subject(let subject) = slot.source {
        switch subject {
        case .role(let index), .rolePart(let index, _): kind.role = index
        default: break
        }
      }
      return kind
    }
    addressSlots = program.references.map {
      if case .value(let slot) = $0.target { slot } else { nil }
    }
  }
}

extension FlatProgram {
  /// What is said of headings in one piece, each part ended by a nought.
  private static func bytes(of headings: [Heading], _ titles: [String?]) -> [UInt8] {
    var bytes: [UInt8] = []
    func end() { bytes.append(0) }
    for (heading, title) in zip(headings, titles) {
      // A template has no deeper level than one digit tells.
      bytes.append(UInt8(ascii: "0") + UInt8(clamping: heading.level))
      end()
      bytes.append(contentsOf: (heading.id ?? "").utf8)
      end()
      bytes.append(contentsOf: heading.anchor.utf8)
      end()
      if let title {
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: title.utf8)
      }
      end()
    }
    return bytes
  }
}

/// Lays the tree of a program or of a layout out in steps.
struct FlatBuilder {
  private(set) var steps: [FlatProgram.Step] = []
  private(set) var loops: [(source: LoopSource, number: Int)] = []
  private(set) var titles: [String?]
  let runs: SnippetPool

  init(_ runs: [Run], headingCount: Int) {
    self.runs = SnippetPool(runs)
    titles = Array(repeating: nil, count: headingCount)
    steps.reserveCapacity(1024)
  }

  mutating func range(_ content: (inout FlatBuilder) -> Void) -> Range<Int> {
    let start = steps.count
    content(&self)
    return start..<steps.count
  }

  mutating func words(_ inlines: [Inline]) -> FlatProgram.Words {
    var words = FlatProgram.Words(steps: range { $0.inlines(inlines) })
    if words.steps.count == 1, case .run(let run) = steps[words.steps.lowerBound] {
      words.fixed = PlainJoiner.joined(runs.text(run))
    }
    return words
  }

  mutating func blocks(_ blocks: [Block]) {
    for block in blocks { self.block(block) }
  }

  private mutating func block(_ block: Block) {
    switch block {
    case .heading(let number, let content):
      if case .run(let run)? = content.first, content.count == 1 {
        titles[number] = PlainJoiner.joined(runs.text(run))
      }
      add(.heading(number))
      inlines(content)
      add(.close(.heading))
    case .paragraph(let content, _):
      if case .run(let run)? = content.first, content.count == 1, !runs[run].html.isEmpty {
        steps.append(.paragraph(run))
      } else {
        steps.append(.openParagraph)
        inlines(content)
        steps.append(.closeParagraph)
      }
    case .list(let list):
      enclosed(.list(list.kind, start: list.start, isTight: list.isTight)) { $0.blocks(list.items) }
    case .item(let content, _): enclosed(.item) { $0.blocks(content) }
    case .definition(let term, let meanings, _):
      enclosed(.term) { $0.inlines(term) }
      for meaning in meanings { enclosed(.meaning) { $0.inlines(meaning) } }
    case .table(let table): self.table(table)
    case .note(let content, _): enclosed(.note) { $0.blocks(content) }
    case .rule: add(.open(.rule))
    case .choice(let choice): branches(choice) { $0.blocks($1) }
    case .loop(let loop): self.loop(loop) { $0.blocks($1) }
    case .computed(let block, _): add(.computed(block))
    }
  }

  private mutating func add(_ piece: Piece) { steps.append(.piece(piece)) }

  private mutating func enclosed(_ mark: BlockMark, _ content: (inout FlatBuilder) -> Void) {
    add(.open(mark))
    content(&self)
    add(.close(mark))
  }

  private mutating func table(_ table: TableBlock) {
    enclosed(.table) { builder in
      builder.enclosed(.tableHead) { $0.row(table.head, table.alignments, isHead: true) }
      guard !table.rows.isEmpty else { return }
      builder.enclosed(.tableBody) {
        for cells in table.rows { $0.row(cells, table.alignments, isHead: false) }
      }
    }
  }

  private mutating func row(
    _ cells: [[Inline]], _ alignments: [TableSyntax.Alignment], isHead: Bool
  ) {
    enclosed(.row) { builder in
      for (cell, alignment) in zip(cells, alignments) {
        builder.enclosed(.cell(alignment, isHead: isHead)) { $0.inlines(cell) }
      }
    }
  }

  mutating func inlines(_ inlines: [Inline]) {
    for inline in inlines { self.inline(inline) }
  }

  private mutating func inline(_ inline: Inline) {
    switch inline {
    case .run(let run): steps.append(.run(run))
    case .slot(let slot): steps.append(.slot(slot))
    case .reference(let reference): steps.append(.reference(reference))
    case .link(let reference, let label):
      let start = steps.count
      steps.append(.link(reference, end: 0))
      inlines(label)
      add(.endLink(reference))
      steps[start] = .link(reference, end: steps.count)
    case .emphasis(let content): marked(.emphasis, content)
    case .strong(let content): marked(.strong, content)
    case .code(let content): marked(.code, content)
    case .choice(let choice): branches(choice) { $0.inlines($1) }
    case .loop(let loop): self.loop(loop) { $0.inlines($1) }
    // Of page layouts only.
    case .computed(let block, _): add(.computed(block))
    }
  }

  private mutating func marked(_ mark: TextMark, _ content: [Inline]) {
    steps.append(.begin(mark))
    inlines(content)
    steps.append(.end(mark))
  }

  private mutating func loop<Element>(
    _ loop: Loop<Element>, _ body: (inout FlatBuilder, [Element]) -> Void
  ) {
    let start = steps.count
    let number = loops.count
    loops.append((loop.over, loop.number))
    steps.append(.loop(number, end: 0))
    body(&self, loop.body)
    steps[start] = .loop(number, end: steps.count)
  }

  /// What there is to read in the runs that are paragraphs by themselves.
  var readings: [ReadingAge] {
    var readings = Array(repeating: ReadingAge(), count: runs.count)
    for case .paragraph(let run) in steps where readings[run].words == 0 {
      readings[run].add(Array(runs.text(run)))
    }
    return readings
  }

  /// What there is to read inside the other runs.
  var stretches: [ReadStretch?] {
    var stretches: [ReadStretch?] = Array(repeating: nil, count: runs.count)
    for case .run(let run) in steps where stretches[run] == nil {
      stretches[run] = ReadStretch(Array(runs.text(run)))
    }
    return stretches
  }

  // MARK: - Conditions

  private mutating func branches<Element>(
    _ choice: Choice<Element>, _ body: (inout FlatBuilder, [Element]) -> Void
  ) {
    var ends: [Int] = []
    for branch in choice.branches {
      let failures = test(branch.condition)
      body(&self, branch.body)
      ends.append(jump())
      lead(failures)
    }
    lead(ends)
  }

  /// Adds the tests of a condition; returns the steps that go on elsewhere where it fails.
  private mutating func test(_ condition: Condition) -> [Int] {
    switch condition {
    case .always: return []
    case .never: return [jump()]
    case .test(let question, let answers):
      steps.append(.test(question, answers, otherwise: 0))
      return [steps.count - 1]
    case .all(let parts): return parts.flatMap { test($0) }
    case .any(let parts):
      var successes: [Int] = []
      for part in parts {
        let failures = test(part)
        successes.append(jump())
        lead(failures)
      }
      let failure = jump()
      lead(successes)
      return [failure]
    }
  }

  private mutating func jump() -> Int {
    steps.append(.jump(0))
    return steps.count - 1
  }

  /// Lets steps go on with what is added next.
  private mutating func lead(_ places: [Int]) {
    for place in places {
      switch steps[place] {
      case .test(let question, let answers, _):
        steps[place] = .test(question, answers, otherwise: steps.count)
      default: steps[place] = .jump(steps.count)
      }
    }
  }
}
