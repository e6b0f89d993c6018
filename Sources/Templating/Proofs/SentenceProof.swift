import Configuration
import Diagnostics

/// What running text can end with at one point, and for which schools.
private struct Ending {
  /// The last bytes, with values as the byte 1 and references as the byte 2.
  var tail: [UInt8] = []
  /// White space was met and not yet written.
  var pending = false
  var condition: Condition
  var isEmpty = true

  struct Key: Hashable {
    var tail: [UInt8]
    var pending: Bool
    var isEmpty: Bool
  }

  var key: Key { Key(tail: tail, pending: pending, isEmpty: isEmpty) }
}

/// A way in which a sentence can be broken where branches meet.
enum SentenceFault: Equatable, Sendable {
  case doubledStop(String)
  case missingSpace(String)
  case lowerCaseStart(String)
  case startsWithStop(String)
  case breaksOff(String)
  case emptyBrackets
  case wrongArticle(article: String, word: String)
  case articleBeforeValue(article: String, path: String)
  case lowerCaseValue(path: String)
}

extension SentenceFault {
  /// Whether the fault lies in a value, whatever branches there are.
  fileprivate var isAboutValue: Bool {
    switch self {
    case .articleBeforeValue, .lowerCaseValue, .wrongArticle: true
    default: false
    }
  }
}

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
      var reader = SentenceReader(
        program: program, context: context, kind: use.kind)
      reader.read(use.text, from: use.guarded.condition)
      // How somebody writes a sentence without branches is their own affair.
      let branches = use.text.contains(where: \.branches)
      for (fault, condition, place) in reader.faults where branches || fault.isAboutValue {
        guard !isImpossible(condition, bands: use.guarded.bands) else { continue }
        let example = example(condition, bands: use.guarded.bands)
        fail(
          .sentence(
            fault, school: example.map(words) ?? "", at: place ?? use.place,
            isFixed: use.text.count == 1), example)
      }
      if reader.isGivenUp {
        fail(.tooManyBranches(at: use.place), nil)
      }
    }
  }
}

/// Reads running text along all its branches at once.
private struct SentenceReader {
  /// How many endings are followed at once; text that branches more is not followed further.
  private static let mostEndings = 512
  /// How much of the text before a point is remembered.
  private static let tailLength = 24

  let program: Program
  let context: ProofContext
  let kind: GuardedUses.TextUse.Kind
  var faults: [(SentenceFault, Condition, Place?)] = []
  var isGivenUp = false
  private var place: Place?

  init(program: Program, context: ProofContext, kind: GuardedUses.TextUse.Kind) {
    self.program = program
    self.context = context
    self.kind = kind
  }

  mutating func read(_ text: [Inline], from condition: Condition) {
    let endings = follow(text, [Ending(condition: condition)])
    for ending in endings where !ending.isEmpty { checkEnd(ending) }
  }

  private mutating func follow(_ inlines: [Inline], _ endings: [Ending]) -> [Ending] {
    inlines.reduce(endings) { endings, inline in merged(step(inline, endings)) }
  }

  private mutating func step(_ inline: Inline, _ endings: [Ending]) -> [Ending] {
    switch inline {
    case .run(let number):
      let run = program.runs[number]
      return endings.map { append(run, to: $0) }
    case .slot(let number):
      let slot = program.slots[number]
      return endings.map { append(slot, to: $0) }
    case .reference:
      return endings.map { appendMark(2, to: $0) }
    case .link(_, let content), .emphasis(let content), .strong(let content), .code(let content):
      return follow(content, endings)
    case .choice(let choice):
      var result: [Ending] = []
      var rest = Condition.always
      for branch in choice.branches {
        let here = rest.and(branch.condition)
        place = branch.place
        result += follow(
          branch.body,
          endings.map { ending in
            var next = ending
            next.condition = ending.condition.and(here)
            return next
          })
        rest = rest.and(branch.condition.negated(context.questions))
      }
      if rest != .never {
        result += endings.compactMap { ending in
          var next = ending
          next.condition = ending.condition.and(rest)
          return next.condition == .never ? nil : next
        }
      }
      place = nil
      return result
    case .loop(let loop):
      // One pass, and none: what follows a pass of its own kind is the author's business.
      return endings + follow(loop.body, endings)
    case .computed: return endings
    }
  }

  private mutating func merged(_ endings: [Ending]) -> [Ending] {
    var order: [Ending.Key] = []
    var byKey: [Ending.Key: Ending] = [:]
    for ending in endings {
      if let known = byKey[ending.key] {
        byKey[ending.key]?.condition = known.condition.or(ending.condition)
      } else {
        byKey[ending.key] = ending
        order.append(ending.key)
      }
    }
    if order.count > Self.mostEndings { isGivenUp = true }
    return order.prefix(Self.mostEndings).compactMap { byKey[$0] }
  }

  // MARK: - Pieces

  private mutating func append(_ run: Run, to ending: Ending) -> Ending {
    var next = ending
    guard let first = run.text.first else {
      if run.startsWithSpace || run.endsWithSpace { next.pending = true }
      return next
    }
    let hasSpace =
      (next.pending || run.startsWithSpace) && !next.isEmpty
      && !first.takesNoSpaceBefore
    if hasSpace { next.tail.append(32) }
    checkSeam(next, run.text, hasSpace: hasSpace)
    next.tail = Array((next.tail + run.text).suffix(Self.tailLength))
    next.pending = run.endsWithSpace
    next.isEmpty = false
    return next
  }

  private mutating func append(_ slot: Slot, to ending: Ending) -> Ending {
    let isStart = isSentenceStart(ending)
    if let article = article(before: ending), !slot.filters.contains(.withArticle) {
      fault(.articleBeforeValue(article: article, path: slot.path), ending, slot.place)
    }
    if isStart, !slot.filters.contains(.capitalised), mayBeLowerCase(slot) {
      fault(.lowerCaseValue(path: slot.path), ending, slot.place)
    }
    return appendMark(1, to: ending)
  }

  private func appendMark(_ mark: UInt8, to ending: Ending) -> Ending {
    var next = ending
    if next.pending, !next.isEmpty { next.tail.append(32) }
    next.tail = Array((next.tail + [mark]).suffix(Self.tailLength))
    next.pending = false
    next.isEmpty = false
    return next
  }

  /// The words whose first letter the vocabulary knows to be small.
  private func mayBeLowerCase(_ slot: Slot) -> Bool {
    let vocabulary = context.catalogue.vocabulary
    func isLower(_ text: String) -> Bool { text.first?.isLowercase ?? false }
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

  private mutating func fault(_ fault: SentenceFault, _ ending: Ending, _ at: Place? = nil) {
    faults.append((fault, ending.condition, at ?? place))
  }

  private mutating func checkSeam(_ ending: Ending, _ text: [UInt8], hasSpace: Bool) {
    guard let first = text.first else { return }
    let words = String(decoding: text.prefix(16), as: UTF8.self)
    guard !ending.isEmpty else {
      if first.isStop { fault(.startsWithStop(words), ending) }
      if isLowercase(first), startsSentence { fault(.lowerCaseStart(words), ending) }
      return
    }
    let before = ending.tail.filter { $0 != 32 }
    guard let last = before.last else { return }
    let seam = shown(ending.tail) + String(decoding: text.prefix(12), as: UTF8.self)
    if last.isStop, first.isStop, !isGoodPair(last, first, text) {
      fault(.doubledStop(seam), ending)
    } else if !hasSpace, last.isStop, last != UInt8(ascii: ")"), first.isLetter {
      fault(.missingSpace(seam), ending)
    } else if hasSpace, [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last),
      isLowercase(first), !endsWithAbbreviation(ending.tail)
    {
      fault(.lowerCaseStart(seam), ending)
    } else if last == UInt8(ascii: "("), first == UInt8(ascii: ")") {
      fault(.emptyBrackets, ending)
    }
    if hasSpace, let article = article(ending.tail), first.isLetter {
      let word = String(
        decoding: text.prefix { $0.isLetter || $0.isDigit || $0 >= 0x80 }, as: UTF8.self)
      if Prose.article(for: word) != article.lowercased() {
        fault(.wrongArticle(article: article, word: word), ending)
      }
    }
  }

  private func shown(_ tail: [UInt8]) -> String {
    "…" + String(decoding: tail.suffix(12).map { $0 < 3 ? 0x2E : $0 }, as: UTF8.self)
  }

  /// `).`, `),` and the like stand together rightly, as does a range of dots the author typed.
  private func isGoodPair(_ last: UInt8, _ first: UInt8, _ text: [UInt8]) -> Bool {
    last == UInt8(ascii: ")") || first == UInt8(ascii: ")")
  }

  private func isLowercase(_ byte: UInt8) -> Bool { byte.isLowercaseLetter }

  private func endsWithAbbreviation(_ tail: [UInt8]) -> Bool {
    let text = String(decoding: tail, as: UTF8.self)
    return ["e.g. ", "i.e. ", "etc. ", "No. ", "vs. "].contains(where: text.hasSuffix)
  }

  private var startsSentence: Bool {
    switch kind {
    case .paragraph, .heading: true
    case .item: false
    case .cell, .term, .meaning: false
    }
  }

  private func isSentenceStart(_ ending: Ending) -> Bool {
    guard !ending.isEmpty else {
      return startsSentence
    }
    var tail = ending.tail
    while let last = tail.last, last == 32 { tail.removeLast() }
    guard let last = tail.last else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(last)
      && (ending.pending || ending.tail.last == 32) && !endsWithAbbreviation(tail + [32])
  }

  /// `a` or `an` where that is the last word before a value.
  private func article(before ending: Ending) -> String? {
    ending.pending ? article(ending.tail + [32]) : article(ending.tail)
  }

  private func article(_ tail: [UInt8]) -> String? {
    guard tail.last == 32 else { return nil }
    let word = tail.dropLast().reversed().prefix { $0.isLetter }.reversed()
    let text = String(decoding: Array(word), as: UTF8.self)
    guard text == "a" || text == "an" || text == "A" || text == "An" else { return nil }
    // A letter after a value or a hyphen is no article.
    let before = tail.dropLast(word.count + 1).last
    return before == nil || before == 32 || before == UInt8(ascii: "(") ? text : nil
  }

  private mutating func checkEnd(_ ending: Ending) {
    var tail = ending.tail
    while let last = tail.last, last == 32 { tail.removeLast() }
    guard let last = tail.last else { return }
    let text = String(decoding: tail.map { $0 < 3 ? 0x2E : $0 }, as: UTF8.self)
    if last == UInt8(ascii: ",") || last == UInt8(ascii: "(") {
      fault(.breaksOff(text), ending)
      return
    }
    let word = text.split(separator: " ").last.map(String.init) ?? ""
    // Other small words can end a sentence: 'wherever it comes from'.
    if ["and", "or", "the", "a", "an"].contains(word),
      kind != .heading, kind != .term, kind != .cell
    {
      fault(.breaksOff(text), ending)
    }
  }
}

extension UInt8 {
  /// Whether the byte ends or divides a sentence.
  fileprivate var isStop: Bool {
    switch self {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
      UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ")"):
      true
    default: false
    }
  }
}
