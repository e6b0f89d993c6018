#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Bytes
import Synchronization

/// The pages that belong to no unit, such as the front page and the tables over all schools, while they are published.
///
/// Each is made aside as soon as it is known, so that they need not all be held at once, and put in its place at the end.
/// Several cores may add pages at once.
package final class LoosePages: Sendable {
  /// The name of these pages in the build record.
  static let unit = ""

  /// A page that is to be there.
  private struct Page {
    var name: String
    var fingerprint: Fingerprint
    /// What it was made from, where that is known.
    var origin: Fingerprint?
    /// Its name in the staging folder; nil where it stands already.
    var staged: String?
    var stamp: FileStamp?
  }

  private let store: OutputStore
  private let ownership: Ownership
  /// What the record keeps of each page.
  private let kept: [String: UnitRecord.File]
  /// Whether what the record says of single pages may be relied on.
  private let relies: Bool
  private let pages = Mutex<[Page]>([])
  private let doubts = Atomic(false)

  /// - Parameter relies: Whether pages may be kept because the record says what they were made from.
  package init(_ store: OutputStore, relies: Bool) {
    self.store = store
    self.relies = relies && store.record.isWhole
    ownership = store.record.ownership(of: Self.unit)
    kept = store.looseRecord?.filesByName ?? [:]
  }

  /// Keeps pages that stand as they were made from the same; returns whether there are all of them.
  package func keep(_ names: [String], madeFrom origin: Fingerprint) -> Bool {
    var found: [Page] = []
    for name in names {
      guard let page = standing(name, { $0.origin == origin }) else { return false }
      found.append(page)
    }
    pages.withLock { [found] in $0 += found }
    return true
  }

  /// Keeps a page that stands with these bytes; returns whether there is such a page.
  package func keep(_ name: String, having fingerprint: Fingerprint) -> Bool {
    guard let page = standing(name, { $0.fingerprint == fingerprint }) else { return false }
    pages.withLock { [page] in $0.append(page) }
    return true
  }

  private func standing(_ name: String, _ isWanted: (UnitRecord.File) -> Bool) -> Page? {
    guard relies, let known = kept[name], isWanted(known),
      let status = store.looseStatus(name), status.kind == .file,
      store.looseFingerprint(name, status, known) == known.fingerprint
    else { return nil }
    return Page(
      name: name, fingerprint: known.fingerprint, origin: known.origin, stamp: status.stamp)
  }

  /// Adds a page, whose bytes lie in pieces one after another.
  ///
  /// - Parameter origin: What it was made from, where that is known.
  package func add(
    _ name: String, _ pieces: [[UInt8]], madeFrom origin: Fingerprint? = nil
  ) throws(FileError) {
    let fingerprint = store.key.fingerprint(of: pieces)
    var page = Page(name: name, fingerprint: fingerprint, origin: origin)
    if let stamp = try stamp(of: name, having: fingerprint) {
      page.stamp = stamp
    } else {
      let staged = try stagedName()
      _ = try store.staging.write(pieces, to: staged)
      page.staged = staged
    }
    pages.withLock { [page] in $0.append(page) }
  }

  /// Adds a page that is written piece by piece.
  ///
  /// - Returns: The page's fingerprint.
  @discardableResult package func add(
    _ name: String, madeFrom origin: Fingerprint,
    _ write: (FileStream) throws(FileError) -> Void
  ) throws(FileError) -> Fingerprint {
    let staged = try stagedName()
    do throws(FileError) {
      let fingerprint = try store.staging.write(staged, store.key, write)
      var page = Page(name: name, fingerprint: fingerprint, origin: origin)
      page.stamp = try stamp(of: name, having: fingerprint)
      if page.stamp == nil {
        page.staged = staged
      } else {
        try store.staging.removeFile(staged)
      }
      pages.withLock { [page] in $0.append(page) }
      return fingerprint
    } catch {
      try? store.staging.removeFile(staged)
      throw error
    }
  }

  /// The stamp of a page, if it stands with this fingerprint.
  private func stamp(
    of name: String, having fingerprint: Fingerprint
  ) throws(FileError) -> FileStamp? {
    guard let standing = store.looseStatus(name) else { return nil }
    if standing.kind == .folder {
      throw FileError(.notAFile, "write", store.root.path(of: name))
    }
    guard standing.kind == .file,
      store.looseFingerprint(name, standing, kept[name]) == fingerprint
    else { return nil }
    return standing.stamp
  }

  private func stagedName() throws(FileError) -> String {
    let staged = "loose@\(next.add(1, ordering: .relaxed).newValue)"
    try store.staging.removeFile(staged)
    return staged
  }

  /// A page that stands with this fingerprint, so that pieces of it can be taken over.
  package func page(_ name: String, having fingerprint: Fingerprint) -> KeptBytes? {
    // It is opened first: what is looked at is what is read, whatever is put in its place.
    guard let (file, status) = store.root.file(name),
      standing(name, { $0.fingerprint == fingerprint })?.stamp == status.stamp
    else { return nil }
    return KeptBytes(file, count: status.stamp.size, path: store.root.path(of: name))
  }

  private let next = Atomic<Int>(0)

  /// Takes away what was made aside, where it is not to be put in its place.
  package func abandon() {
    pages.withLock { pages in
      for page in pages { page.staged.map { try? store.staging.removeFile($0) } }
      pages = []
    }
  }

  /// Says that what pages are made from is not all as it was when the build began: these are put in place, and the next
  /// build makes them again.
  package func doubt() { doubts.store(true, ordering: .relaxed) }

  /// Whether nothing that is kept of these pages may be relied on by the next build.
  package var isDoubted: Bool { doubts.load(ordering: .relaxed) }

  /// Puts all pages in place and takes away those that are no longer made.
  ///
  /// - Parameter isUnit: Whether a folder of the site is a unit's, and not looked into here.
  package func finish(
    record new: UnitRecord, isUnit: (String) -> Bool
  ) throws(FileError) -> Publication {
    let pages = self.pages.withLock { $0 }.sorted {
      $0.name.precedes($1.name)
    }
    let names = Set(pages.map(\.name))
    var result = Publication(record: isDoubted ? UnitRecord(inputs: .unknown) : new)
    result.written = pages.count { $0.staged != nil }
    result.unchanged = pages.count - result.written
    result.record.files = pages.map {
      UnitRecord.File(
        name: $0.name, fingerprint: $0.fingerprint, stamp: $0.stamp,
        origin: isDoubted ? nil : $0.origin)
    }
    try store.remember(Self.unit, result.record.asIntent)
    for (index, page) in pages.enumerated() {
      guard let staged = page.staged else { continue }
      var home = GrowingTree(store.root)
      let (folder, inner) = try home.home(of: page.name)
      if let status = folder.status(inner), !isOwn(page.name, status) {
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
    result.record.foreign = store.strangers(besides: names, isUnit)
    try store.remember(Self.unit, result.record)
    return result
  }

  /// Whether what stands under a page's name was written by the program.
  private func isOwn(_ name: String, _ status: Folder.Status) -> Bool {
    store.looseFingerprint(name, status, kept[name]).map { ownership.owns(name, $0) } == true
  }

  private func remove(_ name: String, _ result: inout Publication) throws(FileError) {
    if let status = store.looseStatus(name) {
      var home = GrowingTree(store.root)
      let (folder, inner) = try home.home(of: name)
      if isOwn(name, status) {
        try folder.removeFile(inner)
        result.removed += 1
      } else {
        let free = EditedName.free(for: inner) { folder.status($0) != nil }
        try folder.rename(inner, to: folder, as: free)
        result.keptBeside.append((name, free))
      }
    }
    // Also where somebody took the file away before: an empty folder is nobody's.
    for folder in UnitName.folders(above: name).reversed() where folder != "site" {
      store.root.removeFolder(folder)
    }
  }
}

extension OutputStore {
  /// What the record keeps of the pages that belong to no unit.
  package var looseRecord: UnitRecord? { record.unit(LoosePages.unit) }

  /// Whether the pages that belong to no unit stand as the record says, and nothing else stands beside them.
  package func verifyLoose(_ kept: UnitRecord, isUnit: (String) -> Bool) -> Bool {
    let isStanding = kept.files.allSatisfy { file in
      guard let status = looseStatus(file.name) else { return false }
      return looseFingerprint(file.name, status, file) == file.fingerprint
    }
    isLooseVerified.store(isStanding, ordering: .relaxed)
    return isStanding && strangers(besides: Set(kept.files.map(\.name)), isUnit) == kept.foreign
  }

  fileprivate func looseStatus(_ name: String) -> Folder.Status? { root.status(name) }

  /// The fingerprint of a page that stands, by its stamp where that tells, and by its bytes otherwise.
  fileprivate func looseFingerprint(
    _ name: String, _ status: Folder.Status, _ known: UnitRecord.File?
  ) -> Fingerprint? {
    guard status.kind == .file else { return nil }
    if let known, known.stamp == status.stamp {
      if record.isTelling(status.stamp) { return known.fingerprint }
      // Its bytes were read in this build already, and whoever changed it since has left a later stamp.
      if isLooseVerified.load(ordering: .relaxed), status.stamp.isTelling(after: began) {
        return known.fingerprint
      }
    }
    return root.fingerprint(of: name, key)
  }

  /// What stands beside the loose pages and the units though the program did not put it there.
  fileprivate func strangers(
    besides names: Set<String>, _ isUnit: (String) -> Bool
  ) -> [String] {
    var folders: Set<String> = ["site"]
    for name in names { folders.formUnion(UnitName.folders(above: name)) }
    var result: [String] = []
    for folder in folders.sorted() {
      let isSite = folder == "site"
      guard let open = try? root.folder(folder),
        // Of thousands of schools, only what is left is put in order.
        let inner = try? open.names(where: { !(isSite && isUnit($0)) })
      else { continue }
      for name in inner {
        let full = "\(folder)/\(name)"
        if names.contains(full) || folders.contains(full) { continue }
        let isFolder = open.status(name)?.kind == .folder
        // Other commands have folders of their own beside the central pages.
        if isFolder, !folder.hasPrefix("site") { continue }
        result.append(isFolder ? full + "/" : full)
      }
    }
    return result
  }
}
