import Diagnostics

/// Finds in a text what should not be published as it is.
package struct Wording {
  let scanner: WordScanner
  private let words = WordIndex.all
  var tokens: [WordScanner.Token] { scanner.tokens }
  private var problems: [WordingProblem] = []

  /// Reads a text, once for all that is looked for in it.
  package init(_ bytes: [UInt8]) {
    scanner = WordScanner(bytes)
  }

  /// What no text should hold, whoever wrote it: placeholders, unresolved choices, notes to editors,
  /// doubled words, American spelling, short links, mobile numbers.
  package func common() -> [WordingProblem] {
    var wording = self
    wording.findCommon()
    wording.numbers { isMobile in isMobile }
    return wording.problems
  }

  /// What a template should not hold besides: positions, abbreviations, people, numbers, addresses,
  /// products.
  ///
  /// - Parameters:
  ///   - explained: The abbreviations that are spelt out somewhere.
  ///   - defined: The terms of the glossary, in small letters: what is defined is not loose.
  package func template(
    explained: Set<String>, defined: Set<String> = []
  ) -> [WordingProblem] {
    var wording = self
    wording.findCommon()
    for index in tokens.indices {
      let marks = marks(index)
      if marks.contains(.position) { wording.position(index) }
      if tokens[index].isAbbreviation { wording.abbreviation(index, explained) }
      if marks.contains(.title) { wording.person(index) }
      if marks.contains(.product) { wording.product(index) }
      if marks.contains(.loose) { wording.loose(index, defined) }
    }
    wording.addresses()
    let blanks = wording.problems.filter { $0.kind == .placeholder }.map(\.range)
    return wording.problems.filter { problem in
      problem.kind == .placeholder || !blanks.contains { $0.overlaps(problem.range) }
    }
  }

  /// The abbreviations that the text spells out itself: `open access point (OAP)`, `BYOD, short for …`.
  package var explained: [String] {
    tokens.indices.compactMap { index in
      guard tokens[index].isAbbreviation else { return nil }
      let isInBrackets =
        isSign(index - 1, UInt8(ascii: "(")) && isSign(index + 1, UInt8(ascii: ")"))
      let isShortFor =
        follow(["short", "for"], index + 1) || follow(["short", "for"], index + 2)
      return isInBrackets || isShortFor ? text(index) : nil
    }
  }

  /// The telephone numbers in a text.
  package static func phones(in bytes: [UInt8]) -> [(number: PhoneNumber, range: Range<Int>)] {
    var wording = Wording(bytes)
    wording.numbers { _ in true }
    return wording.problems.compactMap { problem in
      PhoneNumber(problem.found).map { ($0, problem.range) }
    }
  }

  /// Whether a whole value says only that there is none yet.
  ///
  /// - Parameter isName: Whether the value names somebody, who cannot be called `none`.
  package static func isEmptyAnswer(_ text: String, isName: Bool) -> Bool {
    // Nothing that says so little is long.
    guard text.utf8.count <= 24, WordLists.mayBeEmptyAnswer(text) else { return false }
    let plain = text.lowercased().trimming { $0 == " " || $0 == "\n" || $0 == "[" || $0 == "]" }
    return WordLists.emptyAnswers.contains(plain) || isName && WordLists.nobody.contains(plain)
  }

  /// The postcodes in the text, as in `NE1 4XX`.
  package var postcodes: [(found: String, range: Range<Int>)] {
    zip(tokens, tokens.dropFirst()).compactMap { outward, inward in
      guard outward.isWord, inward.isWord, inward.afterSpace, outward.range.count <= 4,
        Self.isOutward(scanner.bytes[outward.range]), Self.isInward(scanner.bytes[inward.range])
      else { return nil }
      let range = outward.range.lowerBound..<inward.range.upperBound
      return (scanner.text(range), range)
    }
  }

  /// `N1`, `NE1`, `NE12`, `W1A`: one or two capitals, a digit, and a digit or a capital where there is one.
  private static func isOutward(_ word: ArraySlice<UInt8>) -> Bool {
    let letters = word.prefix { isCapital($0) }.count
    let rest = word.dropFirst(letters)
    return (1...2).contains(letters) && (1...2).contains(rest.count)
      && (rest.first?.isDigit ?? false) && rest.allSatisfy { $0.isDigit || isCapital($0) }
  }

  /// `4XX`: a digit and two capitals.
  private static func isInward(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 3 && word.first?.isDigit ?? false && word.dropFirst().allSatisfy(isCapital)
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

  private mutating func add(_ kind: WordingProblem.Kind, _ range: Range<Int>) {
    // One place has one fault of a kind: '[insert TBC]' is one placeholder.
    if let last = problems.last, last.kind == kind, last.range.upperBound > range.lowerBound {
      return
    }
    let words = scanner.text(range).split { $0 == "\n" || $0 == " " || $0 == "\r" }
    problems.append(WordingProblem(kind, range, words.joined(separator: " ")))
  }

  private func token(_ index: Int) -> WordScanner.Token? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private func range(_ first: Int, _ last: Int) -> Range<Int> {
    tokens[first].range.lowerBound..<tokens[last].range.upperBound
  }

  private func text(_ index: Int) -> String { scanner.text(tokens[index]) }

  private func small(_ index: Int) -> String { scanner.small(tokens[index]) }

  private func marks(_ index: Int) -> WordIndex.Marks { words.marks(of: tokens[index].word) }

  /// Whether one sign of ASCII stands at a place.
  private func isSign(_ index: Int, _ sign: UInt8) -> Bool {
    tokens.indices.contains(index) && scanner.isSign(tokens[index], sign)
  }

  /// Whether words follow from a place on, without a sign between them.
  private func follow(_ words: [String], _ index: Int) -> Bool {
    guard index + words.count <= tokens.count else { return false }
    return zip(words, tokens[index...]).allSatisfy { $1.isWord && $0 == scanner.small($1) }
  }

  private func follow(_ phrase: WordIndex.Phrase, _ index: Int) -> Bool {
    guard index + phrase.words.count <= tokens.count else { return false }
    return zip(phrase.words, tokens[index...]).allSatisfy { $0 == $1.word }
  }

  // MARK: - What no text should hold

  private mutating func findCommon() {
    for index in tokens.indices {
      let token = tokens[index]
      guard token.isWord else {
        blank(index)
        alternatives(index)
        continue
      }
      let marks = words.marks(of: token.word)
      if marks.contains(.placeholder) || scanner.bytes[token.range.lowerBound] == UInt8(ascii: "X")
      {
        placeholder(index)
      }
      if marks.contains(.unresolved) { unresolved(index) }
      if marks.contains(.editorNote) {
        let found = words.editorNotes(from: token.word).first { follow($0, index) }
        if let found { add(.editorNote, range(index, index + found.words.count - 1)) }
      }
      doubled(index)
      if marks.contains(.american) { american(index) }
      if marks.contains(.licence) { license(index) }
    }
    shortLinks()
  }

  private mutating func placeholder(_ index: Int) {
    let token = tokens[index]
    let text = text(index)
    let isRow = text.utf8.count >= 3 && text.utf8.allSatisfy { $0 == UInt8(ascii: "X") }
    if isRow || WordLists.placeholders.contains(text) { add(.placeholder, token.range) }
    if follow(["lorem", "ipsum"], index) { add(.placeholder, range(index, index + 1)) }
    let small = small(index)
    if small == "insert" || small == "enter", let here = here(after: index) {
      add(.placeholder, range(index, here))
    }
  }

  /// A sign that begins what is to be filled in.
  private mutating func blank(_ index: Int) {
    let token = tokens[index]
    switch scanner.bytes[token.range.lowerBound] {
    case UInt8(ascii: "["), UInt8(ascii: "<"):
      let closing = UInt8(ascii: isSign(index, UInt8(ascii: "[")) ? "]" : ">")
      guard let first = self.token(index + 1), first.isWord,
        !first.afterSpace || closing == UInt8(ascii: "]"),
        let end = tokens[index...].prefix(15).firstIndex(where: { scanner.isSign($0, closing) })
      else { return }
      let isLoud = ((index + 1)..<end).allSatisfy { inner in
        guard tokens[inner].isWord else { return true }
        let text = text(inner)
        return text.utf8.count > 1 && text == text.uppercased()
      }
      if isLoud || WordLists.bracketed.contains(small(index + 1)) {
        add(.placeholder, range(index, end))
      }
    case UInt8(ascii: "_"), UInt8(ascii: "?"), 0xE2:
      // A row of them is a blank to be filled in.
      let text = text(index)
      guard text == "_" || text == "?" || text == "…" else { return }
      let end = tokens[index...].prefix {
        ($0.range == token.range || !$0.afterSpace) && scanner.text($0) == text
      }
      let least = text == "…" ? 2 : 3
      if end.count >= least { add(.placeholder, range(index, index + end.count - 1)) }
    default: break
    }
  }

  /// The word `here` a few words on, as in `insert the name here`.
  private func here(after index: Int) -> Int? {
    for next in (index + 1)..<max(index + 1, min(index + 7, tokens.count)) {
      guard tokens[next].isWord else { return nil }
      if small(next) == "here" { return next }
    }
    return nil
  }

  private mutating func unresolved(_ index: Int) {
    let found = words.unresolved(from: tokens[index].word).first { follow($0, index) }
    if let found { add(.alternatives, range(index, index + found.words.count - 1)) }
  }

  private mutating func alternatives(_ index: Int) {
    guard isSign(index, UInt8(ascii: "/")), let before = token(index - 1),
      let after = token(index + 1), before.isWord, after.isWord, !isInAddress(index),
      tokens[index].afterSpace == after.afterSpace
    else { return }
    let words = [small(index - 1), small(index + 1)]
    // 24/7, km/h and w/c are no choices; nor is an answer to tick.
    guard words.allSatisfy({ $0.utf8.allSatisfy { !$0.isDigit } }),
      words.contains(where: { $0.utf8.count > 1 }), words != ["yes", "no"], words != ["n", "a"],
      words != ["tcp", "ip"]
    else { return }
    add(.alternatives, range(index - 1, index + 1))
  }

  private mutating func doubled(_ index: Int) {
    guard let next = token(index + 1), next.isWord, next.afterSpace,
      tokens[index].hash == next.hash
    else { return }
    let word = small(index + 1)
    guard small(index) == word, !WordLists.doubles.contains(word),
      word.utf8.allSatisfy({ !$0.isDigit })
    else { return }
    // Three of them are meant: la la la.
    guard token(index - 1).map(scanner.small) != word, token(index + 2).map(scanner.small) != word
    else { return }
    add(.doubledWord, range(index, index + 1))
  }

  private mutating func american(_ index: Int) {
    let word = small(index)
    guard let known = WordLists.american.first(where: { $0.american == word }) else { return }
    add(.american(known.british), tokens[index].range)
  }

  /// `license` is the verb; the noun is `licence`.
  private mutating func license(_ index: Int) {
    let nouns = ["license": "licence", "licenses": "licences"]
    guard index > 0, let british = nouns[small(index)],
      ["a", "the", "this", "our", "your", "software", "its", "their", "each", "any", "of"].contains(
        small(index - 1))
    else { return }
    add(.american(british), tokens[index].range)
  }

  // MARK: - What a template should not hold

  private mutating func position(_ index: Int) {
    let range = tokens[index].range
    let small = small(index)
    if WordLists.positions.contains(small) { add(.position, range) }
    guard small == "above" || small == "below" else { return }
    let before = token(index - 1)
    let after = token(index + 1)
    if let after, after.isWord,
      WordLists.compared.contains(scanner.small(after)) || scanner.startsWithDigit(after)
    {
      return
    }
    let isPointed = before.map { WordLists.pointing.contains(scanner.small($0)) } ?? false
    let isLast =
      after.map { !$0.isWord && scanner.bytes[$0.range.lowerBound] != WordScanner.gap } ?? true
    if isPointed || isLast { add(.position, range) }
  }

  private mutating func abbreviation(_ index: Int, _ explained: Set<String>) {
    let token = tokens[index]
    let text = text(index)
    let plain = text.hasSuffix("'s") ? String(text.dropLast(2)) : text
    let singular = plain.hasSuffix("s") ? String(plain.dropLast()) : plain
    guard
      ![plain, singular].contains(where: { explained.contains($0) || WordLists.known.contains($0) })
    else { return }
    let isRow = plain.utf8.allSatisfy { $0 == UInt8(ascii: "X") }
    guard !isRow, !WordLists.placeholders.contains(plain), WordLists.products[plain] == nil,
      !isInAddress(index)
    else { return }
    add(.abbreviation, token.range)
  }

  private mutating func loose(_ index: Int, _ defined: Set<String>) {
    // `e-safety` has a hyphen between its words.
    let isHyphened = isSign(index + 1, UInt8(ascii: "-")) && small(index) == "e"
    if isHyphened, token(index + 2).map(scanner.small) == "safety" {
      add(.loose("say 'online safety'"), range(index, index + 2))
      return
    }
    let found = words.loose(from: tokens[index].word).first { phrase in
      follow(phrase, index) && !defined.contains(phrase.text)
    }
    // What a colon follows is said right away.
    guard let found, !isSign(index + found.words.count, UInt8(ascii: ":")) else { return }
    add(.loose(found.advice), range(index, index + found.words.count - 1))
  }

  private mutating func person(_ index: Int) {
    guard WordLists.titles.contains(text(index)), var last = token(index + 1) else { return }
    var end = index + 1
    if isSign(end, UInt8(ascii: ".")), let next = token(index + 2) {
      end += 1
      last = next
    }
    guard last.isWord, scanner.startsWithCapital(last) else { return }
    while let next = token(end + 1), next.isWord, scanner.startsWithCapital(next) { end += 1 }
    add(.person, range(index, end))
  }

  private mutating func product(_ index: Int) {
    guard !isInAddress(index) else { return }
    for length in [2, 1] {
      guard index + length <= tokens.count else { continue }
      let name = tokens[index..<(index + length)].map(scanner.text).joined(separator: " ")
      guard let renamed = WordLists.products[name] else { continue }
      // A word that a sentence may begin with is a product only within one.
      let isPlainWord = length == 1 && name.utf8.dropFirst().allSatisfy { $0 > 96 }
      if isPlainWord, !(token(index - 1)?.isWord ?? false) { continue }
      add(.product(renamed: renamed), range(index, index + length - 1))
      return
    }
  }

  // MARK: - Numbers and addresses

  /// Whether a token belongs to a web or an e-mail address, or to a path.
  private func isInAddress(_ index: Int) -> Bool {
    var first = index
    while first > 0, !tokens[first].afterSpace { first -= 1 }
    var last = index
    while last + 1 < tokens.count, !tokens[last + 1].afterSpace { last += 1 }
    let run = tokens[first...last]
    let slashes = run.count { scanner.isSign($0, UInt8(ascii: "/")) }
    return slashes > 1 || run.contains { scanner.isSign($0, UInt8(ascii: "@")) }
      || run.contains { $0.range.count == 3 && scanner.small($0) == "www" }
      || slashes == 1
        && zip(run, run.dropFirst()).contains {
          $0.isWord && scanner.isSign($1, UInt8(ascii: ".")) && !$1.afterSpace
        }
  }

  private mutating func addresses() {
    numbers { _ in true }
    for index in tokens.indices where isSign(index, UInt8(ascii: "@")) {
      guard let before = token(index - 1), let after = token(index + 1), before.isWord,
        after.isWord,
        !tokens[index].afterSpace, !after.afterSpace
      else { continue }
      var first = index - 1
      while first > 0, !tokens[first].afterSpace { first -= 1 }
      var last = index + 1
      while let next = token(last + 1), !next.afterSpace,
        next.isWord || scanner.isSign(next, UInt8(ascii: "."))
          || scanner.isSign(next, UInt8(ascii: "-"))
      {
        last += 1
      }
      if isSign(last, UInt8(ascii: ".")) { last -= 1 }
      add(.email, range(first, last))
    }
  }

  /// Finds telephone numbers of people and offices; free and service numbers are everybody's.
  private mutating func numbers(_ isWanted: (_ isMobile: Bool) -> Bool) {
    let bytes = scanner.bytes
    func canBegin(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "0") || byte == UInt8(ascii: "+") }
    // Most texts have none.
    var index = bytes.firstIndex(where: canBegin) ?? bytes.count
    while index < bytes.count {
      guard canBegin(bytes[index]),
        index == 0
          || !WordScanner.isWordByte(bytes[index - 1]) && bytes[index - 1] != UInt8(ascii: "-")
            && bytes[index - 1] != UInt8(ascii: "/")
      else {
        index += 1
        continue
      }
      var end = index + 1
      while end < bytes.count,
        bytes[end].isDigit
          || [32, UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")")].contains(bytes[end])
      {
        end += 1
      }
      while end > index, !bytes[end - 1].isDigit { end -= 1 }
      let run = index..<max(end, index + 1)
      // An area code in brackets begins with the bracket.
      let isBracketed =
        index > 0 && bytes[index - 1] == UInt8(ascii: "(") && bytes[run].contains(UInt8(ascii: ")"))
      let start = isBracketed ? index - 1 : index
      let text = scanner.text(start..<run.upperBound)
      if let number = PhoneNumber(text), number.isPersonal, isWanted(number.isMobile) {
        add(.phone(isMobile: number.isMobile), start..<end)
      }
      index = max(end, index + 1)
    }
  }

  private mutating func shortLinks() {
    for index in tokens.indices where isSign(index + 1, UInt8(ascii: ".")) {
      guard tokens[index].isWord, let ending = token(index + 2),
        !tokens[index + 1].afterSpace, !ending.afterSpace,
        WordLists.shorteners.contains("\(small(index)).\(scanner.small(ending))"),
        index == 0 || isSign(index - 1, UInt8(ascii: "/")) || tokens[index].afterSpace
      else { continue }
      add(.shortLink, range(index, index + 2))
    }
  }

  /// Whether a web address hides where it leads.
  package static func isShortLink(_ address: String) -> Bool {
    let parts = address.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2)
    return parts.count > 1
      && WordLists.shorteners.contains(String(Substring(parts[1])).lowercased())
  }
}

extension PhoneNumber {
  /// Whether it is somebody's: no free number, no service of three digits, no national line.
  fileprivate var isPersonal: Bool {
    guard link.hasPrefix("+44"), let first = link.dropFirst(3).first else { return false }
    return first == "1" || first == "2" || first == "7"
  }
}

extension String {
  /// The text without some characters at its ends.
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> String {
    var text = self[...].drop(while: isDropped)
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
