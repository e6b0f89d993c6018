import Configuration
import Diagnostics
import FileStore
import Publishing

/// Finds and reads a crest: the named file, or `logo.svg` or `logo.png`.
enum CrestReader {
  /// - Parameter manifest: The file that may name the crest.
  static func read(
    _ folder: String, named name: Located<String>?, by manifest: SourceFile,
    in schools: InputFolder, report: inout Report
  ) -> Crest? {
    let prefix = folder.isEmpty ? "" : folder + "/"
    let candidates = name.map { [$0.value] } ?? ["logo.svg", "logo.png"]
    for candidate in candidates {
      let path = prefix + candidate
      guard name != nil || schools.exists(path) else { continue }
      let empty = SourceFile(path: schools.path(of: path), bytes: [])
      do {
        let bytes = try schools.read(path, limit: Crest.largest)
        return Crest(SourceFile(path: empty.path, bytes: bytes), report: &report)
      } catch {
        if error.kind == .notFound, let name {
          report.add(
            .noCrest(name.value, folder: folder, at: manifest.place(name.range)))
        } else if error.kind == .tooLarge(limit: Crest.largest) {
          report.add(.badCrest("it is larger than 256 KiB", at: empty.place))
        } else {
          report.add(.unreadable(error, at: empty.place))
        }
      }
    }
    return nil
  }
}
