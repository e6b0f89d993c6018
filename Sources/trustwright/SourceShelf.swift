import Diagnostics
import Synchronization

/// Files that the messages of many schools are about, each read once.
final class SourceShelf: Sendable {
  private let files = Mutex<[String: SourceFile]>([:])

  /// A file by its path.
  func file(_ path: String, reading read: () -> SourceFile) -> SourceFile {
    if let known = files.withLock({ $0[path] }) { return known }
    let file = read()
    return files.withLock { files in
      let first = files[path] ?? file
      files[path] = first
      return first
    }
  }
}
