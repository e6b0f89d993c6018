package import Diagnostics

extension ProfileBuilder {
  /// Notes what a school says although its groups, its phase or the trust say the same already.
  ///
  /// What repeats a default of the vocabulary is no repetition: it records that the school decided.
  func checkRepeats(_ layers: [Layer], bands: [Int], report: inout Report) {
    guard let own = layers.first else { return }
    let below = layers.dropFirst().filter { $0.kind != .vocabulary }
    func note(_ path: String, _ range: TextRange, _ same: (layer: Layer, range: TextRange)) {
      report.add(
        .changesNothing(
          path, who: same.layer.kind.title, at: own.file.place(range),
          other: same.layer.file.place(same.range)))
    }
    /// The nearest of the lower layers that says anything, where it says the same.
    func same<Setting>(
      _ setting: Setting, _ find: (Layer) -> Setting?, _ range: (Setting) -> TextRange,
      _ isEqual: (Setting, Setting) -> Bool
    ) -> (layer: Layer, range: TextRange)? {
      for layer in below {
        guard let found = find(layer) else { continue }
        return isEqual(found, setting) ? (layer, range(found)) : nil
      }
      return nil
    }
    for (index, setting) in own.words.enumerated() {
      guard let setting else { continue }
      if let found = same(setting, { $0.words[index] }, \.range, { $0.value == $1.value }) {
        note("words.\(vocabulary.words[index].head.id)", setting.range, found)
      }
    }
    for (index, setting) in own.facts.enumerated() {
      guard let setting else { continue }
      if let found = same(setting, { $0.facts[index] }, \.range, { $0.value == $1.value }) {
        note("facts.\(vocabulary.facts[index].head.id)", setting.range, found)
      }
    }
    for (index, setting) in own.related.enumerated() {
      guard let setting else { continue }
      if let found = same(setting, { $0.related[index] }, \.range, { $0.value == $1.value }) {
        note("related.\(vocabulary.related[index].head.id)", setting.range, found)
      }
    }
    for (index, setting) in own.leads.enumerated() {
      guard let setting else { continue }
      if let found = same(setting, { $0.leads[index] }, \.range, { $0.says(what: $1) }) {
        note("leads.\(vocabulary.roles[index].head.id)", setting.range, found)
      }
    }
    for (index, setting) in own.providers.enumerated() {
      guard let setting else { continue }
      if let found = same(setting, { $0.providers[index] }, \.range, { $0.says(what: $1) }) {
        note("providers.\(vocabulary.providers[index].head.id)", setting.range, found)
      }
    }
    for (index, setting) in own.rules.enumerated() {
      guard let setting else { continue }
      var path: String { "rules.\(vocabulary.rules[index].path)" }
      switch setting {
      case .value(let value):
        func find(_ layer: Layer) -> Located<Value>? {
          if case .value(let value)? = layer.rules[index] { value } else { nil }
        }
        if let found = same(value, find, \.range, { $0.value == $1.value }) {
          note(path, value.range, found)
        }
      case .option(let option):
        let wanted = vocabulary.rules[index].perBand ? bands : [0]
        let found = wanted.map { band in
          same(option, { $0.rules[index]?.option(in: band) }, \.range, { $0.value == $1.value })
        }
        if let first = found.first.flatMap({ $0 }), found.allSatisfy({ $0 != nil }) {
          note(path, option.range, first)
        }
      case .bands(let chosen, _):
        for (band, option) in chosen.sorted(by: { $0.key < $1.key }) where bands.contains(band) {
          if let found = same(
            option, { $0.rules[index]?.option(in: band) }, \.range, { $0.value == $1.value })
          {
            note("\(path).\(vocabulary.bands[band].id)", option.range, found)
          }
        }
      }
    }
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
