import Diagnostics

extension InlineParser {
  /// Turns what stands since the last `[` into a link, where an address follows.
  mutating func closeBracket(at index: Int) -> Int {
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
    if bracket.isImage {
      refused.append((.image, bracket.position - 1..<end))
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

  /// How far the end of a link's title, or of the name in `[label][name]`, is looked for.
  private static var longestTitle: Int { 1000 }

  /// Whether `[label]` follows that is not itself the label of a link.
  private func isReference(at index: Int) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "["),
      let end = bytes[index...].prefix(Self.longestTitle).firstIndex(of: UInt8(ascii: "]"))
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
      let quote = bytes[index] == UInt8(ascii: "(") ? UInt8(ascii: ")") : bytes[index]
      let close =
        bytes[(index + 1)...].prefix(Self.longestTitle).firstIndex(of: quote) ?? index
      refused.append((.linkTitle, index..<close + 1))
      return nil
    }
    guard bytes[index] == UInt8(ascii: ")") else { return nil }
    return (.text(String(decoding: text, as: UTF8.self)), first..<last, index + 1)
  }
}
