import Configuration

/// Reads a page as a reader does, and finds what no reader should find: holes, broken sentences,
/// headings with nothing under them.
///
/// It knows nothing of templates, so that it can judge what the proofs promise.
package struct PageFaults {
  package private(set) var faults: [String] = []
  private var blocks: [(tag: String, text: String)] = []

  /// Whether blank cells, and texts that lead to other text, are faults too.
  private let isStrict: Bool

  /// Returns the faults in a piece of HTML.
  ///
  /// - Parameter isStrict: Whether blank cells, and texts that end in a colon before other text, are
  ///   faults; an author may mean them.
  package static func faults(in html: String, isStrict: Bool = false) -> [String] {
    var reader = PageFaults(isStrict: isStrict)
    reader.read(html)
    return reader.faults
  }

  /// The text of a page, without its marks.
  package static func text(of html: String) -> String {
    trimmed(
      pieces(of: html).map { piece in
        switch piece {
        case .text(let text): text
        case .open(let tag, _, _), .close(let tag):
          textBlocks.contains(tag) && tag != "a" || groups.contains(tag) ? " " : ""
        case .void: " "
        }
      }.joined())
  }

  private init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  private static let textBlocks: Set<String> = [
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "a",
  ]
  private static let groups: Set<String> = [
    "ul", "ol", "dl", "table", "blockquote", "aside", "tr",
  ]

  /// What stands on the page in order: the level of a heading, or 0 for anything else.
  private struct Event {
    var level: Int
    var text: String
    var isList: Bool
  }

  private struct Open {
    var tag: String
    var text = ""
    var holdsBlocks = false
    var isLine = false
    var isNote = false
  }

  private mutating func read(_ html: String) {
    var open: [Open] = []
    var events: [Event] = []
    for piece in Self.pieces(of: html) {
      switch piece {
      case .text(let text):
        for index in open.indices { open[index].text += text }
      case .void(let tag):
        if tag == "img" || tag == "input" || tag == "br" {
          for index in open.indices { open[index].isLine = true }
        }
      case .open(let tag, let isBlank, let isNote):
        let isInner = tag != "a" && (Self.textBlocks.contains(tag) || Self.groups.contains(tag))
        if isInner { for index in open.indices { open[index].holdsBlocks = true } }
        if tag == "span", isBlank { for index in open.indices { open[index].isLine = true } }
        if ["ul", "ol", "dl", "table"].contains(tag) {
          events.append(Event(level: 0, text: "", isList: true))
        }
        open.append(Open(tag: tag, isNote: isNote))
      case .close(let tag):
        guard let index = open.lastIndex(where: { $0.tag == tag }) else { continue }
        let closed = open[index]
        open.removeSubrange(index...)
        if Self.textBlocks.contains(tag) { check(closed) }
        if Self.groups.contains(tag) || closed.isNote, !closed.holdsBlocks {
          faults.append("an empty \(tag)")
        }
        if tag.count == 2, tag.hasPrefix("h"), let level = tag.last.flatMap({ Int(String($0)) }) {
          events.append(Event(level: level, text: closed.text, isList: false))
        } else if Self.textBlocks.contains(tag), tag != "a" {
          events.append(Event(level: 0, text: Self.trimmed(closed.text), isList: false))
        }
      }
    }
    checkOrder(events)
  }

  /// Sections with nothing in them, and texts that lead to nothing.
  private mutating func checkOrder(_ events: [Event]) {
    for (index, event) in events.enumerated() {
      let next = index + 1 < events.count ? events[index + 1] : nil
      if event.level > 1, next.map({ $0.level > 0 && $0.level <= event.level }) ?? true {
        faults.append("nothing under the heading '\(event.text)'")
      }
      if event.level == 0, event.text.hasSuffix(":"), !(next?.isList ?? false),
        next.map({ isStrict || $0.level > 0 }) ?? true
      {
        faults.append("nothing after '\(event.text)'")
      }
    }
  }

  // MARK: - Text

  private mutating func check(_ block: Open) {
    let text = Self.trimmed(block.text)
    if text.isEmpty {
      // A line to write on, or a blank corner of a table, is meant.
      let isCell = block.tag == "td" || block.tag == "th"
      if !block.holdsBlocks, !block.isLine, isStrict || !isCell {
        faults.append("an empty \(block.tag)")
      }
      return
    }
    guard block.tag != "a", !block.holdsBlocks else { return }
    // A number is no heading.
    if block.tag.count == 2, block.tag.hasPrefix("h"), text.filter(\.isLetter).count < 2 {
      faults.append("a heading without words")
    }
    faults += Self.textFaults(block.text, isSentence: block.tag == "p").map {
      "\($0) in '\(text)'"
    }
  }

  /// Returns what is wrong with a text.
  package static func textFaults(_ raw: String, isSentence: Bool) -> [String] {
    var found: [String] = []
    // Line ends in the HTML are white space of the page, not of the text.
    if raw.contains("  ") { found.append("a doubled space") }
    let text = trimmed(raw)
    let bytes = Array(text.utf8)
    let stops = Set(".,;:!?".utf8)
    for index in bytes.indices.dropLast() {
      let (here, next) = (bytes[index], bytes[index + 1])
      let isDots = here == 46 && next == 46
      if stops.contains(here), next == 46 || next == 44 || next == 59 || next == 58, !isDots {
        found.append("two stops")
      }
      if isDots, index + 2 >= bytes.count || bytes[index + 2] != 46,
        index == 0 || bytes[index - 1] != 46
      {
        found.append("two stops")
      }
      if here == 32, next == 46 || next == 44 || next == 59 {
        found.append("a space before a stop")
      }
      if here == 40, next == 41 { found.append("empty brackets") }
    }
    if let first = bytes.first, stops.contains(first) { found.append("a stop at the start") }
    if isSentence, let first = bytes.first, first.isLowercaseLetter {
      found.append("a small letter at the start")
    }
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : nil
      found += faults(of: word, before: next)
    }
    return found
  }

  private static let joins: Set<Substring> = ["and", "or", "the", "a", "an", "nor"]

  private static func faults(of word: Substring, before next: Substring?) -> [String] {
    var found: [String] = []
    let core = word.drop { "(‘“\"".contains($0) }
    let closed = core.reversed().drop { "’”)\"".contains($0) }
    let ends = closed.first.map { ".!?".contains($0) } ?? false
    let isShort = ["e.g.", "i.e.", "etc.", "No.", "vs."].contains(String(core))
    if ends, !isShort, let first = next?.unicodeScalars.first, ("a"..."z").contains(first) {
      found.append("a small letter after '\(word)'")
    }
    let bare = core.prefix { $0.isLetter }
    if joins.contains(bare), bare.count + 1 == core.count, let last = core.last,
      ".;)".contains(last)
    {
      found.append("a sentence that breaks off")
    }
    if joins.contains(core), next == nil { found.append("a sentence that breaks off") }
    if next == nil, core.hasSuffix(",") || word.hasSuffix("(") {
      found.append("a sentence that breaks off")
    }
    if let next, joins.contains(core), joins.contains(next),
      core == next || ["the", "a", "an"].contains(core)
    {
      found.append("'\(core) \(next)'")
    }
    if let next, core == "a" || core == "an", next.first?.isLetter ?? false,
      Prose.article(for: String(next)) != core
    {
      found.append("'\(core) \(next)'")
    }
    // A stop inside a word, where the word is no address, number or short form.
    if !core.contains("/"), !core.contains("@"), !core.contains(".example"), !core.contains("www") {
      let bytes = Array(core.utf8)
      for index in bytes.indices.dropFirst().dropLast() {
        if bytes[index] == 46 || bytes[index] == 44 || bytes[index] == 59,
          bytes[index - 1].isLowercaseLetter, index > 2, bytes[index + 1].isLetter
        {
          found.append("'\(core)'")
        }
      }
    }
    return found
  }

  private static func trimmed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: - HTML

  private enum Piece {
    case text(String)
    case open(String, isBlank: Bool, isNote: Bool)
    case void(String)
    case close(String)
  }

  private static let voids: Set<String> = ["br", "img", "input", "hr", "meta", "link", "wbr"]

  private static func pieces(of html: String) -> [Piece] {
    var result: [Piece] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      if start > rest.startIndex { result.append(.text(decoded(rest[..<start]))) }
      guard let end = rest[start...].firstIndex(of: ">") else { return result }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
      guard !name.isEmpty else { continue }
      if tag.hasPrefix("/") {
        result.append(.close(name))
      } else if voids.contains(name) || tag.hasSuffix("/") {
        result.append(.void(name))
      } else if name == "script" || name == "style" || name == "title" {
        let close = "</\(name)>"
        guard let found = rest.firstRange(of: close) else { return result }
        rest = rest[found.upperBound...]
      } else {
        result.append(
          .open(
            name, isBlank: tag.contains("\"line\""), isNote: tag.contains("role=\"note\"")))
      }
    }
    if !rest.isEmpty { result.append(.text(decoded(rest))) }
    return result
  }

  private static func decoded(_ text: Substring) -> String {
    // White space of the source is one space; two spaces in a row would be the text's own.
    var result = String(text).replacing("\n", with: "")
    for (entity, sign) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
    ] {
      result = result.replacing(entity, with: sign)
    }
    return result
  }
}

/// The addresses and anchors of a page.
package enum PageLinks {
  /// The values of an attribute, in order.
  package static func values(of attribute: String, in html: String) -> [String] {
    var result: [String] = []
    var rest = html[...]
    let start = " \(attribute)=\""
    while let found = rest.firstRange(of: start) {
      rest = rest[found.upperBound...]
      guard let end = rest.firstIndex(of: "\"") else { break }
      result.append(String(rest[..<end]).replacing("&amp;", with: "&"))
      rest = rest[end...]
    }
    return result
  }
}
