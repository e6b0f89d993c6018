package import Diagnostics

/// Reads the manifest language, a strict subset of YAML 1.2.
///
/// Parsing cannot fail. What is wrong is reported, the tree is what could be made of the rest, and
/// where there is no error the tree is what every YAML 1.2 reader understands.
package enum ManifestParser {
  /// How many lists and mappings may stand inside each other.
  package static let deepestNesting = 64

  /// Reads a whole file.
  package static func parse(_ file: SourceFile, report: inout Report) -> Manifest {
    parse(file, range: TextRange(0, file.bytes.count), report: &report)
  }

  /// Reads a piece of a file, such as the front matter of a template.
  ///
  /// The piece starts at the start of a line. All places are places in the file.
  package static func parse(
    _ file: SourceFile, range: TextRange, report: inout Report
  ) -> Manifest {
    var run = range.clamped(to: file.bytes.count)
    let first = report.count
    let nothing = Node(.none, range: TextRange(run.lowerBound, run.lowerBound))
    guard run.count <= TextCheck.largestManifest else {
      report.add(.fileTooLarge(file, limit: TextCheck.largestManifest))
      return Manifest(file: file, root: nothing)
    }
    guard TextCheck.check(file, range: range, report: &report) else {
      return Manifest(file: file, root: nothing)
    }
    if run.lowerBound == 0 { run = min(file.byteOrderMarkLength, run.upperBound)..<run.upperBound }
    var parser = Parser(file: file, range: run)
    let root = parser.document()
    report.add(contentsOf: parser.report)
    return Manifest(
      file: file, root: root, nameless: parser.nameless, strays: parser.strays,
      refused: refused(report.diagnostics.dropFirst(first)))
  }

  /// Where messages say that something cannot be read as it is written.
  private static func refused(_ messages: ArraySlice<Diagnostic>) -> [TextRange] {
    messages.compactMap { message -> TextRange? in
      guard message.severity == .error, let range = message.place.range else { return nil }
      switch message.code {
      case .badText, .controlCharacter, .missingColon, .oddSpace, .unclosed, .unsupportedYAML:
        return range
      case .multilineText: return message.notes.first?.place?.range
      case .textAfterValue:
        // The value before it, which its author meant to go on, stands on the same line.
        let line = message.place.file.lineRange(around: Int(range.start))
        return TextRange(Int(line.start), Int(range.end))
      default: return nil
      }
    }
  }
}

extension Parser {
  /// Reads everything; the value is that of the first document, the only one there should be.
  mutating func document() -> Node {
    settle()
    readDirectives()
    if cursor.isDocumentMarker, cursor.byte == Byte.dash { passMarker() }
    let root = rootValue()
    while !cursor.isAtEnd {
      let marker = place(cursor.lineStart, cursor.lineStart + 3)
      report.add(cursor.byte == Byte.dot ? .documentEnd(marker) : .secondDocument(marker))
      passMarker()
      readDirectives()
      // Read to find its mistakes; its value goes nowhere.
      _ = rootValue()
    }
    return root
  }

  private mutating func rootValue() -> Node {
    guard cursor.indent >= 0 else {
      return Node(.none, range: TextRange(cursor.textStart, cursor.textStart))
    }
    let first = cursor.indent
    let line = place(cursor.offset, endOfText())
    var root = blockNode(column: first, parent: -1, tabs: nil)
    let isHeading = cursor.indent >= 0 && cursor.bytes[endOfText() - 1] == Byte.colon
    if blockColumn(root) == first, case .mapping = root.content, cursor.indent < first, isHeading {
      reportColumns(.nothingAbove(line))
      columnsAreDoubtful = false
      nameless = root
      root = blockNode(column: cursor.indent, parent: -1, tabs: nil)
    }
    while cursor.indent >= 0 {
      if let stray = deeperLines(than: -1, after: root) { root.adopt(stray) }
    }
    return root
  }

  private mutating func readDirectives() {
    while cursor.byte == Byte.percent, cursor.indent == 0 {
      report.add(.directive(place(cursor.offset, endOfText())))
      settleOnNextLine()
    }
  }

  /// Moves past `---` or `...`; nothing but a comment may stand on its line.
  private mutating func passMarker() {
    cursor.offset = cursor.lineStart + 3
    cursor.skipWhite()
    if !cursor.isAtRest { report.add(.textAfterMarker(place(cursor.offset, endOfText()))) }
    settleOnNextLine()
  }
}
