package import Diagnostics

/// A value in a manifest and where it was written.
package struct Node: Sendable {
  package indirect enum Content: Sendable {
    /// A key without a value: the same as not given.
    case none
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  package var content: Content
  /// From the first to after the last byte; for a key without a value, the empty place after the colon.
  package var range: TextRange

  package init(_ content: Content, range: TextRange) {
    self.content = content
    self.range = range
  }
}

/// One line of text, or several, as every YAML reader understands it.
package struct Scalar: Sendable {
  package enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  package var text: String
  package var style: Style

  package init(text: String, style: Style) {
    self.text = text
    self.style = style
  }
}

/// One `key: value` of a mapping.
package struct Entry: Sendable {
  package var key: String
  package var keyRange: TextRange
  package var value: Node

  package init(key: String, keyRange: TextRange, value: Node) {
    self.key = key
    self.keyRange = keyRange
    self.value = value
  }
}

/// A manifest that was read.
package struct Manifest: Sendable {
  package var file: SourceFile
  /// The value of the whole file; `.none` for a file of comments only.
  package var root: Node

  package init(file: SourceFile, root: Node) {
    self.file = file
    self.root = root
  }
}
