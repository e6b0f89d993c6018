package import Diagnostics

extension ProfileBuilder {
  /// Notes what a school says although its groups, its phase or the trust say the same already.
  ///
  /// What repeats a default of the vocabulary is no repetition: it records that the school decided.
  func checkRepeats(_ layers: [Layer], bands: [Int], report: inout Report) {
    guard let own = layers.first else { return }
    var repeats = Repeats(own, below: layers.dropFirst().filter { $0.kind != .vocabulary })
    repeats.find(\.words, \.range, { $0.value == $1.value }) {
      "words.\(vocabulary.words[$0].head.id)"
    }
    repeats.find(\.facts, \.range, { $0.value == $1.value }) {
      "facts.\(vocabulary.facts[$0].head.id)"
    }
    repeats.find(\.related, \.range, { $0.value == $1.value }) {
      "related.\(vocabulary.related[$0].head.id)"
    }
    repeats.find(\.leads, \.range, { $0.says(what: $1) }) {
      "leads.\(vocabulary.roles[$0].head.id)"
    }
    repeats.find(\.providers, \.range, { $0.says(what: $1) }) {
      "providers.\(vocabulary.providers[$0].head.id)"
    }
    for (index, setting) in own.rules.enumerated() {
      if let setting { repeats.find(setting, ofRule: index, vocabulary, bands: bands) }
    }
    for message in repeats.found { report.add(message) }
  }
}

/// Finds what a layer says although those below it say the same already.
private struct Repeats {
  private let own: Layer
  /// The layers below, the nearest first.
  private let below: [Layer]
  private(set) var found: [Diagnostic] = []

  /// The nearest of the layers below that says the same, by its number there, and where.
  private typealias Twin = (layer: Int, range: TextRange)

  init(_ own: Layer, below: [Layer]) {
    self.own = own
    self.below = below
  }

  /// Looks at all settings of a kind.
  ///
  /// - Parameter path: What a setting is called, by its number.
  mutating func find<Setting>(
    _ settings: (Layer) -> [Setting?], _ range: (Setting) -> TextRange,
    _ isEqual: (Setting, Setting) -> Bool, path: (Int) -> String
  ) {
    let said = below.map(settings)
    for (index, setting) in settings(own).enumerated() {
      guard let setting else { continue }
      if let twin = twin(of: setting, { said[$0][index] }, range, isEqual) {
        note(path(index), range(setting), twin)
      }
    }
  }

  /// Looks at what is said of a rule, band by band where it may differ between them.
  mutating func find(
    _ setting: RuleSetting, ofRule index: Int, _ vocabulary: Vocabulary, bands: [Int]
  ) {
    var path: String { "rules.\(vocabulary.rules[index].path)" }
    func twin(of option: Located<Int>, in band: Int) -> Twin? {
      self.twin(of: option, { below[$0].rules[index]?.option(in: band) }, \.range) {
        $0.value == $1.value
      }
    }
    switch setting {
    case .value(let value):
      func find(_ layer: Int) -> Located<Value>? {
        if case .value(let value)? = below[layer].rules[index] { value } else { nil }
      }
      if let twin = self.twin(of: value, find, \.range, { $0.value == $1.value }) {
        note(path, value.range, twin)
      }
    case .option(let option):
      var first: Twin?
      for band in vocabulary.rules[index].perBand ? bands : [0] {
        guard let twin = twin(of: option, in: band) else { return }
        first = first ?? twin
      }
      if let first { note(path, option.range, first) }
    case .bands(let chosen, _):
      for (band, option) in chosen.sorted(by: { $0.key < $1.key }) where bands.contains(band) {
        if let twin = twin(of: option, in: band) {
          note("\(path).\(vocabulary.bands[band].id)", option.range, twin)
        }
      }
    }
  }

  /// The nearest of the lower layers that says anything, where it says the same.
  private func twin<Setting>(
    of setting: Setting, _ find: (Int) -> Setting?, _ range: (Setting) -> TextRange,
    _ isEqual: (Setting, Setting) -> Bool
  ) -> Twin? {
    for layer in below.indices {
      guard let found = find(layer) else { continue }
      return isEqual(found, setting) ? (layer, range(found)) : nil
    }
    return nil
  }

  private mutating func note(_ path: String, _ range: TextRange, _ twin: Twin) {
    found.append(
      .changesNothing(
        path, who: below[twin.layer].kind.title, at: own.file.place(range),
        other: below[twin.layer].file.place(twin.range)))
  }
}

extension ProfileBuilder {
  /// Notes what the trust says for a phase that none of its schools has, or for a group of no school.
  ///
  /// - Parameter phases: The phases of the schools that could be read.
  package func checkMatches(phases: Set<Int>, report: inout Report) {
    for (phase, layer) in trust.phases.sorted(by: { $0.key < $1.key })
    where !phases.contains(phase) && !layer.blocks.isEmpty {
      let range = layer.blocks.values.min { $0.start < $1.start }
      report.add(
        .matchesNothing(
          "the trust says something for \(vocabulary.phases[phase].title.lowercased()) schools, and has none",
          at: layer.file.place(range ?? .zero)))
    }
    for group in trust.groups where (group.schools?.isEmpty ?? false) {
      report.add(
        .matchesNothing(
          "the group '\(group.name)' has no school", at: trust.file.place(group.range)))
    }
  }
}

extension RuleSetting {
  /// What is said for one band.
  func option(in band: Int) -> Located<Int>? {
    switch self {
    case .option(let option): option
    case .bands(let bands, _): bands[band]
    case .value: nil
    }
  }
}

extension LeadSetting {
  /// Whether two settings name the same people with the same details.
  fileprivate func says(what other: LeadSetting) -> Bool {
    guard title?.value == other.title?.value else { return false }
    switch (holders, other.holders) {
    case (.nobody, .nobody): return true
    case (.sameAs(let role), .sameAs(let twin)): return role.value == twin.value
    case (.people(let people), .people(let others)):
      return people.count == others.count && zip(people, others).allSatisfy { $0.says(what: $1) }
    default: return false
    }
  }
}

extension PersonSetting {
  fileprivate func says(what other: PersonSetting) -> Bool {
    name?.value == other.name?.value && email?.value == other.email?.value
      && phone?.value == other.phone?.value && isPublic?.value == other.isPublic?.value
      && privateParts?.value == other.privateParts?.value
  }
}

extension ProviderSetting {
  fileprivate func says(what other: ProviderSetting) -> Bool {
    isNone == other.isNone && name?.value == other.name?.value
      && title?.value == other.title?.value && phone?.value == other.phone?.value
      && email?.value == other.email?.value && url?.value == other.url?.value
  }
}
