import Bytes
import FileStore

/// What a build has come to: counts, and the files of others that it met.
struct BuildTally: Sendable {
  var written = 0
  var unchanged = 0
  var removed = 0
  /// Schools that stand as they should.
  var schools = 0
  /// Schools whose last good pages stay because something is wrong with them.
  var stopped = 0
  private var keptBeside: [String] = []
  private var foreign: [String] = []

  mutating func add(_ publication: Publication, in folder: String) {
    written += publication.written
    unchanged += publication.unchanged
    removed += publication.removed
    for (name, kept) in publication.keptBeside {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let file = kept.split(separator: "/").last.map(String.init) ?? kept
      keptBeside.append(
        "\(path) was not as the program wrote it; that version is kept beside it as \(file)")
    }
    let new = Set(publication.keptBeside.map(\.kept))
    addForeign(publication.record.foreign.filter { !new.contains($0) }, in: folder)
  }

  mutating func addForeign(_ names: [String], in folder: String) {
    foreign.append(contentsOf: names.map { folder.isEmpty ? $0 : "\(folder)/\($0)" })
  }

  /// What is to be said of files that are not the program's own.
  ///
  /// - Parameter besides: Files that another part of the program made.
  func notes(output: String, besides: Set<String> = []) -> [String] {
    let base = output.hasSuffix("/") ? output : output + "/"
    // In the order of their names: a build that makes nothing meets them in another than one that makes all.
    let kept = keptBeside.sorted { $0.precedes($1) }.map { base + $0 }
    let left = foreign.filter { name in
      // A folder in which only such files are left goes with them.
      let isBesides = besides.contains { $0 == name || name.hasSuffix("/") && $0.hasPrefix(name) }
      return !isBesides
    }.sorted { $0.precedes($1) }.map {
      "\(base)\($0) is not the program's; it was left as it is"
    }
    return Self.shortened(kept) + Self.shortened(left)
  }

  private static func shortened(_ lines: [String]) -> [String] {
    guard lines.count > 10 else { return lines }
    return lines.prefix(9) + ["… and \(lines.count - 9) more"]
  }

  /// The last line of a build.
  func closingWords(seconds: Double) -> String {
    let milliseconds = Int(seconds * 1000)
    let time =
      milliseconds < 1000
      ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    var words = "\(written) file\(written == 1 ? "" : "s") written, \(unchanged) unchanged"
    if removed > 0 { words += ", \(removed) removed" }
    words += " in \(time)"
    if stopped > 0 {
      words += "; \(stopped) school\(stopped == 1 ? "" : "s") not built, the last good pages stay"
    }
    return words
  }
}
