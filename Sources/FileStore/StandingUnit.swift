/// What stands of a unit, looked at once before it is made anew: so that what need not be made can stay.
package struct StandingUnit: Sendable {
  package let unit: String
  let folder: Folder
  /// When something was last added to its folder or taken away, before it was listed.
  private let modified: Int
  /// Everything in its folder.
  let list: [OutputStore.TreeEntry]
  let entries: [String: OutputStore.TreeEntry]
  /// What the record keeps of it.
  let kept: UnitRecord?
  let recorded: [String: UnitRecord.File]

  init(_ store: OutputStore, _ unit: String) throws(FileError) {
    self.unit = unit
    folder = try store.site.folder(unit)
    modified = folder.status()?.stamp.modified ?? 0
    list = try store.tree(folder)
    entries = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    kept = store.record.unit(unit)
    recorded = kept?.filesByName ?? [:]
  }

  /// The folders that hold some files, with their stamps as they were before it was listed.
  func folders(of files: [UnitRecord.File]) -> [UnitRecord.InnerFolder] {
    UnitName.folders(of: files).map { name in
      let modified = name.isEmpty ? modified : entries[name]?.status.stamp.modified ?? 0
      return UnitRecord.InnerFolder(name: name, modified: modified)
    }
  }

  /// The fingerprint of a file that stands, read only where its stamp does not tell.
  func fingerprint(of entry: OutputStore.TreeEntry, _ store: OutputStore) -> Fingerprint? {
    guard entry.status.kind == .file else { return nil }
    if let known = recorded[entry.name], known.stamp == entry.status.stamp,
      store.record.isTelling(entry.status.stamp)
    {
      return known.fingerprint
    }
    return (try? entry.folder.read(entry.inner, limit: 1 << 30)).map(store.key.fingerprint)
  }
}

extension OutputStore {
  /// Looks at a unit that is to be made anew; nil where none stands.
  package func standing(_ unit: String) throws(FileError) -> StandingUnit? {
    guard let status = site.status(unit) else { return nil }
    guard status.kind == .folder else {
      throw FileError(status.kind == .link ? .link : .notAFolder, "write", site.path(of: unit))
    }
    return try StandingUnit(self, unit)
  }

  /// What the record keeps of what the files of a unit were made from, where all of the record may be relied on.
  package func origins(of there: StandingUnit) -> [UInt8] {
    record.isWhole ? there.kept?.origins ?? [] : []
  }

  /// A file of a unit that stays as it is; nil where it does not stand as the record says.
  package func standingFile(_ name: String, in there: StandingUnit) -> NewFile? {
    guard let entry = there.entries[name], let known = there.recorded[name],
      there.fingerprint(of: entry, self) == known.fingerprint
    else { return nil }
    return NewFile(name, standing: known.fingerprint)
  }
}
