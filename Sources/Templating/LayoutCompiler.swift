package import Configuration
package import Diagnostics

/// A page layout, compiled: HTML with values and tags.
package struct Layout: Sendable {
  package var file: SourceFile
  package var content: [Inline]
  package var runs: [Run]
  package var slots: [Slot]
  /// Whether the layout says itself where the style goes.
  package var placesStyle: Bool
}

/// Compiles page layouts.
///
/// It follows the HTML around each value, so that the value is escaped for where it stands, and
/// refuses values where no escaping would be safe.
package struct LayoutCompiler {
  private let text: MappedText
  private var state = HTMLState()
  private var placesStyle = false

  /// Returns a layout; what is wrong in it is reported.
  package static func compile(
    _ file: SourceFile, catalogue: Catalogue, questions: inout QuestionTable,
    loopCount: inout Int, report: inout Report
  ) -> Layout {
    let start = file.byteOrderMarkLength
    let text = MappedText(file: file, range: TextRange(start, file.bytes.count))
    var layout = LayoutCompiler(text: text)
    var compiler = Compiler(catalogue: catalogue, clauses: [], questions: questions)
    compiler.loopCount = loopCount
    compiler.program.declaration.file = file
    for part in PagePart.allCases {
      compiler.questions.add(.pagePart(part.rawValue), path: "page.\(part.name)")
    }
    let content = layout.readAll(&compiler)
    report.add(contentsOf: compiler.report)
    questions = compiler.questions
    loopCount = compiler.loopCount
    return Layout(
      file: file, content: content, runs: compiler.program.runs, slots: compiler.program.slots,
      placesStyle: layout.placesStyle)
  }

  /// A stretch of HTML, a value or a tag, in the order of the file.
  private indirect enum Part: Sendable {
    case markup(Range<Int>)
    case value(ValueSyntax)
    case computed(ComputedBlock, TextRange)
    case branches(BranchSyntax<[Part]>)
    case loop(LoopSyntax<[Part]>)
  }

  private mutating func readAll(_ compiler: inout Compiler) -> [Inline] {
    let tokens = TagScanner.scan(text, report: &compiler.report)
    var parts: [TagTree<Part>.Part] = []
    var index = 0
    for token in tokens {
      if index < token.range.lowerBound {
        parts.append(.body(.markup(index..<token.range.lowerBound)))
      }
      index = token.range.upperBound
      switch token.kind {
      case .comment: continue
      case .value:
        parts.append(
          .body(.value(ValueReader.read(token, in: text, report: &compiler.report))))
      case .tag:
        if let tag = TagReader.read(token, in: text, report: &compiler.report) {
          parts.append(.tag(tag))
        }
      }
    }
    if index < text.count { parts.append(.body(.markup(index..<text.count))) }
    let file = text.file
    var tree = TagTree<Part>(
      file: file,
      making: .init(
        branches: Part.branches, loop: Part.loop,
        single: { tag, report in
          if case .computed(let block) = tag.kind { return .computed(block, tag.range) }
          report.add(.noIncludeInLayout(at: file.place(tag.range)))
          return nil
        }))
    let scope = TemplateScope(compiler.catalogue, compiler.questions, isLayout: true)
    return lay(tree.build(parts, report: &compiler.report), scope, &compiler)
  }

  /// Lays the parts of a file, or of what is between its tags, one after another.
  private mutating func lay(
    _ parts: [Part], _ scope: TemplateScope, _ compiler: inout Compiler
  ) -> [Inline] {
    var result: [Inline] = []
    for part in parts {
      switch part {
      case .markup(let range):
        state.read(text.bytes[range])
        let run = Run(
          html: Array(text.bytes[range]), text: [], startsWithSpace: false, endsWithSpace: false)
        result.append(.run(compiler.program.runs.count))
        compiler.program.runs.append(run)
      case .value(let value):
        if let slot = slot(value, scope, &compiler) { result.append(.slot(slot)) }
      case .computed(let block, let range):
        if block == .style { placesStyle = true }
        if case .text = state.place {
          result.append(.computed(block, text.file.place(range)))
        } else {
          compiler.report.add(
            .computedInMarkup(block, at: text.file.place(range)))
        }
      case .branches(let syntax): result.append(.choice(choice(syntax, scope, &compiler)))
      case .loop(let syntax):
        if let loop = loop(syntax, scope, &compiler) { result.append(.loop(loop)) }
      }
    }
    return result
  }

  /// Lays branches, which must all end in the same place of the HTML.
  private mutating func choice(
    _ syntax: BranchSyntax<[Part]>, _ scope: TemplateScope, _ compiler: inout Compiler
  ) -> Choice<Inline> {
    let start = state
    var ends: [HTMLState] = []
    let choice = compiler.choice(syntax, scope) { compiler, body in
      state = start
      let inner = lay(body, scope, &compiler)
      ends.append(state)
      return inner
    }
    let end = ends.first ?? start
    if ends.contains(where: { $0 != end }) || !syntax.isComplete && end != start {
      compiler.report.add(.branchesEndApart(at: text.file.place(syntax.range)))
    }
    state = end
    return choice
  }

  /// Lays a loop, each turn of which must end in the place of the HTML where it began.
  private mutating func loop(
    _ syntax: LoopSyntax<[Part]>, _ scope: TemplateScope, _ compiler: inout Compiler
  ) -> Loop<Inline>? {
    let start = state
    let loop = compiler.loop(syntax, scope) { compiler, body, inner in
      lay(body, inner, &compiler)
    }
    if state != start {
      compiler.report.add(.branchesEndApart(at: text.file.place(syntax.range)))
    }
    return loop
  }

  private mutating func slot(
    _ value: ValueSyntax, _ scope: TemplateScope, _ compiler: inout Compiler
  ) -> Int? {
    let place = text.file.place(value.range)
    guard let position = state.position else {
      compiler.report.add(.valueInUnsafePlace(state.placeName, at: place))
      return nil
    }
    state.readValue()
    guard let slot = compiler.slot(value, in: scope) else { return nil }
    compiler.program.slots[slot].position = position
    return slot
  }
}

extension BranchSyntax {
  /// Whether one of the branches is always taken.
  fileprivate var isComplete: Bool {
    subject != nil
      || branches.contains { branch in
        if case .otherwise = branch.test { true } else { false }
      }
  }
}

/// Where in HTML a byte stands: in text, in a tag, in an attribute.
///
/// A small part of the tokeniser of the HTML standard: enough to know how a value must be escaped.
struct HTMLState: Equatable {
  enum Place: Equatable {
    case text
    case comment
    case tagName
    case inTag
    case attributeName
    case beforeValue
    case quoted(UInt8)
    case unquoted
    /// The text of an element that holds no other: `script`, `style`, `title`.
    case rawText
  }

  private(set) var place = Place.text
  private var tagName: [UInt8] = []
  private var isEndTag = false
  private var attributeName: [UInt8] = []
  /// How many bytes of the attribute's value were read.
  private var valueLength = 0
  /// The element whose text is being read, while that is raw.
  private var rawElement: [UInt8] = []
  /// The last bytes, to see comments and the ends of raw text.
  private var recent: [UInt8] = []

  static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.place == rhs.place && lhs.rawElement == rhs.rawElement
      && (lhs.place == .text || lhs.place == .rawText || lhs.tagName == rhs.tagName)
  }

  /// How a value that stands here is escaped; nil where none may stand.
  var position: Slot.Position? {
    switch place {
    case .text: .text
    case .rawText: String(decoding: rawElement, as: UTF8.self) == "title" ? .plain : nil
    case .quoted:
      switch attributeKind {
      case .plain: .attribute
      case .address: valueLength == 0 ? .address : .attribute
      case .unsafe: nil
      }
    default: nil
    }
  }

  /// What a reader calls the place.
  var placeName: String {
    switch place {
    case .rawText: "a \(String(decoding: rawElement, as: UTF8.self)) element"
    case .comment: "a comment"
    case .tagName, .inTag, .attributeName: "a tag's name"
    case .beforeValue, .unquoted: "an attribute without quotes"
    case .quoted: "the attribute '\(String(decoding: attributeName, as: UTF8.self))'"
    case .text: "text"
    }
  }

  private enum AttributeKind { case plain, address, unsafe }

  private var attributeKind: AttributeKind {
    let name = String(decoding: attributeName, as: UTF8.self)
    if name.hasPrefix("on") || name == "style" || name == "srcdoc" || name == "http-equiv" {
      return .unsafe
    }
    return Self.addresses.contains(name) ? .address : .plain
  }

  private static let addresses: Set<String> = [
    "href", "src", "action", "formaction", "cite", "data", "poster", "srcset", "manifest", "ping",
  ]

  /// The elements in which HTML reads no tags.
  private static let rawElements: Set<String> = [
    "script", "style", "title", "textarea", "noscript", "iframe", "template",
  ]

  /// Goes past a value.
  mutating func readValue() { valueLength += 1 }

  mutating func read(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { read(byte) }
  }

  private mutating func read(_ byte: UInt8) {
    let lower = byte | (byte >= 65 && byte <= 90 ? 32 : 0)
    recent.append(lower)
    if recent.count > 32 { recent.removeFirst(16) }
    switch place {
    case .text: if byte == UInt8(ascii: "<") { beginTag() }
    case .comment: if recent.hasSuffix("-->") { place = .text }
    case .rawText:
      if byte == UInt8(ascii: ">"),
        recent.dropLast().hasSuffix("</" + String(decoding: rawElement, as: UTF8.self))
      {
        place = .text
        rawElement = []
      }
    case .tagName: readTagName(byte, lower)
    case .inTag: readInTag(byte, lower)
    case .attributeName: readAttributeName(byte, lower)
    case .beforeValue:
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): place = .quoted(byte)
      case UInt8(ascii: ">"): endTag()
      case _ where byte.isWhitespace: break
      default: place = .unquoted
      }
      valueLength = 0
    case .quoted(let quote):
      if byte == quote { place = .inTag } else { valueLength += 1 }
    case .unquoted:
      if byte == UInt8(ascii: ">") { endTag() } else if byte.isWhitespace { place = .inTag }
    }
  }

  private mutating func beginTag() {
    place = .tagName
    tagName = []
    isEndTag = false
  }

  private mutating func readTagName(_ byte: UInt8, _ lower: UInt8) {
    if recent.hasSuffix("<!--") {
      place = .comment
    } else if byte == UInt8(ascii: "/"), tagName.isEmpty {
      isEndTag = true
    } else if byte == UInt8(ascii: ">") {
      endTag()
    } else if byte.isWhitespace || byte == UInt8(ascii: "/") {
      place = tagName.isEmpty ? .text : .inTag
    } else {
      tagName.append(lower)
    }
  }

  private mutating func readInTag(_ byte: UInt8, _ lower: UInt8) {
    if byte == UInt8(ascii: ">") {
      endTag()
    } else if !byte.isWhitespace, byte != UInt8(ascii: "/") {
      attributeName = [lower]
      place = .attributeName
    }
  }

  private mutating func readAttributeName(_ byte: UInt8, _ lower: UInt8) {
    if byte == UInt8(ascii: "=") {
      place = .beforeValue
    } else if byte == UInt8(ascii: ">") {
      endTag()
    } else if byte.isWhitespace || byte == UInt8(ascii: "/") {
      place = .inTag
    } else {
      attributeName.append(lower)
    }
  }

  private mutating func endTag() {
    place = .text
    if !isEndTag, Self.rawElements.contains(String(decoding: tagName, as: UTF8.self)) {
      place = .rawText
      rawElement = tagName
    }
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  fileprivate func hasSuffix(_ text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
