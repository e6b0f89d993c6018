package import Configuration
package import Diagnostics

/// Names that manifests or the vocabulary give, to be looked for in templates, where none should be typed.
package struct TypedNames: Sendable {
  /// A name that a manifest gives, how a template prints it, and where it is given.
  package struct Name: Sendable {
    package var text: String
    package var path: String
    package var isPerson: Bool
    package var place: Place
  }

  /// The same made ready for looking.
  private struct Entry {
    var words: [String]
    /// The words as they were given, where capitals count.
    var exact: [String]?
    var path: String
    var place: Place
  }

  /// The names by their first word in small letters.
  private var names: [String: [Entry]] = [:]
  private var seen: Set<String> = []

  package init() {}

  /// Adds a name of a body, a firm or a person.
  ///
  /// One that is short or begins with a small letter could be any word. A person is also looked for by
  /// what follows Mr, Mrs or Dr.
  package mutating func add(_ name: Name) {
    var forms = [name.text]
    let words = name.text.split(separator: " ")
    if name.isPerson, words.count > 2 { forms.append(words.dropFirst().joined(separator: " ")) }
    for form in forms where form.utf8.count >= 4 && form.first?.isUppercase ?? false {
      add(form, path: name.path, isExact: true, name.place)
    }
  }

  /// The names that a layer gives to people, firms, and the school or the trust itself.
  package static func names(
    in layer: Layer, _ details: BodyDetails?, _ body: String, _ vocabulary: Vocabulary
  ) -> [Name] {
    var result: [Name] = []
    func add(_ text: Located<String>?, _ path: String, isPerson: Bool = false) {
      guard let text else { return }
      result.append(
        Name(
          text: text.value, path: path, isPerson: isPerson, place: layer.file.place(text.range)))
    }
    add(details?.name, "\(body).name")
    add(details?.shortName, "\(body).short-name")
    for (index, lead) in layer.leads.enumerated() {
      guard case .people(let people)? = lead?.holders else { continue }
      for person in people {
        add(person.name, "leads.\(vocabulary.roles[index].head.id).name", isPerson: true)
      }
    }
    for (index, provider) in layer.providers.enumerated() {
      add(provider?.name, "providers.\(vocabulary.providers[index].head.id).name")
    }
    return result
  }

  /// Adds a term that schools may say differently, in capital or small letters; `IT` only as it is.
  mutating func add(term: String, path: String, at place: Place) {
    add(term, path: path, isExact: term == term.uppercased(), place)
  }

  private mutating func add(_ name: String, path: String, isExact: Bool, _ place: Place) {
    let words = name.split(separator: " ").map(String.init)
    guard let first = words.first, seen.insert(name).inserted else { return }
    let entry = Entry(
      words: words.map { $0.lowercased() }, exact: isExact ? words : nil, path: path, place: place)
    // The longest is looked for first.
    names[first.lowercased(), default: []].append(entry)
    names[first.lowercased()]?.sort { $0.words.count > $1.words.count }
  }

  /// Reports each name that a template has.
  package func check(_ wording: TemplateWording, report: inout Report) {
    guard !names.isEmpty else { return }
    for text in wording.texts {
      var index = 0
      let words = Self.words(text.bytes)
      while index < words.count {
        guard let found = match(words, index) else {
          index += 1
          continue
        }
        let last = index + found.words.count - 1
        let range = words[index].range.lowerBound..<words[last].range.upperBound
        report.add(
          .typedName(
            String(decoding: text.bytes[range], as: UTF8.self), as: found.path,
            at: text.place(range), manifest: found.place))
        index = last + 1
      }
    }
  }

  private func match(_ words: [Word], _ index: Int) -> Entry? {
    names[words[index].small]?.first { name in
      guard name.words.count <= words.count - index else { return false }
      let window = words[index..<(index + name.words.count)]
      // Words with a stop or a gap between them are no name.
      guard window.dropLast().allSatisfy({ !$0.endsSentence && !$0.hasGap }) else { return false }
      guard let exact = name.exact else {
        return zip(name.words, window).allSatisfy { $0 == $1.small }
      }
      // A word that could begin any sentence is a name only within one.
      let isSure =
        exact.count > 1 || exact[0] == exact[0].uppercased()
        || index > 0 && !words[index - 1].endsSentence
      return isSure && zip(exact, window).allSatisfy { $0 == $1.text }
    }
  }

  private struct Word {
    var text: String
    var small: String
    var range: Range<Int>
    var endsSentence: Bool
    var hasGap: Bool
  }

  /// The words of a text, without the signs around them and without a possessive ’s.
  private static func words(_ bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    var index = 0
    while index < bytes.count {
      guard !bytes[index].isInlineSpace else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, !bytes[end].isInlineSpace { end += 1 }
      var range = index..<end
      while let first = range.first, isSign(bytes[first]) { range = range.dropFirst() }
      while let last = range.last, isSign(bytes[last]) { range = range.dropLast() }
      for ending in ["’s", "'s"]
      where bytes[range].suffix(ending.utf8.count).elementsEqual(ending.utf8) {
        range = range.dropLast(ending.utf8.count)
      }
      let text = String(decoding: bytes[range], as: UTF8.self)
      words.append(
        Word(
          text: text, small: text.lowercased(), range: range,
          endsSentence: ".!?:".utf8.contains(bytes[end - 1]),
          hasGap: bytes[index..<end].contains(FixedText.gap)))
      index = end
    }
    return words
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    ",.;:!?()[]\"'".utf8.contains(byte) || byte == FixedText.gap
  }
}
