import Configuration
import Documents
import Templating

/// Lays a page out: fixed HTML, with values escaped for where they stand and computed blocks put in.
struct LayoutRenderer {
  let set: SchoolDocuments
  /// The document the page is for; nil for front pages and volumes.
  let document: Int?
  /// The page, from the root of the site.
  let page: String
  let values: PageValues
  /// The computed blocks of this page.
  var blocks: [ComputedBlock: [UInt8]] = [:]
  private var context: PrintContext
  private var answers: [UInt8]
  private var html: [UInt8] = []

  init(_ set: SchoolDocuments, document: Int?, page: String, values: PageValues) {
    self.set = set
    self.document = document
    self.page = page
    self.values = values
    context = PrintContext(
      catalogue: set.catalogue, profile: set.profile, loopCount: set.library.loopCount)
    context.document = document
    context.documentTitle = values[.title] ?? ""
    answers = set.profile.answers
    answers.append(
      contentsOf: repeatElement(0, count: set.library.questions.count - answers.count))
    values.answer(&answers, set.library.questions)
    if let document {
      set.profile.documents[document].answer(set.library.questions, &answers)
    }
    set.library.questions.id(of: .documentPart(.title)).map { answers[$0.index] = 1 }
  }

  /// Returns a layout with this page's values in it.
  mutating func render(_ layout: Layout) -> [UInt8] {
    html = []
    html.reserveCapacity(32_768)
    write(layout.content, layout)
    return html
  }

  private mutating func write(_ inlines: [Inline], _ layout: Layout) {
    for inline in inlines {
      switch inline {
      case .run(let run): html.append(contentsOf: layout.runs[run].html)
      case .slot(let slot): print(layout.slots[slot])
      case .computed(let block, _): html.append(contentsOf: blocks[block] ?? computed(block))
      case .choice(let choice):
        if let branch = choice.branches.first(where: { $0.condition.holds(answers) }) {
          write(branch.body, layout)
        }
      case .loop(let loop): run(loop, layout)
      case .reference, .link, .emphasis, .strong, .code: break
      }
    }
  }

  private func computed(_ block: ComputedBlock) -> [UInt8] {
    guard let document, block.isForDocuments else { return [] }
    return HTMLFace.computed(block, of: document, in: set, page: page)
  }

  private mutating func run(_ loop: Loop<Inline>, _ layout: Layout) {
    guard case .list(.fact(let fact)) = loop.over,
      case .list(let values)? = set.profile.facts[fact]?.value
    else { return }
    for value in values {
      context.items[loop.number] = .value(value)
      write(loop.body, layout)
    }
  }

  // MARK: - Values

  private mutating func print(_ slot: Slot) {
    switch slot.source {
    case .page(let part): write(values[part] ?? "", slot.position)
    case .documentAddress(let index):
      let target = set.document(index)?.placement
      write(target.map { SitePath.relative(from: page, to: $0.page) } ?? "", slot.position)
    case .documentTitle(let index): write(set.document(index)?.title ?? "", slot.position)
    default:
      var printer = ValuePrinter(context)
      switch slot.position {
      case .address:
        if let target = printer.address(slot) {
          HTMLEscape.attribute(target.address.utf8, to: &html)
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
    case .text, .plain: HTMLEscape.text(text.utf8, to: &html)
    case .attribute, .address: HTMLEscape.attribute(text.utf8, to: &html)
    }
  }
}
