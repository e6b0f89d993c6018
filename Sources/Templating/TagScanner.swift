package import Configuration
package import Diagnostics

/// A `{{ value }}`, a `{% tag %}` or a `{# comment #}` in a piece of text.
package struct TagToken: Sendable {
  package enum Kind: Sendable { case value, tag, comment }

  package var kind: Kind
  /// From the opening brackets to after the closing ones.
  package var range: Range<Int>
  /// What stands between the brackets.
  package var inner: Range<Int>
}

/// Finds values, tags and comments in text.
///
/// `{#` opens a comment only with white space after it: `{#id}` gives a heading its name. A bracket
/// after `\` opens nothing.
package enum TagScanner {
  /// Returns the tokens in order; what is opened and never closed is reported.
  package static func scan(_ text: MappedText, report: inout Report) -> [TagToken] {
    var tokens: [TagToken] = []
    let bytes = text.bytes
    // Most texts have none of these.
    var index =
      bytes.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\\") } ?? bytes.count
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "{") else {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        continue
      }
      guard let kind = kind(bytes, at: index) else {
        if let end = singleBraces(bytes, at: index) {
          report.add(.singleBraces(at: text.place(index..<end)))
        }
        index += 1
        continue
      }
      guard let end = end(of: kind, in: bytes, from: index + 2) else {
        report.add(.unclosedTag(kind, at: text.place(index..<index + 2)))
        // The rest of the text may still hold good tags.
        index += 2
        continue
      }
      tokens.append(TagToken(kind: kind, range: index..<end, inner: index + 2..<end - 2))
      index = end
    }
    return tokens
  }

  /// Where a value ends that stands between single braces, as in `{ school.name }`, and would be printed as it stands.
  ///
  /// - Parameter index: Where a brace stands.
  private static func singleBraces(_ bytes: [UInt8], at index: Int) -> Int? {
    var start = index + 1
    while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
    let rest = bytes[start...]
    guard blocks.contains(where: { rest.starts(with: $0.utf8) }),
      let end = rest.prefix(100).firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    return end + 1
  }

  /// What the values of documents begin with.
  private static let blocks = [
    "document.", "facts.", "leads.", "providers.", "related.", "rules.", "school.", "trust.",
    "words.",
  ]

  /// What opens at a bracket, if anything.
  static func kind(_ bytes: [UInt8], at index: Int) -> TagToken.Kind? {
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "{") else { return nil }
    switch bytes[index + 1] {
    case UInt8(ascii: "{"): return .value
    case UInt8(ascii: "%"): return .tag
    case UInt8(ascii: "#"):
      return index + 2 < bytes.count && bytes[index + 2].isWhitespace ? .comment : nil
    default: return nil
    }
  }

  /// The end of a token, after its closing brackets; another opening bracket first means it has none.
  static func end(of kind: TagToken.Kind, in bytes: [UInt8], from start: Int) -> Int? {
    let closing: UInt8 =
      switch kind {
      case .value: UInt8(ascii: "}")
      case .tag: UInt8(ascii: "%")
      case .comment: UInt8(ascii: "#")
      }
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == closing, bytes[index + 1] == UInt8(ascii: "}") { return index + 2 }
      // What opens again before it closes was not closed: the message points at the right one, and
      // no text is searched twice.
      if let inner = Self.kind(bytes, at: index), (inner == .comment) == (kind == .comment) {
        return nil
      }
      index += 1
    }
    return nil
  }
}

/// A tag that was understood.
package struct Tag: Sendable {
  package enum Kind: Sendable {
    case ifTrue(MappedText)
    case elseIf(MappedText)
    case otherwise
    case endIf
    case choose(MappedText)
    case when([MappedText])
    case endChoose
    case loop(name: MappedText, over: MappedText)
    case endLoop
    case include(MappedText)
    case computed(ComputedBlock)
  }

  package var kind: Kind
  package var range: TextRange
}

/// What is computed for each document and never typed.
package enum ComputedBlock: String, CaseIterable, Sendable {
  case contents, legislation, definitions
  case relatedDocuments = "related-documents"
  case contacts, approval, history, signatures
  // Of page layouts only.
  case content, style, crest, navigation, footer
  /// The part of a form that is signed; where a layout has no place for it, it ends the content.
  case signing
  /// The card under a document's title: who adopted it, when it is reviewed, whom to ask.
  case facts
  /// What search engines, feeds and shared links read in the head of a page.
  case metadata

  /// Whether documents may have it; all of them may stand in a layout.
  package var isForDocuments: Bool {
    switch self {
    case .contents, .legislation, .definitions, .relatedDocuments, .contacts, .approval, .history,
      .signatures:
      true
    default: false
    }
  }
}

/// Reads what stands between `{%` and `%}`.
package enum TagReader {
  private static let names =
    ["if", "elsif", "else", "endif", "choose", "when", "endchoose", "for", "endfor", "include"]

  /// Returns the tag; nil where it is none, which is reported.
  package static func read(
    _ token: TagToken, in text: MappedText, report: inout Report
  ) -> Tag? {
    let range = text.sourceRange(token.range)
    let inner = trimmed(text, token.inner)
    guard !inner.isEmpty else {
      report.add(.emptyTag(at: text.place(token.range)))
      return nil
    }
    var end = inner.lowerBound
    while end < inner.upperBound, !text.bytes[end].isWhitespace { end += 1 }
    let first = inner.lowerBound..<end
    let name = string(text, first)
    let rest = trimmed(text, first.upperBound..<token.inner.upperBound)
    func tag(_ kind: Tag.Kind) -> Tag { Tag(kind: kind, range: range) }
    func alone(_ kind: Tag.Kind) -> Tag? {
      guard rest.isEmpty else {
        report.add(.tagTakesNothing(name, at: text.place(rest)))
        return tag(kind)
      }
      return tag(kind)
    }
    switch name {
    case "if", "elsif":
      let condition = text.part(rest)
      return tag(name == "if" ? .ifTrue(condition) : .elseIf(condition))
    case "else": return alone(.otherwise)
    case "endif": return alone(.endIf)
    case "choose":
      guard !rest.isEmpty else {
        report.add(
          .tagNeeds("choose", "a rule, such as 'choose rules.byod'", at: text.place(token.range)))
        return tag(.choose(text.part(token.inner.upperBound..<token.inner.upperBound)))
      }
      return tag(.choose(text.part(rest)))
    case "when":
      return tag(.when(options(text, rest, at: token.range, report: &report)))
    case "endchoose": return alone(.endChoose)
    case "for": return tag(loop(token, in: text, report: &report))
    case "endfor": return alone(.endLoop)
    case "include":
      guard !rest.isEmpty else {
        report.add(
          .tagNeeds(
            "include", "a clause, such as 'include clauses/passwords'", at: text.place(token.range))
        )
        return nil
      }
      return tag(.include(text.part(rest)))
    default:
      if let block = ComputedBlock(rawValue: name) { return alone(.computed(block)) }
      let known = names + ComputedBlock.allCases.map(\.rawValue)
      report.add(.unknownTag(name, known: known, at: text.place(first)))
      return nil
    }
  }

  private static func options(
    _ text: MappedText, _ range: Range<Int>, at token: Range<Int>, report: inout Report
  ) -> [MappedText] {
    var result: [MappedText] = []
    var start = range.lowerBound
    for index in range.lowerBound...range.upperBound
    where index == range.upperBound || text.bytes[index] == UInt8(ascii: ",") {
      let part = trimmed(text, start..<index)
      if part.isEmpty {
        report.add(
          .tagNeeds("when", "an option, or several with commas between", at: text.place(token)))
      } else {
        result.append(text.part(part))
      }
      start = index + 1
    }
    return result
  }

  private static func loop(
    _ token: TagToken, in text: MappedText, report: inout Report
  ) -> Tag.Kind {
    let words = words(in: text, token.inner)
    guard words.count == 4, string(text, words[2]) == "in" else {
      report.add(
        .tagNeeds(
          "for", "a name and a list, such as 'for item in facts.tools'", at: text.place(token.range)
        ))
      let nothing = text.part(token.inner.upperBound..<token.inner.upperBound)
      return .loop(name: nothing, over: nothing)
    }
    return .loop(name: text.part(words[1]), over: text.part(words[3]))
  }

  private static func words(in text: MappedText, _ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    result.reserveCapacity(4)
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, text.bytes[index].isWhitespace { index += 1 }
      let start = index
      while index < range.upperBound, !text.bytes[index].isWhitespace { index += 1 }
      if index > start { result.append(start..<index) }
    }
    return result
  }

  private static func trimmed(_ text: MappedText, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, text.bytes[start].isWhitespace { start += 1 }
    while end > start, text.bytes[end - 1].isWhitespace { end -= 1 }
    return start..<end
  }

  private static func string(_ text: MappedText, _ range: Range<Int>) -> String {
    String(decoding: text.bytes[range], as: UTF8.self)
  }
}
