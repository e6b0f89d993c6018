package import Diagnostics
import Manifests

/// Lays a school's manifest over its groups, its phase, the trust and the vocabulary's defaults.
package struct ProfileBuilder: Sendable {
  let catalogue: Catalogue
  let trust: Trust
  /// The day that decides which addenda are in force.
  let asOf: CalendarDate
  /// The trust's own documents that are issued, by number; a school cannot decide about them.
  package var issuedByTrust: Set<Int> = []

  package init(catalogue: Catalogue, trust: Trust, asOf: CalendarDate) {
    self.catalogue = catalogue
    self.trust = trust
    self.asOf = asOf
  }

  var vocabulary: Vocabulary { catalogue.vocabulary }

  /// Returns the profile of a school and reports what its manifest lacks or may not say.
  package func profile(
    of school: SchoolManifest, report: inout Report
  ) -> SchoolProfile? {
    checkLocks(school, report: &report)
    guard let phase = school.phase?.value else { return nil }
    let groups = trust.groups(of: school.slug)
    checkGroups(groups, school: school, report: &report)
    let layers = layers(of: school)
    var profile = merged(
      layers, slug: school.slug, scope: .school, details: school.details, phase: phase,
      bands: school.bands?.value ?? vocabulary.phases[phase].bands, report: &report)
    answer(&profile)
    setDocuments(&profile, layers: layers, report: &report)
    var claimed: Set<String> = []
    let missing = checkRequirements(
      profile, layers: layers, school: school, claimed: &claimed, report: &report)
    for (path, range) in school.layer.unfinished where !claimed.contains(path) {
      let key = path.split(separator: ".").last.map(String.init) ?? path
      report.add(.unfinished(key, at: school.file.place(range)))
    }
    checkWithoutEffect(school, profile, report: &report)
    checkRepeats(layers, bands: profile.bands, report: &report)
    checkConstraints(profile, of: school, layers: layers, besides: missing, report: &report)
    checkSeparateRoles(profile, report: &report)
    return profile
  }

  /// Returns the profile that the trust's own documents are printed from.
  ///
  /// - Parameter asked: What those documents ask about and print: only what is required or forbidden of
  ///   that concerns the trust.
  package func trustProfile(
    asked: Set<QuestionID>, report: inout Report
  ) -> SchoolProfile {
    let layers = [trust.layer, trust.defaults]
    var profile = merged(
      layers, slug: "trust", scope: .trust, details: trust.details, phase: nil, bands: [],
      report: &report)
    answer(&profile)
    setDocuments(&profile, layers: layers, report: &report)
    let missing = checkTrustRequirements(profile, asked: asked, report: &report)
    checkConstraints(
      profile, of: nil, layers: layers, asked: asked, besides: missing, report: &report)
    checkSeparateRoles(profile, report: &report)
    return profile
  }

  // MARK: - Merging

  private func merged(
    _ layers: [Layer], slug: String, scope: DocumentDeclaration.Scope, details: BodyDetails,
    phase: Int?, bands: [Int], report: inout Report
  ) -> SchoolProfile {
    let unclear = layers.filter(\.hasUnclear)
    return SchoolProfile(
      slug: slug, scope: scope,
      layers: layers.map { LayerReference(kind: $0.kind, file: $0.file) },
      details: details, trustDetails: trust.details, phase: phase, bands: bands,
      leads: mergedLeads(layers, report: &report),
      providers: vocabulary.providers.indices.map { mergedProvider($0, layers) },
      words: vocabulary.words.indices.map { first(layers) { $0.words[$1] }($0) },
      rules: vocabulary.rules.indices.map { mergedRule($0, layers) },
      facts: vocabulary.facts.indices.map { first(layers) { $0.facts[$1] }($0) },
      related: vocabulary.related.indices.map { index in
        let setting = first(layers) { $0.related[$1] }(index)
        guard let setting, case .address(let address) = setting.value else { return nil }
        return Sourced(address, setting.origin)
      },
      documents: catalogue.documents.indices.map { merged($0, layers, unclear: unclear) },
      volumes: [],
      answers: Array(repeating: 0, count: catalogue.questions.count))
  }

  /// Looks a value up in the layers, the nearest first.
  private func first<Result>(
    _ layers: [Layer], _ setting: @escaping (Layer, Int) -> Located<Result>?
  ) -> (Int) -> Sourced<Result>? {
    { index in
      for number in layers.indices {
        if let found = setting(layers[number], index) {
          return Sourced(found.value, Origin(layer: number, range: found.range))
        }
      }
      return nil
    }
  }

  private func mergedProvider(_ index: Int, _ layers: [Layer]) -> Provider? {
    var result: Provider?
    for number in layers.indices.reversed() {
      guard let setting = layers[number].providers[index] else { continue }
      let origin = Origin(layer: number, range: setting.range)
      if setting.isNone {
        result = nil
        continue
      }
      // Another firm does not answer the last one's telephone.
      var provider =
        setting.name != nil
        ? Provider(title: result?.title, origin: origin) : result ?? Provider(origin: origin)
      provider.title = setting.title?.value ?? provider.title
      provider.name = setting.name?.value ?? provider.name
      provider.phone = setting.phone?.value ?? provider.phone
      provider.email = setting.email?.value ?? provider.email
      provider.url = setting.url?.value ?? provider.url
      provider.origin = origin
      result = provider
    }
    return result
  }

  private func mergedRule(_ index: Int, _ layers: [Layer]) -> RuleAnswer {
    guard vocabulary.rules[index].perBand else {
      for number in layers.indices {
        switch layers[number].rules[index] {
        case .option(let option)?:
          return .option(Sourced(option.value, Origin(layer: number, range: option.range)))
        case .value(let value)?:
          return .value(Sourced(value.value, Origin(layer: number, range: value.range)))
        case .bands?, nil: continue
        }
      }
      return .none
    }
    var bands: [Sourced<Int>?] = Array(repeating: nil, count: vocabulary.bands.count)
    for number in layers.indices {
      let setting = layers[number].rules[index]
      for band in bands.indices where bands[band] == nil {
        if let option = setting?.option(in: band) {
          bands[band] = Sourced(option.value, Origin(layer: number, range: option.range))
        }
      }
    }
    return .bands(bands)
  }

  // MARK: - Answers

  /// Answers every question, and decides which documents are issued.
  ///
  /// The value of a rule that is not asked here is taken away.
  private func answer(_ profile: inout SchoolProfile) {
    let places = catalogue.questions.places
    var answers = profile.answers
    func set(_ question: QuestionID, _ answer: Int) { answers[question.index] = UInt8(answer) }
    if let phase = profile.phase { set(places.phase, phase + 1) }
    for band in profile.bands { set(places.bands[band], 1) }
    if profile.scope == .school {
      for (part, question) in places.school where profile.details.has(part) { set(question, 1) }
    }
    for (part, question) in places.trust where profile.trustDetails.has(part) { set(question, 1) }
    for (role, question) in zip(profile.leads, places.roles) where !role.people.isEmpty {
      set(question.holder, 1)
      guard role.people.count == 1, let person = role.people.first else { continue }
      if person.email != nil { set(question.email, 1) }
      if person.phone != nil { set(question.phone, 1) }
    }
    for (provider, question) in zip(profile.providers, places.providers) {
      guard let provider else { continue }
      set(question.whole, 1)
      for (part, question) in question.parts where provider.has(part) { set(question, 1) }
    }
    for (fact, question) in zip(profile.facts, places.facts) {
      if let fact { set(question, fact.value.answer) }
    }
    for (related, question) in zip(profile.related, places.related) where related != nil {
      set(question, 1)
    }
    // A rule may be asked only where a document is issued, and a document be issued only where a rule is answered so.
    for item in catalogue.order {
      switch item {
      case .document(let index):
        let isIssued = isIssued(index, answers, profile)
        profile.documents[index].isIssued = isIssued
        if isIssued { set(places.issued[index], 1) }
      case .rule(let index):
        decideRule(index, answers, &profile)
        let questions = places.rules[index]
        switch profile.rules[index] {
        case .none: break
        case .option(let option): set(questions[0], option.value + 1)
        case .value(let value): set(questions[0], value.value.answer)
        case .bands(let bands):
          for band in profile.bands {
            if let option = bands[band] { set(questions[band], option.value + 1) }
          }
        }
      }
    }
    profile.answers = answers
  }

  /// Takes away the value of a rule that is not asked here, or puts its `otherwise` in its place.
  private func decideRule(_ index: Int, _ answers: [UInt8], _ profile: inout SchoolProfile) {
    guard vocabulary.rules[index].isAsked(in: profile.phase) else {
      let rule = vocabulary.rules[index]
      profile.rules[index] = .none
      guard let otherwise = rule.otherwise else { return }
      let origin = Origin(layer: profile.layers.count - 1, range: rule.head.range)
      let answer = Sourced(otherwise, origin)
      profile.rules[index] =
        rule.perBand
        ? .bands(vocabulary.bands.map { _ in answer })
        : rule.isChoice ? .option(answer) : .value(Sourced(rule.value(otherwise), origin))
      return
    }
    if !catalogue.ruleConditions[index].holds(answers) { profile.rules[index] = .none }
  }
}

extension Catalogue {
  /// Why a rule is not asked at a school, in words; nil where it is.
  func whyNotAsked(_ index: Int, at profile: SchoolProfile) -> String? {
    if let phases = vocabulary.rules[index].phases,
      !vocabulary.rules[index].isAsked(in: profile.phase)
    {
      let titles = phases.map { vocabulary.phases[$0].title.lowercased() }
      return "it is asked only of \(Prose.list(titles)) schools"
    }
    guard !ruleConditions[index].holds(profile.answers),
      let condition = vocabulary.rules[index].condition
    else { return nil }
    return "it is asked only when \(String(decoding: condition.bytes, as: UTF8.self))"
  }
}

extension BodyDetails {
  /// Whether it gives a part that can be asked for; a name it always has.
  fileprivate func has(_ part: SchoolPart) -> Bool {
    switch part {
    case .name, .shortName: true
    case .urn: urn != nil
    case .phase: false
    case .website: website != nil
    case .address: address != nil
    case .phone: phone != nil
    case .email: email != nil
    case .colour: colour != nil
    }
  }
}

extension Provider {
  fileprivate func has(_ part: ProviderPart) -> Bool {
    switch part {
    case .name: name != nil
    case .phone: phone != nil
    case .email: email != nil
    case .url: url != nil
    }
  }
}

extension Value {
  /// The number of the answer it gives to a question.
  package var answer: Int {
    switch self {
    case .choice(let option): option + 1
    case .flag(let flag): flag ? 1 : 2
    default: 1
    }
  }
}

extension Rule {
  /// Whether it has a meaning in a phase; the trust, which has none, may be asked every rule.
  func isAsked(in phase: Int?) -> Bool {
    guard let phases, let phase else { return true }
    return phases.contains(phase)
  }

  /// Whether the answer is one of the rule's own options.
  var isChoice: Bool {
    if case .options = kind { true } else { false }
  }

  /// The value behind an option of a typed rule.
  func value(_ option: Int) -> Value {
    if case .value(.flag) = kind { .flag(option == 0) } else { .choice(option) }
  }
}
