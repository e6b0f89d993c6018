extension Prose {
  /// The text with `a` or `an` before it, by how it sounds when it is read aloud.
  package static func withArticle(_ text: String) -> String {
    "\(article(for: text)) \(text)"
  }

  /// `an` before a vowel sound, `a` before any other.
  package static func article(for text: String) -> String {
    // Most words begin with a small consonant, which is heard as it is written.
    if let first = text.utf8.first, first.isLowercaseLetter, !mayBeVowel(first) { return "a" }
    // The letters a and i are never heard with a consonant before them.
    let start = text.utf8.prefix(2)
    if let first = start.first, first == UInt8(ascii: "a") || first == UInt8(ascii: "i"),
      start.allSatisfy({ $0 < 0x80 })
    {
      return "an"
    }
    let word = text.prefix { $0.isLetter || $0.isNumber || $0 == "’" || $0 == "'" }
    guard let first = word.first else { return "a" }
    if first.isNumber { return isVowelNumber(word) ? "an" : "a" }
    if isSpeltOut(word) { return "AEFHILMNORSX".contains(first) ? "an" : "a" }
    let lower = word.lowercased()
    if silentH.contains(where: lower.hasPrefix) { return "an" }
    if soundsLikeYou.contains(where: lower.hasPrefix) { return "a" }
    if lower == "one" || lower == "once" { return "a" }
    return "aeiou".contains(lower.prefix(1)) ? "an" : "a"
  }

  /// Whether a vowel can be heard first in a word that begins with a small letter.
  private static func mayBeVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "h"), UInt8(ascii: "i"),
      UInt8(ascii: "o"), UInt8(ascii: "u"):
      true
    default: false
    }
  }

  /// Whether a word is read letter by letter: capitals only, and short or without a vowel inside.
  ///
  /// `IT`, `DSL` and `NHS` are; `LADO` and `SENCO` are said as words.
  private static func isSpeltOut(_ word: Substring) -> Bool {
    guard word.allSatisfy({ $0.isUppercase || $0.isNumber }) else { return false }
    guard word.count > 1 else { return true }
    return word.count <= 3 || !word.dropFirst().contains { "AEIOU".contains($0) }
  }

  /// 8, 11, 18 and what starts with eight, eleven or eighteen.
  private static func isVowelNumber(_ word: Substring) -> Bool {
    word.hasPrefix("8") || ["11", "18"].contains(word.prefix { $0.isNumber })
      || (word.prefix(2) == "11" || word.prefix(2) == "18")
        && word.prefix(while: \.isNumber).count % 3 == 2
  }

  private static let silentH = ["hour", "honest", "honour", "heir"]

  /// Beginnings with a `yoo` sound although the letter is a vowel.
  private static let soundsLikeYou = [
    "unic", "unif", "unil", "unio", "uniq", "unit", "univ", "use", "usa", "usu", "uti", "eu", "ewe",
    "uk", "ubi", "ura",
  ]
}
