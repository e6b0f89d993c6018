import Configuration
import Templating

/// A document as plain text, section by section: for digests, checks, differences and data.
package struct DocumentText: Sendable, Equatable {
  package struct Section: Sendable, Equatable {
    /// The anchor; empty for what stands before the first heading.
    package var anchor: String
    package var number: String
    package var title: String
    package var level: Int
    /// The paragraphs, items, rows and definitions, each as one line.
    package var blocks: [Block]
  }

  package struct Block: Sendable, Equatable {
    package enum Kind: Sendable, Equatable { case paragraph, item, definition, row }

    package var kind: Kind
    /// How deep in lists and notes the block stands.
    package var depth: Int
    package var text: String
  }

  package var title: String
  package var sections: [Section]

  /// How references are put into words.
  package enum Style: Sendable {
    /// As they are printed, with the numbers of this school's sections.
    case printed
    /// By the titles of what they lead to, so that renumbering changes nothing.
    case canonical
  }

  /// The text of a document without what is computed beside it: contents, contacts, dates.
  package init(_ set: SchoolDocuments, document: Int, style: Style) {
    guard let resolved = set.documents[document] else {
      title = ""
      sections = []
      return
    }
    var face = TextFace(set, document, resolved, style: style)
    face.write()
    title = resolved.title
    sections = face.sections
  }

  /// One line a block, headings before their sections.
  package var plainText: String {
    var lines = [title]
    for section in sections {
      if !section.title.isEmpty {
        lines.append(section.number.isEmpty ? section.title : "\(section.number) \(section.title)")
      }
      lines.append(contentsOf: section.blocks.map(\.text))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Writes the pieces of a document as plain text.
private struct TextFace {
  let set: SchoolDocuments
  let resolved: ResolvedDocument
  let program: Program
  let style: DocumentText.Style
  var sections: [DocumentText.Section] = [
    DocumentText.Section(anchor: "", number: "", title: "", level: 0, blocks: [])
  ]
  private var references: ReferenceReader
  private var join = InlineJoin()
  private var line: [UInt8] = []
  private var depth = 0
  private var leadIn = false
  private var lists: [Bool] = []
  private var kind = DocumentText.Block.Kind.paragraph
  private var isInHeading = false

  init(
    _ set: SchoolDocuments, _ document: Int, _ resolved: ResolvedDocument,
    style: DocumentText.Style
  ) {
    self.set = set
    self.resolved = resolved
    self.style = style
    program = set.library.programs[document]
    references = ReferenceReader(set, document: document)
  }

  mutating func write() {
    for piece in resolved.flow.pieces { write(piece) }
    flush()
    if sections[0].blocks.isEmpty { sections.removeFirst() }
  }

  private mutating func write(_ piece: Piece) {
    switch piece {
    case .open(let mark): open(mark)
    case .close(let mark): close(mark)
    case .heading: heading()
    case .run(let number):
      let run = program.runs[number]
      guard !run.text.isEmpty else {
        if run.startsWithSpace || run.endsWithSpace { join.space() }
        return
      }
      append(run.text, startsWithSpace: run.startsWithSpace, endsWithSpace: run.endsWithSpace)
    case .value(let number):
      append(resolved.flow.values[number].text.map { $0 == 10 ? 32 : $0 })
    case .reference(let number): reference(program.references[number])
    case .computed(let block):
      if block == .definitions { definitions() }
    case .begin, .end, .link, .endLink: break
    }
  }

  private mutating func append(
    _ text: [UInt8], startsWithSpace: Bool = false, endsWithSpace: Bool = false
  ) {
    if join.beforeText(text.first, startsWithSpace: startsWithSpace) { line.append(32) }
    line.append(contentsOf: text)
    join.wrote(text, endsWithSpace: endsWithSpace)
  }

  private mutating func reference(_ reference: Reference) {
    if case .value(let slot) = reference.target {
      let context = PrintContext(
        catalogue: set.catalogue, profile: set.profile, loopCount: set.library.loopCount)
      var printer = ValuePrinter(context)
      if let target = printer.address(program.slots[slot]) { append(Array(target.text.utf8)) }
      return
    }
    let found: String? =
      if style == .canonical, let title = title(of: reference.target) {
        title
      } else {
        references.read(reference)?.text
      }
    guard let found else { return }
    append(Array(join.fitted(found).utf8))
  }

  /// What a reference leads to, by its title.
  private func title(of target: Reference.Target) -> String? {
    switch target {
    case .section(let document, let headings):
      guard let other = set.document(document),
        let section = headings.lazy.compactMap({ other.outline.section(ofHeading: $0) }).first
      else { return nil }
      return document == resolved.flow.document
        ? "‘\(section.title)’" : "‘\(section.title)’ of \(ReferenceReader.withArticle(other.title))"
    case .document(let document):
      return set.document(document).map { ReferenceReader.withArticle($0.title) }
    default: return nil
    }
  }

  // MARK: - Blocks

  /// How many headings were written: the next one is the outline's section of that number.
  private var headingCount = 0

  private mutating func heading() {
    flush()
    isInHeading = true
    join.begin()
    guard resolved.outline.sections.indices.contains(headingCount) else { return }
    let section = resolved.outline.sections[headingCount]
    headingCount += 1
    sections.append(
      DocumentText.Section(
        anchor: section.anchor, number: section.number, title: section.title,
        level: section.level, blocks: []))
  }

  private mutating func open(_ mark: BlockMark) {
    switch mark {
    case .list:
      lists.append(leadIn)
      depth += 1
    case .note: depth += 1
    case .item:
      kind = .item
    case .paragraph: begin(continuing: lists.last ?? false)
    case .term:
      kind = .definition
      begin()
    case .meaning:
      append(Array(": ".utf8))
      join.begin()
    case .row:
      flush()
      kind = .row
    case .cell:
      if !line.isEmpty { line.append(contentsOf: " | ".utf8) }
      join.begin()
    case .heading, .table, .tableHead, .tableBody, .rule: break
    }
  }

  private mutating func close(_ mark: BlockMark) {
    switch mark {
    case .heading:
      isInHeading = false
      line = []
    case .paragraph:
      leadIn = join.endsWithColon
      flush()
    case .list:
      lists.removeLast()
      leadIn = false
      depth -= 1
    case .note: depth -= 1
    case .item, .meaning, .row: flush()
    default: break
    }
  }

  private mutating func begin(continuing: Bool = false) {
    if kind != .item, kind != .definition { flush() }
    join.begin(continuingSentence: continuing)
  }

  private mutating func flush() {
    defer {
      line = []
      kind = .paragraph
    }
    guard !isInHeading, !line.isEmpty else { return }
    sections[sections.count - 1].blocks.append(
      DocumentText.Block(
        kind: kind, depth: depth, text: String(decoding: line, as: UTF8.self)))
  }

  /// The definitions are part of what a document says; other computed blocks are about it.
  private mutating func definitions() {
    let glossary = set.catalogue.glossary
    for index in resolved.citations.terms.sorted(by: {
      glossary.terms[$0].term.lowercased() < glossary.terms[$1].term.lowercased()
    }) {
      flush()
      kind = .definition
      let term = glossary.terms[index]
      let abbreviation = term.abbreviation.map { " (\($0))" } ?? ""
      join.begin()
      append(Array("\(Prose.capitalised(term.term))\(abbreviation): ".utf8))
      join.begin()
      definition(set.library.definitions[index].text, set.library.definitions[index])
      flush()
    }
  }

  private mutating func definition(_ inlines: [Inline], _ definition: DefinitionProgram) {
    var reader = ReferenceReader(set, document: resolved.flow.document)
    for inline in inlines {
      switch inline {
      case .run(let number):
        let run = definition.runs[number]
        append(
          run.text, startsWithSpace: run.startsWithSpace, endsWithSpace: run.endsWithSpace)
      case .reference(let number):
        guard let found = reader.read(definition.references[number]) else { continue }
        append(Array((join.isSentenceStart ? Prose.capitalised(found.text) : found.text).utf8))
      case .link(_, let label), .emphasis(let label), .strong(let label), .code(let label):
        self.definition(label, definition)
      case .slot, .choice, .loop, .computed: break
      }
    }
  }
}
