package import Diagnostics

/// One thing that manifests can give: its value at one school, and what each layer says of it.
package struct Explanation: Sendable {
  /// What one layer says.
  package struct Statement: Sendable {
    /// The layer, by the name a reader knows it by.
    package var who: String
    package var text: String
    package var place: Place?
    /// Whether the value comes from here.
    package var decides = false
    /// Whether a nearer layer takes its place altogether.
    package var isOverridden = false
  }

  /// How a manifest names it: `rules.byod`.
  package var path: String
  package var subject: Subject?
  /// The question, or the title of what is given.
  package var title = ""
  package var help: String?
  /// The answers there are, where it is a choice.
  package var options: [Choice] = []
  /// The value that holds here; nil where there is none.
  package var value: String?
  /// What the value means, where it is a choice.
  package var meaning: String?
  /// Why there is no value, or how it came about where no layer gave it.
  package var remark: String?
  /// What the layers say, the nearest first.
  package var statements: [Statement] = []
  /// Where the trust keeps the decision for itself.
  package var lock: Place?
  /// Where and why a value is needed; nil where it is not.
  package var requirement: String?

  /// The statement that the value comes from.
  package var decision: Statement? { statements.first(where: \.decides) }

  init(_ path: String, _ subject: Subject? = nil) {
    self.path = path
    self.subject = subject
  }
}

/// Explains the values of a school, or of the trust: which layer each came from and what it overrode.
package struct Explainer {
  let catalogue: Catalogue
  let trust: Trust
  /// The school's own layer first, the vocabulary's defaults last.
  let layers: [Layer]
  let profile: SchoolProfile
  let school: SchoolManifest?
  var vocabulary: Vocabulary { catalogue.vocabulary }

  package init(_ builder: ProfileBuilder, school: SchoolManifest?, profile: SchoolProfile) {
    catalogue = builder.catalogue
    trust = builder.trust
    layers = school.map(builder.layers(of:)) ?? [trust.layer, trust.defaults]
    self.profile = profile
    self.school = school
  }

  /// Everything that can be given, in the order of the manifest's blocks; what nobody gives as well.
  package var all: [Explanation] {
    var result = details + leads + providers + words + rules + facts + related + documents + volumes
    for index in result.indices {
      result[index].lock = lock(on: result[index].path)
      if result[index].requirement == nil, let subject = result[index].subject {
        result[index].requirement = requirement(of: subject)
      }
    }
    return result
  }

  // MARK: - Finding what a path means

  /// What a path asked for comes to.
  package enum Answer {
    /// One thing, or the bands of one rule.
    case one([Explanation])
    /// A block or a group of rules.
    case several([Explanation])
    case unknown(Diagnostic)
  }

  /// Returns what a path names: a value, a part of one, or a block.
  package func answer(_ path: String) -> Answer {
    let all = self.all
    if let exact = all.first(where: { $0.path == path }) {
      let parts = all.filter { $0.path.hasPrefix(path + ".") }
      return .one([exact] + parts.filter { $0.value != nil })
    }
    let below = all.filter { $0.path.hasPrefix(path + ".") }
    if !below.isEmpty {
      return isRule(path) ? .one(below) : .several(below)
    }
    // A part of a person or a provider is explained with the whole.
    if let subject = catalogue.names.subject(path),
      let whole = all.first(where: { $0.subject == subject.whole })
    {
      return .one([whole])
    }
    return .unknown(problem(with: path, known: all.map(\.path)))
  }

  private func isRule(_ path: String) -> Bool {
    if case .rule? = catalogue.names.subject(path) { true } else { false }
  }

  /// The message for a path that names nothing, with the nearest that does.
  private func problem(with path: String, known: [String]) -> Diagnostic {
    let whole = SourceFile(path: "", text: path)
    // Groups and rules that differ by band can be asked for as well.
    var names: [String] = []
    for name in known {
      let parts = name.split(separator: ".")
      for count in 1...parts.count {
        let start = parts.prefix(count).joined(separator: ".")
        if !names.contains(start) { names.append(start) }
      }
    }
    func last(_ path: String) -> String {
      path.split(separator: ".").last.map(String.init) ?? path
    }
    let near =
      names.first { $0.hasSuffix("." + path) }
      ?? Suggestion.nearest(to: path, in: names)
      ?? names.first { Suggestion.nearest(to: last(path), in: [last($0)]) != nil }
    guard let near else { return catalogue.names.problem(with: path) { _ in whole.place } }
    return Diagnostic(
      .unknownPath, "nothing is called '\(path)'", at: whole.place, label: "did you mean '\(near)'?"
    )
  }

  // MARK: - Locks and requirements

  private func lock(on path: String) -> Place? {
    trust.locks.first { path == $0.value || path.hasPrefix($0.value + ".") }
      .map { trust.file.place($0.range) }
  }

  private func requirement(of subject: Subject) -> String? {
    guard let needed = catalogue.requirements.first(where: { $0.subject == subject }) else {
      return nil
    }
    guard let text = needed.text else { return "needed at every school" }
    let condition = String(decoding: text.bytes, as: UTF8.self)
    return needed.condition.holds(profile.answers)
      ? "needed here, because \(condition)" : "needed only when \(condition)"
  }

  // MARK: - Layers

  /// Returns what each layer says, the nearest first; the nearest that speaks decides.
  func statements(
    decidedBy origin: Origin?? = nil, _ setting: (Layer) -> (text: String, range: TextRange)?
  ) -> [Explanation.Statement] {
    var result: [Explanation.Statement] = []
    var isDecided = false
    for (number, layer) in layers.enumerated() {
      guard let said = setting(layer) else { continue }
      var statement = Explanation.Statement(
        who: layer.kind.title, text: said.text, place: layer.file.place(said.range))
      let decides: Bool
      if let origin {
        decides = origin?.layer == number
      } else {
        decides = !isDecided
      }
      statement.decides = decides && !isDecided
      statement.isOverridden = isDecided
      if statement.decides { isDecided = true }
      result.append(statement)
    }
    return result
  }
}

extension ProfileBuilder {
  /// What is looked at for a school, the nearest first.
  func layers(of school: SchoolManifest) -> [Layer] {
    [school.layer] + trust.groups(of: school.slug).map(\.layer)
      + [school.phase.flatMap { trust.phases[$0.value] }].compactMap { $0 }
      + [trust.layer, trust.defaults]
  }
}

extension Subject {
  /// What a part belongs to: the role of its name, the provider of its address.
  package var whole: Subject {
    switch self {
    case .rolePart(let role, _): .role(role)
    case .providerPart(let provider, _): .provider(provider)
    case .word(let word, _): .word(word, plural: false)
    default: self
    }
  }
}

extension QuestionSubject {
  /// What the question is about, whole.
  package var subjects: [Subject] {
    switch self {
    case .phase: [.schoolPart(.phase)]
    case .band(let band): [.band(band)]
    case .role(let role), .rolePart(let role, _): [.role(role)]
    case .provider(let provider), .providerPart(let provider, _): [.provider(provider)]
    case .rule(let rule), .ruleInBand(let rule, _), .ruleInCurrentBand(let rule): [.rule(rule)]
    case .fact(let fact): [.fact(fact)]
    case .related(let related): [.related(related)]
    case .schoolPart(let part): [.schoolPart(part)]
    case .trustPart(let part): [.trustPart(part)]
    case .documentPart(let part): [.documentPart(part)]
    case .issued(let document), .partOf(let document, _): [.document(document)]
    case .currentBand, .itemPart, .pagePart, .unclear: []
    }
  }
}

extension Explainer {
  /// What the vocabulary and the front matter of documents make depend on a subject, in words.
  package func consequences(of subject: Subject) -> [(text: String, place: Place)] {
    func asks(_ condition: Condition) -> Bool {
      condition.questions.contains { catalogue.questions[$0].subject.subjects.contains(subject) }
    }
    var result: [(String, Place)] = []
    for (index, rule) in vocabulary.rules.enumerated()
    where asks(catalogue.ruleConditions[index]) {
      result.append(
        ("whether rules.\(rule.path) is asked", vocabulary.file.place(rule.head.range)))
    }
    for requirement in catalogue.requirements where asks(requirement.condition) {
      guard let text = requirement.text else { continue }
      result.append(
        ("whether \(catalogue.path(of: requirement.subject)) is needed", text.place(0..<text.count))
      )
    }
    for (index, document) in catalogue.documents.enumerated()
    where asks(catalogue.issueConditions[index]) {
      result.append(
        (
          "whether '\(document.id)' is issued",
          document.issuedWhen.map { $0.place(0..<$0.count) } ?? document.file.place
        ))
    }
    for constraint in catalogue.constraints where asks(constraint.forbidden) {
      let word = constraint.level == .error ? "forbidden together" : "advised against together"
      result.append(("what is \(word): \(constraint.why)", vocabulary.file.place(constraint.range)))
    }
    return result
  }
}

extension Catalogue {
  /// How manifests name a subject.
  func path(of subject: Subject) -> String {
    switch subject {
    case .role(let index), .rolePart(let index, _): "leads.\(vocabulary.roles[index].head.id)"
    case .provider(let index), .providerPart(let index, _):
      "providers.\(vocabulary.providers[index].head.id)"
    case .word(let index, _): "words.\(vocabulary.words[index].head.id)"
    case .rule(let index): "rules.\(vocabulary.rules[index].path)"
    case .fact(let index): "facts.\(vocabulary.facts[index].head.id)"
    case .related(let index): "related.\(vocabulary.related[index].head.id)"
    case .document(let index): "documents.\(documents[index].id)"
    case .band(let index): "bands.\(vocabulary.bands[index].id)"
    case .schoolPart(let part): "school.\(part.rawValue)"
    case .trustPart(let part): "trust.\(part.rawValue)"
    case .documentPart(let part): "document.\(part.rawValue)"
    }
  }
}
