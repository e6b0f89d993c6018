/// The folder that is written, file by file, each whole or not at all.
package struct OutputFolder: Sendable {
  /// What writing a file came to.
  package enum Outcome: Sendable { case written, unchanged }

  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  package func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file: under another name first, then put in its place, so that it is never half there.
  ///
  /// A file that has these bytes already is left alone.
  package func write(_ bytes: [UInt8], to name: String) throws(FileError) -> Outcome {
    let target = path(of: name)
    if holds(bytes, at: target) { return .unchanged }
    try makeFolders(for: name)
    let temporary = temporaryPath(for: target)
    try System.removeFile(temporary)
    try System.write(bytes, to: temporary)
    do {
      try System.rename(temporary, to: target)
    } catch {
      try? System.removeFile(temporary)
      throw error
    }
    return .written
  }

  /// Removes a file, and the folders that it leaves empty.
  package func remove(_ name: String) throws(FileError) {
    try System.removeFile(path(of: name))
    var folder = name
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      System.removeFolder(path(of: folder))
    }
  }

  /// Reads a file of the folder; nil where it is not there or cannot be read.
  package func read(_ name: String, limit: Int) -> [UInt8]? {
    try? System.read(path(of: name), limit: limit, followLinks: false)
  }

  /// All files below a folder of it, by their names from the root.
  package func files(below name: String = "") -> [String] {
    let folder = name.isEmpty ? path : path(of: name)
    var result: [String] = []
    for inner in (try? System.names(in: folder)) ?? [] {
      let full = name.isEmpty ? inner : "\(name)/\(inner)"
      switch (try? System.status(path(of: full), followLinks: false))?.kind {
      case .folder: result.append(contentsOf: files(below: full))
      case nil: continue
      default: result.append(full)
      }
    }
    return result
  }

  private func holds(_ bytes: [UInt8], at target: String) -> Bool {
    guard let status = try? System.status(target, followLinks: false), status.kind == .file,
      status.size == bytes.count
    else { return false }
    return (try? System.read(target, limit: bytes.count, followLinks: false)) == bytes
  }

  private func temporaryPath(for target: String) -> String { target + ".trustwright-new" }

  private func makeFolders(for name: String) throws(FileError) {
    var made = path
    try System.makeFolder(made)
    let parts = name.split(separator: "/").dropLast()
    for part in parts {
      made += "/\(part)"
      try System.makeFolder(made)
    }
  }
}
