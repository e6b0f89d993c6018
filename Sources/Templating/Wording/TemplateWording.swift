package import Configuration
package import Diagnostics

/// Checks the fixed text of templates: once, for it is the same for every school.
package struct TemplateWording: Sendable {
  package let texts: [FixedText]
  let words: TextWords
  /// The paths of the templates of the trust's own documents.
  private let trustFiles: Set<String>
  private let addresses: [(text: String, place: Place)]

  package init(_ templates: [Template], clauses: [Clause], words: [SiteText]) {
    let collector = FixedText.Collector(templates, clauses, words)
    texts = collector.texts
    trustFiles = Set(
      templates.filter { $0.declaration.scope == .trust }.map(\.file.path))
    self.words = TextWords(collector.texts)
    addresses = collector.addresses
  }

  /// Reports what should not be printed as it stands.
  package func check(
    _ vocabulary: Vocabulary, _ laws: LawRegister, _ glossary: Glossary, report: inout Report
  ) {
    let terms = glossary.terms.map { ($0, Wording($0.definition.bytes)) }
    let wordings = texts.map { Wording($0.bytes) }
    let explained = explained(
      vocabulary, laws, glossary, (terms.map(\.1) + wordings).flatMap(\.explained))
    let defined = Set(
      glossary.terms.flatMap { [$0.term.lowercased(), $0.plural?.lowercased() ?? ""] })
    checkRepeats(report: &report)
    for (text, wording) in zip(texts, wordings) {
      for problem in wording.template(explained: explained, defined: defined) {
        report.add(.wording(problem, by: .template, at: text.place(problem.range)))
      }
      if text.kind == .heading { checkStop(text, report: &report) }
    }
    for (address, place) in addresses where Wording.isShortLink(address) {
      let problem = WordingProblem(.shortLink, 0..<0, address)
      report.add(.wording(problem, by: .template, at: place))
    }
    TypedNames.check(Self.terms(vocabulary), in: self, report: &report)
    for (term, wording) in terms {
      for problem in wording.template(explained: explained, defined: defined) {
        report.add(.wording(problem, by: .template, at: term.definition.place(problem.range)))
      }
    }
  }

  /// What schools may call differently: the titles of roles, and the words they choose.
  ///
  /// Of the words only the first, which stands for all in the vocabulary: 'child' may also mean any child.
  private static func terms(_ vocabulary: Vocabulary) -> [TypedNames.Name] {
    var names: [TypedNames.Name] = []
    func add(_ text: String, _ path: String, _ place: Place) {
      names.append(.init(text: text, path: path, kind: .term, place: place))
    }
    for role in vocabulary.roles {
      let place = vocabulary.file.place(role.head.range)
      add(role.title, "leads.\(role.head.id)", place)
    }
    for word in vocabulary.words where word.options.count > 1 {
      guard let first = word.options.first else { continue }
      let place = vocabulary.file.place(word.head.range)
      add(first.singular, "words.\(word.head.id)", place)
      if let plural = first.plural, let path = word.pluralID {
        add(plural, "words.\(path)", place)
      }
    }
    return names
  }

  /// The fewest letters that make a text worth writing once.
  private static let longEnough = 120

  /// Notes a paragraph without values that stands word for word in two files.
  ///
  /// The trust's own documents may say the same as the schools', whose clauses use what only schools have.
  private func checkRepeats(report: inout Report) {
    var first: [Paragraph: FixedText] = [:]
    for text in texts
    where text.bytes.count >= Self.longEnough && !text.bytes.contains(FixedText.gap)
      && !trustFiles.contains(text.file.path)
    {
      let paragraph = Paragraph(bytes: text.bytes)
      guard let other = first[paragraph] else {
        first[paragraph] = text
        continue
      }
      guard other.file.path != text.file.path else { continue }
      report.add(
        .repeatedText(
          at: text.place(0..<text.bytes.count), first: other.place(0..<other.bytes.count)))
    }
  }

  private struct Paragraph: Hashable {
    let bytes: [UInt8]

    /// Few are of one length, and to hash the rest would take longer than to compare it.
    func hash(into hasher: inout Hasher) { hasher.combine(bytes.count) }
  }

  /// A heading that ends in `.`, `:`, `;` or `,`; an ellipsis, a question and a call are none.
  private func checkStop(_ text: FixedText, report: inout Report) {
    guard let last = text.bytes.lastIndex(where: { !$0.isInlineSpace }),
      ".:;,".utf8.contains(text.bytes[last])
    else { return }
    let stop = String(decoding: [text.bytes[last]], as: UTF8.self)
    report.add(.headingStop(stop, at: text.place(last..<last + 1)))
  }

  /// The abbreviations that the glossary, the register of law, the vocabulary or a text spells out.
  ///
  /// - Parameter spelt: Those that are spelt out in a text.
  private func explained(
    _ vocabulary: Vocabulary, _ laws: LawRegister, _ glossary: Glossary, _ spelt: [String]
  ) -> Set<String> {
    var result = Set(spelt)
    result.formUnion(glossary.terms.compactMap(\.abbreviation))
    var bodies = laws.laws.flatMap { [$0.title, $0.short ?? ""] }
    // A word that schools choose is theirs to explain; a title is the name of a thing.
    bodies += vocabulary.words.flatMap { $0.options.map(\.singular) }
    bodies += vocabulary.roles.map(\.title)
    for body in bodies {
      for word in Array(body.utf8).split(separator: UInt8(ascii: " ")) {
        // What has one capital is no abbreviation; most words have none.
        guard word.count(where: { (65...90).contains($0) }) > 1 else { continue }
        let parts = String(decoding: word, as: UTF8.self).split { !$0.isLetter && !$0.isNumber }
        result.formUnion(parts.map(String.init))
      }
    }
    return result
  }
}
