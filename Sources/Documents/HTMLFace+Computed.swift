import Configuration
package import Templating

extension HTMLFace {
  /// Writes a computed block; one with nothing to say writes nothing.
  mutating func computed(_ block: ComputedBlock) {
    switch block {
    case .contents: contents()
    case .legislation: legislation()
    case .definitions: definitions()
    case .relatedDocuments: relatedDocuments()
    case .contacts: contacts()
    case .approval: approval()
    case .history: history()
    case .signatures: signatures()
    default: break
    }
  }

  /// Returns a computed block of a document by itself, for a layout.
  package static func computed(
    _ block: ComputedBlock, of document: Int, in set: SchoolDocuments, page: String
  ) -> [UInt8] {
    guard let resolved = set.documents[document] else { return [] }
    var face = HTMLFace(
      set, resolved, page: page, headingOffset: 0, linksHeadings: false)
    face.html = HTMLWriter(capacity: usualBlock)
    face.computed(block)
    return face.html.bytes
  }

  /// What most computed blocks take, in bytes; a longer one only takes longer.
  private static var usualBlock: Int { 6144 }

  // MARK: - Contents

  /// The sections, in two levels, and the appendices that are attached.
  private mutating func contents() {
    let sections = resolved.outline.sections
    let appendices = document.map { set.appendices(of: $0) } ?? []
    guard !appendices.isEmpty || sections.contains(where: { $0.level <= 2 }) else { return }
    ownTag("<ol class=\"contents\">\n")
    // The level of the item that is open, and whether it has a list of its own.
    var open: Int?
    var hasInner = false
    for section in sections where section.level <= 2 {
      if let open, section.level > open {
        raw(hasInner ? "<li>" : "\n<ol>\n<li>")
        hasInner = true
        contentsLink(section)
        raw("</li>\n")
      } else {
        if open != nil { raw(hasInner ? "</ol>\n</li>\n" : "</li>\n") }
        raw("<li>")
        contentsLink(section)
        open = section.level
        hasInner = false
      }
    }
    if open != nil { raw(hasInner ? "</ol>\n</li>\n" : "</li>\n") }
    for appendix in appendices {
      guard let other = set.documents[appendix],
        case .attached(_, let letter) = other.placement.kind
      else { continue }
      raw("<li><a href=\"#\(other.placement.anchor)\">")
      part("Appendix \(letter)")
      text(other.title)
      raw("</a></li>\n")
    }
    raw("</ol>\n")
  }

  private mutating func contentsLink(_ section: Outline.Section) {
    raw("<a href=\"#")
    raw(resolved.placement.anchorPrefix)
    raw(section.anchor)
    raw("\">")
    if !section.number.isEmpty {
      number(section)
      space()
    }
    text(section.title)
    raw("</a>")
  }

  // MARK: - Law and terms

  private mutating func legislation() {
    let register = set.catalogue.laws
    let laws = resolved.citations.laws.sorted {
      register.laws[$0].title < register.laws[$1].title
    }
    guard !laws.isEmpty else { return }
    ownTag("<ul class=\"legislation\">\n")
    for index in laws {
      raw("<li>")
      link(register.laws[index].title, to: register.laws[index].url)
      if let edition = register.laws[index].editionBesideTitle {
        raw(" (")
        text(edition)
        raw(")")
      }
      raw("</li>\n")
    }
    raw("</ul>\n")
  }

  private mutating func definitions() {
    let glossary = set.catalogue.glossary
    let terms = glossary.alphabetical(resolved.citations.terms)
    guard !terms.isEmpty else { return }
    ownTag("<dl class=\"definitions\">\n")
    for index in terms {
      raw("<dt id=\"")
      raw(resolved.placement.anchorPrefix)
      raw("term-")
      raw(glossary.terms[index].id)
      raw("\">")
      html.capitalised(glossary.names[index].first)
      raw("</dt>\n<dd>")
      definition(set.library.definitions[index])
      raw("</dd>\n")
    }
    raw("</dl>\n")
  }

  /// Writes the text of a definition; what it cites is called by its full name.
  private mutating func definition(_ program: DefinitionProgram) {
    var reader = ReferenceReader(set, document: document)
    var join = InlineJoin()
    join.begin()
    write(program.text, of: program, &reader, &join)
  }

  private mutating func write(
    _ inlines: [Inline], of program: DefinitionProgram, _ reader: inout ReferenceReader,
    _ join: inout InlineJoin
  ) {
    for inline in inlines {
      switch inline {
      case .run(let number):
        let run = program.runs[number]
        if join.beforeText(run.first, startsWithSpace: run.startsWithSpace) { space() }
        html.raw(program.runs.bytes.span, run.html)
        join.wrote(run)
      case .reference(let number):
        guard let found = reader.read(program.references[number]) else { continue }
        let (words, isCapitalised) = join.fit(found)
        if join.beforeText(words.utf8.first) { space() }
        html.link(words, isCapitalised: isCapitalised, to: found.target, on: page)
        join.wrote(words)
      case .link(let number, let label):
        if join.beforeMark() { space() }
        let target = reader.target(program.references[number])
        if let target { html.openLink(target, on: page) }
        write(label, of: program, &reader, &join)
        if target != nil { raw("</a>") }
      case .emphasis(let content), .strong(let content), .code(let content):
        write(content, of: program, &reader, &join)
      case .slot, .choice, .loop, .computed: break
      }
    }
  }

  // MARK: - Documents and people

  private mutating func relatedDocuments() {
    let cited = resolved.citations.documents.filter { $0 != document && set.document($0) != nil }
    let related = resolved.citations.related
    guard !cited.isEmpty || !related.isEmpty else { return }
    ownTag("<ul class=\"related-documents\">\n")
    for index in cited {
      guard let other = set.document(index) else { continue }
      raw("<li>")
      let isHere = other.placement.page == resolved.placement.page
      let target = LinkTarget(
        place: isHere ? .here : .page(other.placement.page),
        anchor: isHere ? other.placement.anchor : "")
      html.link(other.title, isCapitalised: false, to: target, on: page)
      raw("</li>\n")
    }
    for index in related {
      raw("<li>")
      link(
        set.catalogue.vocabulary.related[index].title, to: set.profile.related[index]?.value)
      raw("</li>\n")
    }
    raw("</ul>\n")
  }

  private mutating func contacts() {
    let roles = resolved.flow.roles.sorted().filter { role in
      set.profile.leads[role].people.contains { $0.mayShow(.name) }
    }
    html.contacts(roles, of: set.profile, labelledBy: label)
  }

  // MARK: - Approval

  mutating func approval() {
    guard let document else { return }
    let state = set.profile.documents[document]
    var rows: [(StaticString, String)] = []
    rows.reserveCapacity(5)
    if let body = state.adoptedBy?.value { rows.append(("Adopted by", body)) }
    if let adopted = state.adopted?.value { rows.append(("Adopted on", adopted.long)) }
    if let version = state.version?.value { rows.append(("Version", version.written)) }
    if let next = state.nextReview { rows.append(("Next review", next.written)) }
    if let every = state.reviewEvery {
      rows.append(
        (
          "Reviewed",
          every.count == 1 ? "every \(every.unit.rawValue)" : "every \(every.description)"
        ))
    }
    guard !rows.isEmpty else { return }
    ownTag("<dl class=\"approval\">\n")
    for (name, value) in rows {
      raw("<div><dt>")
      raw(name)
      raw("</dt><dd>")
      text(value)
      raw("</dd></div>\n")
    }
    raw("</dl>\n")
  }

  private mutating func history() {
    guard let document, !set.profile.documents[document].history.isEmpty else { return }
    let entries = set.profile.documents[document].history
    let hasVersions = entries.contains { $0.version != nil }
    html.openTable("history", labelledBy: label)
    raw("<thead>\n<tr>")
    if hasVersions { raw("<th scope=\"col\">Version</th>") }
    raw(
      "<th scope=\"col\">Adopted</th><th scope=\"col\">What changed</th></tr>\n</thead>\n<tbody>\n")
    for entry in entries {
      raw("<tr>")
      if hasVersions {
        raw("<td>")
        text(entry.version?.value.written ?? "")
        raw("</td>")
      }
      raw("<td>")
      text(entry.adopted.value.long)
      raw("</td><td>")
      text(entry.summary)
      raw("</td></tr>\n")
    }
    raw("</tbody>\n</table>\n</div>\n")
  }
}
