import Configuration
import Diagnostics

/// Walks through a program and notes under which condition each piece is printed.
struct GuardWalk {
  let context: ProofContext
  let program: Program
  /// When the lists that a document computes from its citations have something in them; nil while that is what is
  /// looked for, and nothing but citations and values is noted.
  private let citations: CitationGuards?
  private(set) var uses = GuardedUses()
  /// Whether the block before may end with a colon, so that a list goes on with its sentence.
  private var leadIn = false
  /// How many lists the walk is in.
  private var listDepth = 0
  /// How many items and notes the walk is in.
  private var depth = 0

  /// Returns what a program prints, each piece with its guard.
  ///
  /// A list of citations stands before or after what it lists, so the program is walked through twice:
  /// once to find what is cited, and once knowing it.
  static func uses(
    of program: Program, _ context: ProofContext, definitions: [DefinitionProgram]
  ) -> GuardedUses {
    var citations = CitationGuards()
    if program.body.contains(where: \.listsCitations) {
      var first = GuardWalk(program, context, nil)
      first.walk()
      citations = CitationGuards(first.uses, program, context, definitions)
    }
    var walk = GuardWalk(program, context, citations)
    walk.walk()
    return walk.uses
  }

  /// The values that a program prints, each with its guard.
  static func slots(of program: Program, _ context: ProofContext) -> [GuardedUses.SlotUse] {
    var walk = GuardWalk(program, context, nil)
    walk.walk()
    return walk.uses.slots
  }

  private var seeksCitations: Bool { citations == nil }

  private init(_ program: Program, _ context: ProofContext, _ citations: CitationGuards?) {
    self.program = program
    self.context = context
    self.citations = citations
  }

  private mutating func walk() {
    var top = Guard(condition: .always, bands: nil, place: nil)
    if let bands = program.declaration.bands, bands.count == 1 { top.bands = bands }
    front("title", program.title, top, kind: .title)
    front("summary", program.summary, top, kind: .paragraph)
    front("audience", program.audience, top, kind: .label)
    if let form = program.form {
      front("for", form.signedBy, top, kind: .label)
      front("return-to", form.returnTo, top, kind: .label)
      front("keep", form.keep, top, kind: .paragraph)
      for signatory in form.signatories {
        let guarded = top.and(signatory.condition, at: nil)
        if signatory.condition != .always {
          uses.loops.append(
            .init(
              guarded: top, isRun: signatory.condition, place: program.declaration.file.place))
        }
        front("sign", signatory.who, guarded, kind: .label)
        for field in signatory.fields { front("sign", field.label, guarded, kind: .label) }
      }
    }
    blocks(program.body, top)
  }

  /// Notes a text of the front matter; one that is there must print something.
  private mutating func front(
    _ key: String, _ content: [Inline], _ guarded: Guard, kind: GuardedUses.TextUse.Kind
  ) {
    guard !content.isEmpty else { return }
    let place = program.declaration.file.place
    let printed = text(content, kind, guarded, place)
    contain(.front(key), guarded, printed, place)
  }

  private mutating func contain(
    _ kind: GuardedUses.Container.Kind, _ guarded: Guard, _ content: Condition, _ place: Place
  ) {
    guard !seeksCitations, content != .always else { return }
    uses.containers.append(.init(kind: kind, guarded: guarded, content: content, place: place))
  }

  // MARK: - Blocks

  /// Notes what blocks print, and returns the condition under which they print anything.
  @discardableResult
  private mutating func blocks(_ blocks: [Block], _ guarded: Guard) -> Condition {
    var printed = AnyOf()
    for block in blocks { printed.add(self.block(block, guarded)) }
    return seeksCitations ? .always : printed.condition
  }

  private mutating func block(_ block: Block, _ guarded: Guard) -> Condition {
    switch block {
    case .heading(_, let content) where seeksCitations:
      return text(content, .heading, guarded, program.declaration.file.place)
    case .heading(let number, let content):
      let closed = context.closed(guarded)
      uses.headings[number] = (uses.headings[number] ?? .never).or(closed)
      let place = program.headings[number].place
      step(.heading(number), .always, guarded, place)
      let printed = text(content, .heading, guarded, place)
      // A heading that has no words at all is told of where it is read.
      if !content.isEmpty { contain(.heading, guarded, printed, place) }
      leadIn = false
      return .always
    case .paragraph(let content, let place) where seeksCitations:
      return text(content, .paragraph, guarded, place)
    case .paragraph(let content, let place):
      let printed = text(content, listDepth > 0 ? .item : .paragraph, guarded, place)
      let colon = InlineEnd.endsInColon(content, program, context)
      leadIn = colon != .never
      step(.paragraph(endsInColon: colon), printed, guarded, place)
      return printed
    case .list(let list): return self.list(list, guarded)
    case .item(let content, let place):
      let printed = inside(guarded, place) { $0.blocks(content, guarded) }
      contain(.item, guarded, printed, place)
      return printed
    case .definition(let term, let meanings, let place):
      contain(.term, guarded, text(term, .term, guarded, place), place)
      for meaning in meanings {
        contain(.meaning, guarded, text(meaning, .meaning, guarded, place), place)
      }
      return .always
    case .table(let table):
      for cell in table.head + table.rows.joined() {
        let printed = text(cell, .cell, guarded, table.place)
        // A cell may be left blank by the author, never by a branch.
        if !cell.isEmpty { contain(.cell, guarded, printed, table.place) }
      }
      step(.other, .always, guarded, table.place)
      leadIn = false
      return .always
    case .note(let content, let place):
      let printed = inside(guarded, place) { $0.blocks(content, guarded) }
      contain(.note, guarded, printed, place)
      step(.other, printed, guarded, place)
      leadIn = false
      return printed
    case .rule: return .never
    case .choice(let choice):
      return self.choice(choice, guarded, text: []) { walk, body, inner in
        walk.blocks(body, inner)
      }
    case .loop(let loop):
      return self.loop(loop, guarded) { walk, body, inner in walk.blocks(body, inner) }
    case .computed(let block, let place):
      let printed = computed(block)
      step(.other, printed, guarded, place)
      leadIn = false
      return printed
    }
  }

  private mutating func list(_ list: ListBlock, _ guarded: Guard) -> Condition {
    let isLedIn = leadIn
    listDepth += 1
    let start = uses.steps.count
    let printed = blocks(list.items, guarded)
    listDepth -= 1
    leadIn = false
    contain(.list(isLedIn: isLedIn), guarded, printed, list.place)
    guard !seeksCitations else { return printed }
    // The list stands before what is in it.
    let step = GuardedUses.Step(
      kind: .list, depth: depth, guarded: guarded, printed: printed, place: list.place)
    uses.steps.insert(step, at: start)
    return printed
  }

  private mutating func inside(
    _ guarded: Guard, _ place: Place, _ walk: (inout GuardWalk) -> Condition
  ) -> Condition {
    depth += 1
    leadIn = false
    let printed = walk(&self)
    step(.end, .always, guarded, place)
    depth -= 1
    leadIn = false
    return printed
  }

  private mutating func step(
    _ kind: GuardedUses.Step.Kind, _ printed: Condition, _ guarded: Guard, _ place: Place
  ) {
    guard !seeksCitations else { return }
    uses.steps.append(
      .init(kind: kind, depth: depth, guarded: guarded, printed: printed, place: place))
  }

  /// When a computed block has something to say.
  private func computed(_ block: ComputedBlock) -> Condition {
    guard let citations else { return .always }
    return switch block {
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
    if !seeksCitations { note(choice, guarded, text) }
    var rest = Condition.always
    var printed = AnyOf()
    for branch in choice.branches {
      let here = rest.and(branch.condition)
      let inner = body(&self, branch.body, guarded.and(here, at: branch.place))
      if !seeksCitations { printed.add(here.and(inner)) }
      // The options of a choose leave each other out.
      if choice.question == nil { rest = rest.and(branch.condition.negated(context.questions)) }
    }
    return printed.condition
  }

  private mutating func note<Element>(
    _ choice: Choice<Element>, _ guarded: Guard, _ text: [Inline]
  ) {
    uses.choices.append(
      .init(
        branches: choice.branches.map { ($0.condition, $0.place) },
        question: choice.question, place: choice.place, guarded: guarded, text: text))
  }

  private mutating func loop<Element>(
    _ loop: Loop<Element>, _ guarded: Guard,
    _ body: (inout GuardWalk, [Element], Guard) -> Condition
  ) -> Condition {
    let start = uses.steps.count
    guard let isRun = context.isRun(loop.over) else {
      let bands = program.declaration.bands ?? Array(context.catalogue.vocabulary.bands.indices)
      let inner = Guard(condition: guarded.condition, bands: bands, place: loop.place)
      let printed = context.closed(body(&self, loop.body, inner), bands: bands)
      unroll(from: start, bands)
      return printed
    }
    uses.loops.append(.init(guarded: guarded, isRun: isRun, place: loop.place))
    let turn = context.everyTurn(of: loop.over, loop.number)
    let inner = guarded.and(isRun.and(turn), at: loop.place)
    let printed = body(&self, loop.body, inner)
    repeatSteps(from: start, loop)
    return isRun.and(context.someTurn(turn.and(printed), of: loop.number))
  }

  /// Puts the steps of a loop over bands in the place of each band's own.
  private mutating func unroll(from start: Int, _ bands: [Int]) {
    let steps = Array(uses.steps[start...])
    guard !steps.isEmpty else { return }
    uses.steps.removeSubrange(start...)
    for band in bands {
      for var step in steps {
        step.guarded.condition = context.test(.band(band), isThere: true)
          .and(context.atBand(band, step.guarded.condition))
        step.guarded.bands = nil
        step.printed = context.atBand(band, step.printed)
        if case .paragraph(let colon) = step.kind {
          step.kind = .paragraph(endsInColon: context.atBand(band, colon))
        }
        uses.steps.append(step)
      }
    }
  }

  /// Notes that a loop can have a second turn, so that what its turns end with is followed by it.
  private mutating func repeatSteps<Element>(from start: Int, _ loop: Loop<Element>) {
    let several = context.severalTurns(of: loop.over)
    // The second turns of loops inside are left out: they follow what the second turn repeats anyway, and steps
    // would double with each level.
    for var step in uses.steps[start...] where !step.isRepeat {
      step.isRepeat = true
      step.guarded.condition = context.someTurn(
        step.guarded.condition.and(step.printed), of: loop.number
      ).and(several)
      step.printed = .always
      uses.steps.append(step)
    }
  }

  // MARK: - Running text

  /// Notes running text and what stands in it, and returns when any of it is printed.
  @discardableResult
  private mutating func text(
    _ content: [Inline], _ kind: GuardedUses.TextUse.Kind, _ guarded: Guard, _ place: Place
  ) -> Condition {
    if !seeksCitations {
      uses.texts.append(.init(kind: kind, text: content, guarded: guarded, place: place))
    }
    return inlines(content, guarded, in: content)
  }

  @discardableResult
  private mutating func inlines(
    _ content: [Inline], _ guarded: Guard, in text: [Inline]
  ) -> Condition {
    var printed = AnyOf()
    for inline in content {
      let here = self.inline(inline, guarded, in: text)
      if !seeksCitations { printed.add(here) }
    }
    return printed.condition
  }

  private mutating func inline(_ inline: Inline, _ guarded: Guard, in text: [Inline]) -> Condition {
    switch inline {
    case .run(let number): return program.runs[number].text.isEmpty ? .never : .always
    case .slot(let slot):
      uses.slots.append(.init(slot: slot, guarded: guarded, text: text))
      return .always
    case .reference(let number):
      note(number, guarded, text)
      return .always
    case .link(let number, let label):
      note(number, guarded, text)
      let printed = inlines(label, guarded, in: text)
      contain(.link, guarded, printed, program.references[number].place)
      return printed
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
      uses.slots.append(.init(slot: slot, guarded: guarded, text: text))
    } else {
      uses.references.append(.init(reference: number, guarded: guarded, text: text))
    }
  }
}

extension Block {
  /// Whether a list computed from citations stands in it.
  fileprivate var listsCitations: Bool {
    switch self {
    case .computed(let block, _):
      switch block {
      case .legislation, .definitions, .relatedDocuments, .contacts: true
      default: false
      }
    case .list(let list): list.items.contains(where: \.listsCitations)
    case .item(let content, _), .note(let content, _): content.contains(where: \.listsCitations)
    case .choice(let choice):
      choice.branches.contains { $0.body.contains(where: \.listsCitations) }
    case .loop(let loop): loop.body.contains(where: \.listsCitations)
    case .heading, .paragraph, .definition, .table, .rule: false
    }
  }
}

/// That any of several conditions holds; most are met that hold always or never.
private struct AnyOf {
  private var parts: [Condition] = []
  private var isSure = false

  mutating func add(_ condition: Condition) {
    switch condition {
    case .always: isSure = true
    case .never: break
    default: if !isSure { parts.append(condition) }
    }
  }

  var condition: Condition { isSure ? .always : .disjunction(parts) }
}

/// What running text ends with.
enum InlineEnd {
  /// When running text prints something and the last of it is a colon.
  static func endsInColon(
    _ content: [Inline], _ program: Program, _ context: ProofContext
  ) -> Condition {
    ends(content, program, context).colon
  }

  /// Both at once: to ask twice at each level would double the work with every level.
  private static func ends(
    _ content: [Inline], _ program: Program, _ context: ProofContext
  ) -> (colon: Condition, printed: Condition) {
    var result = (colon: Condition.never, printed: Condition.never)
    var isLast = Condition.always
    for inline in content.reversed() {
      let (colon, printed) = ends(inline, program, context)
      result.colon = result.colon.or(isLast.and(colon))
      result.printed = printed.or(result.printed)
      // What comes before it is never the last.
      if case .always = printed { break }
      isLast = isLast.and(printed.negated(context.questions))
    }
    return result
  }

  private static func ends(
    _ inline: Inline, _ program: Program, _ context: ProofContext
  ) -> (colon: Condition, printed: Condition) {
    switch inline {
    case .run(let number):
      let text = program.runs[number].text
      return (text.last == UInt8(ascii: ":") ? .always : .never, text.isEmpty ? .never : .always)
    case .slot, .reference: return (.never, .always)
    case .computed: return (.never, .never)
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      return ends(content, program, context)
    case .choice(let choice):
      var rest = Condition.always
      var result: (Condition, Condition) = (.never, .never)
      for branch in choice.branches {
        let here = rest.and(branch.condition)
        let inner = ends(branch.body, program, context)
        result.0 = result.0.or(here.and(inner.colon))
        result.1 = result.1.or(here.and(inner.printed))
        if choice.question == nil {
          rest = rest.and(branch.condition.negated(context.questions))
        }
      }
      return result
    case .loop(let loop):
      // Inside a sentence a turn prints something, and lists of words end without a colon.
      return (.never, context.isRun(loop.over) ?? .always)
    }
  }
}
