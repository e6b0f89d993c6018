import Bytes

extension OutputStore {
  /// What is to become of each file of a unit that stands already.
  struct Plan {
    /// A file that is to be there.
    struct Entry {
      var file: NewFile
      var fingerprint: Fingerprint
      /// The same file, where it stands already and stays.
      var standing: Folder.Status?
      /// What the system knows of it once it is written.
      var stamp: FileStamp?
    }

    private(set) var written = 0
    private(set) var removed = 0
    var entries: [Entry] = []
    /// Files that stay though the program did not write them, with the names they get.
    private(set) var beside: [(name: String, kept: String)] = []
    private(set) var keptBeside: [(name: String, kept: String)] = []
    private(set) var foreignFolders: [String] = []
    /// What the program did not write, by the names it has afterwards, as `strangers` names it.
    private(set) var foreign: [String] = []
    /// The stamps of everything that stood there.
    private(set) var standing: [String: FileStamp] = [:]

    var changesAnything: Bool { written > 0 || removed > 0 || !keptBeside.isEmpty }

    init(
      _ store: OutputStore, _ there: StandingUnit, _ files: [NewFile]
    ) throws(FileError) {
      let ownership = store.record.ownership(of: there.unit)
      var names: Set<String> = []
      for entry in there.list {
        standing[entry.name] = entry.status.stamp
        names.insert(entry.name)
      }
      var folders: Set<String> = []
      var wanted: Set<String> = []
      for file in files {
        wanted.insert(file.name)
        names.insert(file.name)
        folders.formUnion(UnitName.folders(above: file.name))
        let fingerprint: Fingerprint
        switch file.content {
        case .pieces(let pieces): fingerprint = store.key.fingerprint(of: pieces)
        case .standing(let known): fingerprint = known
        }
        var entry = Entry(file: file, fingerprint: fingerprint)
        if let current = there.entries[file.name] {
          if current.status.kind == .folder {
            throw FileError(.notAFile, "write", there.folder.path(of: file.name))
          }
          // What is to stay was looked at already.
          let found = file.isStanding ? fingerprint : there.fingerprint(of: current, store)
          if found == entry.fingerprint {
            entry.standing = current.status
          } else if found.map({ ownership.owns(file.name, $0) }) != true {
            keepBeside(file.name, &names)
          }
        }
        if entry.standing == nil { written += 1 }
        entries.append(entry)
      }
      for entry in there.list where !wanted.contains(entry.name) {
        if entry.status.kind == .folder { continue }
        if folders.contains(entry.name) {
          throw FileError(.notAFolder, "write", there.folder.path(of: entry.name))
        }
        if !ownership.knows(entry.name) {
          beside.append((entry.name, entry.name))
        } else if there.fingerprint(of: entry, store).map({ ownership.owns(entry.name, $0) })
          == true
        {
          removed += 1
        } else {
          keepBeside(entry.name, &names)
        }
      }
      // A folder that the program needs no more stays only where somebody else made it.
      let ours = Set(ownership.names.flatMap(UnitName.folders(above:)))
      foreignFolders = there.list.filter { entry in
        entry.status.kind == .folder && !folders.contains(entry.name) && !ours.contains(entry.name)
      }.map(\.name)
      let strange = beside.map(\.kept) + foreignFolders.map { $0 + "/" }
      foreign = store.strangers(strange, besides: folders)
    }

    /// Keeps a file that somebody changed, or put in the way, under another name beside its own.
    private mutating func keepBeside(_ name: String, _ names: inout Set<String>) {
      let free = EditedName.free(for: name) { names.contains($0) }
      names.insert(free)
      beside.append((name, free))
      keptBeside.append((name, free))
    }
  }

  /// The names by which files and folders of a unit are known that the program did not make: of what lies in a folder
  /// that is not the program's either, that folder alone, because whoever made it may put into it what they like.
  ///
  /// - Parameters:
  ///   - names: What the program did not make, a folder with a slash at the end.
  ///   - own: The folders that hold files of the program.
  func strangers(_ names: [String], besides own: Set<String>) -> [String] {
    let named = names.map { name in
      UnitName.folders(above: name).first { !own.contains($0) }.map { $0 + "/" } ?? name
    }
    return Set(named).sorted { $0.precedes($1) }
  }

  /// Something in a folder or in the folders in it.
  struct TreeEntry {
    /// Its name from the outermost folder.
    var name: String
    /// The folder it is in, and its name there.
    var folder: Folder
    var inner: String
    var status: Folder.Status
  }

  /// Everything below a folder, folders before what is in them.
  func tree(_ folder: Folder, _ prefix: String = "", depth: Int = 0) throws(FileError)
    -> [TreeEntry]
  {
    guard depth < 64 else { return [] }
    var result: [TreeEntry] = []
    for inner in try folder.names() {
      guard let status = folder.status(inner) else { continue }
      let name = prefix.isEmpty ? inner : "\(prefix)/\(inner)"
      result.append(TreeEntry(name: name, folder: folder, inner: inner, status: status))
      if status.kind == .folder {
        result.append(contentsOf: try tree(try folder.folder(inner), name, depth: depth + 1))
      }
    }
    return result
  }
}

/// The names under which files that somebody changed are kept.
enum EditedName {
  /// Returns `index.html.edited`, or with a number where that is taken.
  static func free(for name: String, isTaken: (String) -> Bool) -> String {
    var free = name + ".edited"
    var number = 2
    while isTaken(free) {
      free = "\(name).edited-\(number)"
      number += 1
    }
    return free
  }
}

/// A folder that is being filled, with the folders in it that were opened already.
struct GrowingTree {
  private let folder: Folder
  private var inner: [String: Folder] = [:]

  init(_ folder: Folder) { self.folder = folder }

  /// The folder a file belongs into, made where it is not there, and the file's own name.
  mutating func home(of name: String) throws(FileError) -> (Folder, String) {
    guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (folder, name) }
    let path = String(name[..<slash])
    let own = String(name[name.utf8.index(after: slash)...])
    if let known = inner[path] { return (known, own) }
    try makeFolder(path)
    return (inner[path] ?? folder, own)
  }

  mutating func makeFolder(_ path: String) throws(FileError) {
    var here = folder
    var name = ""
    for part in path.split(separator: "/") {
      name = name.isEmpty ? String(part) : "\(name)/\(part)"
      if let known = inner[name] {
        here = known
        continue
      }
      try here.makeFolder(String(part))
      here = try here.folder(String(part))
      inner[name] = here
    }
  }

  mutating func write(_ pieces: [[UInt8]], to name: String) throws(FileError) -> FileStamp {
    let (home, own) = try home(of: name)
    return try home.write(pieces, to: own)
  }

  /// Gives a file of another folder a name here; returns whether the file system can do that.
  mutating func link(_ name: String, in other: Folder, as newName: String) throws(FileError) -> Bool
  {
    let (home, own) = try home(of: newName)
    return try other.link(name, to: home, as: own)
  }

  /// Copies a file of another folder, where no second name can be given.
  mutating func copy(_ name: String, in other: Folder, as newName: String) throws(FileError) {
    let (home, own) = try home(of: newName)
    _ = try home.write(try other.read(name, limit: 1 << 32), to: own)
  }

  /// Moves a file of another folder here, under a name that is free.
  mutating func rescue(_ name: String, in other: Folder, as newName: String) throws(FileError) {
    let (home, own) = try home(of: newName)
    let free =
      home.status(own) == nil ? own : EditedName.free(for: own) { home.status($0) != nil }
    try other.rename(name, to: home, as: free)
  }

  /// The folders as they are now, the outermost first.
  var innerFolders: [UnitRecord.InnerFolder] {
    var result = [UnitRecord.InnerFolder(name: "", modified: folder.status()?.stamp.modified ?? 0)]
    for name in inner.keys.sorted() {
      result.append(
        UnitRecord.InnerFolder(name: name, modified: inner[name]?.status()?.stamp.modified ?? 0))
    }
    return result
  }
}
