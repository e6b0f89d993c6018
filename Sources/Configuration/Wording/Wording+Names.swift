import Diagnostics

/// Names that are almost right.
extension Wording {
  /// A name as it is right, cut into its words.
  package struct Name {
    fileprivate let words: [String]
    fileprivate let text: String
    fileprivate let length: Int
    fileprivate let letters: LetterSet
    /// Whether one slip makes another name of it.
    fileprivate let isShort: Bool
    fileprivate let mostSlips: Int

    package init(_ name: String) {
      let scanner = WordScanner(Array(name.utf8))
      let tokens = scanner.tokens.filter(\.isWord)
      words = tokens.map(scanner.small)
      text = tokens.map(scanner.text).joined(separator: " ")
      length = text.unicodeScalars.count
      letters = LetterSet(text.utf8)
      isShort = name.utf8.count < 6
      mostSlips = name.utf8.count < 9 ? 1 : 2
    }

    /// Whether a text with these letters may have the name, or one within so many slips of it.
    fileprivate func mayStand(among letters: LetterSet) -> Bool {
      self.letters.missing(in: letters) <= mostSlips
    }
  }

  /// Places where the text has one of some names almost as it should be: within two letters, and not the name.
  ///
  /// - Parameter others: Names that are right although they are near.
  package func misspelt(
    _ names: [Name], others: Set<String>
  ) -> [(name: Int, found: String, range: Range<Int>)] {
    // Hardly any text has nearly all letters of a name.
    let letters = LetterSet(scanner.bytes)
    var result: [(name: Int, found: String, range: Range<Int>)] = []
    for (index, name) in names.enumerated() where name.mayStand(among: letters) {
      result += misspelt(name, others: others).map { (index, $0.found, $0.range) }
    }
    return result
  }

  private func misspelt(
    _ name: Name, others: Set<String>
  ) -> [(found: String, range: Range<Int>)] {
    // Most values are words alone.
    let tokens = tokens.allSatisfy(\.isWord) ? tokens : tokens.filter(\.isWord)
    let words = name.words
    guard !name.isShort, !words.isEmpty, tokens.count >= words.count else { return [] }
    let limit = name.mostSlips
    var result: [(String, Range<Int>)] = []
    for start in 0...(tokens.count - words.count) {
      let window = tokens[start..<(start + words.count)]
      guard let first = window.first, let last = window.last, scanner.startsWithCapital(first)
      else { continue }
      // What is too short or too long need not be compared; a possessive is two letters longer.
      let length = window.reduce(words.count - 1) { $0 + scanner.letters(in: $1) }
      guard abs(length - name.length) <= limit + 2 else { continue }
      var letters = LetterSet()
      for token in window { letters.add(scanner.bytes[token.range]) }
      guard name.mayStand(among: letters) else { continue }
      var found = window.map(scanner.text).joined(separator: " ")
      if found.hasSuffix("'s") { found.removeLast(2) }
      let distance = Suggestion.editDistance(found, name.text, limit: limit)
      guard distance > 0, distance <= limit, !others.contains(found.lowercased()) else { continue }
      // Another word in the place of a short one is another name: North School is not South School.
      let isSlip = zip(window, words).allSatisfy { one, other in
        let one = scanner.small(one)
        let slip = Suggestion.editDistance(one, other, limit: limit)
        return slip * 4 <= other.utf8.count || one.hasSuffix("'s")
      }
      guard isSlip else { continue }
      result.append((found, first.range.lowerBound..<last.range.upperBound))
    }
    return result
  }
}

/// Which letters a text has, large and small as one: with each letter that another text lacks it is a slip further from it.
private struct LetterSet {
  private var bits: UInt32 = 0

  init() {}

  init(_ text: some Sequence<UInt8>) { add(text) }

  mutating func add(_ text: some Sequence<UInt8>) {
    for byte in text where byte.isLetter { bits |= 1 << UInt32(byte & 31) }
  }

  /// How many of the letters another text has not.
  func missing(in other: Self) -> Int { (bits & ~other.bits).nonzeroBitCount }
}
