import Configuration
import Diagnostics

/// Walks through a program and notes under which condition each piece is printed.
struct GuardWalk {
  let context: ProofContext
  let program: Program
  /// When the lists that a document computes from its citations have something in them.
  private let citations: CitationGuards
  private(set) var uses = GuardedUses()
  /// Whether the block before ended with a colon, so that a list goes on with its sentence.
  private var leadIn = false
  /// How many lists the walk is in.
  private var listDepth = 0

  /// Returns what a program prints, each piece with its guard.
  ///
  /// A list of citations stands before or after what it lists, so the program is walked through twice:
  /// once to find what is cited, and once knowing it.
  static func uses(of program: Program, _ context: ProofContext) -> GuardedUses {
    var first = GuardWalk(program, context, CitationGuards())
    first.walk()
    var second = GuardWalk(program, context, CitationGuards(first.uses, program, context))
    second.walk()
    return second.uses
  }

  private init(_ program: Program, _ context: ProofContext, _ citations: CitationGuards) {
    self.program = program
    self.context = context
    self.citations = citations
  }

  /// Walks through everything that the program prints.
  private mutating func walk() {
    var top = Guard(condition: .always, bands: nil, place: nil)
    if let bands = program.declaration.bands, bands.count == 1 { top.bands = bands }
    for text in [program.title, program.summary, program.audience] {
      inlines(text, top, in: text)
    }
    if let form = program.form {
      for text in [form.signedBy, form.returnTo, form.keep] { inlines(text, top, in: text) }
      for signatory in form.signatories {
        let guarded = top.and(signatory.condition, at: nil)
        for text in [signatory.who] + signatory.fields.map(\.label) {
          inlines(text, guarded, in: text)
        }
      }
    }
    blocks(program.body, top)
  }

  // MARK: - Blocks

  /// Notes what blocks print, and returns the condition under which they print anything.
  @discardableResult
  private mutating func blocks(_ blocks: [Block], _ guarded: Guard) -> Condition {
    .disjunction(blocks.map { block($0, guarded) })
  }

  private mutating func block(_ block: Block, _ guarded: Guard) -> Condition {
    switch block {
    case .heading(let number, let content):
      let closed = context.closed(guarded.condition, bands: guarded.bands)
      uses.headings[number] = (uses.headings[number] ?? .never).or(closed)
      uses.steps.append(.heading(number: number, guarded: guarded))
      text(content, .heading, guarded, program.headings[number].place)
      return .always
    case .paragraph(let content, let place):
      let isItem = listDepth > 0
      let printed = text(content, isItem ? .item : .paragraph, guarded, place)
      leadIn = endsWithColon(content)
      step(printed, guarded)
      return printed
    case .list(let list): return self.list(list, guarded)
    case .item(let content, let place):
      let printed = blocks(content, guarded)
      uses.containers.append(
        .init(kind: .item, guarded: guarded, content: printed, place: place))
      return printed
    case .definition(let term, let meanings, let place):
      text(term, .term, guarded, place)
      for meaning in meanings { text(meaning, .meaning, guarded, place) }
      return .always
    case .table(let table):
      for cell in table.head { text(cell, .cell, guarded, table.place) }
      for row in table.rows { for cell in row { text(cell, .cell, guarded, table.place) } }
      step(.always, guarded)
      leadIn = false
      return .always
    case .note(let content, let place):
      let printed = blocks(content, guarded)
      uses.containers.append(
        .init(kind: .note, guarded: guarded, content: printed, place: place))
      return printed
    case .rule: return .never
    case .choice(let choice):
      return self.choice(choice, guarded, text: []) { walk, body, inner in
        walk.blocks(body, inner)
      }
    case .loop(let loop):
      return self.loop(loop, guarded) { walk, body, inner in walk.blocks(body, inner) }
    case .computed(let block, _):
      let printed = computed(block)
      step(printed, guarded)
      leadIn = false
      return printed
    }
  }

  private mutating func list(_ list: ListBlock, _ guarded: Guard) -> Condition {
    let isLedIn = leadIn
    listDepth += 1
    let printed = blocks(list.items, guarded)
    listDepth -= 1
    leadIn = false
    uses.containers.append(
      .init(kind: .list(isLedIn: isLedIn), guarded: guarded, content: printed, place: list.place))
    if list.kind == .definitions { step(printed, guarded) }
    return printed
  }

  /// Notes something printed between headings.
  private mutating func step(_ printed: Condition, _ guarded: Guard) {
    let condition = context.closed(guarded.condition.and(printed), bands: guarded.bands)
    uses.steps.append(.content(condition))
  }

  private func endsWithColon(_ content: [Inline]) -> Bool {
    guard case .run(let number)? = content.last else { return false }
    return program.runs[number].text.last == UInt8(ascii: ":")
  }

  /// When a computed block has something to say.
  private func computed(_ block: ComputedBlock) -> Condition {
    switch block {
    case .approval:
      .disjunction(
        [DocumentPart.adopted, .adoptedBy, .version, .nextReview, .reviewEvery].map {
          context.test(.documentPart($0), isThere: true)
        })
    case .history: context.test(.documentPart(.history), isThere: true)
    case .legislation: citations.laws
    case .definitions: citations.terms
    case .relatedDocuments: citations.documents
    case .contacts: citations.holders
    default: .always
    }
  }

  // MARK: - Conditions and loops

  private mutating func choice<Element>(
    _ choice: Choice<Element>, _ guarded: Guard, text: [Inline],
    _ body: (inout GuardWalk, [Element], Guard) -> Condition
  ) -> Condition {
    uses.choices.append(
      .init(
        branches: choice.branches.map { ($0.condition, $0.place, $0.body.isEmpty) },
        question: choice.question, place: choice.place, guarded: guarded, text: text))
    var rest = Condition.always
    var printed: [Condition] = []
    for branch in choice.branches {
      let here = rest.and(branch.condition)
      let inner = body(&self, branch.body, guarded.and(here, at: branch.place))
      printed.append(here.and(inner))
      rest = rest.and(branch.condition.negated(context.questions))
    }
    return .disjunction(printed)
  }

  private mutating func loop<Element>(
    _ loop: Loop<Element>, _ guarded: Guard,
    _ body: (inout GuardWalk, [Element], Guard) -> Condition
  ) -> Condition {
    var inner = guarded
    switch loop.over {
    case .list(let subject):
      let isThere: Condition =
        switch subject {
        case .fact(let fact): context.test(.fact(fact), isThere: true)
        case .rule(let rule): context.test(.rule(rule), isThere: true)
        default: .always
        }
      inner = guarded.and(isThere, at: loop.place)
      return isThere.and(body(&self, loop.body, inner))
    case .holders(let role):
      let isHeld = context.test(.role(role), isThere: true)
      // Somebody who is held has a name; what else they have is theirs.
      let named = context.test(.itemPart(loop: loop.number, .name), isThere: true)
      inner = guarded.and(isHeld.and(named), at: loop.place)
      return isHeld.and(body(&self, loop.body, inner))
    case .history:
      let isThere = context.test(.documentPart(.history), isThere: true)
      let parts = [ItemPart.adopted, .summary].map {
        context.test(.itemPart(loop: loop.number, $0), isThere: true)
      }
      inner = guarded.and(.conjunction([isThere] + parts), at: loop.place)
      return isThere.and(body(&self, loop.body, inner))
    case .bands:
      let bands = program.declaration.bands ?? Array(context.catalogue.vocabulary.bands.indices)
      inner.bands = bands
      inner.place = loop.place
      return context.closed(body(&self, loop.body, inner), bands: bands)
    }
  }

  // MARK: - Running text

  /// Notes running text and what stands in it, and returns when any of it is printed.
  @discardableResult
  private mutating func text(
    _ content: [Inline], _ kind: GuardedUses.TextUse.Kind, _ guarded: Guard, _ place: Place
  ) -> Condition {
    uses.texts.append(.init(kind: kind, text: content, guarded: guarded, place: place))
    return inlines(content, guarded, in: content)
  }

  @discardableResult
  private mutating func inlines(
    _ content: [Inline], _ guarded: Guard, in text: [Inline]
  ) -> Condition {
    var printed: [Condition] = []
    for inline in content { printed.append(self.inline(inline, guarded, in: text)) }
    return .disjunction(printed)
  }

  private mutating func inline(_ inline: Inline, _ guarded: Guard, in text: [Inline]) -> Condition {
    switch inline {
    case .run(let number): return program.runs[number].text.isEmpty ? .never : .always
    case .slot(let slot):
      uses.slots.append(.init(slot: slot, guarded: guarded, text: text, isTarget: false))
      return .always
    case .reference(let number):
      note(number, guarded, text)
      return .always
    case .link(let number, let label):
      note(number, guarded, text)
      return inlines(label, guarded, in: text)
    case .emphasis(let content), .strong(let content), .code(let content):
      return inlines(content, guarded, in: text)
    case .choice(let choice):
      return self.choice(choice, guarded, text: text) { walk, body, inner in
        walk.inlines(body, inner, in: text)
      }
    case .loop(let loop):
      return self.loop(loop, guarded) { walk, body, inner in walk.inlines(body, inner, in: text) }
    case .computed: return .never
    }
  }

  private mutating func note(_ number: Int, _ guarded: Guard, _ text: [Inline]) {
    if case .value(let slot) = program.references[number].target {
      uses.slots.append(.init(slot: slot, guarded: guarded, text: text, isTarget: true))
    } else {
      uses.references.append(.init(reference: number, guarded: guarded, text: text))
    }
  }
}

/// When a document cites anything of a kind, and when somebody holds a role that it names.
struct CitationGuards {
  var laws = Condition.always
  var terms = Condition.always
  var documents = Condition.always
  var holders = Condition.always

  init() {}

  init(_ uses: GuardedUses, _ program: Program, _ context: ProofContext) {
    (laws, terms, documents, holders) = (.never, .never, .never, .never)
    for use in uses.references {
      let printed = context.closed(use.guarded.condition, bands: use.guarded.bands)
      switch program.references[use.reference].target {
      case .law: laws = laws.or(printed)
      case .term: terms = terms.or(printed)
      case .related: documents = documents.or(printed)
      case .document(let other), .section(let other, _):
        if other != program.document { documents = documents.or(printed) }
      case .address, .value: break
      }
    }
    for use in uses.slots {
      guard case .subject(let subject) = program.slots[use.slot].source else { continue }
      switch subject {
      case .role(let role), .rolePart(let role, _):
        let printed = context.closed(use.guarded.condition, bands: use.guarded.bands)
        holders = holders.or(printed.and(context.test(.role(role), isThere: true)))
      default: break
      }
    }
  }
}
