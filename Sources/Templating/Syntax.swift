package import Configuration
package import Diagnostics

/// A template as it was written: blocks, running text, values and tags, each with its place.
///
/// Parsed once, before any school is looked at, and without the vocabulary: names are only texts here.
package enum BlockSyntax: Sendable {
  indirect case heading(HeadingSyntax)
  case paragraph([InlineSyntax], TextRange)
  indirect case list(ListSyntax)
  /// One item of a list; stands only in lists.
  case item([BlockSyntax], TextRange)
  /// One term of a definition list and what it means; stands only in lists of definitions.
  indirect case definition(term: [InlineSyntax], meanings: [[InlineSyntax]], TextRange)
  indirect case table(TableSyntax)
  case note([BlockSyntax], TextRange)
  case rule(TextRange)
  indirect case branches(BranchSyntax<[BlockSyntax]>)
  indirect case loop(LoopSyntax<[BlockSyntax]>)
  indirect case include(MappedText, TextRange)
  case computed(ComputedBlock, TextRange)
}

/// `## Title {#id .unnumbered}`.
package struct HeadingSyntax: Sendable {
  package var level: Int
  package var content: [InlineSyntax]
  package var id: Located<String>?
  package var isUnnumbered = false
  package var isAppendix = false
  package var range: TextRange
}

/// A list; its items, or conditions and loops around items.
package struct ListSyntax: Sendable {
  package enum Kind: Hashable, Sendable {
    case bullet(UInt8)
    case decimal
    case letters
    case roman
    case definitions
  }

  package var kind: Kind
  /// The number of the first item.
  package var start = 1
  package var isTight = true
  package var items: [BlockSyntax]
  package var range: TextRange
}

package struct TableSyntax: Sendable {
  package enum Alignment: Sendable { case start, centre, end }

  package var alignments: [Alignment]
  package var head: [[InlineSyntax]]
  package var rows: [[[InlineSyntax]]]
  package var range: TextRange
}

/// A piece of running text.
package enum InlineSyntax: Sendable {
  case text([UInt8], TextRange)
  case code([InlineSyntax])
  case emphasis([InlineSyntax])
  case strong([InlineSyntax])
  indirect case link(label: [InlineSyntax], LinkTarget, TextRange)
  indirect case value(ValueSyntax)
  indirect case branches(BranchSyntax<[InlineSyntax]>)
  indirect case loop(LoopSyntax<[InlineSyntax]>)

  package enum LinkTarget: Sendable {
    case text(String, TextRange)
    case value(ValueSyntax)
  }
}

/// `{{ path | filter | filter }}`.
package struct ValueSyntax: Sendable {
  package var path: MappedText
  package var filters: [MappedText]
  package var range: TextRange
}

/// `{% if %} … {% elsif %} … {% else %} … {% endif %}` or `{% choose %} … {% endchoose %}`.
package struct BranchSyntax<Body: Sendable>: Sendable {
  package enum Test: Sendable {
    case condition(MappedText)
    case options([MappedText])
    case otherwise
  }

  package struct Branch: Sendable {
    package var test: Test
    package var body: Body
    /// The tag that opens the branch.
    package var range: TextRange
  }

  /// The rule that `choose` names; nil for `if`.
  package var subject: MappedText?
  package var branches: [Branch]
  /// The tag that opens the whole.
  package var range: TextRange
}

/// `{% for name in path %} … {% endfor %}`.
package struct LoopSyntax<Body: Sendable>: Sendable {
  package var name: MappedText
  package var path: MappedText
  package var body: Body
  package var range: TextRange
}
