import Configuration
import Diagnostics

extension Inline {
  /// Whether what is printed differs between schools by more than a value.
  fileprivate var branches: Bool {
    switch self {
    case .choice, .loop: true
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      content.contains(where: \.branches)
    case .run, .slot, .reference, .computed: false
    }
  }
}

extension ProgramProver {
  /// Proves that no sentence is broken by a branch that is left out.
  ///
  /// Faults arise where one piece of text follows another, so it is enough to know what can come last
  /// before each piece: texts with the same ending are followed as one.
  mutating func proveSentences() {
    var reader = SentenceReader(program: program, context: context, library: library)
    for use in uses.texts where !use.text.isEmpty {
      proveArticles(in: use.text, use)
      // A text that is all fixed has no seams.
      if use.text.count == 1, case .run = use.text[0] { continue }
      reader.read(use)
      // How somebody writes a sentence without branches is their own affair.
      let branches = use.text.contains(where: \.branches)
      for found in reader.faults where branches || found.fault.isAboutValue {
        guard let example = example(found.condition, bands: use.guarded.bands) else { continue }
        fail(found, example, in: use)
      }
      if branches, use.kind == .paragraph { proveStops(reader, use) }
      if reader.isGivenUp { fail(.tooManyBranches(at: use.place), nil) }
    }
  }

  /// Reads fixed text for `a` and `an` before the wrong sound.
  private mutating func proveArticles(in text: [Inline], _ use: GuardedUses.TextUse) {
    for inline in text {
      switch inline {
      case .run(let number):
        for (article, word) in FixedArticles.wrong(in: program.runs[number].text) {
          guard let example = example(use.guarded.condition, bands: use.guarded.bands) else {
            continue
          }
          let fault = SentenceFault.wrongArticle(article: article, word: word)
          fail(
            FoundFault(fault, .always, at: nil, mark: .run(number)), example, in: use)
        }
      case .link(_, let content), .emphasis(let content), .strong(let content):
        proveArticles(in: content, use)
      case .choice(let choice):
        for branch in choice.branches { proveArticles(in: branch.body, use) }
      case .loop(let loop): proveArticles(in: loop.body, use)
      case .slot, .reference, .code, .computed: break
      }
    }
  }

  /// Proves that a text which ends with a stop at one school does so at every other.
  private mutating func proveStops(_ reader: SentenceReader, _ use: GuardedUses.TextUse) {
    let bands = use.guarded.bands
    guard reader.unstopped != .never, !isImpossible(reader.stopped, bands: bands),
      let example = example(reader.unstopped, bands: bands)
    else { return }
    fail(
      FoundFault(.missingStop, reader.unstopped, at: nil, mark: .end), example, in: use)
  }

  private mutating func fail(
    _ found: FoundFault, _ example: CounterExample, in use: GuardedUses.TextUse
  ) {
    fail(
      .sentence(
        found.fault, school: words(example),
        text: SampleText.around(found.mark, in: use.text, of: program, context, example),
        at: found.place ?? use.place, paragraph: use.place), example)
  }
}

/// A fault, for which schools, and where.
struct FoundFault {
  var fault: SentenceFault
  var condition: Condition
  var place: Place?
  var mark: SampleText.Mark?

  init(
    _ fault: SentenceFault, _ condition: Condition, at place: Place?, mark: SampleText.Mark?
  ) {
    self.fault = fault
    self.condition = condition
    self.place = place
    self.mark = mark
  }
}
