/// A value with emphasis and links, read by itself when its manifest is read.
///
/// Nothing in it can become anything else: tags, values, headings and HTML are plain text here.
package struct MarkdownText: Sendable, Equatable {
  package indirect enum Span: Sendable, Equatable {
    case text(String)
    case emphasis([Span])
    case strong([Span])
    case link(address: String, label: [Span])
  }

  package let source: String
  package let spans: [Span]

  /// Reads a value; a link that leads nowhere safe is an address that was refused.
  package init(_ source: String) {
    self.source = source
    var parser = InlineParser(Array(source.utf8), readsCode: false)
    spans = Self.spans(parser.parse())
  }

  /// The addresses of the links.
  package var addresses: [String] { Self.addresses(spans) }

  /// The text without its marks.
  package var plainText: String { Self.plainText(spans) }

  /// Whether a link may lead to an address: the web, an e-mail address or a telephone number.
  package static func isSafe(_ address: String) -> Bool {
    if address.hasPrefix("mailto:") { return TextForm.isEmail(String(address.dropFirst(7))) }
    if address.hasPrefix("tel:") {
      return address.utf8.count > 4
        && address.utf8.dropFirst(4).allSatisfy { $0.isDigit || "+-;=ext".utf8.contains($0) }
    }
    return TextForm.isWebAddress(address)
  }

  private static func spans(_ nodes: [InlineNode]) -> [Span] {
    nodes.map { node in
      switch node {
      case .text(let bytes, _): .text(String(decoding: bytes, as: UTF8.self))
      case .code(let content): .text(plainText(spans(content)))
      case .emphasis(let content): .emphasis(spans(content))
      case .strong(let content): .strong(spans(content))
      case .link(let link):
        if case .text(let address) = link.destination {
          .link(address: address, label: spans(link.label))
        } else {
          .text("")
        }
      case .atom: .text("")
      }
    }
  }

  private static func addresses(_ spans: [Span]) -> [String] {
    spans.flatMap { span -> [String] in
      switch span {
      case .text: []
      case .emphasis(let content), .strong(let content): addresses(content)
      case .link(let address, let label): [address] + addresses(label)
      }
    }
  }

  private static func plainText(_ spans: [Span]) -> String {
    spans.map { span in
      switch span {
      case .text(let text): text
      case .emphasis(let content), .strong(let content): plainText(content)
      case .link(let address, let label): label.isEmpty ? address : plainText(label)
      }
    }.joined()
  }
}
