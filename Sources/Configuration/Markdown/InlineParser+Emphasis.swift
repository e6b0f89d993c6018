import Diagnostics

extension InlineParser {
  /// Whether a run of marks can open and close emphasis, by CommonMark's flanking rules.
  func flanking(_ run: Range<Int>) -> (canOpen: Bool, canClose: Bool) {
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
  mutating func emphasised(from first: Int) -> [InlineNode] {
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
        looseMarks.append(LooseMark(range: delimiter.range, byte: delimiter.byte))
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
      if depth > Self.deepest, !isTooDeep {
        isTooDeep = true
        refused.append((.tooDeep, stack[index].range))
      }
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
  static func merged(_ nodes: [InlineNode]) -> [InlineNode] {
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
