import Configuration
import Documents
import Reviews

/// Knows which pages of a school stand as they would be made again.
package protocol StandingPages: Sendable {
  /// Whether the files of these names, from the output folder, stand as they would be made again.
  ///
  /// - Parameter documents: The documents whose text they show; besides it they show what every page can.
  func stand(_ names: [String], showing documents: [Int]) -> Bool

  /// The digest of a document as it stands there, as far as it is printed; nil where it is not known.
  func digest(of document: Int) -> String?
}

extension PageMaker {
  /// The entries whose pages need not be made, by their ids, with the digests of the documents on them.
  struct Staying {
    var entries: Set<String> = []
    /// The names of these pages, from the output folder.
    var names: [String] = []
    var digests: [Int: String] = [:]
    /// The pages that show no document's own text, by the same names.
    var plain: Set<String> = []
  }

  /// Finds the pages that need not be made.
  ///
  /// What is approved decides of more than a page's own words what stands on it: there all are made.
  static func staying(
    _ pages: (any StandingPages)?, _ builder: SiteBuilder, _ set: SchoolDocuments,
    _ folder: String, _ approvals: SchoolApprovals
  ) -> Staying {
    var result = Staying()
    guard let pages, !approvals.decidePages else { return result }
    for entry in entries(builder, set, folder) {
      let shown = holds(entry, set)
      let digests = shown.compactMap { document in
        pages.digest(of: document).map { (document, $0) }
      }
      let names = names(of: entry, folder: folder)
      guard digests.count == shown.count, pages.stand(names, showing: shown) else { continue }
      result.entries.insert(entry.id)
      result.names += names
      for (document, digest) in digests { result.digests[document] = digest }
    }
    for name in ["index.html", "changes.html"].map({ "site/\(folder)/\($0)" })
    where pages.stand([name], showing: []) {
      result.plain.insert(name)
    }
    return result
  }

  /// The names of the files that an entry makes, from the output folder.
  static func names(of entry: PageEntry, folder: String) -> [String] {
    var names = [entry.page, "\(folder)/fragments/\(entry.id).html"]
    if entry.isForm {
      let faces = FormNames(page: entry.page)
      names += [faces.large, faces.plain]
    }
    return names.map { "site/\($0)" }
  }
}

extension SchoolApprovals {
  /// Whether what is approved decides what stands on a page, or what is said of it.
  var decidePages: Bool {
    !records.isEmpty || !returns.isEmpty || settings.publish == .approved
  }
}
