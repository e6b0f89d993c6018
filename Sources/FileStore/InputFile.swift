/// A file that the user names on the command line, wherever it lies.
package enum InputFile {
  /// Reads a file of at most so many bytes.
  package static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try System.read(path, limit: limit, followLinks: true)
  }

  /// Whether a file lies inside a folder, with all links followed.
  package static func isInside(_ path: String, folder: String) -> Bool {
    guard let file = try? System.realPath(path), let outer = try? System.realPath(folder) else {
      return false
    }
    return file.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
  }

  /// The path with all links followed, as another program needs it; nil where nothing is there.
  package static func fullPath(_ path: String) -> String? { try? System.realPath(path) }
}
