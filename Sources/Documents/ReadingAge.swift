import Configuration
import Templating

/// How old a reader must be to read a text: the Flesch-Kincaid grade and five.
///
/// grade = 0.39 × words / sentences + 11.8 × syllables / words − 15.59
///
/// - A sentence ends at `.`, `!` or `?` before a space or the end, and with each paragraph and list item.
/// - A word is a run of letters with apostrophes and hyphens in it; numbers, addresses and single signs are
///   none.
/// - A word has a syllable for each run of the vowels a e i o u y. A last e is silent, but not in -le after
///   a consonant (table); so are -es and -ed, but not after a sound that needs them (boxes, wanted). `ia`,
///   `io`, `iu`, `eo`, `ua` and `uo` are two, but not in -tion, -sion, -cial, -tial, -cious, -geous and
///   after q or g. `ing` after a vowel is one of its own (being). Every word has at least one.
package struct ReadingAge: Sendable {
  package private(set) var words = 0
  package private(set) var sentences = 0
  package private(set) var syllables = 0
  /// The longest sentence, to begin with when a text is to be made easier.
  package private(set) var longest = ""
  private var longestWords = 0

  /// The age in tenths of a year; nil for a text without words.
  package var tenths: Int? {
    guard words > 0, sentences > 0 else { return nil }
    let grade =
      0.39 * Double(words) / Double(sentences) + 11.8 * Double(syllables) / Double(words) - 15.59
    return Int(((grade + 5) * 10).rounded())
  }

  package init() {}

  /// Adds a paragraph or a list item.
  package mutating func add(_ text: String) {
    var count = 0
    var start = text.startIndex
    func isEnd(_ index: String.Index) -> Bool {
      guard ".!?".contains(text[index]) else { return false }
      let next = text.index(after: index)
      return next == text.endIndex || text[next] == " " || text[next] == "”" || text[next] == "’"
    }
    func close(_ end: String.Index, _ age: inout ReadingAge) {
      guard count > 0 else { return }
      age.sentences += 1
      if count > age.longestWords {
        age.longestWords = count
        age.longest = String(text[start..<end].drop { $0 == " " })
      }
      count = 0
    }
    var word: [UInt8] = []
    var isWord = true
    func end(_ age: inout ReadingAge) {
      // An address or a number is no word that anybody reads by its letters.
      if isWord, word.contains(where: \.isLetter) {
        count += 1
        age.words += 1
        age.syllables += Self.syllables(word)
      }
      word = []
      isWord = true
    }
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if character == " " || character == "/" || character == "—" || character == "–" {
        end(&self)
      } else {
        for byte in String(character).utf8 { word.append(byte) }
        if character.isNumber || character == "@" || character == "_" { isWord = false }
      }
      let next = text.index(after: index)
      if isEnd(index) {
        end(&self)
        close(next, &self)
        start = next
      }
      index = next
    }
    end(&self)
    close(text.endIndex, &self)
  }

  // MARK: - Syllables

  /// The syllables of a word by the rule described with the type.
  package static func syllables(_ word: String) -> Int { syllables(Array(word.utf8)) }

  private static func syllables(_ bytes: [UInt8]) -> Int {
    // The parts of a compound are words of their own.
    let parts = bytes.split { $0 == UInt8(ascii: "-") }
    guard parts.count < 2 else { return parts.reduce(0) { $0 + syllables(Array($1)) } }
    let letters = bytes.filter(\.isLetter).map { $0 | 32 }
    guard !letters.isEmpty else { return 0 }
    let text = String(decoding: letters, as: UTF8.self)
    if let known = exceptions[text] { return known }
    var count = 0
    var last: UInt8 = 0
    for (index, letter) in letters.enumerated() {
      defer { last = letter }
      guard isVowel(letter) else { continue }
      guard isVowel(last) else {
        count += 1
        continue
      }
      if isHiatus(last, letter, at: index, letters) { count += 1 }
    }
    return max(1, count - (hasSilentEnd(letters) ? 1 : 0))
  }

  private static func isVowel(_ letter: UInt8) -> Bool { "aeiouy".utf8.contains(letter) }

  /// Whether two vowels are two syllables.
  private static func isHiatus(
    _ first: UInt8, _ second: UInt8, at index: Int, _ letters: [UInt8]
  ) -> Bool {
    let pair = String(decoding: [first, second], as: UTF8.self)
    let before = index >= 2 ? letters[index - 2] : 0
    let rest = letters[(index + 1)...]
    if second == UInt8(ascii: "i"), rest.starts(with: "ng".utf8) { return true }
    switch pair {
    case "ia", "io", "iu", "eo":
      if pair == "eo", rest.starts(with: "ple".utf8) { return false }
      return !("tscg".utf8.contains(before))
    case "ua", "uo": return before != UInt8(ascii: "q") && before != UInt8(ascii: "g")
    default: return false
    }
  }

  /// Whether the last e of a word, or that of -es and -ed, is not spoken.
  private static func hasSilentEnd(_ letters: [UInt8]) -> Bool {
    func letter(_ fromEnd: Int) -> UInt8 {
      letters.count >= fromEnd ? letters[letters.count - fromEnd] : 0
    }
    let e = UInt8(ascii: "e")
    if letter(1) == e {
      if letter(2) == UInt8(ascii: "l"), letters.count > 2, !isVowel(letter(3)) { return false }
      return letters.count > 1 && !isVowel(letter(2))
    }
    guard letter(2) == e, letters.count > 3, !isVowel(letter(3)) else { return false }
    if letter(1) == UInt8(ascii: "d") { return !"td".utf8.contains(letter(3)) }
    guard letter(1) == UInt8(ascii: "s") else { return false }
    if letter(3) == UInt8(ascii: "l"), letters.count > 4, !isVowel(letter(4)) { return false }
    if letter(3) == UInt8(ascii: "h") { return !"cs".utf8.contains(letter(4)) }
    return !"sxzcg".utf8.contains(letter(3))
  }

  /// Everyday words that the rule gets wrong.
  private static let exceptions = [
    "area": 3, "areas": 3, "create": 2, "created": 3, "idea": 3, "ideas": 3, "science": 2,
    "quiet": 2,
    "people": 2, "something": 2, "someone": 2, "sometimes": 2, "somewhere": 2, "everyone": 3,
    "every": 2, "everything": 3, "different": 2, "family": 3, "evening": 2, "whole": 1,
    "careful": 2, "carefully": 3, "safely": 2, "unsafe": 2, "homework": 2, "website": 2,
    "websites": 2,
    "online": 2, "lonely": 2, "nicely": 2, "hopeful": 2, "really": 2, "video": 3, "videos": 3,
    "poem": 2,
  ]
}

extension ReadingAge {
  /// The age for a form's own sentences at one school: without headings, the names and numbers that
  /// values print, tables and definitions.
  package init(_ set: SchoolDocuments, form: Int) {
    self.init()
    let text = DocumentText(set, document: form, style: .canonical)
    for block in text.sections.flatMap(\.blocks) {
      guard block.kind == .paragraph || block.kind == .item else { continue }
      add(Self.withoutFacts(block.frame))
    }
  }

  /// The text without what stands in braces: the facts, by their names.
  private static func withoutFacts(_ frame: String) -> String {
    var result = ""
    var isFact = false
    for character in frame {
      switch character {
      case "{": isFact = true
      case "}": isFact = false
      default: if !isFact { result.append(character) }
      }
    }
    return result
  }

  /// The most that a form may need at a school, and whose limit that is: its own, or the least of those
  /// of the bands that it is for; nil where nobody sets one.
  package static func limit(
    of form: Int, _ set: SchoolDocuments
  ) -> (age: Int, band: String?)? {
    let program = set.library.programs[form]
    if let own = program.form?.readingAge { return (own.value, nil) }
    let vocabulary = set.catalogue.vocabulary
    let bands = (program.declaration.bands ?? []).filter(set.profile.bands.contains)
    return bands.compactMap { band in
      vocabulary.bands[band].readingAge.map { ($0, vocabulary.bands[band].title) }
    }.min { $0.0 < $1.0 }
  }
}
