package import Diagnostics

/// A value in a manifest and where it was written.
package struct Node: Sendable {
  package enum Content: Sendable {
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

extension Node {
  /// Whether two values mean the same, wherever and in whatever style they were written.
  ///
  /// Texts are compared byte by byte; the order of keys counts.
  package func means(_ other: Node) -> Bool {
    switch (content, other.content) {
    case (.none, .none): true
    case (.scalar(let left), .scalar(let right)):
      left.text.utf8.elementsEqual(right.text.utf8)
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.mapping(let left), .mapping(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy {
          $0.key.utf8.elementsEqual($1.key.utf8) && $0.value.means($1.value)
        }
    default: false
    }
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
  /// Lines at the start that stand deeper than the root and so under nothing, which is reported: the line above them was
  /// lost.
  package var nameless: Node?
  /// Where entries stand that were taken in though they do not line up with the others, which is reported.
  ///
  /// What they are called says little: they may belong under a line that was lost.
  package let strays: [TextRange]
  /// What could not be read as it is written, which is reported: what it means says nothing.
  package let refused: [TextRange]

  package init(
    file: SourceFile, root: Node, nameless: Node? = nil, strays: [TextRange] = [],
    refused: [TextRange] = []
  ) {
    self.file = file
    self.root = root
    self.nameless = nameless
    self.strays = strays
    self.refused = refused
  }
}
