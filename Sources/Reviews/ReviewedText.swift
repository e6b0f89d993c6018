import Configuration
package import Documents
import Templating

/// What one document says at one school: what is approved, signed, compared and found again.
///
/// The wording is kept apart from the facts in it, so that a change of a name is never mistaken for a
/// change of a rule. Docs/approvals.md tells users what counts as which.
package struct ReviewedText: Sendable, Equatable {
  package struct Section: Sendable, Equatable {
    /// Empty for what stands before the first heading.
    package let title: String
    package var number: String
    package var anchor: String
    /// The paragraphs, items and rows as frames: facts stand in them by their names, in braces.
    package var says: [String]
  }

  /// An answer that the document depends on.
  package struct Choice: Sendable, Equatable {
    /// `rules.byod.pupils`, or `rules.phones.pupils.ks1` where it differs by band; `words.pupil`.
    package var path: String
    package var answer: String
    /// Whether the school decided it for itself.
    package var isOwn: Bool
  }

  /// The document's id.
  package var document: String
  package let title: String
  package var version: String?
  /// The words beside the text: the summary, who signs, what is kept.
  package let beside: [String]
  package let sections: [Section]
  package let facts: [PrintedFact]
  package var choices: [Choice]
  /// The fingerprint of everything the document says, facts included: what pages and forms print.
  package let digest: String

  /// Reads what a document says at a school.
  ///
  /// - Parameter withChoices: Whether the answers that it depends on are gathered too, which only
  ///   approvals and comparisons need.
  package init(_ set: SchoolDocuments, document index: Int, withChoices: Bool = true) {
    let text = DocumentText(set, document: index, style: .canonical)
    document = set.catalogue.documents[index].id
    title = text.title
    version = set.profile.documents[index].version?.value.written
    beside = text.front.map(\.frame)
    sections = text.sections.map { section in
      Section(
        title: section.title, number: section.number, anchor: section.anchor,
        says: section.blocks.map(\.frame))
    }
    facts = text.facts
    choices = withChoices ? ChoiceReader(set, document: index).choices : []
    digest = Self.digest(title, beside, sections, facts)
  }

  init(
    document: String, title: String, version: String?, beside: [String], sections: [Section],
    facts: [PrintedFact], choices: [Choice]
  ) {
    self.document = document
    self.title = title
    self.version = version
    self.beside = beside
    self.sections = sections
    self.facts = facts
    self.choices = choices
    digest = Self.digest(title, beside, sections, facts)
  }

  // MARK: - Digests

  /// The digests of what documents say, without keeping what they say, and that of another file, taken along with them.
  package static func digests(
    _ set: SchoolDocuments, documents: [Int], and file: [UInt8]
  ) -> (documents: [String], file: String) {
    var messages = PaddedMessages(capacity: file.count + usualTexts)
    messages.add(file)
    var isDigested: [Bool] = []
    for document in documents {
      isDigested.append(
        messages.add { DocumentText.writeCanonicalLines(set, document: document, to: &$0) })
    }
    var digests = messages.hexadecimal()[...]
    let digest = digests.removeFirst()
    let known = zip(documents, isDigested).map { document, isDigested in
      isDigested
        ? digests.removeFirst() : ReviewedText(set, document: document, withChoices: false).digest
    }
    return (known, digest)
  }

  /// What the texts of a school take that has many documents, in bytes; more only take longer.
  private static let usualTexts = 262_144

  /// The digest of a page with these texts on it, appendices apart: of one, its own.
  package static func digest(ofParts digests: [String]) -> String {
    if digests.count == 1, let digest = digests.first { return digest }
    return SHA256.hexadecimal(Array(digests.joined().utf8))
  }

  /// The fingerprint of its wording alone.
  package var wordingDigest: String { Self.digest(Self.lines(title, beside, sections)) }

  /// The digits of the digest that are printed.
  package static let shortDigest = 12

  private static func digest(
    _ title: String, _ beside: [String], _ sections: [Section], _ facts: [PrintedFact]
  ) -> String {
    var bytes: [UInt8] = []
    for line in lines(title, beside, sections) {
      fill(line, facts, &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    return SHA256.hexadecimal(bytes)
  }

  /// Each line of the text as a frame: the title, what stands beside, headings without their numbers.
  private static func lines(
    _ title: String, _ beside: [String], _ sections: [Section]
  ) -> [String] {
    [title] + beside
      + sections.flatMap { ($0.title.isEmpty ? [] : [$0.title]) + $0.says }
  }

  private static func digest(_ lines: [String]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.utf8.count + 1 })
    for line in lines {
      bytes.append(contentsOf: line.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return SHA256.hexadecimal(bytes)
  }

  /// A frame with the values of its facts put in.
  package func filled(_ frame: String) -> String { Self.filled(frame, facts) }

  private static func filled(_ frame: String, _ facts: [PrintedFact]) -> String {
    guard !facts.isEmpty, frame.utf8.contains(UInt8(ascii: "{")) else { return frame }
    var bytes: [UInt8] = []
    fill(frame, facts, &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func fill(_ frame: String, _ facts: [PrintedFact], _ result: inout [UInt8]) {
    var rest = frame.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      result.append(contentsOf: rest[..<open])
      let inner = rest[rest.index(after: open)...]
      if let close = inner.firstIndex(of: UInt8(ascii: "}")),
        let fact = facts.first(where: { $0.name.utf8.elementsEqual(inner[..<close]) })
      {
        result.append(contentsOf: fact.value.utf8)
        rest = inner[inner.index(after: close)...]
      } else {
        result.append(UInt8(ascii: "{"))
        rest = inner
      }
    }
    result.append(contentsOf: rest)
  }

  /// The text as a reader has it, one line a paragraph.
  package var plainText: String {
    var result = title + "\n"
    for line in beside { result += filled(line) + "\n" }
    for section in sections {
      if !section.title.isEmpty {
        result += "\n" + (section.number.isEmpty ? "" : section.number + " ") + section.title + "\n"
      }
      for line in section.says { result += filled(line) + "\n" }
    }
    return result
  }

  /// The facts that may change without anybody deciding anything about the document itself.
  ///
  /// Its own dates and version follow from approvals, so they are compared elsewhere.
  package var outsideFacts: [PrintedFact] { facts.filter { !$0.name.hasPrefix("document.") } }

  /// Whether another has the same wording and facts, whatever its dates and version.
  package func saysTheSame(as other: ReviewedText) -> Bool {
    wordingDigest == other.wordingDigest
      && FactChange.between(outsideFacts, other.outsideFacts).isEmpty
  }
}

/// Finds the answers that a document depends on.
private struct ChoiceReader {
  let set: SchoolDocuments
  let program: Program
  let state: DocumentState

  init(_ set: SchoolDocuments, document: Int) {
    self.set = set
    program = set.library.programs[document]
    state = set.profile.documents[document]
  }

  var choices: [ReviewedText.Choice] {
    var rules: Set<Int> = []
    var words: Set<Int> = []
    for id in program.asked {
      switch set.library.questions[id].subject {
      case .rule(let rule), .ruleInBand(let rule, _), .ruleInCurrentBand(let rule):
        rules.insert(rule)
      default: continue
      }
    }
    for slot in program.slots {
      switch slot.source {
      case .subject(.rule(let rule)): rules.insert(rule)
      case .subject(.word(let word, _)): words.insert(word)
      default: continue
      }
    }
    var result: [ReviewedText.Choice] = []
    if program.declaration.kind == .agreement {
      let path = "documents.\(program.declaration.id).given"
      result.append(ReviewedText.Choice(path: path, answer: state.given.rawValue, isOwn: true))
    }
    for word in words.sorted() {
      guard let form = set.profile.words[word] else { continue }
      let entry = set.catalogue.vocabulary.words[word]
      result.append(
        ReviewedText.Choice(
          path: "words.\(entry.head.id)", answer: entry.options[form.value].singular,
          isOwn: isOwn(form.origin)))
    }
    for rule in rules.sorted() { answers(of: rule, to: &result) }
    return result
  }

  private func answers(of rule: Int, to result: inout [ReviewedText.Choice]) {
    let entry = set.catalogue.vocabulary.rules[rule]
    let path = "rules.\(entry.path)"
    switch set.profile.rules[rule] {
    case .none: break
    case .option(let option):
      result.append(
        ReviewedText.Choice(
          path: path, answer: entry.options[option.value].id, isOwn: isOwn(option.origin)))
    case .value(let value):
      var answer = value.value.plainText ?? ""
      if case .choice(let option) = value.value { answer = entry.options[option].id }
      result.append(
        ReviewedText.Choice(path: path, answer: answer, isOwn: isOwn(value.origin)))
    case .bands(let bands):
      let only = program.declaration.bands
      for band in set.profile.bands where only?.contains(band) ?? true {
        guard let option = bands[band] else { continue }
        result.append(
          ReviewedText.Choice(
            path: "\(path).\(set.catalogue.vocabulary.bands[band].id)",
            answer: entry.options[option.value].id, isOwn: isOwn(option.origin)))
      }
    }
  }

  private func isOwn(_ origin: Origin) -> Bool { set.profile.layers[origin.layer].kind == .school }
}
