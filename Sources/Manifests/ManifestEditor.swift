package import Diagnostics

/// Changes values of a manifest in place: every byte outside of what is changed stays as it was.
///
/// An edit that cannot be made without touching more is refused. Whoever applies edits reads the result
/// again and compares: no edit is trusted.
package struct ManifestEditor {
  package let file: SourceFile
  private let root: Node
  private var edits: [(start: Int, end: Int, text: String)] = []

  package init(_ manifest: Manifest) {
    file = manifest.file
    root = manifest.root
  }

  /// What an edit puts down.
  package enum NewValue: Sendable {
    case text(String)
    /// A list of one flat mapping, written in brackets.
    case list([(String, String)])
  }

  /// The bytes with all edits made.
  package func apply() -> [UInt8] {
    var bytes = file.bytes
    // From the end, so that places further up stay good; of one place, the later edit comes after.
    let ordered = edits.enumerated().sorted {
      ($0.element.start, $0.offset) > ($1.element.start, $1.offset)
    }
    for (_, edit) in ordered {
      bytes.replaceSubrange(edit.start..<edit.end, with: Array(edit.text.utf8))
    }
    return bytes
  }

  // MARK: - Values

  /// Sets the text of a key that is there.
  ///
  /// - Returns: Whether it could be done: a list, a mapping or a text of several lines is left alone.
  package mutating func set(_ path: [String], to text: String) -> Bool {
    guard let node = node(path) else { return false }
    let inFlow = isInFlow(path)
    let range = node.range.clamped(to: file.bytes.count)
    switch node.content {
    case .none:
      edits.append((range.lowerBound, range.lowerBound, " " + Self.written(text, inFlow: inFlow)))
      return true
    case .scalar(let scalar):
      let written: String
      switch scalar.style {
      case .literal, .folded: return false
      case .plain: written = Self.written(text, inFlow: inFlow)
      case .singleQuoted, .doubleQuoted:
        written = Self.quoted(text, scalar.style) ?? Self.written(text, inFlow: inFlow)
      }
      edits.append((range.lowerBound, range.upperBound, written))
      return true
    case .sequence, .mapping: return false
    }
  }

  /// Adds a key to a mapping, after another key where that can be done.
  ///
  /// - Returns: Whether it could be done.
  package mutating func add(
    _ key: String, _ value: NewValue, to path: [String], after anchor: String
  ) -> Bool {
    guard let node = node(path), case .mapping(let entries) = node.content,
      !entries.contains(where: { $0.key == key })
    else { return false }
    let key = TextPrinter.inline(key)
    if isFlow(node) {
      let place = entries.first { $0.key == anchor && $0.value.isShort }
      let entry = "\(key): \(Self.flow(value))"
      if let place {
        edits.append((Int(place.value.range.end), Int(place.value.range.end), ", " + entry))
      } else {
        let start = Int(node.range.start) + 1
        edits.append((start, start, entry + (entries.isEmpty ? "" : ", ")))
      }
      return true
    }
    guard let first = entries.first else { return false }
    let column = file.position(of: Int(first.keyRange.start)).column - 1
    let margin = String(repeating: " ", count: column)
    var lines = ["\(key): "]
    switch value {
    case .text(let text): lines[0] += Self.written(text, inFlow: false)
    case .list(let item): lines = ["\(key):", "\(margin)  - \(Self.item(item))"]
    }
    if let place = entries.first(where: { $0.key == anchor }), endsOnItsLine(place.value) {
      let end = Int(file.lineRange(around: Int(place.value.range.end)).end)
      edits.append((end, end, lineEnd + margin + lines.joined(separator: lineEnd)))
    } else {
      let start = Int(first.keyRange.start)
      edits.append((start, start, lines.joined(separator: lineEnd) + lineEnd + margin))
    }
    return true
  }

  /// Adds a flat mapping to a list, as its first item or its last.
  ///
  /// - Returns: Whether it could be done.
  package mutating func add(
    item: [(String, String)], to path: [String], atStart: Bool
  ) -> Bool {
    guard let node = node(path), case .sequence(let items) = node.content,
      let first = items.first, let last = items.last
    else { return false }
    let written = Self.item(item)
    if isFlow(node) {
      if atStart {
        let start = Int(node.range.start) + 1
        edits.append((start, start, written + ", "))
      } else {
        edits.append((Int(last.range.end), Int(last.range.end), ", " + written))
      }
      return true
    }
    // The dash stands before its item, with nothing but spaces between.
    var dash = Int(first.range.start) - 1
    while dash >= 0, file.bytes[dash] == Byte.space { dash -= 1 }
    guard dash >= 0, file.bytes[dash] == Byte.dash else { return false }
    let margin = String(repeating: " ", count: file.position(of: dash).column - 1)
    if atStart {
      edits.append((dash, dash, "- \(written)\(lineEnd)\(margin)"))
      return true
    }
    guard endsOnItsLine(last) else { return false }
    let end = Int(file.lineRange(around: Int(last.range.end)).end)
    edits.append((end, end, "\(lineEnd)\(margin)- \(written)"))
    return true
  }

  // MARK: - Looking

  /// The value at a path of keys.
  package func node(_ path: [String]) -> Node? {
    path.reduce(Optional(root)) { node, key in
      guard case .mapping(let entries)? = node?.content else { return nil }
      return entries.first { $0.key == key }?.value
    }
  }

  /// Whether a value stands in brackets, its own or those of what it is in.
  private func isInFlow(_ path: [String]) -> Bool {
    path.indices.contains { node(Array(path[..<$0])).map(isFlow) ?? false }
  }

  private func isFlow(_ node: Node) -> Bool {
    let start = Int(node.range.start)
    guard file.bytes.indices.contains(start) else { return false }
    return file.bytes[start] == UInt8(ascii: "{") || file.bytes[start] == UInt8(ascii: "[")
  }

  /// Whether nothing of a value stands on a line after the one where its range ends.
  private func endsOnItsLine(_ node: Node) -> Bool {
    switch node.content {
    case .none: false
    case .scalar(let scalar): scalar.style != .literal && scalar.style != .folded
    case .sequence(let items): isFlow(node) || (items.last.map(endsOnItsLine) ?? false)
    case .mapping(let entries):
      isFlow(node) || (entries.last.map { endsOnItsLine($0.value) } ?? false)
    }
  }

  private var lineEnd: String {
    guard let first = file.bytes.firstIndex(of: Byte.lineFeed), first > 0,
      file.bytes[first - 1] == Byte.carriageReturn
    else { return "\n" }
    return "\r\n"
  }

  // MARK: - Writing

  private static func flow(_ value: NewValue) -> String {
    switch value {
    case .text(let text): written(text, inFlow: true)
    case .list(let item): "[\(Self.item(item))]"
    }
  }

  private static func item(_ entries: [(String, String)]) -> String {
    let inner = entries.map { "\(TextPrinter.inline($0)): \(written($1, inFlow: true))" }
    return "{\(inner.joined(separator: ", "))}"
  }

  /// A text for one line; between brackets it may not hold what divides or closes them.
  private static func written(_ text: String, inFlow: Bool) -> String {
    let inline = TextPrinter.inline(text)
    guard inFlow, inline == text, text.utf8.contains(where: \.isFlowIndicator) else {
      return inline
    }
    return quoted(text, .singleQuoted) ?? quoted(text, .doubleQuoted) ?? inline
  }

  /// A text in quotes of a style, where it needs no escape in them.
  private static func quoted(_ text: String, _ style: Scalar.Style) -> String? {
    guard !text.isEmpty, !text.unicodeScalars.contains(where: TextPrinter.needsEscape) else {
      return nil
    }
    if style == .singleQuoted { return text.contains("'") ? nil : "'\(text)'" }
    return text.contains("\"") || text.contains("\\") ? nil : "\"\(text)\""
  }
}

extension Node {
  /// Whether a value stands on one line, so that something can follow it there.
  fileprivate var isShort: Bool {
    if case .scalar(let scalar) = content {
      scalar.style != .literal && scalar.style != .folded
    } else {
      false
    }
  }
}
