import Configuration
package import Templating

/// Writes a document as HTML: the inside of an article, for a page or for another site's own page.
package struct HTMLFace: ~Copyable {
  let set: SchoolDocuments
  /// The number of the document; nil for words of the site.
  let document: Int?
  let resolved: ResolvedDocument
  let program: FlatProgram
  /// The page that is written, from the root of the site.
  let page: String
  /// How much deeper than usual the headings are: a section is h2 where this is 0.
  let headingOffset: Int
  /// Whether each heading is a link to itself, so that its place can be copied; not in what is pasted.
  let linksHeadings: Bool
  var html = HTMLWriter()
  var references: ReferenceReader
  private var join = InlineJoin()
  /// For each open list whether its items go on with the sentence before it.
  private var lists: [(mark: BlockMark, continuesSentence: Bool)] = []
  private var leadIn = false
  /// The names that stand on the lines of a printed form; nil on a screen, where they are typed.
  var paper: PaperNames?
  /// The piece with which the part of a form that is signed begins, and where it is in the HTML.
  var signingStart: Int?
  private(set) var signingOffset: Int?

  /// Writes the article of a page: a document with its appendices, or the parts of a volume.
  ///
  /// - Parameter linksHeadings: Whether each heading is a link to itself.
  package static func article(
    _ set: SchoolDocuments, documents: [Int], volume: Int?, page: String, linksHeadings: Bool,
    to html: inout HTMLWriter
  ) {
    for (number, index) in documents.enumerated() {
      let isPart = volume != nil
      write(
        set, index, page: page,
        heading: isPart ? "Part \(number + 1)" : nil, offset: isPart ? 1 : 0,
        linksHeadings: linksHeadings, to: &html)
      for appendix in set.appendices(of: index) {
        guard case .attached(_, let letter)? = set.documents[appendix]?.placement.kind else {
          continue
        }
        write(
          set, appendix, page: page, heading: "Appendix \(letter)", offset: isPart ? 2 : 1,
          linksHeadings: linksHeadings, to: &html)
      }
    }
  }

  private static func write(
    _ set: SchoolDocuments, _ index: Int, page: String, heading: String?, offset: Int,
    linksHeadings: Bool, to html: inout HTMLWriter
  ) {
    guard let resolved = set.documents[index] else { return }
    var face = HTMLFace(
      set, resolved, page: page, headingOffset: offset, linksHeadings: linksHeadings)
    // Lent to the face, so that all of a page is written into one buffer.
    swap(&face.html, &html)
    if let heading {
      face.documentHeading(heading)
      // A part is adopted and reviewed by itself; an appendix goes with its policy.
      if case .part = resolved.placement.kind { face.approval() }
    }
    face.writePieces()
    swap(&face.html, &html)
  }

  /// Returns words of the site, laid out for each of some pages.
  package static func words(
    _ program: Program, _ set: SchoolDocuments, pages: [String]
  ) -> [(html: [UInt8], sections: [Outline.Section])] {
    let program = program.flat
    var shared = set.shared
    let flow = Evaluator.flow(program, library: set.library, basis: set.basis, shared: &shared)
    return pages.map { page in
      let placement = Placement(kind: .ownPage, page: page, anchorPrefix: "", anchor: "top")
      let resolved = ResolvedDocument(
        flow, placement: placement, program: program, definitions: set.library.definitions)
      var face = HTMLFace(set, resolved, page: page, headingOffset: 0, linksHeadings: true)
      face.writePieces()
      return (face.html.bytes, resolved.outline.sections)
    }
  }

  init(
    _ set: SchoolDocuments, _ resolved: ResolvedDocument, page: String, headingOffset: Int,
    linksHeadings: Bool
  ) {
    self.set = set
    program = resolved.program
    document = resolved.program.document
    self.resolved = resolved
    self.page = page
    self.headingOffset = headingOffset
    self.linksHeadings = linksHeadings
    references = ReferenceReader(set, document: document)
  }

  /// The heading of a part or an attached appendix, which has no page of its own to head.
  private mutating func documentHeading(_ number: String) {
    let level = min(headingOffset + 1, 6)
    let anchor = resolved.placement.anchor
    openHeading(level, anchor)
    if linksHeadings { openOwnLink(HeadingLink.whole, anchor) }
    part(number)
    text(resolved.title)
    if linksHeadings { own("</a>") }
    raw("</h\(level)>\n")
    hasDocumentHeading = true
  }

  // MARK: - Writing

  @_disfavoredOverload
  mutating func raw(_ markup: String) { html.raw(markup) }

  mutating func raw(_ markup: StaticString) { html.raw(markup) }

  mutating func own(_ markup: StaticString) { html.own(markup) }

  mutating func ownTag(_ tag: StaticString) { html.ownTag(tag) }

  mutating func text(_ text: String) { html.text(text) }

  mutating func link(_ words: String, to address: String?) { html.link(words, to: address) }

  mutating func space() { html.space() }

  // MARK: - Pieces

  mutating func writePieces() {
    // Of the flow only what is read: the whole of it has many references to count.
    let (runPool, valuePool) = (resolved.flow.runs, resolved.flow.values)
    let (runs, values) = (runPool.snippets, valuePool.snippets)
    let (runBytes, valueBytes) = (runPool.bytes.span, valuePool.bytes.span)
    let pieces = resolved.flow.pieces
    for index in pieces.indices {
      if index == signingStart { signingOffset = html.count }
      switch pieces[index] {
      case .run(let number): run(runs[number], runBytes)
      case .paragraph(let number):
        open(.paragraph)
        run(runs[number], runBytes)
        close(.paragraph)
      case .value(let number):
        let value = values[number]
        if join.beforeText(value.first) { space() }
        html.raw(valueBytes, value.html)
        join.wrote(value)
      case let piece: write(piece, at: index)
      }
    }
  }

  private mutating func write(_ piece: Piece, at index: Int) {
    switch piece {
    case .open(let mark): open(mark)
    case .close(let mark): close(mark)
    case .heading: openHeading(at: index)
    case .begin(let mark):
      if join.beforeMark() { space() }
      raw(mark.opening)
    case .end(let mark): raw(mark.closing)
    case .reference(let number): reference(program.references[number])
    case .link(let number): openLink(program.references[number])
    case .endLink(let number):
      if leads(program.references[number]) { raw("</a>") }
    case .computed(let block): computed(block)
    case .run, .paragraph, .value: break
    }
  }

  private mutating func run(_ run: Snippet, _ bytes: Span<UInt8>) {
    guard !run.html.isEmpty else {
      if run.startsWithSpace || run.endsWithSpace { join.space() }
      return
    }
    if join.beforeText(run.first, startsWithSpace: run.startsWithSpace) { space() }
    html.raw(bytes, run.html)
    join.wrote(run)
  }

  private mutating func reference(_ reference: Reference) {
    if case .value(let slot) = reference.target {
      guard let target = valueAddress(slot) else { return }
      if join.beforeText(target.text.utf8.first) { space() }
      link(target.text, to: target.address)
      join.wrote(target.text)
      return
    }
    guard let found = references.read(reference) else { return }
    let (words, isCapitalised) = join.fit(found)
    if join.beforeText(words.utf8.first) { space() }
    html.link(words, isCapitalised: isCapitalised, to: found.target, on: page)
    join.wrote(words)
  }

  private mutating func openLink(_ reference: Reference) {
    if join.beforeMark() { space() }
    if case .value(let slot) = reference.target {
      if let address = valueAddress(slot)?.address { html.openLink(address) }
    } else if let target = references.target(reference) {
      html.openLink(target, on: page)
    }
  }

  private mutating func leads(_ reference: Reference) -> Bool {
    if case .value(let slot) = reference.target { return valueAddress(slot) != nil }
    return references.target(reference) != nil
  }

  private func valueAddress(_ slot: Int) -> (text: String, address: String)? {
    var context = PrintContext(set.basis)
    context.document = document
    var printer = ValuePrinter(context)
    return printer.address(program.slots[slot])
  }

  // MARK: - Blocks

  /// How many headings were written: the next one is the outline's section of that number.
  private var headingCount = 0

  private mutating func openHeading(at index: Int) {
    join.begin()
    guard resolved.outline.sections.indices.contains(headingCount) else { return }
    let section = resolved.outline.sections[headingCount]
    headingCount += 1
    let level = min(section.level + 1 + headingOffset, 6)
    openHeading(level, section.anchor, prefix: resolved.placement.anchorPrefix)
    // A link cannot stand in a link: a heading that holds one has only its number as a link.
    let isLink = linksHeadings && !holdsLink(index)
    let linksNumber = linksHeadings && !isLink
    if linksHeadings {
      openOwnLink(
        isLink ? HeadingLink.whole : HeadingLink.number, section.anchor,
        prefix: resolved.placement.anchorPrefix)
    }
    if !section.number.isEmpty {
      self.number(section)
      if linksNumber { own("</a>") }
      space()
    } else if linksNumber {
      own(HeadingLink.sign)
    }
    openHeadings.append((level, isLink))
  }

  /// Opens the link of a heading to itself.
  private mutating func openOwnLink(_ start: StaticString, _ anchor: String, prefix: String = "") {
    let place = html.count
    raw(start)
    raw(prefix)
    raw(anchor)
    raw("\">")
    html.noteOwn(from: place)
  }

  /// Writes the number of a section, or the letter of an appendix.
  mutating func number(_ section: Outline.Section) {
    ownTag(section.isAppendix ? "<span class=\"part\">" : "<span class=\"number\">")
    if section.isAppendix { raw("Appendix ") }
    raw(section.number)
    raw("</span>")
  }

  /// Writes which part or appendix something is.
  mutating func part(_ words: String) {
    ownTag("<span class=\"part\">")
    raw(words)
    raw("</span> ")
  }

  private mutating func openHeading(_ level: Int, _ anchor: String, prefix: String = "") {
    switch level {
    case 2: raw("<h2 id=\"")
    case 3: raw("<h3 id=\"")
    case 4: raw("<h4 id=\"")
    default: raw("<h\(level) id=\"")
    }
    raw(prefix)
    raw(anchor)
    raw("\">")
  }

  /// Whether a heading holds a link of its own.
  private func holdsLink(_ index: Int) -> Bool {
    for piece in resolved.flow.pieces[(index + 1)...] {
      switch piece {
      case .close(.heading): return false
      case .reference, .link: return true
      // An address prints linked.
      case .value(let number):
        if resolved.flow.values.html(number).contains(UInt8(ascii: "<")) { return true }
      default: continue
      }
    }
    return false
  }

  private var openHeadings: [(level: Int, isLink: Bool)] = []
  private var hasDocumentHeading = false

  /// The anchor of the nearest heading before, which names what stands under it.
  var label: String? {
    guard headingCount > 0 else { return hasDocumentHeading ? resolved.placement.anchor : nil }
    return resolved.placement.anchorPrefix + resolved.outline.sections[headingCount - 1].anchor
  }

  private mutating func open(_ mark: BlockMark) {
    switch mark {
    case .heading: break
    case .paragraph:
      beginBlock()
      if !isBare { raw("<p>") }
    case .list(let kind, let start, _):
      // The bare text of an item ends before the list in it begins.
      if isBare { raw("\n") }
      lists.append((mark, leadIn))
      // Only such a list counts from elsewhere than 1.
      if kind == .decimal, start != 1 {
        raw("<ol start=\"\(start)\">\n")
      } else {
        raw(kind.opening)
      }
    case .item: raw("<li>")
    case .term:
      join.begin()
      raw("<dt>")
    case .meaning:
      join.begin()
      raw("<dd>")
    case .table: html.openTable(labelledBy: label)
    case .tableHead: raw("<thead>\n")
    case .tableBody: raw("<tbody>\n")
    case .row: raw("<tr>")
    case .cell(let alignment, let isHead):
      join.begin()
      guard alignment != .start else { return raw(isHead ? "<th scope=\"col\">" : "<td>") }
      raw(isHead ? "<th scope=\"col\"" : "<td")
      own(alignment == .end ? " class=\"end\"" : " class=\"centre\"")
      raw(">")
    case .note:
      raw("<div")
      own(" class=\"note\"")
      raw(" role=\"note\">\n")
    case .rule: raw("<hr>\n")
    }
  }

  private mutating func close(_ mark: BlockMark) {
    switch mark {
    case .heading:
      let heading = openHeadings.popLast() ?? (2, false)
      if heading.isLink { own("</a>") }
      switch heading.level {
      case 2: raw("</h2>\n")
      case 3: raw("</h3>\n")
      case 4: raw("</h4>\n")
      default: raw("</h\(heading.level)>\n")
      }
    case .paragraph:
      leadIn = join.endsWithColon
      raw(isBare ? "" : "</p>\n")
    case .list(let kind, _, _):
      lists.removeLast()
      leadIn = false
      raw(kind.closing)
    case .item: raw("</li>\n")
    case .term: raw("</dt>\n")
    case .meaning: raw("</dd>\n")
    case .table: raw("</table>\n</div>\n")
    case .tableHead: raw("</thead>\n")
    case .tableBody: raw("</tbody>\n")
    case .row: raw("</tr>\n")
    case .cell(_, let isHead): raw(isHead ? "</th>" : "</td>")
    case .note: raw("</div>\n")
    case .rule: break
    }
  }

  /// Whether a paragraph is the bare text of an item of a tight list.
  private var isBare: Bool {
    if case .list(_, _, isTight: true)? = lists.last?.mark { true } else { false }
  }

  private mutating func beginBlock() {
    join.begin(continuingSentence: lists.last?.continuesSentence ?? false)
  }
}

extension TextMark {
  fileprivate var opening: StaticString {
    switch self {
    case .emphasis: "<em>"
    case .strong: "<strong>"
    case .code: "<code>"
    }
  }

  fileprivate var closing: StaticString {
    switch self {
    case .emphasis: "</em>"
    case .strong: "</strong>"
    case .code: "</code>"
    }
  }
}

extension ListSyntax.Kind {
  fileprivate var opening: StaticString {
    switch self {
    case .bullet: "<ul>\n"
    case .decimal: "<ol>\n"
    case .letters: "<ol type=\"a\">\n"
    case .roman: "<ol type=\"i\">\n"
    case .definitions: "<dl>\n"
    }
  }

  fileprivate var closing: StaticString {
    switch self {
    case .bullet: "</ul>\n"
    case .decimal, .letters, .roman: "</ol>\n"
    case .definitions: "</dl>\n"
    }
  }
}
