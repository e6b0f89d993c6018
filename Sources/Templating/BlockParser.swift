import Configuration
import Diagnostics

/// Divides a template into blocks: headings, paragraphs, lists, tables, notes, and tags around them.
///
/// Containers are read from the outside in: the lines of a list item or a note lose its marks and are
/// read as blocks of their own, as CommonMark's block structure has it.
struct BlockParser {
  /// A line without its line end, and without the marks of the containers it stands in.
  struct Line {
    var start: Int
    var end: Int
  }

  /// Blocks read from some lines.
  struct Blocks {
    var blocks: [BlockSyntax]
    /// Whether a blank line stands between two of them.
    var areApart = false
  }

  /// Where blocks stand, which decides what may be among them.
  enum Container { case document, list, note }

  let file: SourceFile
  let bytes: [UInt8]

  init(file: SourceFile) {
    self.file = file
    bytes = file.bytes
  }

  /// Reads the blocks of a part of a file.
  static func parse(
    _ file: SourceFile, range: TextRange, report: inout Report
  ) -> [BlockSyntax] {
    let parser = BlockParser(file: file)
    let lines = parser.withoutMerge(parser.lines(range), &report)
    guard parser.isReadable(lines, &report) else { return [parser.placeholder(range)] }
    return parser.blocks(lines, in: .document, depth: 0, report: &report).blocks
  }

  /// Whether a byte can divide running text into pieces.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "<"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "&"),
      UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: "{"):
      true
    default: false
    }
  }

  /// Reports a template that is so large that nobody wrote it.
  ///
  /// What is proved of a template takes time with the number of its pieces, which bytes do not bound well.
  private func isReadable(_ lines: [Line], _ report: inout Report) -> Bool {
    func tooMany(_ unit: String, _ limit: Int, at line: Line) -> Bool {
      report.add(
        .tooMany(
          "the template has", unit, limit: limit, at: place(line),
          help: "divide it into several documents"))
      return false
    }
    if lines.count > TemplateLimits.lines {
      return tooMany("lines", TemplateLimits.lines, at: lines[TemplateLimits.lines])
    }
    // What is shorter has no more of them.
    guard bytes.count > TemplateLimits.tags else { return true }
    var tags = 0
    var marks = 0
    let bytes = bytes
    for line in lines {
      for index in line.start..<line.end where Self.isMark(bytes[index]) {
        marks += 1
        if TagScanner.kind(bytes, at: index) != nil { tags += 1 }
      }
      if tags > TemplateLimits.tags {
        return tooMany("values and tags", TemplateLimits.tags, at: line)
      }
      if marks > TemplateLimits.marks {
        return tooMany("marks such as * and [", TemplateLimits.marks, at: line)
      }
    }
    return true
  }

  private func lines(_ range: TextRange) -> [Line] {
    file.lines(in: range).map { Line(start: $0.lowerBound, end: $0.upperBound) }
  }

  /// Reads lines as blocks, and puts what stands between tags into them.
  func blocks(
    _ lines: [Line], in container: Container, depth: Int, report: inout Report
  ) -> Blocks {
    guard depth <= TemplateLimits.nesting else {
      if let first = lines.first {
        report.add(.nestedTooDeep("lists and notes", at: place(first)))
        return Blocks(blocks: [placeholder(TextRange(first.start, first.end))])
      }
      return Blocks(blocks: [])
    }
    var parts: [TagTree<BlockSyntax>.Part] = []
    var areApart = false
    var blankSince = false
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if isBlank(line) {
        blankSince = !parts.isEmpty
        index += 1
        continue
      }
      if let found = tagLine(lines, at: index, report: &report) {
        for tag in found.tags { parts.append(.tag(tag)) }
        index = found.next
        blankSince = false
        continue
      }
      if blankSince { areApart = true }
      blankSince = false
      let before = index
      if let block = block(lines, at: &index, in: container, depth: depth, report: &report) {
        parts.append(.body(block))
      }
      if index == before { index += 1 }
    }
    var tree = TagTree<BlockSyntax>(
      file: file,
      making: .init(
        branches: BlockSyntax.branches, loop: BlockSyntax.loop, single: Self.single))
    return Blocks(blocks: tree.build(parts, report: &report), areApart: areApart)
  }

  private static func single(_ tag: Tag, _ report: inout Report) -> BlockSyntax? {
    switch tag.kind {
    case .include(let path): .include(path, tag.range)
    case .computed(let block): .computed(block, tag.range)
    default: nil
    }
  }

  // MARK: - Lines of tags

  /// The tags of a line that holds nothing else.
  private func tagLine(
    _ lines: [Line], at index: Int, report: inout Report
  ) -> (tags: [Tag], next: Int)? {
    guard let (tokens, next) = tagTokens(lines, at: index) else { return nil }
    var tags: [Tag] = []
    for token in tokens where token.kind == .tag {
      // The tag's own text, cut out so that its places are counted from its own start.
      let text = MappedText(
        file: file, range: TextRange(token.range.lowerBound, token.range.upperBound))
      let local = TagToken(kind: .tag, range: 0..<text.count, inner: 2..<text.count - 2)
      if let tag = TagReader.read(local, in: text, report: &report) { tags.append(tag) }
    }
    return (tags, next)
  }

  /// Whether a line holds tags and comments and nothing else.
  func isTagLine(_ lines: [Line], at index: Int) -> Bool { tagTokens(lines, at: index) != nil }

  /// Where the tags and comments of a line stand that holds nothing else; a tag may go on over the next lines.
  private func tagTokens(
    _ lines: [Line], at index: Int
  ) -> (tokens: [TagToken], next: Int)? {
    var offset = contentStart(lines[index])
    var line = index
    var tokens: [TagToken] = []
    while true {
      guard let kind = TagScanner.kind(bytes, at: offset), kind != .value,
        let end = TagScanner.end(of: kind, in: bytes, from: offset + 2)
      else { return nil }
      tokens.append(TagToken(kind: kind, range: offset..<end, inner: offset + 2..<end - 2))
      while line < lines.count, end > lines[line].end { line += 1 }
      guard line < lines.count else { return nil }
      offset = end
      while offset < lines[line].end, bytes[offset].isWhitespace { offset += 1 }
      if offset >= lines[line].end { return (tokens, line + 1) }
    }
  }

  // MARK: - One block

  private func block(
    _ lines: [Line], at index: inout Int, in container: Container, depth: Int,
    report: inout Report
  ) -> BlockSyntax? {
    let line = lines[index]
    let indent = indentation(line)
    let start = contentStart(line)
    let text = TextRange(start, line.end)
    if indent >= 4 {
      report.add(.refusedBlock(.indentedCode, at: file.place(text)))
      index += 1
      return placeholder(text)
    }
    if let level = headingLevel(line) {
      index += 1
      return heading(line, level: level, in: container, report: &report)
    }
    if let marks = marksWithoutSpace(line) {
      report.add(.headingWithoutSpace(at: file.place(marks)))
    }
    if isThematicBreak(line) {
      index += 1
      return .rule(text)
    }
    if isFence(line) {
      report.add(.refusedBlock(.fencedCode, at: file.place(text)))
      index += 1
      while index < lines.count, !isFence(lines[index]) { index += 1 }
      index += 1
      return placeholder(text)
    }
    if bytes[start] == UInt8(ascii: ">") {
      return note(lines, at: &index, depth: depth, report: &report)
    }
    if let marker = listMarker(line) {
      return list(lines, at: &index, first: marker, depth: depth, report: &report)
    }
    if isTableStart(lines, at: index) { return table(lines, at: &index, report: &report) }
    if isDefinitionStart(lines, at: index) {
      return definitions(lines, at: &index, report: &report)
    }
    return paragraph(lines, at: &index, report: &report)
  }

  /// A paragraph in the place of a block that was refused, so that nobody finds it missing too.
  func placeholder(_ range: TextRange) -> BlockSyntax {
    .paragraph([.text(Compiler.placeholder, range)], range)
  }

  // MARK: - Headings

  /// The level of `## Title`; levels beyond 6 are text.
  func headingLevel(_ line: Line) -> Int? {
    let start = contentStart(line)
    var end = start
    while end < line.end, bytes[end] == UInt8(ascii: "#") { end += 1 }
    guard (1...6).contains(end - start), end == line.end || bytes[end].isWhitespace,
      indentation(line) < 4
    else { return nil }
    return end - start
  }

  private func heading(
    _ line: Line, level: Int, in container: Container, report: inout Report
  ) -> BlockSyntax? {
    let whole = TextRange(contentStart(line), line.end)
    var start = contentStart(line) + level
    var end = trimmedEnd(line)
    while start < end, bytes[start].isWhitespace { start += 1 }
    var heading = HeadingSyntax(level: level, content: [], range: whole)
    if container != .document { report.add(.headingInContainer(at: file.place(whole))) }
    if level > 4 { report.add(.headingTooDeep(at: file.place(whole))) }
    if end > start, bytes[end - 1] == UInt8(ascii: "}"), let open = attributes(start..<end) {
      readAttributes(open + 1..<end - 1, into: &heading, report: &report)
      end = open
      while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    }
    // Closing hashes are decoration.
    var close = end
    while close > start, bytes[close - 1] == UInt8(ascii: "#") { close -= 1 }
    if close < end, close == start || bytes[close - 1].isWhitespace {
      end = close
      while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    }
    if start >= end { report.add(.emptyHeading(at: file.place(whole))) }
    heading.content = InlineReader.read(
      MappedText(file: file, range: TextRange(start, end)), report: &report)
    return container == .document ? .heading(heading) : placeholder(whole)
  }

  /// The bracket that opens `{#id .class}` at the end of a heading.
  private func attributes(_ range: Range<Int>) -> Int? {
    guard let open = bytes[range].lastIndex(of: UInt8(ascii: "{")), open + 1 < range.upperBound,
      bytes[open + 1] == UInt8(ascii: "#") || bytes[open + 1] == UInt8(ascii: "."),
      open == range.lowerBound || bytes[open - 1] != UInt8(ascii: "{")
    else { return nil }
    return open
  }

  private func readAttributes(
    _ range: Range<Int>, into heading: inout HeadingSyntax, report: inout Report
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, bytes[index].isWhitespace { index += 1 }
      let start = index
      while index < range.upperBound, !bytes[index].isWhitespace { index += 1 }
      guard index > start else { break }
      let word = String(decoding: bytes[start..<index], as: UTF8.self)
      let place = file.place(TextRange(start, index))
      switch word {
      case ".unnumbered": heading.isUnnumbered = true
      case ".appendix": heading.isAppendix = true
      case _ where word.hasPrefix("#"):
        let id = String(word.dropFirst())
        if Identifier.isValid(id) {
          heading.id = Located(id, TextRange(start + 1, index))
        } else {
          report.add(.badSectionID(id, at: place))
        }
      default:
        report.add(.unknownAttribute(word, at: place))
      }
    }
  }

  // MARK: - Notes

  private func note(
    _ lines: [Line], at index: inout Int, depth: Int, report: inout Report
  ) -> BlockSyntax {
    var inner: [Line] = []
    let first = lines[index]
    var last = first
    while index < lines.count {
      let line = lines[index]
      let start = contentStart(line)
      if !isBlank(line), bytes[start] == UInt8(ascii: ">"), indentation(line) < 4 {
        let hasSpace = start + 1 < line.end && bytes[start + 1].isWhitespace
        inner.append(Line(start: start + (hasSpace ? 2 : 1), end: line.end))
      } else if let previous = inner.last, isLazyContinuation(lines, at: index, after: previous) {
        inner.append(line)
      } else {
        break
      }
      last = line
      index += 1
    }
    let content = blocks(inner, in: .note, depth: depth + 1, report: &report)
    return .note(content.blocks, TextRange(contentStart(first), last.end))
  }

  // MARK: - Paragraphs

  private func paragraph(
    _ lines: [Line], at index: inout Int, report: inout Report
  ) -> BlockSyntax {
    let first = index
    var text = MappedText(file: file)
    repeat {
      let line = lines[index]
      if index > first { text.appendLineFeed() }
      text.append(TextRange(contentStart(line), trimmedEnd(line)))
      index += 1
      if index < lines.count, isUnderline(lines[index]) {
        report.add(.refusedBlock(.setextHeading, at: place(lines[index])))
        index += 1
        break
      }
    } while index < lines.count && !interruptsParagraph(lines, at: index)
    let range = TextRange(contentStart(lines[first]), lines[index - 1].end)
    if isReferenceDefinition(lines[first]) {
      report.add(.refusedBlock(.referenceDefinition, at: file.place(range)))
    }
    if bytes[contentStart(lines[first])] == UInt8(ascii: "|") {
      report.add(.tableWithoutHead(at: file.place(range)))
    }
    return .paragraph(InlineReader.read(text, report: &report), range)
  }

  /// Whether a line cannot be part of the paragraph before it.
  func interruptsParagraph(_ lines: [Line], at index: Int) -> Bool {
    let line = lines[index]
    if isBlank(line) { return true }
    if indentation(line) >= 4 { return false }
    if headingLevel(line) != nil || isThematicBreak(line) || isFence(line) { return true }
    if bytes[contentStart(line)] == UInt8(ascii: ">") { return true }
    if let marker = listMarker(line), marker.content < line.end {
      // As in CommonMark, a list in the middle of a paragraph begins at its beginning.
      switch marker.kind {
      case .bullet: return true
      case .decimal, .roman: return marker.number == 1
      case .letters: return bytes[contentStart(line)] == UInt8(ascii: "a")
      case .definitions: return false
      }
    }
    return isTagLine(lines, at: index)
  }

  /// Whether a line without a container's marks still belongs to the paragraph that ends it.
  func isLazyContinuation(_ lines: [Line], at index: Int, after previous: Line) -> Bool {
    guard !isBlank(previous), !isBlank(lines[index]), headingLevel(previous) == nil,
      !isThematicBreak(previous), !isFence(previous)
    else { return false }
    let start = contentStart(previous)
    if TagScanner.kind(bytes, at: start).map({ $0 != .value }) ?? false,
      isTagLine([previous], at: 0)
    {
      return false
    }
    return !interruptsParagraph(lines, at: index) && listMarker(lines[index]) == nil
  }

  /// Whether a line under text would make a heading of it elsewhere.
  private func isUnderline(_ line: Line) -> Bool {
    let start = contentStart(line)
    let end = trimmedEnd(line)
    guard start < end, indentation(line) < 4 else { return false }
    let mark = bytes[start]
    return (mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"))
      && bytes[start..<end].allSatisfy { $0 == mark }
  }

  /// Whether a line is `[name]: address`.
  private func isReferenceDefinition(_ line: Line) -> Bool {
    let start = contentStart(line)
    guard bytes[start] == UInt8(ascii: "["),
      let close = bytes[start..<line.end].firstIndex(of: UInt8(ascii: "]"))
    else { return false }
    return close + 1 < line.end && close > start + 1 && bytes[close + 1] == UInt8(ascii: ":")
  }
}

// MARK: - Lines

extension BlockParser {
  func isBlank(_ line: Line) -> Bool { contentStart(line) == line.end }

  /// The first byte of a line that is not white space; its end where there is none.
  func contentStart(_ line: Line) -> Int {
    var index = line.start
    while index < line.end, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    return index
  }

  func trimmedEnd(_ line: Line) -> Int {
    var end = line.end
    while end > line.start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    return end
  }

  /// The columns of white space before a line; a tab goes to the next multiple of four.
  func indentation(_ line: Line) -> Int {
    var columns = 0
    for index in line.start..<line.end {
      switch bytes[index] {
      case 32: columns += 1
      case 9: columns += 4 - columns % 4
      default: return columns
      }
    }
    return columns
  }

  /// The line without so many columns of white space.
  func stripping(_ columns: Int, from line: Line) -> Line {
    var stripped = 0
    var index = line.start
    while index < line.end, stripped < columns, bytes[index] == 32 || bytes[index] == 9 {
      stripped += bytes[index] == 9 ? 4 - stripped % 4 : 1
      index += 1
    }
    return Line(start: index, end: line.end)
  }

  /// Whether a line is `---`, `***` or `___`.
  func isThematicBreak(_ line: Line) -> Bool {
    let start = contentStart(line)
    guard start < line.end, indentation(line) < 4 else { return false }
    let mark = bytes[start]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_") else {
      return false
    }
    var count = 0
    for byte in bytes[start..<line.end] {
      if byte == mark { count += 1 } else if !byte.isWhitespace { return false }
    }
    return count >= 3
  }

  func isFence(_ line: Line) -> Bool {
    let start = contentStart(line)
    guard start + 2 < line.end, indentation(line) < 4 else { return false }
    let mark = bytes[start]
    return (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~"))
      && bytes[start + 1] == mark && bytes[start + 2] == mark
      // Backticks with a backtick further on are code in a line.
      && (mark == UInt8(ascii: "~")
        || !bytes[start..<line.end].drop { $0 == mark }.contains(mark))
  }

  func place(_ line: Line) -> Place { file.place(TextRange(contentStart(line), line.end)) }
}
