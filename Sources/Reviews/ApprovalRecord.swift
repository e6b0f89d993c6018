package import Configuration
package import Diagnostics
import Documents
import Manifests

/// Who approved exactly which text, and when: one file of `Schools/<slug>/approvals`.
package struct ApprovalRecord: Sendable {
  /// A page of the site as it was when it was approved, kept beside the record.
  package struct Page: Sendable, Equatable {
    /// The name from the school's folder on the site: `agreements/staff.html`.
    package var name: String
    package var digest: String
    /// The documents that stand on it, with the digests of their texts.
    package var holds: [Held]

    package init(name: String, digest: String, holds: [Held]) {
      self.name = name
      self.digest = digest
      self.holds = holds
    }
  }

  package struct Held: Sendable, Equatable {
    package var document: String
    package var digest: String

    package init(document: String, digest: String) {
      self.document = document
      self.digest = digest
    }
  }

  /// The document that was approved.
  package var document: String
  package var title: String
  package var version: DocumentVersion
  /// The body that approved it.
  package var body: String
  package var day: CalendarDate
  package var minute: String?
  /// When it was to be reviewed next, as it was printed.
  package var nextReview: String?
  /// The text of the document, and of what is reviewed with it.
  package var texts: [ReviewedText]
  package var pages: [Page]
  /// The file that the record was read from.
  package var file: SourceFile

  package init(
    document: String, title: String, version: DocumentVersion, body: String, day: CalendarDate,
    minute: String?, nextReview: String?, texts: [ReviewedText], pages: [Page],
    file: SourceFile = SourceFile(path: "", bytes: [])
  ) {
    self.document = document
    self.title = title
    self.version = version
    self.body = body
    self.day = day
    self.minute = minute
    self.nextReview = nextReview
    self.texts = texts
    self.pages = pages
    self.file = file
  }

  /// The name of the record's file without its ending, and of the folder that holds its pages.
  package var name: String { Self.name(document, version) }

  package static func name(_ document: String, _ version: DocumentVersion) -> String {
    "\(document)-\(version.written)"
  }

  /// The text of a document that the approval covers.
  package func text(of document: String) -> ReviewedText? {
    texts.first { $0.document == document }
  }

  /// What the approval says, in a sentence without a full stop.
  package var words: String {
    "approved by \(body) on \(day.long)" + (minute.map { ", minute \($0)" } ?? "")
  }
}

// MARK: - Writing

extension ApprovalRecord {
  /// Returns the record as a manifest, sealed.
  package var manifest: [UInt8] {
    var head = "# \(title), version \(version.written): \(words).\n"
    head +=
      "# Written by 'trustwright approve'. The seal at the end covers every line: nothing here is edited.\n"
    let approval = Node.mapping([
      ("document", .text(document)), ("title", .text(title)), ("version", .text(version.written)),
      ("approved-by", .text(body)), ("approved-on", .text(day.iso)),
      ("minute", minute.map(Node.text)), ("next-review", nextReview.map(Node.text)),
    ])
    let root = Node.mapping([
      ("approval", approval), ("documents", .sequence(texts.map(\.node))),
      ("pages", .sequence(pages.map(\.node))),
    ])
    let bytes = Array(head.utf8) + ManifestPrinter.print(root)
    return bytes + Array("seal: \(Self.seal(bytes))\n".utf8)
  }

  /// The fingerprint of bytes, the same whether lines end with LF or CR LF.
  package static func seal(_ bytes: some Sequence<UInt8>) -> String {
    SHA256.hexadecimal(withoutCarriageReturns(bytes))
  }

  /// Bytes with LF for each CR LF, as version control may have changed them.
  package static func withoutCarriageReturns(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.filter { $0 != 13 }
  }
}

extension ReviewedText {
  fileprivate var node: Node {
    let own = choices.filter(\.isOwn).map { Node.text($0.path) }
    return .mapping([
      ("document", .text(document)), ("title", .text(title)), ("version", version.map(Node.text)),
      ("digest", .text(digest)), ("wording", .text(wordingDigest)),
      ("facts", .mapping(facts.map { ($0.name, .text($0.value)) })),
      ("choices", .mapping(choices.map { ($0.path, .text($0.answer)) })),
      ("own-choices", .sequence(own)), ("beside", .sequence(beside.map(Node.text))),
      ("text", .sequence(sections.map(\.node))),
    ])
  }
}

extension ReviewedText.Section {
  fileprivate var node: Node {
    .mapping([
      ("section", title.isEmpty ? nil : .text(title)),
      ("number", number.isEmpty ? nil : .text(number)),
      ("anchor", anchor.isEmpty ? nil : .text(anchor)), ("says", .sequence(says.map(Node.text))),
    ])
  }
}

extension ApprovalRecord.Page {
  fileprivate var node: Node {
    .mapping([
      ("page", .text(name)), ("digest", .text(digest)),
      ("holds", .mapping(holds.map { ($0.document, .text($0.digest)) })),
    ])
  }
}

extension Node {
  fileprivate static func text(_ text: String) -> Node {
    Node(.scalar(Scalar(text: text, style: .plain)), range: .zero)
  }

  fileprivate static func sequence(_ nodes: [Node]) -> Node { Node(.sequence(nodes), range: .zero) }

  /// A mapping of what is there; an empty list or mapping is left out.
  fileprivate static func mapping(_ entries: [(String, Node?)]) -> Node {
    Node(
      .mapping(
        entries.compactMap { key, value in
          guard let value, !value.isEmptyCollection else { return nil }
          return Entry(key: key, keyRange: .zero, value: value)
        }), range: .zero)
  }

  private var isEmptyCollection: Bool {
    switch content {
    case .sequence(let items): items.isEmpty
    case .mapping(let entries): entries.isEmpty
    default: false
    }
  }
}
