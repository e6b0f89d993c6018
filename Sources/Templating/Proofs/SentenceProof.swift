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
    for use in uses.texts where !use.text.isEmpty {
      proveArticles(in: use.text, use)
      var reader = SentenceReader(
        program: program, context: context, library: library, kind: use.kind,
        first: use.text.first)
      reader.read(use.text, from: use.guarded.condition)
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

/// What running text can end with at one point, and for which schools.
private struct Ending {
  /// What a branch that was left out just before would have begun with.
  enum Gap { case none, name, other }

  var tail = TextTail()
  /// White space was met and not yet written.
  var pending = false
  var isEmpty = true
  var gap = Gap.none
  var condition: Condition

  struct Key: Hashable {
    var tail: TextTail
    var pending: Bool
    var isEmpty: Bool
    var gap: Gap
  }

  var key: Key { Key(tail: tail, pending: pending, isEmpty: isEmpty, gap: gap) }

  func and(_ more: Condition) -> Ending {
    var next = self
    next.condition = condition.and(more)
    return next
  }

  /// The tail with the space that is still to be written.
  var spaced: TextTail {
    var result = tail
    if pending, !isEmpty { result.append([32]) }
    return result
  }
}

/// Reads running text along all its branches at once.
private struct SentenceReader {
  /// How many endings are followed at once; text that branches more is not followed further.
  private static let mostEndings = 512

  let program: Program
  let context: ProofContext
  let library: Library
  let kind: GuardedUses.TextUse.Kind
  /// The run that the text begins with at every school.
  private let firstRun: Int?
  var faults: [FoundFault] = []
  var isGivenUp = false
  /// When the text ends with a stop, and when it does not.
  var stopped = Condition.never
  var unstopped = Condition.never
  private var place: Place?
  private var band: Int?

  init(
    program: Program, context: ProofContext, library: Library,
    kind: GuardedUses.TextUse.Kind, first: Inline?
  ) {
    self.program = program
    self.context = context
    self.library = library
    self.kind = kind
    if case .run(let number)? = first { firstRun = number } else { firstRun = nil }
  }

  mutating func read(_ text: [Inline], from condition: Condition) {
    for ending in follow(text, [Ending(condition: condition)]) where !ending.isEmpty {
      checkEnd(ending)
      if ending.tail.isStopped {
        stopped = stopped.or(ending.condition)
      } else if ending.gap != .none, ending.tail.last?.isLetter ?? false {
        // The branch that was left out at the end may have had the stop in it.
        unstopped = unstopped.or(ending.condition)
      }
    }
  }

  // MARK: - Following

  private mutating func follow(_ inlines: [Inline], _ endings: [Ending]) -> [Ending] {
    inlines.reduce(endings) { endings, inline in merged(step(inline, endings)) }
  }

  private mutating func step(_ inline: Inline, _ endings: [Ending]) -> [Ending] {
    switch inline {
    case .run(let number): return endings.map { append(run: number, to: $0) }
    case .slot(let number): return endings.map { append(slot: number, to: $0) }
    case .reference(let number): return endings.map { append(reference: number, to: $0) }
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      return follow(content, endings)
    case .choice(let choice): return step(choice, endings)
    case .loop(let loop): return step(loop, endings)
    case .computed: return endings
    }
  }

  private func here(_ condition: Condition) -> Condition {
    band.map { context.space.atBand($0, condition) } ?? condition
  }

  private mutating func step(_ choice: Choice<Inline>, _ endings: [Ending]) -> [Ending] {
    var result: [Ending] = []
    var rest = Condition.always
    let gap = choice.branches.contains { beginsWithName($0.body) } ? Ending.Gap.name : .other
    func left(_ endings: [Ending], _ condition: Condition) -> [Ending] {
      endings.compactMap { ending in
        var next = ending.and(condition)
        if next.gap != .name { next.gap = gap }
        return next.condition == .never ? nil : next
      }
    }
    for branch in choice.branches {
      let condition = here(branch.condition)
      let taken = rest.and(condition)
      place = branch.place
      if branch.body.isEmpty {
        result += left(endings, taken)
      } else {
        result += follow(
          branch.body, endings.map { $0.and(taken) }.filter { $0.condition != .never })
      }
      rest = rest.and(condition.negated(context.questions))
    }
    if rest != .never {
      place = choice.place
      result += left(endings, rest)
    }
    return result
  }

  private mutating func step(_ loop: Loop<Inline>, _ endings: [Ending]) -> [Ending] {
    guard let isRun = context.isRun(loop.over) else { return stepBands(loop, endings) }
    let gap = beginsWithName(loop.body) ? Ending.Gap.name : .other
    let none = isRun.negated(context.questions)
    let turn = context.everyTurn(of: loop.over, loop.number)
    var result = endings.map { ending in
      var next = ending.and(none)
      next.gap = gap
      return next
    }
    func turned(_ endings: [Ending]) -> [Ending] {
      endings.map { ending in
        var next = ending
        next.condition = context.someTurn(ending.condition, of: loop.number)
        return next
      }
    }
    place = loop.place
    let once = turned(follow(loop.body, endings.map { $0.and(isRun.and(turn)) }))
    let several = context.severalTurns(of: loop.over)
    place = loop.place
    let twice = turned(follow(loop.body, once.map { $0.and(several.and(turn)) }))
    result += once + twice
    return result.filter { $0.condition != .never }
  }

  /// Reads a loop over bands band by band; neighbours alike in what it asks come as one.
  private mutating func stepBands(_ loop: Loop<Inline>, _ endings: [Ending]) -> [Ending] {
    guard case .bands(let tests) = loop.over else { return endings }
    let bands = program.declaration.bands ?? Array(context.catalogue.vocabulary.bands.indices)
    let outer = band
    defer { band = outer }
    var endings = endings
    for (number, current) in bands.enumerated() {
      let present = context.test(.band(current), isThere: true)
      // As the band before it that the school has.
      var joins: [Condition] = []
      for (other, before) in bands.enumerated() where other < number {
        let between = bands[(other + 1)..<number].map { context.test(.band($0), isThere: false) }
        joins.append(
          .conjunction(
            [context.test(.band(before), isThere: true), alike(before, current, tests)] + between))
      }
      let skipped = present.negated(context.questions).or(.disjunction(joins))
      band = current
      place = loop.place
      let taken = follow(
        loop.body, endings.map { $0.and(skipped.negated(context.questions)) })
      endings = merged(endings.map { $0.and(skipped) } + taken)
    }
    return endings
  }

  private func alike(_ one: Int, _ other: Int, _ tests: [BandTest]) -> Condition {
    .conjunction(
      tests.map { test in
        if let answers = test.answers {
          return answers.contains(UInt8(one + 1)) == answers.contains(UInt8(other + 1))
            ? .always : .never
        }
        return .disjunction(
          context.questions[test.question].everything.answers.map { answer in
            let chosen = Condition.test(test.question, AnswerSet([answer]))
            return context.space.atBand(one, chosen).and(context.space.atBand(other, chosen))
          })
      })
  }

  private mutating func merged(_ endings: [Ending]) -> [Ending] {
    guard endings.count > 1 else { return endings }
    var order: [Ending.Key] = []
    var conditions: [Ending.Key: [Condition]] = [:]
    var byKey: [Ending.Key: Ending] = [:]
    for ending in endings {
      let key = ending.key
      if byKey[key] == nil {
        byKey[key] = ending
        order.append(key)
      }
      conditions[key, default: []].append(ending.condition)
    }
    if order.count > Self.mostEndings { isGivenUp = true }
    return order.prefix(Self.mostEndings).compactMap { key in
      var ending = byKey[key]
      ending?.condition = .disjunction(conditions[key] ?? [])
      return ending
    }
  }

  /// Whether text begins with what somebody or something is called.
  private func beginsWithName(_ inlines: [Inline]) -> Bool {
    for inline in inlines {
      switch inline {
      case .run(let number):
        guard !program.runs[number].text.isEmpty else { continue }
        let word = Self.firstWord(of: program.runs[number]).word
        return SmallWords.openers.contains(word)
      case .slot, .reference: return true
      case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
        return beginsWithName(content)
      case .choice(let choice): return choice.branches.contains { beginsWithName($0.body) }
      case .loop(let loop): return beginsWithName(loop.body)
      case .computed: return false
      }
    }
    return false
  }

  // MARK: - Pieces

  /// The first word of a run in small letters, and whether all of it is there.
  private static func firstWord(of run: Run) -> (word: String, isWhole: Bool) {
    let bytes = run.text.prefix { $0.isLetter || $0 >= 0x80 }
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    return (word, bytes.count < run.text.count || run.endsWithSpace)
  }

  private mutating func append(run number: Int, to ending: Ending) -> Ending {
    let run = program.runs[number]
    var next = ending
    guard let first = run.text.first else {
      if run.startsWithSpace || run.endsWithSpace { next.pending = true }
      return next
    }
    let hasSpace =
      (next.pending || run.startsWithSpace) && !next.isEmpty && !first.takesNoSpaceBefore
    if hasSpace { next.tail.append([32]) }
    checkSeam(next, number, run, hasSpace: hasSpace)
    next.tail.append(run.text)
    next.pending = run.endsWithSpace
    next.isEmpty = false
    next.gap = .none
    return next
  }

  private mutating func append(slot number: Int, to ending: Ending) -> Ending {
    let slot = program.slots[number]
    let mark = SampleText.Mark.slot(number)
    let spaced = ending.spaced
    if let article = spaced.article, !slot.filters.contains(.withArticle) {
      fault(
        .articleBeforeValue(article: article, path: slot.path), ending, slot.place, mark: mark)
    }
    if slot.filters.first == .withArticle, let word = spaced.lastWord, spaced.last == 32,
      SmallWords.articles.contains(word) || SmallWords.owners.contains(word)
    {
      fault(.doubledArticle(word), ending, slot.place, mark: mark)
    }
    let isStart = ending.isEmpty ? startsSentence : spaced.last == 32 && spaced.endsSentence
    if isStart, !slot.filters.contains(.capitalised), mayBeLowerCase(slot) {
      fault(.lowerCaseValue(path: slot.path), ending, slot.place, mark: mark)
    }
    checkGlue(ending, mark)
    return appendMark(1, to: ending)
  }

  private mutating func append(reference number: Int, to ending: Ending) -> Ending {
    let reference = program.references[number]
    let mark = SampleText.Mark.reference(number)
    let spaced = ending.spaced
    if spaced.last == 32, let word = spaced.lastWord {
      let brings: Bool =
        switch reference.target {
        case .document, .related:
          SmallWords.articles.contains(word) || SmallWords.owners.contains(word)
        case .section(let document, let headings):
          word == "section" && isNumbered(headings, of: document)
        case .law, .term, .address, .value: false
        }
      if brings { fault(.doubledArticle(word), ending, reference.place, mark: mark) }
    }
    checkGlue(ending, mark)
    return appendMark(2, to: ending)
  }

  /// Whether a reference to one of some headings prints a number.
  private func isNumbered(_ headings: [Int], of document: Int) -> Bool {
    let other =
      library.programs.indices.contains(document) ? library.programs[document] : program
    return headings.allSatisfy {
      other.headings[$0].isNumbered && !other.headings[$0].isAppendix
    }
  }

  private func appendMark(_ mark: UInt8, to ending: Ending) -> Ending {
    var next = ending
    next.tail = ending.spaced
    next.tail.append([mark])
    next.pending = false
    next.isEmpty = false
    next.gap = .none
    return next
  }

  /// The words whose first letter the vocabulary knows to be small.
  private func mayBeLowerCase(_ slot: Slot) -> Bool {
    let vocabulary = context.catalogue.vocabulary
    func isLower(_ text: String) -> Bool { text.first?.isLowercase ?? false }
    if slot.filters.first == .withArticle { return true }
    switch slot.source {
    case .subject(.role(let role)): return isLower(vocabulary.roles[role].title)
    case .subject(.provider(let provider)): return isLower(vocabulary.providers[provider].title)
    case .subject(.word(let word, let isPlural)):
      return vocabulary.words[word].options.contains {
        isLower(isPlural ? $0.plural ?? $0.singular : $0.singular)
      }
    default: return false
    }
  }

  // MARK: - Seams

  private mutating func fault(
    _ fault: SentenceFault, _ ending: Ending, _ at: Place? = nil, mark: SampleText.Mark?
  ) {
    faults.append(FoundFault(fault, ending.condition, at: at ?? place, mark: mark))
  }

  /// A value or a reference directly behind a stop or a word.
  private mutating func checkGlue(_ ending: Ending, _ mark: SampleText.Mark) {
    guard !ending.isEmpty, !ending.pending, let last = ending.tail.last else { return }
    let isGlued =
      last.isLetter || last < 3 || last.isStop && last != UInt8(ascii: ":")
    if isGlued { fault(.missingSpace, ending, mark: mark) }
  }

  private mutating func checkSeam(_ ending: Ending, _ number: Int, _ run: Run, hasSpace: Bool) {
    guard let first = run.text.first else { return }
    let mark = SampleText.Mark.run(number)
    let (word, isWhole) = Self.firstWord(of: run)
    guard !ending.isEmpty else {
      // What a text begins with at every school is the author's own affair.
      guard number != firstRun else { return }
      if first.isStop {
        fault(.startsWithStop, ending, mark: mark)
      } else if first.isLowercaseLetter, startsSentence {
        fault(.lowerCaseStart, ending, mark: mark)
      } else if isWhole, SmallWords.joins.contains(word), kind != .heading, kind != .title {
        fault(.startsWithJoin, ending, mark: mark)
      }
      return
    }
    guard let last = ending.tail.lastVisible else { return }
    if last.isStop, first.isStop, last != UInt8(ascii: ")"), first != UInt8(ascii: ")") {
      fault(.doubledStop, ending, mark: mark)
    } else if first == UInt8(ascii: "."), ending.tail.endsWithClosedStop {
      fault(.doubledStop, ending, mark: mark)
    } else if !hasSpace, last.isStop, last != UInt8(ascii: ")"), first.isLetter {
      fault(.missingSpace, ending, mark: mark)
    } else if hasSpace, ending.tail.endsSentence, first.isLowercaseLetter {
      fault(.lowerCaseStart, ending, mark: mark)
    } else if last == UInt8(ascii: "("), first == UInt8(ascii: ")") {
      fault(.emptyBrackets, ending, mark: mark)
    } else if last == UInt8(ascii: "("), first.isStop || ending.gap != .none && word.isEmpty {
      fault(.breaksOff, ending, mark: mark)
    } else if ending.tail.endsWithOpeningQuote, ending.gap != .none,
      run.text.prefix(3).elementsEqual([0xE2, 0x80, 0x99])
        || run.text.prefix(3).elementsEqual([0xE2, 0x80, 0x9D])
    {
      fault(.emptyBrackets, ending, mark: mark)
    } else if ending.tail.endsWithDash, first.isStop {
      fault(.breaksOff, ending, mark: mark)
    } else {
      checkWords(ending, first, word, isWhole, hasSpace: hasSpace, mark)
    }
  }

  private mutating func checkWords(
    _ ending: Ending, _ first: UInt8, _ word: String, _ isWhole: Bool, hasSpace: Bool,
    _ mark: SampleText.Mark
  ) {
    if !hasSpace, let last = ending.tail.last {
      // `pupil` and `s` are one word; `laptop` and `or` are not.
      let isGlued =
        first.isLetter
        && (last.isLowercaseLetter && !first.isLowercaseLetter
          || isWhole && SmallWords.glued.contains(word) && (last.isLetter || last < 3)
          || ending.tail.lastWord.map(SmallWords.glued.contains) ?? false)
      if isGlued {
        fault(.missingSpace, ending, mark: mark)
        return
      }
    }
    guard let before = ending.tail.lastWord else {
      let comma = ending.tail.lastVisible == UInt8(ascii: ",")
      if comma, ending.gap == .name, isWhole, SmallWords.verbs.contains(word) {
        fault(.breaksOff, ending, mark: mark)
      }
      return
    }
    if first.isStop, first != UInt8(ascii: ":") {
      let isOpen = ending.gap == .name && SmallWords.leading.contains(before)
      if SmallWords.needsMore(before) || isOpen {
        fault(.breaksOff, ending, mark: mark)
      }
      return
    }
    guard hasSpace, first.isLetter else { return }
    if let article = ending.tail.article, Prose.article(for: word) != article.lowercased() {
      fault(.wrongArticle(article: article, word: word), ending, mark: mark)
      return
    }
    guard isWhole else { return }
    let isJoin = SmallWords.joins.contains(word)
    if SmallWords.single.contains(word),
      word == before
        || isJoin && SmallWords.joins.contains(before)
    {
      fault(.repeatedWord(word), ending, mark: mark)
      return
    }
    if ending.gap != .none {
      let isVerb = SmallWords.verbs.contains(word)
      let isLed = ending.gap == .name && SmallWords.leading.contains(before) && (isVerb || isJoin)
      let lacksSubject =
        isVerb
        && (SmallWords.needsMore(before)
          || ending.gap == .name && SmallWords.clauses.contains(before))
      let lacksObject = isJoin && SmallWords.needsMore(before)
      if isLed || lacksSubject || lacksObject {
        fault(.breaksOff, ending, mark: mark)
      }
    }
  }

  private var startsSentence: Bool {
    switch kind {
    case .paragraph, .heading, .title: true
    case .item, .cell, .term, .meaning, .label: false
    }
  }

  private mutating func checkEnd(_ ending: Ending) {
    guard let last = ending.tail.lastVisible else { return }
    if last == UInt8(ascii: ",") || last == UInt8(ascii: "(") || ending.tail.endsWithDash {
      fault(.breaksOff, ending, mark: .end)
      return
    }
    switch kind {
    case .heading, .title, .term, .cell, .label: return
    case .paragraph, .item, .meaning: break
    }
    guard let word = ending.tail.lastWord else { return }
    let isOpen = ending.gap == .name && SmallWords.leading.contains(word)
    // Other small words can end a sentence: 'wherever it comes from'.
    if SmallWords.joins.contains(word) || SmallWords.articles.contains(word) || isOpen {
      fault(.breaksOff, ending, mark: .end)
    }
  }
}
