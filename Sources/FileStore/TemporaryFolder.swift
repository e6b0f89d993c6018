#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder for another program's scratch files, outside of the workspace.
package struct TemporaryFolder: Sendable {
  package let path: String

  package init() throws(FileError) {
    let parent = SystemConsole.variable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/trustwright-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw System.failure("make a folder in", parent)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
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
