package import Foundation

/// A folder of its own for one test, which takes it away again.
package struct TestFolder: Sendable {
  package let root: URL

  /// Makes the folder.
  ///
  /// - Parameter name: What its name begins with, so that one that was left over tells whose it is.
  package init(_ name: String) throws {
    root = FileManager.default.temporaryDirectory
      .appending(path: "trustwright-\(name)-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  package func remove() { try? FileManager.default.removeItem(at: root) }

  package func path(_ name: String) -> URL { root.appending(path: name) }

  package func bytes(_ name: String) -> Data? { try? Data(contentsOf: path(name)) }

  package func text(_ name: String) throws -> String {
    try String(contentsOf: path(name), encoding: .utf8)
  }

  /// Writes a file, in folders that are made where they are missing.
  package func write(_ name: String, _ data: Data) throws {
    try makeFolder(around: name)
    try data.write(to: path(name))
  }

  package func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

  /// Copies a file or a folder, in the place of what is there.
  package func copy(_ source: URL, to name: String) throws {
    try makeFolder(around: name)
    try? FileManager.default.removeItem(at: path(name))
    try FileManager.default.copyItem(at: source, to: path(name))
  }

  package func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: path(name), withIntermediateDirectories: true)
  }

  package func makeFolder(around name: String) throws {
    try FileManager.default.createDirectory(
      at: path(name).deletingLastPathComponent(), withIntermediateDirectories: true)
  }

  /// All files below a folder, by their names from there.
  package func files(_ folder: String) -> [String: Data] { Self.files(in: path(folder)) }

  /// All files below any folder, by their names from there.
  package static func files(in folder: URL) -> [String: Data] {
    var result: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)
    while let name = names?.nextObject() as? String {
      let url = folder.appending(path: name)
      if (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true {
        result[name] = try? Data(contentsOf: url)
      }
    }
    return result
  }
}
