import Foundation

/// A workspace made for one case: the base, with the files of the case laid over it.
enum CaseWorkspace {
  /// The files of the base, by path.
  private static let base: [String: Data] = files(
    in: MessageCase.folder.appending(path: "Base"))

  /// Makes the workspace in a folder of its own, uses it and takes it away.
  static func with<Result>(
    overlay: URL, options: CaseOptions, _ use: (_ root: String) throws -> Result
  ) throws -> Result {
    let manager = FileManager.default
    let root = manager.temporaryDirectory.appending(path: "trustwright-case-\(UUID().uuidString)")
    try manager.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: root) }
    var files = base.merging(self.files(in: overlay).mapValues(CaseNotation.expand)) { $1 }
    files["messages.txt"] = nil
    for removed in options.removed {
      files = files.filter { $0.key != removed && !$0.key.hasPrefix(removed + "/") }
    }
    for folder in ["Schools", "Templates"] + options.folders {
      try manager.createDirectory(
        at: root.appending(path: folder), withIntermediateDirectories: true)
    }
    for (path, data) in files {
      let url = root.appending(path: path)
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }
    for link in options.links {
      let url = root.appending(path: link.path)
      try? manager.removeItem(at: url)
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try manager.createSymbolicLink(atPath: url.path, withDestinationPath: link.target)
    }
    return try use(root.path)
  }

  private static func files(in folder: URL) -> [String: Data] {
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
