package import Configuration
import Diagnostics
import Manifests

/// Draws schools from a vocabulary: everything that it lets a manifest say, said at random.
///
/// The same seed gives the same schools. What a draw leaves out although the vocabulary demands it is
/// added, and choices that may not stand together are drawn again, so that every school is one that
/// `check` has no error for.
package struct SchoolMaker {
  private let catalogue: Catalogue
  private var random: SampleRandom
  private var vocabulary: Vocabulary { catalogue.vocabulary }

  /// How often a school is mended before it is drawn anew.
  private static let mostMends = 12

  package init(_ catalogue: Catalogue, seed: UInt64) {
    self.catalogue = catalogue
    random = SampleRandom(seed: seed)
  }

  // MARK: - Making

  /// Returns the manifest of a trust, which has what is demanded of its own documents.
  package mutating func trust() -> (text: String, trust: Trust)? {
    for _ in 0..<50 {
      var draft = Draft(scope: .trust, name: "Sample Trust")
      fill(&draft, often: 25)
      for _ in 0..<Self.mostMends {
        guard let trust = read(draft) else { break }
        let builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: Self.day)
        var report = Report()
        let profile = builder.trustProfile(
          asked: Set(catalogue.questions.questions.indices.map { QuestionID($0) }),
          report: &report)
        if !report.hasErrors { return (draft.yaml(catalogue), trust) }
        mend(&draft, missing: builder.missingPaths(in: profile), report)
      }
    }
    return nil
  }

  /// Returns the manifest of a school of a trust.
  package mutating func school(_ number: Int, of trust: Trust) -> String? {
    for _ in 0..<50 {
      var draft = Draft(scope: .school, name: "Sample School \(number)")
      let phase = random.below(vocabulary.phases.count)
      draft.phase = phase
      let bands = vocabulary.phases[phase].bands
      if random.chance(30) {
        let some = bands.filter { _ in random.chance(50) }
        if !some.isEmpty { draft.bands = some }
      }
      fill(&draft, often: [30, 60, 90][random.below(3)])
      for _ in 0..<Self.mostMends {
        guard let text = settled(&draft, trust) else { continue }
        return text
      }
    }
    return nil
  }

  /// The school's manifest where nothing is wrong with it; otherwise mends the draft.
  private mutating func settled(_ draft: inout Draft, _ trust: Trust) -> String? {
    let text = draft.yaml(catalogue)
    var report = Report()
    let file = SourceFile(path: "Schools/sample/school.yaml", bytes: Array(text.utf8))
    let manifest = ManifestParser.parse(file, report: &report)
    guard
      let school = SchoolReader.read(
        manifest, slug: "sample", catalogue: catalogue, report: &report)
    else { return nil }
    let builder = ProfileBuilder(catalogue: catalogue, trust: trust, asOf: Self.day)
    guard let profile = builder.profile(of: school, report: &report) else { return nil }
    if !report.hasErrors { return text }
    mend(&draft, missing: builder.missingPaths(in: profile), report)
    return nil
  }

  private func read(_ draft: Draft) -> Trust? {
    var report = Report()
    let text = draft.yaml(catalogue)
    let file = SourceFile(path: "Schools/trust.yaml", bytes: Array(text.utf8))
    return TrustReader.read(
      ManifestParser.parse(file, report: &report), catalogue: catalogue, schools: [],
      report: &report)
  }

  private static let day =
    CalendarDate(year: 2026, month: 11, day: 28) ?? CalendarDate(dayNumber: 0)

  // MARK: - Mending

  private mutating func mend(_ draft: inout Draft, missing: Set<String>, _ report: Report) {
    for path in missing.sorted() { give(path, to: &draft) }
    if report.diagnostics.contains(where: { $0.code == .constraint && $0.severity == .error }) {
      for constraint in catalogue.constraints where constraint.level == .error {
        for question in constraint.forbidden.questions.sorted() where random.chance(60) {
          switch catalogue.questions[question].subject {
          case .rule(let rule), .ruleInBand(let rule, _), .ruleInCurrentBand(let rule):
            draft.rules[rule] = answer(to: rule)
          case .fact(let fact): draft.facts[fact] = random.chance(50) ? value(fact) : nil
          default: break
          }
        }
      }
    }
    if report.diagnostics.contains(where: { $0.code == .badVolume }) { draft.volumes = [] }
  }

  private mutating func give(_ path: String, to draft: inout Draft) {
    let parts = path.split(separator: ".").map(String.init)
    switch parts[0] {
    case "leads":
      if let role = vocabulary.roles.firstIndex(where: { $0.head.id == parts[1] }) {
        draft.leads[role] = [person()]
      }
    case "providers":
      if let index = vocabulary.providers.firstIndex(where: { $0.head.id == parts[1] }) {
        draft.providers[index] = provider()
      }
    case "words":
      if let index = vocabulary.words.firstIndex(where: { $0.head.id == parts[1] }) {
        draft.words[index] = random.below(vocabulary.words[index].options.count)
      }
    case "facts":
      if let index = vocabulary.facts.firstIndex(where: { $0.head.id == parts[1] }) {
        draft.facts[index] = value(index)
      }
    case "related":
      if let index = vocabulary.related.firstIndex(where: { $0.head.id == parts[1] }) {
        draft.related[index] = "https://sample.example/\(parts[1])"
      }
    case "rules":
      let name = path.dropFirst("rules.".count)
      for (index, rule) in vocabulary.rules.enumerated()
      where name == rule.path || name.hasPrefix(rule.path + ".") {
        draft.rules[index] = answer(to: index, isWhole: true)
      }
    default: break
    }
  }

  // MARK: - Drawing

  private mutating func fill(_ draft: inout Draft, often: Int) {
    for key in ["short-name", "urn", "website", "address", "phone", "email", "colour"]
    where random.chance(often) && (key != "urn" || draft.scope == .school) {
      let value =
        switch key {
        case "short-name": "Sample"
        case "urn": String(100_000 + random.below(900_000))
        case "website": "https://sample\(random.below(99)).example"
        case "address": "Sample Lane\nSampleton"
        case "phone": "01632 960\(100 + random.below(99))"
        case "email": "office@sample.example"
        default: "#1d4f91"
        }
      draft.details.append((key, value))
    }
    for role in vocabulary.roles.indices {
      if random.chance(often) {
        draft.leads[role] =
          random.chance(20) ? (0...(1 + random.below(2))).map { _ in person() } : [person()]
      }
      if random.chance(15) { draft.titles[role] = Self.titles[random.below(Self.titles.count)] }
    }
    for index in vocabulary.providers.indices where random.chance(often) {
      draft.providers[index] = provider()
    }
    for (index, word) in vocabulary.words.enumerated() where random.chance(often) {
      draft.words[index] = random.below(word.options.count)
    }
    for rule in vocabulary.rules.indices where random.chance(often) {
      draft.rules[rule] = answer(to: rule)
    }
    for fact in vocabulary.facts.indices where random.chance(often) {
      if let value = value(fact) { draft.facts[fact] = value }
    }
    for (index, related) in vocabulary.related.enumerated() where random.chance(often) {
      draft.related[index] = "https://sample.example/\(related.head.id)"
    }
    for (index, document) in catalogue.documents.enumerated() where document.scope == draft.scope {
      if random.chance(15) {
        draft.documents[index] = .dropped
      } else if random.chance(often) {
        draft.documents[index] = .given(entry(document))
      }
    }
    if draft.scope == .school, random.chance(30) { bind(&draft) }
  }

  private mutating func bind(_ draft: inout Draft) {
    let policies = catalogue.documents.indices.filter { index in
      if case .dropped? = draft.documents[index] { return false }
      return catalogue.documents[index].kind == .policy
        && catalogue.documents[index].scope == .school
    }
    let parts = policies.filter { _ in random.chance(60) }
    if parts.count > 1 { draft.volumes = [("sample-volume", "Sample volume", parts)] }
  }

  private mutating func person() -> Draft.Person {
    let number = random.below(90)
    var person = Draft.Person(name: SampleValue.name(number))
    if random.chance(50) { person.email = "person\(number)@sample.example" }
    if random.chance(50) { person.phone = "01632 960\(100 + number)" }
    return person
  }

  private mutating func provider() -> [(key: String, value: String)] {
    let number = random.below(90)
    var entries: [(key: String, value: String)] = []
    if random.chance(85) { entries.append(("name", "Samplenet \(number)")) }
    if random.chance(20) { entries.append(("title", "sample service")) }
    if random.chance(50) { entries.append(("phone", "01632 960\(100 + number)")) }
    if random.chance(50) { entries.append(("email", "help\(number)@sample.example")) }
    if random.chance(50) { entries.append(("url", "https://sample.example/help\(number)")) }
    return entries.isEmpty ? [("title", "sample service")] : entries
  }

  private mutating func value(_ fact: Int) -> ManifestTree? {
    let type = vocabulary.facts[fact].type
    if case .file = type { return nil }
    return SampleValue.of(type, random.below(90))
  }

  private mutating func answer(to index: Int, isWhole: Bool = false) -> Draft.Answer {
    let rule = vocabulary.rules[index]
    guard case .options(let options) = rule.kind else {
      if case .value(let type) = rule.kind { return .value(SampleValue.of(type, random.below(28))) }
      return .option(0)
    }
    guard rule.perBand, random.chance(60) else { return .option(random.below(options.count)) }
    var bands: [Int: Int] = [:]
    for band in vocabulary.bands.indices where isWhole || random.chance(80) {
      bands[band] = random.below(options.count)
    }
    return bands.isEmpty ? .option(random.below(options.count)) : .bands(bands)
  }

  private mutating func entry(
    _ document: DocumentDeclaration
  ) -> [(key: String, value: ManifestTree)] {
    var entries: [(key: String, value: ManifestTree)] = []
    if random.chance(20) { entries.append(("title", "Sample document title")) }
    if random.chance(60) {
      entries.append(("adopted", .text("2026-0\(1 + random.below(9))-1\(random.below(9))")))
    }
    if random.chance(50) { entries.append(("adopted-by", "Governing Body")) }
    if random.chance(30) { entries.append(("review-every", "2 years")) }
    if random.chance(50) { entries.append(("version", "4")) }
    if random.chance(30) { entries.append(("category", "statutory")) }
    if random.chance(30) {
      entries.append(
        (
          "history",
          .list([
            .map([("version", "3"), ("adopted", "2025-09-16"), ("summary", "Added rules")])
          ])
        ))
    }
    if document.kind == .agreement, random.chance(40) {
      let ways = AgreementGiven.allCases
      entries.append(("given", .text(ways[random.below(ways.count)].rawValue)))
    }
    if document.kind == .appendix, random.chance(30) {
      entries += [("from", "2026-09-01"), ("to", "2027-08-31")]
    }
    return entries.isEmpty ? [("adopted-by", "Governing Body")] : entries
  }

  private static let titles = [
    "Sample lead", "head of samples", "Principal", "assistant for samples",
  ]
}

/// A generator of numbers that gives the same ones for the same seed, on every machine.
struct SampleRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to a bound, which is not reached.
  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

  /// Whether something happens that happens so often in a hundred.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}
