package import Configuration
import Diagnostics
import Documents
import Reviews
package import Templating

/// Makes the pages of the site from resolved documents.
package struct SiteBuilder: Sendable {
  let library: Library
  let catalogue: Catalogue
  let layouts: LayoutSet
  let day: CalendarDate
  let trustCrest: Crest?
  /// The questions that layouts ask about a page.
  let pageQuestions: [QuestionID?]
  /// Whether pages lead to PDF files of themselves, which lie beside them.
  package var linksPDF = false

  package init(
    library: Library, catalogue: Catalogue, layouts: LayoutSet, asOf day: CalendarDate,
    trustCrest: Crest?
  ) {
    self.library = library
    self.catalogue = catalogue
    self.layouts = layouts
    self.day = day
    self.trustCrest = trustCrest
    pageQuestions = PageValues.questions(library.questions)
  }
}

/// The pages of one school, or of the trust's own documents, while they are made.
struct PageMaker {
  let builder: SiteBuilder
  let set: SchoolDocuments
  /// The picture beside the name; empty where there is none.
  let crestElement: [UInt8]
  /// The folder of the pages, from the root of the site: `riverside`.
  let folder: String
  let approvals: SchoolApprovals
  /// The style of all these pages, made once.
  let style: SchoolStyle
  /// What each document says, by its number, where there is something to compare it with.
  private let texts: [Int: ReviewedText]
  /// Where each document stands.
  private let statuses: [Int: DocumentStatus]
  /// The digest of each of these texts, taken once.
  private let digests: [Int: String]
  /// The digest of the manifest, where it was taken with them.
  private(set) var manifestDigest: String?
  /// The pages that are not made, because they stand as they would be made again.
  let staying: Staying
  /// What pages have around them, for the folders that most of them lie in.
  private let folders: [Surroundings]
  var profile: SchoolProfile { self.set.profile }

  /// - Parameter takesDigests: Whether the digests of all documents are taken together, as pages show each of them.
  init(
    builder: SiteBuilder, set: SchoolDocuments, crest: Crest?, folder: String,
    approvals: SchoolApprovals, over pages: (any StandingPages)? = nil, takesDigests: Bool = true
  ) {
    self.builder = builder
    staying = Self.staying(pages, builder, set, folder, approvals)
    self.set = set
    self.folder = folder
    self.approvals = approvals
    crestElement = Self.element(crest ?? builder.trustCrest)
    style = SchoolStyle(set.profile, common: builder.layouts.common)
    var texts: [Int: ReviewedText] = [:]
    var statuses: [Int: DocumentStatus] = [:]
    var digests: [Int: String] = [:]
    // What a document says is compared with records; where there are none, its digest is enough.
    if approvals.records.isEmpty, takesDigests {
      digests = staying.digests
      let unknown = set.issued.filter { digests[$0] == nil }
      let manifest = set.profile.layers.first?.file.bytes ?? []
      let taken = ReviewedText.digests(set, documents: unknown, and: manifest)
      for (index, digest) in zip(unknown, taken.documents) { digests[index] = digest }
      manifestDigest = taken.file
    }
    for index in set.issued {
      let text = approvals.records.isEmpty ? nil : ReviewedText(set, document: index)
      texts[index] = text
      if let known = staying.digests[index] ?? text?.digest { digests[index] = known }
      statuses[index] = DocumentStatus(
        set.catalogue.documents[index].id, set.profile.documents[index], approvals: approvals,
        on: builder.day, text: text ?? ReviewedText(set, document: index))
    }
    self.texts = texts
    self.statuses = statuses
    self.digests = digests
    folders = Self.surroundings(
      builder, set, folder, pages: ["\(folder)/page", "\(folder)/agreements/page"])
  }

  /// What all pages of a folder have around them.
  struct Surroundings {
    /// The folder of the pages.
    let folder: Substring
    /// The ways to the front page of the school, of the site, and of the trust's documents.
    let home: String
    let site: String
    let trust: String
    /// The words under each page.
    let footer: [UInt8]

    /// - Parameters:
    ///   - page: A page of the folder, from the root of the site.
    ///   - home: The folder of the school.
    init(of page: String, home folder: String, footer: [UInt8]) {
      self.folder = SitePath.folder(of: page)
      home = SitePath.relative(from: page, to: "\(folder)/index.html")
      site = SitePath.relative(from: page, to: "index.html")
      trust = SitePath.relative(from: page, to: "trust/index.html")
      self.footer = footer
    }
  }

  func text(of document: Int) -> ReviewedText {
    texts[document] ?? ReviewedText(set, document: document)
  }

  func status(of document: Int) -> DocumentStatus {
    statuses[document]
      ?? DocumentStatus(
        set.catalogue.documents[document].id, profile.documents[document], approvals: approvals,
        on: builder.day, text: text(of: document))
  }

  /// What is printed of a document's reference: its id, its version and its digest.
  func reference(
    _ id: String, version: String?, digest: String, isDraft: Bool = false
  ) -> String {
    var reference = id
    if let version { reference += " v" + version }
    if isDraft { reference += " draft" }
    return reference + " " + digest
  }

  /// The style of one page alone: the words at the foot of its sheets, and the size of a form's print.
  func foot(_ values: PageValues) -> [UInt8] {
    var style = PageFoot.style(
      title: (values[.draft] == nil ? "" : "DRAFT: ") + (values[.title] ?? ""),
      owner: profile.details.name.value, version: values[.version],
      digest: values[.digest])
    // Large print is large to the last line.
    if values[.face] == "large" { style.append(contentsOf: PageFoot.large.utf8) }
    if let size = values[.size] {
      style.append(contentsOf: ":root{--form-size:\(size)pt}".utf8)
    }
    return style
  }

  private static func element(_ crest: Crest?) -> [UInt8] {
    guard let crest else { return [] }
    var html = HTMLWriter(capacity: crest.address.count + 64)
    // The name stands beside it, so the picture adds nothing for those who do not see it.
    html.raw("<img class=\"crest\" alt=\"\" src=\"")
    html.raw(crest.address)
    html.raw("\">")
    return html.bytes
  }

  /// What a page of the site has around it.
  func surroundings(of page: String) -> Surroundings {
    let folder = SitePath.folder(of: page)
    for known in folders where known.folder == folder { return known }
    return Self.surroundings(builder, set, self.folder, pages: [page])[0]
  }

  private static func surroundings(
    _ builder: SiteBuilder, _ set: SchoolDocuments, _ folder: String, pages: [String]
  ) -> [Surroundings] {
    let name: SiteWords = set.profile.scope == .school ? .schoolFooter : .trustFooter
    let footers = builder.library.words[name.rawValue].map {
      HTMLFace.words($0, set, pages: pages).map(\.html)
    }
    return pages.indices.map {
      Surroundings(of: pages[$0], home: folder, footer: footers?[$0] ?? [])
    }
  }

  /// Words of the site with the sections they have.
  func wordsAndSections(
    _ name: SiteWords, page: String
  ) -> (html: [UInt8], sections: [Outline.Section]) {
    guard let program = builder.library.words[name.rawValue] else { return ([], []) }
    return HTMLFace.words(program, set, pages: [page])[0]
  }

  // MARK: - Documents

  /// The pages of the documents with their appendices, and of the volumes with their parts.
  func documentPages() -> [PlannedFile] {
    let pages = entries
    return pages.indices.flatMap { position in
      staying.entries.contains(pages[position].id) ? [] : published(pages, at: position).site
    }
  }

  /// Plans an entry's page in all its faces, and makes its fragment, as the documents are now.
  ///
  /// - Parameter isBeside: Whether it is laid out for the folder of drafts, beside the site.
  func current(
    _ pages: [PageEntry], at position: Int, isDraft: Bool, isBeside: Bool = false
  ) -> [PlannedFile] {
    var entry = pages[position]
    let digest = digest(of: entry)
    var values = values(for: entry, digest: digest, isDraft: isDraft)
    if isBeside {
      entry.page = "../central/drafts/\(entry.page)"
      values[.canonical] = nil
    }
    let fragment = "\(folder)/fragments/\(entry.id).html"
    if builder.linksPDF, !isBeside { values[.pdf] = Self.pdfName(entry.page) }
    values[.fragment] = SitePath.relative(from: entry.page, to: fragment)
    var extras = PageExtras(feed: hasFeed ? "\(folder)/feed.xml" : nil)
    extras.data = documentData(entry, canonical: values[.canonical], digest: digest)
    extras.blocks[.navigation] = navigation(pages, at: position, from: entry.page)
    extras.blocks[.facts] = facts(entry, reference: values[.reference])
    if entry.document == nil { extras.blocks[.contents] = volumeContents(entry) }
    if isDraft { extras.mark = draftMark(entry) }
    // The faces of a form lie beside each other, so that their links are alike.
    let parts =
      entry.isForm
      ? entry.document.map {
        HTMLFace.form(set, document: $0, page: entry.page, notesOwn: true)
      } : nil
    let article = article(entry, form: parts)
    let content = article.bytes
    let files: [PlannedFile] =
      if let parts, let document = entry.document {
        formPages(entry, document, parts, values: values, extras: extras)
      } else {
        [
          .page(
            PlannedPage(
              name: entry.page, layout: .document, document: entry.document, values: values,
              content: content, extras: extras))
        ]
      }
    guard !isBeside else { return files }
    let pasted = Fragment.made(
      of: content, own: article.ownMarkup ?? [], on: entry.page, as: fragment, mark: extras.mark)
    return files + [.file(OutputFile("site/\(fragment)", pasted))]
  }

  /// The PDF beside a page, seen from it.
  static func pdfName(_ page: String) -> String {
    let file = page.split(separator: "/").last.map(String.init) ?? page
    return (file.hasSuffix(".html") ? String(file.dropLast(5)) : file) + ".pdf"
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
  var entries: [PageEntry] { Self.entries(builder, set, folder) }

  static func entries(
    _ builder: SiteBuilder, _ set: SchoolDocuments, _ folder: String
  ) -> [PageEntry] {
    var result: [PageEntry] = []
    let profile = set.profile
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

  /// The article of a page, with what only our own pages know of it; of a form, with its lines where they stand in the text.
  func article(_ entry: PageEntry, form: FormParts?) -> HTMLWriter {
    var html = HTMLWriter(capacity: Self.usualArticle, notesOwn: true)
    let resolved = entry.document.flatMap { set.documents[$0] }
    html.openArticle(
      resolved?.placement.anchor ?? "doc.\(entry.id)", summary: resolved?.flow.summary ?? "")
    if let form {
      html.raw(form)
    } else {
      HTMLFace.article(
        set, documents: entry.documents, volume: entry.volume, page: entry.page,
        linksHeadings: true, to: &html)
    }
    html.raw("</article>\n")
    return html
  }

  /// What most articles take, in bytes; a longer one only takes longer.
  private static let usualArticle = 65_536

  func values(for entry: PageEntry, digest: String, isDraft: Bool) -> PageValues {
    var values = PageValues()
    values[.title] = entry.title
    if let website = profile.details.website?.value, profile.scope == .school {
      values[.canonical] = canonical(website, entry.page)
    }
    values[.digest] = digest
    values[.draft] = isDraft ? "draft" : nil
    guard let document = entry.document, let resolved = set.documents[document] else {
      values[.kind] = "volume"
      values[.label] = "Policies in one volume"
      let parts = entry.documents.compactMap { set.documents[$0]?.title }
      values[.description] = "\(entry.title): \(parts.joined(separator: ", "))"
      values[.reference] = reference(
        entry.id, version: nil, digest: digest, isDraft: isDraft)
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
      entry.id, version: state.version?.value.written, digest: digest, isDraft: isDraft)
    values[.version] = state.version?.value.written
    if let form = resolved.flow.form {
      values[.given] = howGiven(document)
      values[.signedBy] = form.signedBy
      values[.returnTo] = form.returnTo
      values[.keep] = form.keep
    }
    return values
  }

  /// The address of a page on the school's own website, which shows the folder's pages.
  func canonical(_ website: String, _ page: String) -> String {
    let base = website.hasSuffix("/") ? website : website + "/"
    return base + String(Substring(page.utf8.dropFirst(folder.utf8.count + 1)))
  }

  /// The digest of everything a document says.
  func digest(of document: Int) -> String { digests[document] ?? text(of: document).digest }

  func digest(of entry: PageEntry) -> String {
    let whole = ReviewedText.digest(ofParts: entry.documents.map { digest(of: $0) })
    return String(whole.prefix(ReviewedText.shortDigest))
  }

  private func navigation(
    _ pages: [PageEntry], at position: Int, from here: String
  ) -> [UInt8] {
    var html = HTMLWriter()
    let near = [position - 1, position + 1].filter {
      pages.indices.contains($0) && pages[$0].isForm == pages[position].isForm
    }
    guard !near.isEmpty else { return [] }
    html.raw("<nav class=\"neighbours\" aria-label=\"Neighbouring documents\">\n<ul>\n")
    for index in near {
      html.raw(
        index < position
          ? "<li class=\"prev\"><span>Previous</span> <a rel=\"prev\" href=\""
          : "<li class=\"next\"><span>Next</span> <a rel=\"next\" href=\"")
      html.address(of: pages[index].page, from: here)
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

extension HTMLWriter {
  /// Opens the article of a page.
  mutating func openArticle(_ anchor: String, summary: String) {
    raw("<article")
    own(" class=\"document\"")
    raw(" id=\"")
    attribute(anchor)
    raw("\" lang=\"en-GB\">\n")
    guard !summary.isEmpty else { return }
    ownTag("<p class=\"summary\">")
    text(summary)
    raw("</p>\n")
  }
}
