import Bytes
package import Configuration
import Diagnostics
import Reviews

/// Words that many summaries share, so that each is kept as a number.
///
/// Those that write and those that read summaries must have the same book; it follows from the vocabulary and the
/// templates alone, and a summary is read only while those are as they were.
package struct PhraseBook: Sendable {
  let phrases: [String]
  /// The number of the phrase without a letter.
  private let empty: Int?
  /// The number of each phrase and its hash, at that hash or in the next free place after it.
  private let places: [Place]

  private struct Place: Sendable {
    var hash: UInt32 = 0
    /// -1 where the place is free.
    var number: Int32 = -1
  }

  /// Makes a book of these words; one that comes twice counts once.
  package init(_ words: [String]) {
    var phrases: [String] = []
    // Half of the places stay free, so that few words are looked for in more than one.
    var room = 1
    while room < 2 * words.count { room *= 2 }
    var places = Array(repeating: Place(), count: room)
    for word in words {
      let hash = Self.hash(word)
      let found = Self.find(word, hash, phrases, places)
      guard places[found].number < 0 else { continue }
      places[found] = Place(hash: hash, number: Int32(phrases.count))
      phrases.append(word)
    }
    self.phrases = phrases
    self.places = places
    empty = phrases.firstIndex(of: "")
  }

  /// The hash of a word's bytes (FNV-1a).
  private static func hash(_ word: String) -> UInt32 {
    let text = word.utf8.span
    var hash: UInt32 = 0x811C_9DC5
    for index in text.indices { hash = (hash ^ UInt32(text[index])) &* 0x0100_0193 }
    return hash ^ hash >> 16
  }

  /// The place of a word, or the free place where it would be.
  private static func find(
    _ word: String, _ hash: UInt32, _ phrases: [String], _ places: [Place]
  ) -> Int {
    var place = Int(hash) & (places.count - 1)
    while places[place].number >= 0 {
      if places[place].hash == hash, phrases[Int(places[place].number)].hasBytes(of: word) { break }
      place = (place + 1) & (places.count - 1)
    }
    return place
  }

  /// The words that schools of this catalogue, and of this trust, are likely to share.
  package init(_ catalogue: Catalogue, _ trust: Trust? = nil) {
    let vocabulary = catalogue.vocabulary
    var words = ["", "school", "trust", "vocabulary", "1", "2", "3", "1.0", "2.0"]
    words += DocumentDeclaration.Kind.allCases.map(\.rawValue)
    words += DocumentCategory.allCases.map(\.rawValue)
    words += AgreementGiven.allCases.map(\.rawValue)
    for phase in vocabulary.phases {
      words += [phase.title, Layer.Kind.phase(phase.id).title, phase.id]
    }
    for document in catalogue.documents {
      words += [document.id, "\(document.id).html", "agreements/\(document.id).html"]
    }
    words += [FormStanding.Verdict.first, .stands, .again(choices: [])].map(FormStanding.words)
    words += vocabulary.roles.map(\.title)
    for rule in vocabulary.rules { words += rule.options.map(\.id) }
    if let trust { words += Self.words(of: trust) }
    self.init(words)
  }

  /// What schools inherit: the values in the trust's file, and where each stands there.
  private static func words(of trust: Trust) -> [String] {
    var words: [String] = []
    for group in trust.groups {
      let title = group.layer.kind.title
      words += [title, "\(Layer.Kind.school.title), \(title)"]
    }
    let newline = UInt8(ascii: "\n")
    let lines = trust.file.bytes.split(separator: newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      words.append("\(trust.file.path):\(index + 1)")
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let quotes: [UInt8] = Array(" \"'".utf8)
      let value = line[(colon + 1)...].drop { quotes.contains($0) }
      let end = value.lastIndex { !quotes.contains($0) }
      if let end { words.append(String(decoding: value[...end], as: UTF8.self)) }
    }
    return words
  }

  func number(of word: String) -> Int? {
    // Hardly any text comes as often as none.
    if word.isEmpty { return empty }
    let number = places[Self.find(word, Self.hash(word), phrases, places)].number
    return number < 0 ? nil : Int(number)
  }
}

/// Writes a part of a summary as bytes, with words of the book as their numbers.
struct SummaryWriter: ~Copyable {
  private var row = ByteWriter()
  private let book: PhraseBook

  init(_ book: PhraseBook) { self.book = book }

  var bytes: [UInt8] { row.bytes }

  mutating func number(_ value: Int) { row.number(value) }
  mutating func flag(_ value: Bool) { row.flag(value) }

  /// Writes a text, or that there is none: 0 none, 1 the text itself, from 2 on a phrase of the book.
  mutating func text(_ value: String?) {
    guard let value else { return number(0) }
    if let phrase = book.number(of: value) { return number(phrase + 2) }
    number(1)
    row.text(value)
  }

  mutating func day(_ value: CalendarDate?) {
    number(value.map { ($0.year << 9) | ($0.month << 5) | $0.day } ?? 0)
  }

  mutating func list<Element>(
    _ values: [Element], _ write: (inout SummaryWriter, Element) -> Void
  ) {
    number(values.count)
    for index in values.indices { write(&self, values[index]) }
  }
}

/// Reads what a `SummaryWriter` wrote; what is not so gives nil and never a trap.
struct SummaryReader {
  private var row: ByteReader
  private let book: PhraseBook

  init(_ bytes: [UInt8], _ range: Range<Int>, _ book: PhraseBook) {
    row = ByteReader(bytes, range)
    self.book = book
  }

  var isAtEnd: Bool { row.isAtEnd }

  mutating func number() -> Int? { row.number().flatMap { Int(exactly: $0) } }
  mutating func flag() -> Bool? { row.flag() }

  /// A text, or that there is none.
  mutating func optionalText() -> String?? {
    guard let kind = number() else { return nil }
    switch kind {
    case 0: return .some(nil)
    case 1: return row.text().map { .some($0) }
    default:
      guard kind > 1, kind - 2 < book.phrases.count else { return nil }
      return book.phrases[kind - 2]
    }
  }

  mutating func text() -> String? { optionalText() ?? nil }

  mutating func optionalDay() -> CalendarDate?? {
    guard let value = number() else { return nil }
    guard value != 0 else { return .some(nil) }
    guard let day = CalendarDate(year: value >> 9, month: value >> 5 & 15, day: value & 31) else {
      return nil
    }
    return day
  }

  mutating func list<Element>(_ read: (inout SummaryReader) -> Element?) -> [Element]? {
    guard let count = row.count() else { return nil }
    var values: [Element] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      guard let value = read(&self) else { return nil }
      values.append(value)
    }
    return values
  }
}
