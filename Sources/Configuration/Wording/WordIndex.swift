/// The words of `WordLists` by number, so that a word of a text is looked up once, by its bytes.
///
/// Most words of a text are in no list, and need not be made a `String` to know that. One object, because every text that
/// is read holds it.
final class WordIndex: Sendable {
  /// What a word may be the beginning of, or stand for.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt16

    /// `lorem`, `insert` and `enter`, and words in capitals that stand for what is still to be written.
    static let placeholder = Marks(rawValue: 1 << 0)
    static let american = Marks(rawValue: 1 << 1)
    static let licence = Marks(rawValue: 1 << 2)
    static let position = Marks(rawValue: 1 << 3)
    /// Words before a person's name, whichever letters are capitals.
    static let title = Marks(rawValue: 1 << 4)
    /// The first word of a product's name, whichever letters are capitals.
    static let product = Marks(rawValue: 1 << 5)
    static let editorNote = Marks(rawValue: 1 << 6)
    static let unresolved = Marks(rawValue: 1 << 7)
    static let loose = Marks(rawValue: 1 << 8)
  }

  /// Words that follow each other, by number.
  struct Phrase: Sendable {
    var words: [UInt16]
    var text: String
    var advice = ""
  }

  /// The number of a word that is in no list.
  static let unlisted: UInt16 = 0

  static let all = WordIndex()

  private let table: Table

  private init() { table = Table() }

  func marks(of word: UInt16) -> Marks { table.marks[Int(word)] }
  func editorNotes(from word: UInt16) -> [Phrase] { table.editorNotes[word] ?? [] }
  func unresolved(from word: UInt16) -> [Phrase] { table.unresolved[word] ?? [] }
  func loose(from word: UInt16) -> [Phrase] { table.loose[word] ?? [] }

  /// The number of a word whose letters hash to this in small letters; `unlisted` where it is in no list.
  ///
  /// - Parameter word: The word as `WordScanner` hashed it: its bytes, with a plain apostrophe.
  func number(of word: some Sequence<UInt8>, hash: UInt32) -> UInt16 {
    table.number(of: word, hash: hash)
  }
}

/// The words while they are gathered, and what is known of each.
private struct Table: Sendable {
  typealias Marks = WordIndex.Marks
  typealias Phrase = WordIndex.Phrase
  private static let unlisted = WordIndex.unlisted

  private(set) var marks: [Marks] = [[]]
  private(set) var editorNotes: [UInt16: [Phrase]] = [:]
  private(set) var unresolved: [UInt16: [Phrase]] = [:]
  private(set) var loose: [UInt16: [Phrase]] = [:]
  /// The bytes of all words, and where the word of each number begins; one more than there are words.
  private var pool: [UInt8] = []
  private var starts: [Int] = [0, 0]
  private var hashes: [UInt32] = [0]
  /// The number of a word at its hash, or in the next free place after it.
  private var slots: [UInt16] = Array(repeating: unlisted, count: 4096)

  init() {
    for (word, _) in WordLists.american { mark(word, .american) }
    for word in ["license", "licenses"] { mark(word, .licence) }
    for word in WordLists.positions.sorted() + ["above", "below"] { mark(word, .position) }
    for word in WordLists.titles.sorted() { mark(word.lowercased(), .title) }
    for name in WordLists.products.keys.sorted() {
      mark(String(name.prefix { $0 != " " }).lowercased(), .product)
    }
    for word in WordLists.placeholders.sorted() { mark(word.lowercased(), .placeholder) }
    for word in ["lorem", "insert", "enter"] { mark(word, .placeholder) }
    for words in WordLists.editorNotes {
      Self.add(phrase(words, .editorNote), to: &editorNotes)
    }
    for words in WordLists.unresolved { Self.add(phrase(words, .unresolved), to: &unresolved) }
    for (words, advice) in WordLists.loose {
      var entry = phrase(words, .loose)
      entry.advice = advice
      Self.add(entry, to: &loose)
    }
  }

  func number(of word: some Sequence<UInt8>, hash: UInt32) -> UInt16 {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != Self.unlisted {
      let number = slots[slot]
      if hashes[Int(number)] == hash {
        let known = pool[starts[Int(number)]..<starts[Int(number) + 1]]
        if known.elementsEqual(word.lazy.map(WordHash.small)) { return number }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return Self.unlisted
  }

  /// Numbers words that follow each other; the first gets a mark.
  private mutating func phrase(_ words: [String], _ mark: Marks) -> Phrase {
    let numbers = words.enumerated().map { self.mark($1, $0 == 0 ? mark : []) }
    return Phrase(words: numbers, text: words.joined(separator: " "))
  }

  private static func add(_ phrase: Phrase, to list: inout [UInt16: [Phrase]]) {
    if let first = phrase.words.first { list[first, default: []].append(phrase) }
  }

  @discardableResult
  private mutating func mark(_ word: String, _ mark: Marks) -> UInt16 {
    var hash = WordHash()
    for byte in word.utf8 { hash.add(byte) }
    var number = number(of: word.utf8, hash: hash.value)
    if number == Self.unlisted {
      number = UInt16(marks.count)
      marks.append([])
      pool.append(contentsOf: word.utf8)
      starts.append(pool.count)
      hashes.append(hash.value)
      var slot = Int(hash.value) & (slots.count - 1)
      while slots[slot] != Self.unlisted { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = number
    }
    marks[Int(number)].insert(mark)
    return number
  }
}

/// The hash of a word in small letters, a byte at a time (FNV-1a).
struct WordHash {
  private(set) var value: UInt32 = 0x811C_9DC5

  mutating func add(_ byte: UInt8) { addSmall(Self.small(byte)) }

  /// Adds what is no capital letter.
  mutating func addSmall(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 0x0100_0193 }

  static func small(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
}
