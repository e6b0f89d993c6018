package import Diagnostics

/// What a dotted path names.
package enum Subject: Hashable, Sendable {
  case schoolPart(SchoolPart)
  case trustPart(TrustPart)
  case documentPart(DocumentPart)
  case role(Int)
  case rolePart(Int, PersonPart)
  case provider(Int)
  case providerPart(Int, ProviderPart)
  case word(Int, plural: Bool)
  case rule(Int)
  case fact(Int)
  case related(Int)
  case document(Int)
  case band(Int)
}

/// The kinds of things with names, each with its own message when a name is not known.
package enum NameKind: String, Sendable {
  case role, provider, rule, word, fact, document, phase, band, law, term, section, filter, school
  case related = "related document"

  package var code: DiagnosticCode {
    switch self {
    case .role: .unknownRole
    case .provider: .unknownProvider
    case .rule: .unknownRule
    case .word: .unknownWord
    case .fact: .unknownFact
    case .document, .related: .unknownDocument
    case .phase: .unknownPhase
    case .band: .unknownBand
    case .law: .unknownLaw
    case .term: .unknownTerm
    case .section: .unknownSection
    case .filter: .unknownFilter
    case .school: .unknownSchool
    }
  }
}

/// What a key stands for in a manifest.
enum KeyMeaning: Sendable {
  case value(Subject)
  /// Some rules have longer names that begin with this one and a dot.
  case ruleGroup
}

/// The names that manifests and templates may use.
package struct Names: Sendable {
  private var subjects: [String: Subject] = [:]
  /// Names by the block they stand in: `leads` to its roles.
  private var members: [String: [String]] = [:]
  private var ruleGroups: Set<String> = []
  /// The groups directly below `rules:` in a manifest, and the rules in none, each in the order they were declared.
  private(set) var topGroups: [String] = []
  private(set) var topRules: [String] = []
  /// What each key stands for by the path of what it stands below: `leads` with its roles, `rules.pupils` with its rules.
  private var meanings: [String: [String: KeyMeaning]] = [:]
  private let vocabularyPath: String

  package init(_ vocabulary: Vocabulary, documents: [DocumentDeclaration]) {
    vocabularyPath = vocabulary.file.path
    for part in SchoolPart.allCases { add("school", part.rawValue, .schoolPart(part)) }
    for part in TrustPart.allCases { add("trust", part.rawValue, .trustPart(part)) }
    for part in DocumentPart.allCases { add("document", part.rawValue, .documentPart(part)) }
    for (index, role) in vocabulary.roles.enumerated() {
      addEntry("leads", role.head.id, .role(index))
      add("leads.\(role.head.id)", "title", .role(index))
      for part in PersonPart.allCases {
        add("leads.\(role.head.id)", part.rawValue, .rolePart(index, part))
      }
    }
    for (index, provider) in vocabulary.providers.enumerated() {
      addEntry("providers", provider.head.id, .provider(index))
      add("providers.\(provider.head.id)", "title", .provider(index))
      for part in ProviderPart.allCases {
        add("providers.\(provider.head.id)", part.rawValue, .providerPart(index, part))
      }
    }
    for (index, word) in vocabulary.words.enumerated() {
      addEntry("words", word.head.id, .word(index, plural: false))
      if let plural = word.pluralID { addEntry("words", plural, .word(index, plural: true)) }
    }
    add(vocabulary.rules)
    for (index, fact) in vocabulary.facts.enumerated() {
      addEntry("facts", fact.head.id, .fact(index))
    }
    for (index, related) in vocabulary.related.enumerated() {
      addEntry("related", related.head.id, .related(index))
    }
    for (index, document) in documents.enumerated() {
      addEntry("documents", document.id, .document(index))
    }
    for (index, band) in vocabulary.bands.enumerated() { add("bands", band.id, .band(index)) }
  }

  private mutating func add(_ block: String, _ name: String, _ subject: Subject) {
    subjects["\(block).\(name)"] = subject
    members[block, default: []].append(name)
  }

  private mutating func add(_ rules: [Rule]) {
    var tops: [String] = []
    for (index, rule) in rules.enumerated() {
      add("rules", rule.path, .rule(index))
      var meaning = KeyMeaning.value(.rule(index))
      var name = rule.path
      while let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) {
        let group = String(name[..<dot])
        set(meaning, of: String(name[name.index(after: dot)...]), below: "rules.\(group)")
        ruleGroups.insert(group)
        meaning = .ruleGroup
        name = group
      }
      set(meaning, of: name, below: "rules")
      if tops.last != name, !tops.contains(name) { tops.append(name) }
    }
    topGroups = tops.filter(isRuleGroup)
    topRules = tops.filter { !isRuleGroup($0) }
  }

  /// Adds what stands in a block of a manifest by a key of its own.
  private mutating func addEntry(_ block: String, _ name: String, _ subject: Subject) {
    add(block, name, subject)
    set(.value(subject), of: name, below: block)
  }

  /// Notes what a key stands for; what is a rule is one though it be a group besides.
  private mutating func set(_ meaning: KeyMeaning, of key: String, below path: String) {
    if case .ruleGroup = meaning, meanings[path]?[key] != nil { return }
    meanings[path, default: [:]][key] = meaning
  }

  /// What each of the usual keys directly below a block or a group of rules stands for.
  func meanings(below path: String) -> [String: KeyMeaning] { meanings[path] ?? [:] }

  /// What the whole path of a key stands for, also of one with stops in it.
  func meaning(of path: String) -> KeyMeaning? {
    if let subject = subjects[path] { return .value(subject) }
    return path.hasPrefix("rules.") && isRuleGroup(String(path.dropFirst(6))) ? .ruleGroup : nil
  }

  /// What a path names, or nil where it names nothing.
  package func subject(_ path: String) -> Subject? { subjects[path] }

  /// The names in a block, in the order they were declared.
  package func members(of block: String) -> [String] { members[block] ?? [] }

  /// Whether some rules have longer names that begin with this one and a dot.
  func isRuleGroup(_ name: String) -> Bool { ruleGroups.contains(name) }

  /// The rules of a group, in the order they were declared.
  func rules(inGroup name: String) -> [String] {
    members(of: "rules").filter { $0.hasPrefix(name + ".") }
  }

  /// Tells below which block a key belongs that stands at the left edge of a manifest.
  func home(of key: String) -> String? {
    let blocks = LayerReader.blocks.filter { block in
      members(of: block).contains { $0 == key || $0.hasPrefix(key + ".") }
    }
    guard !blocks.isEmpty else { return nil }
    let names = Prose.list(blocks.map { "'\($0):'" }, joinedBy: "or")
    return "it belongs below \(names), with two spaces before it"
  }

  /// The message for a path that names nothing.
  ///
  /// - Parameter place: Returns the place of a part of the path, so that the mistyped part is marked.
  package func problem(with path: String, place: (Range<Int>) -> Place) -> Diagnostic {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let first = parts[0]
    let whole = 0..<path.utf8.count
    guard parts.count > 1 else {
      return members[first] == nil && !Self.blocks.contains(first)
        ? .unknownPath(path, known: Self.blocks, at: place(whole))
        : .incompletePath(path, known: members[first] ?? [], at: place(whole))
    }
    let rest = first.utf8.count + 1..<path.utf8.count
    let second = first.utf8.count + 1..<first.utf8.count + 1 + parts[1].utf8.count
    if first == "rules" {
      let name = parts.dropFirst().joined(separator: ".")
      if ruleGroups.contains(name) {
        return .ruleGroup(name, rules: rules(inGroup: name), at: place(rest))
      }
      return .unknownName(
        .rule, name, known: members(of: "rules"), declaredIn: vocabularyPath, at: place(rest))
    }
    guard let kind = Self.kinds[first] else {
      guard Self.blocks.contains(first) else {
        return .unknownPath(first, known: Self.blocks, at: place(0..<first.utf8.count))
      }
      return .unknownPart(
        parts.dropFirst().joined(separator: "."), of: first, known: members(of: first),
        at: place(rest))
    }
    guard subjects["\(first).\(parts[1])"] != nil else {
      let declaredIn = first == "documents" ? nil : vocabularyPath
      return .unknownName(
        kind, parts[1], known: members(of: first), declaredIn: declaredIn, at: place(second))
    }
    let part = second.upperBound + 1..<path.utf8.count
    return .unknownPart(
      parts.dropFirst(2).joined(separator: "."), of: "\(first).\(parts[1])",
      known: members(of: "\(first).\(parts[1])"),
      at: place(parts.count > 2 && part.lowerBound <= part.upperBound ? part : whole))
  }

  private static let blocks = [
    "school", "trust", "document", "leads", "providers", "words", "rules", "facts", "related",
    "documents", "bands",
  ]

  private static let kinds: [String: NameKind] = [
    "leads": .role, "providers": .provider, "words": .word, "facts": .fact,
    "related": .related, "documents": .document, "bands": .band,
  ]
}
