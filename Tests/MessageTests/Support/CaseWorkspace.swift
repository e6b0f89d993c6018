import Foundation
import TestSupport

/// A workspace made for one case: the base, with the files of the case laid over it.
enum CaseWorkspace {
  /// The files of the base, by path.
  private static let base = TestFolder.files(in: MessageCase.folder.appending(path: "Base"))

  /// Makes the workspace in a folder of its own, uses it and takes it away.
  static func with<Result>(
    overlay: URL, options: CaseOptions, _ use: (_ root: String) throws -> Result
  ) throws -> Result {
    let folder = try TestFolder("case")
    defer { folder.remove() }
    var files = base.merging(TestFolder.files(in: overlay).mapValues(CaseNotation.expand)) { $1 }
    files["messages.txt"] = nil
    for removed in options.removed {
      files = files.filter { $0.key != removed && !$0.key.hasPrefix(removed + "/") }
    }
    for name in ["Schools", "Templates"] + options.folders { try folder.makeFolder(name) }
    for (path, data) in files { try folder.write(path, data) }
    for link in options.links {
      let manager = FileManager.default
      try? manager.removeItem(at: folder.path(link.path))
      try folder.makeFolder(around: link.path)
      try manager.createSymbolicLink(
        atPath: folder.path(link.path).path, withDestinationPath: link.target)
    }
    return try use(folder.root.path)
  }
}

/// What a file of a case can say shortly: `⟦70 x > ⟧` is `> ` 70 times, `⟦0xFF⟧` is that byte.
enum CaseNotation {
  static func expand(_ data: Data) -> Data {
    guard let text = String(data: data, encoding: .utf8), text.contains("⟦") else { return data }
    var result = Data()
    for (index, piece) in text.components(separatedBy: "⟦").enumerated() {
      guard index > 0, let close = piece.firstIndex(of: "⟧") else {
        result += Data(piece.utf8)
        continue
      }
      let notation = piece[..<close]
      if notation.hasPrefix("0x") {
        if let byte = UInt8(notation.dropFirst(2), radix: 16) { result.append(byte) }
      } else if let cross = notation.range(of: " x "),
        let count = Int(notation[..<cross.lowerBound])
      {
        let repeated = String(notation[cross.upperBound...]).replacing("\\n", with: "\n")
        result += Data(String(repeating: repeated, count: count).utf8)
      }
      result += Data(piece[piece.index(after: close)...].utf8)
    }
    return result
  }
}
