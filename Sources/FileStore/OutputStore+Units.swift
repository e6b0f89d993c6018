import Bytes

/// A file of a unit that is to be published.
package struct NewFile: Sendable {
  /// Its name from the unit's folder.
  package var name: String
  var content: Content

  enum Content: Sendable {
    /// Bytes in pieces one after another.
    case pieces([[UInt8]])
    /// What stands under its name already, by its fingerprint.
    case standing(Fingerprint)
  }

  package init(_ name: String, _ pieces: [[UInt8]]) {
    self.name = name
    content = .pieces(pieces)
  }

  init(_ name: String, standing: Fingerprint) {
    self.name = name
    content = .standing(standing)
  }

  var isStanding: Bool { if case .standing = content { true } else { false } }
}

/// What publishing a unit came to.
package struct Publication: Sendable {
  package var written = 0
  package var unchanged = 0
  package var removed = 0
  /// Files that somebody had changed or put there, with the name under which they are kept.
  package var keptBeside: [(name: String, kept: String)] = []
  package var record: UnitRecord
}

extension OutputStore {
  /// What a look at a unit found.
  package enum Verdict: Sendable {
    /// Every file is as the program wrote it.
    case intact
    /// The same, but the system's stamps, or files beside them, are others than the record says.
    case touched(UnitRecord)
    case damaged
  }

  /// What a look at a unit came to that was made from the same inputs.
  package enum Look: Sendable {
    /// Every file is as the program wrote it.
    case intact(UnitHead)
    /// The same, but the record is to be brought up to date.
    case touched(UnitRecord)
    /// It was made from something else, or is not as it was written.
    case stale
  }

  /// Looks whether a unit was made from these inputs and stands as the record says.
  package func look(at unit: String, madeFrom inputs: Fingerprint) -> Look {
    guard let (head, section, rest) = record.head(unit), head.inputs == inputs else {
      return .stale
    }
    if let count = countIntact(unit, section, rest) {
      var head = head
      head.fileCount = count
      return .intact(head)
    }
    guard let kept = record.unit(unit) else { return .stale }
    switch verify(unit, kept) {
    case .damaged: return .stale
    case .intact: return .intact(UnitHead(kept))
    case .touched(let record): return .touched(record)
    }
  }

  /// How many files a unit has, where all stamps tell that it stands as it was written: one question to the system
  /// for each file and folder, and no names made of bytes.
  ///
  /// - Parameter rest: Stands in the unit's section where its folders begin.
  private func countIntact(_ unit: String, _ section: [UInt8], _ rest: ByteReader) -> Int? {
    var reader = rest
    var path = Array(unit.utf8)
    let short = path.count
    guard let folders = reader.count() else { return nil }
    for _ in 0..<folders {
      guard let name = reader.range(), let modified = reader.word() else { return nil }
      if !name.isEmpty {
        path.append(UInt8(ascii: "/"))
        path.append(contentsOf: section[name])
      }
      path.append(0)
      guard let status = site.status(bytes: path), status.kind == .folder,
        status.stamp.modified == Int(Int64(bitPattern: modified)), record.isTelling(status.stamp)
      else { return nil }
      path.removeLast(path.count - short)
    }
    path.append(UInt8(ascii: "/"))
    guard let files = reader.count() else { return nil }
    for _ in 0..<files {
      guard let name = reader.range(), reader.fingerprint() != nil,
        let flag = reader.number(), flag == 1, let size = reader.integer(),
        let inode = reader.number(), let modified = reader.word(), let changed = reader.word()
      else { return nil }
      path.append(contentsOf: section[name])
      path.append(0)
      let stamp = FileStamp(
        size: size, inode: inode, modified: Int(Int64(bitPattern: modified)),
        changed: Int(Int64(bitPattern: changed)))
      guard let status = site.status(bytes: path), status.kind == .file, status.stamp == stamp,
        record.isTelling(stamp)
      else { return nil }
      path.removeLast(path.count - short - 1)
    }
    return files
  }

  /// Looks whether a unit stands as the record says.
  package func verify(_ unit: String, _ kept: UnitRecord) -> Verdict {
    var found = kept
    var isTouched = false
    var needsList = false
    for (index, folder) in kept.folders.enumerated() {
      let name = folder.name.isEmpty ? unit : "\(unit)/\(folder.name)"
      guard let status = site.status(name), status.kind == .folder else { return .damaged }
      if status.stamp.modified != folder.modified {
        found.folders[index].modified = status.stamp.modified
        isTouched = true
        needsList = true
      } else if !record.isTelling(status.stamp) {
        needsList = true
      }
    }
    for (index, file) in kept.files.enumerated() {
      let name = "\(unit)/\(file.name)"
      guard let status = site.status(name), status.kind == .file else { return .damaged }
      if status.stamp == file.stamp, record.isTelling(status.stamp) { continue }
      guard let bytes = try? site.read(name, limit: 1 << 30),
        key.fingerprint(bytes) == file.fingerprint
      else { return .damaged }
      if status.stamp != file.stamp {
        found.files[index].stamp = status.stamp
        isTouched = true
      }
    }
    if needsList {
      let own = Set(kept.files.map(\.name))
      guard let folder = try? site.folder(unit), let list = try? tree(folder) else {
        return .damaged
      }
      let folders = Set(kept.files.flatMap { UnitName.folders(above: $0.name) })
      let strange = list.filter { !own.contains($0.name) && !folders.contains($0.name) }
      found.foreign = strangers(
        strange.map { $0.status.kind == .folder ? $0.name + "/" : $0.name }, besides: folders)
      if found.foreign != kept.foreign { isTouched = true }
    }
    return isTouched ? .touched(found) : .intact
  }

  /// Puts a unit's files in place, all of them or none; none at all takes the unit away.
  ///
  /// - Parameter record: What is to be remembered of the unit; its files are filled in.
  package func publish(
    _ unit: String, _ files: [NewFile], record new: UnitRecord
  ) throws(FileError) -> Publication {
    try publish(unit, files, over: try standing(unit), record: new)
  }

  /// Puts a unit's files in place of what stands, some of which may stay; nil where nothing does.
  package func publish(
    _ unit: String, _ files: [NewFile], over there: StandingUnit?, record new: UnitRecord
  ) throws(FileError) -> Publication {
    guard let there else { return try publishFirst(unit, files, record: new) }
    var plan = try Plan(self, there, files)
    var result = Publication(record: new)
    result.written = plan.written
    result.unchanged = plan.entries.count - plan.written
    result.removed = plan.removed
    result.keptBeside = plan.keptBeside
    guard plan.changesAnything else {
      result.record.files = plan.entries.map { entry in
        UnitRecord.File(
          name: entry.file.name, fingerprint: entry.fingerprint, stamp: entry.standing?.stamp)
      }
      result.record.foreign = plan.foreign
      result.record.folders = there.folders(of: result.record.files)
      try remember(unit, result.record)
      return result
    }
    guard !plan.entries.isEmpty || !plan.beside.isEmpty else {
      try takeAway(unit, plan)
      result.record.files = []
      try remember(unit, result.record)
      return result
    }
    let (staged, folders) = try stage(unit, &plan)
    result.record.files = plan.entries.map { entry in
      UnitRecord.File(name: entry.file.name, fingerprint: entry.fingerprint, stamp: entry.stamp)
    }
    result.record.foreign = plan.foreign
    let names = Set(UnitName.folders(of: result.record.files))
    result.record.folders = folders.filter { names.contains($0.name) }
    do throws(FileError) {
      try remember(unit, result.record.asIntent)
      try swap(staged, with: unit)
    } catch {
      try? discardWhole(staged, of: unit)
      throw error
    }
    try discardOld(staged, of: unit, plan)
    for index in plan.entries.indices where result.record.files[index].stamp == nil {
      result.record.files[index].stamp = stamp(ofStaying: plan.entries[index], in: unit)
    }
    try remember(unit, result.record)
    return result
  }

  /// The stamp of a file that stays, which has lost its old name; nil where its bytes may be others than were looked at.
  private func stamp(ofStaying entry: Plan.Entry, in unit: String) -> FileStamp? {
    guard let now = site.status("\(unit)/\(entry.file.name)")?.stamp,
      var before = entry.standing?.stamp
    else { return nil }
    // To give it another name changes nothing else.
    before.changed = now.changed
    return now == before ? now : nil
  }

  /// Publishes a unit where none stands: everything is made aside and gets its name at the end.
  private func publishFirst(
    _ unit: String, _ files: [NewFile], record new: UnitRecord
  ) throws(FileError) -> Publication {
    var result = Publication(record: new)
    result.record.foreign = []
    guard !files.isEmpty else {
      result.record.files = []
      return result
    }
    let staged = try newTree(unit)
    do throws(FileError) {
      let folder = try staging.folder(staged)
      var tree = GrowingTree(folder)
      result.record.files = []
      for file in files {
        guard case .pieces(let pieces) = file.content else {
          throw FileError(.notFound, "read", site.path(of: "\(unit)/\(file.name)"))
        }
        let stamp = try tree.write(pieces, to: file.name)
        result.record.files.append(
          UnitRecord.File(
            name: file.name, fingerprint: key.fingerprint(of: pieces), stamp: stamp))
      }
      result.record.folders = tree.innerFolders
      try remember(unit, result.record)
      try staging.rename(staged, to: site, as: unit)
    } catch {
      try? discardWhole(staged, of: unit)
      throw error
    }
    result.written = files.count
    return result
  }

  /// Makes an empty folder in the staging folder whose name tells that it is still being made.
  private func newTree(_ unit: String) throws(FileError) -> String {
    let first = "\(unit)@new"
    try staging.makeFolder(first)
    let name = "\(unit)@\(staging.status(first)?.stamp.inode ?? 0)"
    try staging.rename(first, to: staging, as: name)
    return name
  }

  /// Makes the unit as it is to stand, in the staging folder; returns its name there, and the stamps of its folders: what
  /// somebody adds to them later is noticed.
  private func stage(
    _ unit: String, _ plan: inout Plan
  ) throws(FileError) -> (name: String, folders: [UnitRecord.InnerFolder]) {
    let staged = try newTree(unit)
    do throws(FileError) {
      let current = try site.folder(unit)
      var tree = GrowingTree(try staging.folder(staged))
      for index in plan.entries.indices {
        let file = plan.entries[index].file
        if plan.entries[index].standing != nil, try tree.link(file.name, in: current, as: file.name)
        {
          continue
        }
        switch file.content {
        case .pieces(let pieces): plan.entries[index].stamp = try tree.write(pieces, to: file.name)
        case .standing: try tree.copy(file.name, in: current, as: file.name)
        }
      }
      for folder in plan.foreignFolders { try tree.makeFolder(folder) }
      for (name, kept) in plan.beside {
        if try !tree.link(name, in: current, as: kept) {
          try tree.copy(name, in: current, as: kept)
        }
      }
      return (staged, tree.innerFolders)
    } catch {
      try? discardWhole(staged, of: unit)
      throw error
    }
  }

  /// Changes a staged unit over with the one that stands.
  private func swap(_ staged: String, with unit: String) throws(FileError) {
    if try staging.exchange(staged, with: site, unit) { return }
    // A file system that cannot do it in one step: for an instant there is no folder of this name.
    let old = "\(unit)@\(Self.replaced)"
    try site.rename(unit, to: staging, as: old)
    do throws(FileError) {
      try staging.rename(staged, to: site, as: unit)
    } catch {
      try? staging.rename(old, to: site, as: unit)
      throw error
    }
    try staging.rename(old, to: staging, as: staged)
  }

  private func takeAway(_ unit: String, _ plan: Plan) throws(FileError) {
    // By this name a build that comes after a kill knows that it is not to be put back, half taken away as it may be.
    let staged = "\(unit)@\(Self.gone)"
    try site.rename(unit, to: staging, as: staged)
    try discardOld(staged, of: unit, plan)
  }

  private func discardOld(_ staged: String, of unit: String, _ plan: Plan) throws(FileError) {
    try discard(staged, of: unit) { name, status, _, _ in
      status.links > 1 || plan.standing[name]?.inode == status.stamp.inode
    }
  }

  private func discardWhole(_ staged: String, of unit: String) throws(FileError) {
    try discard(staged, of: unit) { _, _, _, _ in true }
  }

  /// Takes a staged folder away; a file that is not ours to take away goes back to its unit.
  func discard(
    _ staged: String, of unit: String,
    isDisposable: (_ name: String, _ status: Folder.Status, _ folder: Folder, _ inner: String)
      -> Bool
  ) throws(FileError) {
    let tree = try staging.folder(staged)
    for entry in try self.tree(tree).reversed() {
      if entry.status.kind == .folder {
        entry.folder.removeFolder(entry.inner)
      } else if isDisposable(entry.name, entry.status, entry.folder, entry.inner) {
        try entry.folder.removeFile(entry.inner)
      } else {
        try site.makeFolder(unit)
        var home = GrowingTree(try site.folder(unit))
        try home.rescue(entry.inner, in: entry.folder, as: entry.name)
      }
    }
    staging.removeFolder(staged)
  }
}
