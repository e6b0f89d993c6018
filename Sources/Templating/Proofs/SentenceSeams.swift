import Configuration
import Diagnostics

/// What the seams between pieces of text can be wrong with.
extension SentenceReader {
  // MARK: - Pieces

  /// The first word of a run in small letters, and whether all of it is there.
  static func firstWord(of run: Run) -> (word: String, isWhole: Bool) {
    let bytes = run.text.prefix { $0.isLetter || $0 >= 0x80 }
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    return (word, bytes.count < run.text.count || run.endsWithSpace)
  }

  mutating func append(run number: Int, to ending: inout Ending) {
    let run = program.runs[number]
    guard let first = run.text.first else {
      if run.startsWithSpace || run.endsWithSpace { ending.pending = true }
      return
    }
    let hasSpace =
      (ending.pending || run.startsWithSpace) && !ending.isEmpty && !first.takesNoSpaceBefore
    if hasSpace { ending.tail.append([32]) }
    checkSeam(ending, number, run, hasSpace: hasSpace)
    ending.tail.append(run.text)
    ending.pending = run.endsWithSpace
    ending.isEmpty = false
    ending.gap = .none
  }

  mutating func append(slot number: Int, to ending: inout Ending) {
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
    append(mark: 1, to: &ending)
  }

  mutating func append(reference number: Int, to ending: inout Ending) {
    let reference = program.references[number]
    let mark = SampleText.Mark.reference(number)
    let spaced = ending.spaced
    if spaced.last == 32, let word = spaced.lastWord {
      let brings: Bool =
        switch reference.target {
        case .document, .related: SmallWords.articles.contains(word)
        case .section(let document, let headings):
          word == "section" && isNumbered(headings, of: document)
        case .law, .term, .address, .value: false
        }
      if brings { fault(.doubledArticle(word), ending, reference.place, mark: mark) }
    }
    checkGlue(ending, mark)
    append(mark: 2, to: &ending)
  }

  /// Whether a reference to one of some headings prints a number.
  private func isNumbered(_ headings: [Int], of document: Int) -> Bool {
    let other =
      library.programs.indices.contains(document) ? library.programs[document] : program
    return headings.allSatisfy {
      other.headings[$0].isNumbered && !other.headings[$0].isAppendix
    }
  }

  private func append(mark: UInt8, to ending: inout Ending) {
    ending.tail = ending.spaced
    ending.tail.append([mark])
    ending.pending = false
    ending.isEmpty = false
    ending.gap = .none
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
      // ‘or, where that is known, the office’ goes on.
      if first == UInt8(ascii: ","), ending.gap == .none { return }
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

  mutating func checkEnd(_ ending: Ending) {
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
