import Configuration
package import Documents
package import Reviews
import Templating

/// What is published of documents that are approved, that were, and that are not yet.
extension PageMaker {
  /// The files that an entry makes: on the site what the trust publishes, beside it the draft.
  func published(
    _ pages: [PageEntry], at position: Int
  ) -> (site: [PlannedFile], drafts: [PlannedFile]) {
    let entry = pages[position]
    let states = holds(entry).map { status(of: $0).approval }
    let isDraft = states.contains(where: \.isDraft)
    guard approvals.settings.publish == .approved else {
      return (current(pages, at: position, isDraft: isDraft), [])
    }
    let drafts = isDraft ? current(pages, at: position, isDraft: true, isBeside: true) : []
    // Wording that is approved, with facts that are only noted, is shown with the facts of today.
    let hasNewFacts = !isDraft && states.contains { $0 != .approved }
    if !hasNewFacts, let kept = keptFiles(entry) { return (kept.map { .file($0) }, drafts) }
    if isDraft { return ([.file(placeholder(entry))], drafts) }
    return (current(pages, at: position, isDraft: false), [])
  }

  /// The pages that are still to be approved, for the central team, where the site shows approved ones.
  var drafts: [OutputFile] {
    guard approvals.settings.publish == .approved else { return [] }
    let pages = entries
    return laidOut(pages.indices.flatMap { published(pages, at: $0).drafts })
  }

  /// The documents that stand on a page, attached appendices included.
  func holds(_ entry: PageEntry) -> [Int] { Self.holds(entry, set) }

  static func holds(_ entry: PageEntry, _ set: SchoolDocuments) -> [Int] {
    entry.documents.flatMap { [$0] + set.appendices(of: $0) }
  }

  /// The approved text of a document, where that is what is published instead of today's.
  func keptText(of document: Int) -> ReviewedText? {
    guard approvals.settings.publish == .approved, status(of: document).approval.isDraft else {
      return nil
    }
    let id = builder.catalogue.documents[document].id
    return approvals.inForce(id, on: builder.day)?.text(of: id)
  }

  /// What lists and data may tell of a document beside its page.
  struct PublicFace {
    var title: String
    var summary: String
    /// Its sections as they were approved; nil where they are those of today.
    var sections: [(number: String, title: String, anchor: String)]?
  }

  /// What may be told of a document: of a draft no more than what was approved before it.
  func face(of document: Int) -> PublicFace? {
    guard let resolved = set.documents[document] else { return nil }
    guard approvals.settings.publish == .approved, status(of: document).approval.isDraft else {
      return PublicFace(title: resolved.title, summary: resolved.flow.summary)
    }
    guard let kept = keptText(of: document) else {
      return PublicFace(title: resolved.title, summary: "", sections: [])
    }
    // The summary is the first of the words beside the text, where the document has one.
    let summary = resolved.flow.summary.isEmpty ? nil : kept.beside.first
    return PublicFace(
      title: kept.title, summary: summary.map(kept.filled) ?? "",
      sections: kept.sections.filter { !$0.title.isEmpty }
        .map { ($0.number, $0.title, $0.anchor) })
  }

  /// The title under which a page is listed.
  func listedTitle(_ entry: PageEntry) -> String {
    entry.document.flatMap { face(of: $0)?.title } ?? entry.title
  }

  /// The page in all its faces, and the fragment, as they were approved, byte for byte.
  private func keptFiles(_ entry: PageEntry) -> [OutputFile]? {
    guard let page = approvals.page(inFolder(entry.page), on: builder.day) else { return nil }
    let names = FormNames(page: inFolder(entry.page))
    let faces = [names.standard, names.large, names.plain, "fragments/\(entry.id).html"]
    return faces.compactMap { name in
      approvals.pages["\(page.0.name)/\(name)"].map { OutputFile("site/\(folder)/\(name)", $0) }
    }
  }

  /// A page's name from the school's folder.
  private func inFolder(_ page: String) -> String { String(page.dropFirst(folder.count + 1)) }

  /// The page of a document that nobody has approved: references to it must lead somewhere.
  private func placeholder(_ entry: PageEntry) -> OutputFile {
    var values = PageValues()
    values[.title] = entry.title
    values[.kind] = entry.isForm ? "agreement" : "policy"
    values[.label] = entry.isForm ? "Agreement" : "Policy"
    var html = HTMLWriter()
    html.raw("<p>This document has not been approved yet. It will be published here when it has.")
    // Links to its sections lead here until then.
    for document in holds(entry) {
      guard let resolved = set.documents[document], resolved.placement.page == entry.page else {
        continue
      }
      html.raw("<span id=\"\(resolved.placement.anchor)\"></span>")
      for section in resolved.outline.sections {
        html.raw("<span id=\"\(resolved.placement.anchorPrefix)\(section.anchor)\"></span>")
      }
    }
    html.raw("</p>\n")
    return page(
      entry.page, layout: .document, document: nil, values: values, content: html.bytes)
  }

  // MARK: - Drafts

  /// What a draft says of itself before everything else, on the screen and on paper.
  func draftMark(_ entry: PageEntry) -> [UInt8] {
    var html = HTMLWriter()
    html.raw("<p class=\"draft\" role=\"note\"><strong>Draft: not approved.</strong> ")
    html.text(draftWords(entry))
    html.raw("</p>\n")
    return html.bytes
  }

  private func draftWords(_ entry: PageEntry) -> String {
    for document in holds(entry) {
      let status = status(of: document)
      guard status.approval.isDraft else { continue }
      let id = builder.catalogue.documents[document].id
      guard let record = approvals.inForce(id, on: builder.day) else {
        if let adopted = profile.documents[document].adopted?.value, adopted > builder.day {
          return "It is to be adopted on \(adopted.long)."
        }
        return "No approval of it is recorded."
      }
      return status.approval == .changed
        ? "The text has changed since version \(record.version.written) was \(record.words)."
        : "Version \(record.version.written) was \(record.words); this version is still to be approved."
    }
    return ""
  }

  // MARK: - Earlier versions

  /// The earlier approved versions, each marked as such, and a page that lists them.
  func archive() -> [OutputFile] {
    let old = archived
    guard !old.isEmpty else { return [] }
    var files: [OutputFile] = []
    var html = HTMLWriter()
    html.raw(
      "<p>These pages are kept as they were approved.</p>\n<ul>\n")
    let index = "\(folder)/archive/index.html"
    for (record, standing) in old {
      for page in record.pages where isMain(page, of: record) {
        guard let bytes = approvals.pages["\(record.name)/\(page.name)"] else { continue }
        let name = "\(folder)/\(archiveName(page.name, record))"
        files.append(
          OutputFile("site/\(name)", marked(bytes, record, standing, page: page.name, name: name)))
        html.raw("<li>")
        html.link(
          archiveTitle(page, record), to: SitePath.relative(from: index, to: name))
        html.text(", \(record.words), \(standing.words)")
        html.raw("</li>\n")
      }
    }
    html.raw("</ul>\n")
    var values = PageValues()
    values[.title] = "Earlier versions"
    values[.kind] = "archive"
    files.append(
      page(index, layout: .document, document: nil, values: values, content: html.bytes))
    return files
  }

  /// Whether a kept page is neither a fragment nor another face of a form.
  private func isMain(_ page: ApprovalRecord.Page, of record: ApprovalRecord) -> Bool {
    guard page.name.hasSuffix(".html"), !page.name.hasPrefix("fragments/") else { return false }
    return !record.pages.contains { FormNames(page: $0.name).large == page.name }
  }

  /// Why an approved version is in the archive.
  private enum Standing {
    /// A later version took its place on a day.
    case superseded(CalendarDate)
    /// The school no longer issues the document.
    case withdrawn
    /// It is in force, and the page on the site is a draft of the next.
    case inForce

    var words: String {
      switch self {
      case .superseded(let day): "in force until \(day.long)"
      case .withdrawn: "no longer in use"
      case .inForce: "in force"
      }
    }
  }

  /// The approvals that the site's own pages do not show, the newest first.
  private var archived: [(record: ApprovalRecord, standing: Standing)] {
    var result: [(ApprovalRecord, Standing)] = []
    for record in approvals.records.reversed() where record.day <= builder.day {
      let all = approvals.records.filter {
        $0.document == record.document && $0.day <= builder.day
      }
      guard let place = all.firstIndex(where: { $0.name == record.name }) else { continue }
      let index = builder.catalogue.documentIndex(record.document)
      if place + 1 < all.count {
        result.append((record, .superseded(all[place + 1].day)))
      } else if let index, set.documents[index] != nil {
        let isShown = approvals.settings.publish == .approved || !status(of: index).approval.isDraft
        if !isShown { result.append((record, .inForce)) }
      } else {
        result.append((record, .withdrawn))
      }
    }
    return result
  }

  var hasArchive: Bool { !archived.isEmpty }

  /// Beside the present page, so that its links stay good; the dot keeps it apart from documents.
  private func archiveName(_ page: String, _ record: ApprovalRecord) -> String {
    let stem = page.hasSuffix(".html") ? String(page.dropLast(5)) : page
    let id = stem.split(separator: "/").last.map(String.init) ?? stem
    let version =
      record.text(of: id) == nil ? record.name : "v\(record.version.written)"
    return "\(stem).\(version).html"
  }

  private func archiveTitle(_ page: ApprovalRecord.Page, _ record: ApprovalRecord) -> String {
    let id = page.name.dropLast(5).split(separator: "/").last.map(String.init) ?? page.name
    let title = record.text(of: id)?.title ?? record.title
    return "\(title), version \(record.version.written)"
  }

  /// A kept page with a mark at the start of its main part; all else stays as it was.
  private func marked(
    _ bytes: [UInt8], _ record: ApprovalRecord, _ standing: Standing, page: String, name: String
  ) -> [UInt8] {
    var html = HTMLWriter()
    html.raw("\n<p class=\"archived\" role=\"note\">")
    if case .inForce = standing {
      html.raw("<strong>The version in force.</strong> ")
    } else {
      html.raw("<strong>Earlier version.</strong> ")
    }
    html.text("Version \(record.version.written), \(record.words), \(standing.words). ")
    let present = SitePath.relative(from: name, to: "\(folder)/\(page)")
    switch standing {
    case .superseded: html.link("See the present version.", to: present)
    case .inForce: html.link("See the draft of the next version.", to: present)
    case .withdrawn: break
    }
    html.raw("</p>\n")
    let place = Self.endOfTag("<main", in: bytes) ?? Self.endOfTag("<body", in: bytes) ?? 0
    return Array(bytes[..<place]) + html.bytes + Array(bytes[place...])
  }

  /// Where the first tag of a name ends.
  private static func endOfTag(_ tag: String, in bytes: [UInt8]) -> Int? {
    let mark = Array(tag.utf8)
    guard bytes.count > mark.count else { return nil }
    for index in 0..<(bytes.count - mark.count)
    where bytes[index] == mark[0] && bytes[index..<index + mark.count].elementsEqual(mark) {
      return bytes[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
    }
    return nil
  }
}

extension SiteBuilder {
  /// Makes the pages that are kept with the approval of a document: its own, and those of what is
  /// reviewed with it, as they are published from then on.
  package func approvedPages(
    _ set: SchoolDocuments, crest: Crest?, of covered: [Int]
  ) -> [(page: ApprovalRecord.Page, bytes: [UInt8])] {
    let folder = set.profile.slug
    let maker = PageMaker(
      builder: self, set: set, crest: crest, folder: folder, approvals: SchoolApprovals())
    let pages = maker.entries
    var result: [(ApprovalRecord.Page, [UInt8])] = []
    for (position, entry) in pages.enumerated() {
      let holds = maker.holds(entry)
      guard holds.contains(where: covered.contains) else { continue }
      let held = holds.map {
        ApprovalRecord.Held(document: catalogue.documents[$0].id, digest: maker.digest(of: $0))
      }
      let made = maker.laidOut(maker.current(pages, at: position, isDraft: false))
      for file in made {
        let bytes = ApprovalRecord.withoutCarriageReturns(file.bytes)
        let name = String(file.name.dropFirst("site/\(folder)/".count))
        result.append(
          (
            ApprovalRecord.Page(name: name, digest: SHA256.hexadecimal(bytes), holds: held), bytes
          ))
      }
    }
    return result
  }
}
