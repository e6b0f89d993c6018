#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder for another program's scratch files, outside of the workspace.
package struct TemporaryFolder: Sendable {
  /// Where it lies.
  package let path: String

  package init() throws(FileError) {
    let parent = SystemConsole.variable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    Self.clear(parent)
    let name = "\(Self.mark)\(SystemConsole.processNumber)-XXXXXX"
    var template = Array("\(parent)/\(name)".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw System.failure("make a folder in", parent)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Begins the name of a folder, before the number of the process that it is of.
  private static let mark = "trustwright-"

  /// Takes away the folders of processes that were killed, so far as they are this user's: they may hold names.
  private static func clear(_ parent: String) {
    for name in (try? System.names(in: parent)) ?? [] where name.hasPrefix(mark) {
      let parts = name.dropFirst(mark.count).split(separator: "-")
      guard parts.count == 2, let process = Int32(parts[0]), !SystemConsole.isRunning(process),
        System.isOwnFolder("\(parent)/\(name)")
      else { continue }
      remove("\(parent)/\(name)")
    }
  }

  /// Removes the folder and all in it; a link is removed, never followed.
  package func remove() { Self.remove(path) }

  /// Makes a folder at a path, with nothing in it.
  package init(at path: String) throws(FileError) {
    Self.remove(path)
    try System.makeFolder(path)
    self.path = path
  }

  /// Takes away a folder with all in it; links are not followed.
  package static func remove(_ path: String) {
    for name in (try? System.names(in: path)) ?? [] {
      let inner = "\(path)/\(name)"
      if (try? System.status(inner, followLinks: false))?.kind == .folder {
        remove(inner)
      } else {
        try? System.removeFile(inner)
      }
    }
    System.removeFolder(path)
  }
}
