/// A folder that is read, and out of which nothing can lead.
package struct InputFolder: Sendable {
  package enum Kind: Sendable { case file, folder, other }

  package struct Entry: Sendable {
    package var name: String
    package var kind: Kind
    /// Whether it is a link to that.
    package var isLink = false
  }

  /// The folder as the user named it; every path in a message starts with it.
  package let path: String
  /// The folder with all links followed.
  private let realPath: String
  private let folder: Folder
  /// What was read of it at one moment, which then stands for what is on the disk.
  private var snapshot: FolderSnapshot?

  package init(_ path: String) throws(FileError) {
    self.path = path
    realPath = try System.realPath(path)
    guard try System.status(realPath).kind == .folder else {
      throw FileError(.notAFolder, "read", path)
    }
    folder = try Folder(realPath)
  }

  /// The path of a file in the folder, as messages name it.
  package func path(of name: String) -> String {
    name.isEmpty ? path : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// The folder as it was when the snapshot was taken, so far as that goes.
  package func at(_ snapshot: FolderSnapshot) -> InputFolder {
    var copy = self
    copy.snapshot = snapshot
    return copy
  }

  /// Reads a file of at most so many bytes.
  package func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    if let item = snapshot?.item(name) {
      switch item {
      case .bytes(let bytes):
        guard bytes.count <= limit else {
          throw FileError(.tooLarge(limit: limit), "read", path(of: name))
        }
        return bytes
      case .failure(let error): throw FileError(error.kind, "read", path(of: name))
      case .folder: throw FileError(.notAFile, "read", path(of: name))
      case .none: throw FileError(.notFound, "read", path(of: name))
      case .large: throw FileError(.tooLarge(limit: limit), "read", path(of: name))
      }
    }
    do {
      if let bytes = try straight(name, limit) { return bytes }
      let (home, own) = try home(of: try resolve(name))
      return try home.read(own, limit: limit)
    } catch {
      throw FileError(error.kind, error.operation, path(of: name))
    }
  }

  /// Reads a file whose path has no link in it; nil where it may have one.
  private func straight(_ name: String, _ limit: Int) throws(FileError) -> [UInt8]? {
    guard UnitName.isSafe(name) else { return nil }
    do {
      let (home, own) = try home(of: name)
      return try home.read(own, limit: limit)
    } catch {
      guard error.kind == .link else { throw error }
      return nil
    }
  }

  /// Opens the folder of a file step by step, so that no link can be put in the way meanwhile.
  private func home(of name: String) throws(FileError) -> (Folder, String) {
    var here = folder
    var own = name[...]
    while let slash = own.utf8.firstIndex(of: UInt8(ascii: "/")) {
      here = try here.folder(String(own[..<slash]))
      own = own[own.utf8.index(after: slash)...]
    }
    return (here, String(own))
  }

  /// Whether there is something of this name; a link that leads nowhere counts.
  package func exists(_ name: String) -> Bool {
    if let item = snapshot?.item(name) {
      if case .none = item { return false }
      return true
    }
    if UnitName.isSafe(name) { return folder.status(name) != nil }
    return (try? System.status(path(of: name), followLinks: false)) != nil
  }

  /// Lists a folder in it, in the order of the names' bytes.
  package func list(_ name: String = "") throws(FileError) -> [Entry] {
    if let item = snapshot?.item(name) {
      switch item {
      case .folder(let entries): return entries
      case .failure(let error): throw FileError(error.kind, "list", path(of: name))
      case .none: throw FileError(.notFound, "list", path(of: name))
      case .bytes, .large: throw FileError(.notAFolder, "list", path(of: name))
      }
    }
    return try Self.entries(of: try opened(name))
  }

  /// Lists an open folder.
  static func entries(of open: Folder) throws(FileError) -> [Entry] {
    try open.entries().map { name, known in
      let found = known ?? open.status(name)?.kind
      return Entry(name: name, kind: kind(of: name, found, in: open), isLink: found == .link)
    }
  }

  /// Opens a folder in it whose path has no link in it; nil where it has one, or cannot be opened so.
  func straightFolder(_ name: String) -> Folder? {
    // A snapshot that answers for the folder stands for what is on the disk.
    guard snapshot?.item(name) == nil else { return nil }
    guard !name.isEmpty else { return folder }
    guard UnitName.isSafe(name), let (home, own) = try? home(of: name) else { return nil }
    return try? home.folder(own)
  }

  private static func kind(of inner: String, _ found: Folder.Kind?, in open: Folder) -> Kind {
    switch found {
    case .file: .file
    case .folder: .folder
    case .link:
      switch (try? System.status(open.path(of: inner)))?.kind {
      case .file: .file
      case .folder: .folder
      default: .other
      }
    default: .other
    }
  }

  /// Opens a folder in it, refused where a link leads out.
  func opened(_ name: String) throws(FileError) -> Folder {
    let real = try resolve(name)
    guard !real.isEmpty else { return folder }
    do {
      let (home, own) = try home(of: real)
      return try home.folder(own)
    } catch {
      throw FileError(error.kind, error.operation, path(of: name))
    }
  }

  /// The name with all links followed, from the folder; refused where a link leads out of it.
  private func resolve(_ name: String) throws(FileError) -> String {
    guard !name.isEmpty else { return "" }
    let real: String
    do {
      real = try System.realPath("\(realPath)/\(name)")
    } catch {
      throw FileError(error.kind, "read", path(of: name))
    }
    if real == realPath { return "" }
    let inside = realPath.hasSuffix("/") ? realPath : realPath + "/"
    guard real.hasPrefix(inside) else { throw FileError(.link, "read", path(of: name)) }
    return String(real.dropFirst(inside.count))
  }
}
