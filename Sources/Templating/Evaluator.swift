import Configuration
import Diagnostics

/// Runs a program for one school.
package struct Evaluator {
  private let program: FlatProgram
  private let questions: QuestionTable
  /// Knows the school, and where in the document the evaluation stands.
  private var printer: ValuePrinter
  private var shared: SharedValues
  /// Which value of the flow a shared value is, by its number; below nought where this document has not printed it.
  private var known: [Int32]
  private var answers: [UInt8]
  private var flow: Flow
  /// How many bytes were printed, each turn of a loop counted besides.
  private var size = 0
  private var isTooLarge = false

  /// The largest document that is printed, in bytes.
  static let largestDocument = 16 << 20

  /// Returns what a document prints.
  ///
  /// - Parameter shared: The values that other documents of the same school have printed.
  package static func flow(
    _ program: FlatProgram, library: Library, basis: PrintBasis, shared: inout SharedValues
  ) -> Flow {
    var evaluator = Evaluator(program, library, basis, shared)
    // Held by the evaluator alone, so that it grows in place.
    shared = SharedValues()
    evaluator.run()
    shared = evaluator.shared
    return evaluator.flow
  }

  private init(
    _ program: FlatProgram, _ library: Library, _ basis: PrintBasis, _ shared: SharedValues
  ) {
    self.program = program
    self.shared = shared
    questions = library.questions
    known = Array(repeating: -1, count: library.sharedCount)
    var context = PrintContext(basis)
    context.document = program.document
    printer = ValuePrinter(context)
    answers = basis.profile.answers
    answers.append(
      contentsOf: repeatElement(0, count: library.questions.count - answers.count))
    flow = Flow(
      document: program.document, title: "", summary: "", audience: "", runs: program.runs)
  }

  private mutating func run() {
    let state = program.document.map { printer.context.basis.profile.documents[$0] }
    state?.answer(questions, &answers)
    if let bands = program.declaration.bands, bands.count == 1, let band = bands.first {
      enter(band)
      printer.context.bandTitle = printer.context.basis.catalogue.vocabulary.bands[band].title
    }
    // A value in the title cannot ask for the title.
    flow.title = state?.title?.value ?? plain(program.title)
    printer.context.documentTitle = flow.title
    flow.summary = plain(program.summary, as: .summary)
    flow.audience = plain(program.audience, as: .audience)
    if let form = program.formProgram, let steps = program.form {
      flow.form = self.form(form, steps)
    }
    // Hardly any document prints more pieces than it has steps.
    flow.pieces.reserveCapacity(program.body.count)
    execute(program.body)
  }

  private mutating func form(_ form: FormProgram, _ steps: FlatProgram.Form) -> FormText {
    FormText(
      signedBy: plain(steps.signedBy, as: .signedBy),
      returnTo: plain(steps.returnTo, as: .returnTo), keep: plain(steps.keep, as: .keep),
      signatories: zip(form.signatories, steps.signatories).filter {
        $0.0.condition.holds(answers)
      }.map { signatory, steps in
        let who = plain(steps.who, as: .signatory)
        return Signatory(
          who: who.isEmpty ? nil : who,
          fields: zip(signatory.fields, steps.labels).map {
            ($0.kind, plain($1, as: .signatory))
          })
      }, slip: form.slip, asksReturnDate: form.asksReturnDate)
  }

  private mutating func enter(_ band: Int) {
    let basis = printer.context.basis
    basis.catalogue.bandQuestions.enter(band, school: basis.profile.answers, answers: &answers)
  }

  // MARK: - Steps

  private mutating func execute(_ range: Range<Int>) {
    let steps = program.steps
    var next = range.lowerBound
    while next < range.upperBound {
      let step = steps[next]
      next += 1
      switch step {
      case .piece(let piece): flow.pieces.append(piece)
      case .run(let run):
        guard !isTooLarge else { continue }
        flow.pieces.append(.run(run))
        count(program.runs[run].html.count)
      case .paragraph(let run):
        guard !isTooLarge else { continue }
        flow.pieces.append(.paragraph(run))
        count(program.runs[run].html.count)
      case .slot(let slot): if !isTooLarge { print(slot) }
      case .reference(let reference):
        if !isTooLarge, check(reference) { flow.pieces.append(.reference(reference)) }
      case .link(let reference, let end):
        if !isTooLarge, check(reference) {
          flow.pieces.append(.link(reference))
        } else {
          next = end
        }
      case .openParagraph: flow.pieces.append(.open(.paragraph))
      case .closeParagraph: closeParagraph()
      case .begin(let mark): flow.pieces.append(.begin(mark))
      case .end(let mark):
        if case .begin? = flow.pieces.last {
          flow.pieces.removeLast()
        } else {
          flow.pieces.append(.end(mark))
        }
      case .test(let question, let set, let otherwise):
        if !set.contains(answers[question.index]) { next = otherwise }
      case .jump(let place): next = place
      case .loop(let number, let end):
        run(program.loops[number].source, program.loops[number].number, next..<end)
        next = end
      }
    }
  }

  /// Counts what is printed; a document that grows too large is broken off and reported once.
  private mutating func count(_ bytes: Int) {
    size += bytes
    guard size > Self.largestDocument, !isTooLarge else { return }
    isTooLarge = true
    flow.problems.append(
      PrintProblem(
        kind: .tooLarge, path: "", place: program.declaration.file.place, subject: nil))
  }

  /// Ends a paragraph, and takes it back where nothing came to stand in it.
  private mutating func closeParagraph() {
    var last = flow.pieces.count - 1
    while last >= 0 {
      switch flow.pieces[last] {
      case .open(.paragraph):
        flow.pieces.removeSubrange(last...)
        return
      case .run(let run) where program.runs[run].html.isEmpty: last -= 1
      case .run, .value, .reference:
        flow.pieces.append(.close(.paragraph))
        return
      default: last -= 1
      }
    }
  }

  private mutating func print(_ number: Int) {
    if let role = program.kinds[number].role { flow.note(role: role) }
    let shared = program.kinds[number].shared
    if let shared, known[shared] >= 0 {
      count(flow.add(again: Int(known[shared]), of: number))
      return
    }
    let before = shared.flatMap { self.shared[$0] }
    guard
      let value = before
        ?? printer.print(program.kinds[number].source, program.kinds[number].filters)
    else {
      report(printer.problem, program.slots[number])
      return
    }
    if let shared {
      if before == nil { self.shared[shared] = value }
      known[shared] = Int32(flow.values.count)
    }
    flow.add(value, of: number)
    count(value.html.count)
  }

  /// Whether a reference to a value has its value; other references are answered later.
  private mutating func check(_ reference: Int) -> Bool {
    guard let slot = program.addressSlots[reference] else { return true }
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

  private mutating func plain(
    _ words: FlatProgram.Words, as part: FrontText.Part? = nil
  ) -> String {
    guard !words.steps.isEmpty else { return "" }
    let kept = flow.pieces
    flow.pieces = []
    flow.pieces.reserveCapacity(words.steps.count)
    execute(words.steps)
    let text = words.fixed ?? flow.plainText(flow.pieces[...])
    if let part, !flow.pieces.isEmpty {
      flow.front.append(FrontText(part: part, pieces: flow.pieces))
    }
    flow.pieces = kept
    return text
  }

  // MARK: - Loops

  private mutating func run(_ source: LoopSource, _ number: Int, _ body: Range<Int>) {
    if case .holders(let role) = source { flow.note(role: role) }
    let outer = (printer.context.bandTitle, answers)
    let turns = printer.context.turns(
      of: source, bands: program.declaration.bands, answers: answers)
    for turn in turns where !isTooLarge {
      count(Self.turn)
      printer.context.enter(turn, of: number, questions: questions, answers: &answers)
      execute(body)
    }
    (printer.context.bandTitle, answers) = outer
  }

  /// What a turn of a loop counts for, so that turns that print nothing come to an end too.
  private static let turn = 8
}

extension Flow {
  /// The text of some pieces without marks, as `PlainJoiner` joins it.
  package func plainText(_ pieces: ArraySlice<Piece>) -> String {
    var text: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .run(let number):
        let run = runs[number]
        if run.startsWithSpace { text.append(32) }
        text.append(runs.bytes.span, run.text)
        if run.endsWithSpace { text.append(32) }
      case .value(let number): text.append(values.bytes.span, values[number].text)
      default: break
      }
    }
    return PlainJoiner.joined(text[...])
  }
}

/// Joins text without marks, as `InlineWriter` joins marked text.
package enum PlainJoiner {
  /// Returns text with its white space collapsed and none before a stop.
  package static func joined(_ text: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
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
