/// A file to be written: its name from the output folder, and its bytes.
package struct OutputFile: Sendable {
  package var name: String
  /// Its bytes in pieces one after another: what many files hold, as the style of all pages, is copied into none of them.
  package var pieces: [[UInt8]]

  package init(_ name: String, _ bytes: [UInt8]) { self.init(name, pieces: [bytes]) }

  package init(_ name: String, pieces: [[UInt8]]) {
    self.name = name
    self.pieces = pieces
  }

  /// Its name from a folder it lies in, whose name ends with a slash.
  package func name(from folder: String) -> String {
    String(Substring(name.utf8.dropFirst(folder.utf8.count)))
  }

  /// Its bytes in one piece.
  package var bytes: [UInt8] {
    if pieces.count == 1 { return pieces[0] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for piece in pieces { bytes.append(contentsOf: piece) }
    return bytes
  }

  package var count: Int { pieces.reduce(0) { $0 + $1.count } }
}
