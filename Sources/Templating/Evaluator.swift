package import Configuration
import Diagnostics

/// Runs a program for one school.
package struct Evaluator {
  private let program: Program
  private let library: Library
  /// Knows the school, and where in the document the evaluation stands.
  private var printer: ValuePrinter
  private var shared: SharedValues
  private var answers: [UInt8]
  private var flow: Flow
  /// How many bytes were printed, each turn of a loop counted besides.
  private var size = 0

  /// The largest document that is printed, in bytes.
  static let largestDocument = 16 << 20

  /// Returns what a document prints.
  ///
  /// - Parameter shared: The values that other documents of the same school have printed.
  package static func flow(
    _ program: Program, library: Library, profile: SchoolProfile, catalogue: Catalogue,
    shared: inout SharedValues
  ) -> Flow {
    var evaluator = Evaluator(program, library, profile, catalogue, shared)
    // Held by the evaluator alone, so that it grows in place.
    shared = SharedValues()
    evaluator.run()
    shared = evaluator.shared
    return evaluator.flow
  }

  private init(
    _ program: Program, _ library: Library, _ profile: SchoolProfile, _ catalogue: Catalogue,
    _ shared: SharedValues
  ) {
    self.program = program
    self.shared = shared
    self.library = library
    var context = PrintContext(
      catalogue: catalogue, profile: profile, loopCount: library.loopCount)
    context.document = program.document
    printer = ValuePrinter(context)
    answers = profile.answers
    answers.append(
      contentsOf: repeatElement(0, count: library.questions.count - answers.count))
    flow = Flow(document: program.document, title: "", summary: "", audience: "")
  }

  private mutating func run() {
    let state = program.document.map { printer.context.profile.documents[$0] }
    state?.answer(library.questions, &answers)
    if let bands = program.declaration.bands, bands.count == 1, let band = bands.first {
      enter(band)
      printer.context.bandTitle = printer.context.catalogue.vocabulary.bands[band].title
    }
    // A value in the title cannot ask for the title.
    flow.title = state?.title?.value ?? plain(program.title)
    printer.context.documentTitle = flow.title
    flow.summary = plain(program.summary, as: .summary)
    flow.audience = plain(program.audience, as: .audience)
    flow.form = program.form.map { form in
      FormText(
        signedBy: plain(form.signedBy, as: .signedBy),
        returnTo: plain(form.returnTo, as: .returnTo), keep: plain(form.keep, as: .keep),
        signatories: form.signatories.filter { $0.condition.holds(answers) }.map { signatory in
          let who = plain(signatory.who, as: .signatory)
          return Signatory(
            who: who.isEmpty ? nil : who,
            fields: signatory.fields.map { ($0.kind, plain($0.label, as: .signatory)) })
        }, slip: form.slip, asksReturnDate: form.asksReturnDate)
    }
    flow.pieces.reserveCapacity(512)
    blocks(program.body)
  }

  private mutating func enter(_ band: Int) {
    printer.context.profile.enter(band: band, of: printer.context.catalogue, answers: &answers)
  }

  // MARK: - Blocks

  private mutating func blocks(_ blocks: [Block]) {
    for block in blocks where !isTooLarge { self.block(block) }
  }

  private var isTooLarge: Bool { size > Self.largestDocument }

  /// Counts what is printed; a document that grows too large is broken off and reported once.
  private mutating func count(_ bytes: Int) {
    guard !isTooLarge else { return }
    size += bytes
    guard isTooLarge else { return }
    flow.problems.append(
      PrintProblem(
        kind: .tooLarge, path: "", place: program.declaration.file.place, subject: nil))
  }

  private mutating func block(_ block: Block) {
    switch block {
    case .heading(let number, let content):
      flow.pieces.append(.heading(number))
      inlines(content)
      flow.pieces.append(.close(.heading))
    case .paragraph(let content, _): filled(.paragraph) { $0.inlines(content) }
    // That these are never empty is proved; what is wrong is not hidden here.
    case .list(let list):
      enclosed(.list(list.kind, start: list.start, isTight: list.isTight)) { $0.blocks(list.items) }
    case .item(let content, _): enclosed(.item) { $0.blocks(content) }
    case .definition(let term, let meanings, _):
      enclosed(.term) { $0.inlines(term) }
      for meaning in meanings { enclosed(.meaning) { $0.inlines(meaning) } }
    case .table(let table): self.table(table)
    case .note(let content, _): enclosed(.note) { $0.blocks(content) }
    case .rule: flow.pieces.append(.open(.rule))
    case .choice(let choice):
      for branch in choice.branches where branch.condition.holds(answers) {
        blocks(branch.body)
        break
      }
    case .loop(let loop): run(loop) { $0.blocks(loop.body) }
    case .computed(let block, _): flow.pieces.append(.computed(block))
    }
  }

  private mutating func enclosed(_ mark: BlockMark, _ content: (inout Evaluator) -> Void) {
    flow.pieces.append(.open(mark))
    content(&self)
    flow.pieces.append(.close(mark))
  }

  /// Writes a block, and takes it back where nothing came to stand in it.
  private mutating func filled(_ mark: BlockMark, _ content: (inout Evaluator) -> Void) {
    let start = flow.pieces.count
    flow.pieces.append(.open(mark))
    content(&self)
    if flow.pieces[(start + 1)...].contains(where: isVisible) {
      flow.pieces.append(.close(mark))
    } else {
      flow.pieces.removeSubrange(start...)
    }
  }

  private func isVisible(_ piece: Piece) -> Bool {
    switch piece {
    case .run(let run): !program.runs[run].html.isEmpty
    case .value, .reference, .heading, .computed, .open(.rule), .open(.table): true
    default: false
    }
  }

  private mutating func table(_ table: TableBlock) {
    flow.pieces.append(.open(.table))
    flow.pieces.append(.open(.tableHead))
    row(table.head, table.alignments, isHead: true)
    flow.pieces.append(.close(.tableHead))
    if !table.rows.isEmpty {
      flow.pieces.append(.open(.tableBody))
      for cells in table.rows { row(cells, table.alignments, isHead: false) }
      flow.pieces.append(.close(.tableBody))
    }
    flow.pieces.append(.close(.table))
  }

  private mutating func row(
    _ cells: [[Inline]], _ alignments: [TableSyntax.Alignment], isHead: Bool
  ) {
    flow.pieces.append(.open(.row))
    for (cell, alignment) in zip(cells, alignments) {
      let mark = BlockMark.cell(alignment, isHead: isHead)
      flow.pieces.append(.open(mark))
      inlines(cell)
      flow.pieces.append(.close(mark))
    }
    flow.pieces.append(.close(.row))
  }

  // MARK: - Running text

  private mutating func inlines(_ inlines: [Inline]) {
    for inline in inlines where !isTooLarge { self.inline(inline) }
  }

  private mutating func inline(_ inline: Inline) {
    switch inline {
    case .run(let run):
      flow.pieces.append(.run(run))
      count(program.runs[run].html.count)
    case .slot(let slot): print(slot)
    case .reference(let reference):
      guard check(reference) else { return }
      flow.pieces.append(.reference(reference))
    case .link(let reference, let label):
      guard check(reference) else { return }
      flow.pieces.append(.link(reference))
      inlines(label)
      flow.pieces.append(.endLink(reference))
    case .emphasis(let content): marked(.emphasis, content)
    case .strong(let content): marked(.strong, content)
    case .code(let content): marked(.code, content)
    case .choice(let choice):
      for branch in choice.branches where branch.condition.holds(answers) {
        inlines(branch.body)
        break
      }
    case .loop(let loop): run(loop) { $0.inlines(loop.body) }
    case .computed: break
    }
  }

  private mutating func marked(_ mark: TextMark, _ content: [Inline]) {
    let start = flow.pieces.count
    flow.pieces.append(.begin(mark))
    inlines(content)
    if flow.pieces.count == start + 1 {
      flow.pieces.removeLast()
    } else {
      flow.pieces.append(.end(mark))
    }
  }

  private mutating func print(_ number: Int) {
    let slot = program.slots[number]
    if case .subject(let subject) = slot.source {
      switch subject {
      case .role(let index), .rolePart(let index, _): flow.roles.insert(index)
      default: break
      }
    }
    let known = shared[slot]
    guard let printed = known ?? printer.print(slot) else {
      report(printer.problem, slot)
      return
    }
    if known == nil { shared[slot] = printed }
    flow.pieces.append(.value(flow.values.count))
    count(printed.html.count)
    flow.values.append(printed)
    flow.slots.append(number)
  }

  /// Whether a reference to a value has its value; other references are answered later.
  private mutating func check(_ reference: Int) -> Bool {
    guard case .value(let slot) = program.references[reference].target else { return true }
    if printer.address(program.slots[slot]) != nil { return true }
    report(printer.problem, program.slots[slot])
    return false
  }

  private mutating func report(_ problem: PrintProblem.Kind?, _ slot: Slot) {
    var subject: Subject?
    if case .subject(let known) = slot.source { subject = known }
    flow.problems.append(
      PrintProblem(
        kind: problem ?? .missing, path: slot.path, place: slot.place, subject: subject))
  }

  private mutating func plain(_ inlines: [Inline], as part: FrontText.Part? = nil) -> String {
    let kept = flow.pieces
    flow.pieces = []
    self.inlines(inlines)
    var text: [UInt8] = []
    for piece in flow.pieces {
      switch piece {
      case .run(let run):
        let run = program.runs[run]
        if run.startsWithSpace { text.append(32) }
        text.append(contentsOf: run.text)
        if run.endsWithSpace { text.append(32) }
      case .value(let value): text.append(contentsOf: flow.values[value].text)
      default: break
      }
    }
    if let part, !flow.pieces.isEmpty {
      flow.front.append(FrontText(part: part, pieces: flow.pieces))
    }
    flow.pieces = kept
    return PlainJoiner.joined(text)
  }

  // MARK: - Loops

  private mutating func run<Element>(
    _ loop: Loop<Element>, _ body: (inout Evaluator) -> Void
  ) {
    if case .holders(let role) = loop.over { flow.roles.insert(role) }
    let outer = (printer.context.bandTitle, answers)
    let turns = printer.context.turns(
      of: loop.over, bands: program.declaration.bands, answers: answers)
    for turn in turns where !isTooLarge {
      count(Self.turn)
      printer.context.enter(
        turn, of: loop.number, questions: library.questions, answers: &answers)
      body(&self)
    }
    (printer.context.bandTitle, answers) = outer
  }

  /// What a turn of a loop counts for, so that turns that print nothing come to an end too.
  private static let turn = 8
}

/// Joins text without marks, as `InlineWriter` joins marked text.
package enum PlainJoiner {
  /// Returns text with its white space collapsed and none before a stop.
  package static func joined(_ text: [UInt8]) -> String {
    var result: [UInt8] = []
    var pending = false
    for byte in text {
      if byte.isInlineSpace {
        pending = !result.isEmpty
        continue
      }
      if pending, !byte.takesNoSpaceBefore { result.append(32) }
      pending = false
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
