import Configuration

/// Prints running text for a school that was made up: values that are there as dots, others as nothing.
struct SampleText {
  let context: ProofContext
  let program: Program
  let model: Solver.Model
  let band: Int?
  private var text = ""
  /// Where the slot stands that the text is printed for.
  private var hole: String.Index?
  private let target: Int?

  /// Returns what such a school would print, cut to the words around a slot or reference.
  static func around(
    _ target: Int?, in text: [Inline], of program: Program, _ context: ProofContext,
    _ example: CounterExample
  ) -> String {
    var sample = SampleText(
      context: context, program: program, model: example.model, band: example.band, target: target)
    sample.write(text)
    return sample.excerpt
  }

  private init(
    context: ProofContext, program: Program, model: Solver.Model, band: Int?, target: Int?
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
        if run.startsWithSpace, !text.hasSuffix(" ") || isAtHole { text += " " }
        text += String(decoding: run.text, as: UTF8.self)
        if run.endsWithSpace, !run.text.isEmpty { text += " " }
      case .slot(let slot):
        if slot == target { hole = text.endIndex }
        text += value(of: program.slots[slot])
        if slot == target { hole = text.endIndex }
      case .reference(let number), .link(let number, _):
        if case .value(let slot) = program.references[number].target {
          if slot == target { hole = text.endIndex }
          text += value(of: program.slots[slot])
        } else if case .link(_, let label) = inline {
          write(label)
        } else {
          text += "…"
        }
      case .emphasis(let content), .strong(let content), .code(let content): write(content)
      case .choice(let choice):
        if let branch = choice.branches.first(where: { holds($0.condition) }) {
          write(branch.body)
        }
      case .loop(let loop): write(loop.body)
      case .computed: break
      }
    }
  }

  /// Whether the text ends where a value is missing, so that the gap can be seen.
  private var isAtHole: Bool { hole == text.endIndex }

  private func value(of slot: Slot) -> String {
    guard holds(context.presence(of: slot)) else { return "" }
    let vocabulary = context.catalogue.vocabulary
    switch slot.source {
    case .subject(.role(let role)): return vocabulary.roles[role].title
    case .subject(.provider(let provider)): return vocabulary.providers[provider].title
    case .subject(.related(let related)): return vocabulary.related[related].title
    case .subject(.word(let word, let isPlural)):
      guard let option = vocabulary.words[word].options.first else { return "…" }
      return isPlural ? option.plural ?? option.singular : option.singular
    case .bandTitle: return band.map { vocabulary.bands[$0].title } ?? "…"
    default: return "…"
    }
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
