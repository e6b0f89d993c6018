package import Configuration
package import Diagnostics

/// Names that manifests or the vocabulary give, looked for in templates, where none should be typed.
package enum TypedNames {
  /// A name, how a template prints it, and where it is given.
  package struct Name: Sendable {
    package enum Kind: Sendable {
      /// A school, the trust or a firm.
      case body
      /// A person, who may also be called by what follows Mr, Mrs or Dr.
      case person
      /// A term that schools may say differently, in capital or small letters; `IT` only as it is.
      case term
    }

    package var text: String
    package var path: String
    package var kind: Kind
    package var place: Place

    /// The words of each form of the name, the longest first.
    var forms: [[String]] {
      let words = text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
      let forms = kind == .person && words.count > 2 ? [words, Array(words.dropFirst())] : [words]
      guard kind != .term else { return forms }
      // One that is short or begins with a small letter could be any word.
      return forms.filter { form in
        form.reduce(form.count - 1) { $0 + $1.utf8.count } >= 4
          && form[0].first?.isUppercase ?? false
      }
    }
  }

  /// The names that a layer gives to people, firms, and the school or the trust itself, so far as templates may have them.
  package static func names(
    in layer: Layer, _ details: BodyDetails?, _ body: String, _ vocabulary: Vocabulary,
    of wording: TemplateWording
  ) -> [Name] {
    var result: [Name] = []
    func add(
      _ text: Located<String>?, _ path: @autoclosure () -> String, _ kind: Name.Kind = .body
    ) {
      guard let text, wording.words.haveBeginning(of: text.value) else { return }
      result.append(
        Name(
          text: text.value, path: path(), kind: kind, place: layer.file.place(text.range)))
    }
    add(details?.name, "\(body).name")
    add(details?.shortName, "\(body).short-name")
    for (index, lead) in layer.leads.enumerated() {
      guard case .people(let people)? = lead?.holders else { continue }
      for person in people {
        add(person.name, "leads.\(vocabulary.roles[index].head.id).name", .person)
      }
    }
    for (index, provider) in layer.providers.enumerated() {
      add(provider?.name, "providers.\(vocabulary.providers[index].head.id).name")
    }
    return result
  }

  /// Reports each of some names that a template has.
  package static func check(_ names: [Name], in wording: TemplateWording, report: inout Report) {
    for name in names where wording.words.haveBeginning(of: name.text) {
      var taken: [(text: Int, words: Range<Int>)] = []
      for form in name.forms {
        let hashes = form.map(TextWords.hash)
        for (text, word) in wording.words.places(of: form[0])
        // A form may call who signs it by any word.
        where name.kind != .term || wording.texts[text].kind != .label {
          let words = wording.words.texts[text]
          let run = word..<(word + form.count)
          let fixed = wording.texts[text]
          guard run.upperBound <= words.count,
            zip(hashes, words[run]).allSatisfy({ $0 == $1.hash }),
            !taken.contains(where: { $0.text == text && $0.words.overlaps(run) }),
            matches(form, words, fixed.bytes, run, isTerm: name.kind == .term)
          else { continue }
          taken.append((text, run))
          let range = words[word].range.lowerBound..<words[run.upperBound - 1].range.upperBound
          report.add(
            .typedName(
              String(decoding: fixed.bytes[range], as: UTF8.self), as: name.path,
              at: fixed.place(range), manifest: name.place))
        }
      }
    }
  }

  private static func matches(
    _ form: [String], _ words: [TextWords.Word], _ bytes: [UInt8], _ run: Range<Int>, isTerm: Bool
  ) -> Bool {
    let window = words[run]
    // Words with a stop or a gap between them are no name.
    guard window.dropLast().allSatisfy({ !$0.endsSentence && !$0.hasGap }) else { return false }
    let isLoud = form == form.map { $0.uppercased() }
    func text(_ word: TextWords.Word) -> String {
      String(decoding: bytes[word.range], as: UTF8.self)
    }
    if isTerm, !isLoud {
      return zip(form, window).allSatisfy { $0.lowercased() == text($1).lowercased() }
    }
    // A word that could begin any sentence is a name only within one.
    let isSure =
      form.count > 1 || isLoud || run.lowerBound > 0 && !words[run.lowerBound - 1].endsSentence
    return isSure && zip(form, window).allSatisfy { $0 == text($1) }
  }
}

/// The words of fixed texts, and where each word stands: made once, asked for every school.
struct TextWords: Sendable {
  struct Word: Sendable {
    /// Equal where words are the same in small letters; it may be equal by chance.
    var hash: UInt32
    var range: Range<Int>
    var endsSentence: Bool
    var hasGap: Bool
  }

  let texts: [[Word]]
  /// All words in order of the last bits of their hashes, and where the words of each such hash begin.
  private let places: [(text: Int, word: Int)]
  private let starts: [Int]

  private static let mostHashes = 4096

  init(_ fixed: [FixedText]) {
    texts = fixed.map { Self.words($0.bytes) }
    var starts = Array(repeating: 0, count: Self.mostHashes + 1)
    for word in texts.joined() { starts[Self.row(word.hash) + 1] += 1 }
    for row in 1...Self.mostHashes { starts[row] += starts[row - 1] }
    var places = Array(repeating: (text: 0, word: 0), count: starts[Self.mostHashes])
    var next = starts
    for (text, words) in texts.enumerated() {
      for (number, word) in words.enumerated() {
        places[next[Self.row(word.hash)]] = (text, number)
        next[Self.row(word.hash)] += 1
      }
    }
    self.starts = starts
    self.places = places
  }

  /// Where a word may stand, in capital or small letters; nowhere else does it.
  func places(of word: String) -> some Sequence<(text: Int, word: Int)> {
    let hash = Self.hash(word)
    let row = Self.row(hash)
    return places[starts[row]..<starts[row + 1]].lazy.filter {
      texts[$0.text][$0.word].hash == hash
    }
  }

  /// Whether one of the first two words of a name, with which its forms begin, may stand in a text.
  func haveBeginning(of name: String) -> Bool {
    let bytes = Array(name.utf8)
    var start = 0
    for _ in 0..<2 {
      while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
      let hash = Self.hash(bytes[start..<end])
      let row = Self.row(hash)
      for place in places[starts[row]..<starts[row + 1]]
      where texts[place.text][place.word].hash == hash { return true }
      start = end
    }
    return false
  }

  static func hash(_ word: String) -> UInt32 { hash(Array(word.utf8)[...]) }

  private static func row(_ hash: UInt32) -> Int { Int(hash) & (mostHashes - 1) }

  /// The hash of a word in small letters (FNV-1a); all words with letters beyond ASCII have one.
  private static func hash(_ word: ArraySlice<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in word {
      guard byte < 0x80 else { return 0 }
      hash = (hash ^ UInt32((65...90).contains(byte) ? byte | 32 : byte)) &* 0x0100_0193
    }
    return hash
  }

  /// The words of a text, without the signs around them and without a possessive ’s.
  private static func words(_ bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    words.reserveCapacity(bytes.count / 5 + 1)
    var index = 0
    while index < bytes.count {
      guard !bytes[index].isInlineSpace else {
        index += 1
        continue
      }
      var hasGap = false
      var start = index
      while index < bytes.count, !bytes[index].isInlineSpace {
        if bytes[index] == FixedText.gap { hasGap = true }
        index += 1
      }
      var end = index
      while start < end, isSign(bytes[start]) { start += 1 }
      while end > start, isSign(bytes[end - 1]) { end -= 1 }
      end -= possessiveLength(bytes, start..<end)
      words.append(
        Word(
          hash: hash(bytes[start..<end]), range: start..<end,
          endsSentence: isStop(bytes[index - 1]), hasGap: hasGap))
    }
    return words
  }

  /// How long a possessive ’s at the end of a word is.
  private static func possessiveLength(_ bytes: [UInt8], _ word: Range<Int>) -> Int {
    guard word.count > 1, bytes[word.upperBound - 1] == UInt8(ascii: "s") else { return 0 }
    let before = word.upperBound - 2
    if bytes[before] == UInt8(ascii: "'") { return 2 }
    guard word.count > 3, bytes[before] == 0x99 else { return 0 }
    return bytes[before - 1] == 0x80 && bytes[before - 2] == 0xE2 ? 4 : 0
  }

  private static func isStop(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"): true
    default: false
    }
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), FixedText.gap:
      true
    default: isStop(byte)
    }
  }
}
