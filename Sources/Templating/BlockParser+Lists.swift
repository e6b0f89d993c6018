import Configuration
import Diagnostics

extension BlockParser {
  /// The mark before an item of a list.
  struct ListMarker {
    var kind: ListSyntax.Kind
    var number: Int
    /// Where the text of the item begins.
    var content: Int
    /// How many columns its other lines are indented at least.
    var width: Int
  }

  /// Reads `-`, `*`, `+`, `1.`, `a.` or `i.` at the start of a line.
  func listMarker(_ line: Line) -> ListMarker? {
    let start = contentStart(line)
    let indent = indentation(line)
    guard start < line.end, indent < 4 else { return nil }
    var index = start
    let kind: ListSyntax.Kind
    var number = 1
    switch bytes[start] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      guard !isThematicBreak(line) else { return nil }
      kind = .bullet(bytes[start])
      index += 1
    case _ where bytes[start].isDigit:
      while index < line.end, index - start < 9, bytes[index].isDigit { index += 1 }
      number = Int(String(decoding: bytes[start..<index], as: UTF8.self)) ?? 1
      kind = .decimal
      guard index < line.end, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")")
      else { return nil }
      index += 1
    case _ where bytes[start].isLowercaseLetter:
      while index < line.end, index - start < 8, bytes[index].isLowercaseLetter { index += 1 }
      let letters = bytes[start..<index]
      guard index < line.end, bytes[index] == UInt8(ascii: ".") else { return nil }
      if letters.count == 1 {
        kind = letters.first == UInt8(ascii: "i") ? .roman : .letters
      } else if letters.allSatisfy({ "ivx".utf8.contains($0) }) {
        number = 2
        kind = .roman
      } else {
        return nil
      }
      index += 1
    default:
      return nil
    }
    guard index == line.end || bytes[index].isWhitespace else { return nil }
    let marker = index - start
    var spaces = 0
    while index + spaces < line.end, bytes[index + spaces].isWhitespace { spaces += 1 }
    let isEmpty = index + spaces == line.end
    // Five spaces or more would be code inside the item.
    let padding = isEmpty || spaces > 4 ? min(spaces, 1) : spaces
    return ListMarker(
      kind: kind, number: number, content: index + padding,
      width: indent + marker + max(padding, 1))
  }

  /// Whether a mark goes on with a list of a kind: `i.` after `h.` is a letter.
  private func continues(_ marker: ListMarker, _ kind: ListSyntax.Kind) -> Bool {
    marker.kind == kind || marker.kind.isLettered && kind.isLettered
  }

  func list(
    _ lines: [Line], at index: inout Int, first: ListMarker, depth: Int, report: inout Report
  ) -> BlockSyntax {
    let start = index
    var items: [BlockSyntax] = []
    var isTight = true
    var end = lines[index].end
    while index < lines.count, let marker = listMarker(lines[index]),
      continues(marker, first.kind), indentation(lines[index]) < 4
    {
      let itemStart = contentStart(lines[index])
      var inner = [Line(start: min(marker.content, lines[index].end), end: lines[index].end)]
      index += 1
      while index < lines.count {
        let line = lines[index]
        if isBlank(line) {
          // An item may begin with one blank line, not with two.
          if inner.count == 1, isBlank(inner[0]) { break }
          inner.append(line)
        } else if indentation(line) >= marker.width {
          inner.append(stripping(marker.width, from: line))
        } else if let last = inner.last, isLazyContinuation(lines, at: index, after: last) {
          inner.append(line)
        } else {
          break
        }
        index += 1
      }
      var blanks = 0
      while let last = inner.last, inner.count > 1, isBlank(last) {
        inner.removeLast()
        blanks += 1
      }
      end = inner.last?.end ?? end
      var content = blocks(inner, in: .list, depth: depth + 1, report: &report)
      if content.areApart { isTight = false }
      if content.blocks.isEmpty {
        report.add(.emptyItem(at: file.place(TextRange(itemStart, end))))
        content.blocks = [placeholder(TextRange(itemStart, end))]
      }
      items.append(.item(content.blocks, TextRange(itemStart, end)))
      let goesOn =
        index < lines.count && listMarker(lines[index]).map { continues($0, first.kind) } ?? false
      if blanks > 0 {
        if goesOn { isTight = false } else { index -= blanks }
      }
      if !goesOn { break }
    }
    return .list(
      ListSyntax(
        kind: first.kind, start: first.number, isTight: isTight, items: items,
        range: TextRange(contentStart(lines[start]), end)))
  }

  // MARK: - Definition lists

  /// Whether a line is a term, with `: text` on the next line.
  func isDefinitionStart(_ lines: [Line], at index: Int) -> Bool {
    index + 1 < lines.count && !isBlank(lines[index]) && isMeaning(lines[index + 1])
      && listMarker(lines[index]) == nil && !isMeaning(lines[index])
  }

  private func isMeaning(_ line: Line) -> Bool {
    let start = contentStart(line)
    return start + 1 < line.end && bytes[start] == UInt8(ascii: ":")
      && bytes[start + 1].isWhitespace
      && indentation(line) < 4
  }

  func definitions(
    _ lines: [Line], at index: inout Int, report: inout Report
  ) -> BlockSyntax {
    let start = contentStart(lines[index])
    var items: [BlockSyntax] = []
    var end = lines[index].end
    while index < lines.count, isDefinitionStart(lines, at: index) {
      let term = lines[index]
      index += 1
      var meanings: [[InlineSyntax]] = []
      while index < lines.count, isMeaning(lines[index]) {
        var text = MappedText(file: file)
        text.append(TextRange(contentStart(lines[index]) + 2, trimmedEnd(lines[index])))
        index += 1
        while index < lines.count, !isMeaning(lines[index]),
          !interruptsParagraph(lines, at: index), !isDefinitionStart(lines, at: index)
        {
          text.appendLineFeed()
          text.append(TextRange(contentStart(lines[index]), trimmedEnd(lines[index])))
          index += 1
        }
        meanings.append(InlineReader.read(text, report: &report))
      }
      end = lines[index - 1].end
      let range = TextRange(contentStart(term), trimmedEnd(term))
      items.append(
        .definition(
          term: InlineReader.read(MappedText(file: file, range: range), report: &report),
          meanings: meanings, range))
      // A blank line may stand between two terms.
      var next = index
      while next < lines.count, isBlank(lines[next]) { next += 1 }
      guard isDefinitionStart(lines, at: next) else { break }
      index = next
    }
    return .list(
      ListSyntax(kind: .definitions, items: items, range: TextRange(start, end)))
  }

  // MARK: - Tables

  /// Whether a line is the head of a table, with a line of dashes under it.
  func isTableStart(_ lines: [Line], at index: Int) -> Bool {
    guard index + 1 < lines.count, bytes[lines[index].start..<lines[index].end].contains(124),
      let alignments = alignments(lines[index + 1])
    else { return false }
    return cells(lines[index]).count == alignments.count
  }

  func table(_ lines: [Line], at index: inout Int, report: inout Report) -> BlockSyntax? {
    let start = contentStart(lines[index])
    guard let alignments = alignments(lines[index + 1]) else { return nil }
    func row(_ line: Line, _ report: inout Report) -> [[InlineSyntax]] {
      cells(line).map { range in
        InlineReader.read(
          MappedText(file: file, range: TextRange(range.lowerBound, range.upperBound)),
          report: &report)
      }
    }
    let head = row(lines[index], &report)
    index += 2
    var rows: [[[InlineSyntax]]] = []
    while index < lines.count, !interruptsParagraph(lines, at: index) {
      let cells = row(lines[index], &report)
      if cells.count != alignments.count {
        report.add(
          .wrongCellCount(
            cells.count, wanted: alignments.count, at: place(lines[index])))
      } else {
        rows.append(cells)
      }
      index += 1
    }
    if index < lines.count, isTagLine(lines, at: index), hasRowAfterTags(lines, at: index) {
      report.add(.tagInTable(at: place(lines[index])))
    }
    return .table(
      TableSyntax(
        alignments: alignments, head: head, rows: rows,
        range: TextRange(start, lines[index - 1].end)))
  }

  /// Whether, after lines of tags, a row of a table follows that has no head of its own.
  private func hasRowAfterTags(_ lines: [Line], at index: Int) -> Bool {
    var next = index
    while next < lines.count, isTagLine(lines, at: next) { next += 1 }
    guard next < lines.count, !isBlank(lines[next]) else { return false }
    return bytes[contentStart(lines[next])] == UInt8(ascii: "|")
      && !isTableStart(lines, at: next)
  }

  /// The alignments that a line of dashes gives its columns.
  private func alignments(_ line: Line) -> [TableSyntax.Alignment]? {
    guard bytes[line.start..<line.end].contains(UInt8(ascii: "-")) else { return nil }
    var result: [TableSyntax.Alignment] = []
    for cell in cells(line) {
      let text = bytes[cell]
      guard !text.isEmpty else { return nil }
      let left = text.first == UInt8(ascii: ":")
      let right = text.last == UInt8(ascii: ":")
      let dashes = text.dropFirst(left ? 1 : 0).dropLast(right && text.count > 1 ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      result.append(left && right ? .centre : right ? .end : .start)
    }
    // One column needs its bars, or every line of dashes would be one.
    return result.count > 1 || bytes[contentStart(line)] == 124 ? result : nil
  }

  /// The cells of a row; a bar in a value, or after `\`, divides nothing.
  private func cells(_ line: Line) -> [Range<Int>] {
    var start = contentStart(line)
    var end = trimmedEnd(line)
    if start < end, bytes[start] == 124 { start += 1 }
    if end > start, bytes[end - 1] == 124, bytes[max(start, end - 2)] != UInt8(ascii: "\\") {
      end -= 1
    }
    var result: [Range<Int>] = []
    var cell = start
    var index = start
    func add(_ range: Range<Int>) {
      var low = range.lowerBound
      var high = range.upperBound
      while low < high, bytes[low].isWhitespace { low += 1 }
      while high > low, bytes[high - 1].isWhitespace { high -= 1 }
      result.append(low..<high)
    }
    while index < end {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
      } else if let kind = TagScanner.kind(bytes, at: index),
        let close = TagScanner.end(of: kind, in: bytes, from: index + 2), close <= end
      {
        index = close
      } else if bytes[index] == 124 {
        add(cell..<index)
        index += 1
        cell = index
      } else {
        index += 1
      }
    }
    add(cell..<max(cell, end))
    return result
  }
}

extension ListSyntax.Kind {
  var isLettered: Bool { self == .letters || self == .roman }
}
