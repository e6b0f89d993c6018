package import Diagnostics

/// What one manifest, or one phase or group of the trust's, says: each setting with its place.
///
/// Arrays run parallel to the vocabulary's; nil means that the layer says nothing.
package struct Layer: Sendable {
  package enum Kind: Hashable, Sendable {
    case school
    case group(String)
    case phase(String)
    case trust
    case vocabulary

    /// What a reader calls it.
    package var title: String {
      switch self {
      case .school: "school"
      case .group(let name): "group \(name)"
      case .phase(let name): "phase \(name)"
      case .trust: "trust"
      case .vocabulary: "vocabulary"
      }
    }
  }

  package var kind: Kind
  package var file: SourceFile
  package var leads: [LeadSetting?]
  package var providers: [ProviderSetting?]
  package var words: [Located<Int>?]
  package var rules: [RuleSetting?]
  package var facts: [Located<Value>?]
  package var related: [Located<RelatedSetting>?]
  package var documents: [DocumentSetting?]
  package var volumes: [VolumeSetting] = []
  /// Keys without a value, by path.
  package var unfinished: [String: TextRange] = [:]
  /// Paths that were meant and misspelt, or given a value that is none; what is wrong was reported.
  package var mistaken: Set<String> = []
  /// Where each block's key stands, to point at when something is missing from it.
  package var blocks: [String: TextRange] = [:]

  package init(_ kind: Kind, file: SourceFile, catalogue: Catalogue) {
    self.kind = kind
    self.file = file
    let vocabulary = catalogue.vocabulary
    leads = Array(repeating: nil, count: vocabulary.roles.count)
    providers = Array(repeating: nil, count: vocabulary.providers.count)
    words = Array(repeating: nil, count: vocabulary.words.count)
    rules = Array(repeating: nil, count: vocabulary.rules.count)
    facts = Array(repeating: nil, count: vocabulary.facts.count)
    related = Array(repeating: nil, count: vocabulary.related.count)
    documents = Array(repeating: nil, count: catalogue.documents.count)
  }

  /// Whether some value was meant to be given here, and what it would have been is not known.
  var hasUnclear: Bool { !unfinished.isEmpty || !mistaken.isEmpty }

  /// Whether a value was meant to be given here, and what it would have been is not known.
  func isUnclear(_ path: String) -> Bool {
    unfinished[path] != nil || isMistaken(path)
  }

  /// Whether it remembers a value, or a block with it, as refused.
  func isMistaken(_ path: String) -> Bool {
    guard !mistaken.isEmpty else { return false }
    var part = path[...]
    while true {
      if mistaken.contains(String(part)) { return true }
      guard let dot = part.lastIndex(of: ".") else { return false }
      part = part[..<dot]
    }
  }
}

/// What a layer says of who holds a role.
package struct LeadSetting: Sendable {
  package enum Holders: Sendable {
    /// `no`: nobody, whatever was inherited.
    case nobody
    /// These people, in the place of whoever was inherited.
    case people([PersonSetting])
    case sameAs(Located<Int>)
    /// A mapping without a name: more about the inherited person.
    case addition(PersonSetting)
  }

  package var holders: Holders
  /// The school's own title for the role.
  package var title: Located<String>?
  package var range: TextRange
}

/// What a layer says of one person.
package struct PersonSetting: Sendable {
  package var name: Located<String>?
  package var email: Located<String>?
  package var phone: Located<PhoneNumber>?
  package var isPublic: Located<Bool>?
  package var privateParts: Located<[PersonPart]>?
  package var range: TextRange

  package init(range: TextRange) {
    self.range = range
  }
}

/// What a layer says of a provider.
package struct ProviderSetting: Sendable {
  /// `no`: none, whatever was inherited.
  package var isNone = false
  package var title: Located<String>?
  package var name: Located<String>?
  package var email: Located<String>?
  package var phone: Located<PhoneNumber>?
  package var url: Located<String>?
  package var range: TextRange

  package init(range: TextRange) {
    self.range = range
  }
}

/// What a layer says of a rule.
package enum RuleSetting: Sendable {
  /// The index of the option, for all bands where the rule differs by band.
  case option(Located<Int>)
  /// The index of the option for some bands, by band.
  case bands([Int: Located<Int>], TextRange)
  case value(Located<Value>)

  package var range: TextRange {
    switch self {
    case .option(let option): option.range
    case .bands(_, let range): range
    case .value(let value): value.range
    }
  }
}

/// What a layer says of a related document.
package enum RelatedSetting: Hashable, Sendable {
  case nothing
  case address(String)
}

/// What a layer says of a document.
package struct DocumentSetting: Sendable {
  package var range: TextRange
  /// `yes` or `no`.
  package var isIssued: Located<Bool>?
  package var title: Located<String>?
  package var adopted: Located<CalendarDate>?
  package var adoptedBy: Located<String>?
  package var reviewEvery: Located<ReviewPeriod>?
  package var nextReview: Located<ReviewDate>?
  package var category: Located<DocumentCategory>?
  package var version: Located<DocumentVersion>?
  package var history: Located<[HistoryEntry]>?
  package var given: Located<AgreementGiven>?
  /// Who looks after it: a role's id, or words.
  package var owner: Located<String>?
  /// The day by which a form is to be back.
  package var returnBy: Located<CalendarDate>?
  package var from: Located<CalendarDate>?
  package var to: Located<CalendarDate>?

  package init(range: TextRange) {
    self.range = range
  }

  /// What may be said of a document.
  static let keys = [
    "title", "adopted", "adopted-by", "review-every", "next-review", "category", "version",
    "history", "given", "return-by", "owner", "from", "to",
  ]
}

/// The day a review falls due, written as a date, a month or a term; a month or a term counts as its
/// last day.
package struct ReviewDate: Hashable, Sendable {
  package var day: CalendarDate
  /// The first day that it means: of the month or the term, or the day itself.
  package var first: CalendarDate
  /// How a month or a term was written; nil for a day.
  package let period: String?
  /// How it is written in running text.
  package var written: String { period ?? day.long }

  package init(_ day: CalendarDate) { self.init(day, from: day, period: nil) }

  package init(_ day: CalendarDate, from first: CalendarDate, period: String?) {
    self.day = day
    self.first = first
    self.period = period
  }

  package init?(_ text: String) {
    if let date = CalendarDate(text) {
      self.init(date)
    } else if let month = CalendarMonth(text) {
      self.init(month.last, from: month.first, period: month.description)
    } else if let term = SchoolTerm(text) {
      self.init(term.last, from: term.first, period: term.description)
    } else {
      return nil
    }
  }
}

/// `4` or `1.10`, compared by parts: 1.10 comes after 1.9.
package struct DocumentVersion: Hashable, Comparable, Sendable {
  package var written: String
  package var parts: [Int]

  package init?(_ text: String) {
    let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...4).contains(pieces.count) else { return nil }
    var parts: [Int] = []
    for piece in pieces {
      guard (1...6).contains(piece.utf8.count), piece.utf8.allSatisfy(\.isDigit),
        let number = Int(piece)
      else { return nil }
      parts.append(number)
    }
    written = text
    self.parts = parts
  }

  package static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.parts.lexicographicallyPrecedes(rhs.parts)
  }
}

/// One earlier version of a document.
package struct HistoryEntry: Sendable {
  package var version: Located<DocumentVersion>?
  package var adopted: Located<CalendarDate>
  package var summary: String
  package var range: TextRange
}

/// Several documents bound as parts of one.
package struct VolumeSetting: Sendable {
  package var id: String
  /// `no`: not bound here, whatever was inherited.
  package var isNone = false
  package var title: Located<String>?
  package var parts: [Located<Int>]?
  package var range: TextRange
  /// Whether neither the key nor a slip in it is there.
  package var lacksTitle = true
  package var lacksParts = true

  package init(id: String, range: TextRange) {
    self.id = id
    self.range = range
  }
}
