package import Configuration
package import Documents
import Reviews
package import Templating

/// Makes the pages of the site from resolved documents.
package struct SiteBuilder: Sendable {
  let library: Library
  let catalogue: Catalogue
  let layouts: LayoutSet
  let day: CalendarDate
  let trustCrest: Crest?

  package init(
    library: Library, catalogue: Catalogue, layouts: LayoutSet, asOf day: CalendarDate,
    trustCrest: Crest?
  ) {
    self.library = library
    self.catalogue = catalogue
    self.layouts = layouts
    self.day = day
    self.trustCrest = trustCrest
  }
}

/// The pages of one school, or of the trust's own documents, while they are made.
struct PageMaker {
  let builder: SiteBuilder
  let set: SchoolDocuments
  let crest: Crest?
  /// The folder of the pages, from the root of the site: `riverside`.
  let folder: String
  /// The style of all these pages, made once.
  let style: SchoolStyle
  var profile: SchoolProfile { self.set.profile }

  init(builder: SiteBuilder, set: SchoolDocuments, crest: Crest?, folder: String) {
    self.builder = builder
    self.set = set
    self.crest = crest
    self.folder = folder
    style = SchoolStyle(set.profile, common: builder.layouts.common)
  }

  /// What is printed of a document's reference: its id, its version and its digest.
  func reference(_ id: String, version: String?, digest: String) -> String {
    ([id] + (version.map { ["v\($0)"] } ?? []) + [digest]).joined(separator: " ")
  }

  /// What a page has besides its values and its content.
  struct PageExtras {
    var blocks: [ComputedBlock: [UInt8]] = [:]
    /// The scripts in its content, which its security policy allows.
    var scripts: [PageScript] = []
    /// What it is about, as JSON-LD.
    var data: [UInt8] = []
    /// The feed it leads to, from the root of the site; nil for none.
    var feed: String?
  }

  /// Lays a page out: its own layout inside the shell.
  func page(
    _ name: String, layout: LayoutSet.Name, document: Int?, values: PageValues,
    content: [UInt8], extras: PageExtras = PageExtras()
  ) -> OutputFile {
    var values = values
    let isCentral = layout == .central
    // Central pages lie beside the site, all others in it.
    let file = isCentral ? name : "site/\(name)"
    values[.home] = SitePath.relative(from: file, to: "site/\(folder)/index.html")
    values[.site] = SitePath.relative(from: file, to: "site/index.html")
    values[.trust] = SitePath.relative(from: file, to: "site/trust/index.html")
    values[.windowTitle] = windowTitle(values[.title] ?? "")
    let own = foot(values)
    values[.securityPolicy] = style.policy(central: isCentral, own: own, scripts: extras.scripts)
    let elements = style.elements(central: isCentral, own: own)
    var renderer = LayoutRenderer(set, document: document, page: name, values: values)
    renderer.blocks = extras.blocks
    renderer.blocks[.content] = content
    renderer.blocks[.crest] = crestElement
    renderer.blocks[.footer] = isCentral ? [] : footer(page: name)
    renderer.blocks[.style] = elements
    renderer.blocks[.metadata] = isCentral ? [] : metadata(values, extras, page: name)
    let inner = builder.layouts.layouts[layout].map { renderer.render($0) } ?? content
    renderer.blocks[.content] = inner
    guard let shell = builder.layouts.layouts[.page] else { return OutputFile(file, inner) }
    var html = renderer.render(shell)
    if !shell.placesStyle { html = Self.withStyle(elements, in: html) }
    return OutputFile(file, html)
  }

  /// The style of one page alone: the words at the foot of its sheets, and the size of a form's print.
  func foot(_ values: PageValues) -> [UInt8] {
    var style = PageFoot.style(
      title: values[.title] ?? "", owner: profile.details.name.value, version: values[.version],
      digest: values[.digest])
    if let size = values[.size] { style += ":root{--form-size:\(size)pt}" }
    return Array(style.utf8)
  }

  private func windowTitle(_ title: String) -> String {
    let owner = profile.details.name.value
    return title == owner ? "\(title): policies and forms" : "\(title) – \(owner)"
  }

  private func metadata(_ values: PageValues, _ extras: PageExtras, page: String) -> [UInt8] {
    PageMetadata(
      title: values[.title] ?? "", description: values[.description],
      canonical: values[.canonical], publisher: profile.details.name.value,
      feed: extras.feed.map { SitePath.relative(from: page, to: $0) }, data: extras.data
    ).write()
  }

  /// Puts the style at the end of the head of a layout that has no place for it.
  private static func withStyle(_ style: [UInt8], in html: [UInt8]) -> [UInt8] {
    let mark = Array("</head>".utf8)
    guard html.count >= mark.count else { return html }
    for index in 0...(html.count - mark.count)
    where html[index] == mark[0] && html[index..<index + mark.count].elementsEqual(mark) {
      return Array(html[..<index]) + style + Array(html[index...])
    }
    return html
  }

  private var crestElement: [UInt8] {
    guard let crest = crest ?? builder.trustCrest else { return [] }
    var html = HTMLWriter()
    // The name stands beside it, so the picture adds nothing for those who do not see it.
    html.raw("<img class=\"crest\" alt=\"\" src=\"")
    html.raw(crest.address)
    html.raw("\">")
    return html.bytes
  }

  private func footer(page: String) -> [UInt8] {
    let name: SiteWords = profile.scope == .school ? .schoolFooter : .trustFooter
    return words(name, page: page)
  }

  func words(_ name: SiteWords, page: String) -> [UInt8] { wordsAndSections(name, page: page).html }

  /// Words of the site with the sections they have.
  func wordsAndSections(
    _ name: SiteWords, page: String
  ) -> (html: [UInt8], sections: [Outline.Section]) {
    guard let program = builder.library.words[name.rawValue] else { return ([], []) }
    let words = HTMLFace.words(program, set, page: page)
    return (words.html, words.sections)
  }

  // MARK: - Documents

  /// The page of a document with its appendices, or of a volume with its parts.
  func documentPages() -> [OutputFile] {
    var files: [OutputFile] = []
    let pages = entries
    let feed = hasFeed ? "\(folder)/feed.xml" : nil
    for (position, entry) in pages.enumerated() {
      let digest = digest(of: entry)
      var values = values(for: entry, digest: digest)
      let fragment = "\(folder)/fragments/\(entry.id).html"
      values[.fragment] = SitePath.relative(from: entry.page, to: fragment)
      var extras = PageExtras(feed: feed)
      extras.data = documentData(entry, canonical: values[.canonical], digest: digest)
      extras.blocks[.navigation] = navigation(pages, at: position)
      extras.blocks[.facts] = facts(entry, reference: values[.reference])
      if entry.document == nil { extras.blocks[.contents] = volumeContents(entry) }
      if entry.isForm, let document = entry.document {
        files.append(contentsOf: formPages(entry, document, values: values, extras: extras))
      } else {
        files.append(
          page(
            entry.page, layout: .document, document: entry.document, values: values,
            content: article(entry, page: entry.page, isFragment: false), extras: extras))
      }
      let pasted = article(entry, page: fragment, isFragment: true)
      files.append(OutputFile("site/\(fragment)", Fragment.plain(pasted)))
    }
    return files
  }

  /// A page of the school: a document or a volume.
  struct PageEntry {
    var id: String
    var title: String
    var page: String
    /// The document; nil for a volume.
    var document: Int?
    /// The documents on the page, attached appendices apart.
    var documents: [Int]
    var volume: Int?
    var isForm = false
  }

  /// The pages in their order: policies and volumes, appendices, forms.
  var entries: [PageEntry] {
    var result: [PageEntry] = []
    for index in set.pages {
      guard let resolved = set.documents[index] else { continue }
      result.append(
        PageEntry(
          id: builder.catalogue.documents[index].id, title: resolved.title,
          page: resolved.placement.page, document: index, documents: [index]))
    }
    for (index, volume) in profile.volumes.enumerated() {
      result.append(
        PageEntry(
          id: volume.id, title: volume.title, page: "\(folder)/\(volume.id).html", document: nil,
          documents: volume.parts, volume: index))
    }
    for index in set.agreements {
      guard let resolved = set.documents[index] else { continue }
      result.append(
        PageEntry(
          id: builder.catalogue.documents[index].id, title: resolved.title,
          page: resolved.placement.page, document: index, documents: [index], isForm: true))
    }
    return result
  }

  private func article(_ entry: PageEntry, page: String, isFragment: Bool) -> [UInt8] {
    var html = HTMLWriter()
    let anchor = entry.document.flatMap { set.documents[$0]?.placement.anchor } ?? "doc.\(entry.id)"
    html.raw("<article class=\"document\" id=\"")
    html.attribute(anchor)
    html.raw("\" lang=\"en-GB\">\n")
    if let document = entry.document, let flow = set.documents[document]?.flow,
      !flow.summary.isEmpty
    {
      html.raw("<p class=\"summary\">")
      html.text(flow.summary)
      html.raw("</p>\n")
    }
    html.raw(
      HTMLFace.article(
        set, documents: entry.documents, volume: entry.volume, page: page,
        linksHeadings: !isFragment))
    html.raw("</article>\n")
    return html.bytes
  }

  func values(for entry: PageEntry, digest: String) -> PageValues {
    var values = PageValues()
    values[.title] = entry.title
    if let website = profile.details.website?.value, profile.scope == .school {
      values[.canonical] = canonical(website, entry.page)
    }
    values[.digest] = digest
    guard let document = entry.document, let resolved = set.documents[document] else {
      values[.kind] = "volume"
      values[.label] = "Policies in one volume"
      let parts = entry.documents.compactMap { set.documents[$0]?.title }
      values[.description] = "\(entry.title): \(parts.joined(separator: ", "))"
      values[.reference] = reference(entry.id, version: nil, digest: digest)
      return values
    }
    let state = profile.documents[document]
    let kind = builder.catalogue.documents[document].kind
    values[.kind] = kind.rawValue
    values[.label] = kind.label
    values[.description] = resolved.flow.summary
    values[.summary] = resolved.flow.summary
    values[.audience] = resolved.flow.audience
    values[.reference] = reference(
      entry.id, version: state.version?.value.written, digest: digest)
    values[.version] = state.version?.value.written
    if let form = resolved.flow.form {
      values[.given] = state.given.title
      values[.signedBy] = form.signedBy
      values[.returnTo] = form.returnTo
      values[.keep] = form.keep
    }
    return values
  }

  /// The address of a page on the school's own website, which shows the folder's pages.
  func canonical(_ website: String, _ page: String) -> String {
    let base = website.hasSuffix("/") ? website : website + "/"
    return base + page.dropFirst(folder.utf8.count + 1)
  }

  func digest(of entry: PageEntry) -> String {
    let text = entry.documents.map { DocumentDigest.digest(set, document: $0) }
    return text.count == 1
      ? text[0].short : String(SHA256.hexadecimal(Array(text.map(\.full).joined().utf8)).prefix(12))
  }

  private func navigation(_ pages: [PageEntry], at position: Int) -> [UInt8] {
    var html = HTMLWriter()
    let here = pages[position].page
    let near = [
      ("prev", "Previous", position - 1), ("next", "Next", position + 1),
    ].filter { pages.indices.contains($0.2) && pages[$0.2].isForm == pages[position].isForm }
    guard !near.isEmpty else { return [] }
    html.raw("<nav class=\"neighbours\" aria-label=\"Neighbouring documents\">\n<ul>\n")
    for (relation, word, index) in near {
      html.raw("<li class=\"\(relation)\"><span>\(word)</span> <a rel=\"\(relation)\" href=\"")
      html.attribute(SitePath.relative(from: here, to: pages[index].page))
      html.raw("\">")
      html.text(pages[index].title)
      html.raw("</a></li>\n")
    }
    html.raw("</ul>\n</nav>\n")
    return html.bytes
  }

  private func volumeContents(_ entry: PageEntry) -> [UInt8] {
    var html = HTMLWriter()
    html.raw("<ol class=\"contents\">\n")
    for (number, document) in entry.documents.enumerated() {
      guard let resolved = set.documents[document] else { continue }
      html.raw("<li><a href=\"#\(resolved.placement.anchor)\"><span class=\"part\">")
      html.raw("Part \(number + 1)</span> ")
      html.text(resolved.title)
      html.raw("</a>\n")
      html.raw(HTMLFace.computed(.contents, of: document, in: set, page: entry.page))
      html.raw("</li>\n")
    }
    html.raw("</ol>\n")
    return html.bytes
  }
}

/// The fingerprint of what a document says.
package struct DocumentDigest: Sendable {
  /// SHA-256 of the canonical text, 64 hexadecimal digits.
  package var full: String

  /// The twelve digits that are printed.
  package var short: String { String(full.prefix(12)) }

  package static func digest(_ set: SchoolDocuments, document: Int) -> DocumentDigest {
    let text = DocumentText(set, document: document, style: .canonical)
    return DocumentDigest(full: SHA256.hexadecimal(Array(text.plainText.utf8)))
  }
}
