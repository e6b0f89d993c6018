import Configuration
package import Diagnostics

/// A paragraph, a heading or a label of a template as one run of bytes, with a gap where something that
/// is not fixed stands: a value, a branch, a reference.
package struct FixedText: Sendable {
  package enum Kind: Sendable {
    case text, heading
    /// What a form says of who signs.
    case label
  }

  package var kind: Kind
  package let file: SourceFile
  package private(set) var bytes: [UInt8] = []
  /// Where the pieces begin, and where in the file they were written.
  private var pieces: [(start: Int, bytes: [UInt8], range: TextRange)] = []

  /// - Parameter count: How many pieces there may be.
  init(_ kind: Kind, file: SourceFile, pieces count: Int) {
    self.kind = kind
    self.file = file
    pieces.reserveCapacity(count)
  }

  mutating func append(_ text: [UInt8], _ range: TextRange) {
    pieces.append((bytes.count, text, range))
    // Most texts are one piece, whose bytes they share.
    if bytes.isEmpty { bytes = text } else { bytes.append(contentsOf: text) }
  }

  mutating func appendGap() { bytes.append(Self.gap) }

  static let gap: UInt8 = 0x01

  /// Whether there is anything in it but gaps and space.
  var isEmpty: Bool { bytes.allSatisfy { $0 == Self.gap || $0.isInlineSpace } }

  /// Where in the file some of its bytes were written.
  package func place(_ range: Range<Int>) -> Place {
    let start = offset(of: range.lowerBound, isEnd: false)
    let end = offset(of: max(range.upperBound - 1, range.lowerBound), isEnd: true)
    return file.place(TextRange(start, max(start, end)))
  }

  private func offset(of index: Int, isEnd: Bool) -> Int {
    guard let piece = pieces.last(where: { $0.start <= index }) else { return 0 }
    // Escapes and the indentation of lines are not in the text: the file is read along with it.
    let last = Int(piece.range.end)
    var source = Int(piece.range.start)
    for (number, byte) in piece.bytes.enumerated() {
      while source < last, file.bytes[source] != byte { source += 1 }
      if number == index - piece.start { break }
      source += 1
    }
    return min(isEnd ? source + 1 : source, last)
  }
}

extension FixedText {
  /// Gathers the fixed text of templates, clauses and words of the site, each file once.
  package struct Collector {
    package private(set) var texts: [FixedText] = []
    /// The addresses that links lead to, as they were written.
    package private(set) var addresses: [(text: String, place: Place)] = []
    private var file: SourceFile

    package init(_ templates: [Template], _ clauses: [Clause], _ words: [SiteText]) {
      file = SourceFile(path: "", bytes: [])
      for template in templates {
        file = template.file
        line(.text, template.title.content)
        for text in [template.summary, template.audience] {
          if let text { line(.text, text.content) }
        }
        if let form = template.form { self.form(form) }
        blocks(template.body)
      }
      for clause in clauses {
        file = clause.file
        blocks(clause.body)
      }
      for text in words {
        file = text.file
        blocks(text.body)
      }
    }

    private mutating func form(_ form: FormSyntax) {
      for text in [form.returnTo, form.keep] {
        if let text { line(.text, text.content) }
      }
      if let text = form.signedBy { line(.label, text.content) }
      for signatory in form.signatories {
        for text in [signatory.who] + signatory.fields.map(\.label) {
          if let text { line(.label, text.content) }
        }
      }
    }

    private mutating func blocks(_ blocks: [BlockSyntax]) {
      for block in blocks { self.block(block) }
    }

    private mutating func block(_ block: BlockSyntax) {
      switch block {
      case .heading(let heading): line(.heading, heading.content)
      case .paragraph(let content, _): line(.text, content)
      case .list(let list): blocks(list.items)
      case .item(let content, _), .note(let content, _): blocks(content)
      case .definition(let term, let meanings, _):
        line(.text, term)
        for meaning in meanings { line(.text, meaning) }
      case .table(let table):
        for cell in table.head + table.rows.joined() { line(.text, cell) }
      case .branches(let branches): for branch in branches.branches { blocks(branch.body) }
      case .loop(let loop): blocks(loop.body)
      case .rule, .include, .computed: break
      }
    }

    /// A run of text; what branches hold are runs of their own.
    private mutating func line(_ kind: Kind, _ content: [InlineSyntax]) {
      var text = FixedText(kind, file: file, pieces: content.count)
      var inner: [[InlineSyntax]] = []
      add(content, to: &text, &inner)
      if !text.isEmpty { texts.append(text) }
      // A branch of a heading may end before the heading does, so it is looked at as plain text.
      for content in inner { line(.text, content) }
    }

    private mutating func add(
      _ content: [InlineSyntax], to text: inout FixedText, _ inner: inout [[InlineSyntax]]
    ) {
      for node in content {
        switch node {
        case .text(let bytes, let range): text.append(bytes, range)
        case .emphasis(let content), .strong(let content): add(content, to: &text, &inner)
        case .code: text.appendGap()
        case .link(let label, let target, _):
          if case .text(let address, let range) = target {
            addresses.append((address, file.place(range)))
          }
          if label.isEmpty { text.appendGap() } else { add(label, to: &text, &inner) }
        case .value: text.appendGap()
        case .branches(let branches):
          text.appendGap()
          inner += branches.branches.map(\.body)
        case .loop(let loop):
          text.appendGap()
          inner.append(loop.body)
        }
      }
    }
  }
}
