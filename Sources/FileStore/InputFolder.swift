/// A folder that is read, and out of which nothing can lead.
package struct InputFolder: Sendable {
  package enum Kind: Sendable { case file, folder, other }

  package struct Entry: Sendable {
    package var name: String
    package var kind: Kind
  }

  /// The folder as the user named it; every path in a message starts with it.
  package let path: String
  /// The folder with all links followed.
  private let realPath: String

  package init(_ path: String) throws(FileError) {
    self.path = path
    realPath = try System.realPath(path)
    guard try System.status(realPath).kind == .folder else {
      throw FileError(.notAFolder, "read", path)
    }
  }

  /// The path of a file in the folder, as messages name it.
  package func path(of name: String) -> String {
    name.isEmpty ? path : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// Reads a file of at most so many bytes.
  package func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    let real = try resolve(name)
    do {
      return try System.read(real, limit: limit, followLinks: false)
    } catch {
      throw FileError(error.kind, error.operation, path(of: name))
    }
  }

  /// Whether there is something of this name; a link that leads nowhere counts.
  package func exists(_ name: String) -> Bool {
    (try? System.status(path(of: name), followLinks: false)) != nil
  }

  /// Lists a folder in it, in the order of the names' bytes.
  package func list(_ name: String = "") throws(FileError) -> [Entry] {
    let real = try resolve(name)
    var entries: [Entry] = []
    for inner in try System.names(in: real) {
      let status = try? System.status("\(real)/\(inner)")
      let kind: Kind =
        switch status?.kind {
        case .file: .file
        case .folder: .folder
        default: .other
        }
      entries.append(Entry(name: inner, kind: kind))
    }
    return entries
  }

  /// The real path of a name, refused where a link leads out of the folder.
  private func resolve(_ name: String) throws(FileError) -> String {
    let real: String
    do {
      real = try System.realPath(path(of: name))
    } catch {
      throw FileError(error.kind, "read", path(of: name))
    }
    guard real == realPath || real.hasPrefix(realPath.hasSuffix("/") ? realPath : realPath + "/")
    else { throw FileError(.link, "read", path(of: name)) }
    return real
  }
}
