import Diagnostics

/// Finds in a text what should not be published as it is.
package struct Wording {
  private let scanner: WordScanner
  private var tokens: [WordScanner.Token] { scanner.tokens }
  private var problems: [WordingProblem] = []

  private init(_ bytes: [UInt8]) {
    scanner = WordScanner(bytes)
  }

  /// Returns what no text should hold, whoever wrote it: placeholders, unresolved choices, notes to
  /// editors, doubled words, American spelling, short links, mobile numbers.
  package static func common(_ bytes: [UInt8]) -> [WordingProblem] {
    var wording = Wording(bytes)
    wording.findCommon()
    wording.numbers { isMobile in isMobile }
    return wording.problems
  }

  /// Returns besides what a template should not hold: positions, abbreviations, people, numbers,
  /// addresses, products.
  ///
  /// - Parameters:
  ///   - explained: The abbreviations that are spelt out somewhere.
  ///   - defined: The terms of the glossary, in small letters: what is defined is not loose.
  package static func template(
    _ bytes: [UInt8], explained: Set<String>, defined: Set<String> = []
  ) -> [WordingProblem] {
    var wording = Wording(bytes)
    wording.findCommon()
    for index in wording.tokens.indices {
      wording.position(index)
      wording.abbreviation(index, explained)
      wording.person(index)
      wording.product(index)
      wording.loose(index, defined)
    }
    wording.addresses()
    let blanks = wording.problems.filter { $0.kind == .placeholder }.map(\.range)
    return wording.problems.filter { problem in
      problem.kind == .placeholder || !blanks.contains { $0.overlaps(problem.range) }
    }
  }

  /// The abbreviations that a text spells out itself: `open access point (OAP)`, `BYOD, short for …`.
  package static func explained(in bytes: [UInt8]) -> [String] {
    let wording = Wording(bytes)
    let tokens = wording.tokens
    return tokens.indices.compactMap { index in
      guard tokens[index].isWord, isAbbreviation(tokens[index].text) else { return nil }
      let isInBrackets =
        wording.token(index - 1)?.text == "(" && wording.token(index + 1)?.text == ")"
      let isShortFor =
        wording.follow(["short", "for"], index + 1) || wording.follow(["short", "for"], index + 2)
      return isInBrackets || isShortFor ? tokens[index].text : nil
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

  /// Places where a text has a name almost as it should be: within two letters, and not the name.
  ///
  /// - Parameter others: Names that are right although they are near.
  package static func misspelt(
    _ name: String, in bytes: [UInt8], others: Set<String>
  ) -> [(found: String, range: Range<Int>)] {
    let tokens = WordScanner(bytes).tokens.filter(\.isWord)
    let words = WordScanner(Array(name.utf8)).tokens.filter(\.isWord)
    // One slip in a short name makes another name of it.
    guard !words.isEmpty, name.utf8.count >= 6, tokens.count >= words.count else { return [] }
    let limit = name.utf8.count < 9 ? 1 : 2
    var result: [(String, Range<Int>)] = []
    for start in 0...(tokens.count - words.count) {
      let window = tokens[start..<(start + words.count)]
      guard let first = window.first, let last = window.last, first.startsWithCapital else {
        continue
      }
      var found = window.map(\.text).joined(separator: " ")
      if found.hasSuffix("'s") { found.removeLast(2) }
      let wanted = words.map(\.text).joined(separator: " ")
      let distance = Suggestion.editDistance(found, wanted, limit: limit)
      guard distance > 0, distance <= limit, !others.contains(found.lowercased()) else { continue }
      // Another word in the place of a short one is another name: North School is not South School.
      let isSlip = zip(window, words).allSatisfy { one, other in
        let slip = Suggestion.editDistance(one.small, other.small, limit: limit)
        return slip * 4 <= other.small.utf8.count || one.small.hasSuffix("'s")
      }
      guard isSlip else { continue }
      result.append((found, first.range.lowerBound..<last.range.upperBound))
    }
    return result
  }

  /// Whether a whole value says only that there is none yet.
  ///
  /// - Parameter isName: Whether the value names somebody, who cannot be called `none`.
  package static func isEmptyAnswer(_ text: String, isName: Bool) -> Bool {
    // Nothing that says so little is long.
    guard text.utf8.count <= 24 else { return false }
    let plain = text.lowercased().trimming { $0 == " " || $0 == "\n" || $0 == "[" || $0 == "]" }
    return WordLists.emptyAnswers.contains(plain) || isName && WordLists.nobody.contains(plain)
  }

  /// The postcodes in a text, as in `NE1 4XX`.
  package static func postcodes(in bytes: [UInt8]) -> [(found: String, range: Range<Int>)] {
    let scanner = WordScanner(bytes)
    return zip(scanner.tokens, scanner.tokens.dropFirst()).compactMap { outward, inward in
      guard outward.isWord, inward.isWord, inward.afterSpace, isOutward(Array(outward.text.utf8)),
        isInward(Array(inward.text.utf8))
      else { return nil }
      let range = outward.range.lowerBound..<inward.range.upperBound
      return (scanner.text(range), range)
    }
  }

  /// `N1`, `NE1`, `NE12`, `W1A`: one or two capitals, a digit, and a digit or a capital where there is one.
  private static func isOutward(_ word: [UInt8]) -> Bool {
    let letters = word.prefix { isCapital($0) }.count
    let rest = word.dropFirst(letters)
    return (1...2).contains(letters) && (1...2).contains(rest.count)
      && (rest.first?.isDigit ?? false) && rest.allSatisfy { $0.isDigit || isCapital($0) }
  }

  /// `4XX`: a digit and two capitals.
  private static func isInward(_ word: [UInt8]) -> Bool {
    word.count == 3 && word[0].isDigit && isCapital(word[1]) && isCapital(word[2])
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

  /// Whether words follow from a place on, signs apart.
  private func follow(_ words: [String], _ index: Int) -> Bool {
    guard index + words.count <= tokens.count else { return false }
    return zip(words, tokens[index...]).allSatisfy { $0 == $1.small && $1.isWord }
  }

  // MARK: - What no text should hold

  private mutating func findCommon() {
    for index in tokens.indices {
      placeholder(index)
      alternatives(index)
      if let words = WordLists.editorNotes.first(where: { follow($0, index) }) {
        add(.editorNote, range(index, index + words.count - 1))
      }
      doubled(index)
      if tokens[index].isWord, let british = WordLists.american[tokens[index].small] {
        add(.american(british), tokens[index].range)
      }
      license(index)
    }
    shortLinks()
  }

  private mutating func placeholder(_ index: Int) {
    let token = tokens[index]
    if token.isWord {
      let isRow =
        token.text.utf8.count >= 3 && token.text.utf8.allSatisfy { $0 == UInt8(ascii: "X") }
      if isRow || WordLists.placeholders.contains(token.text) { add(.placeholder, token.range) }
      if follow(["lorem", "ipsum"], index) { add(.placeholder, range(index, index + 1)) }
      if token.small == "insert" || token.small == "enter", let here = here(after: index) {
        add(.placeholder, range(index, here))
      }
      return
    }
    switch token.text {
    case "[", "<":
      let closing = token.text == "[" ? "]" : ">"
      guard let first = self.token(index + 1), first.isWord, !first.afterSpace || closing == "]",
        let end = tokens[index...].firstIndex(where: { $0.text == closing }), end - index <= 14
      else { return }
      let isLoud = tokens[(index + 1)..<end].allSatisfy {
        !$0.isWord || $0.text.utf8.count > 1 && $0.text == $0.text.uppercased()
      }
      if WordLists.bracketed.contains(first.small) || isLoud {
        add(.placeholder, range(index, end))
      }
    case "_", "…", "?":
      // A row of them is a blank to be filled in.
      let end = tokens[index...].prefix {
        $0.text == token.text && ($0.range == token.range || !$0.afterSpace)
      }
      let least = token.text == "_" ? 3 : token.text == "?" ? 3 : 2
      if end.count >= least { add(.placeholder, range(index, index + end.count - 1)) }
    default: break
    }
  }

  /// The word `here` a few words on, as in `insert the name here`.
  private func here(after index: Int) -> Int? {
    for next in (index + 1)..<max(index + 1, min(index + 7, tokens.count)) {
      guard tokens[next].isWord else { return nil }
      if tokens[next].small == "here" { return next }
    }
    return nil
  }

  private mutating func alternatives(_ index: Int) {
    if let words = WordLists.unresolved.first(where: { follow($0, index) }) {
      add(.alternatives, range(index, index + words.count - 1))
    }
    guard tokens[index].text == "/", let before = token(index - 1), let after = token(index + 1),
      before.isWord, after.isWord, !isInAddress(index),
      tokens[index].afterSpace == after.afterSpace
    else { return }
    let words = [before.small, after.small]
    // 24/7, km/h and w/c are no choices; nor is an answer to tick.
    guard words.allSatisfy({ $0.utf8.allSatisfy { !$0.isDigit } }),
      words.contains(where: { $0.utf8.count > 1 }), words != ["yes", "no"], words != ["n", "a"],
      words != ["tcp", "ip"]
    else { return }
    add(.alternatives, range(index - 1, index + 1))
  }

  private mutating func doubled(_ index: Int) {
    guard let next = token(index + 1), tokens[index].isWord, next.isWord, next.afterSpace,
      tokens[index].small == next.small, !WordLists.doubles.contains(next.small),
      next.small.utf8.allSatisfy({ !$0.isDigit })
    else { return }
    // Three of them are meant: la la la.
    guard token(index - 1)?.small != next.small, token(index + 2)?.small != next.small else {
      return
    }
    add(.doubledWord, range(index, index + 1))
  }

  /// `license` is the verb; the noun is `licence`.
  private mutating func license(_ index: Int) {
    let nouns = ["license": "licence", "licenses": "licences"]
    guard let british = nouns[tokens[index].small], let before = token(index - 1),
      ["a", "the", "this", "our", "your", "software", "its", "their", "each", "any", "of"].contains(
        before.small)
    else { return }
    add(.american(british), tokens[index].range)
  }

  // MARK: - What a template should not hold

  private mutating func position(_ index: Int) {
    let token = tokens[index]
    if WordLists.positions.contains(token.small) { add(.position, token.range) }
    guard token.small == "above" || token.small == "below" else { return }
    let before = self.token(index - 1)
    let after = self.token(index + 1)
    if let after, after.isWord, WordLists.compared.contains(after.small) || after.startsWithDigit {
      return
    }
    let isPointed = before.map { WordLists.pointing.contains($0.small) } ?? false
    let isLast = after.map { !$0.isWord && $0.text.utf8.first != WordScanner.gap } ?? true
    if isPointed || isLast { add(.position, token.range) }
  }

  private static func isAbbreviation(_ text: String) -> Bool {
    let capitals = text.unicodeScalars.count { $0.value >= 65 && $0.value <= 90 }
    guard capitals >= 2, text.utf8.count <= 8 else { return false }
    // A name such as McDonald or YouTube has more small letters than capitals.
    return capitals * 2 >= text.utf8.count
  }

  private mutating func abbreviation(_ index: Int, _ explained: Set<String>) {
    let token = tokens[index]
    guard token.isWord, Self.isAbbreviation(token.text) else { return }
    let plain = token.text.hasSuffix("'s") ? String(token.text.dropLast(2)) : token.text
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
    let isHyphened = tokens[index].small == "e" && token(index + 1)?.text == "-"
    if isHyphened, token(index + 2)?.small == "safety" {
      add(.loose("say 'online safety'"), range(index, index + 2))
      return
    }
    guard
      let found = WordLists.loose.first(where: { entry in
        follow(entry.words, index) && !defined.contains(entry.words.joined(separator: " "))
      })
    else { return }
    // What a colon follows is said right away.
    guard token(index + found.words.count)?.text != ":" else { return }
    add(.loose(found.advice), range(index, index + found.words.count - 1))
  }

  private mutating func person(_ index: Int) {
    guard WordLists.titles.contains(tokens[index].text), var last = token(index + 1) else { return }
    var end = index + 1
    if last.text == ".", let next = token(index + 2) {
      end += 1
      last = next
    }
    guard last.isWord, last.startsWithCapital else { return }
    while let next = token(end + 1), next.isWord, next.startsWithCapital { end += 1 }
    add(.person, range(index, end))
  }

  private mutating func product(_ index: Int) {
    guard tokens[index].isWord, !isInAddress(index) else { return }
    for length in [2, 1] {
      guard index + length <= tokens.count else { continue }
      let name = tokens[index..<(index + length)].map(\.text).joined(separator: " ")
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
    return run.contains { $0.text == "@" } || run.contains { $0.small == "www" }
      || run.count { $0.text == "/" } > 1
      || zip(run, run.dropFirst()).contains { $0.isWord && $1.text == "." && !$1.afterSpace }
        && run.contains { $0.text == "/" }
  }

  private mutating func addresses() {
    numbers { _ in true }
    for index in tokens.indices where tokens[index].text == "@" {
      guard let before = token(index - 1), let after = token(index + 1), before.isWord,
        after.isWord,
        !tokens[index].afterSpace, !after.afterSpace
      else { continue }
      var first = index - 1
      while first > 0, !tokens[first].afterSpace { first -= 1 }
      var last = index + 1
      while let next = token(last + 1), !next.afterSpace,
        next.isWord || next.text == "." || next.text == "-"
      {
        last += 1
      }
      if tokens[last].text == "." { last -= 1 }
      add(.email, range(first, last))
    }
  }

  /// Finds telephone numbers of people and offices; free and service numbers are everybody's.
  private mutating func numbers(_ isWanted: (_ isMobile: Bool) -> Bool) {
    let bytes = scanner.bytes
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let isStart =
        (byte == UInt8(ascii: "0") || byte == UInt8(ascii: "+"))
        && (index == 0
          || !WordScanner.isWordByte(bytes[index - 1]) && bytes[index - 1] != UInt8(ascii: "-")
            && bytes[index - 1] != UInt8(ascii: "/"))
      guard isStart else {
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
    for index in tokens.indices where tokens[index].isWord {
      guard let dot = token(index + 1), let ending = token(index + 2), dot.text == ".",
        !dot.afterSpace, !ending.afterSpace,
        WordLists.shorteners.contains("\(tokens[index].small).\(ending.small)"),
        token(index - 1).map({ $0.text == "/" || tokens[index].afterSpace }) ?? true
      else { continue }
      add(.shortLink, range(index, index + 2))
    }
  }

  /// Whether a web address hides where it leads.
  package static func isShortLink(_ address: String) -> Bool {
    let parts = address.split(separator: "/")
    return parts.count > 1 && WordLists.shorteners.contains(String(parts[1]).lowercased())
  }
}

extension WordScanner.Token {
  var startsWithCapital: Bool { text.first?.isUppercase ?? false }
  var startsWithDigit: Bool { text.utf8.first?.isDigit ?? false }
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
