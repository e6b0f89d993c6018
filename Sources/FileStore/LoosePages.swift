/// The pages that belong to no unit, such as the front page and the tables over all schools, while they are published.
///
/// Each is made aside as soon as it is known, so that they need not all be held at once, and put in its place at the end.
package struct LoosePages: Sendable {
  /// The name of these pages in the build record.
  static let unit = ""

  /// A page that is to be there.
  private struct Page {
    var name: String
    var fingerprint: Fingerprint
    /// Its name in the staging folder; nil where it stands already.
    var staged: String?
    var stamp: FileStamp?
  }

  private let store: OutputStore
  private let ownership: Ownership
  private let kept: UnitRecord?
  private var pages: [Page] = []
  private var names: Set<String> = []
  package private(set) var written = 0
  package private(set) var unchanged = 0

  package init(_ store: OutputStore) {
    self.store = store
    ownership = store.record.ownership(of: Self.unit)
    kept = store.record.unit(Self.unit)
  }

  /// Adds a page.
  package mutating func add(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    let fingerprint = store.key.fingerprint(bytes)
    var page = Page(name: name, fingerprint: fingerprint)
    names.insert(name)
    if let standing = store.looseStatus(name), standing.kind == .folder {
      throw FileError(.notAFile, "write", store.root.path(of: name))
    }
    if store.looseFingerprint(name, kept) == fingerprint {
      page.stamp = store.looseStatus(name)?.stamp
      unchanged += 1
    } else {
      let staged = "loose@\(pages.count)"
      try store.staging.removeFile(staged)
      _ = try store.staging.write(bytes, to: staged)
      page.staged = staged
      written += 1
    }
    pages.append(page)
  }

  /// Puts all pages in place and takes away those that are no longer made.
  ///
  /// - Parameter units: The units of the site, whose folders are not looked into here.
  package mutating func finish(
    record new: UnitRecord, units: Set<String>
  ) throws(FileError) -> Publication {
    var result = Publication(record: new)
    result.written = written
    result.unchanged = unchanged
    result.record.files = pages.map {
      UnitRecord.File(name: $0.name, fingerprint: $0.fingerprint, stamp: $0.stamp)
    }
    try store.remember(Self.unit, result.record.asIntent)
    for (index, page) in pages.enumerated() {
      guard let staged = page.staged else { continue }
      var home = GrowingTree(store.root)
      let (folder, inner) = try home.home(of: page.name)
      if folder.status(inner) != nil,
        store.looseFingerprint(page.name, nil).map({ ownership.owns(page.name, $0) }) != true
      {
        let free = EditedName.free(for: inner) { folder.status($0) != nil }
        if try !folder.link(inner, to: folder, as: free) {
          try folder.rename(inner, to: folder, as: free)
        }
        result.keptBeside.append((page.name, free))
      }
      try store.staging.rename(staged, to: folder, as: inner)
      result.record.files[index].stamp = folder.status(inner)?.stamp
    }
    // Whatever the program ever put there, a build that was killed before it took it away included.
    for name in ownership.names where !names.contains(name) { try remove(name, &result) }
    result.record.foreign = store.strangers(besides: names, units: units)
    try store.remember(Self.unit, result.record)
    return result
  }

  private func remove(_ name: String, _ result: inout Publication) throws(FileError) {
    guard store.looseStatus(name) != nil else { return }
    var home = GrowingTree(store.root)
    let (folder, inner) = try home.home(of: name)
    if store.looseFingerprint(name, nil).map({ ownership.owns(name, $0) }) == true {
      try folder.removeFile(inner)
      result.removed += 1
    } else {
      let free = EditedName.free(for: inner) { folder.status($0) != nil }
      try folder.rename(inner, to: folder, as: free)
      result.keptBeside.append((name, free))
    }
    for folder in UnitName.folders(above: name).reversed() where folder != "site" {
      store.root.removeFolder(folder)
    }
  }
}

extension OutputStore {
  /// What the record keeps of the pages that belong to no unit.
  package var looseRecord: UnitRecord? { record.unit(LoosePages.unit) }

  /// Whether the pages that belong to no unit stand as the record says, and nothing else stands beside them.
  package func verifyLoose(_ kept: UnitRecord, units: Set<String>) -> Bool {
    kept.files.allSatisfy { looseFingerprint($0.name, kept) == $0.fingerprint }
      && strangers(besides: Set(kept.files.map(\.name)), units: units) == kept.foreign
  }

  fileprivate func looseStatus(_ name: String) -> Folder.Status? { root.status(name) }

  /// The fingerprint of a page that stands, by its stamp where that tells, and by its bytes otherwise.
  fileprivate func looseFingerprint(_ name: String, _ kept: UnitRecord?) -> Fingerprint? {
    guard let status = root.status(name), status.kind == .file else { return nil }
    if let known = kept?.files.first(where: { $0.name == name }), known.stamp == status.stamp,
      record.isTelling(status.stamp)
    {
      return known.fingerprint
    }
    return (try? root.read(name, limit: 1 << 32)).map(key.fingerprint)
  }

  /// What stands beside the loose pages and the units though the program did not put it there.
  fileprivate func strangers(besides names: Set<String>, units: Set<String>) -> [String] {
    var folders: Set<String> = ["site"]
    for name in names { folders.formUnion(UnitName.folders(above: name)) }
    var result: [String] = []
    for folder in folders.sorted() {
      guard let open = try? root.folder(folder), let inner = try? open.names() else { continue }
      for name in inner {
        let full = "\(folder)/\(name)"
        if names.contains(full) || folders.contains(full) { continue }
        if folder == "site", units.contains(name) { continue }
        let isFolder = open.status(name)?.kind == .folder
        // Other commands have folders of their own beside the central pages.
        if isFolder, folder != "site" { continue }
        result.append(isFolder ? full + "/" : full)
      }
    }
    return result
  }
}
