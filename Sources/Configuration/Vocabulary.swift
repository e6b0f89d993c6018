package import Diagnostics
package import Manifests

/// What a manifest may say and a template may ask: `Templates/vocabulary.yaml`, read and checked.
///
/// The program knows the shapes below and nothing of any particular rule, role or word.
package struct Vocabulary: Sendable {
  package var file: SourceFile
  /// Age bands, youngest first.
  package var bands: [Band] = []
  package var phases: [Phase] = []
  package var roles: [Role] = []
  package var providers: [ProviderSlot] = []
  package var rules: [Rule] = []
  package var words: [Word] = []
  package var facts: [Fact] = []
  package var related: [RelatedDocument] = []
  package var constraints: [Constraint] = []
  /// Roles that one person must not hold together.
  package var separateRoles: [Located<[Int]>] = []

  package init(file: SourceFile) {
    self.file = file
  }
}

/// What every entry of the vocabulary has.
package struct EntryHead: Sendable {
  package var id: String
  /// Where the entry's key stands in the vocabulary.
  package var range: TextRange
  /// Advice for whoever fills a manifest in.
  package var help: String?
  package var required = Requirement.never
  /// The value where no manifest gives one, read like a manifest's.
  package var defaultValue: Node?
}

/// When a value must be given.
package enum Requirement: Sendable {
  case never
  case always
  /// Where a condition holds; kept as text until all names are known.
  case when(MappedText)
}

/// A range of ages that is taught and addressed alike.
package struct Band: Sendable {
  package var id: String
  package var title: String
  package var ages: String?
  /// The oldest reading age a form for the band may need.
  package var readingAge: Int?
}

/// A kind of school, by the ages it takes.
package struct Phase: Sendable {
  package var id: String
  package var title: String
  /// The bands of its pupils, as indices into the vocabulary's.
  package var bands: [Int]
}

/// A duty that a person holds.
package struct Role: Sendable {
  package var head: EntryHead
  package var title: String
}

/// A kind of service that a firm or a product fills.
package struct ProviderSlot: Sendable {
  package var head: EntryHead
  package var title: String
}

/// A question that every school answers by a choice or a value.
package struct Rule: Sendable {
  package var head: EntryHead
  /// The dotted path without `rules.`: `phones.pupils`.
  package var path: String
  package var question: String?
  package var kind: Kind
  package var perBand = false
  /// The phases where the rule has a meaning; nil for all.
  package var phases: [Int]?
  /// The answer where it has none, as an index into the options.
  package var otherwise: Int?
  /// The condition under which the question is asked at all.
  package var condition: MappedText?

  package enum Kind: Sendable {
    case options([Choice])
    case value(ValueType)

    /// The options where it is a choice.
    package var choices: [Choice] {
      switch self {
      case .options(let options): options
      case .value(let type): type.options
      }
    }
  }

  /// The options of a rule that is a choice.
  package var options: [Choice] { kind.choices }
}

/// One way to answer.
package struct Choice: Sendable, Equatable {
  package var id: String
  /// What choosing it means, in one sentence.
  package var meaning: String
  package var range: TextRange
}

/// A word that schools choose differently.
package struct Word: Sendable {
  package var head: EntryHead
  /// The name of the plural in templates: `pupils` for `pupil`.
  package var pluralID: String?
  /// The forms to choose from: singular, and plural where it has one.
  package var options: [(singular: String, plural: String?)]
}

/// A value of a given type that templates print or ask about.
package struct Fact: Sendable {
  package var head: EntryHead
  package var type: ValueType
}

/// A document the school has and this program does not write.
package struct RelatedDocument: Sendable {
  package let head: EntryHead
  package let title: String
  /// What it is called in the middle of a sentence.
  package let name: String

  package init(head: EntryHead, title: String) {
    self.head = head
    self.title = title
    name = Prose.definite(title)
  }
}

/// Choices that cannot both be true, or should not.
package struct Constraint: Sendable {
  package var when: MappedText?
  package var never: MappedText?
  package var why: String
  package var level: Severity
  package var range: TextRange
}

extension Vocabulary {
  /// The number of a role; nil where there is none of the id.
  package func roleIndex(_ id: String) -> Int? { roles.firstIndex { $0.head.id == id } }

  /// The number of a band; nil where there is none of the id.
  package func bandIndex(_ id: String) -> Int? { bands.firstIndex { $0.id == id } }

  /// The number of a phase; nil where there is none of the id.
  package func phaseIndex(_ id: String) -> Int? { phases.firstIndex { $0.id == id } }
}

extension Rule {
  /// Leaves the options beyond a number out.
  mutating func keepOptions(_ count: Int) {
    switch kind {
    case .options(let options): kind = .options(Array(options.prefix(count)))
    case .value(.choice(let options)): kind = .value(.choice(Array(options.prefix(count))))
    case .value: break
    }
  }
}
