/// The folder that is written, file by file, each whole or not at all.
///
/// Links in the path to the folder are followed, because the user wrote it; no link in the folder is.
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
  ///
  /// - Parameter draft: The other name, from the folder; nil for one beside the file, which `clearDrafts` knows.
  package func write(_ bytes: [UInt8], to name: String, draft: String? = nil) throws(FileError)
    -> Outcome
  {
    let (home, own) = try home(of: name, making: true)
    if Self.holds(bytes, home, own) { return .unchanged }
    let beside = "\(name)\(Self.draftMark)\(SystemConsole.processNumber)"
    let (aside, temporary) = try self.home(of: draft ?? beside, making: true)
    try aside.removeFile(temporary)
    _ = try aside.write(bytes, to: temporary)
    do {
      try aside.rename(temporary, to: home, as: own)
    } catch {
      try? aside.removeFile(temporary)
      throw error
    }
    return .written
  }

  /// Stands in the name of a draft, before the number of the process that writes it.
  private static let draftMark = ".trustwright-"

  /// Takes away the drafts below a folder whose writers were killed.
  package func clearDrafts(below name: String) {
    for file in files(below: name) {
      guard let number = file.split(separator: "-").last, let process = Int32(number),
        file.hasSuffix(Self.draftMark + number), !SystemConsole.isRunning(process)
      else { continue }
      if let (home, own) = try? home(of: file) { try? home.removeFile(own) }
    }
  }

  /// Removes a file, and the folders that it leaves empty.
  package func remove(_ name: String) throws(FileError) {
    guard let (home, own) = try? home(of: name) else { return }
    try home.removeFile(own)
    for folder in UnitName.folders(above: name).reversed() {
      guard let (outer, inner) = try? self.home(of: folder), outer.removeFolder(inner) else {
        return
      }
    }
  }

  /// Gives a file that is in the way another name beside its own; returns that.
  package func keepBeside(_ name: String) throws(FileError) -> String {
    let (home, own) = try home(of: name)
    let free = EditedName.free(for: own) { home.status($0) != nil }
    try home.rename(own, to: home, as: free)
    return free
  }

  /// Reads a file of the folder; nil where it is not there or cannot be read.
  package func read(_ name: String, limit: Int) -> [UInt8]? {
    guard let (home, own) = try? home(of: name) else { return nil }
    return try? home.read(own, limit: limit)
  }

  /// Whether there is a file of this name.
  package func hasFile(_ name: String) -> Bool {
    guard let (home, own) = try? home(of: name) else { return false }
    return home.status(own)?.kind == .file
  }

  /// All files below a folder of it, by their names from the root.
  package func files(below name: String = "") -> [String] {
    guard var folder = try? Folder(path) else { return [] }
    for part in name.split(separator: "/") {
      guard let inner = try? folder.folder(String(part)) else { return [] }
      folder = inner
    }
    return Self.files(folder, name)
  }

  private static func files(_ folder: Folder, _ name: String) -> [String] {
    var result: [String] = []
    for inner in (try? folder.names()) ?? [] {
      let full = name.isEmpty ? inner : "\(name)/\(inner)"
      switch folder.status(inner)?.kind {
      case .folder:
        if let open = try? folder.folder(inner) { result.append(contentsOf: files(open, full)) }
      case nil: continue
      default: result.append(full)
      }
    }
    return result
  }

  private static func holds(_ bytes: [UInt8], _ home: Folder, _ own: String) -> Bool {
    guard let status = home.status(own), status.kind == .file, status.stamp.size == bytes.count
    else { return false }
    return (try? home.read(own, limit: bytes.count)) == bytes
  }

  /// The folder that holds a file, opened step by step, and the file's own name there.
  private func home(of name: String, making: Bool = false) throws(FileError) -> (Folder, String) {
    if making { try System.makeFolder(path) }
    var here = try Folder(path)
    for folder in UnitName.folders(above: name) {
      let own = folder.split(separator: "/").last.map(String.init) ?? folder
      if making { try here.makeFolder(own) }
      here = try here.folder(own)
    }
    return (here, name.split(separator: "/").last.map(String.init) ?? name)
  }
}
