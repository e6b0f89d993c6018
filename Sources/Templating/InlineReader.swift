package import Configuration
package import Diagnostics

/// Reads running text: Markdown, values and tags inside a line.
package struct InlineReader {
  private let text: MappedText
  private var tokens: [TagToken]
  /// Whether Markdown is read; titles and the like are plain.
  private let isMarkdown: Bool

  /// Reads a paragraph, a heading or a cell.
  package static func read(_ text: MappedText, report: inout Report) -> [InlineSyntax] {
    let reader = InlineReader(text, isMarkdown: true, report: &report)
    return reader.readAll(report: &report)
  }

  /// Reads plain text with values, as in a title.
  package static func readPlain(_ text: MappedText, report: inout Report) -> [InlineSyntax] {
    var reader = InlineReader(text, isMarkdown: false, report: &report)
    for token in reader.tokens where token.kind == .tag {
      report.add(.tagInPlainText(at: text.place(token.range)))
    }
    reader.tokens.removeAll { $0.kind == .tag }
    return reader.readAll(report: &report)
  }

  private init(_ text: MappedText, isMarkdown: Bool, report: inout Report) {
    self.text = text
    self.isMarkdown = isMarkdown
    tokens = TagScanner.scan(text, report: &report)
    // A sentence is read along all its branches, which takes long where there are thousands.
    guard tokens.count > TemplateLimits.tagsInText else { return }
    report.add(
      .tooMany(
        "this text has", "values and tags", limit: TemplateLimits.tagsInText,
        at: text.place(tokens[TemplateLimits.tagsInText].range),
        help: "divide it into several paragraphs"))
    tokens = []
  }

  private func readAll(report: inout Report) -> [InlineSyntax] {
    guard tokens.contains(where: { $0.kind == .tag }) else {
      var pieces: [InlinePiece] = []
      pieces.reserveCapacity(tokens.count * 2 + 1)
      divide { range in
        pieces.append(.text(range))
      } token: { token in
        if token.kind == .value { pieces.append(value(token, report: &report)) }
      }
      return nodes(pieces, report: &report).nodes
    }
    var parts: [TagTree<InlinePiece>.Part] = []
    parts.reserveCapacity(tokens.count * 2 + 1)
    divide { range in
      parts.append(.body(.text(range)))
    } token: { token in
      switch token.kind {
      case .comment: break
      case .value: parts.append(.body(value(token, report: &report)))
      case .tag:
        if let tag = TagReader.read(token, in: text, report: &report) { parts.append(.tag(tag)) }
      }
    }
    let file = text.file
    var tree = TagTree<InlinePiece>(
      file: file,
      making: .init(
        branches: InlinePiece.branches, loop: InlinePiece.loop,
        single: { tag, report in
          report.add(.tagNeedsOwnLine(tag, at: file.place(tag.range)))
          return nil
        }))
    let pieces = tree.build(parts, report: &report)
    return nodes(pieces, report: &report).nodes
  }

  /// Goes through the tokens and the text between them, in order.
  private func divide(text isText: (Range<Int>) -> Void, token isToken: (TagToken) -> Void) {
    var index = 0
    for token in tokens {
      if index < token.range.lowerBound { isText(index..<token.range.lowerBound) }
      index = token.range.upperBound
      isToken(token)
    }
    if index < text.count { isText(index..<text.count) }
  }

  private func value(_ token: TagToken, report: inout Report) -> InlinePiece {
    .value(.value(ValueReader.read(token, in: text, report: &report)))
  }

  /// Reads one level of text; what is nested in tags is one atom to its Markdown.
  private func nodes(
    _ pieces: [InlinePiece], report: inout Report
  ) -> (nodes: [InlineSyntax], looseMarks: [InlineParser.LooseMark]) {
    var innerLoose: [InlineParser.LooseMark] = []
    guard mayHaveMarks(pieces) else {
      // Most texts are such.
      var nodes: [InlineSyntax] = []
      nodes.reserveCapacity(pieces.count)
      for piece in pieces {
        if case .text(let range) = piece {
          nodes.append(.text(bytes(range), text.sourceRange(range)))
        } else if let atom = atom(piece, &innerLoose, report: &report) {
          nodes.append(atom)
        }
      }
      return (nodes, [])
    }
    // What stands between the pieces of text; nil at those.
    let atoms = pieces.map { atom($0, &innerLoose, report: &report) }
    var content = MappedContent()
    for (number, piece) in pieces.enumerated() {
      if case .text(let range) = piece {
        content.append(text.bytes[range], from: range.lowerBound)
      } else {
        content.appendAtom(number: number)
      }
    }
    guard isMarkdown else { return (plain(content, atoms), []) }
    var parser = InlineParser(content.bytes, atoms: content.atoms)
    let parsed = parser.parse()
    for (kind, range) in parser.refused {
      report.add(.refusedMarkdown(kind, at: text.file.place(content.sourceRange(range, in: text))))
    }
    let innerBytes = Set(innerLoose.map(\.byte))
    if let outer = parser.looseMarks.first(where: { innerBytes.contains($0.byte) }) {
      report.add(
        .tagAcrossEmphasis(at: text.file.place(content.sourceRange(outer.range, in: text))))
    }
    return (
      parsed.compactMap { syntax($0, content, atoms) }, parser.looseMarks
    )
  }

  /// Whether there may be a mark of Markdown in some text, or text with a comment in it, which goes on as one.
  private func mayHaveMarks(_ pieces: [InlinePiece]) -> Bool {
    var afterText = false
    for piece in pieces {
      guard case .text(let range) = piece else {
        afterText = false
        continue
      }
      if afterText || isMarkdown && InlineParser.hasMark(text.bytes[range]) { return true }
      afterText = true
    }
    return false
  }

  private func bytes(_ range: Range<Int>) -> [UInt8] {
    range.count == text.count ? text.bytes : Array(text.bytes[range])
  }

  /// What a piece is that is no text, with all that it holds.
  private func atom(
    _ piece: InlinePiece, _ innerLoose: inout [InlineParser.LooseMark], report: inout Report
  ) -> InlineSyntax? {
    switch piece {
    case .text: return nil
    case .value(let value): return value
    case .branches(let syntax):
      var result = BranchSyntax<[InlineSyntax]>(
        subject: syntax.subject, branches: [], range: syntax.range)
      result.branches.reserveCapacity(syntax.branches.count)
      for branch in syntax.branches {
        let (inner, loose) = nodes(branch.body, report: &report)
        innerLoose.append(contentsOf: loose)
        let test: BranchSyntax<[InlineSyntax]>.Test =
          switch branch.test {
          case .condition(let condition): .condition(condition)
          case .options(let options): .options(options)
          case .otherwise: .otherwise
          }
        result.branches.append(.init(test: test, body: inner, range: branch.range))
      }
      return .branches(result)
    case .loop(let syntax):
      let (inner, loose) = nodes(syntax.body, report: &report)
      innerLoose.append(contentsOf: loose)
      return .loop(
        LoopSyntax(name: syntax.name, path: syntax.path, body: inner, range: syntax.range))
    }
  }

  private func plain(_ content: MappedContent, _ atoms: [InlineSyntax?]) -> [InlineSyntax] {
    var nodes: [InlineSyntax] = []
    var index = 0
    func text(_ range: Range<Int>) {
      guard !range.isEmpty else { return }
      nodes.append(.text(Array(content.bytes[range]), content.sourceRange(range, in: self.text)))
    }
    for atom in content.atoms {
      text(index..<atom.range.lowerBound)
      if let node = atoms[atom.number] { nodes.append(node) }
      index = atom.range.upperBound
    }
    text(index..<content.bytes.count)
    return nodes
  }

  private func syntax(
    _ node: InlineNode, _ content: MappedContent, _ atoms: [InlineSyntax?]
  ) -> InlineSyntax? {
    func all(_ nodes: [InlineNode]) -> [InlineSyntax] {
      nodes.compactMap { syntax($0, content, atoms) }
    }
    switch node {
    case .text(let bytes, let range): return .text(bytes, content.sourceRange(range, in: text))
    case .code(let nodes): return .code(all(nodes))
    case .emphasis(let nodes): return .emphasis(all(nodes))
    case .strong(let nodes): return .strong(all(nodes))
    case .atom(let number): return atoms[number]
    case .link(let link):
      let range = content.sourceRange(link.range, in: text)
      switch link.destination {
      case .text(let address):
        return .link(
          label: all(link.label),
          .text(address, content.sourceRange(link.destinationRange, in: text)), range)
      case .atom(let number):
        guard case .value(let value)? = atoms[number] else { return nil }
        return .link(label: all(link.label), .value(value), range)
      }
    }
  }
}

/// Text with its values and tags taken out, each leaving one byte behind.
private struct MappedContent {
  private(set) var bytes: [UInt8] = []
  private(set) var atoms: [InlineParser.Atom] = []
  private var pieces: [(local: Int, outer: Int)] = []

  mutating func append(_ slice: ArraySlice<UInt8>, from outer: Int) {
    pieces.append((bytes.count, outer))
    bytes.append(contentsOf: slice)
  }

  mutating func appendAtom(number: Int) {
    let start = bytes.count
    bytes.append(0)
    atoms.append(InlineParser.Atom(range: start..<start + 1, number: number))
  }

  /// Where in the file a run of this content stands.
  func sourceRange(_ range: Range<Int>, in text: MappedText) -> TextRange {
    let start = outer(range.lowerBound)
    guard !range.isEmpty else { return text.sourceRange(start..<start) }
    return text.sourceRange(start..<max(start, outer(range.upperBound - 1) + 1))
  }

  private func outer(_ local: Int) -> Int {
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].local <= local { low = middle } else { high = middle }
    }
    guard low < pieces.count else { return 0 }
    return pieces[low].outer + max(0, local - pieces[low].local)
  }
}

/// Text, or something that stands in it, on the way to becoming a node.
private enum InlinePiece: Sendable {
  case text(Range<Int>)
  case value(InlineSyntax)
  indirect case branches(BranchSyntax<[InlinePiece]>)
  indirect case loop(LoopSyntax<[InlinePiece]>)
}

/// Reads what stands between `{{` and `}}`.
package enum ValueReader {
  package static func read(
    _ token: TagToken, in text: MappedText, report: inout Report
  ) -> ValueSyntax {
    let end = token.inner.upperBound
    var next = token.inner.lowerBound
    /// What stands before the next bar, without the white space around it.
    func part() -> Range<Int> {
      var low = next
      var high = next
      while high < end, text.bytes[high] != UInt8(ascii: "|") { high += 1 }
      next = high + 1
      while low < high, text.bytes[low].isWhitespace { low += 1 }
      while high > low, text.bytes[high - 1].isWhitespace { high -= 1 }
      return low..<high
    }
    let path = part()
    var filters: [Range<Int>] = []
    while next <= end { filters.append(part()) }
    if path.isEmpty || filters.contains(where: \.isEmpty) {
      report.add(.emptyValue(at: text.place(token.range)))
    }
    return ValueSyntax(
      path: text.part(path), filters: filters.filter { !$0.isEmpty }.map(text.part),
      range: text.sourceRange(token.range))
  }
}
