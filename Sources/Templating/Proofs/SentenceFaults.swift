import Configuration

/// A way in which a sentence can be broken where branches meet.
enum SentenceFault: Equatable, Sendable {
  case doubledStop
  case missingSpace
  case missingStop
  case lowerCaseStart
  case startsWithStop
  case startsWithJoin
  case breaksOff
  case repeatedWord(String)
  case emptyBrackets
  case doubledArticle(String)
  case wrongArticle(article: String, word: String)
  case articleBeforeValue(article: String, path: String)
  case lowerCaseValue(path: String)

  /// Whether the fault lies in a value or a word, whatever branches there are.
  var isAboutValue: Bool {
    switch self {
    case .articleBeforeValue, .lowerCaseValue, .wrongArticle, .doubledArticle: true
    default: false
    }
  }
}

/// The small words by which a broken sentence can be known.
enum SmallWords {
  /// Words that join, and never end a sentence.
  static let joins: Set<String> = ["and", "or", "nor", "but"]
  /// Words that begin a subordinate clause, which has a subject.
  static let clauses: Set<String> = [
    "if", "when", "unless", "because", "while", "where", "whether", "until", "although", "that",
  ]
  static let articles: Set<String> = ["a", "an", "the"]
  /// Words that something must follow.
  static let owners: Set<String> = ["my", "our", "your", "their", "its", "whose", "every"]
  static let others: Set<String> = ["than", "via", "because", "unless", "whether", "although"]
  /// Words that can end a sentence, but not where what they lead to has been left out.
  static let leading: Set<String> = [
    "to", "of", "by", "for", "from", "with", "at", "in", "on", "about", "through", "under",
    "between", "against", "before", "after", "without", "into", "as",
  ]
  /// Words that need a subject before them.
  static let verbs: Set<String> = [
    "must", "may", "will", "shall", "can", "cannot", "should", "is", "are", "was", "were", "has",
    "have", "does", "do",
  ]
  /// Words that begin the name of a person or a thing.
  static let openers: Set<String> = [
    "the", "a", "an", "our", "their", "your", "its", "his", "her", "my", "each", "every", "any",
    "all", "some", "this", "these", "those",
  ]
  /// Words that are seen to be words where they are glued to another.
  static let glued: Set<String> = [
    "and", "or", "the", "with", "from", "unless", "when", "that", "which", "but", "for", "must",
  ]
  /// Words that never stand twice.
  static let single: Set<String> = [
    "and", "or", "nor", "but", "the", "a", "an", "to", "of", "in", "on", "at", "by", "for", "with",
    "from", "is", "are", "be", "must", "may", "will", "can", "if", "when", "unless",
  ]

  /// Words that something must follow, whatever was left out.
  static func needsMore(_ word: String) -> Bool {
    joins.contains(word) || articles.contains(word) || owners.contains(word)
      || others.contains(word)
  }
}

/// Finds `a` and `an` before the wrong sound inside fixed text.
enum FixedArticles {
  static func wrong(in text: [UInt8]) -> [(article: String, word: String)] {
    var result: [(String, String)] = []
    for start in text.indices where text[start] | 32 == UInt8(ascii: "a") {
      guard start == 0 || text[start - 1] == 32 else { continue }
      let hasN = start + 1 < text.count && text[start + 1] == UInt8(ascii: "n")
      let end = hasN ? start + 2 : start + 1
      guard end < text.count, text[end] == 32 else { continue }
      // A capital letter inside a sentence is a name: Appendix A.
      if text[start] == UInt8(ascii: "A"), start > 1, text[start - 2] != UInt8(ascii: ".") {
        continue
      }
      let bytes = text[(end + 1)...].prefix { $0.isLetter || $0.isDigit || $0 >= 0x80 }
      let word = String(decoding: bytes, as: UTF8.self)
      let article = String(decoding: text[start..<end], as: UTF8.self)
      guard bytes.first?.isLetter ?? false, bytes.count > 1,
        Prose.article(for: word) != article.lowercased(), !SmallWords.joins.contains(word)
      else { continue }
      result.append((article, word))
    }
    return result
  }
}

/// The last bytes of running text, as far as they say how it can go on.
struct TextTail: Hashable {
  /// How much of the text before a point is remembered.
  private static let length = 24

  /// The bytes, with values as the byte 1 and references as the byte 2.
  private(set) var bytes: [UInt8] = []

  var last: UInt8? { bytes.last }

  mutating func append(_ more: some Collection<UInt8>) {
    bytes.append(contentsOf: more.suffix(Self.length))
    if bytes.count > Self.length { bytes.removeFirst(bytes.count - Self.length) }
  }

  /// The last byte that is no space.
  var lastVisible: UInt8? { bytes.last { $0 != 32 } }

  /// The last word, where the text ends with one: in small letters, without the space behind it.
  var lastWord: String? {
    let end = bytes.last == 32 ? bytes.count - 1 : bytes.count
    var start = end
    while start > 0, bytes[start - 1].isLetter { start -= 1 }
    guard start < end else { return nil }
    let before = start > 0 ? bytes[start - 1] : nil
    guard before == nil || before == 32 || before == UInt8(ascii: "(") else { return nil }
    // The start of a long word may have been forgotten.
    guard before != nil || bytes.count < Self.length else { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
  }

  /// `a` or `an` where that is the last word and a space follows, as it is written.
  var article: String? {
    guard bytes.last == 32, let word = lastWord, word == "a" || word == "an" else { return nil }
    let written = bytes.dropLast().suffix(word.utf8.count)
    return String(decoding: Array(written), as: UTF8.self)
  }

  /// The bytes without closing quotes and brackets at their end.
  private var withoutClosers: ArraySlice<UInt8> {
    var rest = bytes[...]
    while true {
      if rest.last == 32 || rest.last == UInt8(ascii: ")") || rest.last == UInt8(ascii: "\"") {
        rest = rest.dropLast()
      } else if rest.suffix(3).elementsEqual([0xE2, 0x80, 0x99])
        || rest.suffix(3).elementsEqual([0xE2, 0x80, 0x9D])
      {
        rest = rest.dropLast(3)
      } else {
        return rest
      }
    }
  }

  /// Whether a sentence has ended, closing quotes and brackets passed over.
  var endsSentence: Bool {
    guard let last = withoutClosers.last else { return false }
    guard last == UInt8(ascii: ".") || last == UInt8(ascii: "!") || last == UInt8(ascii: "?") else {
      return false
    }
    let shown = bytes.last == 32 ? bytes.dropLast() : bytes[...]
    return !Self.abbreviations.contains { shown.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// What ends with a stop and may be followed by more of its sentence.
  private static let abbreviations = ["e.g.", "i.e.", "etc.", "No.", "vs.", "p.", "pp."]

  /// Whether the last thing is a full stop inside closing quotes or brackets.
  var endsWithClosedStop: Bool {
    let rest = withoutClosers
    return rest.count < bytes.count && rest.last == UInt8(ascii: ".") && bytes.last != 32
  }

  /// Whether text ends as paragraphs do: with a stop, closed or not.
  var isStopped: Bool {
    guard let last = withoutClosers.last else { return true }
    return [
      UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"),
      UInt8(ascii: ";"), 0xA6,
    ].contains(last)
  }

  /// Whether an opening quote stands last.
  var endsWithOpeningQuote: Bool {
    bytes.suffix(3).elementsEqual([0xE2, 0x80, 0x98])
      || bytes.suffix(3).elementsEqual([0xE2, 0x80, 0x9C])
  }

  /// Whether a dash stands last.
  var endsWithDash: Bool {
    let shown = bytes.last == 32 ? bytes.dropLast() : bytes[...]
    return shown.suffix(3).elementsEqual([0xE2, 0x80, 0x93])
      || shown.suffix(3).elementsEqual([0xE2, 0x80, 0x94])
  }
}

extension UInt8 {
  /// Whether the byte ends or divides a sentence.
  var isStop: Bool {
    switch self {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
      UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ")"):
      true
    default: false
    }
  }
}
