import Diagnostics

/// A piece of running text in Markdown.
package enum InlineNode: Sendable {
  /// Text with its escapes undone.
  case text([UInt8], Range<Int>)
  case code([InlineNode])
  case emphasis([InlineNode])
  case strong([InlineNode])
  indirect case link(LinkSyntax)
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
    case image, rawHTML, comment, entity, referenceLink, linkTitle, hardBreak, tooDeep
    /// `<https://…>`, with the address in it.
    case address(String)
  }

  /// A `*`, `**`, `_` or `__` that found no partner and stays as text.
  package struct LooseMark: Sendable {
    package var range: Range<Int>
    package var byte: UInt8
  }

  /// The deepest nesting of emphasis and links.
  package static let deepest = 64
  /// How far the end of a tag or an address in angle brackets is looked for.
  private static let longestMarkup = 500

  let bytes: [UInt8]
  let atoms: [Atom]
  /// Whether backticks make code.
  let readsCode: Bool
  var items: [Item] = []
  var brackets: [Bracket] = []
  /// How many of the open brackets stand before a link, and so cannot hold another.
  var inactiveBrackets = 0
  /// Where the text begins that is not among the items yet.
  private var textStart = 0
  /// Where the last byte stands that a `\` took its meaning from.
  private var lastEscaped = -1
  /// Where the last run of backticks of each length starts; made when the first is met.
  private var lastBackticks: [Int: Int]?
  package internal(set) var refused: [(Refused, Range<Int>)] = []
  /// Whether it was said that the nesting is too deep.
  var isTooDeep = false
  package internal(set) var looseMarks: [LooseMark] = []

  package init(_ bytes: [UInt8], atoms: [Atom] = [], readsCode: Bool = true) {
    self.bytes = bytes
    self.atoms = atoms
    self.readsCode = readsCode
  }

  /// A node, or a mark that may yet become emphasis or a link.
  struct Item {
    enum Kind {
      case node(InlineNode)
      case marks(byte: UInt8, canOpen: Bool, canClose: Bool, originalCount: Int)
    }

    var kind: Kind
    var range: Range<Int>
    var depth = 0
  }

  struct Bracket {
    var item: Int
    var position: Int
    /// Whether a `!` stands before it.
    var isImage = false
  }

  /// Whether a byte may be, or may begin, something else than text.
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "<"),
      UInt8(ascii: "&"):
      true
    default: false
    }
  }

  /// Whether a text may be more than text; one that is not comes out as it is.
  package static func hasMark(_ text: ArraySlice<UInt8>) -> Bool { text.contains(where: isMark) }

  /// Reads the whole text.
  package mutating func parse() -> [InlineNode] {
    var index = 0
    var nextAtom = 0
    while index < bytes.count {
      while nextAtom < atoms.count, atoms[nextAtom].range.lowerBound < index { nextAtom += 1 }
      if nextAtom < atoms.count, atoms[nextAtom].range.lowerBound == index {
        let atom = atoms[nextAtom]
        endText(at: index)
        items.append(Item(kind: .node(.atom(atom.number)), range: atom.range))
        index = max(atom.range.upperBound, index + 1)
        textStart = index
      } else if Self.isMark(bytes[index]) {
        index = readMark(at: index)
      } else {
        index += 1
      }
    }
    endText(at: bytes.count)
    return Self.merged(emphasised(from: 0))
  }

  /// Reads what begins with a mark, and returns where to go on; what is nothing but text is passed over.
  private mutating func readMark(at index: Int) -> Int {
    switch bytes[index] {
    case UInt8(ascii: "\\"): return readEscape(at: index)
    case UInt8(ascii: "`"): return readCode(at: index)
    case UInt8(ascii: "*"), UInt8(ascii: "_"): return readEmphasisMarks(at: index)
    case UInt8(ascii: "["): return openBracket(at: index)
    case UInt8(ascii: "]"):
      endText(at: index)
      textStart = closeBracket(at: index)
      return textStart
    case UInt8(ascii: "<"):
      if startsMarkup(at: index + 1) { refused.append(markup(at: index)) }
    case UInt8(ascii: "&"):
      if let end = endOfEntity(at: index) { refused.append((.entity, index..<end)) }
    default:
      // A `!` counts only for the bracket that follows it.
      break
    }
    return index + 1
  }

  private mutating func readEscape(at index: Int) -> Int {
    guard index + 1 < bytes.count else { return index + 1 }
    guard bytes[index + 1].isASCIIPunctuation else {
      if bytes[index + 1] == UInt8(ascii: "\n") {
        refused.append((.hardBreak, index..<index + 1))
      }
      return index + 1
    }
    endText(at: index)
    textStart = index + 1
    lastEscaped = index + 1
    return index + 2
  }

  private mutating func readCode(at index: Int) -> Int {
    let run = runLength(at: index)
    guard readsCode, let end = endOfCode(after: index + run, run: run) else { return index + run }
    endText(at: index)
    items.append(
      Item(kind: .node(.code(code(index + run..<end))), range: index..<end + run))
    textStart = end + run
    return textStart
  }

  private mutating func readEmphasisMarks(at index: Int) -> Int {
    endText(at: index)
    let run = runLength(at: index)
    let (canOpen, canClose) = flanking(index..<index + run)
    items.append(
      Item(
        kind: .marks(byte: bytes[index], canOpen: canOpen, canClose: canClose, originalCount: run),
        range: index..<index + run))
    textStart = index + run
    return textStart
  }

  private mutating func openBracket(at index: Int) -> Int {
    endText(at: index)
    let isImage = index > 0 && bytes[index - 1] == UInt8(ascii: "!") && lastEscaped != index - 1
    brackets.append(Bracket(item: items.count, position: index, isImage: isImage))
    let range = index..<index + 1
    items.append(Item(kind: .node(.text([bytes[index]], range)), range: range))
    textStart = index + 1
    return textStart
  }

  // MARK: - Atoms

  /// The index of the first atom that starts at a byte or after it; the count where there is none.
  func atomIndex(from index: Int) -> Int {
    var low = 0
    var high = atoms.count
    while low < high {
      let middle = (low + high) / 2
      if atoms[middle].range.lowerBound < index { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func atom(startingAt index: Int) -> Atom? {
    let found = atomIndex(from: index)
    return found < atoms.count && atoms[found].range.lowerBound == index ? atoms[found] : nil
  }

  // MARK: - Text and code

  /// Takes the text up to a place among the items.
  private mutating func endText(at end: Int) {
    let range = textStart..<end
    guard !range.isEmpty else { return }
    items.append(Item(kind: .node(.text(Array(bytes[range]), range)), range: range))
  }

  private func runLength(at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == bytes[start] { end += 1 }
    return end - start
  }

  /// Where the last run of backticks of each length starts.
  ///
  /// Runs of many lengths without a partner would else be looked for to the end of the text, each for itself.
  private func findLastBackticks() -> [Int: Int] {
    var result: [Int: Int] = [:]
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let length = runLength(at: index)
      result[length] = index
      index += length
    }
    return result
  }

  /// Finds the run of backticks that ends a code span.
  private mutating func endOfCode(after start: Int, run: Int) -> Int? {
    let last = lastBackticks ?? findLastBackticks()
    lastBackticks = last
    guard let end = last[run], end >= start else { return nil }
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

  /// What begins with `<`, up to its `>` where that stands on the same line.
  private func markup(at start: Int) -> (Refused, Range<Int>) {
    // What is longer is not looked at: many of them on one line would each be read to its end.
    let line = bytes[start...].prefix(Self.longestMarkup).prefix { $0 != UInt8(ascii: "\n") }
    guard let close = line.firstIndex(of: UInt8(ascii: ">")) else {
      return (.rawHTML, start..<start + 1)
    }
    let inner = String(decoding: bytes[(start + 1)..<close], as: UTF8.self)
    let range = start..<close + 1
    if inner.hasPrefix("!--") { return (.comment, range) }
    let isAddress = ["http://", "https://", "mailto:", "tel:"].contains(where: inner.hasPrefix)
    return (isAddress ? .address(inner) : .rawHTML, range)
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
