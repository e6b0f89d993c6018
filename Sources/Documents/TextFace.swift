import Bytes
import Configuration
import Templating

/// Writes the pieces of a document as plain text.
struct TextFace: ~Copyable {
  let set: SchoolDocuments
  let resolved: ResolvedDocument
  let program: FlatProgram
  let style: DocumentText.Style
  var listsContacts = false
  var sections: [DocumentText.Section] = [
    DocumentText.Section(anchor: "", number: "", title: "", blocks: [])
  ]
  var front: [DocumentText.Block] = []
  var facts = FactList()
  /// What is wanted of the text.
  enum Kept {
    /// Its blocks; in the canonical style with frames and facts.
    case blocks
    /// Its lines alone, one after the other.
    case lines
    /// Only what there is to read in its sentences.
    case reading
  }

  var keeps = Kept.blocks
  private(set) var reading = ReadingAge()
  /// Where in the line fixed text stands that was read before, and the number of its run.
  private var stretches: [(at: Int, number: Int)] = []
  /// The lines that are kept, and behind them the one that is written.
  private var lines = ByteBuffer(capacity: 1024)
  private var lineStart = 0
  /// Whether the wording has a brace of its own.
  var hasBrace = false
  private var references: ReferenceReader
  private var join = InlineJoin()
  /// The line with facts by their names; of the canonical style only.
  private var frame: [UInt8] = []
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
    program = resolved.program
    references = ReferenceReader(set, document: document, isLinked: false)
  }

  /// Writes the title and the lines of the document, and nothing else, behind what stands in a buffer.
  mutating func writeLines(to buffer: inout ByteBuffer) {
    keeps = .lines
    // Lent to the face, so that nothing is copied.
    swap(&lines, &buffer)
    lineStart = lines.count
    keep(resolved.title)
    write()
    swap(&lines, &buffer)
  }

  mutating func write() {
    if style == .canonical {
      for text in resolved.flow.front {
        join.begin()
        write(text.pieces)
        if keeps == .reading {
          dropLine()
        } else if let block = takeLine() {
          front.append(block)
        }
      }
    }
    write(resolved.flow.pieces)
    flush()
    guard keeps == .blocks else { return }
    if sections[0].blocks.isEmpty { sections.removeFirst() }
  }

  private mutating func write(_ pieces: [Piece]) {
    // Of the flow only what is read: the whole of it has many references to count.
    let (runPool, valuePool) = (resolved.flow.runs, resolved.flow.values)
    let slots = resolved.flow.slots
    let (runs, values) = (runPool.snippets, valuePool.snippets)
    let (runBytes, valueBytes) = (runPool.bytes.span, valuePool.bytes.span)
    for piece in pieces {
      switch piece {
      case .open(let mark): open(mark)
      case .close(let mark): close(mark)
      case .heading: heading()
      case .run(let number):
        run(runs[number], runBytes)
        if keeps == .reading { noteStretch(number, of: runs[number]) }
      case .paragraph(let number):
        open(.paragraph)
        if keeps == .reading, isWholeBlock {
          count(number, of: runs[number])
        } else {
          run(runs[number], runBytes)
        }
        close(.paragraph)
      case .value(let number): append(values[number], valueBytes, ofSlot: slots[number])
      case .reference(let number): reference(program.references[number])
      case .computed(let block):
        computed(block)
      case .begin, .end, .link, .endLink: break
      }
    }
  }

  private mutating func computed(_ block: ComputedBlock) {
    switch block {
    case .definitions: definitions()
    case .contacts:
      if style == .canonical, keeps == .blocks { contacts() }
      if listsContacts { contactList() }
    default: break
    }
  }

  private mutating func run(_ run: Snippet, _ bytes: Span<UInt8>) {
    if !run.text.isEmpty {
      append(run, bytes)
    } else if run.startsWithSpace || run.endsWithSpace {
      join.space()
    }
  }

  /// Whether a paragraph that is just opened is a block of its own, whose sentences are read.
  private var isWholeBlock: Bool { lines.count == lineStart && isRead }

  /// Whether the line that is written belongs to the sentences that are read.
  private var isRead: Bool { !isInHeading && (kind == .paragraph || kind == .item) }

  /// Counts a block of fixed text, which was read when its program was compiled.
  private mutating func count(_ number: Int, of run: Snippet) {
    reading.add(program.readings[number])
    _ = join.beforeText(run.first, startsWithSpace: run.startsWithSpace)
    join.wrote(run)
  }

  /// Remembers where fixed text stands that was read when its program was compiled.
  private mutating func noteStretch(_ number: Int, of run: Snippet) {
    guard let stretch = program.stretches[number] else { return }
    stretches.append((lines.count - run.text.count + stretch.range.lowerBound, number))
  }

  private mutating func append(_ snippet: Snippet, _ bytes: Span<UInt8>, ofSlot slot: Int? = nil) {
    let needsSpace = join.beforeText(snippet.first, startsWithSpace: snippet.startsWithSpace)
    if needsSpace { lines.append(32) }
    if !isLeftOut(slot) { lines.append(bytes.extracting(snippet.text)) }
    join.wrote(snippet)
    note(snippet.text.count, hasBrace: snippet.hasBrace, needsSpace: needsSpace, ofSlot: slot)
  }

  private mutating func append(_ text: [UInt8], ofSlot slot: Int) {
    let needsSpace = join.beforeText(text.first)
    if needsSpace { lines.append(32) }
    if !isLeftOut(slot) { lines.append(text.span) }
    join.wrote(text)
    let hasBrace = text.contains(UInt8(ascii: "{"))
    note(text.count, hasBrace: hasBrace, needsSpace: needsSpace, ofSlot: slot)
  }

  /// Whether a value is not read: a fact.
  private func isLeftOut(_ slot: Int?) -> Bool {
    guard keeps == .reading, let slot else { return false }
    return program.slots[slot].source.printsFact(set.catalogue.vocabulary)
  }

  /// Takes note, in the canonical style, of the last bytes of the line.
  private mutating func note(_ count: Int, hasBrace: Bool, needsSpace: Bool, ofSlot slot: Int?) {
    guard style == .canonical else { return }
    if hasBrace { self.hasBrace = true }
    if keeps == .blocks {
      appendToFrame(
        lines.bytes(from: lines.count - count), needsSpace: needsSpace, ofSlot: slot)
    }
  }

  private mutating func appendToFrame(_ text: [UInt8], needsSpace: Bool, ofSlot number: Int?) {
    if needsSpace { frame.append(32) }
    guard let number, program.slots[number].source.printsFact(set.catalogue.vocabulary) else {
      frame.append(contentsOf: text)
      return
    }
    let slot = program.slots[number]
    let path = ([slot.path] + slot.filters.map(\.rawValue)).joined(separator: " | ")
    let name = facts.name(path, String(decoding: text, as: UTF8.self))
    frame.append(contentsOf: "{\(name)}".utf8)
  }

  /// The people a list of contacts names: facts that stand beside the text.
  private mutating func contacts() {
    for role in resolved.flow.roles.sorted() {
      let id = set.catalogue.vocabulary.roles[role].head.id
      for person in set.profile.leads[role].people where person.mayShow(.name) {
        _ = facts.name("leads.\(id).name", person.name)
        if let email = person.email, person.mayShow(.email) {
          _ = facts.name("leads.\(id).email", email)
        }
        if let phone = person.publicPhone { _ = facts.name("leads.\(id).phone", phone.written) }
      }
    }
  }

  /// The people of a list of contacts, one a line, with what the page shows of each.
  private mutating func contactList() {
    for role in resolved.flow.roles.sorted() {
      let holders = set.profile.leads[role]
      for person in holders.people where person.mayShow(.name) {
        flush()
        kind = .contact
        var parts = [person.name]
        if let email = person.email, person.mayShow(.email) { parts.append(email) }
        if let phone = person.publicPhone { parts.append(phone.written) }
        put("\(Prose.capitalised(holders.title)): \(parts.joined(separator: ", "))")
        flush()
      }
    }
  }

  private mutating func reference(_ reference: Reference) {
    if case .value(let slot) = reference.target {
      var printer = ValuePrinter(PrintContext(set.basis))
      if let target = printer.address(program.slots[slot]) {
        append(Array(target.text.utf8), ofSlot: slot)
      }
      return
    }
    if style == .canonical, nameByTitle(reference.target) { return }
    guard let found = references.read(reference) else { return }
    words(join.fitted(found))
  }

  /// Writes the words of a reference.
  private mutating func words(_ words: String) {
    let text = words.utf8.span
    let needsSpace = join.beforeText(text.isEmpty ? nil : text[0])
    if needsSpace { lines.append(32) }
    lines.append(text)
    join.wrote(words)
    guard style == .canonical else { return }
    note(text.count, hasBrace: Self.hasBrace(words), needsSpace: needsSpace, ofSlot: nil)
  }

  /// Writes what a section or a document is called by its title; returns whether the target is one that is there.
  private mutating func nameByTitle(_ target: Reference.Target) -> Bool {
    switch target {
    case .section(let document, let headings):
      guard let other = set.document(document),
        let section = headings.lazy.compactMap({ other.outline.section(ofHeading: $0) }).first
      else { return false }
      // A quotation mark has no capital, wherever it stands.
      words("‘")
      words(section.title)
      words(document == resolved.flow.document ? "’" : "’ of ")
      if document != resolved.flow.document { words(other.name) }
      return true
    case .document(let document):
      guard let other = set.document(document) else { return false }
      words(join.fitted(ReferenceText(text: other.name)))
      return true
    default: return false
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
    defer { headingCount += 1 }
    guard keeps == .blocks else {
      // Of a section only what is read: the whole of it has several references to count.
      let title = resolved.outline.sections[headingCount].title
      if keeps == .lines, !title.isEmpty { keep(title) }
      return
    }
    let section = resolved.outline.sections[headingCount]
    sections.append(
      DocumentText.Section(
        anchor: section.anchor, number: section.number, title: section.title, blocks: []))
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
      put(": ")
      join.begin()
    case .row:
      flush()
      kind = .row
    case .cell:
      if lines.count > lineStart { put(" | ") }
      join.begin()
    case .heading, .table, .tableHead, .tableBody, .rule: break
    }
  }

  private mutating func close(_ mark: BlockMark) {
    switch mark {
    case .heading:
      isInHeading = false
      dropLine()
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

  /// Writes a mark between parts of a line.
  private mutating func put(_ mark: String) {
    lines.append(mark.utf8.span)
    if style == .canonical, keeps == .blocks { frame.append(contentsOf: mark.utf8) }
  }

  private mutating func flush() {
    guard lines.count > lineStart else {
      kind = .paragraph
      return
    }
    let block = takeLine()
    if !isInHeading, let block { sections[sections.count - 1].blocks.append(block) }
  }

  private static func hasBrace(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices where bytes[index] == UInt8(ascii: "{") { return true }
    return false
  }

  /// Keeps a text as a line of its own.
  private mutating func keep(_ title: String) {
    if Self.hasBrace(title) { hasBrace = true }
    lines.append(title.utf8.span)
    lines.append(10)
    lineStart = lines.count
  }

  private mutating func dropLine() {
    lines.cut(at: lineStart)
    frame.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
  }

  /// Ends the line; one with nothing in it makes no block.
  private mutating func takeLine() -> DocumentText.Block? {
    let kind = kind
    let isRead = isRead
    self.kind = .paragraph
    guard lines.count > lineStart else { return nil }
    if keeps == .lines, !isInHeading {
      lines.append(10)
      lineStart = lines.count
      return nil
    }
    defer { dropLine() }
    if keeps == .reading, isRead {
      reading.add(lines.bytes, known: stretches, program.stretches)
    }
    guard keeps == .blocks else { return nil }
    let text = String(decoding: lines.bytes(from: lineStart), as: UTF8.self)
    let frame = style == .canonical ? String(decoding: frame, as: UTF8.self) : text
    return DocumentText.Block(kind: kind, depth: depth, text: text, frame: frame)
  }

  /// The definitions are part of what a document says; other computed blocks are about it.
  private mutating func definitions() {
    guard keeps != .reading else { return flush() }
    let glossary = set.catalogue.glossary
    for index in glossary.alphabetical(resolved.citations.terms) {
      flush()
      kind = .definition
      join.begin()
      let head = glossary.names[index].head
      if Self.hasBrace(head) { hasBrace = true }
      put(head)
      join.begin()
      definition(set.library.definitions[index].text, set.library.definitions[index])
      flush()
    }
  }

  private mutating func definition(_ inlines: [Inline], _ definition: DefinitionProgram) {
    var reader = ReferenceReader(set, document: resolved.flow.document, isLinked: false)
    for inline in inlines {
      switch inline {
      case .run(let number): run(definition.runs[number], definition.runs.bytes.span)
      case .reference(let number):
        guard let found = reader.read(definition.references[number]) else { continue }
        words(join.fitted(found))
      case .link(_, let label), .emphasis(let label), .strong(let label), .code(let label):
        self.definition(label, definition)
      case .slot, .choice, .loop, .computed: break
      }
    }
  }
}
