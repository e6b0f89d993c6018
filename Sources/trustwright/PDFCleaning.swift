/// Takes out of a PDF what tells of the machine that made it.
///
/// Chromium writes the time, and into each link the whole path of the page it leads to: a machine's folders, and
/// often somebody's name, on a public page. Both stand as plain text, so they are written over in place, a time with white
/// space, which means nothing between two words of a PDF. No day stands there instead: a PDF stays while its page does.
enum PDFCleaning {
  /// - Parameters:
  ///   - root: The address of the folder that stood for the site, `file:///…/`.
  ///   - page: The page's name from that folder.
  static func clean(_ bytes: [UInt8], root: String, page: String) -> [UInt8] {
    var bytes = bytes
    let start = Array("(\(root)".utf8)
    for index in places(of: start, in: bytes) {
      guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")) else { continue }
      let target = String(decoding: bytes[(index + start.count)..<end], as: UTF8.self)
      let link = Array("(\(relative(target, from: page)))".utf8)
      overwrite(&bytes, index...end, with: link)
    }
    for key in ["/CreationDate (D:", "/ModDate (D:"] {
      let mark = Array(key.utf8)
      for index in places(of: mark, in: bytes) {
        let first = index + mark.count
        guard let end = bytes[first...].firstIndex(of: UInt8(ascii: ")")), end - first <= 24,
          end - first >= 14
        else { continue }
        overwrite(&bytes, index...end, with: [])
      }
    }
    return bytes
  }

  /// Writes over a stretch of bytes, and white space over the rest of it.
  private static func overwrite(
    _ bytes: inout [UInt8], _ range: ClosedRange<Int>, with new: [UInt8]
  ) {
    guard new.count <= range.count else { return }
    let rest = repeatElement(UInt8(ascii: " "), count: range.count - new.count)
    bytes.replaceSubrange(range, with: new + rest)
  }

  private static func places(of mark: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard let first = mark.first, bytes.count >= mark.count else { return [] }
    return (0...(bytes.count - mark.count)).filter { index in
      bytes[index] == first && bytes[index...].starts(with: mark)
    }
  }

  /// The way from one file of the site to another.
  static func relative(_ target: String, from page: String) -> String {
    var to = target.split(separator: "/", omittingEmptySubsequences: false)[...]
    var from = page.split(separator: "/", omittingEmptySubsequences: false).dropLast()[...]
    while to.count > 1, let first = to.first, first == from.first {
      to = to.dropFirst()
      from = from.dropFirst()
    }
    let up = repeatElement("..", count: from.count)
    let path = (up + to.map(String.init)).joined(separator: "/")
    return path.isEmpty ? "." : path
  }
}
