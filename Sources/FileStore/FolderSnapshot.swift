import Bytes

/// Some files of an input folder as they were at one moment.
///
/// What is made from a snapshot and what the build record keeps of it come from the same bytes, whatever happens to the
/// files meanwhile.
package struct FolderSnapshot: Sendable {
  enum Item: Sendable {
    case none
    case bytes([UInt8])
    case folder([InputFolder.Entry])
    case failure(FileError)
    /// Larger than anything the program reads.
    case large
  }

  private static let largest = 16 << 20
  private static let deepest = 64
  /// So many files at most: links may lead in a circle.
  private static let most = 20_000

  /// The folder it answers for, with all in it; the empty name is the whole.
  private let home: String
  /// What lies in the whole and is not answered for.
  private var leftOut: Set<String> = []
  /// The same, in the order of their names' bytes, as a folder is listed.
  package private(set) var otherFolders: [String] = []
  private var items: [String: Item] = [:]
  /// The fingerprint of everything in it.
  package private(set) var fingerprint = Fingerprint.unknown

  /// Takes a snapshot of a folder in an input folder, and of all in it; an empty name is the whole folder.
  package init(of name: String, in folder: InputFolder, key: Fingerprint.Key) {
    home = name
    var trace = ByteWriter()
    let open = Open(folder.straightFolder(name))
    add(InputFolder.Entry(name: name, kind: .folder), folder, open, 0, key, &trace)
    fingerprint = key.fingerprint(trace.bytes)
  }

  /// Takes a snapshot of what lies in an input folder, without the folders there, besides some of them.
  package init(of folder: InputFolder, withFolders names: Set<String>, key: Fingerprint.Key) {
    home = ""
    var trace = ByteWriter()
    do throws(FileError) {
      let entries = try folder.list()
      items[""] = .folder(entries)
      for entry in entries {
        if entry.kind == .folder, !names.contains(entry.name) {
          leftOut.insert(entry.name)
          otherFolders.append(entry.name)
        } else {
          add(entry, folder, Open(), 1, key, &trace)
        }
      }
    } catch {
      items[""] = .failure(error)
    }
    fingerprint = key.fingerprint(trace.bytes)
  }

  /// Takes in one more file, wherever it lies in the whole.
  package mutating func add(_ name: String, of folder: InputFolder, key: Fingerprint.Key) {
    guard item(name) == nil else { return }
    var trace = ByteWriter()
    trace.fingerprint(fingerprint)
    add(InputFolder.Entry(name: name, kind: .file), folder, Open(), 1, key, &trace)
    fingerprint = key.fingerprint(trace.bytes)
  }

  /// The fingerprint of everything in it, but of some files only that they are there.
  package func fingerprint(
    _ key: Fingerprint.Key, withoutBytesOf isLeftOut: (String) -> Bool
  ) -> Fingerprint {
    var trace = ByteWriter()
    for (name, item) in items.sorted(by: { $0.key < $1.key }) {
      trace.text(name)
      if case .bytes = item, isLeftOut(name) {
        trace.number(0)
      } else {
        Self.add(item, key, to: &trace)
      }
    }
    return key.fingerprint(trace.bytes)
  }

  /// Adds what there was of a name to what a fingerprint is taken of.
  private static func add(_ item: Item, _ key: Fingerprint.Key, to trace: inout ByteWriter) {
    switch item {
    case .bytes(let bytes):
      trace.number(1)
      trace.fingerprint(key.fingerprint(bytes))
    case .folder(let entries):
      trace.number(2)
      trace.list(entries) { $0.text($1.name) }
    case .failure(let error):
      trace.number(3)
      trace.text(error.cause)
    case .large, .none: trace.number(4)
    }
  }

  /// The snapshot as if a file of it had held other bytes, for tests that harm files.
  package func replacing(_ name: String, with bytes: [UInt8]) -> FolderSnapshot {
    var copy = self
    copy.items[name] = .bytes(bytes)
    return copy
  }

  /// The files in it and their bytes, in the order of their names.
  package var files: [(name: String, bytes: [UInt8])] {
    items.compactMap { name, item in
      if case .bytes(let bytes) = item { (name, bytes) } else { nil }
    }.sorted { $0.name < $1.name }
  }

  /// Adds something by its name from the input folder.
  ///
  /// - Parameter isBehindLink: Whether a link to a folder led here; another such link is not followed, because links may
  ///   lead in a circle.
  private mutating func add(
    _ entry: InputFolder.Entry, _ folder: InputFolder, _ open: Open, _ depth: Int,
    _ key: Fingerprint.Key, _ trace: inout ByteWriter, isBehindLink: Bool = false
  ) {
    let name = entry.name
    trace.text(name)
    let isLinkedFolder = entry.isLink && entry.kind == .folder
    let item: Item
    if isLinkedFolder && isBehindLink {
      item = .failure(FileError(.link, "read", name))
    } else if items.count >= Self.most || depth > Self.deepest {
      let cause = "there are too many files in folders in folders"
      item = .failure(FileError(.other(cause), "read", name))
    } else {
      item = Self.read(name, entry.kind, folder, open)
    }
    items[name] = item
    Self.add(item, key, to: &trace)
    guard case .folder(let entries) = item else { return }
    for var inner in entries {
      let way = open.inner(inner)
      if !name.isEmpty { inner.name = "\(name)/\(inner.name)" }
      add(
        inner, folder, way, depth + 1, key, &trace,
        isBehindLink: isBehindLink || isLinkedFolder)
    }
  }

  /// The way to a file or folder that leads over no link: what it is in, and its name there, or itself.
  private struct Open {
    var folder: Folder?
    var file: (home: Folder, name: String)?

    init(_ folder: Folder? = nil, file: (home: Folder, name: String)? = nil) {
      self.folder = folder
      self.file = file
    }

    /// The way to something in the folder; none where a link lies there.
    func inner(_ entry: InputFolder.Entry) -> Open {
      guard let folder, !entry.isLink else { return Open() }
      switch entry.kind {
      case .file: return Open(file: (folder, entry.name))
      case .folder: return Open(try? folder.folder(entry.name))
      case .other: return Open()
      }
    }
  }

  private static func read(
    _ name: String, _ kind: InputFolder.Kind, _ folder: InputFolder, _ open: Open
  ) -> Item {
    do throws(FileError) {
      switch kind {
      case .file:
        // What became a link meanwhile is looked at as a link.
        if let (home, own) = open.file, let bytes = try home.readStraight(own, limit: largest) {
          return .bytes(bytes)
        }
        return .bytes(try folder.read(name, limit: largest))
      case .folder:
        if let here = open.folder { return .folder(try InputFolder.entries(of: here)) }
        return .folder(try folder.list(name))
      case .other: return .failure(FileError(.notAFile, "read", name))
      }
    } catch {
      if case .tooLarge = error.kind { return .large }
      return .failure(error)
    }
  }

  /// What there was of a name; nil where the snapshot does not answer for it.
  func item(_ name: String) -> Item? {
    if let item = items[name] { return item }
    // Other spellings of a path are for the disk to say.
    guard UnitName.isSafe(name) else { return nil }
    if home.isEmpty {
      let first = name.utf8.prefix { $0 != UInt8(ascii: "/") }
      return leftOut.contains(String(first) ?? "") ? nil : Item.none
    }
    return name.hasPrefix(home + "/") ? Item.none : nil
  }
}
