import Configuration
import Documents
import Templating

/// Lays a page out: fixed HTML, with values escaped for where they stand and computed blocks put in.
struct LayoutRenderer: ~Copyable {
  let set: SchoolDocuments
  /// The document the page is for; nil for front pages and volumes.
  let document: Int?
  /// The page, from the root of the site.
  let page: String
  let values: PageValues
  /// The computed blocks of this page, each in the pieces it was made in.
  private var blocks = BlockTable<[[UInt8]]>()
  /// The layout that stands as the content of the one that is written.
  private var inner: FlatLayout?
  private var printer: ValuePrinter
  private var answers: [UInt8]
  /// The page so far in pieces, and the one that is written behind them.
  private var pieces: [[UInt8]] = []
  private var html: [UInt8] = []

  /// - Parameter questions: Those that layouts ask about a page (`PageValues.questions`).
  init(
    _ set: SchoolDocuments, document: Int?, page: String, values: PageValues,
    questions: [QuestionID?]
  ) {
    self.set = set
    self.document = document
    self.page = page
    self.values = values
    var context = PrintContext(set.basis)
    context.document = document
    context.documentTitle = values[.title] ?? ""
    printer = ValuePrinter(context)
    answers = set.profile.answers
    answers.append(
      contentsOf: repeatElement(0, count: set.library.questions.count - answers.count))
    values.answer(&answers, questions)
    if let document {
      set.profile.documents[document].answer(set.library.questions, &answers)
    }
    set.library.questions.id(of: .documentPart(.title)).map { answers[$0.index] = 1 }
  }

  /// Gives what a computed block prints.
  mutating func place(_ block: ComputedBlock, _ pieces: [[UInt8]]) { blocks[block] = pieces }

  /// Returns a layout with this page's values in it, in pieces.
  ///
  /// - Parameter inner: The layout that stands as its content, which has the page's content in turn.
  mutating func render(_ layout: FlatLayout, around inner: FlatLayout? = nil) -> [[UInt8]] {
    pieces = []
    pieces.reserveCapacity(8)
    beginPiece()
    self.inner = inner
    write(layout, layout.steps.indices)
    pieces.append(html)
    return pieces
  }

  private mutating func beginPiece() {
    html = []
    html.reserveCapacity(Self.usualPiece)
  }

  /// What nearly every page has between its style and its content, in bytes; more only takes longer.
  private static let usualPiece = 8192
  /// From how many bytes on a block is a piece of its own, and is not copied.
  private static let largeBlock = 4096

  private mutating func write(_ layout: FlatLayout, _ range: Range<Int>) {
    let (steps, markup) = (layout.steps, layout.markup)
    var next = range.lowerBound
    while next < range.upperBound {
      let step = steps[next]
      next += 1
      switch step {
      case .markup(let range): html.append(markup.span, range)
      case .part(let part, let position): write(values[part] ?? "", position)
      case .slot(let slot): print(layout.slots[slot])
      case .computed(.content) where inner != nil: writeInner()
      case .computed(let block): write(block)
      case .test(let question, let set, let otherwise):
        if !set.contains(answers[question.index]) { next = otherwise }
      case .jump(let place): next = place
      case .loop(let number, let end):
        run(layout, number, next..<end)
        next = end
      }
    }
  }

  private mutating func writeInner() {
    guard let layout = inner else { return }
    inner = nil
    write(layout, layout.steps.indices)
    inner = layout
  }

  private mutating func write(_ block: ComputedBlock) {
    if let pieces = blocks[block] {
      for piece in pieces { append(piece) }
    } else if let document, block.isForDocuments {
      append(HTMLFace.computed(block, of: document, in: set, page: page))
    }
  }

  private mutating func append(_ block: [UInt8]) {
    guard block.count >= Self.largeBlock else { return html.append(contentsOf: block) }
    pieces.append(html)
    pieces.append(block)
    beginPiece()
  }

  private mutating func run(_ layout: FlatLayout, _ loop: Int, _ body: Range<Int>) {
    let (source, number) = layout.loops[loop]
    let outer = (printer.context.bandTitle, answers)
    let bands = document.flatMap { set.catalogue.documents[$0].bands }
    for turn in printer.context.turns(of: source, bands: bands, answers: answers) {
      printer.context.enter(turn, of: number, questions: set.library.questions, answers: &answers)
      write(layout, body)
    }
    (printer.context.bandTitle, answers) = outer
  }

  // MARK: - Values

  private mutating func print(_ slot: Slot) {
    switch slot.source {
    case .documentAddress(let index):
      let target = set.document(index)?.placement
      write(target.map { SitePath.relative(from: page, to: $0.page) } ?? "", slot.position)
    case .documentTitle(let index): write(set.document(index)?.title ?? "", slot.position)
    default:
      switch slot.position {
      case .address:
        if let target = printer.address(slot) {
          HTMLEscape.attribute(target.address, to: &html)
        }
      case .text:
        if let printed = printer.print(slot) { html.append(contentsOf: printed.html) }
      case .attribute:
        if let printed = printer.print(slot) { HTMLEscape.attribute(printed.text, to: &html) }
      case .plain:
        if let printed = printer.print(slot) { HTMLEscape.text(printed.text, to: &html) }
      }
    }
  }

  private mutating func write(_ text: String, _ position: Slot.Position) {
    switch position {
    case .text, .plain: HTMLEscape.text(text, to: &html)
    case .attribute, .address: HTMLEscape.attribute(text, to: &html)
    }
  }
}
