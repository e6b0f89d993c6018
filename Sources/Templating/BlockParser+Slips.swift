import Configuration
import Diagnostics
import Manifests

/// What is no Markdown, and was hardly meant as text.
extension BlockParser {
  /// Leaves out the lines that a merge left between two versions, and the second version; the first of them is reported.
  func withoutMerge(_ lines: [Line], _ report: inout Report) -> [Line] {
    func isMark(_ line: Line, _ byte: UInt8) -> Bool {
      let end = line.start + 7
      return end <= line.end && bytes[line.start..<end].allSatisfy { $0 == byte }
        && (end == line.end || bytes[end] == UInt8(ascii: " "))
    }
    let opening = UInt8(ascii: "<")
    guard let first = lines.first(where: { isMark($0, opening) }) else { return lines }
    report.add(.mergeMark(place(first)))
    var isSecond = false
    return lines.filter { line in
      if isMark(line, opening) { return false }
      if isMark(line, UInt8(ascii: "=")) || isMark(line, UInt8(ascii: "|")) { isSecond = true }
      guard isSecond else { return true }
      if isMark(line, UInt8(ascii: ">")) { isSecond = false }
      return false
    }
  }

  /// The signs that begin `##Title` or `#Title`, which is a heading to nobody but its author; a `#tag` is text.
  func marksWithoutSpace(_ line: Line) -> TextRange? {
    let start = contentStart(line)
    let level = bytes[start..<line.end].prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...4).contains(level), start + level < line.end else { return nil }
    let next = bytes[start + level]
    guard next.isLetter, level > 1 || !next.isLowercaseLetter else { return nil }
    return TextRange(start, start + level)
  }
}
