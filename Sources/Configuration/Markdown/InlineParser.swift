import Diagnostics

/// A piece of running text in Markdown.
package indirect enum InlineNode: Sendable {
  /// Text with its escapes undone.
  case text([UInt8], Range<Int>)
  case code([InlineNode])
  case emphasis([InlineNode])
  case strong([InlineNode])
  case link(LinkSyntax)
  /// Something that stood in the text and is not Markdown: a value or a tag, by its number.
  case atom(Int)
}

/// `[label](destination)` as it was written.
package struct LinkSyntax: Sendable {
  /// Where a link leads, as it was written.
  package enum Destination: Sendable {
    case text(String)
    /// A value in the place of an address, by its number.
    case atom(Int)
  }

  package var label: [InlineNode]
  package var destination: Destination
  package var destinationRange: Range<Int>
  /// From the opening bracket to after the closing one.
  package var range: Range<Int>
}

/// Reads running text as CommonMark does: emphasis, strong, code, links and `\` escapes.
///
/// What else CommonMark has (images, raw HTML, entities, reference links, hard line breaks) is
/// handed to `refuse`, so that a template can call it a mistake while a value prints it as it is.
/// Time is linear in the length: openers that cannot match are not looked at twice.
package struct InlineParser {
  /// Where a value or a tag stands in the text, and its number.
  package struct Atom: Sendable {
    package var range: Range<Int>
    package var number: Int

    package init(range: Range<Int>, number: Int) {
      self.range = range
      self.number = number
    }
  }

  /// A piece of Markdown that is read as plain text here.
  package enum Refused: Sendable {
    case image, rawHTML, entity, referenceLink, linkTitle, hardBreak, tooDeep
  }

  /// A `*`, `**`, `_` or `__` that found no partner and stays as text.
  package struct LooseMark: Sendable {
    package var range: Range<Int>
    package var byte: UInt8
    package var canOpen: Bool
    package var canClose: Bool
  }

  /// The deepest nesting of emphasis and links.
  package static let deepest = 64

  let bytes: [UInt8]
  let atoms: [Atom]
  private var items: [Item] = []
  private var brackets: [Bracket] = []
  /// How many of the open brackets stand before a link, and so cannot hold another.
  private var inactiveBrackets = 0
  /// Lengths of runs of backticks that are known to have no partner further on.
  private var codeWithoutEnd: Set<Int> = []
  package private(set) var refused: [(Refused, Range<Int>)] = []
  package private(set) var looseMarks: [LooseMark] = []

  package init(_ bytes: [UInt8], atoms: [Atom] = []) {
    self.bytes = bytes
    self.atoms = atoms
  }

  /// A node, or a mark that may yet become emphasis or a link.
  private struct Item {
    enum Kind {
      case node(InlineNode)
      case marks(byte: UInt8, canOpen: Bool, canClose: Bool, originalCount: Int)
    }

    var kind: Kind
    var range: Range<Int>
    var depth = 0
  }

  private struct Bracket {
    var item: Int
    var position: Int
  }

  /// Reads the whole text.
  package mutating func parse() -> [InlineNode] {
    var index = 0
    var nextAtom = 0
    var textStart = 0
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "<"),
        UInt8(ascii: "&"):
        false
      default: true
      }
    }
    while index < bytes.count {
      while nextAtom < atoms.count, atoms[nextAtom].range.lowerBound < index { nextAtom += 1 }
      if nextAtom < atoms.count, atoms[nextAtom].range.lowerBound == index {
        flush(textStart..<index)
        let atom = atoms[nextAtom]
        items.append(Item(kind: .node(.atom(atom.number)), range: atom.range))
        index = max(atom.range.upperBound, index + 1)
        textStart = index
        continue
      }
      guard !isPlain(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        guard index + 1 < bytes.count else {
          index += 1
          continue
        }
        if bytes[index + 1].isASCIIPunctuation {
          flush(textStart..<index)
          textStart = index + 1
          index += 2
        } else {
          if bytes[index + 1] == UInt8(ascii: "\n") {
            refused.append((.hardBreak, start..<start + 1))
          }
          index += 1
        }
      case UInt8(ascii: "`"):
        let run = runLength(at: index)
        if let end = endOfCode(after: index + run, run: run) {
          flush(textStart..<index)
          let content = code(index + run..<end)
          items.append(Item(kind: .node(.code(content)), range: index..<end + run))
          index = end + run
          textStart = index
        } else {
          index += run
        }
      case UInt8(ascii: "*"), UInt8(ascii: "_"):
        flush(textStart..<index)
        let run = runLength(at: index)
        let (canOpen, canClose) = flanking(index..<index + run)
        items.append(
          Item(
            kind: .marks(
              byte: bytes[index], canOpen: canOpen, canClose: canClose, originalCount: run),
            range: index..<index + run))
        index += run
        textStart = index
      case UInt8(ascii: "!"):
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") {
          refused.append((.image, index..<index + 2))
        }
        index += 1
      case UInt8(ascii: "["):
        flush(textStart..<index)
        brackets.append(Bracket(item: items.count, position: index))
        items.append(
          Item(kind: .node(.text([bytes[index]], start..<start + 1)), range: start..<start + 1))
        index += 1
        textStart = index
      case UInt8(ascii: "]"):
        flush(textStart..<index)
        index = closeBracket(at: index)
        textStart = index
      case UInt8(ascii: "<"):
        if startsMarkup(at: index + 1) { refused.append((.rawHTML, start..<start + 1)) }
        index += 1
      default:
        if let end = endOfEntity(at: index) { refused.append((.entity, start..<end)) }
        index += 1
      }
    }
    flush(textStart..<bytes.count)
    let nodes = emphasised(from: 0)
    return Self.merged(nodes)
  }

  // MARK: - Atoms

  /// The index of the first atom that starts at a byte or after it; the count where there is none.
  private func atomIndex(from index: Int) -> Int {
    var low = 0
    var high = atoms.count
    while low < high {
      let middle = (low + high) / 2
      if atoms[middle].range.lowerBound < index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func atom(startingAt index: Int) -> Atom? {
    let found = atomIndex(from: index)
    return found < atoms.count && atoms[found].range.lowerBound == index ? atoms[found] : nil
  }

  // MARK: - Text and code

  private mutating func flush(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    items.append(Item(kind: .node(.text(Array(bytes[range]), range)), range: range))
  }

  private func runLength(at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == bytes[start] { end += 1 }
    return end - start
  }

  /// Finds the run of backticks that ends a code span, looking at each length only once.
  private mutating func endOfCode(after start: Int, run: Int) -> Int? {
    guard !codeWithoutEnd.contains(run) else { return nil }
    var index = start
    var nextAtom = atomIndex(from: start)
    while index < bytes.count {
      while nextAtom < atoms.count, atoms[nextAtom].range.lowerBound < index { nextAtom += 1 }
      if nextAtom < atoms.count, atoms[nextAtom].range.lowerBound == index {
        index = max(index + 1, atoms[nextAtom].range.upperBound)
        continue
      }
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let length = runLength(at: index)
      if length == run { return index }
      index += length
    }
    codeWithoutEnd.insert(run)
    return nil
  }

  /// The text and values of a code span, one space at either end taken off as CommonMark does.
  private func code(_ range: Range<Int>) -> [InlineNode] {
    var range = range
    let content = bytes[range]
    if content.count > 2, let first = content.first, let last = content.last,
      first == 32 || first == 10, last == 32 || last == 10,
      content.contains(where: { $0 != 32 && $0 != 10 })
    {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    var nodes: [InlineNode] = []
    var start = range.lowerBound
    for atom in atoms[atomIndex(from: range.lowerBound)..<atomIndex(from: range.upperBound)] {
      if start < atom.range.lowerBound {
        nodes.append(
          .text(Array(bytes[start..<atom.range.lowerBound]), start..<atom.range.lowerBound))
      }
      nodes.append(.atom(atom.number))
      start = atom.range.upperBound
    }
    if start < range.upperBound {
      nodes.append(.text(Array(bytes[start..<range.upperBound]), start..<range.upperBound))
    }
    return nodes
  }

  /// Whether `<` would begin a tag, a comment or an address in Markdown.
  private func startsMarkup(at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    let next = bytes[index]
    return next.isLetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
      || next == UInt8(ascii: "?")
  }

  /// The end of `&name;` or `&#123;`.
  private func endOfEntity(at start: Int) -> Int? {
    var index = start + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "#") { index += 1 }
    let first = index
    while index < bytes.count, index - first < 32, bytes[index].isLetter || bytes[index].isDigit {
      index += 1
    }
    guard index > first, index < bytes.count, bytes[index] == UInt8(ascii: ";") else { return nil }
    return index + 1
  }
}

extension UInt8 {
  /// Whether the byte is punctuation in CommonMark's sense for ASCII.
  package var isASCIIPunctuation: Bool {
    switch self {
    case 33...47, 58...64, 91...96, 123...126: true
    default: false
    }
  }

  /// A space, a tab or a line end.
  package var isWhitespace: Bool { self == 32 || self == 9 || self == 10 || self == 13 }
}

// MARK: - Links

extension InlineParser {
  /// Turns what stands since the last `[` into a link, where an address follows.
  private mutating func closeBracket(at index: Int) -> Int {
    func asText() {
      items.append(
        Item(kind: .node(.text([UInt8(ascii: "]")], index..<index + 1)), range: index..<index + 1))
    }
    guard let bracket = brackets.popLast() else {
      asText()
      return index + 1
    }
    guard brackets.count >= inactiveBrackets else {
      inactiveBrackets = brackets.count
      asText()
      return index + 1
    }
    if isReference(at: index + 1) {
      refused.append((.referenceLink, bracket.position..<index + 1))
    }
    guard let (destination, range, end) = destination(at: index + 1) else {
      asText()
      return index + 1
    }
    let label = Self.merged(emphasised(from: bracket.item + 1))
    let depth = depth(from: bracket.item + 1)
    items.removeSubrange(bracket.item...)
    let link = LinkSyntax(
      label: label, destination: destination, destinationRange: range,
      range: bracket.position..<end)
    items.append(
      Item(kind: .node(.link(link)), range: bracket.position..<end, depth: depth + 1))
    // A link holds no link.
    inactiveBrackets = brackets.count
    return end
  }

  /// Whether `[label]` follows that is not itself the label of a link.
  private func isReference(at index: Int) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "["),
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "]"))
    else { return false }
    return end + 1 >= bytes.count || bytes[end + 1] != UInt8(ascii: "(")
  }

  private func depth(from first: Int) -> Int {
    first < items.count ? items[first...].reduce(0) { max($0, $1.depth) } : 0
  }

  /// Reads `(address)`: balanced brackets, no spaces.
  private mutating func destination(
    at start: Int
  ) -> (LinkSyntax.Destination, Range<Int>, Int)? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "(") else { return nil }
    var index = start + 1
    while index < bytes.count, bytes[index].isWhitespace { index += 1 }
    if let atom = atom(startingAt: index) {
      var end = atom.range.upperBound
      while end < bytes.count, bytes[end].isWhitespace { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: ")") else { return nil }
      return (.atom(atom.number), atom.range, end + 1)
    }
    let first = index
    var open = 0
    var text: [UInt8] = []
    scan: while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "("):
        open += 1
        guard open <= 32 else { return nil }
      case UInt8(ascii: ")"):
        guard open > 0 else { break scan }
        open -= 1
      case UInt8(ascii: "\\") where index + 1 < bytes.count && bytes[index + 1].isASCIIPunctuation:
        index += 1
      case 0...32: break scan
      default: break
      }
      text.append(bytes[index])
      index += 1
    }
    let last = index
    while index < bytes.count, bytes[index].isWhitespace { index += 1 }
    guard index < bytes.count else { return nil }
    if index > last, "\"'(".utf8.contains(bytes[index]) {
      refused.append((.linkTitle, index..<index + 1))
      return nil
    }
    guard bytes[index] == UInt8(ascii: ")") else { return nil }
    return (.text(String(decoding: text, as: UTF8.self)), first..<last, index + 1)
  }
}

// MARK: - Emphasis

extension InlineParser {
  /// Whether a run of marks can open and close emphasis, by CommonMark's flanking rules.
  private func flanking(_ run: Range<Int>) -> (canOpen: Bool, canClose: Bool) {
    let before = characterClass(before: run.lowerBound)
    let after = characterClass(after: run.upperBound)
    let left = after != .space && (after != .punctuation || before != .letter)
    let right = before != .space && (before != .punctuation || after != .letter)
    if bytes[run.lowerBound] == UInt8(ascii: "*") { return (left, right) }
    return (left && (!right || before == .punctuation), right && (!left || after == .punctuation))
  }

  private enum CharacterClass { case space, punctuation, letter }

  private func characterClass(before index: Int) -> CharacterClass {
    guard index > 0 else { return .space }
    let next = atomIndex(from: index)
    if next > 0, atoms[next - 1].range.upperBound == index { return .letter }
    var start = index - 1
    while start > 0, bytes[start].isUTF8Continuation { start -= 1 }
    return characterClass(start..<index)
  }

  private func characterClass(after index: Int) -> CharacterClass {
    guard index < bytes.count else { return .space }
    if atom(startingAt: index) != nil { return .letter }
    var end = index + 1
    while end < bytes.count, bytes[end].isUTF8Continuation { end += 1 }
    return characterClass(index..<end)
  }

  private func characterClass(_ range: Range<Int>) -> CharacterClass {
    let first = bytes[range.lowerBound]
    if first < 0x80 {
      return first.isWhitespace || first == 12
        ? .space : first.isASCIIPunctuation ? .punctuation : .letter
    }
    guard let scalar = String(decoding: bytes[range], as: UTF8.self).unicodeScalars.first else {
      return .letter
    }
    switch scalar.properties.generalCategory {
    case .spaceSeparator: return .space
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      return .punctuation
    default: return .letter
    }
  }

  /// A run of marks on the way to becoming emphasis.
  private struct Delimiter {
    var byte: UInt8
    var count: Int
    var originalCount: Int
    var canOpen: Bool
    var canClose: Bool
    var range: Range<Int>
    /// The nodes that follow the run, up to the next run.
    var content: [InlineNode] = []
    var contentDepth = 0
  }

  /// Pairs the marks among the items from an index on, and returns the nodes they make.
  ///
  /// This is CommonMark's `process emphasis` on a stack: each closing run looks down the stack for an
  /// opening one; what lies between becomes the content. `bottoms` remembers for each kind of closer
  /// how far down it has looked in vain.
  private mutating func emphasised(from first: Int) -> [InlineNode] {
    guard first < items.count else { return [] }
    var stack: [Delimiter] = [
      Delimiter(byte: 0, count: 0, originalCount: 0, canOpen: false, canClose: false, range: 0..<0)
    ]
    var bottoms: [Int: Int] = [:]
    for item in items[first...] {
      switch item.kind {
      case .node(let node):
        stack[stack.count - 1].content.append(node)
        stack[stack.count - 1].contentDepth = max(stack[stack.count - 1].contentDepth, item.depth)
      case .marks(let byte, let canOpen, let canClose, let count):
        var closer = Delimiter(
          byte: byte, count: count, originalCount: count, canOpen: canOpen, canClose: canClose,
          range: item.range)
        if canClose { close(&closer, on: &stack, bottoms: &bottoms) }
        if closer.count > 0 { stack.append(closer) }
      }
    }
    var nodes: [InlineNode] = []
    for delimiter in stack {
      if delimiter.count > 0 {
        let marks = Array(repeating: delimiter.byte, count: delimiter.count)
        nodes.append(.text(marks, delimiter.range))
        looseMarks.append(
          LooseMark(
            range: delimiter.range, byte: delimiter.byte, canOpen: delimiter.canOpen,
            canClose: delimiter.canClose))
      }
      nodes.append(contentsOf: delimiter.content)
    }
    return nodes
  }

  private mutating func close(
    _ closer: inout Delimiter, on stack: inout [Delimiter], bottoms: inout [Int: Int]
  ) {
    let key =
      (closer.byte == UInt8(ascii: "*") ? 0 : 6) + (closer.canOpen ? 3 : 0)
      + closer.originalCount % 3
    while closer.count > 0 {
      var index = stack.count - 1
      let bottom = bottoms[key] ?? 0
      while index > bottom, !Self.matches(stack[index], closer) { index -= 1 }
      guard index > bottom else {
        bottoms[key] = max(bottom, stack.count - 1)
        return
      }
      // Runs between the two found no partner and are text.
      for loose in stack[(index + 1)...] {
        stack[index].content.append(
          .text(Array(repeating: loose.byte, count: loose.count), loose.range))
        stack[index].content.append(contentsOf: loose.content)
        stack[index].contentDepth = max(stack[index].contentDepth, loose.contentDepth)
      }
      stack.removeSubrange((index + 1)...)
      for (kind, bottom) in bottoms where bottom > index { bottoms[kind] = index }
      let used = min(stack[index].count, closer.count) >= 2 ? 2 : 1
      let content = Self.merged(stack[index].content)
      let depth = stack[index].contentDepth + 1
      if depth > Self.deepest { refused.append((.tooDeep, stack[index].range)) }
      let node: InlineNode =
        depth > Self.deepest
        ? .text([], closer.range) : used == 2 ? .strong(content) : .emphasis(content)
      closer.count -= used
      stack[index].count -= used
      stack[index].content = [node]
      stack[index].contentDepth = min(depth, Self.deepest)
      if stack[index].count == 0 {
        let content = stack[index].content
        let depth = stack[index].contentDepth
        stack.removeLast()
        stack[stack.count - 1].content.append(contentsOf: content)
        stack[stack.count - 1].contentDepth = max(stack[stack.count - 1].contentDepth, depth)
        for (kind, bottom) in bottoms where bottom >= stack.count {
          bottoms[kind] = stack.count - 1
        }
      }
    }
  }

  private static func matches(_ opener: Delimiter, _ closer: Delimiter) -> Bool {
    guard opener.byte == closer.byte, opener.canOpen else { return false }
    if opener.canClose || closer.canOpen {
      return (opener.originalCount + closer.originalCount) % 3 != 0
        || opener.originalCount % 3 == 0 && closer.originalCount % 3 == 0
    }
    return true
  }

  /// Joins neighbouring runs of text.
  private static func merged(_ nodes: [InlineNode]) -> [InlineNode] {
    var result: [InlineNode] = []
    var text: [UInt8] = []
    var range: Range<Int>?
    func flush() {
      if let spanned = range { result.append(.text(text, spanned)) }
      text = []
      range = nil
    }
    for node in nodes {
      if case .text(let bytes, let local) = node {
        text.append(contentsOf: bytes)
        range =
          (range?.lowerBound ?? local.lowerBound)..<max(local.upperBound, range?.upperBound ?? 0)
      } else {
        flush()
        result.append(node)
      }
    }
    flush()
    return result
  }
}
