import Configuration

/// Prints running text for a school that was made up: values that are there as dots, others as nothing.
struct SampleText {
  /// What the text is printed for.
  enum Mark: Equatable {
    case slot(Int)
    case reference(Int)
    /// Where a run begins.
    case run(Int)
    case end
  }

  let context: ProofContext
  let program: Program
  let model: Solver.Model
  let band: Int?
  private var text = ""
  private var pending = false
  /// Where the mark stands in the text.
  private var hole: String.Index?
  private let target: Mark?

  /// Returns what such a school would print, cut to the words around a slot, a reference or a seam.
  static func around(
    _ target: Mark?, in text: [Inline], of program: Program, _ context: ProofContext,
    _ example: CounterExample
  ) -> String {
    var sample = SampleText(
      context: context, program: program, model: example.model, band: example.band, target: target)
    sample.write(text)
    if target == .end { sample.hole = sample.text.endIndex }
    return sample.excerpt
  }

  private init(
    context: ProofContext, program: Program, model: Solver.Model, band: Int?, target: Mark?
  ) {
    self.context = context
    self.program = program
    self.model = model
    self.band = band
    self.target = target
  }

  private func holds(_ condition: Condition) -> Bool {
    (band.map { context.space.atBand($0, condition) } ?? condition).holds(model)
  }

  private mutating func write(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .run(let number):
        let run = program.runs[number]
        if target == .run(number) { hole = text.endIndex }
        append(
          String(decoding: run.text, as: UTF8.self), spaceBefore: run.startsWithSpace)
        if run.endsWithSpace { pending = true }
      case .slot(let slot): value(slot, mark: .slot(slot))
      case .reference(let number), .link(let number, _):
        if case .value(let slot) = program.references[number].target {
          value(slot, mark: .slot(slot))
        } else if case .link(_, let label) = inline {
          if target == .reference(number) { hole = text.endIndex }
          write(label)
        } else {
          append("…")
          if target == .reference(number) { hole = text.endIndex }
        }
      case .emphasis(let content), .strong(let content), .code(let content): write(content)
      case .choice(let choice):
        if let branch = choice.branches.first(where: { holds($0.condition) }) {
          write(branch.body)
        }
      case .loop(let loop):
        if context.isRun(loop.over).map(holds) ?? true { write(loop.body) }
      case .computed: break
      }
    }
  }

  private mutating func append(_ words: String, spaceBefore: Bool = false) {
    pending = pending || spaceBefore
    guard let first = words.utf8.first else { return }
    // At a hole both spaces are kept, so that the gap can be seen.
    let isGap = hole == text.endIndex && isHole
    if pending, !text.isEmpty, isGap || !first.takesNoSpaceBefore { text += " " }
    text += words
    pending = false
  }

  /// Whether the mark is a value that is missing.
  private var isHole: Bool { if case .slot = target { true } else { false } }

  private mutating func value(_ slot: Int, mark: Mark) {
    let value = value(of: program.slots[slot])
    if value.isEmpty, target == mark {
      if pending { text += " " }
      pending = false
      hole = text.endIndex
      return
    }
    append(value)
    if target == mark { hole = text.endIndex }
  }

  private func value(of slot: Slot) -> String {
    guard holds(context.presence(of: slot)) else { return "" }
    let vocabulary = context.catalogue.vocabulary
    var value: String
    switch slot.source {
    case .subject(.role(let role)): value = vocabulary.roles[role].title
    case .subject(.provider(let provider)): value = vocabulary.providers[provider].title
    case .subject(.related(let related)): value = vocabulary.related[related].title
    case .subject(.word(let word, let isPlural)):
      guard let option = vocabulary.words[word].options.first else { return "…" }
      value = isPlural ? option.plural ?? option.singular : option.singular
    case .bandTitle: value = band.map { vocabulary.bands[$0].title } ?? "…"
    default: return "…"
    }
    if slot.filters.contains(.withArticle) { value = Prose.withArticle(value) }
    return slot.filters.contains(.capitalised) ? Prose.capitalised(value) : value
  }

  /// About eight words on either side of the hole.
  private var excerpt: String {
    let center = hole ?? text.startIndex
    let before = text[..<center]
    let after = text[center...]
    func words(_ part: Substring, fromEnd: Bool) -> Substring {
      var count = 0
      if fromEnd {
        for index in part.indices.reversed() where part[index] == " " {
          count += 1
          if count == 8 { return part[part.index(after: index)...] }
        }
      } else {
        for index in part.indices where part[index] == " " {
          count += 1
          if count == 8 { return part[..<index] }
        }
      }
      return part
    }
    let head = words(before, fromEnd: true)
    let tail = words(after, fromEnd: false)
    let start = head.startIndex > text.startIndex ? "… " : ""
    let end = tail.endIndex < text.endIndex ? " …" : ""
    return start + head + tail + end
  }
}
