import Configuration

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
  package mutating func add(_ text: String) { add(Array(text.utf8)) }

  /// Adds what was counted before of text that comes after the text so far.
  package mutating func add(_ other: ReadingAge) {
    words += other.words
    sentences += other.sentences
    syllables += other.syllables
    guard other.longestWords > longestWords else { return }
    longestWords = other.longestWords
    longest = other.longest
  }

  /// Counts the words of another text, and not its sentences.
  mutating func addWords(of other: ReadingAge) {
    words += other.words
    syllables += other.syllables
  }

  /// Adds a paragraph or a list item.
  ///
  /// - Parameters:
  ///   - known: The stretches of it that were read before, by their numbers, and where each begins.
  ///   - stretches: What was read there, by these numbers.
  package mutating func add(
    _ text: [UInt8], known: [(at: Int, number: Int)] = [], _ stretches: [ReadStretch?] = []
  ) {
    var walk = Walk()
    var index = 0
    for (at, number) in known {
      guard let stretch = stretches[number] else { continue }
      read(text, index..<at, &walk)
      add(stretch, at: at, text, &walk)
      index = at + stretch.range.count
    }
    read(text, index..<text.count, &walk)
    finish(text, text.count, &walk)
  }

  /// Reads a part of a text by itself.
  init(_ text: [UInt8], _ range: Range<Int>) {
    var walk = Walk(from: range.lowerBound)
    read(text, range, &walk)
    finish(text, range.upperBound, &walk)
  }

  // MARK: - Words and sentences

  /// Where the reading of a text stands.
  private struct Walk {
    /// How many words the sentence has so far, and where it begins.
    var words = 0
    var sentence: Int
    /// Where the word begins.
    var word: Int
    /// Whether it may be one: an address or a number is no word that anybody reads by its letters.
    var isWord = true
    var hasLetter = false

    init(from start: Int = 0) {
      sentence = start
      word = start
    }

    /// Goes on behind a word.
    mutating func beginWord(at start: Int) {
      word = start
      isWord = true
      hasLetter = false
    }
  }

  /// Goes on with a stretch that was read before; the text before it must end with a space.
  private mutating func add(
    _ stretch: ReadStretch, at start: Int, _ text: [UInt8], _ walk: inout Walk
  ) {
    if let head = stretch.head {
      walk.words += head.words
      endSentence(text, start + head.end, &walk)
      add(stretch.age)
      walk.words = stretch.rest.words
      walk.sentence = start + stretch.rest.start
    } else {
      add(stretch.age)
      walk.words += stretch.rest.words
    }
    walk.beginWord(at: start + stretch.range.count)
  }

  private mutating func read(_ text: [UInt8], _ range: Range<Int>, _ walk: inout Walk) {
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      // Nearly all of a text is letters.
      if byte.isLetter {
        walk.hasLetter = true
        index += 1
        continue
      }
      let next = Self.next(after: index, in: text)
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "/"): endWord(text, index, next, &walk)
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        guard Self.canFollowSentence(next, in: text) else { break }
        endWord(text, index, next, &walk)
        endSentence(text, next, &walk)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "_"):
        walk.isWord = false
      case 0x80...:
        if Self.isDash(text, index) {
          endWord(text, index, next, &walk)
        } else if Self.isNumber(text[index..<next]) {
          walk.isWord = false
        }
      default: break
      }
      index = next
    }
  }

  private mutating func finish(_ text: [UInt8], _ end: Int, _ walk: inout Walk) {
    endWord(text, end, end, &walk)
    endSentence(text, end, &walk)
  }

  private mutating func endWord(_ text: [UInt8], _ end: Int, _ next: Int, _ walk: inout Walk) {
    if walk.isWord, walk.hasLetter {
      walk.words += 1
      words += 1
      syllables += Self.syllables(text[walk.word..<end])
    }
    walk.beginWord(at: next)
  }

  private mutating func endSentence(_ text: [UInt8], _ end: Int, _ walk: inout Walk) {
    if walk.words > 0 {
      sentences += 1
      if walk.words > longestWords {
        longestWords = walk.words
        let sentence = text[walk.sentence..<end].drop { $0 == UInt8(ascii: " ") }
        longest = String(decoding: sentence, as: UTF8.self)
      }
    }
    walk.words = 0
    walk.sentence = end
  }

  /// Where the sentences of a part of a text end.
  static func sentenceEnds(in text: [UInt8], _ range: Range<Int>) -> [Int] {
    range.filter { index in
      switch text[index] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        canFollowSentence(index + 1, in: text)
      default: false
      }
    }.map { $0 + 1 }
  }

  /// Where the character after that at an index begins.
  private static func next(after index: Int, in text: [UInt8]) -> Int {
    var next = index + 1
    while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }

  /// Whether what stands at an index lets a stop before it end a sentence.
  private static func canFollowSentence(_ index: Int, in text: [UInt8]) -> Bool {
    guard index < text.count, text[index] != UInt8(ascii: " ") else { return true }
    return text[index...].starts(with: "”".utf8) || text[index...].starts(with: "’".utf8)
  }

  /// Whether a dash between words stands at an index: `–` or `—`.
  private static func isDash(_ text: [UInt8], _ index: Int) -> Bool {
    text[index] == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80
      && (text[index + 2] == 0x93 || text[index + 2] == 0x94)
  }

  /// Whether a character beyond ASCII is a number, as ½ and ² are.
  private static func isNumber(_ character: ArraySlice<UInt8>) -> Bool {
    // Most are dashes and quotation marks.
    guard !character.starts(with: [0xE2, 0x80]) else { return false }
    let text = String(decoding: character, as: UTF8.self)
    return text.unicodeScalars.contains { $0.properties.numericType != nil }
  }

  // MARK: - Syllables

  /// The syllables of a word by the rule described with the type.
  package static func syllables(_ word: String) -> Int { syllables(Array(word.utf8)[...]) }

  private static func syllables(_ bytes: ArraySlice<UInt8>) -> Int {
    if bytes.allSatisfy(\.isLetter) { return syllables(of: bytes) }
    // The parts of a compound are words of their own.
    if bytes.contains(UInt8(ascii: "-")) {
      let parts = bytes.split { $0 == UInt8(ascii: "-") }
      if parts.count > 1 { return parts.reduce(0) { $0 + syllables($1) } }
    }
    return syllables(of: bytes.filter(\.isLetter)[...])
  }

  /// The syllables of a word of letters alone.
  private static func syllables(of letters: ArraySlice<UInt8>) -> Int {
    guard !letters.isEmpty else { return 0 }
    if letters.count <= longestPacked {
      let word = packed(letters)
      if mayBeException[place(of: word)], let known = exceptions[word] { return known }
    }
    var count = 0
    var last: UInt8 = 0
    for index in letters.indices {
      let letter = letters[index] | 32
      if isVowel(letter), !isVowel(last) || isHiatus(last, letter, at: index, letters) {
        count += 1
      }
      last = letter
    }
    return max(1, count - (hasSilentEnd(letters) ? 1 : 0))
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  /// Whether two vowels are two syllables.
  private static func isHiatus(
    _ first: UInt8, _ second: UInt8, at index: Int, _ letters: ArraySlice<UInt8>
  ) -> Bool {
    let before = index >= letters.startIndex + 2 ? letters[index - 2] | 32 : 0
    let rest = letters[(index + 1)...].lazy.map { $0 | 32 }
    if second == UInt8(ascii: "i"), rest.starts(with: "ng".utf8) { return true }
    switch (first, second) {
    case (UInt8(ascii: "e"), UInt8(ascii: "o")) where rest.starts(with: "ple".utf8): return false
    case (UInt8(ascii: "i"), UInt8(ascii: "a")), (UInt8(ascii: "i"), UInt8(ascii: "o")),
      (UInt8(ascii: "i"), UInt8(ascii: "u")), (UInt8(ascii: "e"), UInt8(ascii: "o")):
      return !("tscg".utf8.contains(before))
    case (UInt8(ascii: "u"), UInt8(ascii: "a")), (UInt8(ascii: "u"), UInt8(ascii: "o")):
      return before != UInt8(ascii: "q") && before != UInt8(ascii: "g")
    default: return false
    }
  }

  /// Whether the last e of a word, or that of -es and -ed, is not spoken.
  private static func hasSilentEnd(_ letters: ArraySlice<UInt8>) -> Bool {
    func letter(_ fromEnd: Int) -> UInt8 {
      letters.count >= fromEnd ? letters[letters.endIndex - fromEnd] | 32 : 0
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

  /// The most letters that are packed into one number.
  private static let longestPacked = 12

  /// A word of small letters as a number, five bits to a letter.
  private static func packed(_ letters: some Sequence<UInt8>) -> UInt64 {
    letters.reduce(0) { $0 << 5 | UInt64($1 & 31) }
  }

  /// Everyday words that the rule gets wrong, packed.
  private static let exceptions = Dictionary(
    uniqueKeysWithValues: wrong.map { (packed($0.key.utf8), $0.value) })

  /// Where in `mayBeException` a packed word is looked up.
  private static func place(of word: UInt64) -> Int { Int(word % 1021) }

  /// Whether some exception has its place there; most words are known to be none by a look at it.
  private static let mayBeException: [Bool] = {
    var places = Array(repeating: false, count: 1021)
    for word in exceptions.keys { places[place(of: word)] = true }
    return places
  }()

  private static let wrong: KeyValuePairs<String, Int> = [
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
